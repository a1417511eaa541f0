"""Recording what the service asks of its database and Redis for one request, for the floor to repeat."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from psycopg.types.json import Json, Jsonb
from redis.connection import AbstractConnection
from sqlalchemy import event
from werkzeug.test import TestResponse

from jinshui_study import db as database
from jinshui_study.db import db


@dataclass(frozen=True)
class Step:
    """A statement with its parameters as the driver gets them; `many` rows at once."""

    sql: str
    params: Any
    many: bool


@dataclass
class Script:
    """One request: its statements in their order, what goes to Redis (bytes, replies expected), and the reply."""

    steps: list[Step] = field(default_factory=list)
    redis: list[tuple[bytes, int]] = field(default_factory=list)
    reply: Any = None


@dataclass(frozen=True)
class JsonValue:
    """A JSON parameter of PostgreSQL on its way to another process."""

    value: Any


def record(app: Flask, ask: Callable[[], TestResponse]) -> Script:
    """The script of one request that `ask` makes of `app`."""
    script = Script()

    def note(_conn: Any, _cursor: Any, statement: str, params: Any, _context: Any, many: bool) -> None:
        rows = many and isinstance(params, list)
        plain = [_plain(row) for row in params] if rows else _plain(params)
        script.steps.append(Step(statement, plain, rows))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with _noting_redis(script), _noting_begin(script):
            reply = ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    if reply.status_code not in (200, 201):
        raise RuntimeError(f"{reply.status_code}: {reply.get_data(as_text=True)[:500]}")
    script.reply = json.loads(reply.get_data())
    return script


def _plain(params: Any) -> Any:
    if isinstance(params, dict):
        return {name: _portable(value) for name, value in params.items()}
    return tuple(_portable(value) for value in params)


def _portable(value: Any) -> Any:
    return JsonValue(value.obj) if isinstance(value, Json | Jsonb) else value


@contextmanager
def _noting_begin(script: Script) -> Iterator[None]:
    """The service begins its writing transactions beside SQLAlchemy."""
    begin = database.begin_immediate

    def noted(raw: Any) -> None:
        script.steps.append(Step("BEGIN IMMEDIATE", (), False))
        begin(raw)

    database.begin_immediate = noted
    try:
        yield
    finally:
        database.begin_immediate = begin


@contextmanager
def _noting_redis(script: Script) -> Iterator[None]:
    send, read = AbstractConnection.send_packed_command, AbstractConnection.read_response

    def noted_send(self: Any, command: Any, *args: Any, **kwargs: Any) -> Any:
        packed = command if isinstance(command, bytes) else b"".join(command)
        script.redis.append((packed, 0))
        return send(self, command, *args, **kwargs)

    def noted_read(self: Any, *args: Any, **kwargs: Any) -> Any:
        if script.redis:
            packed, replies = script.redis[-1]
            script.redis[-1] = (packed, replies + 1)
        return read(self, *args, **kwargs)

    AbstractConnection.send_packed_command, AbstractConnection.read_response = noted_send, noted_read
    try:
        yield
    finally:
        AbstractConnection.send_packed_command, AbstractConnection.read_response = send, read
