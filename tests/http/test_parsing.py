"""Reading what clients send: strictly, and answering in Chinese."""

import contextlib
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields, validate

from jinshui_study.errors import BadRequest
from jinshui_study.http.parsing import LARGEST, Schema, Text, Whole, is_storable, read_json
from tests.http.hostile import BAD_JSON

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text().filter(is_storable),
    lambda inner: st.lists(inner) | st.dictionaries(st.text().filter(is_storable), inner),
    max_leaves=10,
)


@given(JSON, st.booleans())
def test_good_json_is_read_as_it_was_written(value: Any, escaped: bool) -> None:
    assert read_json(json.dumps(value, ensure_ascii=escaped).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_a_problem(data: bytes) -> None:
    code = None
    try:
        value = read_json(data)
    except BadRequest as problem:
        code = problem.code
    assert code in ("not_json", "bad_text") or json.loads(data) == value


@pytest.mark.parametrize("data", BAD_JSON.values(), ids=BAD_JSON.keys())
def test_bad_json_is_a_problem(data: bytes) -> None:
    with pytest.raises(BadRequest):
        read_json(data)


@pytest.mark.parametrize("depth", range(880, 1000, 3))
def test_no_depth_is_just_too_deep_to_be_looked_through(depth: int) -> None:
    """Where the reader's stack just sufficed, looking for bad text must not run out of it."""
    with contextlib.suppress(BadRequest):
        value = read_json(b"[" * depth + b'"\\u515a"' + b"]" * depth)
        assert isinstance(value, list)


class Sample(Schema):
    text = Text(most=5)
    secret = Text(strip=False, blank=True)
    number = Whole(least=1, most=10)
    choice = fields.String(validate=validate.OneOf(("a", "b"), error="只能是 {choices} 之一。"))
    flag = fields.Boolean()
    many = fields.List(Whole(least=0))
    words = fields.List(fields.String())
    inner = fields.Nested(Schema.from_dict({"x": fields.Boolean(required=True)}))
    table = fields.Dict()


WRONG: list[tuple[str, Any]] = [
    ("text", 1),
    ("text", None),
    ("text", ""),
    ("text", "  "),
    ("text", "六个字的文字"),
    ("text", "a\x00"),
    ("text", "\udc80"),
    ("text", ["a"]),
    ("secret", None),
    ("number", 0),
    ("number", 11),
    ("number", 1.0),
    ("number", True),
    ("number", "x"),
    ("number", "--5"),
    ("number", "٣"),
    ("number", "1_0"),
    ("number", "9" * 5000),
    ("number", 10**400),
    ("number", None),
    ("choice", "c"),
    ("choice", 1),
    ("choice", None),
    ("flag", "perhaps"),
    ("flag", []),
    ("many", 1),
    ("many", [1, -1]),
    ("words", [1]),
    ("inner", 1),
    ("inner", {}),
    ("inner", {"x": "perhaps"}),
    ("inner", {"y": 1}),
    ("table", []),
    ("unknown", 1),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_told_in_chinese(name: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Sample().load({name: value})
    sentences = re.findall(r"'([^']*)'\]", str(caught.value.normalized_messages()))
    assert sentences
    assert all(re.search(r"[\u4e00-\u9fff]", sentence) for sentence in sentences), sentences


@pytest.mark.parametrize("value", [[], "x", 1, None])
def test_what_is_no_object_is_told_in_chinese(value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Sample().load(value)
    assert "应为一个对象。" in str(caught.value.normalized_messages())


def test_text_loses_its_blank_ends_unless_they_matter() -> None:
    assert Sample().load({"text": " 党史　", "secret": " x "}) == {"text": "党史", "secret": " x "}


@given(st.integers(1, 10))
def test_a_whole_number_may_come_as_digits(number: int) -> None:
    assert Sample().load({"number": str(number)}) == Sample().load({"number": number}) == {"number": number}
