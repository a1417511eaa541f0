"""Under `strict`, every endpoint and page as every officer: nothing that the rules forbid is in any reply.

People are planted who can be told from everybody else, and every reply's body is searched for them.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select, update

from jinshui_study.accounts.models import ROLES, AccessToken
from jinshui_study.arena.models import Attempt
from jinshui_study.arena.screens import links
from jinshui_study.arena.statistics import gathering
from jinshui_study.branch import exports
from jinshui_study.compliance import Profile, mask_name
from jinshui_study.db import db, insert, unit_of_work
from tests.arena.rulings.affairs import Affair
from tests.arena.steps import all_answers
from tests.console.office import Office, office_of
from tests.moments import MONDAY_NOON
from tests.questions.desk import Desk
from tests.questions.samples import draft
from tests.world import Person, World

PLANTED_MS = 7_654_321
DURATIONS = ("7654321", "7654.3", "7654 秒", "7,654", "127 分", "127分", "127:34", "2:07:34", "2 小时 7 分")
"""The planted duration, as somebody might write it."""
LOG_INS = 4871
DEVICE = "标记过的手机"
FORBIDDEN_FIELDS = {
    "log_ins",
    "logins",
    "login_count",
    "online_seconds",
    "study_seconds",
    "minutes",
    "not_taken_part",
}

SILENT_MAY_BE_MASKED = {
    "rulings.show_ruling": "a ruling tells whose score it changes, masked: no ranking, and nothing about taking part",
}
NAMES_BY_ID = {
    "audit_pages.show_lines": "that somebody made a choice, by id and without the name",
    "audit_pages.export": "the same as a file",
}
ROSTER = {
    "member_pages.show_members": "the roster: everybody, whether they took part or not, and nothing about it",
    "member_pages.show_invitations": "who has an invite code that is still open",
    "binding_pages.show_requests": "who asks to be bound",
}
ONE_OWN = {"accounts.list_tokens", "accounts.show_me", "arena.list_attempts", "arena.show_attempt"}
"""What only ever shows one's own."""
NO_CONTENT = {
    "console.static",
    "docs.static",
    "docs.asset",
    "phone.static",
    "phone.show_client",
    "phone.send_asset",
    "phone.send_static",
}
FORMS = {
    "audit_pages.export": ("/audit/export", {"format": "csv"}),
    "bank_pages.export_bank": ("/banks/{bank_id}/export", {"format": "yaml"}),
    **{
        f"branch_exports.export {table} {place}": (
            f"/branch/{{{place}}}/export",
            {"table": table, "quiz": "{quiz_id}"},
        )
        for table in exports.TABLES
        for place in ("own", "branch", "street", "district")
    },
    **{
        f"brief_pages.export {kind} {place}": (f"/branch/{{{place}}}/brief/export", {"format": kind})
        for kind in ("docx", "pdf")
        for place in ("own", "branch", "street", "district")
    },
    "branch_exports.save_mistakes": ("/branch/{branch}/mistakes/export", {}),
}
"""What leaves by a form."""


@dataclass
class Planted:
    """The silent one played best and has not opted in; the absent ones have not played at all."""

    silent: Person
    absent: list[Person]
    names: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def planted(world: World, desk: Desk, app: Flask) -> Planted:
    affair = Affair(world, preset="contest", seconds_per_question=None, speed_percent=0, feedback="end")
    silent = world.person(name="缄默标记人", opted_in=False)
    for branch in range(3):
        for _ in range(3):
            affair.play(world.person(name="王愿意", branch=branch), doubtful=["丙错"])
    affair.play(silent)
    absent = [
        world.person(name=f"缺席{place}标记人", branch=place, opted_in=bool(place % 2)) for place in range(4)
    ]
    play_long_ago(world, silent)
    mark(silent)
    for choice in (True, False):
        assert world.call(silent, "PATCH", "/points/ranking", {"opted_in": choice}).status_code == 200
    ruling = affair.propose()
    with unit_of_work(reads_first=True):
        gathering.count_due(100, MONDAY_NOON)
    with unit_of_work():
        batch = desk.stage(draft(code="c", stem="新的一道？"))
        link = links.make(affair.quiz, "12", desk.admin.id, MONDAY_NOON)
        key = links.key_of(link, affair.quiz, app.config["SECRET_KEY"])
    question, number = affair.address()
    names = {
        "quiz_id": affair.quiz,
        "attempt_id": affair.last_id,
        "question_id": question,
        "number": str(number),
        "ruling_id": ruling,
        "bank_id": desk.bank.public_id,
        "import_id": batch.public_id,
        "kind": "xlsx",
        "code": "attempts",
        "upload_id": "uploaduploadupl",
        "scene_id": "scenescenescenes",
        "finding_id": "findingfindingfi",
        "key": key,
        "branch": world.branches[1].public_id,
        "organization_id": world.branches[1].public_id,
        "own": world.branches[0].public_id,
        "street": world.streets[0].public_id,
        "district": world.district.public_id,
    }
    return Planted(silent, absent, names)


def play_long_ago(world: World, silent: Person) -> None:
    """A daily quiz that the silent one took a planted time for."""
    quiz = world.quiz("daily")
    attempt = world.start(silent, quiz)
    world.submit(silent, attempt, all_answers(attempt))


def mark(silent: Person) -> None:
    with unit_of_work() as session:
        session.execute(update(Attempt).where(Attempt.member_id == silent.id).values(duration_ms=PLANTED_MS))
        rows = [
            {
                "id": f"marked{number}",
                "member_id": silent.id,
                "secret_hash": f"marked{number}",
                "kind": "bearer",
                "device": DEVICE,
                "created_at": MONDAY_NOON,
                "expires_at": MONDAY_NOON + timedelta(days=1),
            }
            for number in range(LOG_INS - 1)
        ]
        session.execute(insert(AccessToken), rows)


@dataclass
class Seen:
    """A reply, and where it came from."""

    endpoint: str
    address: str
    status: int
    body: str


def addresses(app: Flask, planted: Planted) -> Iterator[tuple[str, str]]:
    """Every address that can be got, with the planted ids in it; an argument nobody knows fails here."""
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in NO_CONTENT:
            continue
        known = dict(planted.names)
        if rule.endpoint == "row_pages.show_row" or rule.endpoint == "row_pages.edit_row":
            known["number"] = "1"
        if rule.endpoint in ("points.explain_branch", "points.explain_street"):
            place = "branch" if rule.endpoint == "points.explain_branch" else "street"
            known["organization_id"] = known[place]
        unknown = rule.arguments - set(known)
        assert not unknown, f"{rule.endpoint}: say in the planted names what {unknown} is"
        values = {name: int(known[name]) if name == "number" else known[name] for name in rule.arguments}
        yield rule.endpoint, urls.build(rule.endpoint, values)


def variants(endpoint: str, address: str, world: World, planted: Planted) -> Iterator[str]:
    """The address, and with what can be asked beside it."""
    yield address
    within = [world.district, *world.streets, *world.branches]
    if endpoint == "arena.show_leaderboard":
        for of in ("members", "branches", "streets"):
            yield from (f"{address}?of={of}&within={node.public_id}&limit=100" for node in within)
    if endpoint.startswith("points.") and endpoint.endswith("_board"):
        for period in ("day", "week", "month", "year", "all"):
            yield from (f"{address}?period={period}&within={node.public_id}&limit=100" for node in within)
    if endpoint.startswith("screens."):
        yield f"{address}?key={planted.names['key']}"
    if endpoint == "rulings.list_disputes":
        yield f"{address}?show=answered"


def walk(app: Flask, office: Office, world: World, planted: Planted) -> list[Seen]:
    """All of it, in the console by cookie and in the API by token."""
    seen = []
    for endpoint, bare in addresses(app, planted):
        for address in variants(endpoint, bare, world, planted):
            headers = office.who.headers if address.startswith("/api/") else {"Accept": "text/html"}
            with office.client.get(address, headers=headers) as reply:
                seen.append(
                    Seen(
                        endpoint,
                        address,
                        reply.status_code,
                        readable(reply.get_data(as_text=False)),
                    )
                )
    for endpoint, (path, form) in FORMS.items():
        filled = {name: value.format(**planted.names) for name, value in form.items()}
        with office.send(path.format(**planted.names), filled) as reply:
            seen.append(Seen(endpoint, path, reply.status_code, readable(reply.get_data())))
    return seen


def readable(data: bytes) -> str:
    """What a file says; workbooks and documents are packed, and a PDF has its letters by number."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(
                packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")
            )
    if data.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(data)).pages
        return "".join(page.extract_text() for page in pages).replace("\0", "")
    return data.decode("utf-8", "replace")


@pytest.fixture(params=ROLES)
def seen(
    request: pytest.FixtureRequest, app: Flask, world: World, client: FlaskClient, planted: Planted
) -> list[Seen]:
    role = request.param
    office = office_of(world, client, role, world.branches[0] if role == "secretary" else world.district)
    found = walk(app, office, world, planted)
    assert sum(one.status == 200 for one in found) > 60
    assert not [one.address for one in found if one.status >= 500]
    return found


def test_no_reply_carries_what_the_rules_forbid(seen: list[Seen], planted: Planted, world: World) -> None:
    search_bodies(seen, planted)
    search_fields(seen, world)


def search_bodies(seen: list[Seen], planted: Planted) -> None:
    """Nobody who has not opted in or not taken part, no study duration, no count of log-ins."""
    for one in seen:
        told = (one.endpoint, one.address)
        assert DEVICE not in one.body, told
        assert str(LOG_INS) not in one.body, told
        for words in DURATIONS:
            assert words not in one.body, told
        if one.endpoint in ROSTER:
            continue
        assert planted.silent.name not in one.body, told
        if one.endpoint not in SILENT_MAY_BE_MASKED:
            assert mask_name(planted.silent.name) not in one.body, told
        if one.endpoint not in NAMES_BY_ID:
            assert planted.silent.public_id not in one.body, told
        for person in planted.absent:
            assert person.name not in one.body, told
            assert mask_name(person.name) not in one.body, told
            assert person.public_id not in one.body, told


def search_fields(seen: list[Seen], world: World) -> None:
    """Participation is told of the own branch alone, and a duration only where a contest goes by it."""
    own = world.branches[0].public_id
    for one in seen:
        if not one.address.startswith("/api/") or one.status != 200 or one.endpoint.startswith("api-docs"):
            continue
        for found in objects(json_of(one.body)):
            assert not FORBIDDEN_FIELDS & set(found), one.address
            if found.get("organization_id") not in (None, own):
                assert found.get("participants") is None, one.address
                assert found.get("participation") is None, one.address
            if one.endpoint.startswith("points.explain"):
                assert found.get("participants") is None, one.address
            if found.get("duration_ms") is not None:
                assert one.endpoint in {"arena.show_leaderboard", *ONE_OWN}, one.address


def json_of(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def test_the_walk_would_find_what_is_planted(
    app: Flask, world: World, client: FlaskClient, planted: Planted
) -> None:
    """The silent one's own replies hold what nobody else's may, so the search does find it."""
    me = world.get(planted.silent, "/me")
    assert me["name"] == planted.silent.name
    mine = json.dumps(world.get(planted.silent, "/attempts"), ensure_ascii=False)
    assert str(PLANTED_MS) in mine
    count = db.session.scalar(
        select(func.count()).select_from(AccessToken).where(AccessToken.member_id == planted.silent.id)
    )
    assert count == LOG_INS
    assert DEVICE in json.dumps(world.get(planted.silent, "/auth/tokens"), ensure_ascii=False)


@pytest.mark.parametrize("role", ["district_admin"])
def test_in_the_open_the_same_walk_finds_them(
    app: Flask,
    world: World,
    client: FlaskClient,
    planted: Planted,
    role: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So the search is no blind one: what `strict` hides is there once the profile lets it be."""
    monkeypatch.setitem(app.extensions, "profile", Profile("open"))
    office = office_of(world, client, role, world.district)
    found = walk(app, office, world, planted)
    assert any(
        '"participants":1' in one.body.replace(" ", "") or '"participants":4' in one.body.replace(" ", "")
        for one in found
    )
