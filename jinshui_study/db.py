"""Base, engine set-up for SQLite and PostgreSQL, and `unit_of_work`: the only place that commits."""

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from urllib.parse import quote

import flask_sqlalchemy.session
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Integer,
    MetaData,
    NullPool,
    Table,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, registry
from sqlalchemy.types import TypeDecorator

from jinshui_study.config import SettingError, Settings

try:
    from pysqlite3 import dbapi2 as sqlite_driver
except ImportError:
    sqlite_driver = sqlite3

WAL_RESET_FIXED_IN = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that several connections reset (sqlite.org/wal.html)."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

LOCK_SECONDS = 30
LOCK_PAUSE_SECONDS = 0.0001

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """Aware times in, aware UTC times out, on both databases (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _utc if dialect.name == "postgresql" else _utc_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _utc if dialect.name == "postgresql" else _from_utc_text


def _utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone")
    return value.astimezone(UTC)


def _utc_text(value: datetime | None) -> str | None:
    moment = _utc(value)
    return None if moment is None else moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_utc_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    registry = registry(
        type_annotation_map={
            datetime: UTCDateTime,
            dict[str, Any]: JSON,
            list[Any]: JSON,
            int: BigInteger().with_variant(Integer, "sqlite"),
        }
    )


class QuickSession(flask_sqlalchemy.session.Session):
    """A session that looks its connection up once in a transaction: hot requests ask for it before each statement.

    A savepoint is a transaction of its own here: it is made when its connection is first asked for.
    """

    def connection(self, *args: Any, **options: Any) -> Connection:
        transaction, connection = self.info.get("connection", (None, None))
        innermost = self.get_nested_transaction() or self.get_transaction()
        if connection is None or transaction is not innermost or any(args) or any(options.values()):
            return super().connection(*args, **options)
        return connection


@event.listens_for(QuickSession, "after_begin")
def _keep_connection(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    session.info["connection"] = (transaction, connection)


@event.listens_for(QuickSession, "after_transaction_end")
def _forget_connection(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop("connection", None)


db = SQLAlchemy(model_class=Base, session_options={"class_": QuickSession})

insert = postgresql.insert
"""The INSERT that can be an upsert: ON CONFLICT and RETURNING compile to the same words on SQLite."""


def table_of(model: type[Base]) -> Table:
    """A model's table, for statements that are built once and run without the ORM."""
    return cast(Table, model.__table__)


def changed_rows(statement: Executable) -> int:
    """Run an UPDATE, DELETE or upsert; how many rows it touched."""
    return db.session.connection().execute(statement).rowcount


def opaque_id() -> str:
    """16 URL-safe characters, 96 random bits: what stands in URLs and replies."""
    return secrets.token_urlsafe(12)


def init_app(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def engine_options(settings: Settings) -> dict[str, Any]:
    """Options of the engine; an INSERT keeps its row count, which tells whether ON CONFLICT left it out.

    Parameters stay out of error texts, and so of logs: they may be names.
    """
    shared: dict[str, Any] = {
        "execution_options": {"preserve_rowcount": True},
        "hide_parameters": True,
    }
    if settings.embedded:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return {
            **shared,
            "module": sqlite_driver,
            "connect_args": {"timeout": 30, "check_same_thread": False},
        }
    return {
        **shared,
        "pool_size": settings.pool_size,
        "max_overflow": 0,
        "pool_timeout": 10,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 5, "options": "-c timezone=UTC -c lock_timeout=10000"},
    }


def prepare_engine(engine: Engine) -> None:
    event.listen(engine, "before_cursor_execute", _refuse_stray_write)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA journal_mode={_journal_mode(sqlite_driver)}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _journal_mode(driver: ModuleType) -> str:
    return "WAL" if driver.sqlite_version_info >= WAL_RESET_FIXED_IN else "DELETE"


def _begin_sqlite(connection: Connection) -> None:
    """Writers wait for the lock at BEGIN; a read that turns into a write later would fail instead of waiting."""
    raw: Any = connection.connection.driver_connection
    if _writing.get():
        begin_immediate(raw)
    else:
        raw.execute("BEGIN")


def begin_immediate(raw: Any) -> None:
    """Begin a writing transaction on a raw SQLite connection, asking for the lock every tenth of a millisecond.

    SQLite's own waiting sleeps longer each time, up to a tenth of a second, past many moments the lock is free.
    Raises SQLAlchemy's OperationalError when it has not come by LOCK_SECONDS.
    """
    end = time.monotonic() + LOCK_SECONDS
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite_driver.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > end:
                    raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            time.sleep(LOCK_PAUSE_SECONDS)
    finally:
        raw.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")


def _refuse_stray_write(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not _writing.get() and statement[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
        raise RuntimeError("a write outside unit_of_work or a writing request: " + statement[:60])


def set_writing(writing: bool) -> None:
    """Say at the start of a request whether its transactions write."""
    _writing.set(writing)


def begin_writing() -> None:
    """End the reading part of a request; what follows writes.

    On SQLite the read transaction ends here, so that the lock is held for the writes only: what was read
    before may have changed, and the writing statements check it again (`UPDATE … WHERE state = 'open'`).
    """
    if _writing.get():
        return
    _writing.set(True)
    if db.engine.dialect.name == "sqlite":
        db.session.rollback()


def after_commit(call: Callable[[], None]) -> None:
    """Have `call` run once what is being written is committed; a rollback forgets it. It must not raise or write."""
    db.session.info.setdefault("after_commit", []).append(call)


def before_commit(call: Callable[[], None]) -> None:
    """Have `call` run once, as the last writing of the transaction; asked for again, it still runs once.

    What it locks is held for the commit alone. A savepoint that is rolled back does not forget it.
    """
    db.session.info.setdefault("before_commit", {})[call] = None


@event.listens_for(QuickSession, "after_transaction_end")
def _forget_before_commit(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("before_commit", None)


def _run_before_commit() -> None:
    for call in db.session.info.pop("before_commit", ()):
        call()


@event.listens_for(db.session, "after_rollback")
def _forget_after_commit(session: Session) -> None:
    session.info.pop("after_commit", None)


def _run_after_commit() -> None:
    for call in db.session.info.pop("after_commit", ()):
        call()


def commit() -> None:
    """Commit the request's transaction; called by `http.transactions` alone."""
    _run_before_commit()
    db.session.commit()
    _run_after_commit()


@contextmanager
def unit_of_work(*, reads_first: bool = False) -> Iterator[Any]:
    """One transaction outside a request: commits when the block ends, rolls back when it raises.

    With `reads_first` the block calls `begin_writing()` itself, before its first write.
    """
    token = _writing.set(not reads_first)
    try:
        yield db.session
        _run_before_commit()
        db.session.commit()
        _run_after_commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


@contextmanager
def looking_at(url: str) -> Iterator[Connection | None]:
    """A connection to read by, beside any application; None where there is no database yet. It changes nothing."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        options = {"connect_timeout": 5, "options": "-c timezone=UTC -c default_transaction_read_only=on"}
        engine = create_engine(url, connect_args=options, poolclass=NullPool)
    elif address.database and Path(address.database).exists():
        file = f"file:{quote(address.database)}?mode=rw"
        engine = create_engine(
            "sqlite://", module=sqlite_driver, creator=lambda: _connect_to_read(file), poolclass=NullPool
        )
    else:
        yield None
        return
    with engine.connect() as connection:
        yield connection


def _connect_to_read(file: str) -> Any:
    """Not `mode=ro`: that would leave the two files of the WAL behind."""
    connection = sqlite_driver.connect(file, uri=True, timeout=LOCK_SECONDS)
    connection.execute("PRAGMA query_only=ON")
    return connection


def check_driver() -> None:
    """Raise SettingError where the SQLite at hand is too old to run on at all."""
    if sqlite_driver.sqlite_version_info < (3, 38, 0):
        raise SettingError(f"SQLite {sqlite_driver.sqlite_version} 版本过低，需要 3.38 以上。")
