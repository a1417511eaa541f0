"""Big screens: who opens one, what it shows of whom, and that it stays as the members' board is."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from werkzeug.test import TestResponse

from jinshui_study import cache
from jinshui_study.accounts.models import AuditEntry, Member
from jinshui_study.arena.screens import links, showing
from jinshui_study.arena.screens.gates import COOKIE
from jinshui_study.arena.screens.models import ScreenLink
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from tests.arena.test_quiz_boards import FREEZES, JUST_BEFORE, REVEALS, contest
from tests.console.office import BROWSER, Office, office_of, told
from tests.moments import MONDAY_NOON
from tests.points.test_board_costs import explained
from tests.world import Person, World

Clock = Callable[[datetime], None]


@pytest.fixture
def open_profile(app: Flask) -> Iterator[None]:
    strict, app.extensions["profile"] = app.extensions["profile"], Profile("open")
    yield
    app.extensions["profile"] = strict


class Hall:
    """A contest with a link to its screen, and a computer in the hall where nobody is logged in."""

    def __init__(self, app: Flask, world: World, **changes: Any) -> None:
        self.app, self.world = app, world
        self.quiz = contest(world, **changes)
        self.admin = world.person(role="district_admin", over=world.district)
        self.key = self.new_key()

    def new_key(self, hours: str = "12") -> str:
        with unit_of_work():
            link = links.make(self.quiz, hours, self.admin.id, MONDAY_NOON)
            self.link = link.public_id
            return links.key_of(link, self.quiz, self.app.config["SECRET_KEY"])

    def get(self, rest: str = "/board", *, key: str | None = None, **headers: str) -> TestResponse:
        computer = self.app.test_client()
        computer.set_cookie(COOKIE, self.key if key is None else key, path=f"/screen/{self.quiz}")
        return computer.get(f"/screen/{self.quiz}{rest}", headers={**BROWSER, **headers})

    def shown(self) -> dict[str, Any]:
        """What a screen shows once two seconds have passed."""
        cache.forget_all()
        reply = self.get()
        assert reply.status_code == 200, reply.get_data(as_text=True)
        return dict(reply.get_json())


@pytest.fixture
def hall(app: Flask, world: World) -> Hall:
    return Hall(app, world)


def three_play(world: World, quiz: str, right: int, **person: Any) -> list[Person]:
    people = [world.person(**person) for _ in range(3)]
    for one in people:
        world.play(one, quiz, right=right)
    return people


def test_the_key_moves_from_the_address_into_a_cookie_of_this_page(hall: Hall, app: Flask) -> None:
    computer = app.test_client()
    reply = computer.get(f"/screen/{hall.quiz}?key={hall.key}", headers=BROWSER)
    assert (reply.status_code, reply.location) == (302, f"/screen/{hall.quiz}")
    cookie = reply.headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Lax", f"Path=/screen/{hall.quiz}"):
        assert part in cookie
    page = computer.get(reply.location, headers=BROWSER)
    assert page.status_code == 200
    assert "测试活动 contest" in page.get_data(as_text=True)
    assert computer.get(f"/screen/{hall.quiz}/board").status_code == 200


def test_an_empty_key_in_the_address_takes_nothing_from_who_has_a_good_one(hall: Hall) -> None:
    reply = hall.get("?key=")
    assert (reply.status_code, "Set-Cookie" in reply.headers) == (200, False)


def test_the_page_has_no_code_of_its_own_and_nothing_from_elsewhere(hall: Hall) -> None:
    reply = hall.get("")
    page = reply.get_data(as_text=True)
    assert "script-src 'self';" in reply.headers["Content-Security-Policy"]
    assert re.findall(r"<script[^>]*>", page) == [
        '<script type="module" src="/console/static/screen.js"></script>'.removesuffix("</script>")
    ]
    assert not re.search(r"\s(style|on\w+)=", page)
    assert hall.key not in page
    for file in re.findall(r'(?:href|src)="([^"]+)"', page):
        assert file.startswith("/")


@pytest.mark.parametrize("rest", ["", "/board", "?key=nonsense"])
def test_without_a_good_key_the_screen_stays_closed(hall: Hall, rest: str) -> None:
    for key in ("", "nonsense", hall.key[:-10] + hall.key[-10:].swapcase()):
        reply = hall.get(rest, key=key)
        assert reply.status_code == 401
        page = reply.get_data(as_text=True)
        assert "请向组织者要新的链接" in page
        assert "测试活动" not in page


def test_a_key_opens_the_screen_of_its_own_quiz_only(hall: Hall, app: Flask) -> None:
    other = Hall(app, hall.world)
    assert other.get(key=hall.key).status_code == 401
    assert app.test_client().get(f"/screen/{other.quiz}?key={hall.key}").status_code == 401


def test_a_log_in_alone_opens_no_screen(hall: Hall) -> None:
    reply = hall.get(key="", **hall.admin.headers)
    assert reply.status_code == 401


def test_a_link_expires(hall: Hall, now: Clock) -> None:
    now(MONDAY_NOON + timedelta(hours=12) - timedelta(milliseconds=1))
    assert hall.get().status_code == 200
    now(MONDAY_NOON + timedelta(hours=12))
    assert hall.get().status_code == 401


def test_a_revoked_link_is_closed_once_what_is_shared_is_made_anew(hall: Hall) -> None:
    other = hall.key
    kept = hall.new_key()
    assert hall.get(key=kept).status_code == 200
    with unit_of_work():
        links.revoke(hall.quiz, hall.link, hall.admin.id, MONDAY_NOON)
    cache.forget_all()
    assert hall.get(key=kept).status_code == 401
    assert hall.get(key=other).status_code == 200


def test_a_new_link_opens_at_once(hall: Hall) -> None:
    assert hall.get().status_code == 200
    assert hall.get(key=hall.new_key()).status_code == 200


def test_a_screen_shows_branches_and_streets_as_any_member_sees_them(hall: Hall) -> None:
    three_play(hall.world, hall.quiz, 5, branch=0)
    three_play(hall.world, hall.quiz, 2, branch=2)
    shown = hall.shown()
    for of in ("branches", "streets"):
        board = hall.world.get(hall.world.bystander, f"/quizzes/{hall.quiz}/leaderboard?of={of}")
        rows = [(row["rank"], row["name"], row["score"]) for row in board["items"]]
        assert [(row["rank"], row["name"], row["score"]) for row in shown[of]] == rows
        assert len(rows) == 2


def test_the_screen_of_a_street_shows_its_branches_alone(app: Flask, world: World) -> None:
    hall = Hall(app, world, owner=world.streets[0])
    three_play(world, hall.quiz, 5, branch=0)
    shown = hall.shown()
    assert [row["name"] for row in shown["branches"]] == ["第1支部"]
    assert shown["streets"] == []


def test_under_strict_no_participation_and_only_who_chose_to_be_ranked(hall: Hall) -> None:
    three_play(hall.world, hall.quiz, 5, name="赵不愿意", opted_in=False)
    chosen = hall.world.person(name="钱愿意")
    hall.world.play(chosen, hall.quiz, right=1)
    shown = hall.shown()
    assert shown["participants"] is None
    assert [row["participation"] for row in shown["branches"]] == [None]
    assert [(one["name"], one["branch"]) for one in shown["finishers"]] == [("钱*意", "第1支部")]


def test_in_the_open_participation_and_everybody_but_masked(hall: Hall, open_profile: None) -> None:
    people = three_play(hall.world, hall.quiz, 5, name="赵不愿意", opted_in=False)
    with unit_of_work() as session:
        session.get_one(Member, people[0].id).full_name_on_boards = True
    shown = hall.shown()
    assert shown["participants"] == 3
    assert [row["participation"] for row in shown["branches"]] == [75]
    assert [one["name"] for one in shown["finishers"]] == ["赵**意"] * 3


def test_finishers_carry_no_score_no_id_and_no_time_of_theirs(hall: Hall) -> None:
    me = hall.world.person(name="钱愿意")
    attempt = hall.world.play(me, hall.quiz, right=1)
    [one] = hall.shown()["finishers"]
    assert set(one) == {"id", "name", "branch", "at"}
    assert one["id"] not in (me.public_id, attempt["attempt_id"])


def test_the_latest_five_stand_first(hall: Hall, now: Clock) -> None:
    for number in range(7):
        now(MONDAY_NOON + timedelta(minutes=number))
        hall.world.play(hall.world.person(name=f"钱{number}号"), hall.quiz, right=1)
    times = [one["at"][11:16] for one in hall.shown()["finishers"]]
    assert times == ["12:06", "12:05", "12:04", "12:03", "12:02"]


def test_the_latest_are_the_end_of_an_index(hall: Hall, connection: Connection) -> None:
    three_play(hall.world, hall.quiz, 2)
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.exec_driver_sql("SET LOCAL enable_sort = off")
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
    with explained(connection) as plans:
        hall.shown()
    [plan] = [plan for plan in plans if "ix_attempts_quiz" in plan]
    assert ("LAST TERM OF ORDER BY" if sqlite else "Presorted Key: attempts.finished_at") in plan, plan


def test_who_finished_long_before_many_others_has_not_just_finished(
    hall: Hall, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "LOOKED_AT", 3)
    hall.world.play(hall.world.person(name="钱愿意"), hall.quiz, right=1)
    now(MONDAY_NOON + timedelta(minutes=1))
    hall.world.play(hall.world.person(name="赵不愿意", opted_in=False), hall.quiz, right=1)
    assert [one["name"] for one in hall.shown()["finishers"]] == ["钱*意"]
    three_play(hall.world, hall.quiz, 1, name="赵不愿意", opted_in=False)
    assert hall.shown()["finishers"] == []


def test_a_frozen_board_is_frozen_on_the_screen_too_until_the_reveal(hall: Hall, now: Clock) -> None:
    now(JUST_BEFORE)
    people = three_play(hall.world, hall.quiz, 2)
    before = hall.shown()
    assert before["frozen_at"] is None
    now(FREEZES)
    for one in people:
        hall.world.play(one, hall.quiz, right=5)
    three_play(hall.world, hall.quiz, 5, branch=2)
    frozen = hall.shown()
    assert frozen == {**before, "frozen_at": "2026-11-23T18:00:00.000+08:00"}
    with unit_of_work():
        hall.key = links.key_of(_long_link(hall), hall.quiz, hall.app.config["SECRET_KEY"])
    now(REVEALS)
    revealed = hall.shown()
    assert revealed["frozen_at"] is None
    assert [row["score"] for row in revealed["branches"]] == [500, 500]


def _long_link(hall: Hall) -> ScreenLink:
    return links.make(hall.quiz, "168", hall.admin.id, MONDAY_NOON)


def test_what_a_screen_has_already_is_answered_with_304_without_a_statement(
    hall: Hall, statements: list[str]
) -> None:
    first = hall.get()
    version = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    statements.clear()
    again = hall.get(**{"If-None-Match": version})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert int(again.headers["X-Now"]) > 0
    assert statements == []


def test_a_picture_reads_the_branches_of_its_board_once(
    hall: Hall, open_profile: None, statements: list[str]
) -> None:
    three_play(hall.world, hall.quiz, 5)
    statements.clear()
    assert hall.shown()["participants"] == 3
    assert len([one for one in statements if "FROM organizations JOIN branch_standings" in one]) == 1


def test_what_has_not_changed_has_the_same_version_and_a_change_another(hall: Hall, now: Clock) -> None:
    def version() -> str:
        cache.forget_all()
        return hall.get().headers["ETag"]

    first = version()
    now(MONDAY_NOON + timedelta(minutes=1))
    assert version() == first
    three_play(hall.world, hall.quiz, 5)
    assert version() != first


def test_a_change_is_shown_within_two_seconds(hall: Hall) -> None:
    assert showing.KEPT_SECONDS <= 2


def test_a_quiz_that_is_gone_closes_its_screen(hall: Hall) -> None:
    reply = hall.app.test_client().get(f"/screen/{'A' * 16}?key={hall.key}", headers=BROWSER)
    assert reply.status_code == 401


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        ("secretary", "branch", None),
        ("editor", "district", None),
        ("unit_admin", "other", False),
        ("unit_admin", "street", True),
        ("district_admin", "district", True),
    ],
)
def test_who_may_make_the_quiz_may_open_its_screen(
    world: World, client: FlaskClient, role: str, place: str, may: bool | None
) -> None:
    quiz = world.quiz("topic", owner=world.streets[0])
    over = {
        "branch": world.branches[0],
        "street": world.streets[0],
        "other": world.streets[1],
        "district": world.district,
    }
    office = office_of(world, client, role, over[place])
    assert office.get("/screens/").status_code == (403 if may is None else 200)
    made = office.send(f"/screens/{quiz}/links", {"hours": "12"})
    assert made.status_code == (302 if may else 404)
    assert len(list(db.session.scalars(select(ScreenLink)))) == (1 if may else 0)


@pytest.fixture
def office(world: World, client: FlaskClient) -> Office:
    return office_of(world, client, "district_admin", world.district)


def test_an_officer_makes_a_link_opens_it_and_revokes_it(office: Office, world: World, app: Flask) -> None:
    quiz = world.quiz("topic")
    page = office.follow(f"/screens/{quiz}/links", {"hours": "4"})
    assert told(page) == ["大屏链接已开通。在会场的电脑上打开它，不用登录。"]
    assert "11月23日 周一 16:00 到期" in page
    [address] = set(re.findall(r'value="http://localhost(/screen/[^"]+)"', page))
    assert app.test_client().get(address).status_code == 302
    [link] = db.session.scalars(select(ScreenLink))
    page = office.follow(f"/screens/{quiz}/links/{link.public_id}/revoke")
    assert "/screen/" not in page.replace("/console/screens/", "")
    cache.forget_all()
    assert app.test_client().get(address).status_code == 401
    acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("screen.")))
    assert list(acts) == ["screen.make", "screen.revoke"]


def test_what_is_over_does_not_crowd_out_what_is_on(
    office: Office, world: World, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "MOST_QUIZZES", 3)
    over = [world.quiz("daily", closes_at=MONDAY_NOON + timedelta(minutes=number)) for number in (1, 2)]
    late, soon = (world.quiz("weekly", closes_at=MONDAY_NOON + timedelta(days=days)) for days in (3, 2))
    now(MONDAY_NOON + timedelta(hours=1))
    shown = re.findall(r'id="quiz-([^"]+)"', office.read("/screens/"))
    assert shown == [soon, late, over[1]]


@pytest.mark.parametrize("hours", ["", "0", "9999", "x"])
def test_a_span_that_is_not_offered_is_refused(office: Office, world: World, hours: str) -> None:
    page = office.follow(f"/screens/{world.quiz('topic')}/links", {"hours": hours})
    assert told(page) == ["请选择链接用多久。"]


def test_the_link_of_another_quiz_cannot_be_revoked_by_its_address(office: Office, hall: Hall) -> None:
    other = hall.world.quiz("topic")
    assert office.send(f"/screens/{other}/links/{hall.link}/revoke").status_code == 404
    assert hall.get().status_code == 200
