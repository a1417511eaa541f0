"""A member's finished tries at a quiz: which one counts, and which were the best so far. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jinshui_study.arena import modes
from jinshui_study.arena.modes import Result, Rules, Tried
from jinshui_study.points.rules import Task


@dataclass(frozen=True)
class QuizFacts:
    """A quiz, as far as its tries are counted and paid by it."""

    id: int
    public_id: str
    title: str
    rules: Rules
    freezes_at: datetime | None
    most: int


@dataclass(frozen=True)
class Try:
    """A finished attempt, as far as a ruling may change what it comes to; `points` are what it was paid."""

    id: str
    quiz_id: int
    ordinal: int
    ordinal_of_day: int
    day: date
    finished_at: datetime
    closed_at: datetime
    score: int
    correct: int
    questions: int
    duration_ms: int
    points: int
    personal_best: bool
    voided: bool = False

    def worth(self, task: Task) -> int:
        """The points it is worth by a task's rules, before what earlier tries were paid and the cap."""
        return 0 if self.voided else task.worth(self.correct, self.questions)

    @property
    def result(self) -> Result:
        return Result(self.score, self.duration_ms)


def counted(rules: Rules, tries: Iterable[Try]) -> tuple[Result, datetime] | None:
    """What counts of tries in their order, and when it was reached; None where none does. Voided ones do not."""
    standing: Result | None = None
    reached_at: datetime | None = None
    for one in tries:
        if one.voided:
            continue
        tried = Tried(one.result, one.correct, one.questions, one.ordinal_of_day)
        counts = modes.counted(rules, standing, tried)
        if counts is not None and counts != standing:
            standing, reached_at = counts, one.finished_at
    return None if standing is None or reached_at is None else (standing, reached_at)


def before(moment: datetime, tries: Iterable[Try]) -> list[Try]:
    """The tries that were finished before a moment."""
    return [one for one in tries if one.finished_at < moment]


def personal_bests(tries: Sequence[Try]) -> set[str]:
    """The tries, in their order, that beat every one before them."""
    found: set[str] = set()
    best: Result | None = None
    for one in tries:
        if best is None or one.result.beats(best):
            best = one.result
            found.add(one.id)
    return found
