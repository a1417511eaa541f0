"""Counting sheets in and out: the same sums one by one, in any order, or all at once. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from jinshui_study.arena.statistics.sheets import Line, Sheet
from jinshui_study.questions import statistics
from jinshui_study.questions.statistics import Pairs

MARK_UNIT, REST_UNIT = 1000, 100
"""Over all quizzes a mark is kept in thousandths of its worth, the rest of the attempt in hundredths of its worth."""

FEWEST_TIMES = 5
"""A median time of fewer answers could be one person's."""


@dataclass
class ItemTally:
    """A revision over all quizzes; `lone` marks had no rest to stand beside."""

    pairs: Pairs = field(default_factory=lambda: Pairs(mark_unit=MARK_UNIT, rest_unit=REST_UNIT))
    lone: Counter[int] = field(default_factory=Counter)
    answered: int = 0
    choices: Counter[str] = field(default_factory=Counter)
    seconds: Counter[int] = field(default_factory=Counter)

    def merge(self, other: "ItemTally") -> None:
        """Count in what `other` holds, or out where its numbers are negative."""
        self.pairs.merge(other.pairs)
        statistics.merge(self.lone, other.lone)
        statistics.merge(self.choices, other.choices)
        statistics.merge(self.seconds, other.seconds)
        self.answered += other.answered

    @property
    def figures(self) -> "ItemFigures":
        """What follows from the counts; to be asked for once."""
        marks = self.pairs.marks + self.lone
        comparison = self.pairs.compared()
        timed = sum(self.seconds.values()) >= FEWEST_TIMES
        return ItemFigures(
            asked=sum(marks.values()),
            answered=self.answered,
            facility=statistics.mean(marks, MARK_UNIT),
            discrimination=comparison.discrimination_index,
            efficiency=comparison.discriminative_efficiency,
            median_seconds=statistics.median(self.seconds) if timed else None,
        )


@dataclass(frozen=True)
class ItemFigures:
    """`facility` is the mean part of the worth that was earned, from 0 to 1; the next two are in %."""

    asked: int
    answered: int
    facility: float | None
    discrimination: float | None
    efficiency: float | None
    median_seconds: float | None

    @property
    def flags(self) -> list[str]:
        return statistics.flags_of(self.asked, self.facility, self.discrimination)


@dataclass
class Tallies:
    """By revision; the totals by quiz; by quiz and revision where all have the same paper. The last two in tenths."""

    items: dict[int, ItemTally] = field(default_factory=dict)
    totals: dict[int, Counter[int]] = field(default_factory=dict)
    quiz_items: dict[tuple[int, int], Pairs] = field(default_factory=dict)

    def merge(self, other: "Tallies") -> None:
        """Count in what `other` holds, or out where its numbers are negative."""
        for revision, tally in other.items.items():
            self.items.setdefault(revision, ItemTally()).merge(tally)
        for quiz, totals in other.totals.items():
            statistics.merge(self.totals.setdefault(quiz, Counter()), totals)
        for key, pairs in other.quiz_items.items():
            self.quiz_items.setdefault(key, Pairs()).merge(pairs)

    def add(self, sheet: Sheet, times: int = 1) -> None:
        """Count a sheet in, or with `times=-1` out."""
        score = sum(line.score for line in sheet.lines)
        worth = sum(line.worth for line in sheet.lines if line.asked)
        statistics.count(self.totals.setdefault(sheet.quiz, Counter()), score, times)
        for line in sheet.lines:
            if line.asked:
                tally = self.items.setdefault(line.revision, ItemTally())
                rest_worth = worth - line.worth if sheet.paired else 0
                _add_line(tally, line, score - line.score, rest_worth, times)
            if sheet.fixed:
                own = self.quiz_items.setdefault((sheet.quiz, line.revision), Pairs())
                own.add(line.score, score - line.score, times)


def _add_line(tally: ItemTally, line: Line, rest: int, rest_worth: int, times: int) -> None:
    mark = _part(line.score, line.worth, MARK_UNIT)
    if rest_worth:
        tally.pairs.add(mark, _part(rest, rest_worth, REST_UNIT), times)
    else:
        statistics.count(tally.lone, mark, times)
    tally.answered += times * line.answered
    for choice in line.choices:
        statistics.count(tally.choices, choice, times)
    if line.seconds is not None:
        statistics.count(tally.seconds, line.seconds, times)


def _part(score: int, worth: int, unit: int) -> int:
    """A score as whole parts of its worth, rounded half up."""
    return (2 * score * unit + worth) // (2 * worth) if worth else 0
