"""Every page of a branch, and who gets how far there: a table, cell by cell."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.branch.steps import ROLES, appoint
from tests.console.office import BROWSER
from tests.world import World

NO, GONE = 403, 404
SEES, DOES = 200, 302
HOME = (DOES, DOES, DOES, NO, DOES)
BRANCH = (SEES, GONE, SEES, NO, SEES)
ABOVE = (GONE, GONE, SEES, NO, SEES)
OWN = (SEES, GONE, NO, NO, NO)
OWN_DOES = (DOES, GONE, NO, NO, NO)
DISTRICT = (GONE, GONE, GONE, NO, SEES)
"""What each of ROLES gets: the own secretary, another branch's, the street's, an editor, the district's."""

TABLE: list[tuple[str, str, dict[str, Any], tuple[int, ...]]] = [
    ("GET", "/branch/", {}, HOME),
    ("GET", "/branch/{branch}/", {}, BRANCH),
    ("GET", "/branch/{branch}/?board={quiz}", {}, BRANCH),
    ("GET", "/branch/{street}/", {}, ABOVE),
    ("GET", "/branch/{district}/", {}, DISTRICT),
    ("GET", "/branch/{branch}/quizzes/{practice}/topics", {}, BRANCH),
    ("GET", "/branch/{street}/quizzes/{practice}/topics", {}, (GONE, GONE, GONE, NO, GONE)),
    ("GET", "/branch/{branch}/mistakes", {}, BRANCH),
    ("POST", "/branch/{branch}/mistakes/export", {}, BRANCH),
    ("POST", "/branch/{branch}/export", {"table": "weeks"}, BRANCH),
    ("POST", "/branch/{branch}/export", {"table": "lines"}, (NO, GONE, NO, NO, NO)),
    ("POST", "/branch/{branch}/export", {"table": "mistakes"}, BRANCH),
    ("POST", "/branch/{branch}/export", {"table": "topics", "quiz": "{practice}"}, BRANCH),
    ("POST", "/branch/{branch}/export", {"table": "branches"}, (GONE, GONE, GONE, NO, GONE)),
    ("POST", "/branch/{street}/export", {"table": "branches", "board": "{quiz}"}, ABOVE),
    ("POST", "/branch/{street}/export", {"table": "streets"}, (GONE, GONE, GONE, NO, GONE)),
    ("POST", "/branch/{district}/export", {"table": "streets"}, DISTRICT),
    ("POST", "/branch/{district}/export", {"table": "branches"}, DISTRICT),
    ("GET", "/branch/{branch}/brief", {}, BRANCH),
    ("GET", "/branch/{street}/brief?month=2026-10", {}, ABOVE),
    ("GET", "/branch/{district}/brief", {}, DISTRICT),
    ("POST", "/branch/{branch}/brief/export", {"format": "docx"}, BRANCH),
    ("POST", "/branch/{street}/brief/export", {"format": "pdf"}, ABOVE),
    ("POST", "/branch/{district}/brief/export", {"format": "docx"}, DISTRICT),
    ("GET", "/branch/{street}/mistakes", {}, (GONE, GONE, GONE, NO, GONE)),
    ("GET", "/branch/{branch}/quizzes/{quiz}/", {}, OWN),
    ("POST", "/branch/{branch}/quizzes/{quiz}/reminders", {}, OWN_DOES),
]


@pytest.fixture
def names(world: World) -> dict[str, str]:
    return {
        "branch": world.branches[0].public_id,
        "street": world.streets[0].public_id,
        "district": world.district.public_id,
        "quiz": world.quiz("daily"),
        "practice": world.quiz("topic"),
    }


@pytest.mark.parametrize("place", range(len(ROLES)), ids=ROLES)
def test_everybody_gets_exactly_this_far(
    place: int, world: World, names: dict[str, str], client: FlaskClient
) -> None:
    office = appoint(world, client, ROLES[place])
    got = []
    for method, template, form, _ in TABLE:
        path = template.format(**names)
        filled = {name: value.format(**names) for name, value in form.items()}
        reply = office.get(path) if method == "GET" else office.send(path, filled)
        reply.close()
        got.append((method, template, reply.status_code))
    assert got == [(method, template, expected[place]) for method, template, _, expected in TABLE]


def test_nobody_and_mere_members_come_in(world: World, names: dict[str, str], client: FlaskClient) -> None:
    member = world.person()
    for method, template, form, _ in TABLE:
        path = f"/console{template.format(**names)}"
        reply = client.open(path, method=method, data=form, headers=BROWSER)
        assert (reply.status_code, reply.location) == (302, "/console/login"), path
        assert client.open(path, method=method, data=form, headers=member.headers).status_code == 403, path


def test_every_form_needs_the_token_of_our_page(
    world: World, names: dict[str, str], client: FlaskClient
) -> None:
    office = appoint(world, client, "secretary")
    for method, template, form, _ in TABLE:
        if method == "POST":
            path = f"/console{template.format(**names)}"
            assert office.client.post(path, data=form, headers=BROWSER).status_code == 400


def test_the_table_leaves_no_page_out(app: Flask, names: dict[str, str]) -> None:
    urls = app.url_map.bind("localhost")
    paths = [(method, f"/console{path.format(**names)}".partition("?")[0]) for method, path, _, _ in TABLE]
    held = {urls.match(path, method)[0] for method, path in paths}
    there = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in ("branch_pages", "branch_exports", "brief_pages")
    }
    assert held == there
