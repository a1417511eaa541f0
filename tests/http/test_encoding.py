"""Replies are written by orjson, and say what Flask's own writer would say."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from jinshui_study.db import db, opaque_id
from jinshui_study.http.encoding import QuickJSON

PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
VALUES = st.recursive(
    PLAIN | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_reply_reads_back_as_it_was(value: Any) -> None:
    reply = QuickJSON(Flask(__name__)).response([value])
    assert json.loads(reply.get_data()) == [value]
    assert reply.mimetype == "application/json"


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 11, 24, 8, 30, tzinfo=UTC), date(2026, 11, 24), Decimal("1.10"), 2**70, {1: "one"}],
)
def test_what_json_does_not_know_is_written_as_flask_does(value: Any) -> None:
    app = Flask(__name__)
    assert json.loads(QuickJSON(app).dumps(value)) == json.loads(DefaultJSONProvider(app).dumps(value))


def test_half_a_surrogate_pair_leaves_as_an_escape() -> None:
    reply = QuickJSON(Flask(__name__)).response({"text": "\ud83d"})
    assert json.loads(reply.get_data()) == {"text": "\ud83d"}
    assert b"\\ud83d" in reply.get_data()


def test_a_savepoint_that_is_rolled_back_takes_its_statements_along(app: Flask) -> None:
    def count() -> int:
        return db.session.connection().execute(text("SELECT count(*) FROM stored_replies")).scalar_one()

    def store() -> None:
        values = f"(1, '{opaque_id()}', 'f', 200, '', '2026-11-24 00:00:00')"
        columns = "(member_id, key, fingerprint, status, body, created_at)"
        db.session.connection().execute(text(f"INSERT INTO stored_replies {columns} VALUES {values}"))

    store()
    savepoint = db.session.begin_nested()
    store()
    assert count() == 2
    savepoint.rollback()
    assert count() == 1
    store()
    assert count() == 2
