"""An admin makes a quiz at the console: from what is on the desk to a member who takes it on the phone."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from jinshui_study.clock import SHANGHAI
from tests.journeys import steps
from tests.journeys.browser import (
    ADMIN_PHONE,
    Service,
    Watched,
    answer,
    bare,
    chromium,
    open_phone,
    serving,
)
from tests.journeys.browser import log_in as log_in_on_the_phone
from tests.journeys.office import (
    SIZES,
    choose_new_bank,
    document,
    go_by_menu,
    log_in,
    looks_right,
    workbook,
)

WORD = """一、单项选择题
1. 中国共产党第一次全国代表大会于哪一年召开？{code}
A. 1919年
B. 1920年
C. 1921年
答案：C
解析：1921年7月23日在上海开幕。
出处：《中国共产党简史》
2. 遵义会议召开于什么时候？{code}
A. 1934年10月
B. 1935年1月
C. 1936年10月
答案：E
解析：会议在长征途中召开。
出处：《中国共产党简史》
二、判断题
1. 红军三大主力在会宁会师。{code}
答案：正确
"""
COLUMNS = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "出处"]
ROWS = [
    [
        "单选题",
        "新中国成立于哪一年？{code}",
        "1948年",
        "1949年",
        "1950年",
        "B",
        "10月1日举行大典。",
        "《新中国史》",
    ],
    ["判断题", "红旗渠在河南林州。{code}", "", "", "", "对", "", ""],
]
PASTED = """1. 焦裕禄在哪个县担任过县委书记？{code}
A. 林县
B. 兰考县
C. 辉县
答案：B
2. 二七大罢工发生在1923年。{code}
答案：正确
"""
KEYS: dict[str, dict[str, Any]] = {
    "中国共产党第一次全国代表大会于哪一年召开？": {"options": ["1919年", "1920年", "1921年"], "key": [2]},
    "遵义会议召开于什么时候？": {"options": ["1934年10月", "1935年1月", "1936年10月"], "key": [1]},
    "红军三大主力在会宁会师。": {"key": True},
    "新中国成立于哪一年？": {"options": ["1948年", "1949年", "1950年"], "key": [1]},
    "红旗渠在河南林州。": {"key": True},
    "焦裕禄在哪个县担任过县委书记？": {"options": ["林县", "兰考县", "辉县"], "key": [1]},
    "二七大罢工发生在1923年。": {"key": True},
}
LACKING = 4

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
    page.wait_for_load_state()
    page.get_by_label("活动名称").fill(title)
    expect(page.get_by_label("全卷限时（分钟）")).to_have_value("15")
    expect(page.locator("#preview")).to_contain_text("够：30 道都能抽到。")
    expect(page.get_by_label("开始时间")).to_have_value(re.compile("T09:00$"))
    page.get_by_label("开始时间").fill(datetime.now(SHANGHAI).strftime("%Y-%m-%dT%H:%M"))
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
    page.wait_for_load_state()
    second.get_by_text("只要某些题型、专题或难度").click()
    second.get_by_role("checkbox", name="排序题").check()
    second.get_by_label("抽几道").fill("100")
    expect(page.locator("#preview")).to_contain_text("不够：要 130 道")
    expect(page.locator("#row-note-2")).to_contain_text("还缺")
    looks_right(watched, f"{size}-quiz-short")
    page.get_by_role("button", name="建好活动").click()
    expect(page.get_by_role("alert")).to_contain_text("题库里符合条件的试题不足")
    page.wait_for_load_state()
    second.get_by_label("抽几道").fill("2")
    expect(page.locator("#row-note-2")).to_contain_text("够抽。")


def test_a_word_file_a_workbook_and_a_pasted_text_become_a_quiz_that_a_member_takes(
    browser: Any, service: Service, size: str, tmp_path: Path
) -> None:
    code = f"（{size}）"
    bank, title = f"七一题库 {size}", f"七一答题 {size}"
    watched = enter(browser, service, size)
    page = watched.page
    bring_word(page, document(tmp_path / "题库.docx", WORD.format(code=code)), bank)
    rows = [[cell.format(code=code) for cell in row] for row in ROWS]
    bring(page, bank, file=workbook(tmp_path / "题库.xlsx", COLUMNS, rows))
    bring(page, bank, text=PASTED.format(code=code))
    go_by_menu(page, "审核")
    review(page, watched, size)
    make_quiz(page, watched, size, bank, title)
    assert watched.errors == []
    page.context.close()

    service.contents.update({bare(stem + code): content for stem, content in KEYS.items()})
    take(browser, service, size, title)


def bring_word(page: Page, file: Path, bank: str) -> None:
    """From the overview: hand the file in, put right the question whose key is not among its options, import all."""
    go_by_menu(page, "导入试题")
    page.locator("#file").set_input_files(file)
    choose_new_bank(page, bank)
    page.get_by_role("button", name="检查文件").click()
    row = page.locator("#row-2")
    expect(row).to_contain_text("答案里有选项中没有的字母")
    page.wait_for_load_state()
    row.get_by_role("link", name="修改").click()
    row.get_by_role("checkbox").nth(1).check()
    row.get_by_role("button", name="保存").click()
    expect(row.get_by_role("status")).to_have_text("已保存")
    page.get_by_role("button", name="全部导入（3 道）").click()
    expect(page.get_by_text("已导入 3 道。")).to_be_visible()


def bring(page: Page, bank: str, *, file: Path | None = None, text: str = "") -> None:
    """Into the bank that is there by now."""
    go_by_menu(page, "导入试题")
    if file is not None:
        page.locator("#file").set_input_files(file)
    else:
        page.get_by_text("没有文件？直接粘贴试题").click()
        page.get_by_label("试题和答案").fill(text)
    page.locator("select[name=bank]").select_option(label=f"{bank}（练习）")
    page.get_by_role("button", name="检查文件").click()
    page.get_by_role("button", name="全部导入（2 道）").click()
    expect(page.get_by_text("已导入 2 道。")).to_be_visible()


def review(page: Page, watched: Watched, size: str) -> None:
    """Approve what is complete at once; write what the others lack one after another."""
    expect(page.get_by_text(f"有 {LACKING} 道题还缺解析或出处。")).to_be_visible()
    page.wait_for_load_state()
    looks_right(watched, f"{size}-queue")
    page.locator(".decide").get_by_label("全选本页").check()
    page.get_by_role("button", name="通过选中的").click()
    expect(page.get_by_text("已通过 3 道题")).to_be_visible()
    page.wait_for_load_state()
    if size == "desk":
        write_by_keyboard(page)
    else:
        for number in range(LACKING):
            form = page.locator("form[data-quick]").first
            form.get_by_label("解析").fill(f"解析 {number}，见简史。")
            form.get_by_label("出处").fill("《中国共产党简史》")
            if number == 0:
                looks_right(watched, f"{size}-writing")
            form.get_by_role("button", name="保存并看下一题").click()
            expect(page.locator("form[data-quick]")).to_have_count(LACKING - 1 - number)
    expect(page.get_by_text("没有等待审核的题。")).to_be_visible()


def write_by_keyboard(page: Page) -> None:
    """j to the first, enter to write, tab and enter on to the next; the source stands there from the one before."""
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.type("会宁会师是长征胜利的标志。")
    page.keyboard.press("Tab")
    page.keyboard.type("《中国共产党简史》")
    page.keyboard.press("Enter")
    second = page.locator("article").nth(1)
    expect(second.get_by_label("解析")).to_be_focused()
    expect(second.get_by_label("出处")).to_have_value("《中国共产党简史》")
    page.keyboard.press("Escape")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("红旗渠在林州。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article").nth(2).get_by_label("解析")).to_be_focused()
    page.keyboard.type("1962年冬到兰考。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article").nth(3).get_by_label("解析")).to_be_focused()
    page.keyboard.type("1923年2月。")
    page.keyboard.press("Control+Enter")


def make_quiz(page: Page, watched: Watched, size: str, bank: str, title: str) -> None:
    go_by_menu(page, "答题活动")
    page.get_by_role("link", name="新建活动").click()
    page.get_by_role("link", name="每周答题").click()
    page.wait_for_load_state()
    page.get_by_label("活动名称").fill(title)
    page.get_by_role("checkbox", name=re.compile(f"^{bank}")).check()
    for other in page.get_by_role("group", name="题库").get_by_role("checkbox").all():
        if other.is_checked() and bank not in other.locator("..").inner_text():
            other.uncheck()
    expect(page.locator("#preview")).to_contain_text(f"不够：要 20 道，只能抽出 {len(KEYS)} 道。")
    page.get_by_label("抽几道").fill(str(len(KEYS)))
    expect(page.locator("#preview")).to_contain_text(f"够：{len(KEYS)} 道都能抽到。")
    looks_right(watched, f"{size}-quiz-enough")
    page.get_by_role("button", name="建好活动").click()
    expect(page.get_by_text("现在就能答了，党员在手机“学习擂台”里可以看到。")).to_be_visible()


def take(browser: Any, service: Service, size: str, title: str) -> None:
    phone = open_phone(browser, service)
    page = phone.page
    log_in_on_the_phone(page, service)
    page.get_by_role("link", name="学习擂台").tap()
    page.get_by_role("button", name=re.compile(f"^开始答题：{title}")).tap()
    for number in range(1, len(KEYS) + 1):
        steps.expect_question(page, number, of=len(KEYS))
        answer(page, service)
        steps.expect_saved(page)
        steps.button(page, "交卷" if number == len(KEYS) else "下一题").tap()
    expect(page.get_by_role("heading", name="答题完成")).to_be_visible()
    steps.expect_score(page, f"{len(KEYS)}0 分，满分 {len(KEYS)}0 分")
    phone.picture(f"console-{size}-quiz-taken")
    page.context.close()
