"""Phone numbers, identities, roles, and the size of a branch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from jinshui_study import clock
from jinshui_study.accounts import members, sealing
from jinshui_study.accounts.models import Identity, Member, Organization, RoleGrant
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Invalid, NotFound
from tests.world import PASSWORD, World

PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).filter(str.isascii)


@given(
    PHONES,
    st.sampled_from(["", "+86", "86", "0086", "+86-", "＋８６ ", "(+86)"]),
    st.sampled_from("\u202d- \u2013\u3000"),
)
def test_a_phone_is_the_same_however_it_is_written(phone: str, prefix: str, between: str) -> None:
    written = f" {prefix}{phone[:3]}{between}{phone[3:7]}{between}{phone[7:]} "
    assert members.normalise_phone(written) == phone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1380000000",
        "138000000001",
        "12800000001",
        "23800000001",
        "+8513800000001",
        "1380000000a",
        "张三",
        "8613800000",
    ],
)
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    assert members.normalise_phone(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_phone_or_nothing(text: str) -> None:
    phone = members.normalise_phone(text)
    assert phone is None or members.normalise_phone(phone) == phone


def test_a_member_may_be_known_by_several_identities(world: World) -> None:
    person = world.person()
    with unit_of_work():
        member = members.get(person.id)
        members.add_identity(member, "phone", "13511112222")
        members.add_identity(member, "openid", "o-abc")
        members.add_identity(member, "openid", "o-abc")
    for kind, subject in (("phone", person.phone), ("phone", "13511112222"), ("openid", "o-abc")):
        found = members.find_by_identity(kind, subject)
        assert found is not None
        assert found.id == person.id
    assert members.find_by_identity("openid", person.phone) is None
    count = select(func.count()).select_from(Identity).where(Identity.member_id == person.id)
    assert db.session.scalar(count) == 3


def test_a_number_that_is_somebody_elses_is_a_conflict(world: World) -> None:
    person = world.person()
    with unit_of_work(), pytest.raises(Conflict) as caught:
        members.add_identity(members.get(person.id), "phone", world.bystander.phone)
    assert caught.value.code == "identity_taken"


def test_an_identity_is_sealed_and_can_be_opened_again(world: World) -> None:
    person = world.person()
    identity = db.session.scalars(select(Identity).where(Identity.member_id == person.id)).one()
    assert sealing.unseal(identity.subject_sealed) == person.phone
    assert person.phone not in identity.subject_sealed + identity.subject_hash


def test_a_branch_counts_its_members(world: World) -> None:
    world.person(branch=1)
    world.person(branch=1)
    counts = select(Organization.member_count).where(Organization.kind == "branch").order_by(Organization.id)
    assert db.session.scalars(counts).all() == [0, 2, 0, 1]


def test_nobody_is_put_on_the_roster_of_a_street(world: World) -> None:
    with unit_of_work(), pytest.raises(Invalid):
        members.create("张三", world.streets[0], clock.now())
    assert db.session.scalar(select(func.count()).select_from(Member)) == 1


def test_the_same_role_is_granted_once(world: World) -> None:
    person = world.person(role="secretary")
    with unit_of_work():
        members.grant_role(members.get(person.id), "secretary", world.branches[0])
        members.grant_role(members.get(person.id), "unit_admin", world.streets[1])
    assert [(role, node.id) for role, node in members.roles_of(person.id)] == [
        ("unit_admin", world.streets[1].id),
        ("secretary", world.branches[0].id),
    ]
    assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == 2


def test_a_short_password_is_refused_and_a_long_one_is_hashed(world: World) -> None:
    person = world.person(password=PASSWORD)
    member = members.get(person.id)
    with unit_of_work(), pytest.raises(Invalid):
        members.set_password(member, "1234567")
    assert member.password_hash is not None
    assert member.password_hash.startswith("$argon2id$")
    assert members.password_matches(member, PASSWORD)
    assert not members.password_matches(member, "1234567")


def test_there_is_no_member_who_is_not_there(world: World) -> None:
    with pytest.raises(NotFound):
        members.get(10**9)
