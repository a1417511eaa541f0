"""Quizzes that appear by themselves, one a day and one a week."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from jinshui_study import cache, clock
from jinshui_study.arena import modes, programmes
from jinshui_study.arena.models import Programme, Quiz
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Invalid
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.models import Question
from jinshui_study.questions.sampling import DrawRule
from tests.moments import (
    MONDAY_LAST_SECOND,
    MONDAY_NOON,
    TUESDAY_FIRST_SECOND,
    TUESDAY_NOON,
    at,
)
from tests.world import World, six_questions

Clock = Callable[[datetime], None]


def programme(world: World, preset: str = "daily", *, bank: str = "study", title: str = "") -> Programme:
    rules = modes.preset(preset)
    every = "week" if preset == "weekly" else "day"
    draw = (DrawRule(count=rules.questions, score=100, banks=(bank,)),)
    return programmes.create(
        world.district,
        preset,
        every,
        title or f"{preset} {{date}}",
        rules,
        draw,
        clock.now(),
        same_for_all=preset == "daily",
    )


def made(moment: datetime) -> list[tuple[str, date | None]]:
    """Title and first day of what `make_due` makes."""
    return [(quiz.title, quiz.starts_on) for quiz in programmes.make_due(moment, Random(1))]


def test_a_daily_quiz_appears_each_day_and_once(world: World) -> None:
    programme(world)
    assert made(MONDAY_NOON) == [("daily 11月23日", date(2026, 11, 23))]
    assert made(MONDAY_NOON) == []
    assert made(MONDAY_LAST_SECOND) == []
    assert made(TUESDAY_FIRST_SECOND) == [("daily 11月24日", date(2026, 11, 24))]
    assert made(TUESDAY_NOON) == []
    assert len(db.session.scalars(select(Quiz)).all()) == 2


def test_a_weekly_quiz_appears_each_week_and_once(world: World) -> None:
    programme(world, "weekly")
    assert made(at(26)) == [("weekly 11月23日", date(2026, 11, 23))]
    assert made(at(29, 23, 59, 59)) == []
    assert made(at(30, 0, 0, 1)) == [("weekly 11月30日", date(2026, 11, 30))]


def test_a_quiz_is_open_for_its_day_and_no_longer(world: World, now: Clock) -> None:
    with unit_of_work():
        programme(world)
        [quiz] = programmes.make_due(MONDAY_NOON, Random(1))
    assert (quiz.opens_at, quiz.closes_at) == (at(23, 0), at(24, 0))
    assert quiz.paper is not None
    assert len(quiz.paper) == 5
    me = world.person()
    now(MONDAY_LAST_SECOND)
    assert [item["id"] for item in world.get(me, "/quizzes?open=true")["items"]] == [quiz.public_id]
    now(TUESDAY_FIRST_SECOND)
    assert world.get(me, "/quizzes?open=true")["items"] == []


def test_a_programme_that_was_stopped_makes_none(world: World) -> None:
    programme(world).active = False
    assert made(MONDAY_NOON) == []


def test_a_programme_that_fails_does_not_keep_others_from_theirs(world: World) -> None:
    with unit_of_work():
        world.load_bank("fading", fading_questions())
        programme(world, bank="fading", title="先 {date}")
        programme(world, title="后 {date}")
        db.session.execute(update(Question).where(Question.code.like("fading%")).values(state="retired"))
    cache.forget_all()
    assert made(MONDAY_NOON) == [("后 11月23日", date(2026, 11, 23))]


def fading_questions() -> list[Draft]:
    """Six questions with codes of their own."""
    return [replace(draft, code=f"fading-{draft.code}") for draft in six_questions(70)]


def test_a_programme_that_could_never_have_its_quiz_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        programme(world, bank="unheard of")
    draw = (DrawRule(count=5, score=100, banks=("study",), topics=("没有这个专题",)),)
    rules = modes.preset("daily")
    with pytest.raises(Conflict):
        programmes.create(world.district, "daily", "day", "每日", rules, draw, MONDAY_NOON, same_for_all=True)
    with pytest.raises(Invalid):
        programmes.create(
            world.district, "daily", "hour", "每时", rules, draw, MONDAY_NOON, same_for_all=True
        )


def test_a_title_that_is_too_long_with_its_date_is_refused(world: World) -> None:
    with pytest.raises(Invalid) as raised:
        programme(world, title="长" * 76 + "{date}")
    assert list(raised.value.errors or {}) == ["title"]


def test_braces_in_a_title_are_just_braces(world: World) -> None:
    programme(world, title="{书} {date} {0}")
    assert made(MONDAY_NOON) == [("{书} 11月23日 {0}", date(2026, 11, 23))]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("每日答题（{date}）", "每日答题"),
        ("每周答题（{date}起）", "每周答题"),
        ("{date} 每日答题（第二期）", "每日答题（第二期）"),
        ("每日答题", "每日答题"),
    ],
)
def test_a_programme_is_called_by_its_title_without_the_date(title: str, name: str) -> None:
    assert programmes.name_of(title) == name


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_week_begins_on_its_monday(day: date) -> None:
    begins = programmes.first_day("week", day)
    assert begins.weekday() == 0
    assert timedelta(0) <= day - begins < timedelta(days=7)
    assert programmes.first_day("day", day) == day
