"""Coming in by WeChat, in the built mini-program, on a server whose WeChat is the small one of the tests."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.journeys.browser import PASSWORD, SECRETARY_PHONE, Service, serving
from tests.journeys.mini import Mini, build_for, opened
from tests.journeys.server import Reply, call
from tests.wechat import fake
from tests.wechat.fake import WeChat, wechat_server

pytestmark = [pytest.mark.slow, pytest.mark.service]

BY_PHONE = "用手机号绑定"
ROSTER_NAME = "李晓明"
HOME, LOGIN, BIND = "pages/home/index", "pages/login/index", "pages/bind/index"


@dataclass
class Town:
    """The service, its WeChat, and the package that is built for it."""

    service: Service
    wechat: WeChat
    package: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def codes(self, openid: str, many: int = 4) -> list[str]:
        """Codes for logging in, as WeChat gives them to the phone of this openid."""
        codes = [f"login-{next(self.numbers)}" for _ in range(many)]
        self.wechat.openids.update(dict.fromkeys(codes, openid))
        return codes

    def phone_code(self, number: str) -> str:
        """What the phone button gives for this number."""
        code = f"phone-{next(self.numbers)}"
        self.wechat.phones[code] = number
        return code

    def ask(
        self, method: str, path: str, token: str = "", body: dict[str, str] | None = None, key: str = ""
    ) -> Reply:
        port = urlsplit(self.service.url).port or 0
        return call(port, method, f"/api/v1{path}", token=token, body=body, key=key)

    def log_in(self, number: str) -> dict[str, Any]:
        body = {"login": number, "password": PASSWORD}
        return dict(self.ask("POST", "/auth/login", body=body).json)

    @property
    def secretary(self) -> str:
        return str(self.log_in(SECRETARY_PHONE)["token"])

    def invite(self, number: str) -> str:
        """A code from the secretary for the member with this number."""
        member = self.log_in(number)["member"]["id"]
        reply = self.ask("POST", f"/members/{member}/invitations", self.secretary)
        return str(reply.json["code"])

    def decide(self, cause: str, decision: str, **more: str) -> None:
        """The secretary decides the request that waits for this cause."""
        token = self.secretary
        (asked,) = self.ask("GET", "/binding-requests", token).json["items"]
        assert asked["cause"] == cause
        path = f"/binding-requests/{asked['id']}/decision"
        reply = self.ask("POST", path, token, {"decision": decision, **more}, key=asked["id"])
        assert reply.status == 204


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    with wechat_server() as wechat:
        account = wechat.account
        settings = {
            "WECHAT_APP_ID": account.app_id,
            "WECHAT_APP_SECRET": account.app_secret,
            "WECHAT_API_URL": account.api_url,
        }
        with serving(folder, **settings) as service:
            yield Town(service, wechat, build_for(service.url, folder / "package"))


@pytest.fixture
def mini(town: Town) -> Iterator[Mini]:
    with opened(town.package, town.service.url) as phone:
        yield phone


@pytest.fixture
def second(town: Town) -> Iterator[Mini]:
    with opened(town.package, town.service.url) as phone:
        yield phone


def come_to_binding(mini: Mini, codes: list[str]) -> None:
    mini.start(*codes)
    mini.tap("微信登录")
    mini.see("绑定微信", "第一次使用要和支部名册核对")


def bind_by_phone(town: Town, mini: Mini, openid: str, number: str, name: str = ROSTER_NAME) -> None:
    come_to_binding(mini, town.codes(openid))
    mini.type("姓名", name)
    mini.give_phone(BY_PHONE, town.phone_code(number))


def expect_home(mini: Mini) -> None:
    mini.see(f"{ROSTER_NAME}，您好")
    assert mini.pages == [HOME]


def test_an_unknown_wechat_is_bound_by_phone_number_and_name_once(
    town: Town, mini: Mini, second: Mini
) -> None:
    number = next(town.service.phones)
    come_to_binding(mini, town.codes("oFirst"))
    assert mini.buttons["先填姓名，再用手机号绑定"] is False
    assert mini.buttons["用邀请码绑定"] is False
    mini.type("姓名", ROSTER_NAME)
    mini.give_phone(BY_PHONE)
    mini.see("没有得到手机号授权。也可以用邀请码绑定。")
    assert mini.pages[-1] == BIND
    mini.give_phone(BY_PHONE, town.phone_code(number))
    expect_home(mini)
    second.start(*town.codes("oFirst"))
    second.tap("微信登录")
    expect_home(second)


def test_nothing_of_wechats_stays_on_the_phone(town: Town, mini: Mini) -> None:
    bind_by_phone(town, mini, "oSecretive", next(town.service.phones))
    expect_home(mini)
    kept = str(mini.stored)
    assert "token" in kept
    assert "oSecretive" not in kept
    assert fake.SESSION_KEY not in kept


def test_an_invite_code_binds_and_a_wrong_or_used_one_is_told(town: Town, mini: Mini, second: Mini) -> None:
    code = town.invite(next(town.service.phones))
    come_to_binding(mini, town.codes("oInvited"))
    mini.type("邀请码", "K7QM3-XHNTA")
    mini.tap("用邀请码绑定")
    mini.see("邀请码不对，请照纸条上的再输一遍。")
    mini.type("邀请码", code.lower().replace("-", " "))
    mini.tap("用邀请码绑定")
    expect_home(mini)
    come_to_binding(second, town.codes("oThief"))
    second.type("邀请码", code)
    second.tap("用邀请码绑定")
    second.see("这个邀请码已经用过。")


def test_another_name_waits_for_the_secretary_who_agrees(town: Town, mini: Mini, second: Mini) -> None:
    bind_by_phone(town, mini, "oOther", next(town.service.phones), name="李小明")
    mini.see("等支部书记确认", "填写的姓名和名册不一致，所以要书记核对一下。")
    mini.tap("看看结果")
    mini.see("书记还没有处理，请过些时候再来看。")
    second.start(*town.codes("oOther"))
    second.tap("微信登录")
    second.see("等支部书记确认")
    town.decide("name_differs", "approve")
    for phone in (mini, second):
        phone.tap("看看结果")
        expect_home(phone)


def test_a_refusal_is_told_with_its_reason_and_can_be_mended(town: Town, mini: Mini) -> None:
    number = next(town.service.phones)
    bind_by_phone(town, mini, "oRefused", number, name="李小明")
    mini.see("等支部书记确认")
    town.decide("name_differs", "refuse", reason="请写名册上的姓名。")
    mini.tap("看看结果")
    mini.see("上次的申请没有通过：请写名册上的姓名。")
    mini.type("姓名", ROSTER_NAME)
    mini.give_phone(BY_PHONE, town.phone_code(number))
    expect_home(mini)


def test_a_second_wechat_waits_or_is_added_by_who_is_logged_in(town: Town, mini: Mini, second: Mini) -> None:
    number = next(town.service.phones)
    bind_by_phone(town, mini, "oMine", number)
    expect_home(mini)
    bind_by_phone(town, second, "oWork", number)
    second.see("您的账号已经绑定了另一个微信，所以要书记核对一下。")
    town.decide("already_bound", "approve")
    second.tap("看看结果")
    expect_home(second)


def test_a_wechat_is_bound_in_the_settings_and_unbound_again(town: Town, mini: Mini, second: Mini) -> None:
    number = next(town.service.phones)
    mini.start(*town.codes("oAdded"))
    mini.type("手机号", number)
    mini.type("密码", PASSWORD)
    mini.tap("登录")
    expect_home(mini)
    mini.tap("设置")
    mini.tap("绑定的手机号和微信查看、解除绑定")
    mini.tap("绑定正在用的微信")
    mini.see("绑定好了，以后在这个微信里点“微信登录”就能进入。")
    second.start(*town.codes("oAdded"))
    second.tap("微信登录")
    expect_home(second)
    second.tap("设置")
    second.tap("绑定的手机号和微信查看、解除绑定")
    second.tap("解除")
    second.decide("马上要重新登录", confirm=False)
    second.see(f"{number[:3]}****{number[-4:]}")
    second.tap("解除")
    second.decide("马上要重新登录", confirm=True)
    second.see("这个微信已解除绑定，请重新登录。")
    assert second.pages == [LOGIN]
    assert not [name for name in second.stored if name == "jinshui.session"]
    second.tap("微信登录")
    second.see("绑定微信")


def test_who_is_not_on_the_roster_is_told_what_to_do(town: Town, mini: Mini) -> None:
    bind_by_phone(town, mini, "oStranger", "13700000000", name="陌生人")
    mini.see("名册里没有您的手机号和姓名。")
    mini.type("姓名", ROSTER_NAME)
    mini.give_phone(BY_PHONE, town.phone_code("13700000000"))
    mini.see("同名的人太多，请向支部书记要一个邀请码来绑定。")
    assert ROSTER_NAME not in mini.text


def test_a_wechat_that_refuses_leaves_the_other_ways(town: Town, mini: Mini) -> None:
    town.wechat.script(fake.LOGIN, fake.error(40226))
    mini.start(*town.codes("oRisky", many=1))
    mini.tap("微信登录")
    mini.see("微信提示这个账号有风险，不能用微信登录。")
    mini.tap("微信登录")
    mini.see("没有取得微信的登录凭证，请再试一次。")
    assert mini.pages == [LOGIN]
    mini.tap("我有邀请码")
    mini.see("用邀请码进入")
