"""Request ids, metrics, and whether the service lives."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pythonjsonlogger.json import JsonFormatter

from tests.world import World


@pytest.fixture
def logged() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """The lines the service logs in the test, as objects."""
    stream, root = io.StringIO(), logging.getLogger("jinshui_study")
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.setLevel(level)
    root.removeHandler(handler)


def test_a_request_id_is_given_back_and_logged(
    world: World, logged: Callable[[], list[dict[str, object]]]
) -> None:
    person = world.person()
    reply = world.call(person, "GET", "/me", X_Request_ID="abc-123_456.7")
    assert reply.headers["X-Request-ID"] == "abc-123_456.7"
    line = logged()[-1]
    assert {**line, "ms": 0} == {
        "message": "request",
        "request_id": "abc-123_456.7",
        "method": "GET",
        "endpoint": "accounts.show_me",
        "status": 200,
        "ms": 0,
    }


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "abc def ghi", "é" * 10, "<script>alert(1)"])
def test_a_request_id_that_is_none_is_replaced(client: FlaskClient, given: str) -> None:
    reply = client.get("/healthz", headers={"X-Request-ID": given})
    assert len(reply.headers["X-Request-ID"]) == 32
    assert reply.headers["X-Request-ID"] != given


def test_neither_address_nor_body_nor_token_is_logged(
    world: World, logged: Callable[[], list[dict[str, object]]]
) -> None:
    person = world.person()
    world.call(person, "GET", "/quizzes?cursor=secret-cursor")
    world.call(None, "POST", "/auth/login", {"login": person.phone, "password": "secret-password"})
    text = json.dumps(logged())
    assert "arena.list_quizzes" in text
    for secret in (person.token, person.phone, "secret-cursor", "secret-password", "127.0.0.1"):
        assert secret not in text


def test_an_invented_method_is_no_label_of_its_own(make_app: Callable[..., Flask]) -> None:
    client = make_app(metrics_token="right").test_client()
    assert client.open("/api/v1/me", method="INVENTED").status_code == 405
    page = client.get("/metrics", headers={"Authorization": "Bearer right"}).get_data(as_text=True)
    assert 'method="other"' in page
    assert "INVENTED" not in page


def test_metrics_are_there_for_the_token_only(make_app: Callable[..., Flask]) -> None:
    client = make_app(metrics_token="right").test_client()
    for sent in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "right"},
        {"Authorization": "Bearer é"},
    ):
        assert client.get("/metrics", headers=sent).status_code == 404
    client.get("/healthz")
    reply = client.get("/metrics", headers={"Authorization": "Bearer right"})
    assert reply.status_code == 200
    assert 'jinshui_requests_total{endpoint="observability.healthz"' in reply.get_data(as_text=True)


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer "}, {"Authorization": "Bearer None"}])
def test_without_the_setting_there_are_no_metrics(client: FlaskClient, sent: dict[str, str]) -> None:
    assert client.get("/metrics", headers=sent).status_code == 404


def test_a_service_with_its_database_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    reply = client.get("/readyz")
    assert (reply.status_code, reply.get_json()) == (200, {"status": "ok", "checks": {"database": True}})


GONE = ["sqlite:////nonexistent/folder/x.db", "postgresql+psycopg://nobody@127.0.0.1:1/nothing"]


@pytest.mark.parametrize("url", GONE, ids=["sqlite", "postgresql"])
def test_a_service_without_its_database_is_alive_but_not_ready(
    make_app: Callable[..., Flask], url: str, tmp_path: Path
) -> None:
    client = make_app(database_url=url, requests_per_minute=3).test_client()
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["checks"]) == (503, {"database": False})
    for _ in range(2):
        reply = client.get("/api/v1/me", headers={"Authorization": "Bearer any"})
        assert (reply.status_code, reply.mimetype) == (503, "application/problem+json")
        assert reply.headers["Retry-After"] == "1"
    login = client.post("/api/v1/auth/login", json={"login": "13800000001", "password": "x"})
    assert login.status_code == 503
