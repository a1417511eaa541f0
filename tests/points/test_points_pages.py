"""The points card and the member's own ledger, through the API."""

from typing import Any

import pytest

from jinshui_study.points.rules import Task
from tests.moments import MONDAY_LAST_SECOND, TUESDAY_FIRST_SECOND, TUESDAY_NOON, at
from tests.points.deeds import DAILY, award, reverse
from tests.world import Person, World

TOPIC = Task("topic", "专项答题", cap=6, measure="percent", steps=((60, 2), (80, 3)))


def test_the_card_of_a_fresh_day_names_every_task(world: World) -> None:
    card = world.get(world.person(), "/points/today")
    assert (card["total"], card["cap"]) == (0, 35)
    assert card["tasks"][0] == {"code": "daily", "title": "每日答题", "current": 0, "cap": 5}
    assert [task["code"] for task in card["tasks"]] == ["daily", "topic", "survival", "weekly", "contest"]


def test_the_card_shows_today_only_and_me_only(world: World, now: Any) -> None:
    me = world.person()
    award(me, 4, MONDAY_LAST_SECOND, task=DAILY)
    award(me, 2, TUESDAY_FIRST_SECOND, task=DAILY)
    award(me, 3, TUESDAY_NOON, task=TOPIC)
    award(world.bystander, 5, TUESDAY_NOON, task=DAILY)
    now(TUESDAY_NOON)
    card = world.get(me, "/points/today")
    assert card["total"] == 5
    assert {task["code"]: task["current"] for task in card["tasks"] if task["current"]} == {
        "daily": 2,
        "topic": 3,
    }


def pages(world: World, who: Person, limit: int) -> list[list[dict[str, Any]]]:
    found, cursor = [], ""
    while True:
        reply = world.get(who, f"/points/entries?limit={limit}{cursor}")
        found.append(reply["items"])
        if reply["next"] is None:
            return found
        cursor = f"&cursor={reply['next']}"


def test_my_lines_come_newest_first_each_once_also_those_of_one_moment(world: World) -> None:
    me = world.person()
    for hour in (8, 9, 9, 9, 10, 11, 11):
        award(me, hour, at(23, hour))
    award(world.bystander, 99)
    found = pages(world, me, 2)
    assert [len(page) for page in found] == [2, 2, 2, 1]
    lines = [line for page in found for line in page]
    assert [line["points"] for line in lines] == [11, 11, 10, 9, 9, 9, 8]
    assert len({line["id"] for line in lines}) == 7


def test_a_line_says_why_by_which_rules_and_for_which_day(world: World) -> None:
    me = world.person()
    award(me, 3, MONDAY_LAST_SECOND, key="attempt:one")
    reverse(me, "attempt:one", TUESDAY_NOON)
    reversal, line = world.get(me, "/points/entries")["items"]
    assert line | {"id": ""} == {
        "id": "",
        "task": "boundless",
        "source": "test:deed",
        "points": 3,
        "day": "2026-11-23",
        "reason": "测试得分",
        "rule_version": 7,
        "created_at": "2026-11-23T23:59:59.000+08:00",
    }
    assert (reversal["points"], reversal["day"], reversal["reason"]) == (-3, "2026-11-23", "更正")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "cursor=nonsense", "cursor=WyJhIiwiYiJd", "cursor=WzEsMl0"],
)
def test_a_page_that_cannot_be_is_422(world: World, query: str) -> None:
    reply = world.call(world.person(), "GET", f"/points/entries?{query}")
    assert reply.status_code == 422
    assert reply.get_json()["errors"]


@pytest.mark.parametrize(
    "path", ["/points/today", "/points/entries", "/points/ranking", "/leaderboards/members"]
)
def test_nobody_sees_points_without_a_log_in(world: World, path: str) -> None:
    assert world.call(None, "GET", path).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "period=fortnight",
        "limit=0",
        "limit=101",
        "cursor=x",
        "cursor=WzEsMiwzXQ",
        "cursor=W3RydWUsMSwxLDEsMV0",
        "cursor=" + "W" * 201,
    ],
)
def test_a_board_that_cannot_be_is_422(world: World, query: str) -> None:
    reply = world.call(world.person(), "GET", f"/leaderboards/members?{query}")
    assert reply.status_code == 422
    assert reply.get_json()["errors"]
