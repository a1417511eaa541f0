"""An admin makes a quiz at the console: from what is on the desk to a member who takes it on the phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.browser import ADMIN_PHONE, Service, Watched, chromium, serving
from tests.journeys.office import SIZES, go_by_menu, log_in, looks_right

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("quiz")) as service:
        yield service


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def enter(browser: Any, service: Service, size: str, **more: Any) -> Watched:
    return log_in(browser, service, size, phone=ADMIN_PHONE, name="周建华", **more)


def test_a_contest_is_made_previewed_changed_and_ended_early(
    browser: Any, service: Service, size: str
) -> None:
    watched = enter(browser, service, size)
    page, title = watched.page, f"七一知识竞赛 {size}"
    go_by_menu(page, "答题活动")
    looks_right(watched, f"{size}-quizzes")
    page.get_by_role("link", name="新建活动").click()
    looks_right(watched, f"{size}-quiz-choice")
    page.get_by_role("link", name="竞赛：整卷限时").click()
    page.get_by_label("活动名称").fill(title)
    expect(page.get_by_label("全卷限时（分钟）")).to_have_value("15")
    expect(page.locator("#preview")).to_contain_text("够：30 道都能抽到。")
    split_the_draw(page, watched, size)
    looks_right(watched, f"{size}-quiz-form")
    page.get_by_role("button", name="建好活动").click()

    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("进行中")).to_be_visible()
    looks_right(watched, f"{size}-quiz")
    page.get_by_role("link", name="修改").click()
    page.get_by_label("全卷限时（分钟）").fill("20")
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_text("全卷限时 20 分钟")).to_be_visible()
    page.get_by_text("提前结束…").click()
    page.get_by_label("什么时候结束").select_option("now")
    looks_right(watched, f"{size}-quiz-ending")
    page.get_by_role("button", name="提前结束", exact=True).click()
    expect(page.get_by_text("已结束。正在作答的，按已经答好的题交卷。")).to_be_visible()
    page.context.close()


def split_the_draw(page: Page, watched: Watched, size: str) -> None:
    """Two rows: the second asks for more orderings than there are, and says so before anything is saved."""
    page.get_by_role("button", name="再加一行").click()
    second = page.locator("#row-2")
    second.get_by_text("只要某些题型、专题或难度").click()
    second.get_by_role("checkbox", name="排序题").check()
    second.get_by_label("抽几道").fill("100")
    expect(page.locator("#preview")).to_contain_text("不够：要 130 道")
    expect(page.locator("#row-note-2")).to_contain_text("还缺")
    looks_right(watched, f"{size}-quiz-short")
    page.get_by_role("button", name="建好活动").click()
    expect(page.get_by_role("alert")).to_contain_text("题库里符合条件的试题不足")
    second.get_by_label("抽几道").fill("2")
    expect(page.locator("#row-note-2")).to_contain_text("够抽。")
