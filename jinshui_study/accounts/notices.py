"""What one member is told: left by whichever slice has something to say, read in the service."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Update, func, select, update

from jinshui_study.accounts import members
from jinshui_study.accounts.models import Notice
from jinshui_study.db import changed_rows, db, insert, opaque_id, table_of
from jinshui_study.errors import NotFound

_notices = table_of(Notice)
_ADD = insert(_notices)
_ADD_ONCE = _ADD.on_conflict_do_nothing(index_elements=["member_id", "id"]).returning(_notices.c.member_id)


class News(NamedTuple):
    """Something to tell one member."""

    member_id: int
    kind: str
    title: str
    text: str
    link: str = ""


def send(news: Iterable[News], now: datetime) -> None:
    """Leave notices, all with one INSERT; whoever has erased their data gets none."""
    news = list(news)
    gone = members.erased({one.member_id for one in news})
    rows = [
        {**one._asdict(), "id": opaque_id(), "created_at": now} for one in news if one.member_id not in gone
    ]
    if rows:
        db.session.connection().execute(_ADD, rows)


def id_of(key: str) -> str:
    """The id of the notice that tells a member of the cause named by `key`: the same cause, the same id."""
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:12]).decode()


def send_once(news: Iterable[News], key: str, now: datetime) -> set[int]:
    """Leave notices of one cause with those who have none of it yet; returns whom. However often it is called."""
    rows = [{**one._asdict(), "id": id_of(key), "created_at": now} for one in news]
    return set(db.session.connection().execute(_ADD_ONCE, rows).scalars()) if rows else set()


def list_of(
    member_id: int, limit: int, before: tuple[datetime, str] | None = None, *, unread: bool = False
) -> Sequence[Notice]:
    """A member's notices, newest first, after the one `before`."""
    query = select(Notice).where(Notice.member_id == member_id)
    if unread:
        query = query.where(Notice.read_at.is_(None))
    if before is not None:
        moment, last = before
        query = query.where(
            (Notice.created_at < moment) | ((Notice.created_at == moment) & (Notice.id < last))
        )
    return db.session.scalars(query.order_by(Notice.created_at.desc(), Notice.id.desc()).limit(limit)).all()


def count_unread(member_id: int) -> int:
    query = select(func.count()).where(Notice.member_id == member_id, Notice.read_at.is_(None))
    return db.session.scalar(query) or 0


def read(member_id: int, notice_id: str, now: datetime) -> Notice:
    """Note that a member has read a notice; the first time counts. Raises NotFound for one that is not theirs."""
    changed_rows(_unread(member_id).where(Notice.id == notice_id).values(read_at=now))
    found = db.session.get(Notice, (member_id, notice_id), populate_existing=True)
    if found is None:
        raise NotFound("没有找到这条通知。")
    return found


def read_all(member_id: int, now: datetime) -> int:
    """Note that a member has read everything; returns how many were unread."""
    return changed_rows(_unread(member_id).values(read_at=now))


def _unread(member_id: int) -> Update:
    return update(Notice).where(Notice.member_id == member_id, Notice.read_at.is_(None))
