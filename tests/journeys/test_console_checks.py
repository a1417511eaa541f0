"""A large file at the console: it is checked beside the request, and neither a closed tab nor a restart loses it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from jinshui_study.accounts import members, organizations
from jinshui_study.db import unit_of_work
from tests.journeys.browser import PASSWORD, Service, Watched, chromium, open_phone, serving
from tests.journeys.conftest import Site
from tests.journeys.office import choose_new_bank, log_in, looks_right, workbook
from tests.journeys.server import running

pytestmark = [pytest.mark.slow, pytest.mark.service]

MANY = 5_000
COLUMNS = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "出处"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("checks")) as service:
        yield service


def large(path: Path, count: int = MANY) -> Path:
    """A workbook of that many questions; the last has an option that is not there."""
    rows = [
        [
            "单选题",
            f"第 {number} 号档案记载的事情发生在 {number * 7919 % 9973} 年以后的第几个月？",
            f"{number % 10 + 1} 月",
            f"{number % 10 + 2} 月",
            f"{number % 10 + 3} 月",
            "B" if number < count - 1 else "E",
            f"见第 {number} 号档案。",
            "《档案汇编》",
        ]
        for number in range(count)
    ]
    return workbook(path, COLUMNS, rows)


def hand_in(page: Page, file: Path) -> None:
    page.goto("/console/imports/new")
    page.locator("#file").set_input_files(file)
    choose_new_bank(page, file.stem)
    page.get_by_role("button", name="检查文件").click()


@dataclass
class Workers:
    """`jinshui work`, where the server does not do its work in a thread of its own."""

    site: Site
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.site.environ["DATABASE_URL"].startswith("sqlite"):
            return
        environ = {**os.environ, **self.site.environ, "DATA_DIR": str(self.site.folder)}
        command = [sys.executable, "-m", "jinshui_study", "work"]
        self.process = subprocess.Popen(command, env=environ, start_new_session=True)

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def working(site: Site) -> Iterator[Workers]:
    workers = Workers(site)
    workers.start()
    try:
        yield workers
    finally:
        workers.kill()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_large_file_shows_how_far_it_is_and_then_its_result(
    browser: Any, service: Service, size: str, tmp_path: Path
) -> None:
    watched = log_in(browser, service, size)
    page = watched.page
    hand_in(page, large(tmp_path / f"大题库 {size}.xlsx"))
    expect(page.get_by_role("heading", name="正在检查")).to_be_visible()
    looks_right(watched, f"{size}-checking")
    expect(page.get_by_role("heading", name="检查结果")).to_be_visible(timeout=60_000)
    expect(page.locator("#tally")).to_contain_text(f"可以导入{MANY - 1}")
    expect(page.locator(f"#row-{MANY}")).to_contain_text("答案里有选项中没有的字母")
    looks_right(watched, f"{size}-checked")
    page.context.close()


def test_a_closed_tab_loses_nothing_and_nobody_hands_in_two_at_once(
    browser: Any, service: Service, tmp_path: Path
) -> None:
    watched = log_in(browser, service, "desk")
    page = watched.page
    hand_in(page, large(tmp_path / "关掉再来.xlsx", MANY * 2))
    expect(page.get_by_role("heading", name="正在检查")).to_be_visible()
    other = page.context.new_page()
    page.close()
    hand_in(other, large(tmp_path / "另一个.xlsx", 3))
    expect(other.get_by_role("alert").filter(has_text="还在检查")).to_be_visible()
    other.goto("/console/")
    expect(other.get_by_text("“关掉再来.xlsx”正在检查")).to_be_visible()
    other.get_by_role("link", name="看进度").click()
    expect(other.get_by_role("heading", name="检查结果")).to_be_visible(timeout=90_000)
    other.context.close()


def test_it_works_without_scripts_and_can_be_stopped(browser: Any, service: Service, tmp_path: Path) -> None:
    watched = log_in(browser, service, "phone", java_script_enabled=False)
    page = watched.page
    file = large(tmp_path / "不用脚本.xlsx")
    hand_in(page, file)
    expect(page.get_by_role("heading", name="正在检查")).to_be_visible()
    expect(page.get_by_role("heading", name="检查结果")).to_be_visible(timeout=60_000)
    hand_in(page, large(tmp_path / "不要了.xlsx", MANY * 3))
    page.get_by_role("button", name="不检查了").click()
    expect(page.get_by_text("已停止检查“不要了.xlsx”，题库没有任何变化。")).to_be_visible()
    hand_in(page, large(tmp_path / "小的.xlsx", 3))
    expect(page.get_by_role("heading", name="检查结果")).to_be_visible()
    page.context.close()


def test_a_restart_of_the_service_takes_the_check_up_again(browser: Any, site: Site, tmp_path: Path) -> None:
    """The server dies with everything in the middle of a check; its page goes on when there is a server again."""
    with unit_of_work():
        editor = site.world.person(name="林文静", role="editor", over=organizations.get_district())
        members.set_password(members.get(editor.id), PASSWORD)
    file = large(tmp_path / "重启.xlsx", MANY * 2)
    with running(site.folder, 1, site.environ) as server, working(site) as workers:
        url = f"http://127.0.0.1:{server.port}"
        watched = Watched(open_phone(browser, Service(url, {}, iter(())), width=1280).page, url)
        page = watched.page
        page.goto("/console/login")
        page.get_by_label("手机号").fill(editor.phone)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        hand_in(page, file)
        going_on = re.compile("读取文件|检查试题|查找近似的题")
        expect(page.get_by_text(going_on)).to_be_visible(timeout=60_000)
        page.wait_for_load_state()
        server.kill()
        workers.kill()
        expect(page.get_by_text("连不上服务，正在再试")).to_be_visible()
        server.start()
        workers.start()
        expect(page.get_by_text("服务重启过，正在从头检查")).to_be_visible(timeout=60_000)
        watched.picture("console-checking-again")
        expect(page.get_by_role("heading", name="检查结果")).to_be_visible(timeout=120_000)
        expect(page.locator("#tally")).to_contain_text(f"识别到{MANY * 2}")
        page.context.close()
