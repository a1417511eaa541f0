"""My attempts, newest first: mine alone, page by page, of all quizzes or of one."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import update

from jinshui_study.accounts.models import Member
from jinshui_study.db import unit_of_work
from tests.arena.steps import problem
from tests.moments import MONDAY_NOON
from tests.world import World

Clock = Callable[[datetime], None]


def test_my_attempts_come_newest_first_and_nobody_elses(world: World, now: Clock) -> None:
    me, other = world.person(), world.person()
    topic, daily = world.quiz("topic"), world.quiz("daily")
    first = world.play(me, topic, right=3)
    now(MONDAY_NOON + timedelta(minutes=1))
    world.play(other, topic, right=1)
    open_one = world.start(me, daily)
    shown = world.get(me, "/attempts")["items"]
    assert [line["id"] for line in shown] == [open_one["id"], first["attempt_id"]]
    assert [line["state"] for line in shown] == ["open", "finished"]
    assert (shown[0]["score"], shown[1]["score"]) == (None, first["score"])
    assert shown[1]["quiz_id"] == topic
    assert world.get(me, f"/attempts?quiz={topic}")["items"] == [shown[1]]
    assert problem(world.call(me, "GET", "/attempts?quiz=none")) == (404, "not_found")


def test_what_i_took_before_i_moved_away_stays_mine(world: World) -> None:
    me = world.person()
    street = world.quiz("topic", owner=world.streets[0])
    mine = world.play(me, street, right=3)
    with unit_of_work() as session:
        session.execute(update(Member).where(Member.id == me.id).values(branch_id=world.bystander.branch_id))
    assert problem(world.call(me, "GET", f"/quizzes/{street}")) == (404, "not_found")
    assert [line["id"] for line in world.get(me, f"/attempts?quiz={street}")["items"]] == [mine["attempt_id"]]


def test_pages_hold_each_attempt_once_also_those_of_one_moment(world: World) -> None:
    me = world.person()
    topic = world.quiz("topic")
    played = {world.play(me, topic, right=1)["attempt_id"] for _ in range(5)}
    seen: list[str] = []
    path = "/attempts?limit=2"
    while path:
        page = world.get(me, path)
        seen += [line["id"] for line in page["items"]]
        path = f"/attempts?limit=2&cursor={page['next']}" if page["next"] else ""
    assert len(seen) == 5
    assert set(seen) == played


def test_the_list_needs_a_log_in_and_a_cursor_of_its_own(world: World) -> None:
    assert problem(world.call(None, "GET", "/attempts"))[0] == 401
    assert problem(world.call(world.person(), "GET", "/attempts?cursor=abc"))[0] == 422


def test_the_list_carries_no_paper_and_no_seed(world: World) -> None:
    me = world.person()
    world.start(me, world.quiz("contest"))
    (line,) = world.get(me, "/attempts")["items"]
    assert not {"paper", "seed", "correct", "key"} & line.keys()
