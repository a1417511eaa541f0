"""Console sessions by cookie: the same member as by token, with CSRF protection on what writes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from jinshui_study.accounts import members
from jinshui_study.accounts.models import RoleGrant
from jinshui_study.db import unit_of_work
from tests.world import PASSWORD, Person, World


def csrf_token(client: FlaskClient) -> str:
    page = client.get("/console/login").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def secretary(world: World) -> Person:
    return world.person(role="secretary", password=PASSWORD)


@pytest.fixture
def browser(app: Flask, secretary: Person) -> FlaskClient:
    """A browser in which the secretary is logged in."""
    client = app.test_client()
    form = {"login": secretary.phone, "password": PASSWORD, "csrf_token": csrf_token(client)}
    reply = client.post("/console/login", data=form)
    assert (reply.status_code, reply.headers["Location"]) == (302, "/console/")
    cookie = reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    return client


def test_a_cookie_is_the_same_member_as_a_token(browser: FlaskClient, secretary: Person) -> None:
    assert browser.get("/api/v1/me").get_json()["id"] == secretary.public_id
    assert browser.get("/console/").status_code == 200


def test_a_log_in_without_the_csrf_token_is_refused(app: Flask, secretary: Person) -> None:
    client = app.test_client()
    form = {"login": secretary.phone, "password": PASSWORD}
    reply = client.post("/console/login", data=form)
    assert reply.status_code == 400
    assert "页面已过期，请刷新后重试。" in reply.get_data(as_text=True)
    assert client.get("/console/").headers["Location"] == "/console/login"


def test_a_wrong_password_opens_no_session_and_is_counted(app: Flask, secretary: Person) -> None:
    client = app.test_client()
    form = {"login": secretary.phone, "password": "wrong", "csrf_token": csrf_token(client)}
    statuses = [client.post("/console/login", data=form).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    assert client.get("/console/").status_code == 302


def test_a_cookie_alone_may_read_the_api_but_not_write(browser: FlaskClient) -> None:
    assert browser.get("/api/v1/points/ranking").get_json()["full_name"] is False
    refused = browser.patch("/api/v1/points/ranking", json={"full_name": True})
    assert (refused.status_code, refused.get_json()["code"]) == (400, "csrf_failed")
    assert browser.get("/api/v1/points/ranking").get_json()["full_name"] is False


def test_a_cookie_with_the_csrf_token_may_write(browser: FlaskClient) -> None:
    sent = {"X-CSRFToken": csrf_token(browser)}
    reply = browser.patch("/api/v1/points/ranking", json={"full_name": True}, headers=sent)
    assert (reply.status_code, reply.get_json()["full_name"]) == (200, True)


def test_somebody_elses_csrf_token_is_refused(browser: FlaskClient, app: Flask) -> None:
    sent = {"X-CSRFToken": csrf_token(app.test_client())}
    reply = browser.patch("/api/v1/points/ranking", json={"full_name": True}, headers=sent)
    assert reply.status_code == 400


def test_a_bad_bearer_with_a_good_cookie_is_nobody(browser: FlaskClient) -> None:
    reply = browser.get("/api/v1/me", headers={"Authorization": "Bearer bad"})
    assert reply.status_code == 401


def test_a_good_bearer_with_another_cookie_is_who_the_bearer_says(browser: FlaskClient, world: World) -> None:
    other = world.person(name="李红")
    assert browser.get("/api/v1/me", headers=other.headers).get_json()["name"] == "李红"


def test_logging_out_ends_the_session_even_for_a_copied_cookie(browser: FlaskClient) -> None:
    copied = browser.get_cookie("jinshui_session")
    assert copied is not None
    reply = browser.post("/console/logout", data={"csrf_token": csrf_token(browser)})
    assert reply.headers["Location"] == "/console/login"
    browser.set_cookie("jinshui_session", copied.value)
    assert browser.get("/api/v1/me").status_code == 401


def test_logging_out_without_the_csrf_token_does_nothing(browser: FlaskClient) -> None:
    assert browser.post("/console/logout").status_code == 400
    assert browser.get("/api/v1/me").status_code == 200


def test_a_session_cookie_does_not_serve_as_a_bearer_token(browser: FlaskClient) -> None:
    with browser.session_transaction() as session:
        secret = session["_user_id"]
    plain = browser.application.test_client()
    assert plain.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


@pytest.mark.parametrize(
    "cookies",
    [
        {"remember_token": "1|é"},
        {"remember_token": "x" * 5000},
        {"jinshui_session": "not signed"},
        {"jinshui_session": "é.é.é"},
    ],
)
def test_forged_cookies_are_nobody(app: Flask, world: World, cookies: dict[str, str]) -> None:
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    reply = app.test_client().get("/api/v1/me", headers={"Cookie": header})
    assert reply.status_code == 401


def test_a_member_without_a_role_gets_no_session(app: Flask, world: World) -> None:
    member = world.person(password=PASSWORD)
    client = app.test_client()
    form = {"login": member.phone, "password": PASSWORD, "csrf_token": csrf_token(client)}
    assert client.post("/console/login", data=form).status_code == 403
    assert client.get("/console/").headers["Location"] == "/console/login"


def test_who_loses_the_role_loses_the_console_at_once(browser: FlaskClient, secretary: Person) -> None:
    with unit_of_work() as session:
        session.execute(delete(RoleGrant).where(RoleGrant.member_id == secretary.id))
    reply = browser.get("/console/")
    assert reply.status_code == 403
    assert "管理后台只对支部书记和管理员开放。" in reply.get_data(as_text=True)
    assert browser.get("/api/v1/me").status_code == 200


def test_a_session_of_a_member_who_left_is_over(browser: FlaskClient, secretary: Person) -> None:
    with unit_of_work():
        members.get(secretary.id).active = False
    assert browser.get("/console/").status_code == 302
