"""The secretary's way at the console, on a phone and on a desk."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import (
    ADMIN_PHONE,
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
    page.locator("nav.crumbs").get_by_role("link", name="经八路第一社区党支部").tap()
    page.get_by_role("link", name="月度简报").tap()
    expect(page.get_by_role("heading", name=re.compile("学习简报$"))).to_be_visible()
    for title in ("一、做了什么", "二、排在哪里", "三、哪些题错得多", "四、专题强弱", "五、接下来"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    looks_right("brief")
    prints_on_a4(page, hidden=("只给本支部书记看", "下载 Word", "月份"))
    for words, ending in (("下载 Word", ".docx"), ("下载 PDF", ".pdf")):
        with page.expect_download() as waited:
            page.get_by_role("button", name=words).tap()
        assert waited.value.suggested_filename.endswith(f"学习简报{ending}")
    page.context.close()
    assert watched.errors == []
    assert watched.foreign == []


def prints_on_a4(page: Any, hidden: tuple[str, ...]) -> None:
    """What the printer gets: the brief alone, and no more than two pages of it."""
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.get_by_role("button", name="打印").tap()
    assert page.evaluate("document.body.dataset.printed") == "yes"
    page.emulate_media(media="print")
    for words in hidden:
        expect(page.get_by_text(words, exact=True)).not_to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("学习简报$"))).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 2
    page.emulate_media(media="screen")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)], ids=["phone", "desk"])
def test_the_district_goes_down_to_a_branch_and_takes_a_table_along(
    browser: Any, service: Service, width: int, height: int
) -> None:
    watched = open_phone(browser, service, width=width, height=height)
    page = watched.page

    def looks_right(name: str) -> None:
        check_fit(watched, f"district-{name}-{width}")
        watched.picture(f"district-{name}-{width}-whole", whole=True)

    page.goto("/console/")
    fill_log_in(page, ADMIN_PHONE, PASSWORD)
    page.locator("main").get_by_role("link", name="党组织情况").tap()
    expect(page.get_by_role("heading", name="各街道比较")).to_be_visible()
    expect(page.get_by_text("只对本支部书记显示")).to_be_visible()
    looks_right("whole")
    with page.expect_download() as waited:
        page.get_by_role("button", name="导出街道比较").tap()
    assert waited.value.suggested_filename.endswith("街道比较.xlsx")
    page.get_by_role("link", name="经八路街道").tap()
    expect(page.get_by_role("heading", name="各支部比较")).to_be_visible()
    expect(page.get_by_role("heading", name="为什么是这个分数")).to_be_visible()
    looks_right("street")
    page.get_by_role("link", name="经八路第一社区党支部").tap()
    expect(page.get_by_role("heading", name="经八路第一社区党支部")).to_be_visible()
    expect(page.get_by_text("参与率", exact=True)).to_have_count(0)
    crumbs = page.locator("nav.crumbs")
    crumbs.get_by_role("link", name="经八路街道").tap()
    crumbs.get_by_role("link").first.tap()
    page.get_by_role("link", name="月度简报").tap()
    expect(page.get_by_role("heading", name="二、排在哪里")).to_be_visible()
    looks_right("brief")
    page.context.close()
    assert watched.errors == []
    assert watched.foreign == []
