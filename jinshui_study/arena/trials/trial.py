"""What a month's deeds would have been paid by a rulebook, and how ranks move from one to another. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import StatisticsError, correlation

from jinshui_study.points import fairness
from jinshui_study.points.fairness import Group
from jinshui_study.points.group_boards import POINTS_UNIT
from jinshui_study.points.rules import Rulebook


@dataclass(frozen=True)
class Deed:
    """A try that was paid for, as far as its points go; tries come in the order they were paid in."""

    member: int
    branch: int
    quiz: int
    task: str
    pays: str
    day: date
    correct: int
    questions: int


def replay(deeds: Iterable[Deed], rulebook: Rulebook) -> dict[int, int]:
    """Everybody's points by a rulebook: each try's worth, less what earlier ones were paid, under the day's cap."""
    tasks = {task.code: task for task in rulebook.tasks}
    totals: dict[int, int] = defaultdict(int)
    used: dict[tuple[int, date, str], int] = defaultdict(int)
    paid: dict[tuple[int, int], int] = defaultdict(int)
    paid_that_day: dict[tuple[int, int, date], int] = defaultdict(int)
    for deed in deeds:
        totals[deed.member] += 0
        task = tasks.get(deed.task)
        if task is None:
            continue
        ever, today = (deed.member, deed.quiz), (deed.member, deed.quiz, deed.day)
        before = {"each": 0, "improvement": paid[ever], "daily_improvement": paid_that_day[today]}[deed.pays]
        place = deed.member, deed.day, deed.task
        worth = max(0, task.worth(deed.correct, deed.questions) - before)
        given = max(0, min(worth, task.cap - used[place]))
        used[place] += given
        paid[ever] += given
        paid_that_day[today] += given
        totals[deed.member] += given
    return dict(totals)


def ranks(scores: Mapping[int, int]) -> dict[int, int]:
    """Rank by score, equals sharing one (1, 1, 3)."""
    found: dict[int, int] = {}
    place = 1
    for _, group in groupby(sorted(scores, key=lambda one: -scores[one]), key=lambda one: scores[one]):
        equals = list(group)
        found.update(dict.fromkeys(equals, place))
        place += len(equals)
    return found


def branch_scores(totals: Mapping[int, int], homes: Mapping[int, int]) -> dict[int, int]:
    """The branches' scores in tenths, fair to size, of those with enough participants."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for member, points in totals.items():
        sums[homes[member]][0] += points
        sums[homes[member]][1] += 1
    groups = [Group(branch, points, people) for branch, (points, people) in sorted(sums.items())]
    return {one.organization_id: one.tenths for one in fairness.rank(groups, groups, POINTS_UNIT)}


@dataclass(frozen=True)
class Move:
    """One whose rank changes: up is a smaller number."""

    id: int
    before: int
    after: int
    score_before: int
    score_after: int

    @property
    def places(self) -> int:
        return self.before - self.after


@dataclass(frozen=True)
class Comparison:
    """How a board moves: how many are on it, who changes rank (most first), and Spearman's correlation of the ranks."""

    size: int
    moves: Sequence[Move]
    correlation: float | None


def compare(before: Mapping[int, int], after: Mapping[int, int]) -> Comparison:
    """Two boards of the same members or branches, by their scores."""
    first, second = ranks(before), ranks(after)
    moves = [
        Move(one, first[one], second[one], before[one], after[one])
        for one in before
        if first[one] != second[one]
    ]
    moves.sort(key=lambda move: (-abs(move.places), move.id))
    return Comparison(len(before), moves, _spearman(before, after))


def _spearman(before: Mapping[int, int], after: Mapping[int, int]) -> float | None:
    """None where there is nothing to correlate: one row, or equal scores for all."""
    ids = list(before)
    try:
        found = correlation(_middle_ranks(before, ids), _middle_ranks(after, ids))
    except StatisticsError:
        return None
    return max(-1.0, min(1.0, found))


def _middle_ranks(scores: Mapping[int, int], ids: Sequence[int]) -> list[float]:
    """Ranks as Spearman takes them: equals have the middle of their places."""
    first = ranks(scores)
    equals: dict[int, int] = defaultdict(int)
    for rank in first.values():
        equals[rank] += 1
    return [first[one] + (equals[first[one]] - 1) / 2 for one in ids]
