"""Rate limits count by account, and stand aside when Redis is down."""

import socket
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jinshui_study import clock
from jinshui_study.accounts import members, organizations, sessions
from jinshui_study.db import db, unit_of_work


def header(app: Flask, phone: str) -> dict[str, str]:
    """A new log-in of the member with this phone, who is put on the roster if need be."""
    with app.app_context(), unit_of_work():
        member = members.find_by_identity("phone", phone)
        if member is None:
            district = organizations.create("district", "金水区" + phone)
            street = organizations.create("street", "街道", district)
            branch = organizations.create("branch", "支部", street)
            member = members.create("张三", branch, clock.now(), phone=phone)
        return {"Authorization": f"Bearer {sessions.issue(member, 'bearer', clock.now(), 30)[0]}"}


def closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> Flask:
    app = make_app(requests_per_minute=3)
    with app.app_context(), unit_of_work():
        db.create_all()
    return app


def statuses(client: FlaskClient, sent: dict[str, str], *paths: str) -> list[int]:
    return [client.get(path, headers=sent).status_code for path in paths]


def test_an_account_over_its_limit_waits_and_another_one_does_not(limited: Flask) -> None:
    client = limited.test_client()
    mine, theirs = header(limited, "13700000001"), header(limited, "13700000002")
    assert statuses(client, mine, *["/api/v1/me"] * 3) == [200] * 3
    refused = client.get("/api/v1/me", headers=mine)
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert refused.get_json()["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert statuses(client, theirs, "/api/v1/me") == [200]


def test_all_addresses_and_all_log_ins_of_an_account_count_together(limited: Flask) -> None:
    client = limited.test_client()
    first, second = header(limited, "13700000001"), header(limited, "13700000001")
    odd = {"Authorization": first["Authorization"].replace("Bearer ", "bearer    ")}
    assert statuses(client, first, "/api/v1/me", "/api/v1/auth/tokens") == [200, 200]
    assert statuses(client, second, "/api/v1/points/ranking", "/api/v1/me") == [200, 429]
    assert statuses(client, odd, "/api/v1/me") == [429]


def test_who_is_nobody_is_not_counted_with_others(limited: Flask) -> None:
    client = limited.test_client()
    assert statuses(client, {}, *["/api/v1/me"] * 5) == [401] * 5
    assert statuses(client, {"Authorization": "Bearer bad"}, *["/api/v1/me"] * 5) == [401] * 5
    assert statuses(client, header(limited, "13700000001"), "/api/v1/me") == [200]


def test_probes_are_not_counted(limited: Flask) -> None:
    client, mine = limited.test_client(), header(limited, "13700000001")
    assert statuses(client, mine, *["/healthz"] * 5, "/api/v1/me") == [200] * 6


def test_each_application_counts_for_itself(make_app: Callable[..., Flask], limited: Flask) -> None:
    free = make_app()
    assert statuses(free.test_client(), header(free, "13700000001"), *["/api/v1/me"] * 5) == [200] * 5
    mine = header(limited, "13700000001")
    assert statuses(limited.test_client(), mine, *["/api/v1/me"] * 4) == [200] * 3 + [429]


def test_redis_down_takes_neither_the_service_nor_the_limit(make_app: Callable[..., Flask]) -> None:
    app = make_app(requests_per_minute=3, redis_url=f"redis://127.0.0.1:{closed_port()}/0")
    with app.app_context(), unit_of_work():
        db.create_all()
    client, mine = app.test_client(), header(app, "13700000001")
    assert statuses(client, mine, *["/api/v1/me"] * 4) == [200] * 3 + [429]
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").get_json() == {
        "status": "unavailable",
        "checks": {"database": True, "redis": False},
    }
