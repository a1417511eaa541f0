"""Two hundred screens at once: one computation, whatever they ask."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask

from jinshui_study import cache
from jinshui_study.app import create_app
from jinshui_study.arena.screens import showing
from jinshui_study.db import db, set_writing
from jinshui_study.questions import pools
from tests.arena.screens.test_screens import Hall
from tests.conftest import BACKENDS, REDIS, new_database, settings_for
from tests.world import World

SCREENS = 200


@pytest.fixture(params=BACKENDS)
def hall(request: pytest.FixtureRequest, tmp_path: Path, now: Any) -> Iterator[Hall]:
    """On a database that is really committed to; with PostgreSQL also Redis, as in production."""
    databases = new_database(request.param, tmp_path)
    redis = REDIS if request.param == "postgresql" else None
    app = create_app(settings_for(next(databases), tmp_path, redis_url=redis))
    with app.app_context():
        flask_migrate.upgrade()
        forget()
        hall = Hall(app, World(app.test_client()))
        db.session.remove()
    yield hall
    with app.app_context():
        forget()
        db.session.remove()
        db.engine.dispose()
    set_writing(False)
    next(databases, None)


def forget() -> None:
    cache.forget_all()
    pools.forget_all()


def ask_together(app: Flask, hall: Hall, version: str = "") -> list[tuple[int, str]]:
    """Status and version that each screen gets, all asking at the same moment."""
    together, replies = threading.Barrier(SCREENS), []

    def screen() -> None:
        headers = {"If-None-Match": version} if version else {}
        together.wait(60)
        reply = hall.get(**headers)
        replies.append((reply.status_code, reply.headers.get("ETag", "")))

    threads = [threading.Thread(target=screen) for _ in range(SCREENS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return replies


def test_200_screens_at_once_cost_one_computation(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = showing.make

    def counted(quiz_id: str, *args: Any) -> Any:
        made.append(quiz_id)
        return make(quiz_id, *args)

    monkeypatch.setattr(showing, "make", counted)
    monkeypatch.setattr(showing, "KEPT_SECONDS", 60.0)  # one span, however slow the machine
    first = ask_together(hall.app, hall)
    versions = {version for _, version in first}
    assert [status for status, _ in first] == [200] * SCREENS
    assert len(versions) == 1
    again = ask_together(hall.app, hall, version=versions.pop())
    assert [status for status, _ in again] == [304] * SCREENS
    assert made == [hall.quiz]


def test_the_next_span_costs_one_more(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = showing.make
    monkeypatch.setattr(showing, "make", lambda *args: made.append(args[0]) or make(*args))
    time.sleep(1 - time.time() % 1)  # the cache in the process counts whole seconds
    for expected in (1, 2):
        assert hall.get().status_code == 200
        assert hall.get().status_code == 200
        assert len(made) == expected
        time.sleep(showing.KEPT_SECONDS + 0.1)
