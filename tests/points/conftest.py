"""The open profile, and Redis for the boards where one answers."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from jinshui_study import cache
from jinshui_study.compliance import Profile
from jinshui_study.points import redis_boards
from tests.conftest import REDIS

ORDERS = ["sql"] + (["redis"] if REDIS else [])


@pytest.fixture
def open_profile(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Profile:
    profile = Profile("open")
    monkeypatch.setitem(app.extensions, "profile", profile)
    return profile


@pytest.fixture(params=ORDERS)
def order(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The boards by SQL alone, then by Redis: its connection, or None."""
    if request.param == "sql":
        yield None
        return
    client = cache.connect(REDIS or "")
    prefix = f"test:{uuid4().hex}:"
    monkeypatch.setattr(redis_boards, "PREFIX", prefix)
    monkeypatch.setitem(app.extensions, "redis", client)
    yield client
    forget_sets(client)
    client.close()


def forget_sets(client: Any) -> None:
    """Empty Redis, as far as it is ours."""
    if keys := list(client.scan_iter(match=f"{redis_boards.PREFIX}*", count=1000)):
        client.delete(*keys)
