"""Members on networks, clocks and log-ins as they are: nothing answered is lost, nothing counts twice."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.browser import PASSWORD, Service, Watched, answer, fill_log_in, log_in
from tests.journeys.steps import (
    QUESTIONS,
    answer_all,
    button,
    enter,
    expect_question,
    expect_saved,
    expect_score,
    go,
    start_daily,
)

pytestmark = [pytest.mark.slow, pytest.mark.service]

WRONG_CLOCK = """
  const Real = Date, ahead = 5 * 3600 * 1000;
  Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); } };
  Date.now = () => Real.now() + ahead;
"""
END_LOG_IN = """() => fetch("/api/v1/auth/logout", {
  method: "POST", headers: { Authorization: `Bearer ${JSON.parse(localStorage["jinshui.session"]).token}` },
})"""
ENDED = "登录已过期，请重新登录。已作答的内容都保存着。"
LONGEST_PAUSE = 40_000
"""Milliseconds until a phone whose sending failed some times tries again for sure."""


def test_a_lost_reply_to_the_submit_is_asked_for_again(phone: Watched, service: Service) -> None:
    page = phone.page
    keys: list[str | None] = []

    def lose_the_first(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) == 1:
            assert route.fetch().status == 200
            route.abort()
        else:
            route.continue_()

    page.route("**/submission", lose_the_first)
    log_in(page, service)
    start_daily(page)
    answer_all(page, service)
    button(page, "交卷").tap()
    expect_score(page, "60 分，满分 60 分")
    assert len(keys) == 2
    assert keys[0]
    assert keys[0] == keys[1]
    go(page, "points")
    expect(page.get_by_text("答对 6/6 题")).to_have_count(1)
    page.goto("/#/")
    expect(page.get_by_role("heading", name="今日已完成")).to_be_visible()


def test_answers_wait_on_the_phone_while_the_network_is_down(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    page.context.set_offline(True)
    answer(page, service)
    expect(page.get_by_text("网络没有连上，答案已存在手机里。")).to_be_visible()
    expect(page.get_by_text("项内容已保存在手机里，连上后自动发送。")).to_be_visible()
    phone.picture("question-offline")
    button(page, "下一题").tap()
    expect_question(page, 2)
    page.context.set_offline(False)
    button(page, "上一题").tap()
    expect_saved(page)
    expect(page.get_by_text("连上后自动发送")).to_have_count(0)


def test_a_page_that_cannot_be_read_says_so_and_tries_again(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    page.route("**/leaderboards/**", lambda route: route.abort())
    go(page, "board")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("网络没有连上，请稍后再试。", timeout=15_000)
    page.unroute("**/leaderboards/**")
    button(page, "再试一次").tap()
    expect(page.get_by_role("heading", name="您还没有参加个人排名")).to_be_visible()


def test_a_submit_without_network_says_that_the_answers_are_safe(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    answer(page, service)
    expect_saved(page)
    for place in range(2, QUESTIONS + 1):
        button(page, "下一题").tap()
        expect_question(page, place)
    button(page, "交卷").tap()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("第 2、3、4、5、6 题还空着。交卷以后不能再改。")
    phone.picture("gaps")
    button(page, "回去答").tap()
    expect_question(page, 2)
    for place in range(3, QUESTIONS + 1):
        button(page, "下一题").tap()
        expect_question(page, place)
    page.route("**/submission", lambda route: route.abort())
    button(page, "交卷").tap()
    dialog.get_by_role("button", name="交卷").tap()
    expect(page.get_by_text("正在交卷，答案都在，请稍等。")).to_be_visible()
    expect(page.get_by_text("项内容已保存在手机里，连上后自动发送。")).to_be_visible()
    page.reload()
    expect(page.get_by_text("项内容已保存在手机里，连上后自动发送。")).to_be_visible()
    page.unroute("**/submission")
    expect(page.get_by_text("答对 1 题，共 6 题")).to_be_visible(timeout=20_000)


def test_two_tabs_hand_in_the_same_attempt_once(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    other = Watched(page.context.new_page(), phone.base)
    other.page.goto(page.url)
    expect_question(other.page, 1)
    answer_all(page, service)
    for place in range(2, QUESTIONS + 1):
        button(other.page, "下一题").tap()
        expect_question(other.page, place)
    button(page, "交卷").tap()
    button(other.page, "交卷").tap()
    if other.page.get_by_role("alertdialog").count():
        other.page.get_by_role("alertdialog").get_by_role("button", name="交卷").tap()
    expect_score(page, "60 分，满分 60 分")
    expect_score(other.page, "60 分，满分 60 分")
    go(page, "points")
    expect(page.get_by_text("答对 6/6 题")).to_have_count(1)
    assert other.errors == []


def test_the_countdown_does_not_believe_the_phones_clock(phone: Watched, service: Service) -> None:
    page = phone.page
    page.add_init_script(WRONG_CLOCK)
    log_in(page, service)
    start_daily(page)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^1[45]:\d\d$"))
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^14:5[0-8]$"))


def test_time_that_runs_out_hands_in_what_was_answered(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    enter(page, "每周答题")
    expect_question(page, 1, of=3)
    answer(page, service)
    expect_saved(page)
    expect(page.get_by_text("答对 1 题，共 3 题")).to_be_visible(timeout=15_000)


def test_time_that_runs_out_while_the_page_is_closed_shows_the_result(
    phone: Watched, service: Service
) -> None:
    page = phone.page
    log_in(page, service)
    enter(page, "每周答题")
    expect_question(page, 1, of=3)
    answer(page, service)
    expect_saved(page)
    where = page.url
    page.goto("about:blank")
    page.wait_for_timeout(7_000)
    page.goto(where)
    expect(page.get_by_text("答对 1 题，共 3 题")).to_be_visible(timeout=15_000)


def test_an_ended_log_in_leads_to_the_log_in_and_back_to_the_answers(
    phone: Watched, service: Service
) -> None:
    page = phone.page
    number = log_in(page, service)
    start_daily(page)
    button(page, "下一题").tap()
    expect_question(page, 2)
    where = page.url
    page.evaluate(END_LOG_IN)
    page.route("**/answers/*", lambda route: route.abort())
    answer(page, service)
    page.unroute("**/answers/*")
    expect(page.get_by_text(ENDED)).to_be_visible(timeout=LONGEST_PAUSE)
    fill_log_in(page, number, PASSWORD)
    expect_question(page, 2)
    expect_saved(page)
    assert page.url == where


def test_an_ended_log_in_is_told_when_a_page_is_opened_too(phone: Watched, service: Service) -> None:
    page = phone.page
    number = log_in(page, service)
    page.evaluate(END_LOG_IN)
    go(page, "points")
    expect(page.get_by_text(ENDED)).to_be_visible()
    fill_log_in(page, number, PASSWORD)
    expect(page.get_by_role("heading", name="今天的积分")).to_be_visible()
