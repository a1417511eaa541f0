"""The console's page of a contest: who gets how far, and what it does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.arena.contests.contest import OVER, Contest, at
from tests.console.office import BROWSER, Office, office_of, told
from tests.moments import MONDAY_NOON
from tests.world import World

Clock = Callable[[datetime], None]
PEOPLE = ("nobody", "secretary", "elsewhere", "unit_admin", "editor", "district_admin")
OUT, NO, GONE, SEES, DOES = 302, 403, 404, 200, 302
OWN = (OUT, NO, GONE, SEES, NO, SEES)
NONE_YET = (OUT, NO, GONE, GONE, NO, GONE)
CHANGES = (OUT, NO, GONE, DOES, NO, DOES)
TABLE = [
    ("GET", "/contests/{quiz}/", OWN),
    ("POST", "/contests/{quiz}/freeze", CHANGES),
    ("POST", "/contests/{quiz}/reveal", CHANGES),
    ("POST", "/contests/{quiz}/results", CHANGES),
    ("GET", "/contests/{quiz}/results.json", NONE_YET),
    ("GET", "/contests/{quiz}/brackets", OWN),
    ("POST", "/contests/{quiz}/brackets", CHANGES),
    ("GET", "/contests/{quiz}/adjustments", OWN),
    ("POST", "/contests/{quiz}/adjustments", CHANGES),
    ("POST", "/contests/{quiz}/adjustments/x/undo", CHANGES),
]


@pytest.mark.parametrize("place", range(len(PEOPLE)), ids=PEOPLE)
def test_everybody_gets_exactly_this_far(place: int, world: World, client: FlaskClient) -> None:
    person = PEOPLE[place]
    quiz = world.quiz("contest", owner=world.streets[0])
    over = {
        "secretary": world.branches[0],
        "elsewhere": world.streets[1],
        "unit_admin": world.streets[0],
        "editor": world.district,
        "district_admin": world.district,
    }
    role = "unit_admin" if person == "elsewhere" else person
    office = None if person == "nobody" else office_of(world, client, role, over[person])
    got = []
    for method, template, _ in TABLE:
        path = template.format(quiz=quiz)
        if office is None:
            reply = client.open(f"/console{path}", method=method, headers=BROWSER)
        else:
            reply = office.get(path) if method == "GET" else office.send(path)
        got.append((method, template, reply.status_code))
    assert got == [(method, template, expected[place]) for method, template, expected in TABLE]


def test_the_table_leaves_no_page_out(app: Flask) -> None:
    urls = app.url_map.bind("localhost")
    held = {urls.match(f"/console{path.format(quiz='x')}", method)[0] for method, path, _ in TABLE}
    rules = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert held == {
        endpoint
        for endpoint in rules
        if endpoint.startswith(("contest_pages.", "adjustment_pages.", "bracket_pages."))
    }


@pytest.fixture
def office(world: World, client: FlaskClient) -> Office:
    return office_of(world, client, "district_admin", world.district)


def test_what_is_no_contest_is_not_there(world: World, office: Office) -> None:
    assert office.get(f"/contests/{world.quiz('weekly')}/").status_code == 404


def test_from_the_freeze_to_the_published_file(world: World, office: Office, now: Clock) -> None:
    contest = Contest(world)
    here = f"/contests/{contest.quiz}/"
    assert "榜单一直公开" in office.read(here)
    page = office.follow(f"{here}freeze", {"freezes_at": "2026-11-23T13:00", "reveals_at": ""})
    assert "11月23日 周一 13:00封榜，到时由您揭榜" in page
    contest.crowd()
    now(at(2))
    assert "现在揭榜" in office.read(here)
    assert told(office.follow(f"{here}results"))[0] == "活动还没有结束。"
    now(OVER)
    assert told(office.follow(f"{here}reveal"))[0].startswith("已揭榜")
    assert told(office.follow(f"{here}results"))[0] == "成绩文件已签名公布，可以下载。"
    reply = office.get(f"{here}results.json")
    assert reply.mimetype == "application/json"
    assert reply.get_json()["document"]["quiz"]["id"] == contest.quiz


def test_a_time_left_as_it_is_shown_is_no_change(world: World, office: Office, now: Clock) -> None:
    odd = MONDAY_NOON + timedelta(hours=1, seconds=17)
    contest = Contest(world, freezes_at=odd)
    now(at(2))
    sent = {"freezes_at": "2026-11-23T13:00", "reveals_at": "2026-11-23T18:00"}
    office.follow(f"/contests/{contest.quiz}/freeze", sent)
    assert (contest.row().freezes_at, contest.row().reveals_at) == (odd, at(6))


def test_a_time_that_is_none_is_told(world: World, office: Office) -> None:
    contest = Contest(world)
    page = office.follow(f"/contests/{contest.quiz}/freeze", {"freezes_at": "明天", "reveals_at": ""})
    assert told(page)[0] == "时间写成 2026-11-24T19:30 的样子。"
