"""The console in a browser: a Word file, a workbook and pasted text are checked, mended, imported, reviewed and ready.

At a desk and on a phone, with and without scripts; pictures go to test-artifacts/.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.browser import Service, Watched, chromium, serving
from tests.journeys.office import (
    SIZES,
    choose_new_bank,
    document,
    log_in,
    looks_right,
    workbook,
)

pytestmark = [pytest.mark.slow, pytest.mark.service]

TEXT = """一、单项选择题
1. 中国共产党第一次全国代表大会于哪一年召开？{code}
A. 1919年
B. 1920年
C. 1921年
D. 1922年
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
COLUMNS = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "出处"]
WHY = ["见党史大事记。", "《中国共产党简史》"]
ROWS = [
    [
        "单选题",
        "中国共产党第一次全国代表大会于哪一年召开？{code}",
        "1919年",
        "1920年",
        "1921年",
        "1922年",
        "C",
        *WHY,
    ],
    ["单选题", "遵义会议召开于什么时候？{code}", "1934年10月", "1935年1月", "1936年10月", "", "E", *WHY],
    ["判断题", "红军三大主力在会宁会师。{code}", "", "", "", "", "正确"],
]
"""The same questions: the first is fine, the second names an option that is not there, the third lacks something."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("console")) as service:
        yield service


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def a_file(folder: Path, code: str) -> Path:
    return document(folder / f"{code}.docx", TEXT.format(code=code))


def a_workbook(folder: Path, code: str) -> Path:
    rows = [[cell.format(code=code) for cell in row] for row in ROWS]
    return workbook(folder / f"{code}.xlsx", COLUMNS, rows)


def test_a_file_becomes_questions_in_use(browser: Any, service: Service, size: str, tmp_path: Path) -> None:
    code = f"file-{size}"
    watched = log_in(browser, service, size)
    page = watched.page
    looks_right(watched, f"{size}-overview")
    page.get_by_role("link", name="导入试题").locator("visible=true").first.click()
    file = a_file(tmp_path, code) if size == "desk" else a_workbook(tmp_path, code)
    page.locator("#file").set_input_files(file)
    expect(page.get_by_text(f"{file.name}（")).to_be_visible()
    choose_new_bank(page, f"党史题库 {size}")
    looks_right(watched, f"{size}-import")
    page.get_by_role("button", name="检查文件").click()

    expect(page.get_by_role("heading", name="检查结果")).to_be_visible()
    expect(page.locator("#tally")).to_contain_text("有错误")
    looks_right(watched, f"{size}-dry-run")
    mend(page, watched, size)
    looks_right(watched, f"{size}-mended")
    page.get_by_role("button", name="全部导入（3 道）").click()

    expect(page.get_by_text("已导入 3 道。导入的题审核通过后才会出现在答题里。")).to_be_visible()
    looks_right(watched, f"{size}-review")
    review(page, watched, size, code)

    page.goto(f"/console/questions/?text={code}&state=ready")
    expect(page.locator("tbody tr")).to_have_count(3)
    looks_right(watched, f"{size}-catalogue")
    page.locator("tbody tr a").first.click()
    expect(page.get_by_text("正在进行和将要开始的答题活动都抽不到它。")).to_be_visible()
    looks_right(watched, f"{size}-question")
    watched.page.context.close()


def mend(page: Page, watched: Watched, size: str) -> None:
    """Row 2 names an option that is not there: tick the right one."""
    row = page.locator("#row-2")
    expect(row).to_contain_text("答案里有选项中没有的字母")
    row.get_by_role("link", name="修改").click()
    row.get_by_role("checkbox").nth(1).check()
    looks_right(watched, f"{size}-mending")
    row.get_by_role("button", name="保存").click()
    expect(row.get_by_role("status")).to_have_text("已保存")
    expect(row).not_to_contain_text("没有的字母")


def review(page: Page, watched: Watched, size: str, code: str) -> None:
    """Approve one in place and take it back, approve many, put the last one right and approve it with that."""
    first = page.locator("article", has_text=f"哪一年召开？{code}")
    first.get_by_role("button", name="通过").click()
    expect(first).to_contain_text("已启用")
    first.get_by_role("button", name="撤销").click()
    expect(first).to_contain_text("待审核")
    page.locator(".decide").get_by_label("全选本页").check()
    expect(page.locator("[data-count]")).to_have_text("3")
    page.get_by_role("button", name="通过选中的").click()
    expect(page.get_by_text("已通过 2 道题，可以用在答题里了。另有 1 道缺解析或出处")).to_be_visible()
    last = page.locator("article", has_text=f"会宁会师。{code}")
    page.wait_for_load_state()
    last.get_by_label("解析").fill("1936年10月会师，长征胜利结束。")
    last.get_by_label("出处").fill("《中国共产党简史》")
    looks_right(watched, f"{size}-review-mending")
    last.get_by_role("button", name="保存并看下一题").click()
    expect(page.get_by_text("没有等待审核的题。")).to_be_visible()


def test_pasted_text_goes_the_same_way_and_can_be_undone(browser: Any, service: Service, size: str) -> None:
    code = f"pasted-{size}"
    watched = log_in(browser, service, size)
    page = watched.page
    page.goto("/console/imports/new")
    page.get_by_text("没有文件？直接粘贴试题").click()
    page.get_by_label("试题和答案").fill(TEXT.format(code=code))
    choose_new_bank(page, f"粘贴的题库 {size}")
    looks_right(watched, f"{size}-paste")
    page.get_by_role("button", name="检查文件").click()
    expect(page.get_by_text("“粘贴的文字”")).to_be_visible()
    page.locator("#row-2").get_by_role("button", name="不导入这道题").click()
    expect(page.locator("#row-2")).to_contain_text("不导入")
    page.get_by_role("button", name="全部导入（2 道）").click()
    page.locator(".flash").get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销“粘贴的文字”的导入：删除 2 道。")).to_be_visible()
    looks_right(watched, f"{size}-batches")
    page.goto("/console/banks/")
    looks_right(watched, f"{size}-banks")
    page.context.close()


def test_a_dropped_file_is_taken_and_one_too_large_is_not_sent(browser: Any, service: Service) -> None:
    watched = log_in(browser, service, "desk")
    page = watched.page
    page.goto("/console/imports/new")
    drop = """([name, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name));
      for (const kind of ["dragenter", "dragover", "drop"]) {
        document.querySelector("[data-drop]").dispatchEvent(
          new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
      }
    }"""
    page.evaluate(drop, ["党章.docx", 2048])
    expect(page.get_by_text("党章.docx（2 KB）")).to_be_visible()
    expect(page.get_by_label("新题库的名称")).to_have_value("党章")
    page.evaluate(drop, ["很大.docx", 21 * 1024 * 1024])
    expect(page.get_by_role("alert")).to_have_text("文件超过 20 MB，请分成几个文件后再上传。")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("select[name=bank]").select_option("new")
    page.get_by_role("button", name="检查文件").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert "POST" not in sent
    assert not watched.errors
    page.context.close()


def test_the_review_goes_by_keyboard(browser: Any, service: Service, tmp_path: Path) -> None:
    watched = log_in(browser, service, "desk")
    page = watched.page
    bring(page, a_file(tmp_path, "keys"))
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    first, second = page.locator("article").nth(0), page.locator("article").nth(1)
    expect(first).to_be_focused()
    page.keyboard.press("a")
    expect(first).to_contain_text("已启用")
    expect(second).to_be_focused()
    page.keyboard.press("e")
    expect(second.get_by_label("题干")).to_be_focused()
    page.keyboard.type("jka/")
    expect(second.get_by_label("题干")).to_have_value("jka/红军三大主力在会宁会师。keys")
    second.get_by_role("link", name="取消").click()
    expect(second).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("1")
    page.get_by_text("更多…").click()
    page.get_by_label("给选中的题里没有出处的填上").press("Enter")
    page.keyboard.press("Escape")
    expect(second).to_contain_text("待审核")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(second.get_by_label("为什么退回")).to_be_focused()
    page.keyboard.type("缺出处")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(second).to_contain_text("退回原因：缺出处")
    page.goto("/console/questions/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="修改历史")).to_be_visible()
    assert not watched.errors
    page.context.close()


def bring(page: Page, file: Path) -> None:
    """Import the good questions of a file into a bank of its own."""
    page.goto("/console/imports/new")
    page.locator("#file").set_input_files(file)
    choose_new_bank(page, file.stem)
    page.get_by_role("button", name="检查文件").click()
    page.get_by_role("button", name="只导入合格的 2 道").click()
    expect(page.get_by_role("heading", name="审核")).to_be_visible()
    page.wait_for_load_state()


def test_all_of_it_works_without_scripts(browser: Any, service: Service, tmp_path: Path) -> None:
    watched = log_in(browser, service, "phone", java_script_enabled=False)
    page = watched.page
    page.goto("/console/imports/new")
    page.locator("#file").set_input_files(a_file(tmp_path, "plain"))
    page.locator("select[name=bank]").select_option("new")
    page.get_by_role("button", name="检查文件").click()
    page.locator("#row-2").get_by_role("link", name="修改").click()
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#row-2")).to_contain_text("可以导入")
    page.get_by_role("button", name="全部导入（3 道）").click()
    page.locator("article", has_text="哪一年召开？plain").get_by_role("button", name="通过").click()
    page.goto("/console/questions/?text=plain&state=ready")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator(".menu summary").click()
    page.get_by_role("navigation", name="菜单").get_by_role("link", name="导入记录").click()
    expect(page.get_by_role("heading", name="导入记录")).to_be_visible()
    page.context.close()


def test_a_page_prints_without_what_belongs_to_the_screen(
    browser: Any, service: Service, tmp_path: Path
) -> None:
    watched = log_in(browser, service, "desk")
    page = watched.page
    bring(page, a_file(tmp_path, "print"))
    page.emulate_media(media="print")
    for gone in (".bar", ".side", ".decide", ".filters"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("article").first).to_be_visible()
    watched.picture("console-print", whole=True)
    page.context.close()


def test_the_night_has_its_own_colours(browser: Any, service: Service) -> None:
    watched = log_in(browser, service, "desk", dark=True)
    watched.page.goto("/console/questions/")
    looks_right(watched, "dark-catalogue")
    ground = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(25, 22, 19)"
    watched.page.context.close()
