"""GET /home: everything the home card needs, and nothing of anybody else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from jinshui_study.news import almanac
from tests.moments import MONDAY_NOON
from tests.world import World


def test_home_gives_everything_in_one_call(world: World) -> None:
    who = world.person()
    quiz = world.quiz("daily")
    home = world.get(who, "/home")
    assert home["member"]["name"] == "张晓明"
    assert home["member"]["branch"]["name"] == "第1支部"
    assert (home["points"]["total"], home["points"]["cap"]) == (0, 35)
    assert [item["id"] for item in home["quizzes"]] == [quiz]
    assert home["quizzes"][0]["rules"]["questions"] == 5
    assert (home["due"], home["news"]) == ([], [])


def test_home_tells_what_happened_on_this_day(world: World, now: Callable[[datetime], None]) -> None:
    who = world.person()
    now(datetime(2026, 6, 30, 16, 30, tzinfo=UTC))  # half past midnight of 1 July in 金水
    told = world.get(who, "/home")
    assert told["today_in_history"].startswith(("1921年7月1日，", "2021年7月1日，"))
    assert told["today_in_history_source"]


def test_a_day_without_an_event_tells_none(
    world: World, now: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    who = world.person()
    monkeypatch.setattr(almanac, "bundled", dict)
    told = world.get(who, "/home")
    assert (told["today_in_history"], told["today_in_history_source"]) == (None, None)


def test_home_needs_a_log_in(world: World) -> None:
    reply = world.call(None, "GET", "/home")
    assert reply.status_code == 401
    assert reply.get_json()["detail"] == "请先登录。"


def test_home_offers_to_go_on_with_ones_own_attempt_only(world: World) -> None:
    who, quiz = world.person(), world.quiz("daily")
    theirs = world.start(world.bystander, quiz)
    assert world.get(who, "/home")["quizzes"][0]["open_attempt_id"] is None
    mine = world.start(who, quiz)
    assert world.get(who, "/home")["quizzes"][0]["open_attempt_id"] == mine["id"]
    assert world.get(world.bystander, "/home")["quizzes"][0]["open_attempt_id"] == theirs["id"]


def test_home_counts_todays_points_of_oneself_only(world: World) -> None:
    who, quiz = world.person(), world.quiz("daily")
    world.play(world.bystander, quiz, right=5)
    assert world.get(who, "/home")["points"]["total"] == 0
    world.play(who, quiz, right=3)
    home = world.get(who, "/home")
    assert home["points"]["total"] == 3
    assert home["quizzes"][0]["tries_left"] == 0


def test_home_leaves_out_what_is_over_or_another_streets(world: World) -> None:
    who = world.person(branch=0)
    world.quiz("daily", closes_at=MONDAY_NOON)
    world.quiz("weekly", owner=world.streets[1])
    mine = world.quiz("weekly", owner=world.streets[0])
    assert [item["id"] for item in world.get(who, "/home")["quizzes"]] == [mine]


def test_home_asks_the_database_no_more_for_more_quizzes(world: World, statements: list[str]) -> None:
    who = world.person()
    world.quiz("daily")
    world.get(who, "/home")
    statements.clear()
    world.get(who, "/home")
    with_one = len(statements)
    for _ in range(5):
        world.quiz("weekly")
    statements.clear()
    assert len(world.get(who, "/home")["quizzes"]) == 6
    assert 0 < len(statements) <= with_one
