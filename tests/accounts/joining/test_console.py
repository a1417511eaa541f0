"""The secretary's pages: who gets how far, codes on a slip, and bindings to decide."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from jinshui_study.accounts import members
from jinshui_study.accounts.joining import bindings, codes
from jinshui_study.accounts.joining.models import BindingRequest, Invitation
from jinshui_study.accounts.joining.tickets import Subject
from jinshui_study.accounts.models import Identity
from jinshui_study.db import db, unit_of_work
from tests.console.office import BROWSER, Office, office_of, told
from tests.moments import MONDAY_NOON
from tests.world import World

OUT, NO, GONE, SEES, DOES = 302, 403, 404, 200, 302
PEOPLE = ("nobody", "member", "editor", "elsewhere", "secretary", "unit_admin", "district_admin")
TABLE: list[tuple[str, str, dict[str, Any], tuple[int, ...]]] = [
    ("GET", "/members/", {}, (OUT, NO, NO, SEES, SEES, SEES, SEES)),
    ("GET", "/members/invitations", {}, (OUT, NO, NO, SEES, SEES, SEES, SEES)),
    ("GET", "/bindings/", {}, (OUT, NO, NO, SEES, SEES, SEES, SEES)),
    ("POST", "/members/{member}/invitations", {}, (OUT, NO, DOES, DOES, SEES, SEES, SEES)),
    ("POST", "/members/invitations/{invitation}/revoke", {}, (OUT, NO, DOES, DOES, DOES, DOES, DOES)),
    (
        "POST",
        "/bindings/{request}/decision",
        {"decision": "refuse", "reason": "请核对。"},
        (OUT, NO, DOES, DOES, DOES, DOES, DOES),
    ),
    ("POST", "/members/{member}/identities/{identity}/unbind", {}, (OUT, NO, DOES, DOES, DOES, DOES, DOES)),
]
"""Forms lead back to their page, which says what was refused; the next test looks at what was really done."""
REACHES = {"secretary", "unit_admin", "district_admin"}


class Branch:
    """A branch with a member who has a WeChat, an open code, and a request that waits."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.member = world.person(name="张晓明")
        with unit_of_work():
            member = members.get(self.member.id)
            identity = bindings.bind(Subject("wechat", "oFirst"), member, "phone", MONDAY_NOON).identity
            asked = bindings.by_phone(Subject("wechat", "oSecond"), "张小明", self.member.phone, MONDAY_NOON)
            assert isinstance(asked, BindingRequest)
            self.names = {
                "member": self.member.public_id,
                "identity": identity.public_id,
                "request": asked.public_id,
            }
        secretary = world.person(role="secretary")
        world.call(secretary, "POST", f"/members/{self.member.public_id}/invitations")
        self.names["invitation"] = db.session.scalars(select(Invitation.public_id)).one()

    def changed(self) -> set[str]:
        """What somebody has done here."""
        db.session.expire_all()
        codes_made = db.session.scalars(select(Invitation).order_by(Invitation.id)).all()
        done = {
            "code made": len(codes_made) > 1,
            "code revoked": codes_made[0].revoked_at is not None,
            "request decided": db.session.scalars(select(BindingRequest.state)).one() != "waiting",
            "unbound": not db.session.scalars(select(Identity).where(Identity.kind == "wechat")).all(),
        }
        return {name for name, is_so in done.items() if is_so}


@pytest.fixture
def branch(world: World) -> Branch:
    return Branch(world)


def person_of(world: World, name: str, client: FlaskClient) -> Office | None:
    over = {"unit_admin": world.streets[0], "editor": world.district, "district_admin": world.district}
    if name == "elsewhere":
        return office_of(world, client, "secretary", world.branches[1])
    return office_of(world, client, name, over.get(name, world.branches[0]))


@pytest.mark.parametrize("place", range(len(PEOPLE)), ids=PEOPLE)
def test_everybody_gets_exactly_this_far(
    place: int, world: World, branch: Branch, client: FlaskClient
) -> None:
    name = PEOPLE[place]
    office = None if name in ("nobody", "member") else person_of(world, name, client)
    got = []
    for method, template, form, expected in TABLE:
        path = template.format(**branch.names)
        if name == "member":
            headers = {**world.bystander.headers, **BROWSER}
            status = client.open(f"/console{path}", method=method, data=form, headers=headers).status_code
        elif office is None:
            status = client.open(f"/console{path}", method=method, data=form, headers=BROWSER).status_code
        else:
            status = (office.get(path) if method == "GET" else office.send(path, form)).status_code
        got.append((template, status, expected[place]))
    assert [status for _, status, _ in got] == [expected for _, _, expected in got], got
    everything = {"code made", "code revoked", "request decided", "unbound"}
    assert branch.changed() == (everything if name in REACHES else set())


def test_every_form_needs_the_token_of_our_page(world: World, branch: Branch, client: FlaskClient) -> None:
    office = office_of(world, client, "secretary", world.branches[0])
    for method, template, form, _ in TABLE:
        if method == "POST":
            path = template.format(**branch.names)
            assert office.client.post(f"/console{path}", data=form, headers=BROWSER).status_code == 400
    assert branch.changed() == set()


@pytest.fixture
def office(world: World, client: FlaskClient) -> Office:
    return office_of(world, client, "secretary", world.branches[0])


def test_a_secretary_sees_the_own_members_and_how_they_log_in(
    world: World, branch: Branch, office: Office
) -> None:
    page = office.read("/members/")
    assert "张晓明" in page
    assert f"{branch.member.phone[:3]}****{branch.member.phone[-4:]}" in page
    assert branch.member.phone not in page
    assert "还不能登录" in page
    assert world.bystander.name not in page


@pytest.mark.parametrize("search", ["晓明", "{phone}", " +86 {phone}"])
def test_a_member_is_found_by_name_and_by_the_whole_number(
    world: World, branch: Branch, office: Office, search: str
) -> None:
    other = world.person(name="李雷")
    page = office.get("/members/?q=" + search.format(phone=branch.member.phone).replace("+", "%2B"))
    text = page.get_data(as_text=True)
    assert "张晓明" in text
    assert other.name not in text


@pytest.mark.parametrize("search", ["不存在", "%", "_", "%ED%A0%80", "139"])
def test_what_is_not_found_is_told(world: World, branch: Branch, office: Office, search: str) -> None:
    assert "没有找到" in office.read(f"/members/?q={search}")


def test_members_come_in_pages(world: World, office: Office) -> None:
    with unit_of_work():
        for number in range(60):
            members.create(f"党员{number:02}", world.branches[0], MONDAY_NOON)
    first, second = office.read("/members/"), office.read("/members/?page=2")
    assert "党员00" in first
    assert "党员59" not in first
    assert "党员59" in second
    assert "第 2 页，共 2 页" in second
    assert office.read("/members/?page=999") == second


def test_the_slip_shows_the_code_once_and_the_code_works(
    world: World, branch: Branch, office: Office
) -> None:
    page = office.send(f"/members/{branch.member.public_id}/invitations").get_data(as_text=True)
    found = re.search(r'class="invite-code"[^>]*>([^<]+)<', page)
    assert found is not None
    code = found[1]
    assert codes.normalise(code) is not None
    assert "只在这里显示一次" in page
    assert "data:image/svg+xml" in page
    assert code not in office.read("/members/invitations")
    body = {"code": code, "password": "a new password"}
    assert world.call(None, "POST", "/auth/invitations", body).status_code == 200
    assert "张晓明" not in office.read("/members/invitations")


def test_an_open_code_is_listed_and_revoked(branch: Branch, office: Office) -> None:
    assert "张晓明" in office.read("/members/invitations")
    page = office.follow(f"/members/invitations/{branch.names['invitation']}/revoke")
    assert told(page) == ["已作废，这个邀请码不能再用。"]
    assert "张晓明" not in page
    again = office.follow(f"/members/invitations/{branch.names['invitation']}/revoke")
    assert told(again) == ["没有找到这个邀请码，可能已经用过或作废了。"]


def test_a_request_shows_what_differs_and_is_approved(branch: Branch, office: Office) -> None:
    page = office.read("/bindings/")
    assert "张小明" in page
    assert "填写的姓名和名册不一致" in page
    assert "张晓明（第1支部）" in page
    path = f"/bindings/{branch.names['request']}/decision"
    done = office.follow(path, {"decision": "approve"})
    assert told(done) == ["已同意，微信已绑定到张晓明。"]
    assert "没有等您确认的申请" in done
    assert told(office.follow(path, {"decision": "approve"})) == ["这个申请已经处理过了，或者本人已经撤回。"]


def test_a_refusal_without_a_reason_is_sent_back(branch: Branch, office: Office) -> None:
    path = f"/bindings/{branch.names['request']}/decision"
    page = office.follow(path, {"decision": "refuse", "reason": " "})
    assert told(page) == ["请写明不同意的原因，对方会看到。"]
    assert branch.changed() == set()
    assert told(office.follow(path, {"decision": "refuse", "reason": "请核对。"})) == [
        "已退回，对方打开小程序就能看到原因。"
    ]


def test_the_first_page_tells_of_requests_that_wait(branch: Branch, office: Office) -> None:
    assert '<span class="number">1</span> 个微信等您确认' in office.read("/")
    office.send(f"/bindings/{branch.names['request']}/decision", {"decision": "approve"})
    assert "个微信等您确认" not in office.read("/")


def test_unbinding_ends_in_a_sentence(branch: Branch, office: Office) -> None:
    path = f"/members/{branch.names['member']}/identities/{branch.names['identity']}/unbind"
    assert told(office.follow(path)) == ["已解除张晓明的一个微信绑定，用它的登录已失效。"]
    assert told(office.follow(path)) == ["没有找到这个绑定，可能已经解除了。"]


def test_a_slip_for_who_has_no_number_says_so(world: World, office: Office) -> None:
    with unit_of_work():
        without = members.create("赵无号", world.branches[0], MONDAY_NOON).public_id
    page = office.send(f"/members/{without}/invitations").get_data(as_text=True)
    assert "名册里没有您的手机号" in page


def test_pages_have_no_code_or_style_of_their_own(branch: Branch, office: Office) -> None:
    texts = [office.get(path).get_data(as_text=True) for _, path, _, _ in TABLE[:3]]
    texts.append(office.send(f"/members/{branch.names['member']}/invitations").get_data(as_text=True))
    for text in texts:
        assert not re.search(r"<(?!html|!)[^>]*\s(style|on\w+)=", text)
        assert text.count("<h1") == 1
