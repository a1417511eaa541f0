"""A view that returns commits, a view that raises rolls back, and nothing writes by the way."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from jinshui_study import db as database
from jinshui_study.accounts.models import LoginTries
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict
from jinshui_study.http.transactions import reads_first

PROBLEM = "application/problem+json"


def write(name: str) -> None:
    db.session.add(LoginTries(account_hash=name, failures=1, since=datetime(2026, 11, 23, tzinfo=UTC)))
    db.session.flush()


def write_then(error: Exception | None) -> Callable[[], str]:
    def view() -> str:
        write("row")
        if error is not None:
            raise error
        return "done"

    return view


def read_then_write() -> str:
    db.session.scalar(select(func.count()).select_from(LoginTries))
    database.begin_writing()
    write("row")
    return "done"


def forget_to_begin() -> str:
    write("row")
    return "done"


@pytest.fixture
def probe(make_app: Callable[..., Flask]) -> FlaskClient:
    """An application with views that write and then return, or raise this or that."""
    app = make_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    views: dict[str, Callable[[], Any]] = {
        "returns": write_then(None),
        "problem": write_then(Conflict()),
        "keeps": write_then(Conflict(keeps_changes=True)),
        "bug": write_then(ZeroDivisionError()),
        "begins": reads_first(read_then_write),
        "forgets": reads_first(forget_to_begin),
    }
    for name, view in views.items():
        app.add_url_rule(f"/api/{name}", name, view, methods=["GET", "POST"])
    with app.app_context(), unit_of_work():
        db.create_all()
    return app.test_client()


def rows(client: FlaskClient) -> int:
    with client.application.app_context():
        return db.session.scalar(select(func.count()).select_from(LoginTries)) or 0


@pytest.mark.parametrize(
    ("view", "status", "kept"),
    [
        ("returns", 200, 1),
        ("begins", 200, 1),
        ("problem", 409, 0),
        ("keeps", 409, 1),
        ("bug", 500, 0),
        ("forgets", 500, 0),
    ],
)
def test_what_a_view_wrote_stays_as_the_rule_says(
    probe: FlaskClient, view: str, status: int, kept: int
) -> None:
    assert probe.post(f"/api/{view}").status_code == status
    assert rows(probe) == kept


def test_a_view_that_reads_cannot_write_by_the_way(probe: FlaskClient) -> None:
    reply = probe.get("/api/returns")
    assert (reply.status_code, reply.mimetype) == (500, PROBLEM)
    assert reply.get_json()["detail"] == "服务暂时出了问题，请稍后再试。"
    assert rows(probe) == 0


def test_a_failing_request_leaves_the_next_one_alone(probe: FlaskClient) -> None:
    assert probe.post("/api/bug").status_code == 500
    assert probe.get("/api/returns").status_code == 500
    assert probe.post("/api/returns").status_code == 200
    assert rows(probe) == 1


def test_a_commit_that_fails_is_never_confirmed(probe: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("COMMIT", None, Exception("the server has gone away"))

    monkeypatch.setattr(database, "commit", fail)
    reply = probe.post("/api/returns")
    assert (reply.status_code, reply.mimetype, reply.headers["Retry-After"]) == (503, PROBLEM, "1")
    assert rows(probe) == 0


def test_outside_a_request_only_a_unit_of_work_writes(make_app: Callable[..., Flask]) -> None:
    with make_app().app_context():
        with unit_of_work():
            db.create_all()
            write("first")
        with pytest.raises(RuntimeError, match="a write outside"):
            write("second")
        db.session.rollback()
        with pytest.raises(ZeroDivisionError), unit_of_work():
            write_then(ZeroDivisionError())()
        assert db.session.scalars(select(LoginTries.account_hash)).all() == ["first"]


def test_a_writer_that_never_gets_the_lock_is_told_to_come_back(
    make_app: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    with app.app_context():
        flask_migrate.upgrade()
    monkeypatch.setattr(database, "LOCK_SECONDS", 0)
    other = database.sqlite_driver.connect(tmp_path / "own.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    body = {"login": "13900000000", "password": "somebody's"}
    busy = app.test_client().post("/api/v1/auth/login", json=body)
    other.execute("ROLLBACK")
    free = app.test_client().post("/api/v1/auth/login", json=body)
    other.close()
    assert (busy.status_code, busy.get_json()["code"], busy.headers["Retry-After"]) == (
        503,
        "unavailable",
        "1",
    )
    assert free.status_code == 401
