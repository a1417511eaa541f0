"""Creating quizzes through the API: who may, what is refused, what is written down."""

from typing import Any

import pytest
from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions.models import Bank
from tests.arena.steps import problem
from tests.world import Person, World, six_questions

PLAN: dict[str, Any] = {
    "preset": "contest",
    "title": "金水区党史知识竞赛",
    "opens_at": "2026-11-23T09:00:00+08:00",
    "closes_at": "2026-11-30T21:00:00+08:00",
    "draw": [{"count": 20, "banks": ["study"]}],
}


def create(world: World, who: Person | None, **changes: Any) -> Any:
    body = {name: value for name, value in {**PLAN, **changes}.items() if value != "left out"}
    return world.call(who, "POST", "/quizzes", body)


def admin_of(world: World) -> Person:
    return world.person(role="district_admin", over=world.district)


def test_a_district_admin_makes_a_quiz_that_members_can_enter(world: World) -> None:
    admin, me = admin_of(world), world.person()
    made = create(world, admin, rules={"seconds_per_question": 30, "tries_per_day": 3, "feedback": "end"})
    assert made.status_code == 201
    quiz = made.get_json()
    assert quiz["title"] == PLAN["title"]
    assert (quiz["opens_at"], quiz["closes_at"]) == (
        "2026-11-23T09:00:00.000+08:00",
        "2026-11-30T21:00:00.000+08:00",
    )
    assert (quiz["tries_left"], quiz["open_attempt_id"]) == (3, None)
    assert quiz["rules"]["seconds_per_question"] == 30
    assert quiz["rules"]["counts"] == "first_k"
    assert world.get(me, f"/quizzes/{quiz['id']}") == quiz
    assert world.start(me, quiz["id"])["total"] == 20


def test_making_a_quiz_is_written_down(world: World) -> None:
    admin = admin_of(world)
    quiz = create(world, admin).get_json()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "quiz.create")).one()
    assert (entry.subject, entry.member_id) == (f"quiz:{quiz['id']}", admin.id)
    assert entry.details == {"preset": "contest"}


def test_a_quiz_sent_twice_with_its_key_is_made_once(world: World) -> None:
    admin = admin_of(world)
    replies = [world.call(admin, "POST", "/quizzes", PLAN, Idempotency_Key="q-1") for _ in range(2)]
    assert replies[0].status_code == 201
    assert replies[0].get_data() == replies[1].get_data()
    assert len(world.get(admin, "/quizzes")["items"]) == 1


@pytest.mark.parametrize("role", [None, "secretary", "editor"])
def test_who_is_no_admin_makes_none(world: World, role: str | None) -> None:
    who = world.person(role=role, over=world.district)
    assert problem(create(world, who)) == (403, "forbidden")
    assert problem(create(world, None)) == (401, "unauthorized")
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "quiz.create")).all() == []


def test_a_unit_admin_makes_quizzes_in_the_own_subtree_only(world: World) -> None:
    unit = world.person(role="unit_admin", over=world.streets[0])
    allowed = [world.streets[0], world.branches[0], world.branches[1]]
    refused = [world.district, world.streets[1], world.branches[2]]
    for organization in allowed:
        assert create(world, unit, organization=organization.public_id).status_code == 201
    for organization in refused:
        assert problem(create(world, unit, organization=organization.public_id)) == (403, "forbidden")
    assert problem(create(world, unit)) == (403, "forbidden")


def test_an_organization_that_is_not_there_is_told(world: World) -> None:
    assert problem(create(world, admin_of(world), organization="nowhere")) == (404, "not_found")


BAD_PLANS: list[tuple[str, dict[str, Any]]] = [
    ("preset", {"preset": "left out"}),
    ("preset", {"preset": "duel"}),
    ("preset", {"preset": 1}),
    ("title", {"title": "left out"}),
    ("title", {"title": "  "}),
    ("title", {"title": "长" * 81}),
    ("opens_at", {"opens_at": "left out"}),
    ("opens_at", {"opens_at": "2026-11-23T09:00:00"}),
    ("opens_at", {"opens_at": "tomorrow"}),
    ("closes_at", {"closes_at": "2026-11-22T09:00:00+08:00"}),
    ("closes_at", {"closes_at": PLAN["opens_at"]}),
    ("closes_at", {"closes_at": "9999-12-31T23:59:59+00:00"}),
    ("freezes_at", {"freezes_at": "2026-12-01T09:00:00+08:00"}),
    ("reveals_at", {"reveals_at": "2026-11-29T09:00:00+08:00"}),
    (
        "reveals_at",
        {"freezes_at": "2026-11-29T09:00:00+08:00", "reveals_at": "2026-11-28T09:00:00+08:00"},
    ),
    ("rules", {"rules": {"questions": 0}}),
    ("rules", {"rules": {"speed_percent": 26}}),
    ("rules", {"rules": {"seconds_per_question": None}}),
    ("rules", {"rules": {"counts": "median"}}),
    ("rules", {"rules": {"feedback": 5}}),
    ("rules", {"rules": {"partial": "perhaps"}}),
    ("rules", {"rules": {"questions": None}}),
    ("rules", {"rules": {"task": "daily"}}),
    ("rules", {"rules": [1]}),
    ("draw", {"draw": "left out"}),
    ("draw", {"draw": []}),
    ("draw", {"draw": [{"count": 20}]}),
    ("draw", {"draw": [{"count": 20, "banks": []}]}),
    ("draw", {"draw": [{"count": 20, "banks": ["unheard of"]}]}),
    ("draw", {"draw": [{"count": 19, "banks": ["study"]}]}),
    ("draw", {"draw": [{"count": 20, "banks": ["study"], "score": 0}]}),
    ("draw", {"draw": [{"count": 20, "banks": ["study"], "kinds": ["essay"]}]}),
    ("draw", {"draw": [{"count": 20, "banks": ["study"], "difficulties": [4]}]}),
    ("same_for_all", {"same_for_all": "perhaps"}),
    ("speed", {"speed": 1}),
]
"""The field that is told, and what is wrong with the plan."""


def test_a_plan_that_cannot_be_is_refused_with_sentences(world: World) -> None:
    admin = admin_of(world)
    for field, changes in BAD_PLANS:
        reply = create(world, admin, **changes)
        assert problem(reply) == (422, "invalid"), changes
        errors = reply.get_json()["errors"]
        assert list(errors) == [field], changes
        assert all(sentence.endswith("。") for sentence in sentences(errors)), errors
    assert world.get(admin, "/quizzes")["items"] == []


def sentences(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [sentence for part in parts for sentence in sentences(part)]


@pytest.mark.parametrize(
    "draw",
    [
        [{"count": 20, "banks": ["study"], "kinds": ["single"]}],
        [
            {"count": 10, "banks": ["study"], "kinds": ["single"]},
            {"count": 10, "banks": ["study"], "kinds": ["single"]},
        ],
    ],
)
def test_a_draw_the_bank_cannot_fill_is_a_conflict(world: World, draw: list[dict[str, Any]]) -> None:
    reply = create(world, admin_of(world), draw=draw)
    assert problem(reply) == (409, "too_few_questions")
    assert "只能抽出 10 道" in reply.get_json()["detail"]


def test_a_sealed_bank_for_practice_is_refused(world: World) -> None:
    with unit_of_work():
        world.load_bank("sealed", six_questions(30), purpose="sealed")
    admin, draw = admin_of(world), [{"count": 6, "banks": ["sealed"]}]
    reply = create(world, admin, preset="topic", draw=draw, rules={"questions": 6})
    assert problem(reply) == (422, "invalid")
    assert "密封题库" in reply.get_json()["errors"]["draw"][0]
    assert create(world, admin, draw=draw, rules={"questions": 6}).status_code == 201


def test_a_bank_of_one_street_is_not_for_another(world: World) -> None:
    with unit_of_work():
        world.load_bank("own", six_questions(30))
        bank = db.session.scalars(select(Bank).where(Bank.code == "own")).one()
        bank.organization_id = world.streets[0].id
    admin = admin_of(world)
    body = {"draw": [{"count": 6, "banks": ["own"]}], "rules": {"questions": 6}}
    owners = (world.streets[0], world.branches[1], world.streets[1], world.district)
    statuses = [create(world, admin, **body, organization=owner.public_id).status_code for owner in owners]
    assert statuses == [201, 201, 422, 422]
