"""The stock alarm reads what members have seen, of a sample whose size does not grow with the district."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select, update

from jinshui_study import cache, clock
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import modes, programmes, stock
from jinshui_study.arena.models import Exposure, Programme, Quiz
from jinshui_study.arena.stock import Stock
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions.models import Question
from jinshui_study.questions.sampling import DrawRule
from tests.moments import MONDAY_NOON
from tests.world import Person, World

Clock = Callable[[datetime], None]


def repeat(world: World, *, every: str = "day", owner: Organization | None = None, **rule: object) -> None:
    draw = (DrawRule(count=5, score=100, banks=("study",), **rule),)  # type: ignore[arg-type]
    with unit_of_work():
        home = db.session.get_one(Organization, (owner or world.district).id)
        programmes.create(
            home,
            "daily",
            every,
            "每日答题（{date}）",
            modes.preset("daily"),
            draw,
            clock.now(),
            same_for_all=False,
        )


def play(world: World, who: Person) -> None:
    """Take the programme's quiz of the day."""
    with unit_of_work():
        programmes.make_due(clock.now(), Random(1))
    quiz = db.session.scalar(
        select(Quiz.public_id).where(Quiz.programme_id.is_not(None)).order_by(Quiz.id.desc()).limit(1)
    )
    assert quiz is not None
    world.play(who, quiz, right=3)


def found(world: World) -> list[Stock]:
    cache.forget_all()
    return stock.of_daily_programmes(clock.now(), Random(1))


def test_without_anybody_it_is_the_outlook_of_somebody_new(world: World) -> None:
    repeat(world)
    one = found(world)[0]
    assert (one.title, one.organization, one.sampled) == ("每日答题", "金水区", 0)
    assert one.outlook.days == 12
    assert sum(cell.ready for cell in one.outlook.cells) == 60
    assert {(cell.topic, cell.difficulty) for cell in one.outlook.cells} == {
        (f"专题{topic}", difficulty) for topic in range(2) for difficulty in (1, 2, 3)
    }


def test_what_members_have_seen_shortens_it(world: World, now: Clock) -> None:
    repeat(world)
    people = [world.person() for _ in range(5)]
    for day in range(3):
        now(MONDAY_NOON + timedelta(days=day))
        for who in people[:1] if day else people:
            play(world, who)
    one = found(world)[0]
    assert one.sampled == 5
    assert (one.outlook.days, one.outlook.days_active) == (11, 9)
    assert sum(cell.ready - cell.unseen_active for cell in one.outlook.cells) == 15


def test_fewer_than_five_say_nothing_of_the_others(world: World) -> None:
    repeat(world)
    for _ in range(4):
        play(world, world.person())
    one = found(world)[0]
    assert (one.sampled, one.outlook.days) == (0, 12)


def test_who_took_part_long_ago_is_not_asked(world: World, now: Clock) -> None:
    repeat(world)
    for _ in range(5):
        play(world, world.person())
    now(MONDAY_NOON + timedelta(days=31))
    assert found(world)[0].sampled == 0


def test_only_ready_questions_of_the_rules_are_stock(world: World) -> None:
    repeat(world, topics=("专题1",), difficulties=(2,))
    cells = found(world)[0].outlook.cells
    assert [(cell.topic, cell.difficulty, cell.per_day) for cell in cells] == [("专题1", 2, 5)]
    before = cells[0].ready
    with unit_of_work():
        db.session.execute(
            update(Question)
            .where(Question.topic == "专题1", Question.difficulty == 2, Question.kind == "single")
            .values(state="retired")
        )
    assert found(world)[0].outlook.cells[0].ready < before


def test_only_daily_programmes_that_run_are_looked_at(world: World) -> None:
    repeat(world, every="week")
    assert found(world) == []
    repeat(world)
    with unit_of_work():
        db.session.execute(update(Programme).values(active=False))
    assert found(world) == []


def test_the_programmes_of_other_organizations_can_be_left_out(world: World) -> None:
    repeat(world, owner=world.streets[0])
    admin = world.person(role="unit_admin", over=world.streets[1])
    mine = world.person(role="unit_admin", over=world.streets[0])
    for who, number in ((admin, 0), (mine, 1)):
        cache.forget_all()
        within = organizations.within_reach(who.id)
        assert len(stock.of_daily_programmes(clock.now(), Random(1), within)) == number


def test_the_cost_does_not_grow_with_the_district(
    world: World, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repeat(world)
    for _ in range(12):
        play(world, world.person())
    monkeypatch.setattr(stock, "ENOUGH_TAKERS", 6)
    monkeypatch.setattr(stock, "ASKED_AT_ONCE", 4)
    monkeypatch.setattr(stock, "MOST_ASKED", 8)
    statements.clear()
    one = found(world)[0]
    assert one.sampled <= 6
    assert sum("GROUP BY attempts.member_id" in statement for statement in statements) <= 2
    assert len(statements) <= 8, statements


def test_it_is_kept_for_a_while(world: World, statements: list[str]) -> None:
    repeat(world)
    found(world)
    statements.clear()
    stock.of_daily_programmes(clock.now(), Random(1))
    assert len(statements) == 1


def test_the_command_tells_it(app: Flask, world: World) -> None:
    runner = app.test_cli_runner()
    assert "没有每日自动出题的活动。" in runner.invoke(args=["bank", "stock"]).output
    repeat(world, topics=("专题1",), difficulties=(2,))
    cache.forget_all()
    text = runner.invoke(args=["bank", "stock"]).output
    assert text.startswith("每日答题（金水区）：一般还够 2 天，最积极的十分之一还够 2 天")
    assert "！ 专题1　难度 2　可用 12 道，平均每天抽 5.00 道" in text
    cache.forget_all()
    data = json.loads(runner.invoke(args=["bank", "stock", "--json"]).output)["programmes"][0]
    assert (data["days_median"], data["short"], data["sampled"]) == (2.4, True, 0)
    assert data["cells"] == [
        {
            "topic": "专题1",
            "difficulty": 2,
            "ready": 12,
            "per_day": 5,
            "unseen_median": 12,
            "unseen_active": 12,
            "days_median": 2.4,
            "days_active": 2.4,
            "short": True,
        }
    ]


def test_exposures_are_what_counts_as_seen(world: World) -> None:
    repeat(world)
    people = [world.person() for _ in range(5)]
    for who in people:
        play(world, who)
    with unit_of_work():
        for who in people:
            db.session.add_all(
                Exposure(member_id=who.id, question_id=question, seen_at=MONDAY_NOON)
                for question in db.session.scalars(select(Question.id))
                if db.session.get(Exposure, (who.id, question)) is None
            )
    assert found(world)[0].outlook.days == 0
