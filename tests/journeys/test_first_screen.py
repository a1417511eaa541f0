"""Members on their phones: from the log-in to the board, on networks and with clocks as they are."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

from tests.journeys.browser import (
    PASSWORD,
    SECRETARY_PHONE,
    Service,
    Watched,
    answer,
    chromium,
    kind_of,
    open_phone,
    serving,
)

pytestmark = [pytest.mark.slow, pytest.mark.service]

QUESTIONS = 6
WRONG_CLOCK = """
  const Real = Date, ahead = 5 * 3600 * 1000;
  Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); } };
  Date.now = () => Real.now() + ahead;
"""
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, .option, .switch")]
  .map((one) => one.closest("label.option, label.switch") || one)
  .map((one) => [Math.round(one.getBoundingClientRect().height), one.textContent || one.name])
  .filter(([height]) => height > 0 && height < 44)"""
END_LOG_IN = """() => fetch("/api/v1/auth/logout", {
  method: "POST", headers: { Authorization: `Bearer ${sessionStorage.token}` },
})"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture
def phone(browser: Any, service: Service) -> Iterator[Watched]:
    """A phone that must come through its test without an error, a refused file or a foreign request."""
    watched = open_phone(browser, service)
    yield watched
    watched.page.context.close()
    assert watched.errors == []
    assert watched.foreign == []


def log_in(page: Page, service: Service) -> str:
    number = next(service.phones)
    page.goto("/")
    fill_log_in(page, number, PASSWORD)
    expect(page.get_by_role("heading", name="李晓明，您好")).to_be_visible()
    return number


def fill_log_in(page: Page, number: str, password: str) -> None:
    page.get_by_label("手机号").fill(number)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").tap()


def start_daily(page: Page) -> None:
    page.get_by_role("button", name="今日答题").tap()
    expect_question(page, 1)


def expect_question(page: Page, number: int, of: int = QUESTIONS) -> None:
    expect(page.get_by_text(f"第 {number} 题，共 {of} 题")).to_be_visible()


def answer_all(page: Page, service: Service, *, wrong_kind: str | None = None) -> None:
    for number in range(1, QUESTIONS + 1):
        expect_question(page, number)
        answer(page, service, right=kind_of(page) != wrong_kind)
        expect(page.get_by_text("已保存")).to_be_visible()
        if number < QUESTIONS:
            page.get_by_role("button", name="下一题").tap()


def test_a_member_goes_from_the_log_in_to_the_board(phone: Watched, service: Service) -> None:
    page = phone.page
    number = next(service.phones)
    page.goto("/")
    phone.picture("log-in")
    fill_log_in(page, number, "not my password")
    expect(page.get_by_role("alert")).to_have_text("手机号或密码不正确。")
    fill_log_in(page, number, PASSWORD)
    expect(page.get_by_text("经八路第一社区党支部")).to_be_visible()
    expect(page.get_by_role("img", name="今天 0 分，最多 35 分")).to_be_visible()
    phone.picture("home")

    start_daily(page)
    kinds = set()
    for place in range(1, QUESTIONS + 1):
        expect_question(page, place)
        kinds.add(kind_of(page))
        answer(page, service, right=kind_of(page) != "单选题")
        expect(page.get_by_text("已保存")).to_be_visible()
        phone.picture(f"question-{place}")
        if place < QUESTIONS:
            page.get_by_role("button", name="下一题").tap()
    assert kinds == {"单选题", "多选题", "判断题", "填空题", "排序题", "连线题"}
    page.get_by_role("button", name="交卷").tap()

    expect(page.get_by_role("heading", name="答题完成")).to_be_visible()
    expect(page.get_by_text("50 分，满分 60 分")).to_be_visible()
    expect(page.get_by_text("积分 +5")).to_be_visible()
    expect(page.get_by_text("答对了")).to_have_count(5)
    expect(page.get_by_text("答错了")).to_have_count(1)
    expect(page.get_by_text("解析")).to_have_count(QUESTIONS + 1)  # and the heading above them
    expect(page.get_by_text("出处：")).to_have_count(QUESTIONS)
    phone.picture("result")

    page.get_by_role("link", name="看榜单").tap()
    expect(page.get_by_role("heading", name="您还没有参加个人排名")).to_be_visible()
    expect(page.get_by_text("今天您已得 5 分")).to_be_visible()
    phone.picture("board-not-ranked")
    page.get_by_label("参加个人排名").check()
    mine = page.locator("li", has_text="李晓明（我）")
    expect(mine).to_be_in_viewport()
    expect(mine).to_contain_text("第16名")
    expect(page.get_by_text("我的前后")).to_be_attached()
    expect(page.locator("li:has(.rank)")).to_have_count(10 + 5 + 1 + 5)
    phone.picture("board")
    page.get_by_role("link", name="支部").tap()
    expect(page.get_by_text("经八路第一社区党支部（我）")).to_be_visible()
    page.get_by_role("link", name="街道").tap()
    expect(page.get_by_text("经八路街道（我）")).to_be_visible()

    page.get_by_role("link", name="积分").tap()
    expect(page.get_by_text("5 / 5 分")).to_be_visible()
    expect(page.get_by_text("每日答题 · 建党百年：答对 5/6 题")).to_be_visible()
    phone.picture("points")
    page.get_by_role("link", name="首页").tap()
    expect(page.get_by_role("heading", name="今日已完成")).to_be_visible()
    page.get_by_role("link", name="查看成绩和解析").tap()
    expect(page.get_by_text("50 分，满分 60 分")).to_be_visible()


def test_a_reload_in_the_middle_keeps_the_answers(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    for place in (1, 2, 3):
        answer(page, service)
        expect(page.get_by_text("已保存")).to_be_visible()
        if place < 3:
            page.get_by_role("button", name="下一题").tap()
            expect_question(page, place + 1)
    chosen = page.locator("#field").inner_text()
    page.reload()
    expect_question(page, 3)
    expect(page.get_by_text("已保存")).to_be_visible()
    assert page.locator("#field").inner_text() == chosen
    page.get_by_role("link", name="首页").tap()
    page.get_by_role("button", name="继续答题").tap()
    expect_question(page, 4)
    page.get_by_role("button", name="上一题").tap()
    expect_question(page, 3)
    expect(page.get_by_text("已保存")).to_be_visible()
    page.go_back()
    expect_question(page, 4)


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
    page.get_by_role("button", name="交卷").tap()
    expect(page.get_by_text("60 分，满分 60 分")).to_be_visible()
    assert len(keys) == 2
    assert keys[0]
    assert keys[0] == keys[1]
    page.goto("/#/points")
    expect(page.get_by_text("答对 6/6 题")).to_have_count(1)
    page.get_by_role("link", name="首页").tap()
    expect(page.get_by_role("heading", name="今日已完成")).to_be_visible()


def test_answers_wait_on_the_phone_while_the_network_is_down(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    page.context.set_offline(True)
    answer(page, service)
    expect(page.get_by_text("网络不稳。答案已存在手机里，正在重新保存")).to_be_visible()
    phone.picture("question-offline")
    page.get_by_role("button", name="下一题").tap()
    expect_question(page, 2)
    page.context.set_offline(False)
    page.get_by_role("button", name="上一题").tap()
    expect(page.get_by_text("已保存")).to_be_visible()


def test_a_submit_without_network_says_that_the_answers_are_safe(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    answer(page, service)
    expect(page.get_by_text("已保存")).to_be_visible()
    for place in range(2, QUESTIONS + 1):
        page.get_by_role("button", name="下一题").tap()
        expect_question(page, place)
    page.get_by_role("button", name="交卷").tap()
    expect(page.get_by_text("第 2、3、4、5、6 题还空着。交卷以后不能再改。")).to_be_visible()
    phone.picture("gaps")
    page.route("**/submission", lambda route: route.abort())
    page.get_by_role("button", name="直接交卷").tap()
    expect(page.get_by_text("正在交卷，答案都在，请稍等。")).to_be_visible()
    expect(page.get_by_text("网络没有连上，请稍后再试。您的答案都保存着，可以再试。")).to_be_visible(
        timeout=30_000
    )
    page.unroute("**/submission")
    page.get_by_role("button", name="交卷").tap()
    page.get_by_role("button", name="直接交卷").tap()
    expect(page.get_by_text("答对 1 题，共 6 题")).to_be_visible()


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
    page.locator("li", has_text="每周答题").get_by_role("button", name="开始").tap()
    expect_question(page, 1, of=3)
    answer(page, service)
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(page.get_by_text("答对 1 题，共 3 题")).to_be_visible(timeout=15_000)


def test_an_ended_log_in_leads_to_the_log_in_and_back_to_the_answers(
    phone: Watched, service: Service
) -> None:
    page = phone.page
    number = log_in(page, service)
    start_daily(page)
    page.evaluate(END_LOG_IN)
    answer(page, service)
    expect(page.get_by_role("alert")).to_have_text("登录已过期，请重新登录。已作答的内容都保存着。")
    fill_log_in(page, number, PASSWORD)
    expect_question(page, 1)
    expect(page.get_by_text("已保存")).to_be_visible()


def test_a_topic_quiz_tells_after_each_answer(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    page.locator("li", has_text="专项答题").get_by_role("button", name="开始").tap()
    for place in (1, 2, 3):
        expect_question(page, place, of=3)
        answer(page, service, right=place != 1)
        page.get_by_role("button", name="确认答案").tap()
        expect(page.get_by_text("答对了" if place != 1 else "答错了")).to_be_in_viewport()
        expect(page.get_by_text("出处：")).to_be_visible()
        phone.picture(f"topic-{place}")
        page.get_by_role("button", name="下一题" if place < 3 else "交卷").tap()
    expect(page.get_by_text("答对 2 题，共 3 题")).to_be_visible()


def test_a_survival_run_goes_on_once_after_a_wrong_answer(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    page.locator("li", has_text="挑战答题").get_by_role("button", name="开始").tap()
    expect_question(page, 1, of=3)
    answer(page, service, right=False)
    page.get_by_role("button", name="确认答案").tap()
    page.get_by_role("button", name="复活一次，继续答").tap()
    expect_question(page, 2, of=3)
    answer(page, service, right=False)
    page.get_by_role("button", name="确认答案").tap()
    expect(page.get_by_text("答错了")).to_be_visible()
    expect(page.get_by_role("button", name="复活一次，继续答")).to_have_count(0)
    page.get_by_role("button", name="结束闯关").tap()
    expect(page.get_by_text("答对 0 题，共 2 题")).to_be_visible()


def test_a_contest_opens_one_question_after_another_and_keeps_its_key(
    phone: Watched, service: Service
) -> None:
    page = phone.page
    log_in(page, service)
    page.locator("li", has_text="党史知识竞赛").get_by_role("button", name="开始").tap()
    for place in (1, 2, 3):
        expect_question(page, place, of=3)
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^00:(1\d|20)$"))
        expect(page.get_by_role("button", name="上一题")).to_have_count(0)
        answer(page, service)
        expect(page.get_by_text("已保存")).to_be_visible()
        page.get_by_role("button", name="下一题" if place < 3 else "交卷").tap()
    expect(page.get_by_text(re.compile("解析在 .* 公布"))).to_be_visible()
    expect(page.get_by_text("正确答案")).to_have_count(0)


@pytest.mark.parametrize(
    ("width", "height", "dark", "large"),
    [(390, 844, True, False), (360, 640, False, False), (360, 640, True, True), (1280, 800, False, False)],
    ids=["dark", "small", "small-dark-large", "desk"],
)
def test_every_screen_fits(
    browser: Any, service: Service, width: int, height: int, dark: bool, large: bool
) -> None:
    watched = open_phone(browser, service, width=width, height=height, dark=dark)
    page, name = watched.page, f"{width}{'-dark' if dark else ''}{'-large' if large else ''}"
    page.goto("/")
    if large:
        page.get_by_role("button", name="大字").tap()
    watched.picture(f"log-in-{name}")
    fill_log_in(page, SECRETARY_PHONE, PASSWORD)
    expect(page.get_by_role("heading", name="王秀英，您好")).to_be_visible()
    check_fit(watched, f"home-{name}")
    begin = page.get_by_role("button", name="今日答题").or_(page.get_by_role("button", name="继续答题"))
    begin.first.tap()
    page.wait_for_url(re.compile("#/quiz/[^/]+/[1-9]$"))
    for place in range(1, QUESTIONS + 1):
        page.goto(f"{page.url.rsplit('/', 1)[0]}/{place}")
        expect_question(page, place)
        answer(page, service)
        expect(page.get_by_text("已保存")).to_be_visible()
        check_fit(watched, f"question-{place}-{name}")
    for where in ("board", "board/branches", "points"):
        page.goto(f"/#/{where}")
        expect(page.locator("main h1:visible")).not_to_have_text("暂时打不开")
        check_fit(watched, f"{where.replace('/', '-')}-{name}")
    page.context.close()
    assert watched.errors == []


def check_fit(watched: Watched, name: str) -> None:
    """Nothing wider than the screen, nothing to touch lower than 44 px."""
    watched.picture(name)
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert watched.page.evaluate(SMALL_TARGETS) == [], name


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)], ids=["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_the_console_fits_a_phone_and_a_desk(
    browser: Any, service: Service, width: int, height: int, dark: bool
) -> None:
    watched = open_phone(browser, service, width=width, height=height, dark=dark)
    page, name = watched.page, f"{width}{'-dark' if dark else ''}"
    page.goto("/console/")
    check_fit(watched, f"console-log-in-{name}")
    fill_log_in(page, SECRETARY_PHONE, PASSWORD)
    expect(page.get_by_role("heading", name="王秀英，您好")).to_be_visible()
    expect(page.get_by_text("参与率只对本支部书记显示，不上报、不导出")).to_be_visible()
    check_fit(watched, f"console-{name}")
    page.get_by_role("button", name="退出").tap()
    expect(page.get_by_role("heading", name="登录管理后台")).to_be_visible()
    page.context.close()
    assert watched.errors == []
    assert watched.foreign == []
