"""The server's clock alone decides; what came in time counts even when the submit never arrives."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from jinshui_study.arena import attempts, deadlines
from jinshui_study.cli import work
from jinshui_study.compliance import Profile
from jinshui_study.db import unit_of_work
from tests.arena.steps import all_answers, go_on, post, problem, put, run
from tests.moments import MONDAY_NOON, TUESDAY_NOON, at
from tests.world import Person, World

Clock = Callable[[datetime], None]
DEADLINE = MONDAY_NOON + timedelta(minutes=15)
END_OF_GRACE = DEADLINE + timedelta(seconds=30)
TOO_LATE = END_OF_GRACE + timedelta(milliseconds=1)


def quarter_of_an_hour(world: World, **changes: Any) -> str:
    """Five questions in 15 minutes."""
    rules = {"questions": 5, "seconds_per_question": None, "seconds_total": 900, "speed_percent": 0}
    return world.quiz("contest", **{**rules, **changes})


def test_a_late_submit_counts_what_came_in_time(world: World, now: Clock) -> None:
    me = world.person()
    attempt = world.start(me, quarter_of_an_hour(world))
    assert attempt["expires_at"] == "2026-11-23T12:15:00.000+08:00"
    put(world, me, attempt, 1)
    put(world, me, attempt, 2)
    now(TOO_LATE)
    result = world.submit(me, attempt, all_answers(attempt))
    assert (result["correct"], result["duration_ms"]) == (2, 900_000)
    assert result["finished_at"] == attempt["expires_at"]
    assert world.submit(me, attempt, all_answers(attempt)) == result


def test_a_late_submit_is_not_refused_for_what_it_carries(world: World, now: Clock) -> None:
    me = world.person()
    attempt = world.start(me, quarter_of_an_hour(world))
    now(TOO_LATE)
    assert world.submit(me, attempt, [{"number": 1, "response": {"pairs": []}}])["correct"] == 0


def test_answers_within_the_grace_count_and_cost_no_time(world: World, now: Clock) -> None:
    me = world.person()
    attempt = world.start(me, quarter_of_an_hour(world))
    now(END_OF_GRACE)
    assert put(world, me, attempt, 1).status_code == 200
    result = world.submit(me, attempt, all_answers(attempt))
    assert (result["correct"], result["duration_ms"]) == (5, 900_000)


def test_after_the_grace_nothing_is_taken(world: World, now: Clock) -> None:
    me = world.person()
    whole = world.start(me, quarter_of_an_hour(world))
    sequence = run(world, me, world.quiz("contest"), [True])
    now(TOO_LATE)
    assert problem(put(world, me, whole, 1)) == (409, "attempt_finished")
    now(at(23, 20))
    assert problem(post(world, me, sequence, "next")) == (409, "attempt_finished")
    assert problem(post(world, me, sequence, "revive")) == (409, "attempt_finished")


def test_an_answer_saved_in_time_is_confirmed_again_after_the_end(world: World, now: Clock) -> None:
    me = world.person()
    attempt = world.start(me, quarter_of_an_hour(world))
    first = put(world, me, attempt, 1)
    now(TOO_LATE)
    assert put(world, me, attempt, 1).get_json() == first.get_json()
    assert problem(put(world, me, attempt, 1, right=False)) == (409, "attempt_finished")
    world.submit(me, attempt)
    assert put(world, me, attempt, 1).get_json() == first.get_json()
    assert problem(put(world, me, attempt, 1, right=False)) == (409, "answer_locked")


def test_an_attempt_closes_itself_when_it_is_looked_at(world: World, now: Clock) -> None:
    me = world.person()
    quiz = quarter_of_an_hour(world)
    attempt = world.start(me, quiz)
    put(world, me, attempt, 3)
    now(END_OF_GRACE)
    assert world.get(me, f"/attempts/{attempt['id']}")["state"] == "open"
    assert world.get(me, f"/quizzes/{quiz}")["open_attempt_id"] == attempt["id"]
    now(TOO_LATE)
    assert world.get(me, f"/quizzes/{quiz}")["open_attempt_id"] is None
    result = world.get(me, f"/attempts/{attempt['id']}")
    assert (result["state"], result["correct"], result["points_awarded"]) == ("finished", 1, 4)
    assert world.get(me, f"/attempts/{attempt['id']}") == result
    assert world.get(me, f"/quizzes/{quiz}/leaderboard")["me"]["points"] == 100


def test_an_attempt_closes_itself_by_the_background_work(world: World, now: Clock) -> None:
    me = world.person()
    quiz = quarter_of_an_hour(world)
    attempt = world.start(me, quiz)
    put(world, me, attempt, 3)
    other = world.start(world.bystander, world.quiz("topic"))
    now(END_OF_GRACE)
    assert work.run_once("one") == {
        "新建活动": 0,
        "到时交卷": 0,
        "执行裁定": 0,
        "统计作答": 0,
        "汇总街道答题": 4,
        "查看异常": 0,
        "清理过期登录": 0,
        "清理旧邀请": 0,
        "清理旧回执": 0,
        "清理旧消息": 0,
        "清理旧预检": 0,
    }
    now(TOO_LATE)
    done = work.run_once("one")
    assert done is not None
    assert done["到时交卷"] == 1
    assert world.get(me, f"/quizzes/{quiz}/leaderboard")["me"]["points"] == 100
    assert world.get(me, f"/attempts/{attempt['id']}")["duration_ms"] == 900_000
    assert world.get(world.bystander, f"/attempts/{other['id']}")["state"] == "open"


def test_closing_twice_has_one_effect(world: World, now: Clock) -> None:
    me = world.person()
    attempt = world.start(me, quarter_of_an_hour(world))
    put(world, me, attempt, 1)
    now(TOO_LATE)
    [(attempt_id, owner)] = deadlines.overdue(TOO_LATE, 10)
    assert (attempt_id, owner.id, owner.branch_id) == (attempt["id"], me.id, me.branch_id)
    scores = []
    for _ in range(2):
        with unit_of_work():
            scores.append(deadlines.close(attempt_id, owner, Profile("strict"), TOO_LATE).attempt.score)
    assert scores == [100, 100]
    assert len(world.get(me, "/points/entries")["items"]) == 1
    assert deadlines.overdue(TOO_LATE, 10) == []


def test_starting_again_closes_what_is_out_of_time(world: World, now: Clock) -> None:
    me = world.person()
    quiz = quarter_of_an_hour(world)
    first = world.start(me, quiz)
    put(world, me, first, 1)
    now(TOO_LATE)
    second = world.start(me, quiz)
    assert second["id"] != first["id"]
    assert world.get(me, f"/attempts/{first['id']}")["correct"] == 1


def daily_until_midnight(world: World, me: Person, answered: int) -> dict[str, Any]:
    attempt = world.start(me, world.quiz("daily", closes_at=at(24, 0)))
    for number in range(1, answered + 1):
        put(world, me, attempt, number)
    return attempt


def test_a_daily_quiz_left_with_gaps_has_its_score_and_earns_nothing(world: World, now: Clock) -> None:
    me = world.person()
    attempt = daily_until_midnight(world, me, answered=4)
    now(TUESDAY_NOON)
    result = world.get(me, f"/attempts/{attempt['id']}")
    assert (result["score"], result["correct"], result["points_awarded"]) == (400, 4, 0)
    assert world.get(me, "/points/entries")["items"] == []


def test_a_daily_quiz_answered_in_full_earns_its_points_on_its_own_day(world: World, now: Clock) -> None:
    me = world.person()
    attempt = daily_until_midnight(world, me, answered=5)
    now(TUESDAY_NOON)
    assert world.get(me, f"/attempts/{attempt['id']}")["points_awarded"] == 5
    assert [entry["day"] for entry in world.get(me, "/points/entries")["items"]] == ["2026-11-23"]
    assert world.get(me, "/points/today")["total"] == 0
    assert world.play(me, world.quiz("daily"), right=5)["points_awarded"] == 5


def test_a_daily_quiz_handed_in_within_the_grace_of_midnight_belongs_to_its_day(
    world: World, now: Clock
) -> None:
    me = world.person()
    attempt = daily_until_midnight(world, me, answered=0)
    now(at(24, 0, 0, 20))
    assert world.submit(me, attempt, all_answers(attempt))["points_awarded"] == 5
    assert world.get(me, "/points/today")["total"] == 0


def test_a_question_out_of_time_is_not_answered_by_the_submit_either(world: World, now: Clock) -> None:
    me = world.person()
    attempt = run(world, me, world.quiz("contest"), [True])
    attempt = go_on(world, me, attempt)
    now(MONDAY_NOON + timedelta(seconds=22.001))
    assert world.submit(me, attempt, all_answers(attempt))["correct"] == 1


@pytest.mark.parametrize("late_by", [timedelta(seconds=20), timedelta(seconds=22)])
def test_a_question_within_its_grace_is_answered_by_the_submit(
    world: World, now: Clock, late_by: timedelta
) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("contest"))
    now(MONDAY_NOON + late_by)
    result = world.submit(me, attempt, all_answers(attempt))
    assert (result["correct"], result["score"], result["duration_ms"]) == (1, 75, 20_000)


def test_a_clock_that_ran_ahead_gives_no_negative_time(world: World, now: Clock) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("contest"))
    now(MONDAY_NOON - timedelta(milliseconds=5))
    put(world, me, attempt, 1)
    with unit_of_work():
        [answer] = attempts.answers_of(attempts.get(attempt["id"], me.id)).values()
    assert answer.elapsed_ms == 0
    assert world.submit(me, attempt)["score"] == 100
