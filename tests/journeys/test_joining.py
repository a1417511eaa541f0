"""Coming in: a secretary's invite code, a binding that waits for her, and a console opened by scanning."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from jinshui_study import clock
from jinshui_study.accounts.joining import bindings
from jinshui_study.accounts.joining.tickets import Subject
from jinshui_study.app import create_app
from jinshui_study.config import read_settings
from jinshui_study.db import db, unit_of_work
from tests.journeys.browser import (
    PASSWORD,
    SECRETARY_PHONE,
    Service,
    Watched,
    check_fit,
    fill_log_in,
    open_phone,
    serving,
)
from tests.journeys.steps import button, show_code

pytestmark = [pytest.mark.slow, pytest.mark.service]

NEW = "a brand new password"
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("joining")


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Service]:
    with serving(folder) as service:
        yield service


@pytest.fixture(params=SIZES)
def office(request: pytest.FixtureRequest, browser: Any, service: Service) -> Iterator[Watched]:
    """The secretary at her console, on a desk and on a phone."""
    width, height = SIZES[request.param]
    watched = open_phone(browser, service, width=width, height=height)
    watched.page.goto("/console/")
    fill_log_in(watched.page, SECRETARY_PHONE, PASSWORD)
    expect(watched.page.get_by_role("heading", name="王秀英，您好")).to_be_visible()
    yield watched
    watched.page.context.close()
    assert watched.errors == []
    assert watched.foreign == []


@pytest.fixture
def handset(browser: Any, service: Service) -> Iterator[Watched]:
    watched = open_phone(browser, service)
    yield watched
    watched.page.context.close()
    assert watched.errors == []
    assert watched.foreign == []


def size_of(watched: Watched) -> str:
    return str((watched.page.viewport_size or {})["width"])


def test_a_code_from_the_secretary_lets_a_member_in_and_sets_the_password(
    service: Service, office: Watched, handset: Watched
) -> None:
    number, page, phone = next(service.phones), office.page, handset.page
    page.goto("/console/members/")
    check_fit(office, f"members-{size_of(office)}")
    page.get_by_placeholder("姓名，或完整的手机号").fill(number)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("button", name="开邀请码").click()
    expect(page.get_by_text("邀请码只在这里显示一次")).to_be_visible()
    code = page.locator(".invite-code").inner_text()
    check_fit(office, f"slip-{size_of(office)}")

    phone.goto("/")
    button(phone, "我有邀请码").tap()
    check_fit(handset, "client-invite")
    phone.get_by_label("邀请码").fill(code.lower())
    phone.get_by_label("新密码").fill(NEW)
    phone.get_by_label("再填一次密码").fill("something else")
    button(phone, "设置密码并进入").tap()
    expect(phone.get_by_text("两次填写的密码不一样。")).to_be_visible()
    phone.get_by_label("再填一次密码").fill(NEW)
    button(phone, "设置密码并进入").tap()
    expect(phone.get_by_role("heading", name="李晓明，您好")).to_be_visible()

    phone.goto("/#/pages/settings/index")
    phone.get_by_role("button", name="绑定的手机号和微信").tap()
    expect(phone.get_by_text(f"{number[:3]}****{number[-4:]}")).to_be_visible()
    check_fit(handset, "client-identities")
    phone.goto("/#/pages/settings/index")
    button(phone, "退出登录").tap()
    button(phone, "退出").tap()
    fill_log_in(phone, number, NEW)
    expect(phone.get_by_role("heading", name="李晓明", exact=True)).to_be_visible()

    page.goto("/console/members/invitations")
    expect(page.get_by_text("现在没有还能用的邀请码。")).to_be_visible()


def test_a_code_that_is_wrong_or_used_is_told(service: Service, office: Watched, handset: Watched) -> None:
    page, phone = office.page, handset.page
    page.goto(f"/console/members/?q={next(service.phones)}")
    page.get_by_role("button", name="开邀请码").click()
    code = page.locator(".invite-code").inner_text()
    page.goto("/console/members/invitations")
    check_fit(office, f"invitations-{size_of(office)}")
    page.get_by_role("button", name=re.compile("^作废")).click()
    expect(page.get_by_text("已作废，这个邀请码不能再用。")).to_be_visible()

    phone.goto(f"/#/pages/invite/index?invite={code}")
    expect(phone.get_by_label("邀请码")).to_have_value(code)
    phone.get_by_label("新密码").fill(NEW)
    phone.get_by_label("再填一次密码").fill(NEW)
    button(phone, "设置密码并进入").tap()
    expect(phone.get_by_text("这个邀请码已经作废")).to_be_visible()
    phone.get_by_label("邀请码").fill("K7QM3-XHNTA")
    button(phone, "设置密码并进入").tap()
    expect(phone.get_by_text("邀请码不对，请照纸条上的再输一遍。")).to_be_visible()


def ask_for_binding(folder: Path, openid: str, phone: str) -> None:
    """What a mini-program does that gives another name; WeChat itself is not here."""
    app = create_app(read_settings({"DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}))
    with app.app_context():
        with unit_of_work():
            bindings.by_phone(Subject("wechat", openid), "李小明", phone, clock.now())
        db.session.remove()
        db.engine.dispose()


def test_the_secretary_decides_a_binding(service: Service, folder: Path, office: Watched) -> None:
    page = office.page
    ask_for_binding(folder, f"oApproved-{size_of(office)}", next(service.phones))
    ask_for_binding(folder, f"oRefused-{size_of(office)}", next(service.phones))
    page.goto("/console/")
    expect(page.get_by_text("2 个微信等您确认")).to_be_visible()
    page.get_by_role("link", name="去确认").click()
    check_fit(office, f"requests-{size_of(office)}")
    page.get_by_role("button", name="同意绑定").first.click()
    expect(page.get_by_text("已同意，微信已绑定到李晓明。")).to_be_visible()
    page.get_by_text("不同意…").click()
    page.get_by_label("原因，对方会看到").fill("请来支部核对。")
    office.picture(f"requests-refusing-{size_of(office)}", whole=True)
    page.get_by_role("button", name="退回申请").click()
    expect(page.get_by_text("没有等您确认的申请。")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_phone_opens_the_console_on_another_screen(
    browser: Any, service: Service, handset: Watched, size: str
) -> None:
    width, height = SIZES[size]
    desk, phone = open_phone(browser, service, width=width, height=height), handset.page
    scene = show_code(desk.page)
    expect(desk.page.locator("[data-part=number]")).to_have_text(scene["number"])
    check_fit(desk, f"scan-{size}")
    phone.goto(f"/#/pages/scan/index?scene={scene['id']}")
    fill_log_in(phone, SECRETARY_PHONE, PASSWORD)
    expect(phone.get_by_text(scene["number"], exact=True)).to_be_visible()
    expect(phone.get_by_role("heading", name="登录管理后台")).to_be_visible()
    check_fit(handset, f"client-scan-{size}")
    button(phone, "是我，确认").tap()
    expect(phone.get_by_text("已确认，电脑上马上就会进入。")).to_be_visible()
    expect(desk.page.get_by_role("heading", name="王秀英，您好")).to_be_visible()
    desk.page.context.close()
    assert desk.errors == []


def test_a_phone_that_says_no_keeps_the_console_shut(
    browser: Any, service: Service, handset: Watched
) -> None:
    desk, phone = open_phone(browser, service, width=1280, height=900), handset.page
    scene = show_code(desk.page)
    phone.goto(f"/#/pages/scan/index?scene={scene['id']}")
    fill_log_in(phone, SECRETARY_PHONE, PASSWORD)
    button(phone, "不是我").tap()
    expect(phone.get_by_text("已拒绝，电脑上不会进入。")).to_be_visible()
    expect(desk.page.get_by_text("手机上没有同意登录。")).to_be_visible()
    again = show_code(desk.page)
    assert again["id"] != scene["id"]
    phone.goto("/#/pages/scan/index?scene=nothing")
    expect(phone.get_by_text("这个码已经过期，请刷新后再扫一次。")).to_be_visible()
    desk.page.context.close()
