"""The figures of a month from which its brief is written. Pure."""

from dataclasses import dataclass, field
from datetime import date

from jinshui_study.branch.briefs.months import Month


@dataclass(frozen=True)
class Held:
    """So many quizzes of one kind that opened in the month."""

    what: str
    number: int


@dataclass(frozen=True)
class Placed:
    """A rank among so many, and the rank of the month before, where there was one."""

    where: str
    rank: int
    of: int
    before: int | None


@dataclass(frozen=True)
class Leading:
    """One of those below that stand highest; `score` in tenths."""

    name: str
    rank: int
    score: int


@dataclass(frozen=True)
class Week:
    """`score` of the organization and the district's `mean`, in tenths; None where too few took part."""

    first: date
    score: int | None
    mean: int | None

    @property
    def label(self) -> str:
        return f"{self.first.month}/{self.first.day}"


@dataclass(frozen=True)
class Wrong:
    """A question, with how many of its answers were wrong."""

    stem: str
    kind: str
    wrong: int
    answers: int


@dataclass(frozen=True)
class Topic:
    """`percent` of the answers were right, in steps of five from 5 to 95."""

    name: str
    percent: int


@dataclass(frozen=True)
class Coming:
    """A quiz that is open or opens soon, with its first and its last day."""

    title: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class Taking:
    """How many took part, where that may be told."""

    participants: int
    members: int


@dataclass(frozen=True)
class Facts:
    """All figures of one organization's month. Scores and means are in tenths of a point.

    `wrong` and `topics` are None while answers are still being counted; `counted_on` is when that was done, where it
    is not done on reading. `running`: the month is not over. `regular` are quizzes that come by themselves.
    """

    name: str
    kind: str
    month: Month
    running: bool
    held: list[Held] = field(default_factory=list)
    score: int | None = None
    score_before: int | None = None
    mean: int | None = None
    mean_before: int | None = None
    places: list[Placed] = field(default_factory=list)
    leading: list[Leading] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    wrong: list[Wrong] | None = None
    topics: list[Topic] | None = None
    coming: list[Coming] = field(default_factory=list)
    regular: list[str] = field(default_factory=list)
    taking: Taking | None = None
    counted_on: date | None = None

    @property
    def is_district(self) -> bool:
        return self.kind == "district"

    @property
    def is_branch(self) -> bool:
        return self.kind == "branch"
