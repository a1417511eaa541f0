"""Members on their phones: from the log-in to the board, on networks and with clocks as they are."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

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

pytestmark = [pytest.mark.slow, pytest.mark.service]

QUESTIONS = 6
WRONG_CLOCK = """
  const Real = Date, ahead = 5 * 3600 * 1000;
  Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); } };
  Date.now = () => Real.now() + ahead;
"""
END_LOG_IN = """() => fetch("/api/v1/auth/logout", {
  method: "POST", headers: { Authorization: `Bearer ${JSON.parse(localStorage["jinshui.session"]).token}` },
})"""
ENDED = "登录已过期，请重新登录。已作答的内容都保存着。"


@pytest.fixture
def phone(browser: Any, service: Service) -> Iterator[Watched]:
    """A phone that must come through its test without an error, a refused file or a foreign request."""
    watched = open_phone(browser, service)
    yield watched
    watched.page.context.close()
    assert watched.errors == []
    assert watched.foreign == []


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
    expect(page.get_by_text(ENDED)).to_be_visible()
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
