"""`Idempotency-Key`: one effect and one reply per key."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from jinshui_study import clock
from jinshui_study.arena.models import Attempt
from jinshui_study.db import db, unit_of_work
from jinshui_study.http import idempotency
from jinshui_study.http.idempotency import StoredReply
from tests.world import Person, World


def start(world: World, who: Person, quiz: str, key: str) -> TestResponse:
    return world.call(who, "POST", f"/quizzes/{quiz}/attempts", Idempotency_Key=key)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_repetition_gets_the_same_bytes_and_has_no_second_effect(world: World) -> None:
    me, quiz = world.person(), world.quiz("topic")
    first = start(world, me, quiz, "one")
    again = start(world, me, quiz, "one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.mimetype == first.mimetype == "application/json"
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert (count(Attempt), count(StoredReply)) == (1, 1)


def test_a_repetition_long_after_still_gets_the_first_reply(world: World) -> None:
    me, quiz = world.person(), world.quiz("topic")
    attempt = start(world, me, quiz, "one").get_json()
    path = f"/attempts/{attempt['id']}/submission"
    first = world.call(me, "POST", path, {"answers": []}, Idempotency_Key="two")
    assert first.status_code == 200
    assert world.call(me, "POST", path, {"answers": []}, Idempotency_Key="two").data == first.data
    assert start(world, me, quiz, "one").get_json() == attempt


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    me, quiz = world.person(), world.quiz("topic")
    attempt = start(world, me, quiz, "one").get_json()
    path = f"/attempts/{attempt['id']}/submission"
    world.call(me, "POST", path, {"answers": []}, Idempotency_Key="two")
    reply = world.call(me, "POST", path, {"answers": [], "more": 1}, Idempotency_Key="two")
    assert (reply.status_code, reply.get_json()["code"]) == (409, "idempotency_key_reused")


def test_the_same_key_at_another_address_is_refused_and_undone(world: World) -> None:
    me, first, second = world.person(), world.quiz("topic"), world.quiz("topic")
    start(world, me, first, "one")
    reply = start(world, me, second, "one")
    assert (reply.status_code, reply.get_json()["code"]) == (409, "idempotency_key_reused")
    assert count(Attempt) == 1


def test_the_key_of_another_member_does_not_collide(world: World) -> None:
    me, other, quiz = world.person(), world.person(), world.quiz("topic")
    mine, theirs = start(world, me, quiz, "one"), start(world, other, quiz, "one")
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.get_json()["id"] != theirs.get_json()["id"]


def test_without_a_key_nothing_is_stored(world: World) -> None:
    world.start(world.person(), world.quiz("topic"))
    assert count(StoredReply) == 0


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 65, "é", "a\tb"])
def test_a_key_that_is_none_is_refused(world: World, key: str) -> None:
    reply = start(world, world.person(), world.quiz("topic"), key)
    assert reply.status_code == 422
    assert list(reply.get_json()["errors"]) == ["Idempotency-Key"]
    assert count(Attempt) == 0


@pytest.mark.parametrize("key", ["x", "x" * 64, "!~\\\"'%_;--"])
def test_any_visible_key_will_do(world: World, key: str) -> None:
    assert start(world, world.person(), world.quiz("topic"), key).status_code == 201


def test_a_failed_request_stores_nothing_and_may_succeed_later(world: World) -> None:
    me, quiz = world.person(), world.quiz("topic")
    attempt = world.start(me, quiz)
    assert start(world, me, quiz, "one").status_code == 409
    assert count(StoredReply) == 0
    world.submit(me, attempt)
    assert start(world, me, quiz, "one").status_code == 201


def test_nobody_gets_a_stored_reply_without_a_log_in(world: World) -> None:
    me, quiz = world.person(), world.quiz("topic")
    start(world, me, quiz, "one")
    reply = world.call(None, "POST", f"/quizzes/{quiz}/attempts", Idempotency_Key="one")
    assert reply.status_code == 401


def test_replies_older_than_a_week_are_forgotten(world: World) -> None:
    start(world, world.person(), world.quiz("topic"), "one")
    with unit_of_work():
        assert idempotency.forget_old_replies(clock.now() + idempotency.KEPT_FOR) == 0
        assert idempotency.forget_old_replies(clock.now() + idempotency.KEPT_FOR + timedelta(seconds=1)) == 1
