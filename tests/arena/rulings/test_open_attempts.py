"""Attempts that are open while a ruling is made are graded by the key that holds when they are handed in."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from jinshui_study import cache
from jinshui_study.arena import attempts, finishing, verdicts
from jinshui_study.arena.models import Answer
from jinshui_study.arena.rulings import carrying
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import pools
from tests.arena.rulings.affairs import Affair, differences, profile, told, work_off
from tests.arena.steps import all_answers, go_on, problem, put
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.world import World

Clock = Callable[[datetime], None]


@pytest.mark.parametrize(("verdict", "chosen"), [("correct", ["乙对"]), ("void", ["丙错"]), ("void", None)])
def test_a_submit_goes_by_the_ruling(world: World, verdict: str, chosen: list[str] | None) -> None:
    affair = Affair(world)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    affair.rule(verdict)
    result = world.submit(me, attempt, affair.answers(attempt, chosen))
    assert (result["score"], result["correct"], result["points_awarded"]) == (500, 5, 5)
    assert affair.reviewed(me, result)["ruling"]["verdict"] == verdict
    assert sum(one["score"] for one in result["review"]) == 500
    work_off()
    assert affair.result(me, result) == result
    assert told(me) == []
    assert differences() == []


def test_what_was_saved_before_goes_by_the_ruling(world: World) -> None:
    affair = Affair(world)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    for number in range(1, 6):
        put(world, me, attempt, number)
    affair.rule()
    assert world.submit(me, attempt)["score"] == 500


def test_an_attempt_that_closes_itself_goes_by_the_ruling(world: World, now: Clock) -> None:
    affair = Affair(world)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    for number in range(1, 6):
        put(world, me, attempt, number)
    affair.rule()
    now(MONDAY_NOON + timedelta(days=1))
    assert world.get(me, f"/attempts/{attempt['id']}")["score"] == 500


def test_feedback_shown_before_is_made_good_when_the_attempt_is_handed_in(world: World) -> None:
    affair = Affair(world, preset="topic", questions=5)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    number = affair.number_in(attempt)
    first = put(world, me, attempt, number).get_json()["feedback"]
    assert (first["correct"], first["ruling"]) == (False, None)
    affair.rule()
    again = put(world, me, attempt, number).get_json()["feedback"]
    assert again["correct"] is True
    assert again["ruling"]["key"] == all_answers(attempt)[number - 1]["response"]
    result = world.submit(me, attempt, all_answers(attempt))
    assert (result["score"], result["correct"]) == (500, 5)
    row = db.session.scalars(
        select(Answer).where(Answer.member_id == me.id, Answer.revision_id == affair.revision_id)
    ).one()
    assert (row.correct, row.score, row.locked) == (True, 100, True)
    assert affair.reviewed(me, result)["score"] == 100


def test_feedback_after_the_ruling_goes_by_it(world: World) -> None:
    affair = Affair(world, preset="topic", questions=5)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    affair.rule()
    feedback = put(world, me, attempt, affair.number_in(attempt)).get_json()["feedback"]
    assert feedback["correct"] is True
    assert feedback["ruling"]["verdict"] == "correct"


def test_a_run_goes_on_by_what_its_member_was_shown(world: World) -> None:
    """A correction never ends a run, nor opens one that has ended."""
    affair = Affair(world, preset="survival", shuffle_questions=False)
    lucky, wise = world.person(), world.person()
    runs = {}
    for who, right in ((lucky, False), (wise, True)):
        attempt = world.start(who, affair.quiz)
        while len(attempt["questions"]) < attempt["total"]:
            asked = attempt["questions"][-1]
            assert put(world, who, attempt, asked["number"]).get_json()["feedback"]["correct"]
            attempt = go_on(world, who, attempt)
        chosen = affair.answers(attempt, ["乙对"] if right else ["甲错"])[-1]["response"]
        put(world, who, attempt, len(attempt["questions"]), response=chosen)
        runs[who.id] = attempt
    affair.rule()
    assert world.submit(lucky, runs[lucky.id])["correct"] == 4
    assert world.submit(wise, runs[wise.id])["correct"] == 5


def test_a_submit_that_was_read_before_the_ruling_notices_it(world: World) -> None:
    affair = Affair(world)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    stale = attempts.get(attempt["id"], me.id)
    responses = {one["number"]: one["response"] for one in affair.answers(attempt)}
    affair.rule()
    with unit_of_work():
        finished = finishing.submit(stale, responses, me, profile(), MONDAY_NOON)
    assert (finished.attempt.score, finished.attempt.correct) == (500, 5)
    assert affair.result(me, attempt)["points_awarded"] == 5
    assert differences() == []


@pytest.mark.parametrize(
    ("preset", "rules", "tries", "board", "points"),
    [
        ("topic", {}, [["甲错"]], 500, 3),
        ("weekly", {"counts": "last"}, [["甲错"], None], 500, 2),
    ],
    ids=["the best so far", "what was paid"],
)
def test_a_submit_that_was_read_before_another_try_was_graded_anew_notices_it(
    world: World,
    now: Clock,
    monkeypatch: pytest.MonkeyPatch,
    preset: str,
    rules: dict[str, str],
    tries: list[list[str] | None],
    board: int,
    points: int,
) -> None:
    monkeypatch.setattr(carrying, "FEW", -1)
    affair = Affair(world, preset=preset, questions=5, closes_at=TUESDAY_NOON + timedelta(days=2), **rules)
    me = world.person()
    for chosen in tries:
        affair.play(me, doubtful=chosen)
    now(TUESDAY_NOON)
    attempt = world.start(me, affair.quiz)
    public_id = affair.propose()
    work_off()
    affair.decide(public_id)
    stale = attempts.get(attempt["id"], me.id)
    work_off()
    responses = {one["number"]: one["response"] for one in affair.answers(attempt)}
    with unit_of_work():
        finished = finishing.submit(stale, responses, me, profile(), TUESDAY_NOON + timedelta(seconds=9))
    assert finished.attempt.score == 500
    assert affair.on_board(me) == {me.public_id: board}
    assert world.get(me, "/points/today")["total"] == points
    assert differences() == []


def test_what_holds_as_of_a_ruling_leaves_out_later_ones(world: World) -> None:
    affair = Affair(world)
    affair.rule("void")
    affair.rule("correct")
    cache.forget_all()
    voids = [verdicts.known(newest)[affair.revision_id].voids for newest in (1, 2)]
    assert voids == [True, False]


def test_an_answer_too_many_is_still_refused_after_a_ruling(world: World) -> None:
    affair = Affair(world, preset="topic", questions=5)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    number = affair.number_in(attempt)
    put(world, me, attempt, number, right=False)
    affair.rule()
    assert problem(put(world, me, attempt, number, right=True)) == (409, "answer_locked")


def test_statements_of_a_start_and_a_submit_stay_few(world: World, statements: list[str]) -> None:
    affair = Affair(world)
    affair.rule()
    """A process that has just been started reads the rulings once."""
    for turn, most in (("cold", 13), ("warm", 12)):
        me = world.person()
        if turn == "cold":
            cache.forget_all()
            pools.forget_all()
        statements.clear()
        path = f"/quizzes/{affair.quiz}/attempts"
        attempt = world.call(me, "POST", path, Idempotency_Key="start").get_json()
        assert len(statements) <= 8, statements
        if turn == "cold":
            cache.forget_all()
            pools.forget_all()
        statements.clear()
        body = {"answers": all_answers(attempt)}
        reply = world.call(
            me, "POST", f"/attempts/{attempt['id']}/submission", body, Idempotency_Key="submit"
        )
        assert reply.get_json()["score"] == 500
        assert len(statements) <= most, statements
