"""The big screen in a browser: an officer opens it, the hall watches, the server goes down and comes back.

Pictures go to test-artifacts/.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from jinshui_study import clock
from jinshui_study.accounts import organizations
from jinshui_study.db import db, set_writing, unit_of_work
from tests.conftest import FreshClient
from tests.journeys.browser import Watched
from tests.journeys.conftest import Site
from tests.journeys.server import Server, running
from tests.points.deeds import post_result
from tests.world import PASSWORD, Person, World

pytestmark = [pytest.mark.slow, pytest.mark.service]

STREETS = ("人民路", "杜岭", "大石桥", "南阳路", "文化路", "丰产路", "东风路", "北林路")
SMALLEST_PX = 34
"""What can be read from 15 metres on a picture three metres high, and nothing may be smaller."""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
CUT_OFF = """() => document.documentElement.scrollHeight > innerHeight
  || document.documentElement.scrollWidth > innerWidth"""


@dataclass
class Hall:
    """A server, a contest on it, an officer, and three people of a branch who have not played."""

    world: World
    server: Server
    quiz: str
    officer: Person
    late: list[Person]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @contextmanager
    def browser(self, chromium: Any, width: int, height: int, **more: Any) -> Iterator[Watched]:
        context = chromium.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            locale="en-US",
            timezone_id="America/New_York",
            **more,
        )
        context.set_default_timeout(15_000)
        watched = Watched(context.new_page(), self.url)
        yield watched
        context.close()
        assert watched.foreign == []
        assert [error for error in watched.errors if "Failed to fetch" not in error] == []


@pytest.fixture
def hall(site: Site) -> Iterator[Hall]:
    """Eight branches of eight more streets have scores; the last street's people are still to play."""
    world, site.app.test_client_class = site.world, FreshClient
    world.client = site.app.test_client()
    with unit_of_work():
        district = db.session.merge(world.district)
        for name in STREETS:
            street = organizations.create("street", f"{name}街道", district)
            world.branches.append(organizations.create("branch", f"{name}第一社区党支部", street))
    quiz = world.quiz("contest", questions=5, seconds_per_question=None, speed_percent=0, tries_per_day=None)
    for number in range(len(STREETS)):
        for _ in range(3):
            who = world.person(branch=4 + number, name="钱愿意")
            post_result(who, f"quiz:{quiz}", 400 - 25 * number, 60_000, clock.now())
    officer = world.person(name="林主任", role="district_admin", over=world.district, password=PASSWORD)
    late = [world.person(name="赵大山", branch=2) for _ in range(3)]
    db.session.remove()
    set_writing(False)
    with running(site.folder, 1, site.environ) as server:
        yield Hall(world, server, quiz, officer, late)


def open_link(hall: Hall, page: Page, watched: Watched) -> str:
    """The officer makes a link in the console; its address."""
    page.goto("/console/login")
    page.get_by_label("手机号").fill(hall.officer.phone)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="大屏").click()
    page.get_by_role("button", name="开通大屏").click()
    expect(page.get_by_role("status")).to_contain_text("大屏链接已开通")
    watched.picture("screen-console", whole=True)
    return page.get_by_label("大屏链接").input_value()


def branches(page: Page) -> list[str]:
    """The branches from the top down, by where their rows are."""
    rows = page.locator("[data-of=branches] li[data-id]").all()
    places = [(int(row.get_attribute("data-place") or 0), row.locator(".name").inner_text()) for row in rows]
    return [name for _, name in sorted(places)]


def play(hall: Hall) -> None:
    """The late ones get everything right, on the server's database."""
    for one in hall.late:
        hall.world.play(one, hall.quiz, right=5)
    db.session.remove()
    set_writing(False)


def test_a_hall_watches_a_contest(hall: Hall, browser: Any) -> None:
    with (
        hall.browser(browser, 1280, 900) as desk,
        hall.browser(browser, 1920, 1080) as screen,
    ):
        address = open_link(hall, desk.page, desk)
        page, seen = screen.page, []
        page.on("response", lambda reply: note(seen, reply))
        page.goto(address)
        expect(page.locator("[data-of=branches] li")).to_have_count(8)
        assert page.url == f"{hall.url}/screen/{hall.quiz}"
        expect(page.locator("[data-of=streets] li")).to_have_count(8)
        expect(page.locator(".state")).to_contain_text("剩")
        expect(page.locator(".taken")).to_be_hidden()
        page.wait_for_timeout(3000)
        screen.picture("screen")
        assert page.evaluate(SMALLEST) >= SMALLEST_PX
        assert not page.evaluate(CUT_OFF)
        assert 304 in seen
        assert branches(page)[0] == "人民路第一社区党支部"
        play(hall)
        expect(page.locator("footer li").first).to_contain_text("赵*山")
        expect(page.locator("[data-of=branches] li[data-place='0'] .name")).to_have_text("花园路 第1支部")
        page.wait_for_timeout(1000)
        screen.picture("screen-after")
        assert len(branches(page)) == 8
        goes_down_and_comes_back(hall, page)
        desk.page.get_by_role("button", name="收回").click()
        expect(page.get_by_role("alert")).to_contain_text("大屏链接已失效")
        expect(page.locator(".board li, footer li")).to_have_count(0)


def note(seen: list[int], reply: Response) -> None:
    if reply.url.endswith("/board"):
        seen.append(reply.status)


def goes_down_and_comes_back(hall: Hall, page: Page) -> None:
    """What was shown stays, the hall is told quietly, and it goes on by itself."""
    hall.server.kill()
    expect(page.get_by_role("alert")).to_have_text("正在重新连接")
    expect(page.locator("[data-of=branches] li")).to_have_count(8)
    hall.server.start()
    expect(page.get_by_role("alert")).to_be_hidden(timeout=30_000)
    expect(page.locator("[data-of=branches] li")).to_have_count(8)


def test_whoever_asked_for_less_motion_sees_none_and_a_phone_scrolls(hall: Hall, browser: Any) -> None:
    with hall.browser(browser, 390, 844, reduced_motion="reduce") as phone:
        page = phone.page
        page.goto("/console/login")
        page.get_by_label("手机号").fill(hall.officer.phone)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.goto("/console/screens/")
        page.get_by_role("button", name="开通大屏").click()
        phone.picture("screen-console-phone", whole=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.goto(page.get_by_label("大屏链接").input_value())
        row = page.locator("[data-of=branches] li").first
        expect(row).to_be_visible()
        assert row.evaluate("(one) => getComputedStyle(one).transitionDuration") == "0s"
        phone.picture("screen-phone")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
