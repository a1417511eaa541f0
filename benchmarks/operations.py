"""The operations measured: what a member's phone sends to the service, and its twin for the floor."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks import filling, load
from benchmarks.filling import MODEL, MODEL_BRANCH, MODEL_STREET, PASSWORD, District, Person, Sheet
from benchmarks.recording import Script, record
from jinshui_study.accounts.models import AccessToken
from jinshui_study.accounts.sealing import blind
from jinshui_study.db import db

API = "/api/v1"
BOARD = f"{API}/leaderboards/members?period=day&limit=50"
AROUND_ME = f"{API}/leaderboards/members?period=day&limit=1"


@dataclass(frozen=True)
class Side:
    """One of the two compared: its database by an application of this process, and where its server listens."""

    app: Flask
    district: District
    port: int
    is_floor: bool


@dataclass(frozen=True)
class Operation:
    """`requests` prepares what one round sends to a side; `repeats` says whether it may be sent again and again."""

    name: str
    requests: Callable[[Side], Sequence[bytes]]
    repeats: bool = True


def call(
    side: Side, name: str, method: str, path: str, person: Person, sent: Any = None, attempt: str = ""
) -> bytes:
    """A request of a person to the service, or its twin to the floor, which is told the ids it needs."""
    body = b"" if sent is None else json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Authorization": f"Bearer {person.token}"} if name != "login" else {}
    if body:
        headers["Content-Type"] = "application/json"
    if side.is_floor:
        path = f"/{name.replace(' ', '-')}?{urlencode(_told(side, person, attempt, login=name == 'login'))}"
    return load.request(method, path, headers, body)


def _told(side: Side, person: Person, attempt: str, *, login: bool) -> dict[str, Any]:
    told = {
        "member": person.id,
        "branch": person.branch_id,
        "street": person.street_id,
        "attempt": attempt,
    }
    if login:
        with side.app.app_context():
            told |= {"subject": blind("phone", person.phone), "account": blind("login", person.phone)}
    return told


def _log_ins(side: Side) -> list[bytes]:
    return [
        call(
            side, "login", "POST", f"{API}/auth/login", person, {"login": person.phone, "password": PASSWORD}
        )
        for person in side.district.people[:100]
    ]


def _starts(side: Side) -> list[bytes]:
    filling.clear_attempts(side.app)
    path = f"{API}/quizzes/{side.district.quiz}/attempts"
    return [call(side, "start", "POST", path, person) for person in side.district.people]


def _submits(side: Side) -> list[bytes]:
    sheets = filling.open_attempts(side.app, side.district, side.district.people)
    return [_submit(side, sheet) for sheet in sheets]


def _submit(side: Side, sheet: Sheet) -> bytes:
    path = f"{API}/attempts/{sheet.attempt_id}/submission"
    return call(side, "submit", "POST", path, sheet.person, {"answers": sheet.answers}, sheet.attempt_id)


def reading(name: str, path: str) -> Operation:
    return Operation(
        name, lambda side: [call(side, name, "GET", path, person) for person in side.district.people]
    )


def _hello(side: Side) -> list[bytes]:
    return [load.request("GET", "/hello" if side.is_floor else "/healthz", {})]


OPERATIONS = (
    Operation("hello", _hello),
    Operation("login", _log_ins),
    Operation("start", _starts, repeats=False),
    Operation("submit", _submits, repeats=False),
    reading("board", BOARD),
    reading("around me", AROUND_ME),
)


def scripts(app: Flask, district: District) -> tuple[dict[str, Script], dict[str, dict[Any, str]]]:
    """What the floor repeats of each operation, recorded of the model member, and which values stand for whom."""
    client, model = app.test_client(), district.model
    bearer = {"Authorization": f"Bearer {model.token}"}
    with app.app_context():
        known = {
            MODEL: "member",
            MODEL_BRANCH: "branch",
            MODEL_STREET: "street",
            _hash(model.token): "token",
            blind("phone", model.phone): "subject",
            blind("login", model.phone): "account",
        }
    recorded: dict[str, Script] = {}
    marks: dict[str, dict[Any, str]] = {}
    for name, path in (("board", BOARD), ("around-me", AROUND_ME)):
        recorded[name] = _second(app, lambda path=path: client.get(path, headers=bearer))  # type: ignore[misc]
        marks[name] = known
    sent = {"login": model.phone, "password": PASSWORD}
    recorded["login"] = _second(app, lambda: client.post(f"{API}/auth/login", json=sent))
    marks["login"] = {**known, **_fresh_token(app, recorded["login"].reply["token"])}
    recorded["start"] = _recorded_start(app, client, district, bearer)
    marks["start"] = {**known, recorded["start"].reply["id"]: "fresh_id"}
    recorded["submit"], attempt = _recorded_submit(app, client, district, bearer)
    marks["submit"] = {**known, attempt: "attempt"}
    return recorded, marks


def _second(app: Flask, ask: Callable[[], Any]) -> Script:
    """The script of the second time: caches of the process are warm, as they are in the service."""
    record(app, ask)
    return record(app, ask)


def _recorded_start(app: Flask, client: FlaskClient, district: District, bearer: dict[str, str]) -> Script:
    path = f"{API}/quizzes/{district.quiz}/attempts"

    def once() -> Script:
        filling.clear_attempts(app)
        return record(app, lambda: client.post(path, headers=bearer))

    once()
    return once()


def _recorded_submit(
    app: Flask, client: FlaskClient, district: District, bearer: dict[str, str]
) -> tuple[Script, str]:
    def once() -> tuple[Script, str]:
        sheet = filling.open_attempts(app, district, [district.model])[0]
        path, sent = f"{API}/attempts/{sheet.attempt_id}/submission", {"answers": sheet.answers}
        return record(app, lambda: client.post(path, json=sent, headers=bearer)), sheet.attempt_id

    once()
    return once()


def _fresh_token(app: Flask, token: str) -> dict[Any, str]:
    """The id and the hash of a log-in that was made while recording: each request of the floor makes its own."""
    with app.app_context():
        made = db.session.scalar(select(AccessToken.id).where(AccessToken.secret_hash == _hash(token)))
    return {made: "fresh_id", _hash(token): "fresh_hash"}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
