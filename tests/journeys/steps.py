"""What a person does and looks for on the phone client, as the journeys name it."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.browser import Service, answer, kind_of

QUESTIONS = 6


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def enter(page: Page, title: str) -> None:
    """Start the quiz of this title from the home page."""
    page.get_by_role("button", name=re.compile(f"^(今日答题|开始)：{title}")).tap()


def start_daily(page: Page) -> None:
    enter(page, "每日答题")
    expect_question(page, 1)


def expect_question(page: Page, number: int, of: int = QUESTIONS) -> None:
    expect(page.get_by_text(f"第 {number} 题，共 {of} 题")).to_be_visible()


def expect_saved(page: Page) -> None:
    expect(page.get_by_text("已保存", exact=True)).to_be_visible()


def expect_score(page: Page, score: str) -> None:
    expect(page.get_by_role("img", name=score, exact=True)).to_be_visible()


def answer_all(page: Page, service: Service, *, wrong_kind: str | None = None) -> None:
    for number in range(1, QUESTIONS + 1):
        expect_question(page, number)
        answer(page, service, right=kind_of(page) != wrong_kind)
        expect_saved(page)
        if number < QUESTIONS:
            button(page, "下一题").tap()


def chosen(page: Page) -> list[str]:
    """How the question on the screen is answered, as its controls say it."""
    return page.locator(".asked").aria_snapshot().splitlines()


def go(page: Page, where: str) -> None:
    page.goto(f"/#/pages/{where}/index")


def show_code(page: Page) -> dict[str, Any]:
    """Have the console's log-in page show a code to scan; what it stands for."""
    page.goto("/console/login")
    with page.expect_response("**/console/login/scans/") as asked:
        page.get_by_role("button", name="显示二维码").click()
    expect(page.get_by_alt_text("登录用的二维码")).to_be_visible()
    return dict(asked.value.json())
