"""The demo's banks, point rules and quizzes, and each quiz as the playing of it needs it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import modes, programmes, quizzes
from jinshui_study.arena.models import Programme, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.cli.demo import knowledge, sealing
from jinshui_study.cli.demo.knowledge import Exercise
from jinshui_study.points import rulebooks, rules
from jinshui_study.points.rules import Rulebook
from jinshui_study.questions import banks, kinds, pools
from jinshui_study.questions.check import Report
from jinshui_study.questions.kinds import Wording
from jinshui_study.questions.sampling import Drawable, DrawRule

CONTEST_DAYS_PAST, CONTEST_DAYS_LEFT = 9, 5
CONTEST_KINDS = ((kinds.SINGLE, 12), (kinds.MULTIPLE, 4), (kinds.TRUE_FALSE, 4))
CONTEST_WORTH = 50
FOR_EVER = timedelta(days=3650)


@dataclass(frozen=True)
class Stage:
    """A quiz to be played: what everybody gets, or what is drawn from."""

    quiz_id: int
    public_id: str
    seed: str
    title: str
    rules: Rules
    opens_at: datetime
    closes_at: datetime
    given: tuple[tuple[Wording, int], ...]
    draws: tuple[tuple[DrawRule, Sequence[Drawable]], ...]


@dataclass(frozen=True)
class Season:
    """All there is to play. Daily quizzes by their day, weekly ones by their Monday.

    `sealed` is how many of the exercises are for the contest alone.
    """

    rulebook: Rulebook
    exercises: dict[int, Exercise]
    wordings: dict[int, Wording]
    daily: dict[date, Stage]
    weekly: dict[date, Stage]
    topics: tuple[Stage, ...]
    survival: Stage
    contest: Stage
    quizzes: int
    sealed: int


def prepare(
    reports: list[Report], district: Organization, days: Sequence[date], now: datetime, dice: Random
) -> Season:
    """Load the banks and make the quizzes of the past `days`, and those of today, which nobody has played yet."""
    started_at = clock.day_starts(days[0])
    reports = sealing.set_apart(reports, {kind: 2 * count for kind, count in CONTEST_KINDS})
    banks.load(reports, district, started_at, state="ready")
    codes, sealed = (
        tuple(sorted({report.bank for report in reports if report.purpose == purpose}))
        for purpose in ("study", "sealed")
    )
    rulebook = rulebooks.publish(rules.FIRST_RULES, days[0], started_at)
    daily, weekly = _programmes(district, codes, started_at)
    made = {day: programmes.make(daily, day, clock.day_starts(day), dice) for day in days}
    mondays = sorted({programmes.first_day("week", day) for day in days})
    by_week = {monday: programmes.make(weekly, monday, clock.day_starts(monday), dice) for monday in mondays}
    of_today = programmes.make_due(now, dice)
    always = _always_open(reports, codes, district, started_at, dice)
    contest = _contest(sealed or codes, district, days, dice)
    drawable = pools.drawable(_rule(codes + sealed, 1))
    wordings = pools.wordings(question.revision_id for question in drawable)
    return Season(
        rulebook=rulebook,
        exercises=_exercises(drawable, wordings, dice),
        wordings=wordings,
        daily={day: _stage(quiz, wordings) for day, quiz in made.items()},
        weekly={monday: _stage(quiz, wordings) for monday, quiz in by_week.items()},
        topics=tuple(_stage(quiz, wordings) for quiz in always if quiz.preset == "topic"),
        survival=next(_stage(quiz, wordings) for quiz in always if quiz.preset == "survival"),
        contest=_stage(contest, wordings),
        quizzes=len(made) + len(by_week) + len(of_today) + len(always) + 1,
        sealed=sum(question.bank in sealed for question in drawable),
    )


def _rule(codes: tuple[str, ...], count: int, topics: tuple[str, ...] = ()) -> DrawRule:
    return DrawRule(count=count, score=quizzes.WORTH, banks=codes, topics=topics)


def _programmes(district: Organization, codes: tuple[str, ...], now: datetime) -> tuple[Programme, Programme]:
    daily, weekly = (modes.preset(name) for name in ("daily", "weekly"))
    return (
        programmes.create(
            district,
            "daily",
            "day",
            "每日答题（{date}）",
            daily,
            (_rule(codes, daily.questions),),
            now,
            same_for_all=True,
        ),
        programmes.create(
            district,
            "weekly",
            "week",
            "每周答题（{date}起）",
            weekly,
            (_rule(codes, weekly.questions),),
            now,
            same_for_all=False,
        ),
    )


def _always_open(
    reports: Iterable[Report],
    codes: tuple[str, ...],
    district: Organization,
    opens_at: datetime,
    dice: Random,
) -> list[Quiz]:
    """A quiz for each topic that has enough questions, and the survival quiz."""
    topic, survival = modes.preset("topic"), modes.preset("survival")
    sizes = Counter(item.draft.topic for report in reports if report.bank in codes for item in report.checked)
    plans = [
        ("topic", f"专项答题：{name}", topic, (name,))
        for name, size in sizes.items()
        if name and size >= topic.questions
    ]
    return [
        quizzes.create(
            quizzes.Plan(
                preset=preset,
                title=title,
                opens_at=opens_at,
                closes_at=opens_at + FOR_EVER,
                rules=quiz_rules,
                draw=(_rule(codes, quiz_rules.questions, topics),),
            ),
            district,
            opens_at,
            dice,
        )
        for preset, title, quiz_rules, topics in [*plans, ("survival", "挑战答题", survival, ())]
    ]


def _contest(codes: tuple[str, ...], district: Organization, days: Sequence[date], dice: Random) -> Quiz:
    opens_at = clock.day_starts(days[-CONTEST_DAYS_PAST:][0]) + timedelta(hours=9)
    closes_at = clock.day_ends(days[-1] + timedelta(days=CONTEST_DAYS_LEFT)) + timedelta(hours=18)
    plan = quizzes.Plan(
        preset="contest",
        title="“学党史、守初心”金水区党史知识竞赛",
        opens_at=opens_at,
        closes_at=closes_at,
        rules=modes.CONTEST_PRESETS["henan-2021"][1],
        draw=tuple(
            DrawRule(count=count, score=CONTEST_WORTH, banks=codes, kinds=(kind,))
            for kind, count in CONTEST_KINDS
        ),
        freezes_at=closes_at - timedelta(days=1),
        reveals_at=closes_at + timedelta(hours=1),
    )
    return quizzes.create(plan, district, opens_at, dice)


def _exercises(
    drawable: Sequence[Drawable], wordings: dict[int, Wording], dice: Random
) -> dict[int, Exercise]:
    texts = knowledge.texts_of(list(wordings.values()))
    return {
        question.revision_id: knowledge.exercise(
            wordings[question.revision_id], question.difficulty, texts, dice
        )
        for question in drawable
    }


def _stage(quiz: Quiz, wordings: dict[int, Wording]) -> Stage:
    draws = [DrawRule.from_data(data) for data in quiz.draw]
    return Stage(
        quiz_id=quiz.id,
        public_id=quiz.public_id,
        seed=quiz.seed or "",
        title=quiz.title,
        rules=Rules.from_data(quiz.rules),
        opens_at=quiz.opens_at,
        closes_at=quiz.closes_at,
        given=tuple((wordings[line["revision"]], line["worth"]) for line in quiz.paper or ()),
        draws=() if quiz.paper else tuple((rule, pools.drawable(rule)) for rule in draws),
    )
