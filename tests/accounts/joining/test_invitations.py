"""Invite codes: who makes them for whom, what they open once, and how guesses end them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, text
from werkzeug.test import TestResponse

from jinshui_study.accounts import members
from jinshui_study.accounts.joining import codes, invitations
from jinshui_study.accounts.joining.admission import Grant, covers
from jinshui_study.accounts.joining.models import Invitation
from jinshui_study.accounts.models import AuditEntry, Notice, Organization, RoleGrant
from jinshui_study.db import db, unit_of_work
from tests.moments import MONDAY_NOON
from tests.wechat.steps import code_of, invite, works
from tests.world import PASSWORD, Person, World

SetClock = Callable[[datetime], None]
NEW = "a new password"


@pytest.fixture
def secretary(world: World) -> Person:
    return world.person(name="王秀英", role="secretary")


@pytest.fixture
def member(world: World) -> Person:
    return world.person(name="张晓明")


def enter(world: World, code: str, password: str = NEW, **more: str) -> TestResponse:
    return world.call(None, "POST", "/auth/invitations", {"code": code, "password": password, **more})


def log_in(world: World, who: Person, password: str) -> int:
    return world.call(None, "POST", "/auth/login", {"login": who.phone, "password": password}).status_code


def wrong(code: str) -> str:
    """A code with the same first letters that opens nothing."""
    last = codes.ALPHABET[(codes.ALPHABET.index(code[-1]) + 1) % len(codes.ALPHABET)]
    return code[:-1] + last


def test_a_code_sets_the_password_logs_in_and_then_phone_and_password_work(
    world: World, secretary: Person, member: Person
) -> None:
    reply = enter(world, invite(world, secretary, member), name="张晓明")
    assert reply.status_code == 200
    assert reply.get_json()["member"]["id"] == member.public_id
    assert works(world, reply)
    assert log_in(world, member, NEW) == 200
    assert db.session.scalars(select(Notice.title).where(Notice.member_id == member.id)).all() == [
        "密码已设置"
    ]
    actions = [
        (entry.action, entry.member_id)
        for entry in db.session.scalars(
            select(AuditEntry).where(AuditEntry.subject == f"member:{member.public_id}")
        )
    ]
    assert actions == [("invitation.make", secretary.id), ("member.enter", member.id)]


def test_a_code_works_once(world: World, secretary: Person, member: Person) -> None:
    code = invite(world, secretary, member)
    assert enter(world, code).status_code == 200
    assert code_of(enter(world, code, "another password")) == (409, "invite_used")
    assert log_in(world, member, NEW) == 200


@pytest.mark.parametrize("password", [PASSWORD, None])
def test_a_forgotten_password_is_replaced_and_old_log_ins_end(
    world: World, secretary: Person, password: str | None
) -> None:
    member = world.person(password=password)
    assert enter(world, invite(world, secretary, member)).status_code == 200
    assert world.call(member, "GET", "/me").status_code == 401
    assert [log_in(world, member, one) for one in (PASSWORD, NEW)] == [401, 200]


def test_a_short_password_leaves_the_code_as_it_is(world: World, secretary: Person, member: Person) -> None:
    code = invite(world, secretary, member)
    reply = enter(world, code, "short")
    assert reply.status_code == 422
    assert list(reply.get_json()["errors"]) == ["password"]
    assert enter(world, code).status_code == 200


def test_a_code_lasts_seven_days(world: World, secretary: Person, member: Person, now: SetClock) -> None:
    code = invite(world, secretary, member)
    now(MONDAY_NOON + timedelta(days=7))
    assert code_of(enter(world, code)) == (409, "invite_expired")
    now(MONDAY_NOON + timedelta(days=7) - timedelta(milliseconds=1))
    assert enter(world, code).status_code == 200


def test_a_new_code_replaces_the_one_before(world: World, secretary: Person, member: Person) -> None:
    other = invite(world, secretary, world.person())
    first, second = invite(world, secretary, member), invite(world, secretary, member)
    assert code_of(enter(world, first)) == (409, "invite_void")
    assert enter(world, second).status_code == 200
    assert enter(world, other).status_code == 200


def test_five_wrong_guesses_void_the_code_they_were_near_and_no_other(
    world: World, secretary: Person, member: Person
) -> None:
    code, other = invite(world, secretary, member), invite(world, secretary, world.person())
    for _ in range(4):
        assert code_of(enter(world, wrong(code))) == (422, "invite_wrong")
    db.session.rollback()
    assert enter(world, other).status_code == 200
    assert code_of(enter(world, wrong(code))) == (422, "invite_wrong")
    assert code_of(enter(world, code)) == (409, "invite_void")


def test_a_name_that_is_not_the_codes_counts_as_a_guess(
    world: World, secretary: Person, member: Person
) -> None:
    code = invite(world, secretary, member)
    for _ in range(4):
        assert code_of(enter(world, code, name="李雷")) == (422, "invite_name_differs")
    assert enter(world, code, name="张晓明").status_code == 200
    other = invite(world, secretary, member)
    for _ in range(5):
        enter(world, other, name="李雷")
    assert code_of(enter(world, other, name="张晓明")) == (409, "invite_void")


@pytest.mark.parametrize("code", ["x", "K7QM3-XHNTA", "邀请码", "0" * 40])
def test_a_code_there_is_not_is_told_as_a_mistake_of_the_field(world: World, code: str) -> None:
    reply = enter(world, code)
    assert code_of(reply) == (422, "invite_wrong")
    assert list(reply.get_json()["errors"]) == ["code"]


def test_the_code_of_who_left_is_void(world: World, secretary: Person, member: Person) -> None:
    code = invite(world, secretary, member)
    with unit_of_work():
        members.get(member.id).active = False
    assert code_of(enter(world, code)) == (409, "invite_void")
    reply = world.call(secretary, "POST", f"/members/{member.public_id}/invitations")
    assert reply.status_code == 404


def test_the_code_of_who_has_risen_above_its_maker_is_void(
    world: World, secretary: Person, member: Person
) -> None:
    code = invite(world, secretary, member)
    with unit_of_work():
        district = db.session.get_one(Organization, world.district.id)
        members.grant_role(members.get(member.id), "district_admin", district)
    assert code_of(enter(world, code)) == (409, "invite_void")


def test_a_code_still_opens_after_its_maker_has_left_office(
    world: World, secretary: Person, member: Person
) -> None:
    code = invite(world, secretary, member)
    with unit_of_work():
        db.session.execute(delete(RoleGrant).where(RoleGrant.member_id == secretary.id))
    assert enter(world, code).status_code == 200


def test_a_code_is_nowhere_in_clear_not_even_in_a_stored_reply(
    world: World, secretary: Person, member: Person
) -> None:
    reply = world.call(secretary, "POST", f"/members/{member.public_id}/invitations", Idempotency_Key="a-key")
    code = reply.get_json()["code"].replace("-", "")
    for table in db.metadata.sorted_tables:
        rows = str(db.session.execute(text(f"SELECT * FROM {table.name}")).all())
        assert code not in rows.replace("-", ""), table.name


def test_open_codes_are_listed_without_the_code_and_revoked(
    world: World, secretary: Person, member: Person
) -> None:
    code = invite(world, secretary, member)
    outsider = world.person(role="secretary", branch=1)
    (item,) = world.get(secretary, "/invitations")["items"]
    assert item["member"]["id"] == member.public_id
    assert code not in str(item)
    assert world.get(outsider, "/invitations")["items"] == []
    assert world.call(outsider, "DELETE", f"/invitations/{item['id']}").status_code == 404
    assert world.call(secretary, "DELETE", f"/invitations/{item['id']}").status_code == 204
    assert world.call(secretary, "DELETE", f"/invitations/{item['id']}").status_code == 404
    assert world.get(secretary, "/invitations")["items"] == []
    assert code_of(enter(world, code)) == (409, "invite_void")


def test_what_was_over_a_month_ago_is_forgotten(world: World, secretary: Person, member: Person) -> None:
    invite(world, secretary, member)
    over = MONDAY_NOON + invitations.LASTS + invitations.KEPT_FOR
    with unit_of_work():
        assert invitations.forget_old(over) == 0
        assert invitations.forget_old(over + timedelta(milliseconds=1)) == 1
    assert db.session.scalars(select(Invitation)).all() == []


WHO = ("nobody", "member", "editor", "elsewhere", "secretary", "unit_admin", "district_admin")
WHOM = {
    "member": (401, 404, 404, 404, 201, 201, 201),
    "secretary": (401, 404, 404, 404, 201, 201, 201),
    "editor": (401, 404, 404, 404, 403, 403, 201),
    "unit_admin": (401, 404, 404, 404, 403, 201, 201),
    "district_admin": (401, 404, 404, 404, 403, 403, 201),
}
"""Who may make a code for whom, all of one branch but `elsewhere`: nobody becomes more by a code than they are."""


@pytest.mark.parametrize("whom", WHOM)
def test_nobody_makes_a_code_for_somebody_who_may_more(world: World, whom: str) -> None:
    over = {"unit_admin": world.streets[0], "editor": world.district, "district_admin": world.district}
    target = world.person(role=None if whom == "member" else whom, over=over.get(whom))
    got = []
    for who in WHO:
        role = {"nobody": None, "member": None, "elsewhere": "secretary"}.get(who, who)
        person = world.person(role=role, over=over.get(who), branch=1 if who == "elsewhere" else 0)
        asking = None if who == "nobody" else person
        got.append(world.call(asking, "POST", f"/members/{target.public_id}/invitations").status_code)
    assert tuple(got) == WHOM[whom]


@pytest.mark.parametrize(
    ("mine", "theirs", "enough"),
    [
        ([], [], True),
        ([("secretary", "/1/2/")], [], True),
        ([("secretary", "/1/2/")], [("secretary", "/1/2/")], True),
        ([("secretary", "/1/2/")], [("secretary", "/1/2/"), ("secretary", "/1/3/")], False),
        ([("unit_admin", "/1/2/")], [("secretary", "/1/2/5/"), ("editor", "/1/2/")], True),
        ([("unit_admin", "/1/2/")], [("secretary", "/1/20/")], False),
        ([("editor", "/1/")], [("secretary", "/1/2/")], False),
        ([("unit_admin", "/1/2/")], [("unit_admin", "/1/")], False),
        ([("secretary", "/1/"), ("unit_admin", "/1/2/")], [("unit_admin", "/1/3/")], False),
    ],
)
def test_roles_cover_others_of_the_same_standing_below_them(
    mine: list[tuple[str, str]], theirs: list[tuple[str, str]], enough: bool
) -> None:
    assert covers([Grant(*one) for one in mine], [Grant(*one) for one in theirs]) is enough


@pytest.mark.parametrize("path", ["/invitations", "/binding-requests"])
def test_the_lists_are_for_whoever_lets_people_in(world: World, member: Person, path: str) -> None:
    editor = world.person(role="editor", over=world.district)
    assert [world.call(who, "GET", path).status_code for who in (None, member, editor)] == [401, 403, 403]
