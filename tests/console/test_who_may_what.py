"""Every page of the banks, and who may do what there: a table, cell by cell."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jinshui_study.db import unit_of_work
from jinshui_study.questions import registry
from jinshui_study.questions.imports import uploads
from jinshui_study.questions.registry import NewBank
from tests.console.office import BROWSER, office_of
from tests.moments import MONDAY_NOON
from tests.questions.desk import Desk
from tests.questions.samples import draft

PEOPLE = ("nobody", "secretary", "elsewhere", "unit_admin", "editor", "district_admin")
"""`unit_admin` works for the street that the bank belongs to, `elsewhere` for the other street."""

OUT, NO, GONE = 302, 403, 404
SEES, DOES = 200, 302
LISTS = (OUT, NO, SEES, SEES, SEES, SEES)
EDITS = (OUT, GONE, GONE, SEES, SEES, SEES)
CHANGES = (OUT, GONE, GONE, DOES, DOES, DOES)
REVIEWS = (OUT, NO, NO, NO, SEES, SEES)

TABLE: list[tuple[str, str, dict[str, Any], tuple[int, ...]]] = [
    ("GET", "/banks/", {}, LISTS),
    ("GET", "/banks/{bank}/", {}, EDITS),
    ("POST", "/banks/{bank}/", {"title": "改名"}, CHANGES),
    ("GET", "/banks/template.xlsx", {}, LISTS),
    ("POST", "/banks/{bank}/export", {"format": "yaml"}, EDITS),
    ("GET", "/imports/new", {}, LISTS),
    ("GET", "/imports/", {}, LISTS),
    ("GET", "/imports/{batch}/", {}, EDITS),
    ("GET", "/imports/checks/{check}/", {}, EDITS),
    ("POST", "/imports/checks/{check}/stop", {}, CHANGES),
    ("GET", "/imports/{batch}/failed.xlsx", {}, EDITS),
    ("GET", "/imports/{batch}/rows/1/", {}, EDITS),
    ("GET", "/imports/{batch}/rows/1/edit", {}, EDITS),
    (
        "POST",
        "/imports/{batch}/rows/1/",
        {"kind": "true_false", "stem": "真？", "truth": "true", "topic": "甲"},
        CHANGES,
    ),
    ("POST", "/imports/{batch}/rows/1/drop", {}, CHANGES),
    ("POST", "/imports/{batch}/rows/1/take-back", {}, CHANGES),
    ("POST", "/imports/{batch}/carry-out", {}, CHANGES),
    ("POST", "/imports/{batch}/discard", {}, CHANGES),
    ("POST", "/imports/{batch}/undo", {}, CHANGES),
    ("GET", "/review/", {}, REVIEWS),
    ("GET", "/questions/", {}, LISTS),
    ("GET", "/questions/{question}/", {}, EDITS),
    ("GET", "/questions/{question}/card", {}, EDITS),
    ("GET", "/questions/{question}/edit", {}, EDITS),
    ("POST", "/questions/{question}/", {"action": "retire"}, CHANGES),
]


class Street:
    """A street's bank with a question that waits and a dry run."""

    def __init__(self, desk: Desk) -> None:
        world = desk.world
        admin = world.person(role="unit_admin", over=world.streets[0])
        with unit_of_work():
            bank = registry.create(NewBank("街道题库", desk.street, code="s"), admin.id, MONDAY_NOON)
            done = desk.stage_and_carry(draft(code="a"), target=bank, who=admin)
            staged = desk.stage(draft(code="b", stem="另一道？"), target=bank, who=admin)
            upload = uploads.hand_in(b"x", "大.xlsx", bank, admin.id, MONDAY_NOON)
            desk.bank = bank
            self.names = {
                "bank": bank.public_id,
                "done": done.public_id,
                "batch": staged.public_id,
                "check": upload.public_id,
                "question": desk.question("a").public_id,
            }


@pytest.fixture
def street(desk: Desk) -> Street:
    return Street(desk)


@pytest.mark.parametrize("place", range(len(PEOPLE)), ids=PEOPLE)
def test_everybody_gets_exactly_this_far(place: int, desk: Desk, street: Street, client: FlaskClient) -> None:
    world, person = desk.world, PEOPLE[place]
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
    for method, template, form, _ in TABLE:
        path = template.format(**street.names)
        if office is None:
            reply = client.open(f"/console{path}", method=method, data=form, headers=BROWSER)
            assert reply.location == "/console/login"
        else:
            reply = office.get(path) if method == "GET" else office.send(path, form)
        got.append((method, template, reply.status_code))
    assert got == [(method, template, expected[place]) for method, template, _, expected in TABLE]


@pytest.mark.parametrize("person", ["unit_admin", "elsewhere", "secretary"])
def test_only_reviewers_decide(person: str, desk: Desk, street: Street, client: FlaskClient) -> None:
    world = desk.world
    over = {"unit_admin": world.streets[0], "elsewhere": world.streets[1], "secretary": world.branches[0]}
    office = office_of(world, client, "secretary" if person == "secretary" else "unit_admin", over[person])
    question = street.names["question"]
    for path, form in (
        ("/review/", {"action": "approve", "question": question}),
        ("/review/", {"action": "approve", "scope": "all"}),
        ("/review/", {"action": "send_back", "question": question, "reason": "日期不符"}),
        (f"/review/{question}", {"action": "approve"}),
        (f"/questions/{question}/", {"action": "approve"}),
        ("/review/reopen", {"at": MONDAY_NOON.isoformat()}),
    ):
        assert office.send(path, form).status_code in (302, 403, 404)
    assert desk.question("a").state == "pending"


def test_every_form_needs_the_token_of_our_page(desk: Desk, street: Street, client: FlaskClient) -> None:
    office = office_of(desk.world, client, "editor", desk.world.district)
    tried = 0
    for method, template, form, _ in TABLE:
        if method == "POST":
            path = template.format(**street.names)
            assert office.client.post(f"/console{path}", data=form, headers=BROWSER).status_code == 400
            tried += 1
    assert tried >= 7
    assert desk.question("a").state == "pending"


def test_the_table_leaves_no_page_out(app: Flask) -> None:
    """What the table does not hold is held by tests of its own: making banks, uploads, decisions on many."""
    beside = {
        "bank_pages.create_bank",
        "import_pages.stage",
        "review_pages.decide",
        "review_pages.decide_one",
        "review_pages.reopen",
        "catalogue_pages.change_many",
        "catalogue_pages.save_question",
    }
    blueprints = {"bank_pages", "import_pages", "check_pages", "row_pages", "batch_pages", "review_pages"}
    blueprints |= {"catalogue_pages", "question_pages"}
    names = {"bank": "x", "batch": "x", "check": "x", "question": "x"}
    urls = app.url_map.bind("localhost")
    held = {urls.match(f"/console{path.format(**names)}", method)[0] for method, path, _, _ in TABLE}
    there = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in blueprints}
    assert held | beside == there


def test_pages_have_no_code_or_style_of_their_own(desk: Desk, street: Street, client: FlaskClient) -> None:
    office = office_of(desk.world, client, "editor", desk.world.district)
    for method, template, _, _ in TABLE:
        if method == "GET" and "." not in template:
            raw = office.get(template.format(**street.names)).get_data(as_text=True)
            assert not re.search(r"<(?!html|!)[^>]*\s(style|on\w+)=", raw), template
            assert "<style" not in raw
            for script in re.findall(r"<script[^>]*>[^<]*</script>", raw):
                assert re.fullmatch(
                    r'<script type="module" src="/console/static/[\w-]+\.js"></script>', script
                )
            assert raw.count("<h1") == 1, template
            assert "csrf_token" in raw
