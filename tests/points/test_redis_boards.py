"""Boards in Redis: the answers of SQL whatever happens to Redis, and never the truth."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from jinshui_study import cache
from jinshui_study.accounts import members
from jinshui_study.db import unit_of_work
from jinshui_study.points import boards, leaderboards, rankings, redis_boards, redis_scripts, verification
from jinshui_study.points.leaderboards import Me, Page, Scope
from jinshui_study.points.redis_boards import Moved
from tests.moments import MONDAY_NOON, at
from tests.points.conftest import ORDERS, forget_sets
from tests.points.deeds import award, profile
from tests.world import Person, World

BOARD = "day:2026-11-23"
DISTRICT = Scope("district")

pytestmark = pytest.mark.parametrize("order", ORDERS[1:], indirect=True)


@pytest.fixture
def people(world: World, order: Any) -> list[Person]:
    """Seven people of two streets with points, on a board that stands in Redis."""
    people = [world.person(name=f"党员{index}号", branch=index % 4) for index in range(7)]
    for index, one in enumerate(people):
        award(one, 1 + index % 3)
    read(people[0])
    return people


@pytest.fixture
def down(order: Any, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A Redis that nobody answers at."""
    client = cache.connect("redis://127.0.0.1:1/0")
    monkeypatch.setitem(world.client.application.extensions, "redis", client)
    yield client
    client.close()


def read(who: Person, scope: Scope = DISTRICT) -> tuple[Me, Page]:
    return rankings.read(BOARD, scope, who.id, None, 3)


def by_sql(who: Person, scope: Scope = DISTRICT) -> tuple[Me, Page]:
    me = leaderboards.read_me(BOARD, scope, who.id)
    return me, leaderboards.read_page(BOARD, scope, me, who.id, None, 3)


def same(one: tuple[Me, Page], other: tuple[Me, Page]) -> bool:
    return one[1] == other[1] and (one[0].rank, one[0].total, one[0].points) == (
        other[0].rank,
        other[0].total,
        other[0].points,
    )


def order_key(node_id: int = 0) -> str:
    return f"{redis_boards.PREFIX}{{{BOARD}/{node_id}}}:order"


def places_key(node_id: int = 0) -> str:
    return f"{redis_boards.PREFIX}{{{BOARD}/{node_id}}}:places"


def answered_by_redis(who: Person, statements: list[str]) -> bool:
    """Redis gives the order, one statement the rows; SQL alone takes two."""
    del statements[:]
    assert same(read(who), by_sql(who))
    return len(statements) == 3


def without_redis(world: World, monkeypatch: pytest.MonkeyPatch, who: Person, points: int) -> None:
    """A write of another process, that cannot reach Redis and will not remember."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(world.client.application.extensions, "redis", None)
        award(who, points)


def test_a_warm_board_is_answered_from_redis_and_one_statement(
    people: list[Person], statements: list[str]
) -> None:
    assert answered_by_redis(people[3], statements)


def test_a_commit_is_carried_over(people: list[Person], statements: list[str], order: Any) -> None:
    award(people[3], 5)
    assert answered_by_redis(people[3], statements)
    assert order.zscore(order_key(), order.zrange(order_key(), 0, 0)[0]) == read(people[3])[0].rank_key


def test_a_street_has_a_set_of_its_own(people: list[Person], statements: list[str], order: Any) -> None:
    street = Scope("street", street_id=people[2].street_id)
    read(people[2], street)
    award(people[2], 5)
    del statements[:]
    found = read(people[2], street)
    assert len(statements) == 1
    assert same(found, by_sql(people[2], street))
    assert (order.zcard(order_key(people[2].street_id)), order.zcard(order_key())) == (3, 7)


def test_redis_emptied_is_filled_on_the_next_read(
    people: list[Person], statements: list[str], order: Any
) -> None:
    forget_sets(order)
    assert same(read(people[3]), by_sql(people[3]))
    assert order.zcard(order_key()) == 7
    assert answered_by_redis(people[3], statements)


def test_a_set_does_not_live_for_ever(people: list[Person], order: Any) -> None:
    award(people[3], 5)
    assert 0 < order.ttl(order_key()) <= redis_boards.KEPT_SECONDS
    assert 0 < order.ttl(places_key()) <= redis_boards.KEPT_SECONDS


def test_with_redis_down_sql_answers(people: list[Person], down: Any, world: World) -> None:
    award(people[3], 5)
    board = world.get(people[3], "/leaderboards/members?period=day")
    assert board["me"] == {"rank": 1, "points": 6, "duration_ms": None}
    assert same(read(people[3]), by_sql(people[3]))


def test_redis_down_is_logged_once_for_a_while(
    people: list[Person], down: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="jinshui_study.points.redis_boards"):
        for _ in range(3):
            read(people[0])
            award(people[0], 1)
    assert [record.message for record in caplog.records] == ["boards without Redis"]


def test_what_a_process_could_not_carry_over_it_deletes_when_redis_is_back(
    people: list[Person], statements: list[str], order: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_boards, "REST_SECONDS", 0.0)
    with monkeypatch.context() as broken:
        broken.setattr(order, "connection_pool", cache.connect("redis://127.0.0.1:1/0").connection_pool)
        award(people[3], 5)
        award(people[0], 1)
    assert order.zcard(order_key()) == 7
    assert same(read(people[3]), by_sql(people[3]))
    assert answered_by_redis(people[3], statements)


def test_what_another_process_could_not_carry_over_is_never_shown(
    people: list[Person], statements: list[str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_redis(world, monkeypatch, people[3], 5)
    assert not answered_by_redis(people[0], statements)
    assert read(people[3])[0].rank == 1


def test_a_set_that_stays_wrong_is_built_anew(
    people: list[Person], statements: list[str], world: World, order: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_redis(world, monkeypatch, people[3], 5)
    assert not answered_by_redis(people[0], statements)
    assert not answered_by_redis(people[0], statements)
    monkeypatch.setattr(redis_boards, "DOUBT_MS", 0)
    read(people[0])
    assert order.exists(order_key()) == 0
    read(people[0])
    assert answered_by_redis(people[0], statements)


def test_a_doubt_that_was_only_a_change_on_its_way_is_dropped(
    people: list[Person], statements: list[str], world: World, order: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_redis(world, monkeypatch, people[3], 5)
    assert not answered_by_redis(people[0], statements)
    assert order.hexists(places_key(), "#doubted")
    award(people[3], 1)
    assert answered_by_redis(people[0], statements)
    assert not order.hexists(places_key(), "#doubted")


def test_redis_that_comes_back_with_old_data_is_not_believed(
    people: list[Person], statements: list[str], order: Any
) -> None:
    kept = {key: order.dump(key) for key in (order_key(), places_key())}
    award(people[3], 5)
    for key, value in kept.items():
        order.restore(key, 600_000, value, replace=True)
    assert not answered_by_redis(people[3], statements)


def _lose_member(order: Any) -> None:
    order.zremrangebyrank(order_key(), 2, 2)


def _swap_two(order: Any) -> None:
    (first, top), *_, (last, bottom) = order.zrange(order_key(), 0, -1, withscores=True)
    order.zadd(order_key(), {first: bottom, last: top})


def _lose_order(order: Any) -> None:
    order.delete(order_key())


def _lose_places(order: Any) -> None:
    order.delete(places_key())


def _lose_my_place(order: Any) -> None:
    for name, value in order.hgetall(places_key()).items():
        if b":" in value:
            order.hdel(places_key(), name)


@pytest.mark.parametrize("damage", [_lose_member, _swap_two, _lose_order, _lose_places, _lose_my_place])
def test_a_damaged_set_is_not_believed(people: list[Person], order: Any, damage: Any) -> None:
    damage(order)
    for who in people:
        assert same(read(who), by_sql(who))


def change_my_mind(who: Person) -> None:
    """Opt out, and fail before the commit."""
    with unit_of_work():
        member = members.get(who.id)
        member.ranking_opt_in = False
        verification.relist(member, profile())
        raise ZeroDivisionError


def test_a_rollback_leaves_redis_as_it_was(people: list[Person], order: Any, statements: list[str]) -> None:
    before = order.zrange(order_key(), 0, -1, withscores=True), order.hgetall(places_key())
    with pytest.raises(ZeroDivisionError):
        change_my_mind(people[0])
    with unit_of_work():
        pass
    assert (order.zrange(order_key(), 0, -1, withscores=True), order.hgetall(places_key())) == before
    assert answered_by_redis(people[0], statements)


def moved(who: Person, version: int, points: int, reached_at: datetime, *, listed: bool = True) -> Moved:
    key = boards.rank_key(points, None)
    return Moved(BOARD, who.street_id, who.id, version, key, reached_at, listed)


def test_commits_that_arrive_out_of_order_leave_the_newest(
    people: list[Person], statements: list[str]
) -> None:
    """The rows of two commits, carried over by two processes, the older one last."""
    award(people[0], 3, at(23, 13))
    award(people[0], 4, at(23, 14))
    with unit_of_work():
        redis_boards.follow([moved(people[0], 2, 4, at(23, 13))])
    assert read(people[0])[0].points == 8
    assert answered_by_redis(people[0], statements)


def test_an_older_change_does_not_bring_back_who_has_left(
    people: list[Person], statements: list[str], world: World
) -> None:
    assert world.call(people[0], "PATCH", "/points/ranking", {"opted_in": False}).status_code == 200
    with unit_of_work():
        redis_boards.follow([moved(people[0], 1, 1, MONDAY_NOON)])
    assert read(people[1])[0].total == 6
    assert answered_by_redis(people[1], statements)


def test_what_commits_while_a_set_is_built_is_in_it(people: list[Person], order: Any) -> None:
    """The builder reads a row before a commit and writes it after the commit was carried over."""
    keys = [order_key(), places_key()]
    forget_sets(order)
    assert order.eval(redis_scripts.OPEN, 2, *keys, "builder", 60) == 1
    assert order.eval(redis_scripts.OPEN, 2, *keys, "another", 60) == 0
    assert same(read(people[0]), by_sql(people[0]))
    award(people[0], 5)
    before = boards.rank_key(1, None)
    text = redis_boards.text_of(MONDAY_NOON, people[0].id)
    assert order.zcard(order_key()) == 1
    order.eval(redis_scripts.APPLY, 2, *keys, "builder", 1, people[0].id, 1, before, text)
    order.eval(redis_scripts.APPLY, 2, *keys, "a builder given up", 1, people[1].id, 1, before, text)
    assert order.eval(redis_scripts.FINISH, 2, *keys, "another", 60) == 0
    assert order.eval(redis_scripts.FINISH, 2, *keys, "builder", 60) == 1
    assert order.zrange(order_key(), 0, -1, withscores=True) == [(text.encode(), boards.rank_key(6, None))]


def test_a_builder_that_died_leaves_nothing_behind_for_long(people: list[Person], order: Any) -> None:
    forget_sets(order)
    order.eval(redis_scripts.OPEN, 2, order_key(), places_key(), "builder", 60)
    award(people[0], 5)
    assert 0 < order.ttl(order_key()) <= 60
    assert 0 < order.ttl(places_key()) <= 60


def test_boards_written_anew_are_built_anew(people: list[Person], order: Any, statements: list[str]) -> None:
    with unit_of_work():
        verification.replace(BOARD, verification.totals_of_period(BOARD, profile()))
        assert order.exists(order_key())
    assert not order.exists(order_key())
    assert same(read(people[0]), by_sql(people[0]))
    award(people[0], 9)
    assert answered_by_redis(people[0], statements)
