"""The databases measured on: SQLite in a folder of its own, PostgreSQL with Redis where they answer."""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from jinshui_study import cache
from jinshui_study.config import Settings
from jinshui_study.db import sqlite_driver

LOCAL_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379/7"
SECRET = "a secret of the benchmarks"
BACKENDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Backend:
    """One database, empty at first, and what a server needs to run on it."""

    name: str
    folder: Path
    database_url: str
    redis_url: str | None = None

    @property
    def settings(self) -> Settings:
        return Settings(
            data_dir=self.folder,
            database_url=self.database_url,
            redis_url=self.redis_url,
            secret_key=SECRET,
            phone_keys=(SECRET,),
            requests_per_minute=1_000_000,
            log_level="WARNING",
        )

    @property
    def environment(self) -> dict[str, str]:
        """The same settings for a process; service and floor get them alike."""
        given = {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": SECRET,
            "PHONE_KEYS": SECRET,
            "REQUESTS_PER_MINUTE": "1000000",
            "LOG_LEVEL": "WARNING",
        }
        dropped = ("REDIS_URL", "PROMETHEUS_MULTIPROC_DIR", "COMPLIANCE_PROFILE", "METRICS_TOKEN")
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        return {**kept, **given, **({"REDIS_URL": self.redis_url} if self.redis_url else {})}


@dataclass(frozen=True)
class Place:
    """Where databases of one kind are made; `copy_of` gives an equal one, with a Redis database of its own."""

    new: Callable[[], Backend]
    copy_of: Callable[[Backend], Backend]


@contextmanager
def sqlite() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="jinshui-bench-") as root:

        def new() -> Backend:
            folder = Path(tempfile.mkdtemp(dir=root))
            return Backend("sqlite", folder, f"sqlite:///{folder / 'jinshui.db'}")

        def copy_of(filled: Backend) -> Backend:
            copy = new()
            source, target = (
                sqlite_driver.connect(make_url(backend.database_url).database) for backend in (filled, copy)
            )
            source.backup(target)
            source.close()
            target.close()
            return copy

        yield Place(new, copy_of)


@contextmanager
def postgresql() -> Iterator[Place | None]:
    """Databases of their own on the server that answers, dropped afterwards; None where none answers."""
    server = make_url(os.environ.get("TEST_DATABASE_URL") or LOCAL_POSTGRESQL).set(drivername="postgresql")
    address = server.render_as_string(hide_password=False)
    redis = _redis_urls()
    try:
        _run(address, "SELECT 1")
    except psycopg.OperationalError:
        yield None
        return
    made: list[str] = []
    with tempfile.TemporaryDirectory(prefix="jinshui-bench-") as root:

        def make(template: str) -> Backend:
            redis_url = redis[len(made) % 2]
            name = f"jinshui_bench_{secrets.token_hex(6)}"
            _run(address, "CREATE DATABASE {} TEMPLATE {}", name, template)
            made.append(name)
            forget_redis(redis_url)
            url = server.set(drivername="postgresql+psycopg", database=name)
            folder = Path(tempfile.mkdtemp(dir=root))
            return Backend("postgresql", folder, url.render_as_string(hide_password=False), redis_url)

        def copy_of(filled: Backend) -> Backend:
            return make(make_url(filled.database_url).database or "")

        try:
            yield Place(lambda: make("template1"), copy_of)
        finally:
            for name in made:
                _run(address, "DROP DATABASE {} WITH (FORCE)", name)
            for url in redis:
                forget_redis(url)


def _run(address: str, statement: str, *names: str) -> None:
    with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _redis_urls() -> tuple[str | None, str | None]:
    """Two databases of the Redis that answers: the two servers of a comparison never share one."""
    given = urlsplit(os.environ.get("TEST_REDIS_URL") or LOCAL_REDIS)
    number = int(given.path.strip("/") or 0)
    first, second = (urlunsplit(given._replace(path=f"/{(number + step) % 16}")) for step in (0, 1))
    try:
        cache.connect(first).ping()
    except (cache.RedisError, RuntimeError):
        return None, None
    return first, second


def forget_redis(url: str | None) -> None:
    """Delete what an earlier run, or another database, left there."""
    if url is not None:
        client = cache.connect(url)
        for key in client.scan_iter("jinshui:*", count=1000):
            client.delete(key)


def server_versions() -> dict[str, str | None]:
    """What answers: the PostgreSQL and the Redis server's versions, None for one that does not."""
    versions: dict[str, str | None] = {"postgresql_server": None, "redis_server": None}
    url = make_url(os.environ.get("TEST_DATABASE_URL") or LOCAL_POSTGRESQL).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    with suppress(psycopg.OperationalError), psycopg.connect(address, connect_timeout=3) as connection:
        row = connection.execute("SHOW server_version").fetchone()
        versions["postgresql_server"] = row[0] if row else None
    redis_url, _ = _redis_urls()
    if redis_url is not None:
        versions["redis_server"] = cache.connect(redis_url).info("server")["redis_version"]
    return versions
