"""What a ruling comes to for one member: marks, scores, which try counts, points. Pure.

Everything is worked out from the answers and the marks that hold, not from what stands now, so that doing it twice
changes nothing the second time.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from jinshui_study.arena import marking, scoring
from jinshui_study.arena.marking import Mark, Verdict
from jinshui_study.arena.modes import Result, Rules
from jinshui_study.arena.rulings import repaying, tries
from jinshui_study.arena.rulings.repaying import Payment
from jinshui_study.arena.rulings.tries import QuizFacts, Try
from jinshui_study.points import boards
from jinshui_study.points.lines import Line, Replacement
from jinshui_study.points.rules import Task
from jinshui_study.questions.kinds import Wording


@dataclass(frozen=True)
class Given:
    """A locked answer; `response` is there only where it is marked anew."""

    number: int
    revision: int
    correct: bool
    score: int
    elapsed_ms: int
    response: dict[str, Any] | None


@dataclass(frozen=True)
class Target:
    """A finished attempt that a ruling concerns: its paper, and its answers."""

    attempt_id: str
    quiz_id: int
    paper: Sequence[dict[str, Any]]
    opened: int
    answers: Sequence[Given]


@dataclass(frozen=True)
class Keys:
    """What is marked anew, and by what: the revisions a ruling holds for, the verdicts that hold, the wordings."""

    revisions: Collection[int]
    verdicts: Mapping[int, Verdict]
    wordings: Mapping[int, Wording]


@dataclass
class Case:
    """One member, as far as a ruling concerns them. `tries` are all at the quizzes concerned, by ordinal.

    `standings` are what stands on the quizzes' boards; `lines`, `progress` and `tasks` (by rule version and code) are
    there where points may change.
    """

    member_id: int
    quizzes: Mapping[int, QuizFacts]
    targets: Sequence[Target]
    tries: Sequence[Try]
    standings: Mapping[str, Result] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    progress: Mapping[tuple[date, str], int] = field(default_factory=dict)
    tasks: Mapping[tuple[int, str], Task] = field(default_factory=dict)

    @property
    def rules(self) -> dict[str, Rules]:
        """The rules of quizzes by what a ledger line calls its source."""
        return {boards.of_quiz(quiz.public_id): quiz.rules for quiz in self.quizzes.values()}


@dataclass(frozen=True)
class Remarked:
    """An answer's new mark."""

    attempt_id: str
    number: int
    mark: Mark


@dataclass
class Plan:
    """What is to change for one member: answers' marks, tries before and after, ledger lines."""

    member_id: int
    answers: list[Remarked] = field(default_factory=list)
    tries: list[tuple[Try, Try]] = field(default_factory=list)
    replacements: list[Replacement] = field(default_factory=list)


def mark_again(case: Case, keys: Keys) -> tuple[list[Remarked], list[Try]]:
    """The answers whose mark changes, and all the tries with their scores by the marks that hold."""
    changed: list[Remarked] = []
    after = {one.id: one for one in case.tries}
    for target in case.targets:
        marks, free = _marks(case, target, keys)
        changed += [
            Remarked(target.attempt_id, given.number, marks[given.number])
            for given in target.answers
            if marks[given.number] != (given.correct, given.score)
        ]
        every = [*marks.values(), *free.values()]
        most = sum(line["worth"] for line in target.paper)
        after[target.attempt_id] = replace(
            after[target.attempt_id],
            score=scoring.total((mark.score for mark in every), most),
            correct=sum(mark.correct for mark in every),
        )
    return changed, _with_bests(case, list(after.values()))


def _marks(case: Case, target: Target, keys: Keys) -> tuple[dict[int, Mark], dict[int, Mark]]:
    """The marks of an attempt's answers, and of void questions that were asked and not answered, by number."""
    rules = case.quizzes[target.quiz_id].rules
    marks = {given.number: Mark(given.correct, given.score) for given in target.answers}
    for given in target.answers:
        if given.revision in keys.revisions:
            worth = target.paper[given.number - 1]["worth"]
            verdict, wording = keys.verdicts.get(given.revision), keys.wordings[given.revision]
            marks[given.number] = marking.mark(
                rules, wording, verdict, given.response, worth, given.elapsed_ms
            )
    return marks, marking.given_away(list(target.paper[: target.opened]), marks, keys.verdicts)


def _with_bests(case: Case, after: list[Try]) -> list[Try]:
    """The tries with what was the best so far, at the quizzes whose marks may change."""
    concerned = {target.quiz_id for target in case.targets}
    bests = {
        attempt_id
        for quiz_id in concerned
        for attempt_id in tries.personal_bests([one for one in after if one.quiz_id == quiz_id])
    }
    return [replace(one, personal_best=one.id in bests) if one.quiz_id in concerned else one for one in after]


def plan(case: Case, keys: Keys) -> Plan:
    """Everything that is to change for the member, except standings, which follow from it (`standings_of`)."""
    answers, after = mark_again(case, keys)
    made = Plan(case.member_id, answers)
    points = _points(case, after)
    by_id = {one.id: one for one in case.tries}
    for one in after:
        paid = replace(one, points=points.get(one.id, one.points))
        if paid != by_id[one.id]:
            made.tries.append((by_id[one.id], paid))
    made.replacements = _replacements(case, {one.id: one for one in after}, points)
    return made


def _points(case: Case, after: Sequence[Try]) -> dict[str, int]:
    """By attempt, what should have been paid, for all tries that may be paid otherwise."""
    found: dict[str, int] = {}
    by_id = {one.id: one for one in after}
    for lines in lines_concerned(case, after).values():
        payments = [
            Payment(
                line, attempt, case.quizzes[attempt.quiz_id].rules, case.tasks[line.rule_version, line.task]
            )
            for line in lines
            if (attempt := by_id.get(attempt_of(line))) is not None
        ]
        points = repaying.repay(payments, after, _taken(case, payments))
        found.update({payment.attempt.id: points[payment.attempt.id] for payment in payments})
    return found


def lines_concerned(case: Case, after: Sequence[Try]) -> dict[str, list[Line]]:
    """By task, the lines that may change because the worth of a try does."""
    found = {}
    for task in sorted({line.task for line in case.lines}):
        lines = [line for line in case.lines if line.task == task]
        days = _days_changed(case, after, lines)
        if days:
            found[task] = repaying.concerned(lines, days, case.rules)
    return found


def _days_changed(case: Case, after: Sequence[Try], lines: Iterable[Line]) -> set[date]:
    now = {one.id: one for one in after}
    before = {one.id: one for one in case.tries}
    return {
        line.day
        for line in lines
        if (attempt := now.get(attempt_of(line))) is not None
        and _worth(case, line, attempt) != _worth(case, line, before[attempt.id])
    }


def _worth(case: Case, line: Line, attempt: Try) -> int:
    return case.tasks[line.rule_version, line.task].worth(attempt.correct, attempt.questions)


def _taken(case: Case, payments: Iterable[Payment]) -> dict[date, int]:
    """What others than these payments have of the task's cap, by day."""
    taken: dict[date, int] = {}
    for payment in payments:
        line = payment.line
        taken.setdefault(line.day, case.progress.get((line.day, line.task), 0))
        taken[line.day] -= line.points
    return taken


def attempt_of(line: Line) -> str:
    """The attempt a line pays for, an empty text for another deed."""
    kind, _, attempt_id = line.deed.partition(":")
    return attempt_id if kind == "attempt" else ""


def _replacements(case: Case, after: Mapping[str, Try], points: Mapping[str, int]) -> list[Replacement]:
    made = []
    for line in case.lines:
        attempt = after.get(attempt_of(line))
        if attempt is None or points.get(attempt.id, line.points) == line.points:
            continue
        title = case.quizzes[attempt.quiz_id].title
        reason = f"{title}：答对 {attempt.correct}/{attempt.questions} 题（按裁定重计）"
        made.append(Replacement(line, points[attempt.id], reason))
    return made


@dataclass(frozen=True)
class Place:
    """What should stand on a quiz's board for the member, None where nothing counts; and since when."""

    board: str
    before: Result | None
    after: Result | None
    reached_at: Any


def standings_of(case: Case, after: Sequence[Try]) -> list[Place]:
    """The places on quizzes' boards that are not what the tries come to."""
    found = []
    for quiz_id in sorted({target.quiz_id for target in case.targets}):
        quiz = case.quizzes[quiz_id]
        mine = [one for one in after if one.quiz_id == quiz_id]
        board = boards.of_quiz(quiz.public_id)
        found.append(_place(case, board, tries.counted(quiz.rules, mine)))
        if quiz.freezes_at is not None:
            early = tries.before(quiz.freezes_at, mine)
            found.append(_place(case, boards.frozen(board), tries.counted(quiz.rules, early)))
    return [place for place in found if place.before != place.after]


def _place(case: Case, board: str, counts: tuple[Result, Any] | None) -> Place:
    result, reached_at = counts if counts is not None else (None, None)
    return Place(board, case.standings.get(board), result, reached_at)
