"""Logging in by WeChat and binding it: what binds at once, what waits for a secretary, and what ends a binding."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from jinshui_study.accounts import members
from jinshui_study.accounts.joining import requests
from jinshui_study.accounts.joining.models import BindingRequest
from jinshui_study.accounts.models import AuditEntry, Identity, Notice, Organization
from jinshui_study.db import db, unit_of_work
from tests.moments import MONDAY_NOON
from tests.wechat import fake
from tests.wechat.fake import APP_SECRET, SESSION_KEY, Raw, WeChat
from tests.wechat.steps import Handset, code_of, decide, invite, waiting, works
from tests.world import PASSWORD, Person, World

SetClock = Callable[[datetime], None]
pytestmark = pytest.mark.usefixtures("linked")


@pytest.fixture
def secretary(world: World) -> Person:
    return world.person(name="王秀英", role="secretary")


@pytest.fixture
def member(world: World) -> Person:
    return world.person(name="张晓明")


@pytest.fixture
def handset(world: World, wechat: WeChat, member: Person) -> Handset:
    """The member's own phone."""
    return Handset(world, wechat, "oMember-0123456789abcdefghi", member.phone)


def bound(person: Person) -> int:
    query = select(Identity).where(Identity.member_id == person.id, Identity.kind == "wechat")
    return len(db.session.scalars(query).all())


def audited(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def told(person: Person) -> list[str]:
    return list(db.session.scalars(select(Notice.title).where(Notice.member_id == person.id)))


def test_an_unbound_wechat_gets_a_ticket_and_after_binding_logs_in_like_a_password(
    world: World, handset: Handset, member: Person
) -> None:
    first = handset.log_in()
    assert (first.status_code, first.get_json()["request"]) == (202, None)
    assert datetime.fromisoformat(first.get_json()["expires_at"]) == MONDAY_NOON + timedelta(minutes=15)
    done = handset.bind_by_phone("张晓明")
    assert done.status_code == 200
    again = handset.log_in()
    for reply in (done, again):
        assert reply.get_json()["member"]["id"] == member.public_id
        assert set(reply.get_json()) == {"token", "expires_at", "member"}
        assert works(world, reply)
    assert [entry.details for entry in audited("identity.bind")] == [{"kind": "wechat", "way": "phone"}]
    assert told(member) == ["微信已绑定"]


@pytest.mark.parametrize("name", ["张晓明", " 张 晓明", "张晓明\u200b"])
def test_a_name_is_the_same_however_it_is_spaced(world: World, handset: Handset, name: str) -> None:
    assert handset.bind_by_phone(name).status_code == 200


def test_no_openid_session_key_or_phone_reaches_the_phone_or_a_log_or_stands_in_clear(
    world: World,
    handset: Handset,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(logging.getLogger("jinshui_study"), "propagate", True)
    caplog.set_level(logging.DEBUG)
    handset.bind_by_phone("王二小")
    handset.log_in()
    handset.bind_by_phone("张晓明")
    handset.log_in()
    written = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    kept = "".join(
        str(db.session.execute(text(f"SELECT * FROM {table.name}")).all())
        for table in db.metadata.sorted_tables
    )
    for place in ("".join(handset.seen), written, kept):
        for secret in (handset.openid, SESSION_KEY, APP_SECRET, member.phone):
            assert secret not in place


def test_an_old_a_foreign_and_a_broken_ticket_are_refused(
    world: World, handset: Handset, now: SetClock, member: Person
) -> None:
    handset.log_in()
    now(MONDAY_NOON + timedelta(minutes=15))
    assert code_of(handset.bind_by_phone("张晓明")) == (422, "ticket_expired")
    sealed = db.session.scalars(select(Identity.subject_sealed)).first()
    for ticket in ("x", handset.ticket[:-4] + "AAAA", str(sealed)):
        body = {"ticket": ticket, "name": "张晓明", "phone_code": "p"}
        assert code_of(world.call(None, "POST", "/wechat/bindings", body)) == (422, "ticket_invalid")
    assert bound(member) == 0


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "张晓明"}, {"phone_code": "p"}, {"phone_code": "p", "invite_code": "c", "name": "张晓明"}],
)
def test_one_way_of_binding_must_be_given(world: World, handset: Handset, body: dict[str, str]) -> None:
    handset.log_in()
    reply = world.call(None, "POST", "/wechat/bindings", {"ticket": handset.ticket, **body})
    assert reply.status_code == 422


def test_who_is_not_on_the_roster_is_told_what_to_do(world: World, wechat: WeChat) -> None:
    reply = Handset(world, wechat, "oStranger", "13700000000").bind_by_phone("陌生人")
    assert code_of(reply) == (404, "not_on_roster")
    assert "支部书记" in reply.get_json()["detail"]


def test_who_left_can_neither_bind_nor_log_in(world: World, handset: Handset, member: Person) -> None:
    handset.bind_by_phone("张晓明")
    with unit_of_work():
        members.get(member.id).active = False
    assert handset.log_in().status_code == 202
    assert handset.bind_by_phone("张晓明").status_code == 404


def test_another_name_waits_for_the_secretary_who_approves(
    world: World, handset: Handset, member: Person, secretary: Person
) -> None:
    other = world.person(name="李书记", role="secretary", branch=1)
    reply = handset.bind_by_phone("张小明")
    assert (reply.status_code, reply.get_json()["request"]["state"]) == (202, "waiting")
    assert handset.request() == reply.get_json()["request"]
    (asked,) = waiting(world, secretary)
    assert (asked["name"], asked["cause"]) == ("张小明", "name_differs")
    assert asked["phone"] == f"{member.phone[:3]}****{member.phone[-4:]}"
    assert [one["id"] for one in asked["candidates"]] == [member.public_id]
    assert waiting(world, other) == []
    assert decide(world, other, asked["id"], "approve").status_code == 404
    assert decide(world, secretary, asked["id"], "approve").status_code == 204
    assert waiting(world, secretary) == []
    logged_in = handset.log_in()
    assert logged_in.get_json()["member"]["id"] == member.public_id
    (entry,) = audited("identity.bind")
    assert (entry.member_id, entry.subject, entry.details["way"]) == (
        secretary.id,
        f"member:{member.public_id}",
        "approval",
    )


def test_a_refusal_needs_a_reason_which_the_person_reads(
    world: World, handset: Handset, member: Person, secretary: Person
) -> None:
    handset.bind_by_phone("张小明")
    (asked,) = waiting(world, secretary)
    assert decide(world, secretary, asked["id"], "refuse").status_code == 422
    assert decide(world, secretary, asked["id"], "refuse", reason="请来支部核对。").status_code == 204
    own = handset.request()
    assert own is not None
    assert (own["state"], own["reason"]) == ("refused", "请来支部核对。")
    assert code_of(decide(world, secretary, asked["id"], "approve")) == (409, "request_decided")
    assert bound(member) == 0
    assert handset.bind_by_phone("张晓明").status_code == 200


def test_what_is_asked_again_is_one_request_and_another_name_replaces_it(
    world: World, handset: Handset, secretary: Person
) -> None:
    first = handset.bind_by_phone("张小明").get_json()
    assert handset.bind_by_phone("张小明").get_json() == first
    second = handset.bind_by_phone("章晓明").get_json()
    assert [asked["id"] for asked in waiting(world, secretary)] == [second["request"]["id"]]
    assert code_of(decide(world, secretary, first["request"]["id"], "approve")) == (409, "request_decided")
    assert handset.bind_by_phone("张晓明").status_code == 200
    assert waiting(world, secretary) == []


def test_a_second_wechat_of_a_member_waits_for_the_secretary_and_then_both_work(
    world: World, wechat: WeChat, handset: Handset, member: Person, secretary: Person
) -> None:
    handset.bind_by_phone("张晓明")
    second = Handset(world, wechat, "oSecond", member.phone)
    assert second.bind_by_phone("张晓明").status_code == 202
    (asked,) = waiting(world, secretary)
    assert asked["cause"] == "already_bound"
    decide(world, secretary, asked["id"], "approve")
    assert [phone.log_in().status_code for phone in (handset, second)] == [200, 200]
    assert bound(member) == 2


def test_a_changed_number_waits_for_the_secretary_who_knows_the_person(
    world: World, wechat: WeChat, member: Person, secretary: Person
) -> None:
    handset = Handset(world, wechat, "oNew", "13711112222")
    assert handset.bind_by_phone("张晓明").status_code == 202
    (asked,) = waiting(world, secretary)
    assert (asked["cause"], asked["phone"]) == ("phone_unknown", "137****2222")
    assert decide(world, secretary, asked["id"], "approve").status_code == 204
    assert handset.log_in().get_json()["member"]["id"] == member.public_id
    assert members.find_by_identity("phone", "13711112222") is None


def test_a_number_the_roster_lacks_is_taken_from_wechat_when_the_secretary_approves(
    world: World, wechat: WeChat, secretary: Person
) -> None:
    with unit_of_work():
        branch = db.session.get_one(Organization, secretary.branch_id)
        without = members.create("赵无号", branch, MONDAY_NOON)
    Handset(world, wechat, "oNew", "13711112222").bind_by_phone("赵无号")
    (asked,) = waiting(world, secretary)
    decide(world, secretary, asked["id"], "approve")
    assert members.find_by_identity("phone", "13711112222") is without


def test_of_several_people_of_one_name_the_secretary_says_which(
    world: World, wechat: WeChat, member: Person, secretary: Person
) -> None:
    namesake, elsewhere = world.person(name="张晓明"), world.person(name="张晓明", branch=2)
    handset = Handset(world, wechat, "oNew", "13711112222")
    handset.bind_by_phone("张晓明")
    (asked,) = waiting(world, secretary)
    assert asked["cause"] == "several_matches"
    assert {one["id"] for one in asked["candidates"]} == {member.public_id, namesake.public_id}
    assert decide(world, secretary, asked["id"], "approve").status_code == 422
    assert decide(world, secretary, asked["id"], "approve", member=elsewhere.public_id).status_code == 422
    assert decide(world, secretary, asked["id"], "approve", member=namesake.public_id).status_code == 204
    assert handset.log_in().get_json()["member"]["id"] == namesake.public_id


def test_a_name_of_very_many_needs_an_invite_code(world: World, wechat: WeChat) -> None:
    for _ in range(6):
        world.person(name="王伟")
    reply = Handset(world, wechat, "oNew", "13711112222").bind_by_phone("王伟")
    assert code_of(reply) == (409, "too_many_matches")
    assert "邀请码" in reply.get_json()["detail"]


def test_an_invite_code_binds_without_a_phone_number(
    world: World, handset: Handset, member: Person, secretary: Person
) -> None:
    reply = handset.bind_by_invite(invite(world, secretary, member).lower().replace("-", " "))
    assert reply.status_code == 200
    assert reply.get_json()["member"]["id"] == member.public_id
    assert audited("identity.bind")[0].details["way"] == "invitation"


@pytest.mark.parametrize("conflict", ["name_differs", "already_bound"])
def test_an_invite_code_that_meets_a_conflict_is_used_up_and_makes_a_request(
    world: World, wechat: WeChat, handset: Handset, member: Person, secretary: Person, conflict: str
) -> None:
    if conflict == "already_bound":
        handset.bind_by_phone("张晓明")
    other, code = Handset(world, wechat, "oOther"), invite(world, secretary, member)
    name = {"name": "李雷"} if conflict == "name_differs" else {}
    reply = other.bind_by_invite(code, **name)
    assert (reply.status_code, reply.get_json()["request"]["cause"]) == (202, conflict)
    assert [asked["cause"] for asked in waiting(world, secretary)] == [conflict]
    assert code_of(Handset(world, wechat, "oThird").bind_by_invite(code)) == (409, "invite_used")


def test_a_bound_wechat_binds_again_to_the_same_member_whatever_it_says(
    world: World, handset: Handset, member: Person
) -> None:
    handset.log_in()
    ticket = handset.ticket
    handset.bind_by_phone("张晓明")
    other = world.person(name="李雷")
    handset.ticket, handset.number = ticket, other.phone
    assert handset.bind_by_phone("李雷").get_json()["member"]["id"] == member.public_id
    assert bound(other) == 0


def test_a_member_unbinds_and_that_wechats_log_ins_end_and_no_other(
    world: World, handset: Handset, member: Person
) -> None:
    reply = handset.bind_by_phone("张晓明")
    items = world.get(member, "/me/identities")["items"]
    assert [(item["kind"], item["label"]) for item in items] == [
        ("phone", f"{member.phone[:3]}****{member.phone[-4:]}"),
        ("wechat", "微信"),
    ]
    assert items[0]["id"] is None
    assert world.call(member, "DELETE", f"/me/identities/{items[1]['id']}").status_code == 204
    assert not works(world, reply)
    assert world.call(member, "GET", "/me").status_code == 200
    assert handset.log_in().status_code == 202
    assert world.call(member, "DELETE", f"/me/identities/{items[1]['id']}").status_code == 404
    assert [entry.member_id for entry in audited("identity.unbind")] == [member.id]


def test_a_phone_number_cannot_be_unbound(world: World, member: Person) -> None:
    identity = db.session.scalars(select(Identity).where(Identity.member_id == member.id)).one()
    assert world.call(member, "DELETE", f"/me/identities/{identity.public_id}").status_code == 404


def test_somebody_elses_binding_is_not_there(world: World, handset: Handset, member: Person) -> None:
    handset.bind_by_phone("张晓明")
    theirs = world.get(member, "/me/identities")["items"][1]["id"]
    assert world.call(world.person(), "DELETE", f"/me/identities/{theirs}").status_code == 404
    assert bound(member) == 1


def test_the_secretary_unbinds_and_the_member_is_told(
    world: World, handset: Handset, member: Person, secretary: Person
) -> None:
    reply = handset.bind_by_phone("张晓明")
    identity = world.get(member, "/me/identities")["items"][1]["id"]
    address = f"/members/{member.public_id}/identities/{identity}"
    outsider = world.person(role="secretary", branch=1)
    assert world.call(outsider, "DELETE", address).status_code == 404
    assert world.call(secretary, "DELETE", address).status_code == 204
    assert not works(world, reply)
    assert "微信已解除绑定" in told(member)
    assert [entry.member_id for entry in audited("identity.unbind")] == [secretary.id]


def test_a_member_who_is_logged_in_binds_wechats_of_their_own_up_to_five(
    world: World, wechat: WeChat, member: Person, handset: Handset
) -> None:
    for number in range(5):
        own = Handset(world, wechat, f"oOwn-{number}")
        assert world.call(member, "POST", "/wechat/identities", {"code": own.code()}).status_code == 201
        assert own.log_in().status_code == 200
    sixth = world.call(member, "POST", "/wechat/identities", {"code": handset.code()})
    assert code_of(sixth) == (409, "too_many_identities")
    known = Handset(world, wechat, "oOwn-0")
    assert world.call(member, "POST", "/wechat/identities", {"code": known.code()}).status_code == 201
    taken = world.call(world.bystander, "POST", "/wechat/identities", {"code": known.code()})
    assert code_of(taken) == (409, "identity_taken")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (fake.error(40226), (403, "wechat_high_risk")),
        (fake.error(40029), (422, "wechat_code_invalid")),
        (fake.error(40163), (409, "wechat_code_used")),
        (fake.error(40125), (503, "wechat_misconfigured")),
        (Raw(b"{"), (503, "wechat_bad_reply")),
    ],
)
def test_what_wechat_refuses_reaches_the_person_as_a_problem(
    handset: Handset, wechat: WeChat, answer: fake.Answer, expected: tuple[int, str]
) -> None:
    wechat.script(fake.LOGIN, answer)
    assert code_of(handset.log_in()) == expected


def test_old_requests_are_forgotten(world: World, handset: Handset, now: SetClock) -> None:
    handset.bind_by_phone("张小明")
    with unit_of_work():
        assert requests.forget_old(MONDAY_NOON + timedelta(days=30)) == 0
        assert requests.forget_old(MONDAY_NOON + timedelta(days=31)) == 1
    assert db.session.scalars(select(BindingRequest)).all() == []


def test_a_member_who_is_logged_in_needs_no_wechat(world: World, handset: Handset, wechat: WeChat) -> None:
    reply = handset.bind_by_phone("张晓明")
    person = world.person(password=PASSWORD)
    wechat.down = Raw(status=500)
    assert works(world, reply)
    body = {"login": person.phone, "password": PASSWORD}
    assert world.call(None, "POST", "/auth/login", body).status_code == 200
