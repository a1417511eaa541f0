"""What a ruling comes to for one member: scores, which try counts, points. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from jinshui_study.arena import scoring
from jinshui_study.arena.modes import Result, Rules
from jinshui_study.arena.rulings import remarking, repaying, tries
from jinshui_study.arena.rulings.remarking import Keys, Marked, Remarked, Target
from jinshui_study.arena.rulings.repaying import Payment
from jinshui_study.arena.rulings.tries import QuizFacts, Try
from jinshui_study.points import boards
from jinshui_study.points.lines import Line, Replacement
from jinshui_study.points.rules import Task

VOIDED = "这次作答已作废"


@dataclass
class Case:
    """One member, as far as a ruling concerns them.

    `tries` are all at the quizzes concerned, by ordinal, as they stand, and `after` the same with the marks that hold;
    `remarked` the answers whose mark changes; `standings` what stands on the boards of the quizzes `marked`, and
    `adjusted` what admins have given or taken there. `lines`, `progress` and `tasks` (by rule
    version and code) are there where points may change.
    """

    member_id: int
    quizzes: Mapping[int, QuizFacts]
    marked: Collection[int]
    tries: list[Try]
    after: list[Try]
    remarked: list[Remarked]
    standings: Mapping[str, Result] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    adjusted: Mapping[int, int] = field(default_factory=dict)
    progress: Mapping[tuple[date, str], int] = field(default_factory=dict)
    tasks: Mapping[tuple[int, str], Task] = field(default_factory=dict)
    cause: str = "按裁定重计"

    @property
    def rules(self) -> dict[str, Rules]:
        """The rules of quizzes by what a ledger line calls its source."""
        return {boards.of_quiz(quiz.public_id): quiz.rules for quiz in self.quizzes.values()}

    @property
    def is_worth_another(self) -> bool:
        """Whether a try has another number of right answers, or is voided, so that its points may change."""
        return any(
            (before.correct, before.voided) != (after.correct, after.voided)
            for before, after in zip(self.tries, self.after, strict=True)
        )

    def add(self, tries: Sequence[Try]) -> None:
        """Tries at other quizzes, whose marks stay."""
        self.tries += tries
        self.after += tries


def open_case(
    member_id: int,
    quizzes: Mapping[int, QuizFacts],
    targets: Iterable[Target],
    before: Sequence[Try],
    keys: Keys,
) -> Case:
    """A member's attempts with their new marks, as far as they are known from the attempts alone."""
    marked = {
        target.attempt_id: remarking.mark_again(target, quizzes[target.quiz_id].rules, keys)
        for target in targets
    }
    after = [_with_marks(one, marked.get(one.id)) for one in before]
    bests = {
        attempt_id
        for quiz_id in {one.quiz_id for one in before}
        for attempt_id in tries.personal_bests([one for one in after if one.quiz_id == quiz_id])
    }
    return Case(
        member_id,
        quizzes,
        {one.quiz_id for one in before},
        list(before),
        [replace(one, personal_best=one.id in bests) for one in after],
        [answer for one in marked.values() for answer in one.answers],
    )


def open_voiding(member_id: int, quiz: QuizFacts, before: Sequence[Try], attempt_id: str, cause: str) -> Case:
    """A member's tries at a quiz with one of them voided, or no longer so where it was; their marks stay."""
    after = [replace(one, voided=not one.voided) if one.id == attempt_id else one for one in before]
    return Case(member_id, {quiz.id: quiz}, {quiz.id}, list(before), after, [], cause=cause)


def _with_marks(one: Try, marked: Marked | None) -> Try:
    return one if marked is None else replace(one, score=marked.score, correct=marked.correct)


@dataclass
class Plan:
    """What is to change for one member: tries before and after, ledger lines, and places on quizzes' boards."""

    tries: list[tuple[Try, Try]]
    replacements: list[Replacement]
    places: list["Place"]


def plan(case: Case) -> Plan:
    """Everything that is to change for the member, beside the marks of answers."""
    points = _points(case)
    paid = [replace(one, points=points.get(one.id, one.points)) for one in case.after]
    return Plan(
        [(before, after) for before, after in zip(case.tries, paid, strict=True) if before != after],
        _replacements(case, points),
        _places(case),
    )


def _points(case: Case) -> dict[str, int]:
    """By attempt, what should have been paid, for all tries that may be paid otherwise."""
    found: dict[str, int] = {}
    by_id = {one.id: one for one in case.after}
    for lines in lines_concerned(case).values():
        payments = [
            Payment(
                line, attempt, case.quizzes[attempt.quiz_id].rules, case.tasks[line.rule_version, line.task]
            )
            for line in lines
            if (attempt := by_id.get(attempt_of(line))) is not None
        ]
        points = repaying.repay(payments, case.after, _taken(case, payments))
        found.update({payment.attempt.id: points[payment.attempt.id] for payment in payments})
    return found


def lines_concerned(case: Case) -> dict[str, list[Line]]:
    """By task, the lines that may change because the worth of a try does."""
    found = {}
    for task in sorted({line.task for line in case.lines}):
        lines = [line for line in case.lines if line.task == task]
        days = _days_changed(case, lines)
        if days:
            found[task] = repaying.concerned(lines, days, case.rules)
    return found


def _days_changed(case: Case, lines: Iterable[Line]) -> set[date]:
    pairs = {before.id: (before, after) for before, after in zip(case.tries, case.after, strict=True)}
    return {
        line.day
        for line in lines
        if (pair := pairs.get(attempt_of(line))) is not None
        and _worth(case, line, pair[0]) != _worth(case, line, pair[1])
    }


def _worth(case: Case, line: Line, attempt: Try) -> int:
    return attempt.worth(case.tasks[line.rule_version, line.task])


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


def _replacements(case: Case, points: Mapping[str, int]) -> list[Replacement]:
    made = []
    after = {one.id: one for one in case.after}
    for line in case.lines:
        attempt = after.get(attempt_of(line))
        if attempt is None or points.get(attempt.id, line.points) == line.points:
            continue
        title = case.quizzes[attempt.quiz_id].title
        told = f"答对 {attempt.correct}/{attempt.questions} 题（{case.cause}）"
        reason = f"{title}：{VOIDED if attempt.voided else told}"
        made.append(Replacement(line, points[attempt.id], reason))
    return made


@dataclass(frozen=True)
class Place:
    """What should stand on a quiz's board in place of what does, None where nothing counts; and since when."""

    board: str
    before: Result | None
    after: Result | None
    reached_at: datetime | None


def _places(case: Case) -> list[Place]:
    """The places on quizzes' boards that are not what the tries come to."""
    found = []
    for quiz_id in sorted(case.marked):
        quiz = case.quizzes[quiz_id]
        mine = [one for one in case.after if one.quiz_id == quiz_id]
        board = boards.of_quiz(quiz.public_id)
        found.append(_place(case, board, _adjusted(case, quiz, tries.counted(quiz.rules, mine))))
        if quiz.freezes_at is not None:
            early = tries.before(quiz.freezes_at, mine)
            found.append(_place(case, boards.frozen(board), tries.counted(quiz.rules, early)))
    return [place for place in found if place.before != place.after]


def _adjusted(
    case: Case, quiz: QuizFacts, counts: tuple[Result, datetime] | None
) -> tuple[Result, datetime] | None:
    """What counts, with what admins have given or taken."""
    if counts is None or quiz.id not in case.adjusted:
        return counts
    result, reached_at = counts
    score = scoring.clamp(result.score + case.adjusted[quiz.id], quiz.most)
    return replace(result, score=score), reached_at


def _place(case: Case, board: str, counts: tuple[Result, datetime] | None) -> Place:
    result, reached_at = counts if counts is not None else (None, None)
    return Place(board, case.standings.get(board), result, reached_at)
