"""A contest from its desk: frozen, divided, ended, revealed, put right, published, and what looked odd in it judged."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.app import create_app
from jinshui_study.arena.contests import records
from jinshui_study.arena.integrity.models import Finding
from jinshui_study.arena.models import Attempt
from jinshui_study.config import read_settings
from jinshui_study.db import db, unit_of_work
from tests.journeys import steps
from tests.journeys.browser import (
    ADMIN_PHONE,
    PASSWORD,
    Service,
    Watched,
    chromium,
    fill_log_in,
    open_phone,
    serving,
)
from tests.journeys.office import SIZES, go_by_menu, log_in, looks_right

GRACE_SECONDS = 31
REASON = "现场设备故障，补一分"

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contest")


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Service]:
    with serving(folder) as service, MEMBERS:
        yield service


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


MEMBERS = ExitStack()
"""Their connections, closed with the service."""


class Member:
    """A member on a phone that speaks the API alone."""

    def __init__(self, service: Service) -> None:
        self.phone = next(service.phones)
        self.client = MEMBERS.enter_context(httpx.Client(base_url=f"{service.url}/api/v1", timeout=30))
        reply = self.client.post("/auth/login", json={"login": self.phone, "password": PASSWORD})
        self.client.headers["Authorization"] = f"Bearer {reply.raise_for_status().json()['token']}"

    def take(self, quiz: str) -> str:
        begun = self.client.post(f"/quizzes/{quiz}/attempts")
        assert begun.status_code == 201, begun.text
        attempt = begun.json()
        path = f"/attempts/{attempt['id']}/submission"
        return str(self.client.post(path, json={"answers": []}).raise_for_status().json()["attempt_id"])


def test_a_contest_is_run_to_its_published_file(
    browser: Any, service: Service, size: str, tmp_path: Path
) -> None:
    watched = log_in(browser, service, size, phone=ADMIN_PHONE, name="周建华")
    page, title = watched.page, f"建党知识竞赛 {size}"
    quiz = make(page, title)
    page.get_by_role("link", name="竞赛管理").click()
    freeze(page, watched, size)
    divide(page, watched, size)
    members = [Member(service) for _ in range(4)]
    for member in members:
        member.take(quiz)
    end(page, title)
    page.get_by_role("link", name="竞赛管理").click()
    expect(page.get_by_text("已封榜：党员和大屏看到的是")).to_be_visible()
    looks_right(watched, f"{size}-contest-frozen")
    page.get_by_role("button", name="现在揭榜").click()
    expect(page.get_by_text("已揭榜，手机、大屏和后台现在都显示最新的榜单。")).to_be_visible()
    time.sleep(GRACE_SECONDS)
    adjust(page, watched, size, members[0].phone)
    publish(page, watched, size, tmp_path)
    assert members[0].client.get(f"/quizzes/{quiz}/results").status_code == 200
    entry = members[0].client.get("/points/entries").json()["items"][0]
    assert entry["reason"].endswith(REASON)
    page.context.close()


def make(page: Page, title: str) -> str:
    page.wait_for_load_state()
    go_by_menu(page, "答题活动")
    page.get_by_role("link", name="新建活动").click()
    page.get_by_role("link", name="竞赛：整卷限时").click()
    page.wait_for_load_state()
    page.get_by_label("活动名称").fill(title)
    page.get_by_label("开始时间").fill(clock.now().astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="建好活动").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_text("抽题公不公平，怎么验").click()
    expect(page.get_by_text("活动结束后公布", exact=True)).to_be_visible()
    return page.url.rstrip("/").split("/")[-1]


def freeze(page: Page, watched: Watched, size: str) -> None:
    moment = (clock.now() + timedelta(hours=2)).astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    page.get_by_label("封榜时间").fill(moment)
    page.get_by_role("button", name="保存时间").click()
    expect(page.get_by_text("封榜和揭榜时间已保存。")).to_be_visible()
    looks_right(watched, f"{size}-contest")


def divide(page: Page, watched: Watched, size: str) -> None:
    page.get_by_role("link", name="看榜单、分组").click()
    page.get_by_role("link", name="按街道和机关填好").click()
    expect(page.get_by_text("已经填好，还没有保存。")).to_be_visible()
    page.get_by_role("button", name="保存组别").click()
    expect(page.get_by_text("组别已保存。")).to_be_visible()
    looks_right(watched, f"{size}-contest-brackets")
    page.get_by_label("所在位置").get_by_role("link", name="竞赛管理").click()


def end(page: Page, title: str) -> None:
    page.get_by_label("所在位置").get_by_role("link", name=title).click()
    page.get_by_text("提前结束…").click()
    page.get_by_label("什么时候结束").select_option("now")
    page.get_by_role("button", name="提前结束", exact=True).click()
    expect(page.get_by_text("已结束。正在作答的，按已经答好的题交卷。")).to_be_visible()


def adjust(page: Page, watched: Watched, size: str, phone: str) -> None:
    page.get_by_role("link", name="加减分").click()
    page.get_by_label("姓名或手机号").fill(phone)
    page.get_by_role("button", name="查找").click()
    page.get_by_label("竞赛成绩（分，可有一位小数）").fill("1")
    page.get_by_label("原因（本人会看到）").fill(REASON)
    looks_right(watched, f"{size}-contest-adjusting")
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("已调整：成绩加 1 分，已通知本人。")).to_be_visible()
    looks_right(watched, f"{size}-contest-adjusted")
    page.get_by_label("所在位置").get_by_role("link", name="竞赛管理").click()


def publish(page: Page, watched: Watched, size: str, folder: Path) -> None:
    page.get_by_role("button", name="签名并公布").click()
    expect(page.get_by_text("成绩文件已签名公布，可以下载。")).to_be_visible()
    page.get_by_text("怎么核对").click()
    looks_right(watched, f"{size}-contest-published")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载成绩文件").click()
    path = folder / "results.json"
    download.value.save_as(path)
    file = json.loads(path.read_text(encoding="utf-8"))
    key = page.locator("dd code").first.inner_text()
    assert records.problems(file, key) == []
    assert len(file["document"]["participants"]) == 4


def plant(folder: Path, attempt_id: str) -> None:
    """A finding about an attempt, as the background work leaves one."""
    app = create_app(read_settings({"DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}))
    with app.app_context():
        with unit_of_work() as session:
            attempt = db.session.scalars(select(Attempt).where(Attempt.id == attempt_id)).one()
            times = [[2100 + 700 * step, 2180 + 700 * step] for step in range(9)]
            details = {"shared": 9, "near": 9, "near_ms": 250, "times": times, "apart": 14}
            facts = {"quiz_id": attempt.quiz_id, "member_id": attempt.member_id, "attempt_id": attempt.id}
            session.add(
                Finding(
                    **facts,
                    kind="twins",
                    together=attempt.id,
                    details=details,
                    found_at=clock.now(),
                    state="open",
                )
            )
            assert db.session.scalar(select(Organization.id).limit(1))
        db.session.remove()
        db.engine.dispose()


def test_what_looks_odd_is_judged_and_the_member_appeals_on_the_phone(
    browser: Any, service: Service, size: str, folder: Path
) -> None:
    watched = log_in(browser, service, size, phone=ADMIN_PHONE, name="周建华")
    page = watched.page
    quiz = make(page, f"线索竞赛 {size}")
    member = Member(service)
    attempt = member.take(quiz)
    plant(folder, attempt)
    go_by_menu(page, "异常线索")
    looks_right(watched, f"{size}-findings")
    page.get_by_role("link", name="两个账号节奏相同").first.click()
    looks_right(watched, f"{size}-finding")
    page.get_by_label("作废的原因（本人会看到；排除不用写）").fill("两个账号节奏完全一致")
    page.get_by_role("button", name="作废这次作答").click()
    expect(page.get_by_text("已作废，已通知本人，榜单和积分已更正。")).to_be_visible()

    phone = open_phone(browser, service)
    phone.page.goto("/")
    fill_log_in(phone.page, member.phone, PASSWORD)
    expect(phone.page.get_by_role("heading", name="李晓明，您好")).to_be_visible()
    phone.page.goto(f"/#/pages/result/index?id={attempt}")
    expect(phone.page.get_by_text("这次作答已作废")).to_be_visible()
    phone.page.get_by_role("textbox").fill("那天我用两台手机，都是我本人在答。")
    phone.picture(f"phone-void-{size}", whole=True)
    steps.button(phone.page, "提交申诉").tap()
    expect(phone.page.get_by_text("申诉正在复核")).to_be_visible()
    phone.page.context.close()

    page.reload()
    page.get_by_label("答复（本人会看到）").fill("核实无误，恢复")
    looks_right(watched, f"{size}-finding-appeal")
    page.get_by_role("button", name="申诉成立，恢复成绩").click()
    expect(page.get_by_text("已恢复成绩，已通知本人。")).to_be_visible()
    assert member.client.get(f"/attempts/{attempt}").json()["void"]["state"] == "restored"
    page.context.close()


def test_other_point_rules_are_tried_and_nothing_is_kept(browser: Any, service: Service, size: str) -> None:
    watched = log_in(browser, service, size, phone=ADMIN_PHONE, name="周建华")
    page = watched.page
    page.wait_for_load_state()
    go_by_menu(page, "试算积分规则")
    page.get_by_label("每天最多").first.fill("1")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", name="支部榜")).to_be_visible()
    looks_right(watched, f"{size}-trial")
    page.context.close()
