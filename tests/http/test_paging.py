"""Cursors: opaque, and refused with a sentence when they are not ours."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.errors import Invalid
from jinshui_study.http.paging import decode_cursor, encode_cursor
from tests.world import World

WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)
PRINTABLE = st.text(max_size=40).filter(str.isprintable)


def forged(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(WHOLE, PRINTABLE)
def test_a_cursor_comes_back_as_it_went(number: int, text: str) -> None:
    assert decode_cursor(encode_cursor(number, text), int, str) == (number, text)


def test_without_a_cursor_there_are_no_values() -> None:
    assert decode_cursor(None, int) is None


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_or_a_problem(text: str) -> None:
    errors: dict[str, Any] | None = {}
    values: tuple[Any, ...] | None = ()
    try:
        values = decode_cursor(text, int, str)
    except Invalid as problem:
        errors = problem.errors
    assert list(errors or {}) == ["cursor"] or [type(value) for value in values or ()] == [int, str]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@given(JSON.filter(lambda value: not (isinstance(value, list) and len(value) == 1 and type(value[0]) is int)))
def test_a_cursor_of_other_kinds_is_refused(value: Any) -> None:
    with pytest.raises(Invalid):
        decode_cursor(forged(value), int)


@pytest.mark.parametrize(
    "cursor",
    [
        forged([2**63]),
        forged([-(2**63)]),
        forged([True]),
        forged([1.0]),
        forged([10**4000]),
        base64.urlsafe_b64encode(b"[" + b"9" * 5000 + b"]").decode(),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        "!!!!",
        "党史",
        "\ud800",
        "",
        "A",
    ],
)
def test_a_forged_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        decode_cursor(cursor, int)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\u202e", "a\nb"])
def test_a_cursor_with_text_no_database_takes_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        decode_cursor(forged([text]), str)


PAGED = (
    "/quizzes",
    "/points/entries",
    "/leaderboards/members",
    "/leaderboards/branches",
    "/leaderboards/streets",
)


@pytest.mark.parametrize("path", PAGED)
def test_every_list_refuses_forged_cursors_and_limits(world: World, path: str) -> None:
    me = world.person()
    cursors = [forged([2**70]), forged(["x", "y"]), forged([1, 2, 3, 4]), forged({}), "%00", "x" * 300, ""]
    queries = [f"cursor={cursor}" for cursor in cursors]
    queries += [
        f"limit={limit}"
        for limit in ("0", "101", "-1", "1.5", "9" * 5000, "x", "１", "", "true", "1&limit=1")
    ]
    for query in queries:
        reply = world.call(me, "GET", f"{path}?{query}")
        assert reply.status_code in (400, 422), query
        assert reply.mimetype == "application/problem+json"


def test_pages_hold_every_item_once(world: World) -> None:
    me = world.person()
    ids = {world.quiz("daily") for _ in range(5)}
    seen, cursor = [], ""
    while True:
        page = world.get(me, f"/quizzes?limit=2{cursor}")
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert (len(seen), set(seen)) == (5, ids)
