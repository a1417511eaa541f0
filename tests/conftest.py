"""Databases built once, each test rolled back; both databases where PostgreSQL answers."""

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import flask_migrate
import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError

from jinshui_study import cache, clock
from jinshui_study.app import create_app
from jinshui_study.config import Settings
from jinshui_study.db import db, set_writing
from jinshui_study.questions import pools
from tests.moments import MONDAY_NOON
from tests.world import World

LOCAL_POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379/9"
REDIS_DATABASES = 16


def postgresql_url() -> str | None:
    """The PostgreSQL server for tests, where one answers."""
    given = os.environ.get("TEST_DATABASE_URL")
    for url in [given] if given else [LOCAL_POSTGRESQL]:
        normal = make_url(url).set(drivername="postgresql+psycopg")
        engine = create_engine(normal, connect_args={"connect_timeout": 3})
        try:
            with engine.connect():
                return normal.render_as_string(hide_password=False)
        except OperationalError:
            if given:
                raise
        finally:
            engine.dispose()
    return None


def own_redis(url: str) -> str:
    """The database of Redis for this process: where several test at once, those after the given one."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    address = urlsplit(url)
    number = int(address.path.strip("/") or 0) + int(worker)
    return address._replace(path=f"/{number % REDIS_DATABASES}").geturl()


def redis_url() -> str | None:
    """The Redis server for tests, where one answers."""
    given = os.environ.get("TEST_REDIS_URL")
    url = own_redis(given or LOCAL_REDIS)
    try:
        cache.connect(url).ping()
    except (cache.RedisError, RuntimeError):
        if given:
            raise
        return None
    return url


POSTGRESQL = postgresql_url()
REDIS = redis_url()
BACKENDS = ["sqlite"] + (["postgresql"] if POSTGRESQL else [])


def pytest_report_header() -> list[str]:
    return [
        f"databases: {', '.join(BACKENDS)}"
        + ("" if POSTGRESQL else " (no PostgreSQL answers: it is NOT tested)"),
        "redis: tested" if REDIS else "redis: no Redis answers, it is NOT tested",
    ]


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("REQUIRE_SERVICES") and not (POSTGRESQL and REDIS):
        raise pytest.UsageError("REQUIRE_SERVICES is set, but PostgreSQL or Redis does not answer")


def new_database(backend: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, dropped afterwards."""
    if backend == "sqlite":
        yield f"sqlite:///{folder / 'test.db'}"
        return
    assert POSTGRESQL is not None
    name = f"jinshui_test_{uuid.uuid4().hex[:12]}"
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def settings_for(url: str, folder: Path, **changes: Any) -> Settings:
    return Settings(
        **{
            "data_dir": folder,
            "database_url": url,
            "redis_url": None,
            "secret_key": "a secret of the tests",
            "phone_keys": ("a key of the tests",),
            "testing": True,
            "log_level": "CRITICAL",
            "requests_per_minute": 1_000_000,
            **changes,
        }
    )


@pytest.fixture(scope="session", params=BACKENDS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application on a migrated, empty database."""
    folder = tmp_path_factory.mktemp(request.param)
    databases = new_database(request.param, folder)
    app = create_app(settings_for(next(databases), folder))
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()
    next(databases, None)


@pytest.fixture
def connection(built: Flask) -> Iterator[Connection]:
    """Everything a test writes goes through this connection, and is rolled back."""
    with built.app_context():
        engine = db.engine
        engines = db._app_engines[built]
        set_writing(True)
        with engine.connect() as connection:
            transaction = connection.begin()
            engines[None] = connection
            db.session.configure(join_transaction_mode="create_savepoint")
            cache.forget_all()
            pools.forget_all()
            yield connection
            db.session.remove()
            engines[None] = engine
            transaction.rollback()
    set_writing(False)


class FreshClient(FlaskClient):
    """Every request finds an empty `g`: tests keep one context, and who asked first would be asking for ever."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            for name in list(g):
                g.pop(name)
        return super().open(*args, **kwargs)


@pytest.fixture
def app(built: Flask, connection: Connection) -> Flask:
    built.test_client_class = FreshClient
    return built


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock: `now(NINE_O_CLOCK)`. It stands at noon of a Monday until then."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(MONDAY_NOON)
    return set_clock


@pytest.fixture
def world(app: Flask, now: Callable[[datetime], None], client: FlaskClient) -> World:
    """A small district with people, questions and quizzes, and bystanders who make a missing WHERE fail."""
    return World(client)


@pytest.fixture
def statements(connection: Connection) -> Iterator[list[str]]:
    """The statements executed, without BEGIN, COMMIT and savepoints."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield seen
    event.remove(connection, "before_cursor_execute", note)
