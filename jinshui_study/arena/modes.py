"""The rules of a quiz as data, the presets, and which try counts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

QUESTION_GRACE = timedelta(seconds=2)
PAPER_GRACE = timedelta(seconds=30)
LONGEST = timedelta(hours=24)
"""How long an attempt without a limit stays open."""
SLACK = timedelta(minutes=10)
"""What an attempt with a limit per question may take beside its questions."""
MOST_QUESTIONS = 200

VERSION = 1
"""Of what the rules mean; another one as soon as the same data give another score."""
COUNTS = ("best", "first", "last", "first_k")
FEEDBACK = ("each", "end", "after_close")
PAYS = ("each", "improvement", "daily_improvement")


@dataclass(frozen=True)
class Rules:
    """What holds in a quiz. None means no limit; scores are in tenths of a point.

    `counts` first_k: the best of the first `first_k` tries of each day. `pays`: whether every try is worth ledger
    points, or only what it adds to earlier tries at this quiz (of the same day). `pass_percent`: tries with fewer
    questions right do not count. `brackets` divide who takes part, each by its code, title and organizations
    (`arena/brackets.py`). `must_finish`: an attempt that closed itself with gaps earns no ledger points.
    """

    questions: int
    task: str
    seconds_per_question: int | None = None
    seconds_total: int | None = None
    tries_per_day: int | None = None
    tries_total: int | None = None
    counts: str = "best"
    first_k: int = 1
    feedback: str = "end"
    partial: bool = False
    speed_percent: int = 0
    stops_when_wrong: bool = False
    revives: int = 0
    pass_percent: int = 0
    pays: str = "improvement"
    must_finish: bool = False
    shuffle_questions: bool = True
    shuffle_options: bool = True
    brackets: Sequence[Mapping[str, Any]] = ()

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise ValueError(problem)

    def _problems(self) -> list[str]:
        limits = (self.seconds_per_question, self.seconds_total, self.tries_per_day, self.tries_total)
        checks = {
            "题数应在 1 到 200 之间。": 1 <= self.questions <= MOST_QUESTIONS,
            "时限和次数应为正整数或留空。": all(limit is None or 1 <= limit <= 10**6 for limit in limits),
            "计分方式不认识。": self.counts in COUNTS and self.first_k >= 1,
            "解析公布方式不认识。": self.feedback in FEEDBACK,
            "积分方式不认识。": self.pays in PAYS,
            "速度分最多占一题的 25 %。": 0 <= self.speed_percent <= 25,
            "速度分需要每题限时。": not self.speed_percent or self.seconds_per_question is not None,
            "复活次数不能为负。": 0 <= self.revives <= 10,
            "及格线应在 0 到 100 之间。": 0 <= self.pass_percent <= 100,
            "闯关答题要当场公布对错。": not self.stops_when_wrong or self.feedback == "each",
        }
        return [problem for problem, fine in checks.items() if not fine]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Rules":
        """Rules from their JSON; keys that are no rules are left out."""
        names = _rule_names()
        known = {name: value for name, value in data.items() if name in names}
        return cls(**{**known, "brackets": tuple(data.get("brackets", ()))})

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def sequential(self) -> bool:
        """Whether questions open one after another."""
        return self.seconds_per_question is not None or self.stops_when_wrong

    def expires_at(self, started_at: datetime, closes_at: datetime) -> datetime:
        if self.seconds_total is not None:
            span = timedelta(seconds=self.seconds_total)
        elif self.seconds_per_question is not None:
            span = timedelta(seconds=self.seconds_per_question * self.questions) + SLACK
        else:
            span = LONGEST
        return min(started_at + span, closes_at)

    def question_ends_at(self, opened_at: datetime) -> datetime | None:
        """When the question opened at `opened_at` is out of time, before the grace."""
        if self.seconds_per_question is None:
            return None
        return opened_at + timedelta(seconds=self.seconds_per_question)

    def question_over(self, opened_at: datetime, now: datetime) -> bool:
        ends_at = self.question_ends_at(opened_at)
        return ends_at is not None and now > ends_at + QUESTION_GRACE


@cache
def _rule_names() -> frozenset[str]:
    return frozenset(item.name for item in fields(Rules))


def overdue(expires_at: datetime, now: datetime) -> bool:
    """Whether an attempt takes nothing more; what came before stays."""
    return now > expires_at + PAPER_GRACE


def finish_moment(expires_at: datetime, closes_at: datetime, now: datetime) -> datetime:
    """When an attempt finished at `now` counts as finished: never after its own time, and within its quiz.

    A daily quiz ends as the next day begins: what is handed in then, or closes itself, belongs to the day before.
    """
    return min(now, expires_at, closes_at - timedelta(milliseconds=1))


PRESETS: dict[str, Rules] = {
    "daily": Rules(
        questions=5,
        task="daily",
        tries_total=1,
        counts="first",
        feedback="end",
        must_finish=True,
    ),
    "topic": Rules(questions=10, task="topic", counts="best", feedback="each", pays="each"),
    "survival": Rules(
        questions=50,
        task="survival",
        seconds_per_question=45,
        counts="best",
        feedback="each",
        stops_when_wrong=True,
        revives=1,
        pays="daily_improvement",
    ),
    "weekly": Rules(questions=20, task="weekly", counts="best", feedback="end", partial=True),
    "contest": Rules(
        questions=20,
        task="contest",
        seconds_per_question=20,
        tries_per_day=2,
        counts="first_k",
        first_k=2,
        feedback="after_close",
        speed_percent=25,
    ),
}

CONTEST_PRESETS: dict[str, tuple[str, Rules]] = {
    "henan-2021": ("20 题，每题 20 秒，有速度分，每天前两次计分", PRESETS["contest"]),
    "henan-2023": (
        "30 题 15 分钟，每天 5 次取最好，同分看用时",
        Rules(
            questions=30,
            task="contest",
            seconds_total=900,
            tries_per_day=5,
            counts="best",
            feedback="after_close",
        ),
    ),
    "shanxi-2021": (
        "100 题，每题 10 秒，只有一次机会",
        Rules(
            questions=100,
            task="contest",
            seconds_per_question=10,
            tries_total=1,
            counts="first",
            feedback="after_close",
        ),
    ),
    "beijing-2021": (
        "答对八成以上才计分",
        Rules(
            questions=20,
            task="contest",
            seconds_total=1200,
            tries_per_day=3,
            counts="best",
            pass_percent=80,
            feedback="after_close",
        ),
    ),
}


def preset(name: str, **changes: Any) -> Rules:
    """A preset with changes. Raises KeyError for no such preset, ValueError for rules that cannot be."""
    return replace(PRESETS[name], **changes)


@dataclass(frozen=True)
class Result:
    """A score in tenths and the time it took."""

    score: int
    duration_ms: int

    def beats(self, other: "Result") -> bool:
        return (self.score, -self.duration_ms) > (other.score, -other.duration_ms)


@dataclass(frozen=True)
class Tried:
    """A finished try as far as counting goes."""

    result: Result
    correct: int
    questions: int
    ordinal_of_day: int


def counted(rules: Rules, before: Result | None, tried: Tried) -> Result | None:
    """What counts on the quiz's board after a try, given what counted before it. Tries come in their order."""
    if tried.questions and tried.correct * 100 < rules.pass_percent * tried.questions:
        return before
    match rules.counts:
        case "last":
            return tried.result
        case "first":
            return before or tried.result
        case "first_k" if tried.ordinal_of_day > rules.first_k:
            return before
    return tried.result if before is None or tried.result.beats(before) else before


def tries_left(rules: Rules, used: int, used_today: int) -> int | None:
    """How many more tries there are, None without a limit."""
    lefts = [
        limit - count
        for limit, count in ((rules.tries_total, used), (rules.tries_per_day, used_today))
        if limit is not None
    ]
    return max(0, min(lefts)) if lefts else None
