"""Whether the chain of audit lines is whole: every line in its place, as it was written, and none beside it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from jinshui_study.accounts import audit_chain
from jinshui_study.accounts.audit_chain import BEGINNING, Link
from jinshui_study.accounts.models import AuditEntry, AuditSeal
from jinshui_study.db import db, table_of

AT_ONCE = 1000

_entries = table_of(AuditEntry)
_seals = table_of(AuditSeal)
_CHAIN = (
    select(_seals.c.number, _seals.c.hash, _entries)
    .outerjoin(_entries, _entries.c.id == _seals.c.entry_id)
    .order_by(_seals.c.number)
    .execution_options(yield_per=AT_ONCE)
)
_OUTSIDE = (
    select(func.count(), func.min(_entries.c.id))
    .select_from(_entries)
    .outerjoin(_seals, _seals.c.entry_id == _entries.c.id)
    .where(_seals.c.entry_id.is_(None))
)


@dataclass(frozen=True)
class Broken:
    """The first place where the chain does not hold, and what is wrong there, as a sentence."""

    number: int
    sentence: str


def verify(noted: Link | None = None) -> Link | Broken:
    """Walk the whole chain; its end, or the first break.

    `noted` is an end that was written down outside the database earlier: who can write the database can make a chain
    of their own, but not one that still has this hash at this place.
    """
    last = Link(0, BEGINNING)
    with db.session.connection().execute(_CHAIN) as rows:
        for row in rows:
            broken = _look_at(row, last)
            if broken is not None:
                return broken
            last = Link(row.number, row.hash)
            if noted is not None and noted.number == last.number and noted.hash != last.hash:
                return Broken(last.number, f"第 {last.number} 行的指纹与您记下的不同，日志可能被整体改写。")
    return _outside(last) or _too_short(last, noted) or last


def _look_at(row: Row[Any], last: Link) -> Broken | None:
    number = last.number + 1
    if row.number != number:
        return Broken(number, f"缺第 {number} 行：前一行之后直接是第 {row.number} 行。")
    if row.id is None:
        return Broken(number, f"第 {number} 行的内容不见了，只剩指纹。")
    if audit_chain.hash_of(audit_chain.text_of(number, row), last.hash) != row.hash:
        return Broken(number, f"第 {number} 行与指纹不符：这一行或它前面的指纹被改过。")
    return None


def _outside(last: Link) -> Broken | None:
    count, first = db.session.connection().execute(_OUTSIDE).one()
    if not count:
        return None
    sentence = f"有 {count} 行没有登记在链上（最早的一行内部编号 {first}），不是由本系统正常写入。"
    return Broken(last.number + 1, sentence)


def _too_short(last: Link, noted: Link | None) -> Broken | None:
    if noted is None or noted.number <= last.number:
        return None
    return Broken(
        last.number + 1, f"日志只有 {last.number} 行，而您记下的是第 {noted.number} 行：末尾被删去。"
    )
