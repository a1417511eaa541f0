"""What somebody at the console does and what its pages must be, in a browser; and the files an office has."""

from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from playwright.sync_api import Page, expect

from tests.journeys.browser import EDITOR_PHONE, PASSWORD, Service, Watched, open_phone

SIZES = {"desk": (1280, 900), "phone": (390, 844)}

SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, summary, select, textarea, input:not([type=hidden]), a.button, .side a, .menu nav a, .tabs a")]
  .filter((one) => one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}))
  .filter((one) => !one.matches(".unseen") && !one.closest(".tick, .radio-card"))
  .filter((one) => one.getBoundingClientRect().width > 1)
  .filter((one) => one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 120))"""


def log_in(
    browser: Any, service: Service, size: str, *, phone: str = EDITOR_PHONE, name: str = "林文静", **more: Any
) -> Watched:
    width, height = SIZES[size]
    watched = open_phone(browser, service, width=width, height=height, **more)
    page = watched.page
    page.goto("/console/login")
    page.get_by_label("手机号").fill(phone)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name=f"{name}，您好")).to_be_visible()
    return watched


def fits(page: Page) -> bool:
    """Whether nothing hangs over the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def looks_right(watched: Watched, name: str) -> None:
    """Nothing wider than the screen, nothing too small to hit, nothing wrong in the console; and a picture."""
    watched.picture(f"console-{name}", whole=True)
    assert fits(watched.page), name
    assert watched.page.evaluate(SMALL_TARGETS) == [], name
    assert not watched.errors, name
    assert not watched.foreign, name


def go_by_menu(page: Page, entry: str) -> None:
    """Where an entry of the navigation leads, at a desk and on a phone."""
    page.wait_for_load_state()  # before its styles came, the phone's menu shows at a desk too
    menu = page.locator("details.menu > summary")
    if menu.is_visible():
        menu.click()
    page.locator("nav").get_by_role("link", name=entry, exact=True).locator("visible=true").click()


def choose_new_bank(page: Page, title: str) -> None:
    page.locator("select[name=bank]").select_option("new")
    page.get_by_label("新题库的名称").fill(title)


def document(path: Path, text: str, title: str = "党史知识题库") -> Path:
    """A Word document, as an office has it."""
    file = Document()
    file.add_heading(title, 0)
    for line in text.splitlines():
        file.add_paragraph(line)
    file.save(str(path))
    return path


def workbook(path: Path, columns: list[str], rows: list[list[str]], title: str = "党史知识题库") -> Path:
    with xlsxwriter.Workbook(str(path)) as file:
        sheet = file.add_worksheet("题目")
        sheet.merge_range(0, 0, 0, len(columns) - 1, title)
        sheet.write_row(1, 0, columns)
        for number, row in enumerate(rows, start=2):
            sheet.write_row(number, 0, row)
    return path
