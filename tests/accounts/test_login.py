"""Logging in with a password, and the life of a token."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from jinshui_study import clock
from jinshui_study.accounts import members, sessions
from jinshui_study.accounts.models import AccessToken, LoginTries, Member
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import TooManyRequests, Unauthorized
from tests.moments import MONDAY_NOON
from tests.world import PASSWORD, Person, World

SetClock = Callable[[datetime], None]


def log_in(world: World, login: str, password: str = PASSWORD) -> TestResponse:
    return world.call(None, "POST", "/auth/login", {"login": login, "password": password})


def fail(world: World, login: str, times: int) -> None:
    for _ in range(times):
        assert log_in(world, login, "wrong password").status_code == 401


def test_the_right_password_gives_a_token_that_works(world: World) -> None:
    person = world.person(password=PASSWORD)
    reply = log_in(world, person.phone)
    assert reply.status_code == 200
    body = reply.get_json()
    assert body["member"]["id"] == person.public_id
    assert [node["kind"] for node in body["member"]["path"]] == ["district", "street", "branch"]
    assert datetime.fromisoformat(body["expires_at"]) == MONDAY_NOON + timedelta(days=30)
    headers = {"Authorization": f"Bearer {body['token']}"}
    assert world.client.get("/api/v1/me", headers=headers).get_json()["id"] == person.public_id


@pytest.mark.parametrize("form", ["+86 {}", "86{}", " {} ", "{}"])
def test_a_phone_may_be_written_in_several_ways_at_log_in(world: World, form: str) -> None:
    person = world.person(password=PASSWORD)
    assert log_in(world, form.format(person.phone)).status_code == 200


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(world: World) -> None:
    person = world.person(password=PASSWORD)
    wrong, unknown = log_in(world, person.phone, "wrong password"), log_in(world, "13000000000")
    assert (wrong.status_code, wrong.get_json()["code"]) == (401, "wrong_login")
    assert wrong.data == unknown.data


def test_a_member_without_a_password_cannot_log_in_with_one(world: World) -> None:
    assert log_in(world, world.person().phone, "nobody's password").status_code == 401


def test_after_five_wrong_tries_even_the_right_password_is_refused(world: World) -> None:
    person, other = world.person(password=PASSWORD), world.person(password=PASSWORD)
    fail(world, person.phone, 5)
    reply = log_in(world, person.phone)
    assert (reply.status_code, reply.get_json()["code"]) == (429, "too_many_tries")
    assert reply.headers["Retry-After"] == "901"
    assert log_in(world, "+86" + person.phone).status_code == 429
    assert log_in(world, other.phone).status_code == 200


def test_an_unknown_account_has_five_tries_as_well(world: World) -> None:
    fail(world, "不存在的人", 5)
    assert log_in(world, "不存在的人").status_code == 429


def test_the_tries_come_back_when_the_window_has_passed(world: World, now: SetClock) -> None:
    person = world.person(password=PASSWORD)
    fail(world, person.phone, 5)
    now(MONDAY_NOON + timedelta(minutes=15) - timedelta(milliseconds=1))
    assert log_in(world, person.phone).status_code == 429
    now(MONDAY_NOON + timedelta(minutes=15))
    fail(world, person.phone, 4)
    assert log_in(world, person.phone).status_code == 200


def test_a_success_gives_all_five_tries_back(world: World) -> None:
    person = world.person(password=PASSWORD)
    for _ in range(2):
        fail(world, person.phone, 4)
        assert log_in(world, person.phone).status_code == 200


def test_wrong_tries_are_kept_though_the_request_is_refused(world: World) -> None:
    fail(world, "13000000001", 2)
    db.session.rollback()
    assert db.session.scalars(select(LoginTries.failures)).all() == [2]


def test_tries_that_were_looked_at_together_are_not_more_than_five(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the tries and the count, others have used them up: the right password does not help."""
    person = world.person(password=PASSWORD)
    matches = members.password_matches

    def others_are_faster(member: Member | None, password: str) -> bool:
        monkeypatch.setattr(members, "password_matches", matches)
        for _ in range(5):
            with pytest.raises(Unauthorized):
                sessions.log_in(person.phone, "wrong password", clock.now())
        return matches(member, password)

    monkeypatch.setattr(members, "password_matches", others_are_faster)
    with unit_of_work(), pytest.raises(TooManyRequests):
        sessions.log_in(person.phone, PASSWORD, clock.now())


def test_a_member_who_left_can_neither_log_in_nor_use_a_token(world: World) -> None:
    person = world.person(password=PASSWORD)
    with unit_of_work():
        members.get(person.id).active = False
    assert log_in(world, person.phone).status_code == 401
    assert world.call(person, "GET", "/me").status_code == 401


def test_only_the_hash_of_a_token_is_kept(world: World) -> None:
    person = world.person()
    kept = db.session.scalars(select(AccessToken.secret_hash).where(AccessToken.member_id == person.id)).one()
    assert kept == hashlib.sha256(person.token.encode()).hexdigest()


def test_a_token_ends_at_its_hour(world: World, now: SetClock) -> None:
    person = world.person()
    now(MONDAY_NOON + timedelta(days=30) - timedelta(milliseconds=1))
    assert world.call(person, "GET", "/me").status_code == 200
    now(MONDAY_NOON + timedelta(days=30))
    assert world.call(person, "GET", "/me").status_code == 401
    with unit_of_work():
        assert sessions.forget_expired(clock.now() + timedelta(milliseconds=1)) >= 1


def test_logging_out_kills_this_token_at_once_and_no_other(world: World) -> None:
    person, other = world.person(), world.person()
    assert world.call(person, "POST", "/auth/logout").status_code == 204
    assert world.call(person, "GET", "/me").status_code == 401
    assert world.call(other, "GET", "/me").status_code == 200


def second_login(person: Person) -> str:
    with unit_of_work():
        secret, _ = sessions.issue(
            members.get(person.id), "bearer", clock.now() + timedelta(seconds=1), 30, "旧\x00手机"
        )
    return secret


def test_a_member_lists_the_log_ins_and_ends_one_of_them(world: World) -> None:
    person = world.person()
    second = {"Authorization": f"Bearer {second_login(person)}"}
    items = world.get(person, "/auth/tokens")["items"]
    assert [(item["device"], item["current"]) for item in items] == [("旧手机", False), ("", True)]
    assert world.call(person, "DELETE", f"/auth/tokens/{items[0]['id']}").status_code == 204
    assert world.client.get("/api/v1/me", headers=second).status_code == 401
    assert len(world.get(person, "/auth/tokens")["items"]) == 1


def test_somebody_elses_log_in_is_not_there(world: World) -> None:
    person, other = world.person(), world.person()
    theirs = world.get(other, "/auth/tokens")["items"][0]["id"]
    assert world.call(person, "DELETE", f"/auth/tokens/{theirs}").status_code == 404
    assert world.call(other, "GET", "/me").status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic {}", "{}", "Bearer {}x", "Token {}", "Bearer é"]
)
def test_only_a_whole_bearer_header_is_believed(world: World, header: str) -> None:
    person = world.person()
    sent = {"Authorization": header.format(person.token)}
    reply = world.client.get("/api/v1/me", headers=sent)
    assert (reply.status_code, reply.get_json()["code"]) == (401, "unauthorized")


def test_a_phone_is_nowhere_in_clear(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logging.getLogger("jinshui_study"), "propagate", True)
    caplog.set_level(logging.DEBUG, logger="jinshui_study")
    person = world.person(password=PASSWORD)
    replies = [
        log_in(world, person.phone).get_data(as_text=True),
        log_in(world, person.phone, "wrong password").get_data(as_text=True),
        *(
            world.call(person, "GET", path).get_data(as_text=True)
            for path in ("/me", "/home", "/auth/tokens")
        ),
    ]
    assert caplog.records
    assert person.phone not in "".join(replies) + caplog.text + "".join(
        str(r.__dict__) for r in caplog.records
    )
    for table in db.metadata.sorted_tables:
        rows = db.session.execute(text(f"SELECT * FROM {table.name}")).all()
        assert person.phone not in str(rows), table.name
