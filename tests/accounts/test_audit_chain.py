"""The chain of audit lines: who joins and when, that nothing is changed or deleted, and that breaks are found."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from jinshui_study.accounts import audit, audit_chain
from jinshui_study.accounts.audit_chain import BEGINNING, Link
from jinshui_study.accounts.audit_trail import verification
from jinshui_study.accounts.audit_trail.verification import Broken
from jinshui_study.accounts.models import AuditEntry, AuditSeal
from jinshui_study.app import create_app
from jinshui_study.db import db, set_writing, unit_of_work
from tests.conftest import BACKENDS, new_database, settings_for
from tests.moments import MONDAY_NOON

TRIGGERS = {"sqlite": ("no_update", "no_delete", "no_replace"), "postgresql": ("append_only", "no_truncate")}
THREADS, EACH = 6, 8


def write(count: int = 1, start: int = 0) -> None:
    """Lines in transactions of their own."""
    for number in range(start, start + count):
        with unit_of_work():
            audit.record("bank.rename", f"bank:{number}", MONDAY_NOON, number + 1, to="新名", row=number)


def seals() -> list[AuditSeal]:
    return list(db.session.scalars(select(AuditSeal).order_by(AuditSeal.number)))


def unlock() -> None:
    """Take the triggers away, as only who owns the database can."""
    backend = db.engine.dialect.name
    for table in ("audit_entries", "audit_seals"):
        for name in TRIGGERS[backend]:
            on = f" ON {table}" if backend == "postgresql" else ""
            db.session.execute(text(f"DROP TRIGGER {table}_{name}{on}"))


def test_lines_join_in_the_order_of_their_commits(app: Flask) -> None:
    with unit_of_work():
        audit.record("bank.rename", "bank:a", MONDAY_NOON, 7, to="新名")
        assert seals() == []
        audit.record("bank.rename", "bank:b", MONDAY_NOON)
    write()
    assert [seal.number for seal in seals()] == [1, 2, 3]
    assert verification.verify() == Link(3, seals()[-1].hash)


def test_a_hash_is_over_the_line_and_the_hash_before(app: Flask) -> None:
    with unit_of_work():
        audit.record("bank.rename", "bank:a", MONDAY_NOON, 7, to="新名", at_row=2)
    entry = db.session.scalars(select(AuditEntry)).one()
    line = f'[1,{entry.id},"2026-11-23T04:00:00.000000+00:00",7,"bank.rename","bank:a",{{"at_row":2,"to":"新名"}}]'
    assert seals()[0].hash == hashlib.sha256(f"{BEGINNING}\n{line}".encode()).hexdigest()


def test_what_is_rolled_back_is_neither_written_nor_chained(app: Flask) -> None:
    def fail() -> None:
        with unit_of_work():
            audit.record("bank.rename", "bank:a", MONDAY_NOON)
            raise RuntimeError

    pytest.raises(RuntimeError, fail)
    write()
    assert len(seals()) == 1
    assert isinstance(verification.verify(), Link)


def test_a_savepoint_that_is_rolled_back_takes_only_its_own_line_along(app: Flask) -> None:
    with unit_of_work():
        audit.record("bank.rename", "bank:kept", MONDAY_NOON)
        savepoint = db.session.begin_nested()
        audit.record("bank.rename", "bank:gone", MONDAY_NOON)
        savepoint.rollback()
    [entry] = db.session.scalars(select(AuditEntry))
    assert entry.subject == "bank:kept"
    assert verification.verify() == Link(1, seals()[0].hash)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET subject = 'bank:b'",
        "DELETE FROM audit_entries",
        "UPDATE audit_seals SET hash = 'x'",
        "DELETE FROM audit_seals",
        "INSERT OR REPLACE INTO audit_seals SELECT number, entry_id, 'x' FROM audit_seals",
        "REPLACE INTO audit_entries SELECT * FROM audit_entries",
        "TRUNCATE audit_entries CASCADE",
        "TRUNCATE audit_seals",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_line(app: Flask, statement: str) -> None:
    write(2)
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(text(statement))
    assert isinstance(verification.verify(), Link)
    assert len(seals()) == 2


STRAY = """INSERT INTO audit_entries (at, action, subject, details)
VALUES ('2026-11-24 04:00:00', 'bank.rename', 'bank:x', '{}')"""
DAMAGES: list[tuple[str, int, str]] = [
    ("UPDATE audit_entries SET subject = 'bank:other' WHERE subject = 'bank:1'", 2, "与指纹不符"),
    ("UPDATE audit_entries SET member_id = NULL WHERE subject = 'bank:2'", 3, "与指纹不符"),
    ("UPDATE audit_entries SET at = '2026-11-24 04:00:00' WHERE subject = 'bank:3'", 4, "与指纹不符"),
    ("UPDATE audit_entries SET details = '{}' WHERE subject = 'bank:3'", 4, "与指纹不符"),
    ("UPDATE audit_seals SET hash = 'x' WHERE number = 3", 3, "与指纹不符"),
    ("DELETE FROM audit_seals WHERE number IN (2, 3)", 2, "缺第 2 行"),
    ("DELETE FROM audit_seals WHERE number = 1", 1, "缺第 1 行"),
    ("DELETE FROM audit_seals WHERE number = 4", 4, "1 行没有登记在链上"),
    (STRAY, 5, "1 行没有登记在链上"),
]


@pytest.mark.parametrize(("statement", "number", "sentence"), DAMAGES)
def test_the_first_broken_line_is_named(app: Flask, statement: str, number: int, sentence: str) -> None:
    write(4)
    unlock()
    assert isinstance(verification.verify(), Link)
    db.session.execute(text(statement))
    found = verification.verify()
    assert isinstance(found, Broken)
    assert found.number == number
    assert sentence in found.sentence


def test_a_line_whose_text_is_gone_is_named(app: Flask) -> None:
    write(3)
    unlock()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE audit_seals DROP CONSTRAINT fk_audit_seals_entry_id"))
    else:
        db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
    db.session.execute(text("DELETE FROM audit_entries WHERE subject = 'bank:1'"))
    assert verification.verify() == Broken(2, "第 2 行的内容不见了，只剩指纹。")


def rewrite_all() -> None:
    """What somebody can do who has the database and this program: a new chain over changed lines."""
    unlock()
    db.session.execute(text("DELETE FROM audit_seals"))
    db.session.execute(text("UPDATE audit_entries SET subject = 'bank:forged' WHERE subject = 'bank:1'"))
    audit_chain.adopt()


def test_a_chain_made_anew_is_found_by_what_was_noted_outside(app: Flask) -> None:
    write(3)
    noted = verification.verify()
    assert isinstance(noted, Link)
    write(1, start=3)
    assert verification.verify(noted) == audit_chain.last_link()
    rewrite_all()
    assert isinstance(verification.verify(), Link)
    found = verification.verify(noted)
    assert isinstance(found, Broken)
    assert found.number == 3


def test_an_end_that_was_cut_off_is_found_by_what_was_noted_outside(app: Flask) -> None:
    write(3)
    noted = verification.verify()
    assert isinstance(noted, Link)
    unlock()
    db.session.execute(text("DELETE FROM audit_seals WHERE number = 3"))
    db.session.execute(text("DELETE FROM audit_entries WHERE subject = 'bank:2'"))
    assert isinstance(verification.verify(), Link)
    found = verification.verify(noted)
    assert isinstance(found, Broken)
    assert "末尾被删去" in found.sentence


def test_lines_from_before_the_chain_are_adopted_and_that_is_recorded(app: Flask) -> None:
    with unit_of_work() as session:
        session.add(AuditEntry(at=MONDAY_NOON, action="bank.rename", subject="bank:old", details={}))
        session.flush()
    assert isinstance(verification.verify(), Broken)
    with unit_of_work():
        assert audit.adopt_strays(MONDAY_NOON) == 1
    with unit_of_work():
        assert audit.adopt_strays(MONDAY_NOON) == 0
    lines = [(line.action, line.details) for line in db.session.scalars(select(AuditEntry))]
    assert lines == [("bank.rename", {}), ("audit.adopt", {"lines": 1})]
    assert verification.verify() == Link(2, seals()[-1].hash)


@pytest.fixture(params=BACKENDS)
def committed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A database that is really committed to, for those who write at once."""
    databases = new_database(request.param, tmp_path)
    app = create_app(settings_for(next(databases), tmp_path, pool_size=THREADS + 2))
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    set_writing(False)
    next(databases, None)


def in_threads(app: Flask, count: int, call: Callable[[int], Any]) -> None:
    failed: list[BaseException] = []

    def run(number: int) -> None:
        try:
            with app.app_context():
                call(number)
                db.session.remove()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []


def test_many_at_once_make_one_chain(committed: Flask) -> None:
    in_threads(committed, THREADS, lambda number: write(EACH, start=number * EACH))
    with committed.app_context():
        set_writing(False)
        assert [seal.number for seal in seals()] == list(range(1, THREADS * EACH + 1))
        assert isinstance(verification.verify(), Link)


@pytest.mark.parametrize("committed", [one for one in BACKENDS if one == "postgresql"], indirect=True)
def test_nobody_waits_for_a_long_transaction_that_has_recorded_something(committed: Flask) -> None:
    """On SQLite there is one writer at a time anyway; on PostgreSQL the chain must not make it so."""
    recorded, others_done = threading.Event(), threading.Event()

    def work(number: int) -> None:
        if number == 0:
            with unit_of_work():
                audit.record("dispute.rule", "question:long", MONDAY_NOON)
                recorded.set()
                assert others_done.wait(30)
            return
        assert recorded.wait(30)
        write(3)
        others_done.set()

    in_threads(committed, 2, work)
    with committed.app_context():
        set_writing(False)
        query = select(AuditEntry.subject).join(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        order = list(db.session.scalars(query.order_by(AuditSeal.number)))
        assert order == ["bank:0", "bank:1", "bank:2", "question:long"]
        assert isinstance(verification.verify(), Link)
