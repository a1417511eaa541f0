"""Changing a quiz while nobody has begun, ending it early, calling it off; and what appears by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry, Organization
from jinshui_study.arena import modes
from jinshui_study.arena.desk import changing
from jinshui_study.arena.models import Attempt, Programme, Quiz
from jinshui_study.arena.quizzes import Plan
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from jinshui_study.questions.sampling import DrawRule
from tests.arena.steps import put
from tests.moments import MONDAY_NOON
from tests.world import Person, World

Clock = Callable[[datetime], None]
NOW, MINUTE = MONDAY_NOON, timedelta(minutes=1)
PLAN = Plan(
    preset="contest",
    title="七一竞赛",
    opens_at=NOW - MINUTE,
    closes_at=NOW + 60 * MINUTE,
    rules=modes.preset("contest", questions=5),
    draw=(DrawRule(count=5, score=100, banks=("study",)),),
)


@pytest.fixture
def admin(world: World) -> Person:
    return world.person(role="unit_admin", over=world.streets[0])


def street(world: World, number: int = 0) -> Organization:
    return db.session.get_one(Organization, world.streets[number].id)


def make(world: World, admin: Person, plan: Plan = PLAN) -> str:
    with unit_of_work():
        return changing.create(plan, street(world), admin.id, NOW, Random(1)).public_id


def find(public_id: str) -> Quiz:
    db.session.expire_all()
    return db.session.scalars(select(Quiz).where(Quiz.public_id == public_id)).one()


def refusal(call: Callable[[], object], kind: type[Problem] = Conflict) -> str:
    with pytest.raises(kind) as raised, unit_of_work():
        call()
    return raised.value.code


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_quiz_is_made_in_ones_own_reach_and_noted(world: World, admin: Person) -> None:
    quiz = find(make(world, admin))
    assert (quiz.title, quiz.created_by) == ("七一竞赛", admin.id)
    assert actions()[-1] == "quiz.create"
    other = street(world, 1)
    refusal(lambda: changing.create(PLAN, other, admin.id, NOW, Random(1)), Forbidden)
    elsewhere = world.person(role="unit_admin", over=world.streets[1])
    refusal(lambda: changing.get(quiz.public_id, elsewhere.id), NotFound)


def test_it_changes_while_nobody_has_begun(world: World, admin: Person) -> None:
    public_id = make(world, admin)
    plan = replace(PLAN, title="新名称", rules=modes.preset("contest", questions=3), same_for_all=True)
    plan = replace(plan, draw=(DrawRule(count=3, score=50, banks=("study",)),))
    with unit_of_work():
        changing.change(find(public_id), plan, street(world), admin.id, NOW, Random(1))
    quiz = find(public_id)
    assert (quiz.title, quiz.rules["questions"], len(quiz.paper or [])) == ("新名称", 3, 3)
    assert actions()[-1] == "quiz.change"
    assert world.start(world.person(), public_id)["total"] == 3


def test_once_somebody_has_begun_it_stays_as_it_is(world: World, admin: Person) -> None:
    public_id, other = make(world, admin), make(world, admin)
    world.start(world.person(), public_id)
    quiz = find(public_id)
    change = replace(PLAN, title="新名称")
    assert refusal(
        lambda: changing.change(find(public_id), change, street(world), admin.id, NOW, Random(1))
    ) == "quiz_begun"  # fmt: skip
    assert refusal(lambda: changing.call_off(find(public_id), admin.id, NOW)) == "quiz_begun"
    assert (quiz.title, changing.begun(find(other))) == ("七一竞赛", False)


def test_a_plan_that_cannot_be_changes_nothing(world: World, admin: Person) -> None:
    public_id = make(world, admin)
    many = replace(PLAN, draw=(DrawRule(count=99, score=100, banks=("study",)),))
    many = replace(many, rules=modes.preset("contest", questions=99))
    assert refusal(
        lambda: changing.change(find(public_id), many, street(world), admin.id, NOW, Random(1))
    ) == "too_few_questions"  # fmt: skip
    other = street(world, 1)
    refusal(lambda: changing.change(find(public_id), PLAN, other, admin.id, NOW, Random(1)), Forbidden)
    assert find(public_id).rules["questions"] == 5


def test_ended_early_what_is_answered_counts_and_nobody_enters(
    world: World, admin: Person, now: Clock
) -> None:
    public_id = make(world, admin, replace(PLAN, freezes_at=NOW + 50 * MINUTE))
    me, late, bystander = world.person(), world.person(), world.bystander
    attempt, elsewhere = world.start(me, public_id), world.start(bystander, world.quiz("weekly"))
    put(world, me, attempt, 1)
    ends = NOW + 10 * MINUTE
    with unit_of_work():
        changing.close(find(public_id), ends, admin.id, NOW)
    quiz = find(public_id)
    assert (quiz.closes_at, quiz.freezes_at) == (ends, ends)
    expires = dict(db.session.execute(select(Attempt.id, Attempt.expires_at)).all())
    assert expires[attempt["id"]] <= ends < expires[elsewhere["id"]]
    now(ends + MINUTE)
    assert world.call(late, "POST", f"/quizzes/{public_id}/attempts").get_json()["code"] == "not_open"
    result = world.get(me, f"/attempts/{attempt['id']}")
    assert result["state"] == "finished"
    assert actions().count("quiz.close") == 1


def test_an_attempt_without_a_limit_of_its_own_ends_with_the_quiz(world: World, admin: Person) -> None:
    public_id = make(world, admin, replace(PLAN, preset="weekly", rules=modes.preset("weekly", questions=5)))
    attempt = world.start(world.person(), public_id)
    with unit_of_work():
        changing.close(find(public_id), NOW, admin.id, NOW)
    query = select(Attempt.expires_at).where(Attempt.id == attempt["id"])
    assert db.session.scalar(query) == NOW


def test_only_what_runs_is_ended_and_never_later_than_its_end(world: World, admin: Person) -> None:
    coming = make(world, admin, replace(PLAN, opens_at=NOW + MINUTE))
    running = make(world, admin)
    assert refusal(lambda: changing.close(find(coming), NOW, admin.id, NOW)) == "not_open"
    refusal(lambda: changing.close(find(running), PLAN.closes_at, admin.id, NOW), Invalid)
    refusal(lambda: changing.close(find(running), NOW - MINUTE, admin.id, NOW), Invalid)
    assert refusal(lambda: changing.close(find(running), NOW, admin.id, PLAN.closes_at)) == "not_open"
    stranger = world.person(role="unit_admin", over=world.streets[1])
    refusal(lambda: changing.close(find(running), NOW, stranger.id, NOW), Forbidden)


def test_what_nobody_has_begun_can_be_called_off(world: World, admin: Person) -> None:
    public_id, kept = make(world, admin), make(world, admin)
    with unit_of_work():
        changing.call_off(find(public_id), admin.id, NOW)
    refusal(lambda: changing.get(public_id, admin.id), NotFound)
    assert changing.get(kept, admin.id).public_id == kept


def test_a_daily_quiz_repeats_until_it_is_stopped(world: World, admin: Person) -> None:
    plan = replace(PLAN, preset="daily", rules=modes.preset("daily"))
    with unit_of_work():
        made = changing.repeat(plan, "每日答题（{date}）", street(world), admin.id, NOW, Random(1))
        programme_id = made.id
    quiz = db.session.scalars(select(Quiz).where(Quiz.programme_id == programme_id)).one()
    assert quiz.title == "每日答题（11月23日）"
    assert refusal(lambda: changing.call_off(find(quiz.public_id), admin.id, NOW)) == "quiz_repeats"
    with unit_of_work():
        changing.switch(programme_id, admin.id, NOW, active=False)
    assert db.session.get_one(Programme, programme_id).active is False
    stranger = world.person(role="unit_admin", over=world.streets[1])
    refusal(lambda: changing.switch(programme_id, stranger.id, NOW, active=True), NotFound)
    refusal(lambda: changing.repeat(PLAN, "竞赛", street(world), admin.id, NOW, Random(1)), Invalid)
