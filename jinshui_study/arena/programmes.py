"""Quizzes that appear by themselves: each day, each week."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import quizzes
from jinshui_study.arena.models import Programme, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.arena.quizzes import Plan
from jinshui_study.db import db
from jinshui_study.questions.sampling import DrawRule

DAYS = {"day": 1, "week": 7}


def create(
    owner: Organization,
    preset: str,
    every: str,
    title: str,
    rules: Rules,
    draw: tuple[DrawRule, ...],
    now: datetime,
    *,
    same_for_all: bool,
) -> Programme:
    """Have a quiz appear every `day` or `week`; `title` may hold {date}, which becomes 11月24日."""
    if every not in DAYS:
        raise ValueError(every)
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
    return programme


def first_day(every: str, day: date) -> date:
    """The day a programme's quiz of `day` began: the day itself, or its Monday."""
    return day if every == "day" else day - timedelta(days=day.weekday())


def make_due(now: datetime, dice: Random) -> list[Quiz]:
    """Make the quizzes of the running day or week that are not there yet; returns the new ones."""
    made = []
    for programme in db.session.scalars(select(Programme).where(Programme.active).order_by(Programme.id)):
        begins = first_day(programme.every, clock.local_day(now))
        known = select(Quiz.id).where(Quiz.programme_id == programme.id, Quiz.starts_on == begins)
        if db.session.scalar(known) is None:
            made.append(make(programme, begins, now, dice))
    return made


def make(programme: Programme, begins: date, now: datetime, dice: Random) -> Quiz:
    """The quiz of a programme for the day or week that begins on `begins`."""
    plan = Plan(
        preset=programme.preset,
        title=programme.title.format(date=f"{begins.month}月{begins.day}日"),
        opens_at=clock.day_starts(begins),
        closes_at=clock.day_starts(begins + timedelta(days=DAYS[programme.every])),
        rules=Rules.from_data(programme.rules),
        draw=tuple(_draw(programme.draw)),
        same_for_all=programme.same_for_all,
    )
    owner = db.session.get_one(Organization, programme.organization_id)
    return quizzes.create(plan, owner, now, dice, programme_id=programme.id)


def _draw(data: list[Any]) -> list[DrawRule]:
    return [DrawRule.from_data(rule) for rule in data]
