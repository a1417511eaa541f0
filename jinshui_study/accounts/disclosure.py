"""The form in which every slice tells what it keeps about a member: the words for the person, and the rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from jinshui_study.db import db


class Phone(str):
    """A phone number, in full: masked wherever it is only looked at."""

    __slots__ = ()


Value = str | int | float | bool | datetime | date | None
Shown = dict[str, Value]


def as_kept(row: Row[Any], _now: datetime) -> Shown:
    """The row's own values, where its columns are named as the kind's."""
    return dict(row._mapping)


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of thing kept about members.

    `query` finds the rows of one member, newest first; `show` makes plain values of a row at a moment, under the
    names of `columns`. `tables` are those whose rows about the member are told of here. `goes` says whether erasing
    deletes it, `on_erasure` what becomes of it in words.
    """

    code: str
    title: str
    what: str
    why: str
    kept_for: str
    goes: bool
    on_erasure: str
    tables: tuple[str, ...]
    columns: Mapping[str, str]
    query: Callable[[int], Any]
    show: Callable[[Row[Any], datetime], Shown] = as_kept


def count(kind: Kind, member_id: int) -> int:
    """How many rows of this kind are kept about a member."""
    rows = kind.query(member_id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def rows(kind: Kind, member_id: int, now: datetime, most: int | None = None) -> Iterator[Shown]:
    """What is kept of this kind about a member, newest first."""
    query = kind.query(member_id)
    found = db.session.execute(query if most is None else query.limit(most))
    return (kind.show(row, now) for row in found)
