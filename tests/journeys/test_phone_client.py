"""Members on their phones: from the log-in to the board, and through each way of playing."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import (
    PASSWORD,
    Service,
    Watched,
    answer,
    fill_log_in,
    kind_of,
    log_in,
    open_phone,
)
from tests.journeys.steps import (
    QUESTIONS,
    button,
    chosen,
    enter,
    expect_question,
    expect_saved,
    expect_score,
    go,
    start_daily,
)

pytestmark = [pytest.mark.slow, pytest.mark.service]


def test_a_member_goes_from_the_log_in_to_the_board(phone: Watched, service: Service) -> None:
    page = phone.page
    number = next(service.phones)
    page.goto("/")
    fill_log_in(page, number, "not my password")
    expect(page.get_by_role("alert")).to_have_text("手机号或密码不正确。")
    fill_log_in(page, number, PASSWORD)
    expect(page.get_by_text("经八路第一社区党支部")).to_be_visible()
    expect(page.get_by_role("img", name="今天 0 分，最多 35 分")).to_be_visible()

    start_daily(page)
    kinds = set()
    for place in range(1, QUESTIONS + 1):
        expect_question(page, place)
        kinds.add(kind_of(page))
        answer(page, service, right=kind_of(page) != "单选题")
        expect_saved(page)
        if place < QUESTIONS:
            button(page, "下一题").tap()
    assert kinds == {"单选题", "多选题", "判断题", "填空题", "排序题", "连线题"}
    button(page, "交卷").tap()

    expect(page.get_by_role("heading", name="答题完成")).to_be_visible()
    expect_score(page, "50 分，满分 60 分")
    expect(page.get_by_text("积分 +5")).to_be_visible()
    expect(page.get_by_text("答错了")).to_have_count(1)
    while page.locator("[aria-expanded=false]").count():
        page.locator("[aria-expanded=false]").first.tap()
    expect(page.get_by_text("答对了")).to_have_count(5)
    expect(page.get_by_text("出处：")).to_have_count(QUESTIONS)

    button(page, "看榜单").tap()
    see_the_boards(page)
    go(page, "points")
    expect(page.get_by_text("5 / 5 分")).to_be_visible()
    expect(page.get_by_text("每日答题 · 建党百年：答对 5/6 题")).to_be_visible()
    page.goto("/#/")
    expect(page.get_by_role("heading", name="今日已完成")).to_be_visible()
    button(page, "查看成绩和解析").tap()
    page.get_by_role("button", name="每日答题 · 建党百年").tap()
    expect_score(page, "50 分，满分 60 分")


def see_the_boards(page: Page) -> None:
    """The board opens only to who wants to be on it, and then shows where one stands."""
    expect(page.get_by_role("heading", name="您还没有参加个人排名")).to_be_visible()
    expect(page.get_by_text("今天您已得 5 分")).to_be_visible()
    page.get_by_role("switch", name="参加个人排名").tap()
    mine = page.get_by_role("listitem").filter(has_text="李晓明（我）")
    expect(mine.get_by_label("第16名")).to_be_attached()
    expect(page.get_by_text("我的名次")).to_be_in_viewport()
    expect(page.get_by_role("listitem")).to_have_count(31)
    page.get_by_role("tab", name="支部").tap()
    expect(page.get_by_text("经八路第一社区党支部（我）")).to_be_visible()
    page.get_by_role("tab", name="街道").tap()
    expect(page.get_by_text("经八路街道（我）")).to_be_visible()


def test_a_reload_in_the_middle_keeps_the_answers(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    for place in (1, 2, 3):
        answer(page, service)
        expect_saved(page)
        if place < 3:
            button(page, "下一题").tap()
            expect_question(page, place + 1)
    before = chosen(page)
    page.reload()
    expect_question(page, 3)
    expect_saved(page)
    assert chosen(page) == before
    page.goto("/#/")
    page.get_by_role("button", name="继续答题").tap()
    expect_question(page, 3)
    button(page, "下一题").tap()
    expect_question(page, 4)
    button(page, "上一题").tap()
    expect_question(page, 3)
    expect_saved(page)
    page.get_by_role("button", name="返回").tap()
    expect(page.get_by_role("heading", name="李晓明，您好")).to_be_visible()


def test_another_phone_goes_on_where_the_first_one_stopped(
    phone: Watched, browser: Any, service: Service
) -> None:
    number = log_in(phone.page, service)
    start_daily(phone.page)
    answer(phone.page, service)
    expect_saved(phone.page)
    other = open_phone(browser, service)
    other.page.goto("/")
    fill_log_in(other.page, number, PASSWORD)
    other.page.get_by_role("button", name="继续答题").tap()
    expect_question(other.page, 2)
    button(other.page, "上一题").tap()
    expect(other.page.get_by_text("这道题已保存过答案，再答会替换")).to_be_visible()
    other.page.context.close()
    assert other.errors == []


def test_a_topic_quiz_tells_after_each_answer(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    enter(page, "专项答题")
    for place in (1, 2, 3):
        expect_question(page, place, of=3)
        answer(page, service, right=place != 1)
        button(page, "确认答案").tap()
        expect(page.get_by_text("答对了" if place != 1 else "答错了")).to_be_visible()
        expect(page.get_by_text("出处：")).to_be_visible()
        button(page, "下一题" if place < 3 else "交卷").tap()
    expect(page.get_by_text("答对 2 题，共 3 题")).to_be_visible()


def test_a_survival_run_goes_on_once_after_a_wrong_answer(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    enter(page, "挑战答题")
    expect_question(page, 1, of=3)
    answer(page, service, right=False)
    button(page, "确认答案").tap()
    button(page, "复活一次，继续答").tap()
    expect_question(page, 2, of=3)
    answer(page, service, right=False)
    button(page, "确认答案").tap()
    expect(page.get_by_text("答错了")).to_be_visible()
    expect(button(page, "复活一次，继续答")).to_have_count(0)
    button(page, "结束闯关").tap()
    expect(page.get_by_text("答对 0 题，共 2 题")).to_be_visible()


def test_a_contest_opens_one_question_after_another_and_keeps_its_key(
    phone: Watched, service: Service
) -> None:
    page = phone.page
    log_in(page, service)
    enter_contest(page)
    for place in (1, 2, 3):
        expect_question(page, place, of=3)
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^00:(1\d|20)$"))
        expect(button(page, "上一题")).to_have_count(0)
        answer(page, service)
        expect_saved(page)
        button(page, "下一题" if place < 3 else "交卷").tap()
    expect(page.get_by_text(re.compile("解析在 .* 公布"))).to_be_visible()
    expect(page.get_by_text("正确答案")).to_have_count(0)


def enter_contest(page: Page) -> None:
    """The home page shows a few quizzes only; this one is found in 学习擂台."""
    page.get_by_role("link", name="学习擂台").tap()
    button(page, "开始答题：金水区党史知识竞赛").tap()
    expect(page.get_by_text("开始以后就算一次，计时不停。")).to_be_visible()
    page.get_by_text("再等等").tap()
    button(page, "开始答题：金水区党史知识竞赛").tap()
    page.get_by_text("开始", exact=True).tap()


def test_a_person_doubts_a_question_and_reads_large_text(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    enter(page, "专项答题")
    for _ in range(3):
        answer(page, service, right=False)
        button(page, "确认答案").tap()
        page.get_by_role("button", name=re.compile("^(下一题|交卷)$")).tap()
    page.get_by_role("button", name="对这道题有疑问").first.tap()
    expect(button(page, "提交")).to_be_disabled()
    page.get_by_role("radio", name="题意不清").check()
    page.get_by_label("补充说明").fill("请看原文第二段")
    expect(button(page, "提交")).to_be_enabled()
    go(page, "settings")
    page.get_by_role("switch", name="关怀版").tap()
    expect(page.get_by_role("switch", name="关怀版")).to_be_checked()
    page.reload()
    expect(page.get_by_role("switch", name="关怀版")).to_be_checked()
    button(page, "退出登录").tap()
    page.get_by_role("alertdialog").get_by_role("button", name="退出", exact=True).tap()
    expect(page.get_by_label("手机号")).to_be_visible()


def test_everything_can_be_done_with_keys(phone: Watched, service: Service) -> None:
    page = phone.page
    page.goto("/")
    page.get_by_label("手机号").fill(next(service.phones))
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    begin = page.get_by_role("button", name="今日答题：")
    for _ in range(12):
        expect(begin).to_be_visible()
        page.keyboard.press("Tab")
        if begin.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect_question(page, 1)
    forward = button(page, "下一题")
    forward.focus()
    page.keyboard.press("Space")
    expect_question(page, 2)
