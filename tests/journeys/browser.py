"""A real server on a database of its own, and Debian's Chromium to look at it with."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, Page, Playwright, Request, expect

from jinshui_study import cache, clock
from jinshui_study.accounts import members, organizations
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.app import create_app
from jinshui_study.arena import modes, quizzes
from jinshui_study.config import read_settings
from jinshui_study.db import db, unit_of_work
from jinshui_study.phone import client_files
from jinshui_study.points import ledger, rulebooks, standings
from jinshui_study.points.ledger import Deed
from jinshui_study.questions import banks, kinds, pools
from jinshui_study.questions.sampling import DrawRule

ROOT = Path(__file__).parents[2]
ARTIFACTS = ROOT / "test-artifacts"
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60

PHONES = [str(13800000101 + number) for number in range(40)]
SECRETARY_PHONE = "13800000002"
EDITOR_PHONE = "13800000005"
ADMIN_PHONE = "13800000006"
PASSWORD = "a long password"
BANK = "jinshui-study"
SHORT_SECONDS = 5

ROLES = ("button", "radio", "checkbox", "switch", "tab", "link")
CONTROLS = ", ".join(["a", "button", "input", "textarea", *(f"[role={role}]" for role in ROLES)])
SMALL_TARGETS = f"""() => [...document.querySelectorAll("{CONTROLS}")]
  .map((one) => one.closest("label, uni-label, [role=button]") || one) // a row with a switch is what one touches
  .map((one) => [Math.round(one.getBoundingClientRect().height), one.textContent || one.name])
  .filter(([height]) => height > 0 && height < 44)"""


class Neighbour(NamedTuple):
    """A ranked member, as far as standings need one."""

    id: int
    branch_id: int
    street_id: int


@dataclass
class Service:
    """A running server: where it answers, the wordings in its bank by stem, and members nobody has used yet."""

    url: str
    contents: dict[str, dict[str, Any]]
    phones: Iterator[str]


def build(folder: Path) -> dict[str, dict[str, Any]]:
    """A small district in `folder`: people with a log-in, a ranked neighbourhood, the bank, five quizzes."""
    settings = read_settings({"DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"})
    subprocess.run(_command("db", "upgrade"), env=_environment(folder), check=True, capture_output=True)
    app = create_app(settings)
    with app.app_context():
        with unit_of_work():
            branches = _people()
            contents = _bank()
            _quizzes()
        with unit_of_work():
            _neighbours(branches, app.extensions["profile"])
        db.session.remove()
        db.engine.dispose()
    cache.forget_all()
    pools.forget_all()
    return contents


def _people() -> list[Organization]:
    now = clock.now()
    district = organizations.create("district", "金水区委")
    streets = [
        organizations.create("street", f"{name}街道", district) for name in ("经八路", "花园路", "北林路")
    ]
    branches = [
        organizations.create("branch", f"{street.name[:3]}第{number}社区党支部", street)
        for street in streets
        for number in ("一", "二")
    ]
    for phone in PHONES:
        members.set_password(members.create("李晓明", branches[0], now, phone=phone), PASSWORD)
    secretary = members.create("王秀英", branches[0], now, phone=SECRETARY_PHONE)
    members.set_password(secretary, PASSWORD)
    members.grant_role(secretary, "secretary", branches[0])
    editor = members.create("林文静", branches[0], now, phone=EDITOR_PHONE)
    members.set_password(editor, PASSWORD)
    members.grant_role(editor, "editor", district)
    admin = members.create("周建华", branches[0], now, phone=ADMIN_PHONE)
    members.set_password(admin, PASSWORD)
    members.grant_role(admin, "district_admin", district)
    return branches


def _bank() -> dict[str, dict[str, Any]]:
    reports = banks.check_path(ROOT / "question_bank")
    banks.load(reports, organizations.get_district(), clock.now(), state="ready")
    return {bare(item.draft.stem): item.content for report in reports for item in report.checked}


def bare(text: str) -> str:
    """Text without white space, as a stem is found by on a page that folds it."""
    return "".join(text.split())


def _quizzes() -> None:
    """A daily quiz with a question of each kind and 15 minutes, and one of each other way of playing."""
    one_of_each = tuple(DrawRule(count=1, score=100, banks=(BANK,), kinds=(kind,)) for kind in kinds.KINDS)
    singles = (DrawRule(count=3, score=100, banks=(BANK,), kinds=("single",)),)
    _quiz("每日答题 · 建党百年", modes.preset("daily", questions=6, seconds_total=900), one_of_each, "daily")
    _quiz("专项答题：党章党规", modes.preset("topic", questions=3), singles, "topic")
    _quiz("挑战答题", modes.preset("survival", questions=3), singles, "survival")
    weekly = modes.preset("weekly", questions=3, seconds_total=SHORT_SECONDS)
    _quiz("每周答题", weekly, singles, "weekly")
    _quiz("金水区党史知识竞赛", modes.preset("contest", questions=3), singles, "contest")


def _quiz(title: str, rules: modes.Rules, draw: tuple[DrawRule, ...], preset: str) -> None:
    now = clock.now()
    plan = quizzes.Plan(
        preset=preset,
        title=title,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=6),
        rules=rules,
        draw=draw,
    )
    quizzes.create(plan, organizations.get_district(), now, Random(1))


def _neighbours(branches: list[Organization], profile: Any) -> None:
    """Thirty people with points of today, all on the boards; those of number 15 and on have fewer than 5."""
    now = clock.now()
    names = [
        "赵明远",
        "钱桂兰",
        "孙建国",
        "周丽华",
        "吴志强",
        "郑淑珍",
        "冯海涛",
        "陈玉梅",
        "褚文斌",
        "卫国平",
    ]
    for number in range(30):
        branch = branches[number % len(branches)]
        code, points = ("contest", 10 - number // 4) if number < 15 else ("daily", 4 - (number - 15) // 5)
        rank(members.create(names[number % 10], branch, now), branch, profile, code, points)


def rank(member: Member, branch: Organization, profile: Any, code: str, points: int) -> None:
    """Give a new member points of today by this task, and a place on the boards."""
    now = clock.now()
    rulebook = rulebooks.in_force(clock.local_day(now))
    member.ranking_opt_in = True
    db.session.flush()
    neighbour = Neighbour(member.id, branch.id, branch.street_id or 0)
    task = rulebook.task(code)
    assert task is not None
    deed = Deed("quiz:earlier", f"attempt:{member.public_id}", "每日答题")
    _, changes = ledger.award(neighbour, task, deed, points, rulebook.version, now)
    standings.post(neighbour, changes, profile, now)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "jinshui_study", *words]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DATA_DIR": str(folder), "LOG_LEVEL": "WARNING", "PYTHONPATH": str(ROOT)}


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Service]:
    """Build a database and serve it until the block ends, with further settings of the environment."""
    build_client()
    contents = build(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(
            _command("serve", "--port", str(port), "--workers", "1"),
            env={**_environment(folder), **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_ready(url, process, folder / "serve.log")
            yield Service(url, contents, iter(PHONES))
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


def build_client() -> None:
    """The phone client, where a checkout has not built it yet."""
    if not client_files.is_built():
        subprocess.run([ROOT / ".ci" / "client", "h5"], check=True)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 5):
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
    raise AssertionError(f"not ready after {START_SECONDS} s: {log.read_text()}")


@dataclass
class Watched:
    """A page, and what went wrong on it: console errors, refused content, requests to somebody else's host."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note_message)
        self.page.on("request", self._note_request)

    def _note_message(self, message: Any) -> None:
        """Errors of the page; a refused reply, which the browser also calls an error, is the page's to handle."""
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.foreign.append(request.url)

    def picture(self, name: str, *, whole: bool = False) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=whole, animations="disabled")


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Any]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


def open_phone(
    browser: Any, service: Service, *, width: int = 390, height: int = 844, dark: bool = False, **more: Any
) -> Watched:
    """A fresh phone, its time zone and language not ours, so that neither can matter."""
    context: BrowserContext = browser.new_context(
        base_url=service.url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="en-US",
        timezone_id="America/New_York",
        has_touch=True,
        **more,
    )
    context.set_default_timeout(10_000)
    return Watched(context.new_page(), service.url)


def kind_of(page: Page) -> str:
    return page.locator(".stem .kind").inner_text()


def content_of(page: Page, service: Service) -> dict[str, Any]:
    """The wording behind the question on the screen, with its key."""
    stem = bare(page.locator(".stem").inner_text()).removeprefix(kind_of(page))
    return service.contents[stem]


def answer(page: Page, service: Service, *, right: bool = True) -> None:
    """Answer the question on the screen by tapping and typing."""
    content, kind = content_of(page, service), kind_of(page)
    key = content["key"]
    if kind == "判断题":
        page.get_by_role("radio", name="正确" if key is right else "错误").check()
    elif kind == "填空题":
        for box, accepted in zip(page.get_by_role("textbox").all(), key, strict=True):
            box.fill(accepted[0] if right else "不知道")
    elif kind == "排序题":
        put_in_order(page, [content["options"][index] for index in (key if right else key[::-1])])
    elif kind == "连线题":
        turned = key if right else [[a, key[at - 1][1]] for at, (a, _) in enumerate(key)]
        for a, b in turned:
            join(page, content["left"][a], content["right"][b])
    else:
        wrong = [index for index in range(len(content["options"])) if index not in key]
        role: Any = "radio" if kind == "单选题" else "checkbox"
        for index in key if right else wrong[:1]:
            page.get_by_role(role, name=content["options"][index], exact=True).check()


def join(page: Page, left: str, right: str) -> None:
    """Tap a text on the left, then its partner; a second time would part them again."""
    if page.get_by_role("button", name=f"{left}，已连 {right}", exact=True).count():
        return
    columns = page.locator(".column")
    columns.first.get_by_role("button").filter(has_text=exactly(left)).tap()
    columns.last.get_by_role("button").filter(has_text=exactly(right)).tap()


def exactly(text: str) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(text)}$")


def put_in_order(page: Page, wanted: list[str]) -> None:
    """Move each text up to its place, one tap at a time; confirm an order that is right as it stands."""
    for place, text in enumerate(wanted):
        while page.locator(".place .grow").all_inner_texts().index(text) > place:
            page.get_by_role("button", name=f"上移：{text}", exact=True).tap()
    confirm = page.get_by_role("button", name="就是这个顺序")
    if confirm.count():
        confirm.tap()


def fill_log_in(page: Page, number: str, password: str) -> None:
    page.get_by_label("手机号").fill(number)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").tap()


def log_in(page: Page, service: Service) -> str:
    """Log in as somebody whom nobody was before; the number."""
    number = next(service.phones)
    page.goto("/")
    fill_log_in(page, number, PASSWORD)
    expect(page.get_by_role("heading", name="李晓明，您好")).to_be_visible()
    return number


def check_fit(watched: Watched, name: str) -> None:
    """Nothing wider than the screen, nothing to touch lower than 44 px."""
    watched.picture(name)
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    small = watched.page.evaluate(SMALL_TARGETS)
    assert small == [], f"{name}: {small}"
