"""The secretary's way at the console, on a phone and on a desk."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import (
    PASSWORD,
    SECRETARY_PHONE,
    Service,
    check_fit,
    fill_log_in,
    open_phone,
)

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)], ids=["phone", "desk"])
def test_the_secretary_sees_where_the_branch_stands_and_reminds_who_is_missing(
    browser: Any, service: Service, width: int, height: int
) -> None:
    watched = open_phone(browser, service, width=width, height=height)
    page = watched.page

    def looks_right(name: str) -> None:
        check_fit(watched, f"branch-{name}-{width}")
        watched.picture(f"branch-{name}-{width}-whole", whole=True)

    page.goto("/console/")
    fill_log_in(page, SECRETARY_PHONE, PASSWORD)
    page.locator("main").get_by_role("link", name="我的支部").tap()
    expect(page.get_by_role("heading", name="经八路第一社区党支部")).to_be_visible()
    expect(page.get_by_text("全区支部")).to_be_visible()
    expect(page.get_by_role("heading", name="为什么是这个分数")).to_be_visible()
    for fold in ("累计分由哪些任务组成", "看数字"):
        page.get_by_text(fold).tap()
    looks_right("standing")
    page.get_by_role("link", name=re.compile("谁参加了.*每周答题")).tap()
    expect(page.get_by_role("heading", name="还没有参加")).to_be_visible()
    looks_right("missing")
    button = page.get_by_role("button", name="提醒这")
    if button.count():  # on the other screen they may have been reminded already
        button.tap()
        expect(page.get_by_role("status")).to_contain_text("已排队提醒")
        looks_right("reminded")
    expect(page.get_by_text("今天都已提醒过，明天可以再提醒。")).to_be_visible()
    expect(button).to_have_count(0)
    page.locator("nav.crumbs").get_by_role("link", name="经八路第一社区党支部").tap()
    page.get_by_role("link", name="错题讲义").tap()
    expect(page.get_by_role("heading", name="经八路第一社区党支部错题讲义")).to_be_visible()
    looks_right("mistakes")
    page.context.close()
    assert watched.errors == []
    assert watched.foreign == []
