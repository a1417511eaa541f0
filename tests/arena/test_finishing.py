"""Two at once: what was read before may have changed when it is written."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Row

from jinshui_study.arena import attempts, finishing, results
from jinshui_study.db import set_writing, unit_of_work
from tests.arena.steps import all_answers, go_on, put, run
from tests.moments import MONDAY_NOON
from tests.world import Person, World


def read(me: Person, attempt: dict[str, Any]) -> Row[Any]:
    """The attempt as one of two requests at once has read it."""
    with unit_of_work():
        return attempts.get(attempt["id"], me.id)


def submit(app: Flask, me: Person, row: Row[Any], responses: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """What the submit of that request goes on to do."""
    set_writing(False)
    with unit_of_work():
        finished = finishing.submit(row, responses, me, app.extensions["profile"], MONDAY_NOON)
        return results.describe(finished, MONDAY_NOON)


@pytest.mark.parametrize("right", [0, 3])
def test_a_submit_overtaken_by_a_submit_gives_its_result(app: Flask, world: World, right: int) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    stale = read(me, attempt)
    first = world.submit(me, attempt, all_answers(attempt)[:right])
    answers = {answer["number"]: answer["response"] for answer in all_answers(attempt)[:right]}
    assert submit(app, me, stale, answers) == first
    assert len(world.get(me, "/points/entries")["items"]) == 1
    assert world.get(me, "/points/today")["total"] == right


def test_a_submit_overtaken_by_an_answer_counts_it(app: Flask, world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    stale = read(me, attempt)
    put(world, me, attempt, 5)
    answers = {answer["number"]: answer["response"] for answer in all_answers(attempt)[:2]}
    result = submit(app, me, stale, answers)
    assert [line["correct"] for line in result["review"]] == [True, True, False, False, True]
    assert result["points_awarded"] == 3


def test_a_submit_overtaken_by_another_answer_to_the_same_question_goes_over_it(
    app: Flask, world: World
) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    put(world, me, attempt, 1, right=False)
    stale = read(me, attempt)
    put(world, me, attempt, 1, right=True)
    put(world, me, attempt, 2, right=False)
    second = all_answers(attempt)[1]
    result = submit(app, me, stale, {2: second["response"]})
    assert [line["correct"] for line in result["review"]][:2] == [True, True]


def test_a_submit_overtaken_by_the_next_question_closes_with_it_open(app: Flask, world: World) -> None:
    me = world.person()
    attempt = run(world, me, world.quiz("contest", feedback="end"), [True])
    stale = read(me, attempt)
    attempt = go_on(world, me, attempt)
    put(world, me, attempt, 2)
    result = submit(app, me, stale, {})
    assert (result["correct"], [line["number"] for line in result["review"]]) == (2, [1, 2])
