"""Views that send plain values send exactly the fields their schemas document, at every level."""

from typing import Any

from marshmallow import fields

from jinshui_study.arena.schemas import AnswerReply, OpenAttemptSchema, ResultSchema
from jinshui_study.http.parsing import Schema
from jinshui_study.points.schemas import GroupBoard, MemberBoard
from tests.world import World, answer_to


def assert_shaped(value: Any, schema: Schema, place: str = "") -> None:
    assert set(value) == set(schema.fields), place
    for name, field in schema.fields.items():
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested) and value[name] is not None:
            for one in value[name] if isinstance(field, fields.List) else [value[name]]:
                assert_shaped(one, inner.schema, f"{place}.{name}")


def test_attempts_and_results_have_the_documented_fields_and_no_others(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("topic"))
    assert_shaped(attempt, OpenAttemptSchema())
    path = f"/attempts/{attempt['id']}/answers/1"
    put = world.call(me, "PUT", path, {"response": answer_to(attempt["questions"][0], right=True)}).get_json()
    assert_shaped(put, AnswerReply())
    assert_shaped(world.get(me, f"/attempts/{attempt['id']}"), OpenAttemptSchema())
    assert_shaped(world.submit(me, attempt), ResultSchema())
    assert_shaped(world.get(me, f"/attempts/{attempt['id']}"), ResultSchema())


def test_boards_have_the_documented_fields_and_no_others(world: World) -> None:
    quiz = world.quiz("daily")
    people = [world.person() for _ in range(4)]
    for right, one in enumerate(people):
        world.play(one, quiz, right=right)
    for path in ("/leaderboards/members", f"/quizzes/{quiz}/leaderboard"):
        page = world.get(people[0], path)
        assert len(page["items"]) == len(page["around_me"]) == 4
        assert_shaped(page, MemberBoard())
    for path in (
        "/leaderboards/branches",
        "/leaderboards/streets",
        f"/quizzes/{quiz}/leaderboard?of=branches",
    ):
        page = world.get(people[0], path)
        assert len(page["items"]) == 1
        assert_shaped(page, GroupBoard())


def test_another_phone_finds_the_answers_saved_on_the_first(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    assert attempt["responses"] == []
    response = answer_to(attempt["questions"][2], right=False)
    world.call(me, "PUT", f"/attempts/{attempt['id']}/answers/3", {"response": response})
    (kept,) = world.get(me, f"/attempts/{attempt['id']}")["responses"]
    assert kept["number"] == 3
    assert {
        name: sorted(value) if isinstance(value, list) else value for name, value in kept["response"].items()
    } == {name: sorted(value) if isinstance(value, list) else value for name, value in response.items()}
