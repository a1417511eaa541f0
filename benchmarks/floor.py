"""The floor: a bare Flask application that runs the same statements by the raw driver, and nothing else.

Started as a process of its own, on the server program and settings of the service. What it repeats was recorded from
the service in the same run (`recording.py`); ids, tokens and hashes are those of each request.
"""

import argparse
import hashlib
import json
import os
import pickle
import secrets
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import redis
from argon2 import PasswordHasher
from flask import Flask, Response, request
from granian import Granian
from granian.constants import Interfaces
from psycopg.types.json import Json
from sqlalchemy.engine import make_url

from benchmarks.recording import JsonValue, Script
from jinshui_study.db import begin_immediate, sqlite_driver

SCRIPTS = "FLOOR_SCRIPTS"
BUCKETS_PER_POINT = 1_000_000
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
kept = threading.local()


def worker() -> Flask:
    """The application of one worker process."""
    scripts, marks, password_hash = pickle.loads(Path(os.environ[SCRIPTS]).read_bytes())
    app = Flask(__name__, static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
    app.add_url_rule("/hello", "hello", lambda: {"hello": "world"})
    for name, script in scripts.items():
        view = view_of(script, marks[name], password_hash if name == "login" else None)
        app.add_url_rule(f"/{name}", name, view, methods=["GET", "POST"])
    return app


def view_of(script: Script, marks: dict[Any, str], password_hash: str | None) -> Callable[[], Response]:
    """A view that repeats `script` with the values of its own request in the marked places."""
    steps = [
        (
            step.sql,
            _filler_of_rows(step.params, marks) if step.many else _filler(step.params, marks),
            step.many,
        )
        for step in script.steps
    ]

    def view() -> Response:
        values: dict[str, Any] = request.args.to_dict()
        values |= {name: int(values[name]) for name in ("member", "branch", "street")}
        values["token"] = _hash(request.headers.get("Authorization", "").removeprefix("Bearer "))
        values |= {"fresh_id": secrets.token_urlsafe(12), "fresh_hash": _hash(secrets.token_urlsafe(32))}
        sent = json.loads(request.get_data()) if request.method == "POST" and request.content_length else None
        if password_hash is not None:
            hasher.verify(password_hash, sent["password"])
        run(steps, values)
        for packed, replies in script.redis:
            _ask_redis(packed, replies)
        return Response(json.dumps(script.reply, ensure_ascii=False), content_type="application/json")

    return view


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _filler(params: Any, marks: dict[Any, str]) -> Callable[[dict[str, Any]], Any]:
    """The parameters with marked values taken from a request."""
    named = isinstance(params, dict)
    pairs = list(params.items()) if named else list(enumerate(params))
    fixed = [Json(value.value) if isinstance(value, JsonValue) else value for _, value in pairs]
    places = [
        (place, _source(name, value, marks))
        for place, (name, value) in enumerate(pairs)
        if _source(name, value, marks)
    ]
    names = [name for name, _ in pairs]

    def fill(values: dict[str, Any]) -> Any:
        filled = list(fixed)
        for place, source in places:
            filled[place] = source(values)
        return dict(zip(names, filled, strict=True)) if named else filled

    return fill


def _filler_of_rows(rows: Sequence[Any], marks: dict[Any, str]) -> Callable[[dict[str, Any]], list[Any]]:
    fillers = [_filler(row, marks) for row in rows]
    return lambda values: [fill(values) for fill in fillers]


def _source(name: Any, value: Any, marks: dict[Any, str]) -> Callable[[dict[str, Any]], Any] | None:
    if name == "shard":  # writers of different members meet as seldom as in the service
        return lambda values: values["member"] % 8
    if name == "bucket":
        return lambda values: value + values["member"] % 50 * BUCKETS_PER_POINT
    if isinstance(value, int | str) and value in marks:
        mark = marks[value]
        return lambda values: values[mark]
    for attempt, mark in marks.items():
        if mark == "attempt" and isinstance(value, str) and attempt in value:
            before, _, after = value.partition(attempt)
            return lambda values: f"{before}{values['attempt']}{after}"
    return None


def run(steps: Sequence[tuple[str, Any, bool]], values: dict[str, Any]) -> None:
    """All statements in one transaction, as the service has them, rows fetched; then COMMIT."""
    connection = _connection()
    cursor = connection.cursor()
    try:
        for sql, fill, many in steps:
            if sql.startswith("BEGIN") and connection.in_transaction:
                cursor.execute("ROLLBACK")
            if many:
                cursor.executemany(sql, fill(values))
            elif sql == "BEGIN IMMEDIATE":
                begin_immediate(connection)
            else:
                cursor.execute(sql, fill(values))
            if cursor.description is not None:
                cursor.fetchall()
        connection.commit()
    except Exception:
        connection.rollback()
        raise


def _connection() -> Any:
    """One connection for each thread, set up as the service's."""
    if not hasattr(kept, "connection"):
        url = make_url(os.environ["DATABASE_URL"])
        kept.connection = _sqlite(url.database) if url.get_backend_name() == "sqlite" else _postgresql(url)
    return kept.connection


def _sqlite(path: str | None) -> Any:
    connection = sqlite_driver.connect(path, timeout=30, isolation_level=None)
    for pragma in ("busy_timeout=30000", "foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _postgresql(url: Any) -> Any:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, options="-c timezone=UTC -c lock_timeout=10000")


def _ask_redis(packed: bytes, replies: int) -> None:
    if not hasattr(kept, "redis"):
        kept.redis = redis.ConnectionPool.from_url(os.environ["REDIS_URL"]).get_connection()
    kept.redis.send_packed_command([packed])
    for _ in range(replies):
        kept.redis.read_response()


def main() -> None:
    options = argparse.ArgumentParser()
    for name in ("port", "workers", "threads"):
        options.add_argument(f"--{name}", type=int, required=True)
    given = options.parse_args()
    Granian(
        "benchmarks.floor:worker",
        address="127.0.0.1",
        port=given.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=given.workers,
        blocking_threads=given.threads,
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
    ).serve()


if __name__ == "__main__":
    main()
