"""The chain of audit lines: a hash over each one's text and the hash before it, so that none changes alone.

Lines join the chain as the last thing before their transaction commits: who else joins waits for that commit alone.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, exists, select

from jinshui_study.accounts.models import AuditEntry, AuditSeal
from jinshui_study.db import before_commit, db, insert, table_of

BEGINNING = "0" * 64
"""What stands before the first line."""
LOCK = 0x6A696E73687569
"""The number of the advisory lock on PostgreSQL that whoever joins the chain holds until their commit."""
AT_ONCE = 500

_entries = table_of(AuditEntry)
_seals = table_of(AuditSeal)
_LAST = select(_seals.c.number, _seals.c.hash).order_by(_seals.c.number.desc()).limit(1)
_UNSEALED: Select[Any] = (
    select(_entries).where(~exists().where(_seals.c.entry_id == _entries.c.id)).order_by(_entries.c.id)
)


@dataclass(frozen=True)
class Link:
    """A place in the chain."""

    number: int
    hash: str


def text_of(number: int, entry: Any) -> str:
    """The canonical text of a line: the same on every database, and another as soon as anything in it is another."""
    at: datetime = entry.at
    values = [
        number,
        entry.id,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.member_id,
        entry.action,
        entry.subject,
        entry.details,
    ]
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str, before: str) -> str:
    """SHA-256, in hexadecimal, over the hash before and the line's own text."""
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def join_later(entry_id: int) -> None:
    """Have a line that has just been written join the chain when its transaction commits."""
    db.session.info.setdefault("unsealed", set()).add(entry_id)
    before_commit(_join)


def _join() -> None:
    """Lines of a savepoint that was rolled back are not there any more, and their ids may be somebody else's by now."""
    waiting: Collection[int] = db.session.info.pop("unsealed", ())
    _lock()
    _seal(_read(_UNSEALED.where(_entries.c.id.in_(waiting))))


def adopt() -> int:
    """Let all lines outside the chain join it, such as those from before there was one; returns how many."""
    _lock()
    return _seal(_read(_UNSEALED))


def _read(query: Select[Any]) -> list[Row[Any]]:
    return list(db.session.connection().execute(query))


def _lock() -> None:
    """One at a time: on SQLite whoever writes is alone anyway."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _seal(entries: Iterable[Any]) -> int:
    last = last_link()
    rows = [
        {"number": link.number, "entry_id": entry.id, "hash": link.hash}
        for link, entry in _links(entries, last)
    ]
    for start in range(0, len(rows), AT_ONCE):
        db.session.connection().execute(insert(_seals), rows[start : start + AT_ONCE])
    return len(rows)


def _links(entries: Iterable[Any], last: Link) -> Iterator[tuple[Link, Any]]:
    for entry in entries:
        number = last.number + 1
        last = Link(number, hash_of(text_of(number, entry), last.hash))
        yield last, entry


def last_link() -> Link:
    """The end of the chain; number 0 where it has no line."""
    row = db.session.connection().execute(_LAST).one_or_none()
    return Link(0, BEGINNING) if row is None else Link(row.number, row.hash)
