"""Problems in the console: a page with the sentence for people, problem+json for programs."""

from flask import Flask
from flask.testing import FlaskClient

from tests.console.test_pages import log_in, token_on
from tests.world import PASSWORD, World

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_an_unknown_page_is_told_inside_the_console(world: World, client: FlaskClient) -> None:
    log_in(client, world.person(role="secretary", password=PASSWORD).phone)
    reply = client.get("/console/nothing", headers=BROWSER)
    page = reply.get_data(as_text=True)
    assert (reply.status_code, reply.mimetype) == (404, "text/html")
    assert "没有找到您要的内容。" in page
    assert "退出" in page
    assert 'href="/console/"' in page


def test_who_is_not_logged_in_gets_no_navigation(world: World, client: FlaskClient) -> None:
    page = client.get("/console/nothing", headers=BROWSER).get_data(as_text=True)
    assert "没有找到您要的内容。" in page
    assert "退出" not in page


def test_programs_get_the_problem_itself(world: World, client: FlaskClient) -> None:
    reply = client.get("/console/nothing", headers={"Accept": "application/json"})
    assert (reply.status_code, reply.mimetype) == (404, "application/problem+json")


def test_an_old_form_is_told_as_a_page(world: World, client: FlaskClient) -> None:
    log_in(client, world.person(role="secretary", password=PASSWORD).phone)
    reply = client.post("/console/logout", data={"csrf_token": "old"}, headers=BROWSER)
    assert (reply.status_code, reply.mimetype) == (400, "text/html")
    assert "页面已过期，请刷新后重试。" in reply.get_data(as_text=True)


def test_a_page_that_breaks_says_so_without_asking_the_database_again(app: Flask, world: World) -> None:
    client = app.test_client()
    log_in(client, world.person(role="secretary", password=PASSWORD).phone)
    view = app.view_functions["console.overview"]

    def broken() -> str:
        raise RuntimeError("a secret detail")

    app.view_functions["console.overview"] = broken
    try:
        reply = client.get("/console/", headers=BROWSER)
    finally:
        app.view_functions["console.overview"] = view
    page = reply.get_data(as_text=True)
    assert (reply.status_code, reply.mimetype) == (500, "text/html")
    assert "服务暂时出了问题，请稍后再试。" in page
    assert "secret" not in page
    assert "退出" not in page


def test_a_page_is_never_kept_by_the_browser(world: World, client: FlaskClient) -> None:
    log_in(client, world.person(role="secretary", password=PASSWORD).phone)
    assert client.get("/console/").headers["Cache-Control"] == "no-store"
    assert token_on(client.get("/console/"))
