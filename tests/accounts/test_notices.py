"""Notices: left for one member, read by that member alone, newest first."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from jinshui_study.accounts import notices
from jinshui_study.accounts.models import Notice
from jinshui_study.accounts.notices import News
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import NotFound
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.world import Person, World

Clock = Callable[[datetime], None]


def send(who: Person, *titles: str, at: datetime = MONDAY_NOON) -> None:
    with unit_of_work():
        notices.send([News(who.id, "test", title, f"{title}的内容", "/me") for title in titles], at)


def titles(world: World, who: Person, query: str = "") -> list[str]:
    return [item["title"] for item in world.get(who, f"/notices{query}")["items"]]


def test_a_notice_reaches_its_member_and_nobody_else(world: World) -> None:
    me = world.person()
    send(me, "通知")
    page = world.get(me, "/notices")
    (item,) = page["items"]
    assert item == {
        "id": item["id"],
        "kind": "test",
        "title": "通知",
        "text": "通知的内容",
        "link": "/me",
        "created_at": "2026-11-23T12:00:00.000+08:00",
        "read_at": None,
    }
    assert (page["unread"], page["next"]) == (1, None)
    assert world.get(world.bystander, "/notices") == {"items": [], "unread": 0, "next": None}


def test_a_notice_is_read_once(world: World, now: Clock) -> None:
    me = world.person()
    send(me, "一", "二")
    notice = world.get(me, "/notices")["items"][0]
    first = world.call(me, "POST", f"/notices/{notice['id']}/read").get_json()
    assert first == {**notice, "read_at": "2026-11-23T12:00:00.000+08:00"}
    now(TUESDAY_NOON)
    assert world.call(me, "POST", f"/notices/{notice['id']}/read").get_json() == first
    assert world.get(me, "/notices")["unread"] == 1
    assert len(titles(world, me, "?unread=true")) == 1
    assert len(titles(world, me)) == 2


def test_somebody_elses_notice_is_not_there(world: World) -> None:
    me = world.person()
    send(me, "通知")
    (notice,) = world.get(me, "/notices")["items"]
    assert world.call(world.bystander, "POST", f"/notices/{notice['id']}/read").status_code == 404
    assert world.call(me, "POST", "/notices/nobodys/read").status_code == 404
    assert world.get(me, "/notices")["unread"] == 1
    with pytest.raises(NotFound), unit_of_work():
        notices.read(world.bystander.id, notice["id"], MONDAY_NOON)


def test_all_are_read_at_once(world: World) -> None:
    me = world.person()
    send(me, "一", "二", "三")
    send(world.bystander, "别人的")
    assert world.call(me, "POST", "/notices/read-all").get_json() == {"unread": 0}
    assert world.get(me, "/notices")["unread"] == 0
    assert world.get(world.bystander, "/notices")["unread"] == 1


def test_notices_come_page_by_page_newest_first(world: World) -> None:
    me = world.person()
    for minute in range(5):
        send(me, f"第{minute}条", at=MONDAY_NOON + timedelta(minutes=minute // 2))
    found, cursor = [], ""
    while cursor is not None:
        page = world.get(me, f"/notices?limit=2{cursor}")
        found += page["items"]
        cursor = page["next"] and f"&cursor={page['next']}"
    assert len({item["id"] for item in found}) == 5
    assert [item["created_at"] for item in found] == sorted(
        (item["created_at"] for item in found), reverse=True
    )
    assert titles(world, me, "?limit=1") == ["第4条"]


def test_many_are_left_with_a_look_and_one_insert(world: World, statements: list[str]) -> None:
    people = [world.person() for _ in range(20)]
    statements.clear()
    notices.send([News(who.id, "test", "通知", "内容") for who in people], MONDAY_NOON)
    assert [statement[:6] for statement in statements] == ["SELECT", "INSERT"]
    assert len(db.session.scalars(select(Notice)).all()) == 20
    notices.send([], MONDAY_NOON)
    assert len(statements) == 3


def test_what_is_sent_once_is_sent_once_to_each_however_often_it_is_sent(world: World) -> None:
    first, second = world.person(), world.person()

    def send(*people: Person, key: str = "reminder:a") -> set[int]:
        with unit_of_work():
            return notices.send_once(
                [News(who.id, "test", "提醒", "一句话") for who in people], key, MONDAY_NOON
            )

    assert send(first) == {first.id}
    assert send(first, second) == {second.id}
    assert send(first, second) == set()
    assert send() == set()
    assert send(first, key="reminder:b") == {first.id}
    assert [notices.count_unread(who.id) for who in (first, second, world.bystander)] == [2, 1, 0]
