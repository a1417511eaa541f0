"""Databases that real servers run on: committed, not rolled back, dropped at the end.

With PostgreSQL the servers use Redis too, as in production.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from playwright.sync_api import sync_playwright

from jinshui_study import cache
from jinshui_study.app import create_app
from jinshui_study.cli.points import find_differences
from jinshui_study.db import db, set_writing
from tests.conftest import BACKENDS, REDIS, new_database, settings_for
from tests.journeys.browser import Service, Watched, chromium, open_phone, serving
from tests.world import World

SECRETS = {"SECRET_KEY": "a secret of the tests", "PHONE_KEYS": "a key of the tests"}


@dataclass
class Site:
    """A database with a small district on it, and what a server needs to run there."""

    app: Flask
    world: World
    folder: Path
    environ: dict[str, str]

    def differences(self) -> list[object]:
        with self.app.app_context():
            set_writing(False)
            return list(find_differences(self.app.extensions["profile"]))


@pytest.fixture(params=BACKENDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    databases = new_database(request.param, tmp_path)
    url = next(databases)
    app = create_app(settings_for(url, tmp_path))
    environ = {
        **SECRETS,
        "DATABASE_URL": url,
        "REQUESTS_PER_MINUTE": "1000000",
        "LOG_LEVEL": "WARNING",
    }
    if request.param == "postgresql" and REDIS:
        cache.connect(REDIS).flushdb()
        environ["REDIS_URL"] = REDIS
    with app.app_context():
        flask_migrate.upgrade()
        yield Site(app, World(app.test_client()), tmp_path, environ)
        db.session.remove()
        db.engine.dispose()
    set_writing(False)
    next(databases, None)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A running server on a small district of its own."""
    with serving(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture
def phone(browser: Any, service: Service) -> Iterator[Watched]:
    """A phone that must come through its test without an error, a refused file or a foreign request."""
    watched = open_phone(browser, service)
    yield watched
    watched.page.context.close()
    assert watched.errors == []
    assert watched.foreign == []
