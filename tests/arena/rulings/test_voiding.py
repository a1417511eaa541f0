"""Voiding a question: everybody who was asked it gets full marks, answered or not, and nobody else."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from jinshui_study import cache
from jinshui_study.arena.models import Attempt
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict
from jinshui_study.questions.models import Question
from jinshui_study.questions.sampling import DrawRule
from tests.arena.rulings.affairs import BANK, REST, Affair, differences, told, work_off
from tests.arena.steps import go_on, put
from tests.moments import MONDAY_NOON
from tests.world import World

Clock = Callable[[datetime], None]


def test_right_wrong_and_unanswered_all_get_full_marks(world: World) -> None:
    affair = Affair(world)
    people = [world.person(branch=branch) for branch in (0, 1, 2)]
    results = [
        affair.play(who, doubtful=chosen)
        for who, chosen in zip(people, (["甲错"], ["丙错"], None), strict=True)
    ]
    affair.rule("void")
    work_off()
    for who, before in zip(people, results, strict=True):
        after = affair.result(who, before)
        assert (after["score"], after["correct"], after["points_awarded"]) == (500, 5, 5)
        shown = affair.reviewed(who, before)
        assert (shown["correct"], shown["score"], shown["worth"]) == (True, 100, 100)
        assert (shown["ruling"]["verdict"], shown["ruling"]["key"]) == ("void", None)
        assert sum(one["score"] for one in after["review"]) == after["score"]
    assert [len(told(who)) for who in people] == [0, 1, 1]
    assert differences() == []


def test_who_left_it_open_before_its_key_was_corrected_gets_full_marks_too(world: World) -> None:
    """The correction took the quiz's paper over to a new revision; theirs names the old one."""
    affair = Affair(world)
    me = world.person()
    before = affair.play(me, doubtful=None)
    affair.rule("correct")
    assert affair.result(me, before)["score"] == 400
    affair.rule("void")
    work_off()
    after = affair.result(me, before)
    assert (after["score"], after["correct"]) == (500, 5)
    assert differences() == []


def test_who_was_not_asked_gets_nothing(world: World) -> None:
    affair = Affair(world)
    other = world.quiz("daily", draw=(DrawRule(count=5, score=100, banks=("study",)),))
    me = world.person()
    before = world.play(me, other, right=3)
    affair.rule("void")
    assert world.get(me, f"/attempts/{before['attempt_id']}") == before
    assert told(me) == []


def test_a_question_of_a_run_that_was_never_opened_was_not_asked(world: World) -> None:
    affair = Affair(world, preset="survival", shuffle_questions=False)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    put(world, me, attempt, 1, right=False)
    before = world.submit(me, attempt)
    assert (before["questions"], before["score"]) == (1, 0)
    affair.rule("void")
    assert affair.result(me, before)["score"] == 0
    assert told(me) == []


def test_speed_points_are_part_of_full_marks(world: World, now: Clock) -> None:
    affair = Affair(world, preset="contest", feedback="end", shuffle_questions=False)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    for number in range(1, REST + 2):
        if number > 1:
            attempt = go_on(world, me, attempt)
        now(MONDAY_NOON + timedelta(seconds=20 * number - 2))
        put(world, me, attempt, number)
    before = world.submit(me, attempt)
    affair.rule("void")
    shown = affair.reviewed(me, before)
    assert shown["score"] == shown["worth"] == 100
    assert affair.result(me, before)["score"] < 500


def test_the_question_is_drawn_no_more(world: World) -> None:
    affair = Affair(world)
    affair.rule("void")
    assert db.session.scalar(select(Question.state).where(Question.id == affair.question_id)) == "retired"
    cache.forget_all()
    with pytest.raises(Conflict) as caught:
        world.quiz("daily", questions=1, draw=(DrawRule(count=1, score=100, banks=(BANK,)),))
    assert caught.value.code == "too_few_questions"


def test_attempts_with_a_drawn_paper_are_found_too(world: World) -> None:
    affair = Affair(world)
    drawn = affair.new_quiz(same_for_all=False)
    me, bystander = world.person(), world.person()
    before = affair.play(me, doubtful=None, quiz=drawn)
    plain = world.quiz("topic", draw=(DrawRule(count=10, score=100, banks=("study",)),))
    other = world.play(bystander, plain, right=4)
    affair.rule("void")
    assert affair.result(me, before)["score"] == 500
    assert world.get(bystander, f"/attempts/{other['attempt_id']}")["score"] == 400


def blanks(paper: list[Any]) -> str:
    return json.dumps(paper)


def no_blanks(paper: list[Any]) -> str:
    return json.dumps(paper, separators=(",", ":"))


def another_order(paper: list[Any]) -> str:
    return json.dumps([dict(sorted(line.items(), key=lambda item: item[0] == "revision")) for line in paper])


@pytest.mark.parametrize("write", [blanks, no_blanks, another_order])
def test_a_paper_is_found_whoever_wrote_its_json(world: World, write: Callable[[list[Any]], str]) -> None:
    affair = Affair(world)
    drawn = affair.new_quiz(same_for_all=False)
    me = world.person()
    before = affair.play(me, doubtful=None, quiz=drawn)
    with unit_of_work() as session:
        paper = write(session.scalars(select(Attempt.paper)).one())
        session.connection().exec_driver_sql(f"UPDATE attempts SET paper = '{paper}'")
    affair.rule("void")
    assert affair.result(me, before)["score"] == 500


def test_an_attempt_that_closed_itself_with_gaps_gets_the_score_and_still_no_points(
    world: World, now: Clock
) -> None:
    affair = Affair(world)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    for answer in affair.answers(attempt, doubtful=None):
        path = f"/attempts/{attempt['id']}/answers/{answer['number']}"
        world.call(me, "PUT", path, {"response": answer["response"]})
    now(MONDAY_NOON + timedelta(days=1))
    before = world.get(me, f"/attempts/{attempt['id']}")
    assert (before["score"], before["points_awarded"]) == (400, 0)
    affair.rule("void")
    after = affair.result(me, before)
    assert (after["score"], after["points_awarded"]) == (500, 0)
    assert differences() == []


def test_a_void_question_can_be_given_a_key_after_all(world: World) -> None:
    affair = Affair(world)
    silent, wise = world.person(), world.person(branch=1)
    first, second = affair.play(silent, doubtful=None), affair.play(wise)
    affair.rule("void")
    affair.rule("correct")
    assert affair.result(silent, first)["score"] == 400
    assert affair.result(wise, second)["score"] == 500
    assert differences() == []


def test_a_void_question_is_not_voided_again(world: World) -> None:
    affair = Affair(world)
    affair.rule("void")
    with pytest.raises(Conflict) as caught:
        affair.propose("void")
    assert caught.value.code == "already_void"
