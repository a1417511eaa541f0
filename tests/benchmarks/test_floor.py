"""The floor does to its database what the service does to its own."""

import pickle
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2.exceptions import VerifyMismatchError
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from benchmarks import databases, filling, floor, measuring, operations
from benchmarks.operations import Side
from jinshui_study.app import create_app
from jinshui_study.arena.models import Answer, Attempt
from jinshui_study.db import db
from jinshui_study.points.models import LedgerEntry

MEMBERS = 12


@pytest.fixture
def filled() -> Iterator[tuple[databases.Backend, Side]]:
    with databases.sqlite() as place:
        backend = place.new()
        app = create_app(backend.settings)
        yield backend, Side(app, filling.fill(app, MEMBERS, MEMBERS), 0, is_floor=True)
        measuring.release(app)


@pytest.fixture
def client(
    filled: tuple[databases.Backend, Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    backend, side = filled
    scripts = tmp_path / "scripts.pickle"
    scripts.write_bytes(pickle.dumps((*operations.scripts(side.app, side.district), filling.PASSWORD_HASH)))
    monkeypatch.setenv(floor.SCRIPTS, str(scripts))
    monkeypatch.setenv("DATABASE_URL", backend.database_url)
    monkeypatch.setattr(floor, "kept", threading.local())
    app = floor.worker()
    app.testing = True
    yield app.test_client()
    floor.kept.connection.close()


def send(client: FlaskClient, request: bytes) -> int:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    return client.open(path, method=method, headers=headers, data=body).status_code


def count(app: Flask, column: object) -> int | None:
    with app.app_context():
        return db.session.scalar(select(func.count(column.distinct())))  # type: ignore[attr-defined]


def test_everybody_who_submits_to_the_floor_has_a_finished_attempt_with_ten_answers_and_a_ledger_line(
    client: FlaskClient, filled: tuple[databases.Backend, Side]
) -> None:
    _, side = filled
    before = count(side.app, LedgerEntry.member_id)
    assert {send(client, request) for request in operations._submits(side)} == {200}
    with side.app.app_context():
        states = set(db.session.scalars(select(Attempt.state)))
        answers = db.session.scalar(select(func.count()).select_from(Answer))
    assert (states, answers) == ({"finished"}, 10 * MEMBERS)
    assert count(side.app, LedgerEntry.member_id) == before + MEMBERS


def test_everybody_who_starts_on_the_floor_has_an_open_attempt(
    client: FlaskClient, filled: tuple[databases.Backend, Side]
) -> None:
    _, side = filled
    assert {send(client, request) for request in operations._starts(side)} == {200}
    with side.app.app_context():
        open_to = list(db.session.scalars(select(Attempt.member_id).where(Attempt.state == "open")))
    assert sorted(open_to) == sorted(person.id for person in side.district.people)


def test_a_log_in_on_the_floor_checks_the_password_and_makes_a_token(
    client: FlaskClient, filled: tuple[databases.Backend, Side]
) -> None:
    _, side = filled
    first, second, *_ = operations._log_ins(side)
    assert send(client, first) == 200
    with pytest.raises(VerifyMismatchError):
        send(client, second.replace(b"benchmark-password", b"benchmark-passw0rd"))
