"""The table of rights, cell by cell: every action, every role, every place."""

import pytest

from jinshui_study.accounts import rights
from jinshui_study.accounts.models import ROLES, Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.errors import Forbidden
from tests.world import World

ALLOWED = {
    "quiz.create": {"unit_admin", "district_admin"},
    "contest.run": {"unit_admin", "district_admin"},
    "integrity.review": {"unit_admin", "district_admin"},
    "rules.try": {"district_admin"},
    "screen.open": {"unit_admin", "district_admin"},
    "quiz.see_live_board": {"unit_admin", "district_admin"},
    "branch.see": {"secretary", "unit_admin", "district_admin"},
    "branch.see_participation": {"secretary"},
    "branch.compare": {"unit_admin", "district_admin"},
    "bank.edit": {"unit_admin", "editor", "district_admin"},
    "bank.review": {"editor", "district_admin"},
    "dispute.rule": {"editor", "district_admin"},
    "statistics.see": {"unit_admin", "editor", "district_admin"},
    "member.admit": {"secretary", "unit_admin", "district_admin"},
    "scene.make": {"secretary", "unit_admin", "district_admin"},
    "audit.see": {"district_admin"},
    "console.enter": {"secretary", "unit_admin", "editor", "district_admin"},
}
PLACES = ("own branch", "sibling branch", "own street", "other street", "district")
REACHED = {
    "branch": {"own branch"},
    "street": {"own branch", "sibling branch", "own street"},
    "district": set(PLACES),
}
"""What a role over a branch, its street or the district reaches."""


def place(world: World, name: str) -> Organization:
    return {
        "own branch": world.branches[0],
        "sibling branch": world.branches[1],
        "own street": world.streets[0],
        "other street": world.streets[1],
        "district": world.district,
    }[name]


@pytest.mark.parametrize("over", REACHED)
def test_each_role_may_what_the_table_says_and_only_where_it_reaches(world: World, over: str) -> None:
    home = {"branch": world.branches[0], "street": world.streets[0], "district": world.district}[over]
    for role in ROLES:
        person = world.person(role=role, over=home)
        answers = {
            (action, name): rights.may(person.id, action, place(world, name))
            for action in RIGHTS
            for name in PLACES
        }
        expected = {
            (action, name): role in roles and name in REACHED[over]
            for action, roles in ALLOWED.items()
            for name in PLACES
        }
        assert answers == expected, role


@pytest.mark.parametrize("role", ROLES)
def test_a_role_somewhere_is_enough_where_no_place_is_asked_for(world: World, role: str) -> None:
    person = world.person(role=role)
    assert {action for action in RIGHTS if rights.may(person.id, action)} == {
        action for action, roles in ALLOWED.items() if role in roles
    }


def test_a_member_without_a_role_may_nothing(world: World) -> None:
    world.person(role="district_admin", over=world.district)
    person = world.person()
    for action in RIGHTS:
        assert not rights.may(person.id, action)
        assert not any(rights.may(person.id, action, place(world, name)) for name in PLACES)


def test_what_one_may_not_is_forbidden_when_required(world: World) -> None:
    person = world.person(role="unit_admin", over=world.streets[0])
    rights.require(person.id, "quiz.create", world.branches[1])
    with pytest.raises(Forbidden):
        rights.require(person.id, "quiz.create", world.streets[1])


def test_an_unknown_action_is_an_error_of_ours(world: World) -> None:
    with pytest.raises(KeyError):
        rights.may(world.bystander.id, "quiz.destroy")


def test_a_route_refuses_whoever_may_not(world: World) -> None:
    body = {
        "preset": "contest",
        "title": "竞赛",
        "opens_at": "2026-11-24T09:00:00+08:00",
        "closes_at": "2026-11-25T09:00:00+08:00",
        "organization": world.streets[0].public_id,
        "draw": [{"count": 20, "banks": ["study"]}],
    }
    allowed = world.person(role="unit_admin", over=world.streets[0])
    elsewhere = world.person(role="unit_admin", over=world.streets[1])
    secretary = world.person(role="secretary")
    statuses = [
        world.call(who, "POST", "/quizzes", body).status_code for who in (None, secretary, elsewhere, allowed)
    ]
    assert statuses == [401, 403, 403, 201]


def test_the_actions_of_a_member_are_those_of_all_their_roles_anywhere(world: World) -> None:
    who = world.person(role="secretary")
    assert rights.actions_of(who.id) == {action for action, roles in ALLOWED.items() if "secretary" in roles}
    editor = world.person(role="editor", over=world.district)
    assert rights.actions_of(editor.id) == {action for action, roles in ALLOWED.items() if "editor" in roles}
    assert rights.actions_of(world.bystander.id) == frozenset()


def test_the_own_secretary_is_who_has_the_role_over_the_very_branch(world: World) -> None:
    branch = world.branches[0]
    own, above = world.person(role="secretary"), world.person(role="secretary", over=world.streets[0])
    admin = world.person(role="unit_admin")
    found = [rights.is_own_secretary(who.id, branch.id) for who in (own, above, admin, world.bystander)]
    assert found == [True, False, False, False]
    assert not rights.is_own_secretary(own.id, world.branches[1].id)
