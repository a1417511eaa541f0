"""The hot path is counted in statements: a start, a submit, and that neither grows with what is around."""

from typing import Any

import pytest
from sqlalchemy import select

from jinshui_study import cache
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import pools
from jinshui_study.questions.models import Revision
from tests.arena.steps import all_answers, put
from tests.world import Person, World, six_questions

MOST_FOR_A_START = 8
MOST_FOR_A_SUBMIT = 12


def warm(world: World, quiz: str) -> None:
    """Somebody else has just done the same."""
    world.play(world.bystander, quiz, right=1)


def cold(world: World, quiz: str) -> None:
    """The process has just been started."""
    cache.forget_all()
    pools.forget_all()


def start(world: World, who: Person, quiz: str, key: str) -> dict[str, Any]:
    reply = world.call(who, "POST", f"/quizzes/{quiz}/attempts", Idempotency_Key=key)
    assert reply.status_code == 201, reply.get_data(as_text=True)
    return dict(reply.get_json())


def submit(
    world: World, who: Person, attempt: dict[str, Any], answers: list[dict[str, Any]], key: str
) -> dict[str, Any]:
    path = f"/attempts/{attempt['id']}/submission"
    reply = world.call(who, "POST", path, {"answers": answers}, Idempotency_Key=key)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return dict(reply.get_json())


@pytest.mark.parametrize("before", [warm, cold])
@pytest.mark.parametrize(("preset", "questions"), [("daily", 5), ("topic", 10)])
def test_a_start_and_a_submit_take_few_statements(
    world: World, statements: list[str], before: Any, preset: str, questions: int
) -> None:
    me = world.person()
    quiz = world.quiz(preset)
    before(world, quiz)
    statements.clear()
    attempt = start(world, me, quiz, "start")
    assert len(attempt["questions"]) == questions
    assert len(statements) <= MOST_FOR_A_START, statements
    if before is cold:
        cold(world, quiz)
    statements.clear()
    assert submit(world, me, attempt, all_answers(attempt), "submit")["correct"] == questions
    assert len(statements) <= MOST_FOR_A_SUBMIT, statements


def test_a_submit_of_saved_answers_takes_few_statements(world: World, statements: list[str]) -> None:
    me = world.person()
    quiz = world.quiz("daily")
    warm(world, quiz)
    attempt = world.start(me, quiz)
    for number in range(1, 6):
        statements.clear()
        put(world, me, attempt, number)
        assert len(statements) <= 4, statements
    statements.clear()
    assert submit(world, me, attempt, [], "submit")["correct"] == 5
    assert len(statements) <= MOST_FOR_A_SUBMIT, statements


def test_a_submit_sent_again_writes_nothing(world: World, statements: list[str]) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    world.submit(me, attempt, all_answers(attempt))
    statements.clear()
    world.submit(me, attempt, all_answers(attempt))
    assert not [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(statements) <= 4, statements


def count(world: World, statements: list[str], me: Person, quiz: str, key: str) -> list[int]:
    """Statements of a start, a saved answer, a submit, a look at the result, with every wording at hand."""
    counts = []
    pools.wordings(db.session.scalars(select(Revision.id)))
    statements.clear()
    attempt = start(world, me, quiz, f"start-{key}")
    counts.append(len(statements))
    statements.clear()
    put(world, me, attempt, 1)
    counts.append(len(statements))
    statements.clear()
    submit(world, me, attempt, all_answers(attempt), f"submit-{key}")
    counts.append(len(statements))
    statements.clear()
    world.get(me, f"/attempts/{attempt['id']}")
    return [*counts, len(statements)]


def test_statements_do_not_grow_with_members_questions_or_attempts(
    world: World, statements: list[str]
) -> None:
    me = world.person()
    quiz = world.quiz("weekly", questions=5)
    for _ in range(3):
        world.play(me, quiz, right=2)
    world.play(me, quiz, right=5)
    few = count(world, statements, me, quiz, "few")
    with unit_of_work():
        world.load_bank("study", [draft for number in range(60, 90) for draft in six_questions(number)])
    cache.forget_all()
    for turn in range(56):
        world.play(me if turn % 2 else world.person(branch=turn % 4), quiz, right=2)
    assert count(world, statements, me, quiz, "many") == few


def test_statements_do_not_grow_with_the_paper(world: World, statements: list[str]) -> None:
    counts = []
    for questions in (60, 2):
        quiz = world.quiz("weekly", questions=questions)
        warm(world, quiz)
        world.play(world.bystander, quiz, right=questions)
        counts.append(count(world, statements, world.person(), quiz, "one"))
    assert counts[0] == counts[1]
