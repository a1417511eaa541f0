"""Errors: problem+json for programs, plain Chinese for people, and headers that keep pages safe."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jinshui_study.errors import Invalid, Problem
from jinshui_study.http.problems import HTTP_PROBLEMS
from tests.world import World

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_an_unknown_address_of_the_api_is_a_problem(client: FlaskClient) -> None:
    reply = client.get("/api/v1/nothing", headers=BROWSER)
    assert (reply.status_code, reply.mimetype) == (404, "application/problem+json")
    assert reply.get_json() == {
        "type": "urn:jinshui:problem:not_found",
        "title": "没有找到",
        "status": 404,
        "code": "not_found",
        "detail": "没有找到您要的内容。",
    }


@pytest.mark.parametrize("accept", [None, "text/html", "*/*", BROWSER["Accept"]])
def test_an_unknown_page_is_a_plain_sentence(client: FlaskClient, accept: str | None) -> None:
    reply = client.get("/nothing", headers={"Accept": accept} if accept else {})
    assert (reply.status_code, reply.content_type) == (404, "text/plain; charset=utf-8")
    assert reply.get_data(as_text=True) == "没有找到您要的内容。"


@pytest.mark.parametrize("path", ["/nothing", "/metrics"])
def test_who_asks_a_page_for_json_gets_a_problem(client: FlaskClient, path: str) -> None:
    reply = client.get(path, headers={"Accept": "application/json"})
    assert (reply.status_code, reply.mimetype) == (404, "application/problem+json")


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    reply = client.delete("/api/v1/me")
    assert (reply.status_code, reply.get_json()["code"]) == (405, "method_not_allowed")
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    page = client.post("/healthz", headers=BROWSER)
    assert (page.status_code, page.get_data(as_text=True)) == (405, "此地址不支持这种操作。")
    assert "GET" in page.headers["Allow"]


def test_a_body_that_is_too_large_is_413(client: FlaskClient) -> None:
    body = json.dumps({"login": "x" * 2_000_000, "password": "x"})
    reply = client.post("/api/v1/auth/login", data=body, content_type="application/json")
    assert (reply.status_code, reply.mimetype) == (413, "application/problem+json")
    assert reply.get_json()["detail"] == "提交的内容过大。"
    page = client.post("/console/login", data={"login": "x" * 2_000_000})
    assert (page.status_code, page.mimetype) == (413, "text/html")
    assert "提交的内容过大。" in page.get_data(as_text=True)


@pytest.mark.parametrize("status", [415, 418, 406])
def test_any_http_error_is_answered_in_chinese(make_app: Callable[..., Flask], status: int) -> None:
    app = make_app()

    def view() -> str:
        from_flask = app.aborter
        from_flask(status)
        return "unreachable"

    app.add_url_rule("/api/x", "api_x", view)
    app.add_url_rule("/x", "x", view)
    reply, page = app.test_client().get("/api/x"), app.test_client().get("/x")
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")
    assert (page.status_code, page.mimetype) == (status, "text/plain")
    assert CHINESE.search(page.get_data(as_text=True))


def kinds(kind: type[Problem]) -> list[type[Problem]]:
    return [kind, *(found for below in kind.__subclasses__() for found in kinds(below))]


@pytest.mark.parametrize("kind", kinds(Problem))
def test_every_kind_of_problem_has_a_status_a_code_and_a_sentence(kind: type[Problem]) -> None:
    body = kind().as_dict()
    assert 400 <= body["status"] <= 599
    assert re.fullmatch(r"[a-z_]+", body["code"])
    assert CHINESE.search(body["title"])
    assert body["detail"].endswith("。")
    assert body["type"] == f"urn:jinshui:problem:{body['code']}"
    assert "errors" not in body
    if kind.status in HTTP_PROBLEMS:
        assert HTTP_PROBLEMS[kind.status][0] == kind.code


def test_a_problem_may_say_more_than_its_kind() -> None:
    problem = Invalid("名册有误。", code="roster", errors={"phone": ["不正确。"]}, headers={"X": "1"})
    assert problem.as_dict()["errors"] == {"phone": ["不正确。"]}
    assert (str(problem), problem.code, problem.headers, problem.keeps_changes) == (
        "名册有误。",
        "roster",
        {"X": "1"},
        False,
    )
    assert Invalid().code == "invalid"


PATHS = ("/", "/console/login", "/api/v1/docs", "/api/v1/openapi.json", "/api/v1/me", "/nothing", "/healthz")


@pytest.mark.parametrize("path", PATHS)
def test_every_reply_says_what_browsers_may_do_with_it(client: FlaskClient, path: str) -> None:
    with client.get(path) as reply:
        headers = reply.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert "http" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_what_the_api_says_is_kept_by_no_cache(world: World) -> None:
    assert world.call(world.person(), "GET", "/me").headers["Cache-Control"] == "no-store"
    assert world.call(None, "GET", "/me").headers["Cache-Control"] == "no-store"
