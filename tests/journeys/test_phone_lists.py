"""What the phone client lists: quizzes, my attempts, boards by period and around me; and how a list comes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts import members
from jinshui_study.accounts.models import Organization
from jinshui_study.app import create_app
from jinshui_study.config import read_settings
from jinshui_study.db import db, unit_of_work
from tests.journeys.browser import Service, Watched, answer, check_fit, log_in, rank, serving
from tests.journeys.steps import button, expect_question, expect_score, go

pytestmark = [pytest.mark.slow, pytest.mark.service]

CROWD = 60


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A district in which more people have points than one page of a board shows."""
    folder = tmp_path_factory.mktemp("crowd")
    with serving(folder) as service:
        gather(folder)
        yield service


def gather(folder: Path) -> None:
    app = create_app(read_settings({"DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}))
    with app.app_context():
        with unit_of_work():
            branch = db.session.scalars(select(Organization).where(Organization.kind == "branch")).first()
            assert branch is not None
            for _ in range(CROWD):
                member = members.create("何春生", branch, clock.now())
                rank(member, branch, app.extensions["profile"], "contest", 10)
        db.session.remove()
        db.engine.dispose()


def take_topic(page: Page, service: Service) -> None:
    """From the arena's list, the title of which leads to the quiz."""
    go(page, "arena")
    page.get_by_role("button", name="开始答题：专项答题").tap()
    for place in (1, 2, 3):
        expect_question(page, place, 3)
        answer(page, service)
        button(page, "确认答案").tap()
        button(page, "下一题" if place < 3 else "交卷").tap()
    expect_score(page, "30 分，满分 30 分")


def test_the_arena_lists_every_quiz_and_what_was_taken_can_be_seen_again(
    phone: Watched, service: Service
) -> None:
    page = phone.page
    log_in(page, service)
    go(page, "arena")
    button(page, "我的答题").tap()
    expect(page.get_by_text("还没有答过题，去擂台试一次吧。")).to_be_visible()
    page.get_by_role("button", name="返回").tap()
    for title in ("每日答题", "专项答题", "挑战答题", "每周答题", "金水区党史知识竞赛"):
        expect(page.get_by_role("button", name=f"开始答题：{title}")).to_be_visible()
    take_topic(page, service)
    page.get_by_role("button", name="返回").tap()
    button(page, "我的答题").tap()
    page.get_by_role("button", name="专项答题：党章党规").tap()
    expect_score(page, "30 分，满分 30 分")


def test_a_board_shows_me_and_five_on_each_side_in_every_period(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    take_topic(page, service)
    go(page, "board")
    page.get_by_role("switch", name="参加个人排名").tap()
    near = page.locator(".near")
    for period in ("今天", "本周", "本月", "总榜"):
        page.get_by_role("tab", name=period).tap()
        expect(page.get_by_role("tab", name=period)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_text("我的名次")).to_be_visible()
        expect(near.filter(has_text="李晓明（我）")).to_have_count(1)
        places = near.all_inner_texts()
        mine = next(at for at, text in enumerate(places) if "李晓明（我）" in text)
        assert mine == 5, places
        assert len(places) - mine - 1 == 5, places
    check_fit(phone, "client-board-near")


def test_what_is_slow_to_come_shows_its_shape_first(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    waiting: list[Route] = []
    holding = True

    def hold(route: Route) -> None:
        if holding:
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/api/v1/**", hold)
    for name in ("arena", "points", "attempts", "board", "notices", "settings", "mydata"):
        holding = True
        go(page, name)
        expect(page.get_by_role("status", name="正在打开")).to_be_visible()
        holding = False
        while waiting:
            waiting.pop().continue_()
        expect(page.get_by_role("status", name="正在打开")).to_have_count(0)


def test_a_module_that_is_not_there_yet_says_what_it_will_hold(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    for name, title in (("learning", "在线学习"), ("practice", "金水实践"), ("branch", "我的支部")):
        go(page, name)
        expect(page.get_by_role("heading", name=f"{title}正在准备")).to_be_visible()
        assert_leads_to_arena(page)


def assert_leads_to_arena(page: Any) -> None:
    page.get_by_role("button", name="先去答题").filter(visible=True).tap()
    expect(page.get_by_role("button", name="开始答题：每周答题")).to_be_visible()


def test_a_row_of_a_board_opens_by_touch_and_by_key(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    go(page, "board")
    page.get_by_role("tab", name="街道").tap()
    row = page.get_by_role("listitem").filter(has_text="花园路街道").get_by_role("button")
    row.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="花园路街道")).to_be_visible()
    page.get_by_role("button", name="返回").tap()
    row.tap()
    expect(page.get_by_role("heading", name="花园路街道")).to_be_visible()
