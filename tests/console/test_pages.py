"""The console's log-in and first page: who comes in, and what they see."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.world import PASSWORD, Person, World


def log_in(client: FlaskClient, login: str, password: str = PASSWORD) -> TestResponse:
    form = {"login": login, "password": password, "csrf_token": token_on(client.get("/console/login"))}
    return client.post("/console/login", data=form)


def token_on(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert found is not None
    return found[1]


@pytest.fixture
def secretary(world: World) -> Person:
    return world.person(name="王秀英", role="secretary", password=PASSWORD)


def test_a_secretary_sees_her_branch_and_what_is_switched_off(
    secretary: Person, world: World, client: FlaskClient
) -> None:
    reply = log_in(client, secretary.phone)
    assert (reply.status_code, reply.location) == (302, "/console/")
    page = client.get("/console/").get_data(as_text=True)
    assert "王秀英，您好" in page
    assert "支部书记" in page
    assert "第1支部" in page
    assert "合规模式" in page
    assert "参与率只对本支部书记显示，不上报、不导出" in page
    assert "第2支部" not in page
    assert world.bystander.name not in page


@pytest.mark.parametrize(
    ("role", "chinese"),
    [("unit_admin", "单位管理员"), ("editor", "编辑"), ("district_admin", "区级管理员")],
)
def test_every_role_is_named_in_chinese(role: str, chinese: str, world: World, client: FlaskClient) -> None:
    who = world.person(role=role, over=world.district, password=PASSWORD)
    log_in(client, who.phone)
    page = client.get("/console/").get_data(as_text=True)
    assert f"<b>{chinese}</b><span>金水区</span>" in page
    assert role not in page


def test_whoever_is_not_logged_in_is_led_to_the_log_in(world: World, client: FlaskClient) -> None:
    reply = client.get("/console/")
    assert (reply.status_code, reply.location) == (302, "/console/login")


def test_a_wrong_password_is_told_on_the_form(secretary: Person, client: FlaskClient) -> None:
    reply = log_in(client, secretary.phone, "not my password")
    page = reply.get_data(as_text=True)
    assert reply.status_code == 401
    assert "手机号或密码不正确。" in page
    assert f'value="{secretary.phone}"' in page
    assert "not my password" not in page
    assert client.get("/console/").status_code == 302


def test_what_was_typed_comes_back_as_text_only(world: World, client: FlaskClient) -> None:
    page = log_in(client, '"><script>alert(1)</script>').get_data(as_text=True)
    assert "<script>" not in page


def test_too_many_wrong_passwords_are_told_with_the_time_to_wait(
    secretary: Person, client: FlaskClient
) -> None:
    for _ in range(5):
        assert log_in(client, secretary.phone, "not my password").status_code == 401
    reply = log_in(client, secretary.phone)
    assert reply.status_code == 429
    assert int(reply.headers["Retry-After"]) > 0
    assert "密码错误次数过多" in reply.get_data(as_text=True)


def test_a_member_without_a_role_stays_outside(world: World, client: FlaskClient) -> None:
    who = world.person(password=PASSWORD)
    reply = log_in(client, who.phone)
    assert reply.status_code == 403
    assert "管理后台只对支部书记和管理员开放。" in reply.get_data(as_text=True)
    assert client.get("/console/").location == "/console/login"


def test_a_form_from_elsewhere_logs_nobody_in(secretary: Person, client: FlaskClient) -> None:
    reply = client.post("/console/login", data={"login": secretary.phone, "password": PASSWORD})
    assert reply.status_code == 400
    assert client.get("/console/").status_code == 302


def test_leaving_ends_the_log_in_for_good(secretary: Person, client: FlaskClient) -> None:
    log_in(client, secretary.phone)
    cookie = client.get_cookie("jinshui_session")
    assert cookie is not None
    form = {"csrf_token": token_on(client.get("/console/"))}
    assert client.post("/console/logout", data=form).location == "/console/login"
    client.set_cookie("jinshui_session", cookie.value)
    assert client.get("/console/").location == "/console/login"


def test_leaving_needs_the_pages_own_form(secretary: Person, client: FlaskClient) -> None:
    log_in(client, secretary.phone)
    assert client.post("/console/logout").status_code == 400
    assert client.get("/console/").status_code == 200


def test_the_pages_have_no_code_of_their_own(secretary: Person, client: FlaskClient) -> None:
    outside = client.get("/console/login").get_data(as_text=True)
    log_in(client, secretary.phone)
    for page in (outside, client.get("/console/").get_data(as_text=True)):
        scripts = re.findall(r"<script[^>]*>[^<]*", page)
        modules = [re.fullmatch(r'<script type="module" src="([^"]+)">', script) for script in scripts]
        assert all(modules)
        assert not re.search(r"\s(style|on\w+)=", page)
        files = [module[1] for module in modules if module]
        for file in files + re.findall(r'<link [^>]*href="([^"]+)"', page):
            with client.get(file) as reply:
                assert reply.status_code == 200, file
