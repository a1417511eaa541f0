"""The form of a quiz: what it sends, what it shows at first, and the plan it means."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from jinshui_study import clock
from jinshui_study.arena import modes, scoring
from jinshui_study.arena.desk import words
from jinshui_study.arena.models import Quiz
from jinshui_study.arena.modes import CONTEST_PRESETS, Rules
from jinshui_study.arena.quizzes import WORTH, Plan
from jinshui_study.errors import Invalid, NotFound
from jinshui_study.questions import kinds
from jinshui_study.questions.sampling import DrawRule

MOST_ROWS = 20
MOST_COUNT = modes.MOST_QUESTIONS
MOST_SCORE = 1000
"""Tenths a question may be worth."""
MORNING = timedelta(hours=9)
MINUTE = 60

LIMITS: dict[str, tuple[str, int, int]] = {
    "seconds_per_question": ("每题限时", 1, 3600),
    "tries_per_day": ("每天次数", 1, 1000),
    "tries_total": ("总次数", 1, 1000),
    "first_k": ("每天前几次", 1, 100),
    "speed_percent": ("速度分", 0, 25),
    "pass_percent": ("及格线", 0, 100),
    "revives": ("复活次数", 0, 10),
}
"""Whole numbers among the rules: what the form calls them, the least and the most."""
MUST_BE = {"first_k": 1, "speed_percent": 0, "pass_percent": 0, "revives": 0}
"""What an empty field means, where it is not: no limit."""
TICKS = ("partial", "must_finish", "shuffle_questions", "shuffle_options")
LASTS = {"topic": 30, "survival": 30, "weekly": 7, "contest": 7}
"""Days a quiz of a preset is open, as long as nobody says otherwise; a daily one ends with its day."""


class Sent(Protocol):
    """A submitted form: names with one or several values."""

    def get(self, name: str, default: str) -> str: ...

    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Row:
    """A row of the draw, as typed."""

    banks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    count: str = ""
    score: str = "10"


@dataclass(frozen=True)
class Form:
    """A quiz as its form holds it: everything as typed, so that it can be shown again."""

    preset: str
    contest: str = ""
    organization: str = ""
    title: str = ""
    opens_at: str = ""
    closes_at: str = ""
    freezes_at: str = ""
    reveals_at: str = ""
    same_for_all: bool = False
    repeats: bool = False
    minutes_total: str = ""
    counts: str = "best"
    feedback: str = "end"
    limits: dict[str, str] = field(default_factory=dict)
    ticks: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()

    @property
    def base(self) -> Rules:
        return CONTEST_PRESETS[self.contest][1] if self.contest else modes.PRESETS[self.preset]


TEXTS = ("organization", "title", "opens_at", "closes_at", "freezes_at", "reveals_at", "minutes_total")
LISTS = ("banks", "kinds", "topics", "difficulties")


def read(sent: Sent) -> Form:
    """What was sent. Raises NotFound for a preset there is none of."""
    form = _known(sent.get("preset", ""), sent.get("contest", ""))
    return replace(
        form,
        **{name: sent.get(name, "").strip() for name in TEXTS},
        same_for_all=sent.get("same_for_all", "") == "yes",
        repeats=sent.get("repeats", "") == "yes",
        counts=sent.get("counts", ""),
        feedback=sent.get("feedback", ""),
        limits={name: sent.get(name, "").strip() for name in LIMITS},
        ticks=frozenset(name for name in TICKS if sent.get(name, "") == "yes"),
        rows=tuple(_row(sent, number) for number in sent.getlist("row")[:MOST_ROWS]),
    )


def _known(preset: str, contest: str) -> Form:
    if preset not in modes.PRESETS or contest not in ("", *CONTEST_PRESETS):
        raise NotFound("没有这种活动。")
    return Form(preset, contest if preset == "contest" else "")


def _row(sent: Sent, number: str) -> Row:
    def several(name: str) -> tuple[str, ...]:
        return tuple(sent.getlist(f"{name}-{number}"))

    return Row(
        several("banks"),
        several("kinds"),
        several("topics"),
        several("difficulties"),
        sent.get(f"count-{number}", "").strip(),
        sent.get(f"score-{number}", "").strip(),
    )


def fresh(preset: str, contest: str, banks: Sequence[str], now: datetime) -> Form:
    """The form of a preset before anybody has typed: with its rules, out of the only bank there is.

    A contest opens the next morning, which leaves time to look at it; the others from now on.
    """
    form = _known(preset, contest)
    opens_at = clock.day_ends(clock.local_day(now)) + MORNING if preset == "contest" else now
    local = opens_at.astimezone(clock.SHANGHAI)
    ends = clock.day_ends(clock.local_day(opens_at) + timedelta(days=LASTS.get(preset, 1) - 1))
    day = f"{local.month}月{local.day}日"
    return _with_rules(
        replace(
            form,
            title=f"{words.PRESETS[preset]}（{day}）" if preset == "daily" else "",
            opens_at=_typed(opens_at),
            closes_at=_typed(ends),
            rows=(Row(banks=tuple(banks) if len(banks) == 1 else (), count=str(form.base.questions)),),
        ),
        form.base,
    )


def of_quiz(quiz: Quiz, organization: str) -> Form:
    """The form of a quiz as it is."""
    form = Form(
        quiz.preset,
        organization=organization,
        title=quiz.title,
        opens_at=_typed(quiz.opens_at),
        closes_at=_typed(quiz.closes_at),
        freezes_at=_typed(quiz.freezes_at),
        reveals_at=_typed(quiz.reveals_at),
        same_for_all=quiz.paper is not None,
        rows=tuple(_row_of(rule) for rule in quiz.draw),
    )
    return _with_rules(form, Rules.from_data(quiz.rules))


def _row_of(rule: Mapping[str, Any]) -> Row:
    banks, kinds_of, topics, levels = (tuple(map(str, rule[name])) for name in LISTS)
    return Row(banks, kinds_of, topics, levels, str(rule["count"]), scoring.in_points(rule["score"]))


def _with_rules(form: Form, rules: Rules) -> Form:
    def shown(value: int | None) -> str:
        return "" if value is None else str(value)

    return replace(
        form,
        minutes_total="" if rules.seconds_total is None else f"{rules.seconds_total / MINUTE:g}",
        counts=rules.counts,
        feedback=rules.feedback,
        limits={name: shown(getattr(rules, name)) for name in LIMITS},
        ticks=frozenset(name for name in TICKS if getattr(rules, name)),
    )


def _typed(moment: datetime | None) -> str:
    """A moment as a field for local times holds it."""
    return "" if moment is None else moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def plan_of(form: Form, rules: Rules | None = None) -> Plan:
    """The plan a form means; `rules` are those of the quiz it changes. Raises Invalid with the sentences by field."""
    reader = _Reader()
    opens_at = reader.moment("opens_at", form.opens_at, "请填写开始时间。")
    closes_at = reader.moment("closes_at", form.closes_at, "请填写结束时间。")
    freezes_at = reader.moment("freezes_at", form.freezes_at)
    reveals_at = reader.moment("reveals_at", form.reveals_at)
    draw = tuple(reader.rule(number, row) for number, row in enumerate(form.rows, start=1))
    changes = reader.changes(form, sum(rule.count for rule in draw))
    if not form.rows:
        reader.errors["draw"] = ["请至少写一条抽题规则。"]
    if not form.title:
        reader.errors["title"] = ["请填写名称。"]
    if reader.errors or opens_at is None or closes_at is None:
        raise Invalid(errors=reader.errors)
    return Plan(
        preset=form.preset,
        title=form.title,
        opens_at=opens_at,
        closes_at=closes_at,
        rules=_rules(rules or form.base, changes),
        draw=draw,
        same_for_all=form.same_for_all,
        freezes_at=freezes_at,
        reveals_at=reveals_at,
    )


def _rules(base: Rules, changes: Mapping[str, Any]) -> Rules:
    try:
        return replace(base, **changes)
    except ValueError as error:
        raise Invalid(errors={"rules": [str(error)]}) from error


def draw_of(form: Form) -> list[DrawRule]:
    """The rules of the draw alone, for a preview. Raises Invalid."""
    reader = _Reader()
    rules = [reader.rule(number, row) for number, row in enumerate(form.rows, start=1)]
    if reader.errors:
        raise Invalid(errors=reader.errors)
    return rules


class _Reader:
    """Reads fields, and gathers what is wrong with each."""

    def __init__(self) -> None:
        self.errors: dict[str, Any] = {}

    def _try(self, name: str, message: str, make: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return make()
        except (ValueError, ArithmeticError):
            self.errors.setdefault(name, []).append(message)
            return otherwise

    def moment(self, name: str, text: str, missing: str = "") -> datetime | None:
        if not text and not missing:
            return None
        message = "时间写成 2026-11-24T19:30 的样子。" if text else missing

        def make() -> datetime:
            found = datetime.fromisoformat(text)
            if not 2000 <= found.year <= 2200:
                raise ValueError
            return found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)

        return self._try(name, message, make, None)

    def whole(self, name: str, text: str, told: str, least: int, most: int) -> int:
        def make() -> int:
            if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
                raise ValueError
            return int(text)

        return int(self._try(name, f"{told}应是 {least} 到 {most} 的整数。", make, least))

    def rule(self, number: int, row: Row) -> DrawRule:
        """A row of the draw; what is wrong stands under `row-1`."""
        name = f"row-{number}"
        if not row.banks:
            self.errors.setdefault(name, []).append("请选择题库。")
        if not set(row.kinds) <= set(kinds.KINDS) or not set(row.difficulties) <= set(words.DIFFICULTIES):
            self.errors.setdefault(name, []).append("题型或难度不认识。")
        return DrawRule(
            count=self.whole(name, row.count, "题数", 1, MOST_COUNT),
            score=self._score(name, row.score),
            banks=row.banks,
            kinds=row.kinds,
            topics=row.topics,
            difficulties=tuple(int(level) for level in row.difficulties if level in words.DIFFICULTIES),
        )

    def _score(self, name: str, text: str) -> int:
        def make() -> int:
            tenths = Decimal(text) * scoring.TENTHS
            if tenths != tenths.to_integral_value() or not 1 <= tenths <= MOST_SCORE:
                raise ValueError
            return int(tenths)

        return int(self._try(name, "每题的分值应是 0.1 到 100，最多一位小数。", make, WORTH))

    def changes(self, form: Form, questions: int) -> dict[str, Any]:
        """The rules as typed."""
        found: dict[str, Any] = {"questions": questions, "seconds_total": self._seconds(form.minutes_total)}
        for name, (told, least, most) in LIMITS.items():
            text = form.limits.get(name, "")
            found[name] = self.whole(name, text, told, least, most) if text else MUST_BE.get(name)
        for name in TICKS:
            found[name] = name in form.ticks
        for name, among in (("counts", words.COUNTS), ("feedback", words.FEEDBACK)):
            found[name] = getattr(form, name)
            if found[name] not in among:
                self.errors[name] = ["请选择一种。"]
        if questions > MOST_COUNT:
            self.errors["draw"] = [f"一共最多 {MOST_COUNT} 道题。"]
        return found

    def _seconds(self, text: str) -> int | None:
        def make() -> int:
            seconds = Decimal(text) * MINUTE
            if not 1 <= seconds <= modes.LONGEST.total_seconds():
                raise ValueError
            return int(seconds)

        message = "全卷限时应是 1440 分钟以内的数。"
        return self._try("minutes_total", message, make, None) if text else None


_DAY = re.compile(r"（[0-9]{1,2}月[0-9]{1,2}日）")


def programme_title(form: Form) -> str:
    """The title of what appears by itself: the date stands where the form had it, else behind."""
    return f"{_DAY.sub('', form.title)}（{{date}}）"
