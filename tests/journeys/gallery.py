"""Pictures of every page of the phone client: `python -m tests.journeys.gallery` writes those in docs/phone anew.

With a folder it puts all looks there (two sizes, by day, by night, 关怀版), each page in its whole length.
"""

import base64
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts import members, notices
from jinshui_study.accounts.models import Member
from jinshui_study.accounts.notices import News
from jinshui_study.app import create_app
from jinshui_study.config import read_settings
from jinshui_study.db import db, unit_of_work
from tests.journeys.browser import (
    PASSWORD,
    PHONES,
    ROOT,
    Service,
    answer,
    chromium,
    fill_log_in,
    kind_of,
    open_phone,
    serving,
)
from tests.journeys.steps import (
    QUESTIONS,
    button,
    expect_question,
    expect_saved,
    expect_score,
    go,
    show_code,
    start_daily,
)

DOCS = ROOT / "docs" / "phone"
WEBP = """async ([png, quality]) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  canvas.getContext("2d").drawImage(picture, 0, 0)
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality })).arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
}"""
QUALITY = 0.86
KIND_NAMES = {
    "单选题": "single",
    "多选题": "multiple",
    "判断题": "true-false",
    "填空题": "blank",
    "排序题": "ordering",
    "连线题": "matching",
}


@dataclass(frozen=True)
class Look:
    name: str
    width: int
    height: int
    dark: bool = False
    large: bool = False


LIGHT = Look("390-light", 390, 844)
LOOKS = [
    Look(f"{width}-{name}", width, height, dark=name == "dark", large=name == "large")
    for width, height in ((390, 844), (360, 640))
    for name in ("light", "dark", "large")
]


@dataclass
class Camera:
    """Takes pictures of one phone: as the screen shows it for the docs, the whole length for a closer look."""

    page: Page
    folder: Path
    docs: bool
    taken: int = 0

    def take(self, name: str) -> None:
        page = self.page
        expect(page.locator(".skeleton")).to_have_count(0)
        page.wait_for_timeout(350)
        self.taken += 1
        path = self.folder / (name if self.docs else f"{self.taken:02}-{name}")
        picture = page.screenshot(full_page=not self.docs, animations="disabled")
        if not self.docs:
            path.with_suffix(".png").write_bytes(picture)
            return
        packed = self.packer.evaluate(WEBP, [base64.b64encode(picture).decode(), QUALITY])
        path.with_suffix(".webp").write_bytes(base64.b64decode(packed))

    @property
    def packer(self) -> Page:
        """An empty page beside the client's, whose policy would not let a script read a picture."""
        pages = self.page.context.pages
        return pages[1] if len(pages) > 1 else self.page.context.new_page()


def leave_notices(folder: Path) -> None:
    """Notices for everybody who may log in."""
    app = create_app(read_settings({"DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}))
    with app.app_context():
        with unit_of_work():
            people = list(db.session.scalars(select(Member.id)))
            text = (
                "您答过的题里有一道题的参考答案已经更正，成绩随之更正：“每周答题”40 → 50 分。积分增加 1 分。"
            )
            answered = "您说得对，这道题的参考答案已经更正。教材第三章第二节写的是 1921 年。"
            for kind, title, words in (
                ("ruling", "成绩更正", text),
                ("dispute", "您提出的疑问有了答复", answered),
            ):
                link = "/disputes" if kind == "dispute" else ""
                notices.send([News(one, kind, title, words, link) for one in people], clock.now())
            assert members.find_by_identity("phone", PHONES[0])
        db.session.remove()
        db.engine.dispose()


def walk(camera: Camera, service: Service, look: Look) -> None:
    """Through every page as a member would come to them."""
    page = camera.page
    page.goto("/")
    if look.large:
        page.get_by_role("button", name="关怀版").tap()
    camera.take("login")
    fill_log_in(page, next(service.phones), PASSWORD)
    expect(page.get_by_role("heading", name="李晓明，您好")).to_be_visible()
    camera.take("home")
    play(camera, service)
    for name in ("learning", "arena", "practice", "branch"):
        go(page, name)
        camera.take(name)
    see_boards(camera)
    for name in ("points", "attempts"):
        go(page, name)
        camera.take(name)
    go(page, "notices")
    page.get_by_role("button", name="您提出的疑问有了答复").tap()
    camera.take("notices")
    for name in ("disputes", "settings"):
        go(page, name)
        camera.take(name)
    see_log_ins(camera, service)
    see_my_data(camera)


def see_log_ins(camera: Camera, service: Service) -> None:
    """The ways to log in, and the page a code leads to that a computer shows. Binding is for WeChat alone."""
    page = camera.page
    for name in ("identities", "invite"):
        go(page, name)
        camera.take(name)
    assert page.context.browser is not None
    desk = open_phone(page.context.browser, service, width=1280, height=800).page
    page.goto(f"/#/pages/scan/index?scene={show_code(desk)['id']}")
    button(page, "是我，确认").wait_for()
    camera.take("scan")
    desk.context.close()


def play(camera: Camera, service: Service) -> None:
    page = camera.page
    start_daily(page)
    for place in range(1, QUESTIONS + 1):
        expect_question(page, place)
        kind = kind_of(page)
        answer(page, service, right=kind != "单选题")
        expect_saved(page)
        camera.take(f"question-{KIND_NAMES[kind]}")
        button(page, "下一题" if place < QUESTIONS else "交卷").tap()
    expect_score(page, "50 分，满分 60 分")
    camera.take("result")
    button(page, "生成成绩图片").tap()
    expect(page.get_by_role("img", name="成绩图片：")).to_be_visible()
    camera.take("share")
    page.get_by_role("button", name="返回").tap()
    page.get_by_text("答错了").scroll_into_view_if_needed()
    camera.take("review")
    page.get_by_role("button", name="对这道题有疑问").first.tap()
    page.get_by_role("radio", name="题意不清").check()
    page.get_by_label("补充说明").fill("两种说法都有出处，请再核对")
    camera.take("dispute")
    button(page, "提交").tap()
    expect(page.get_by_text("已经收到")).to_be_visible()
    camera.take("dispute-sent")


def see_boards(camera: Camera) -> None:
    page = camera.page
    go(page, "board")
    expect(page.get_by_role("heading", name="您还没有参加个人排名")).to_be_visible()
    camera.take("board-closed")
    page.get_by_role("switch", name="参加个人排名").tap()
    expect(page.get_by_text("我的名次")).to_be_visible()
    camera.take("board-members")
    button(page, "为什么是这个分数").tap()
    expect(page.get_by_role("heading", name=re.compile("^今天我的"))).to_be_visible()
    camera.take("why-mine")
    page.get_by_role("button", name="返回").tap()
    page.get_by_role("listitem").filter(has_text="赵*远").first.tap()
    camera.take("why-other")
    page.get_by_role("button", name="返回").tap()
    page.get_by_role("tab", name="街道").tap()
    expect(page.get_by_text("经八路街道（我）")).to_be_visible()
    camera.take("board-streets")
    page.get_by_role("tab", name="支部").tap()
    mine = page.get_by_role("listitem").filter(has_text="经八路第一社区党支部（我）")
    expect(mine).to_be_visible()
    camera.take("board-branches")
    mine.tap()
    expect(page.get_by_text("怎么算的")).to_be_visible()
    camera.take("why-branch")


def see_my_data(camera: Camera) -> None:
    page = camera.page
    go(page, "mydata")
    camera.take("my-data")
    page.get_by_role("button", name="每题的答案").tap()
    expect(page.get_by_text("评分和回看")).to_be_visible()
    camera.take("my-data-answers")
    page.route("**/me/data", asking_for_password)
    page.goto("/#/pages/mydata/erase")
    page.get_by_label("登录密码").wait_for()
    camera.take("erase")
    page.get_by_role("switch", name="我已了解").tap()
    page.get_by_label("登录密码").fill(PASSWORD)
    button(page, "注销并删除").tap()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    camera.take("erase-question")


def asking_for_password(route: Any) -> None:
    """The reply somebody gets who logged in a while ago."""
    reply = route.fetch()
    route.fulfill(response=reply, json={**reply.json(), "proof": "password"})


@contextmanager
def studio() -> Iterator[tuple[Any, Service]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as service,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        leave_notices(Path(folder))
        yield browser, service


def photograph(folder: Path, looks: list[Look], *, docs: bool) -> None:
    with studio() as (browser, service):
        for look in looks:
            place = folder if docs else folder / look.name
            place.mkdir(parents=True, exist_ok=True)
            for old in place.glob("*.webp" if docs else "*.png"):
                old.unlink()
            watched = open_phone(browser, service, width=look.width, height=look.height, dark=look.dark)
            walk(Camera(watched.page, place, docs), service, look)
            watched.page.context.close()
            assert watched.errors == [], (look.name, watched.errors)
            print(f"{look.name}: {len(list(place.iterdir()))} 张")


if __name__ == "__main__":
    if sys.argv[1:]:
        photograph(Path(sys.argv[1]), LOOKS, docs=False)
    else:
        photograph(DOCS, [LIGHT], docs=True)
