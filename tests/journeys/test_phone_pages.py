"""Every page of the phone client on small and large screens, by day and by night: it fits, and no aid is shut out."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import (
    PASSWORD,
    ROOT,
    Service,
    Watched,
    answer,
    check_fit,
    fill_log_in,
    open_phone,
)
from tests.journeys.steps import show_code

pytestmark = [pytest.mark.slow, pytest.mark.service]

QUESTIONS = 6
AXE = ROOT / "miniprogram" / "node_modules" / "axe-core" / "axe.min.js"
FINDINGS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
PAGES = ["learning", "arena", "practice", "branch", "board", "points", "attempts", "notices", "settings"]
PAGES += ["identities", "invite", "disputes", "why", "mydata"]
DEEPER = {"mydata-kind": "mydata/kind?code=answers", "mydata-erase": "mydata/erase"}


@pytest.mark.parametrize(
    ("width", "height", "dark", "large"),
    [(390, 844, False, False), (390, 844, True, False), (360, 640, False, False), (360, 640, True, True)],
    ids=["day", "night", "small", "small-night-large"],
)
def test_every_page_fits_and_is_told_to_every_aid(
    browser: Any, service: Service, width: int, height: int, dark: bool, large: bool
) -> None:
    watched = open_phone(browser, service, width=width, height=height, dark=dark, bypass_csp=True)
    page = watched.page
    look = f"{width}{'-dark' if dark else ''}{'-large' if large else ''}"
    page.goto("/")
    if large:
        page.get_by_role("button", name="关怀版").tap()
    examine(watched, f"login-{look}")
    fill_log_in(page, next(service.phones), PASSWORD)
    expect(page.get_by_role("heading", name="李晓明，您好")).to_be_visible()
    examine(watched, f"home-{look}")
    take_the_daily(watched, service, look)
    for name, path in {**{name: f"{name}/index" for name in PAGES}, **DEEPER}.items():
        page.goto(f"/#/pages/{path}")
        settle(page)
        examine(watched, f"{name}-{look}")
    desk = open_phone(browser, service, width=1280, height=800).page
    page.goto(f"/#/pages/scan/index?scene={show_code(desk)['id']}")
    expect(page.get_by_role("button", name="是我，确认")).to_be_visible()
    examine(watched, f"scan-{look}")
    desk.context.close()
    page.goto("/#/pages/board/index")
    page.get_by_role("switch", name="参加个人排名").tap()
    expect(page.get_by_text("我的名次")).to_be_visible()
    examine(watched, f"board-ranked-{look}")
    page.context.close()
    assert watched.errors == []
    assert watched.foreign == []


def take_the_daily(watched: Watched, service: Service, look: str) -> None:
    page = watched.page
    page.get_by_role("button", name=re.compile("^今日答题：")).tap()
    for place in range(1, QUESTIONS + 1):
        expect(page.get_by_text(f"第 {place} 题，共 {QUESTIONS} 题")).to_be_visible()
        answer(page, service, right=place != 1)
        expect(page.get_by_text("已保存", exact=True)).to_be_visible()
        examine(watched, f"question-{place}-{look}")
        page.get_by_role("button", name="下一题" if place < QUESTIONS else "交卷", exact=True).tap()
    expect(page.get_by_role("heading", name="答题完成")).to_be_visible()
    examine(watched, f"result-{look}")
    page.get_by_role("button", name="生成成绩图片").tap()
    expect(page.get_by_role("button", name="保存图片")).to_be_enabled()
    examine(watched, f"share-{look}")
    page.get_by_role("button", name="返回").tap()
    page.get_by_role("button", name="对这道题有疑问").first.tap()
    page.get_by_role("radio", name="题意不清").check()
    examine(watched, f"dispute-{look}")


def settle(page: Page) -> None:
    expect(page.locator(".skeleton")).to_have_count(0)
    page.wait_for_timeout(300)


def examine(watched: Watched, name: str) -> None:
    """It fits, and what axe finds serious is an error of the page."""
    check_fit(watched, f"client-{name}")
    watched.page.evaluate(AXE.read_text())
    watched.errors += [f"{name}: {finding}" for finding in watched.page.evaluate(FINDINGS)]
