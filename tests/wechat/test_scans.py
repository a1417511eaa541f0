"""Codes to scan: an organization's, and the one by which a browser is logged in from a phone."""

import base64
import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jinshui_study.accounts.joining import scans
from jinshui_study.accounts.joining.models import Scene
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.db import db, unit_of_work
from tests.console.office import BROWSER
from tests.console.test_pages import token_on
from tests.moments import MONDAY_NOON
from tests.wechat import fake
from tests.wechat.fake import PICTURE, WeChat
from tests.wechat.steps import code_of
from tests.world import Person, World

SetClock = Callable[[datetime], None]
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


class Desk:
    """A browser at the console's log-in page."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.token = token_on(self.client.get("/console/login", headers=BROWSER))
        self.scene: dict[str, Any] = {}

    def ask(self) -> dict[str, Any]:
        self.scene = dict(self._post("/console/login/scans/").get_json())
        return self.scene

    def state(self) -> str:
        headers = {"Accept": "application/json"}
        reply = self.client.get(f"/console/login/scans/{self.scene['id']}", headers=headers)
        return str(reply.get_json().get("state", reply.status_code))

    def enter(self) -> int:
        return int(self._post(f"/console/login/scans/{self.scene['id']}/session").status_code)

    def inside(self) -> bool:
        return bool(self.client.get("/console/", headers=BROWSER).status_code == 200)

    def _post(self, path: str) -> Any:
        headers = {"X-CSRFToken": self.token, "User-Agent": DESK, "Accept": "application/json"}
        return self.client.post(path, headers=headers)


@pytest.fixture
def desk(app: Flask, world: World) -> Desk:
    return Desk(app)


@pytest.fixture
def secretary(world: World) -> Person:
    return world.person(name="王秀英", role="secretary")


def confirm(world: World, who: Person, desk: Desk, confirmed: bool = True) -> Any:
    return world.call(
        who, "POST", f"/wechat/scenes/{desk.scene['id']}/confirmation", {"confirmed": confirmed}
    )


def test_the_phone_confirms_and_the_browser_that_asked_is_inside(
    world: World, desk: Desk, secretary: Person
) -> None:
    desk.ask()
    assert desk.state() == "waiting"
    seen = world.get(secretary, f"/wechat/scenes/{desk.scene['id']}")
    assert (seen["purpose"], seen["words"], seen["state"]) == ("login", "登录管理后台", "waiting")
    assert (seen["site"], seen["device"]) == ("localhost", "Chrome 浏览器，Windows 电脑")
    assert seen["number"] == desk.scene["number"]
    assert re.fullmatch(r"\d\d", seen["number"])
    assert not desk.inside()
    assert confirm(world, secretary, desk).get_json()["state"] == "confirmed"
    assert desk.state() == "confirmed"
    assert desk.enter() == 200
    assert desk.inside()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "scene.confirmed")).one()
    assert entry.member_id == secretary.id


def test_it_works_once(world: World, desk: Desk, secretary: Person) -> None:
    desk.ask()
    confirm(world, secretary, desk)
    assert code_of(confirm(world, secretary, desk)) == (409, "scene_decided")
    assert [desk.enter(), desk.enter()] == [200, 400]


def test_it_is_over_after_three_minutes_at_every_step(
    world: World, desk: Desk, secretary: Person, now: SetClock
) -> None:
    desk.ask()
    now(MONDAY_NOON + timedelta(minutes=3))
    assert code_of(world.call(secretary, "GET", f"/wechat/scenes/{desk.scene['id']}")) == (404, "scene_over")
    assert code_of(confirm(world, secretary, desk)) == (404, "scene_over")
    assert desk.state() == "404"
    now(MONDAY_NOON + timedelta(minutes=2, seconds=59))
    assert confirm(world, secretary, desk).status_code == 200
    now(MONDAY_NOON + timedelta(minutes=3))
    assert desk.enter() == 404
    assert not desk.inside()


def test_another_browser_gets_nothing_from_it(
    world: World, app: Flask, desk: Desk, secretary: Person
) -> None:
    desk.ask()
    thief = Desk(app)
    thief.scene = desk.scene
    confirm(world, secretary, desk)
    assert (thief.state(), thief.enter()) == ("404", 404)
    thief.ask()
    thief.scene = desk.scene
    assert (thief.state(), thief.enter()) == ("404", 404)
    assert not thief.inside()
    assert desk.enter() == 200


def test_nobody_comes_in_before_the_phone_confirms(world: World, desk: Desk) -> None:
    desk.ask()
    assert desk.enter() == 409
    assert not desk.inside()


def test_who_says_it_is_not_me_ends_it(world: World, desk: Desk, secretary: Person) -> None:
    desk.ask()
    assert confirm(world, secretary, desk, confirmed=False).get_json()["state"] == "refused"
    assert desk.state() == "refused"
    assert desk.enter() == 409
    assert code_of(confirm(world, secretary, desk)) == (409, "scene_decided")


def test_a_member_without_a_role_cannot_confirm(world: World, desk: Desk) -> None:
    desk.ask()
    assert confirm(world, world.bystander, desk).status_code == 403
    assert confirm(world, world.bystander, desk, confirmed=False).status_code == 200


def test_a_role_lost_meanwhile_opens_nothing(world: World, desk: Desk, secretary: Person) -> None:
    desk.ask()
    confirm(world, secretary, desk)
    with unit_of_work():
        db.session.execute(db.text("DELETE FROM role_grants"))
    assert desk.enter() == 403
    assert not desk.inside()


def test_the_same_browser_that_asks_again_gets_a_new_code(world: World, desk: Desk) -> None:
    first = desk.ask()
    second = desk.ask()
    assert first["id"] != second["id"]
    desk.scene = first
    assert desk.state() == "404"


def test_asking_needs_the_token_of_our_page(world: World, desk: Desk) -> None:
    assert desk.client.post("/console/login/scans/").status_code == 400
    desk.ask()
    assert desk.client.post(f"/console/login/scans/{desk.scene['id']}/session").status_code == 400


def test_only_a_hash_of_the_browsers_secret_is_kept(world: World, desk: Desk) -> None:
    desk.ask()
    scene = db.session.scalars(select(Scene)).one()
    assert re.fullmatch(r"[0-9a-f]{64}", scene.browser_hash)


def modules(picture: str) -> str:
    """What stands in a plain QR code cannot be read here; that it is one of ours can."""
    return unquote(picture.removeprefix("data:image/svg+xml;charset=utf-8,"))


def test_without_wechat_the_picture_is_a_plain_code_of_the_web_page(world: World, secretary: Person) -> None:
    body = {"purpose": "sign_in", "organization": world.branches[0].public_id}
    made = world.call(secretary, "POST", "/wechat/scenes", body).get_json()
    assert made["kind"] == "web"
    assert made["address"] == f"http://localhost/#/pages/scan/index?scene={made['id']}"
    assert modules(made["picture"]).startswith("<svg")
    assert len(made["id"]) <= 32
    seen = world.get(world.bystander, f"/wechat/scenes/{made['id']}")
    assert (seen["purpose"], seen["words"], seen["organization"]["name"]) == ("sign_in", "签到", "第1支部")
    assert (seen["device"], seen["number"]) == ("", "")
    assert code_of(
        world.call(world.bystander, "POST", f"/wechat/scenes/{made['id']}/confirmation", {"confirmed": True})
    ) == (409, "scene_needs_nothing")


@pytest.mark.usefixtures("linked")
def test_with_wechat_the_picture_is_the_mini_programs_code(
    world: World, wechat: WeChat, secretary: Person
) -> None:
    body = {"purpose": "sign_in", "organization": world.branches[0].public_id}
    made = world.call(secretary, "POST", "/wechat/scenes", body).get_json()
    assert made["kind"] == "mini_program"
    assert made["picture"] == "data:image/jpeg;base64," + base64.b64encode(PICTURE).decode()
    sent = wechat.asked[-1].body
    assert (sent["scene"], sent["page"], sent["env_version"]) == (made["id"], "pages/scan/index", "release")


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize("answer", [fake.error(41030), fake.error(45009), fake.Hangup, fake.Raw(b"{")])
def test_where_wechat_gives_none_the_plain_code_does(
    world: World, wechat: WeChat, secretary: Person, answer: fake.Answer
) -> None:
    wechat.script(fake.CODE, answer, answer)
    body = {"purpose": "sign_in", "organization": world.branches[0].public_id}
    reply = world.call(secretary, "POST", "/wechat/scenes", body)
    assert (reply.status_code, reply.get_json()["kind"]) == (201, "web")


@pytest.mark.parametrize(
    ("role", "over", "status"),
    [
        (None, "own", 403),
        ("secretary", "own", 201),
        ("secretary", "other", 403),
        ("secretary", "district", 403),
        ("unit_admin", "own", 201),
        ("editor", "own", 403),
        ("district_admin", "district", 201),
    ],
)
def test_whose_organization_it_is_makes_its_codes(
    world: World, role: str | None, over: str, status: int
) -> None:
    places = {"own": world.branches[0], "other": world.branches[1], "district": world.district}
    scope = {"unit_admin": world.streets[0], "district_admin": world.district, "editor": world.district}
    who = world.person(role=role, over=scope.get(role or ""))
    body = {"purpose": "sign_in", "organization": places[over].public_id}
    assert world.call(who, "POST", "/wechat/scenes", body).status_code == status


@pytest.mark.parametrize("purpose", ["login", "check", "x"])
def test_nobody_makes_a_log_in_or_an_unknown_purpose_by_hand(
    world: World, secretary: Person, purpose: str
) -> None:
    body = {"purpose": purpose, "organization": world.branches[0].public_id}
    assert world.call(secretary, "POST", "/wechat/scenes", body).status_code == 422


def test_a_sign_in_lasts_ten_minutes_and_is_forgotten_later(
    world: World, secretary: Person, now: SetClock
) -> None:
    body = {"purpose": "sign_in", "organization": world.branches[0].public_id}
    made = world.call(secretary, "POST", "/wechat/scenes", body).get_json()
    now(MONDAY_NOON + timedelta(minutes=10))
    assert world.call(secretary, "GET", f"/wechat/scenes/{made['id']}").status_code == 404
    with unit_of_work():
        assert scans.forget_old(MONDAY_NOON + timedelta(minutes=70)) == 0
        assert scans.forget_old(MONDAY_NOON + timedelta(minutes=71)) == 1


def test_the_log_in_page_offers_the_scan(world: World, client: FlaskClient) -> None:
    page = html.unescape(client.get("/console/login", headers=BROWSER).get_data(as_text=True))
    assert "扫码登录" in page
    assert "/console/login/scans" in page
    assert "/console/static/scan.js" in page
