"""Quizzes that appear by themselves: each day, each week."""

import logging
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import quizzes
from jinshui_study.arena.models import Programme, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.arena.quizzes import Plan
from jinshui_study.db import db
from jinshui_study.errors import Invalid, Problem
from jinshui_study.questions.sampling import DrawRule

log = logging.getLogger(__name__)

DAYS = {"day": 1, "week": 7}
EVERY = {"daily": "day", "weekly": "week"}
"""The presets that can appear by themselves, and how often."""
_DATE = re.compile(r"（[^（）]*\{date\}[^（）]*）|\{date\}")


def create(
    owner: Organization,
    preset: str,
    every: str,
    title: str,
    rules: Rules,
    draw: Sequence[DrawRule],
    now: datetime,
    *,
    same_for_all: bool,
) -> Programme:
    """Have a quiz appear every `day` or `week`; `title` may hold {date}, which becomes 11月24日.

    Raises Invalid for anything else than these, and what `quizzes.create` raises for the first of its quizzes.
    """
    if every not in DAYS:
        raise Invalid(errors={"every": ["只能是 day 或 week。"]})
    quizzes.check_title(title)
    programme = Programme(
        organization_id=owner.id,
        preset=preset,
        every=every,
        title=title,
        rules=rules.as_data(),
        draw=[quizzes.draw_data(rule) for rule in draw],
        same_for_all=same_for_all,
        created_at=now,
    )
    db.session.add(programme)
    db.session.flush()
    quizzes.check(_plan(programme, first_day(every, clock.local_day(now))), owner)
    return programme


def name_of(title: str) -> str:
    """A programme's title without the date it holds: 每周答题 of 每周答题（{date}起）."""
    return _DATE.sub("", title).strip()


def first_day(every: str, day: date) -> date:
    """The day a programme's quiz of `day` began: the day itself, or its Monday."""
    return day if every == "day" else day - timedelta(days=day.weekday())


def make_due(now: datetime, dice: Random) -> list[Quiz]:
    """Make the quizzes of the running day or week that are not there yet; returns the new ones.

    A programme that cannot have its quiz, its bank too small by now, is told in the log; the others have theirs.
    """
    made = []
    for programme in db.session.scalars(select(Programme).where(Programme.active).order_by(Programme.id)):
        begins = first_day(programme.every, clock.local_day(now))
        known = select(Quiz.id).where(Quiz.programme_id == programme.id, Quiz.starts_on == begins)
        if db.session.scalar(known) is not None:
            continue
        try:
            made.append(make(programme, begins, now, dice))
        except Problem as problem:
            log.error("quiz not made", extra={"programme": programme.id, "error": problem.code})
    return made


def make(programme: Programme, begins: date, now: datetime, dice: Random) -> Quiz:
    """The quiz of a programme for the day or week that begins on `begins`."""
    owner = db.session.get_one(Organization, programme.organization_id)
    return quizzes.create(_plan(programme, begins), owner, now, dice, programme_id=programme.id)


def _plan(programme: Programme, begins: date) -> Plan:
    return Plan(
        preset=programme.preset,
        title=programme.title.replace("{date}", f"{begins.month}月{begins.day}日"),
        opens_at=clock.day_starts(begins),
        closes_at=clock.day_starts(begins + timedelta(days=DAYS[programme.every])),
        rules=Rules.from_data(programme.rules),
        draw=tuple(DrawRule.from_data(rule) for rule in programme.draw),
        same_for_all=programme.same_for_all,
    )
