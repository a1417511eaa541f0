"""While an attempt is open, nothing the member can ask for tells a key, a correctness or an explanation."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema, fields

from jinshui_study.arena.schemas import OpenAttemptSchema
from jinshui_study.db import unit_of_work
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.sampling import DrawRule
from tests.arena.steps import go_on, put
from tests.world import World, six_questions

EXPLANATION = "绝不可提前泄露的解析"
SOURCE = "绝不可提前泄露的出处"
GAP_TEXT = "绝不可提前泄露的填空"
TELLING = {"key", "correct", "explanation"}
"""Names of fields that tell. (`source` is also what a ledger line calls its quiz.)"""


def telling_questions() -> list[Draft]:
    drafts = six_questions(40)
    for draft in drafts:
        draft.explanation, draft.source = EXPLANATION, SOURCE
        if draft.kind == "blank":
            draft.answer = [GAP_TEXT, GAP_TEXT]
    return drafts


def quiz_of_telling_questions(world: World, preset: str) -> str:
    with unit_of_work():
        world.load_bank("telling", telling_questions())
    draw = (DrawRule(count=6, score=100, banks=("telling",)),)
    return world.quiz(preset, questions=6, draw=draw)


def names_in(value: Any) -> Iterator[str]:
    """The names of all fields in a JSON value."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from names_in(item)


def assert_tells_nothing(path: str, text: str, body: Any) -> None:
    for secret in (EXPLANATION, SOURCE, GAP_TEXT):
        assert secret not in text, path
        assert secret.encode("unicode_escape").decode() not in text, path
    assert not TELLING & set(names_in(body)), path


def paths(app: Flask, known: dict[str, str]) -> list[str]:
    """Every GET address of the application, ids filled in with the quiz's, the attempt's and the member's."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            for stand_in in known.values():
                values = {name: known.get(name, stand_in) for name in rule.arguments}
                found.append(adapter.build(rule.endpoint, {**values}, method="GET"))
    return sorted(set(found))


@pytest.mark.parametrize("preset", ["daily", "weekly", "survival", "contest"])
def test_no_get_of_the_whole_service_tells_about_an_open_attempt(
    app: Flask, world: World, preset: str
) -> None:
    me = world.person(role="secretary")
    quiz = quiz_of_telling_questions(world, preset)
    attempt = world.start(me, quiz)
    if preset != "survival":
        assert put(world, me, attempt, 1).get_json()["feedback"] is None
    known = {"quiz_id": quiz, "attempt_id": attempt["id"], "member_id": me.public_id, "number": "1"}
    asked = paths(app, known)
    assert f"/api/v1/attempts/{attempt['id']}" in asked
    assert f"/api/v1/quizzes/{quiz}/leaderboard" in asked
    assert len(asked) > 15
    for path in asked:
        with world.client.get(path, headers=me.headers) as reply:
            assert reply.status_code < 500 or path == "/", path  # the page itself may not be built
            describes_itself = path.endswith("openapi.json")
            body = reply.get_json(silent=True) if reply.is_json and not describes_itself else None
            assert_tells_nothing(path, reply.get_data().decode("utf-8", "replace"), body)


def test_no_step_of_a_contest_tells(world: World) -> None:
    me = world.person()
    attempt = world.start(me, quiz_of_telling_questions(world, "contest"))
    for number in range(1, 7):
        assert_tells_nothing("attempt", str(attempt), attempt)
        reply = put(world, me, attempt, number, right=number % 2 == 0)
        assert_tells_nothing("put", reply.get_data(as_text=True), {**reply.get_json(), "feedback": None})
        assert reply.get_json()["feedback"] is None
        if number < 6:
            attempt = go_on(world, me, attempt)
    result = world.submit(me, attempt)
    assert result["review"] is None
    assert EXPLANATION not in str(result)
    again = world.get(me, f"/attempts/{attempt['id']}")
    assert (again["review"], EXPLANATION in str(again)) == (None, False)


def test_a_refused_answer_tells_nothing(world: World) -> None:
    me = world.person()
    attempt = world.start(me, quiz_of_telling_questions(world, "weekly"))
    for number in range(1, 7):
        for response in ({"options": ["zzzzzz"]}, {"texts": ["甲"] * 9}, {"pairs": [["a", "b"]]}):
            reply = put(world, me, attempt, number, response=response)
            assert_tells_nothing("put", reply.get_data(as_text=True), {})


def test_a_review_leaves_out_what_was_never_opened(world: World) -> None:
    me = world.person()
    attempt = world.start(me, quiz_of_telling_questions(world, "survival"))
    put(world, me, attempt, 1, right=False)
    assert [line["number"] for line in world.submit(me, attempt)["review"]] == [1]


def nested(schema: Schema) -> Iterator[Schema]:
    """A schema and all schemas within it."""
    yield schema
    for field in schema.fields.values():
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from nested(inner.schema)


def test_the_schema_of_an_open_attempt_has_no_field_that_could_tell() -> None:
    schemas = list(nested(OpenAttemptSchema()))
    assert len(schemas) >= 3
    for schema in schemas:
        for name in schema.fields:
            assert not any(word in name for word in ("key", "correct", "explanation", "source")), name
            assert name not in ("answer", "answers", "score", "worth", "revision", "difficulty"), name
