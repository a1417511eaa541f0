"""Messages that leave the service by a channel: left here in the transaction of their cause, delivered later.

Whoever delivers claims some, sends them, and says of each what became of it. A claim lapses: what its holder never
answered for is given out again, so a message may be sent twice, but none is lost.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select, update

from jinshui_study.accounts import members
from jinshui_study.accounts.models import Outgoing
from jinshui_study.db import changed_rows, db, insert, table_of

CLAIM_LASTS = timedelta(minutes=2)
MOST_TRIES = 6
FIRST_PAUSE = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)

_outbox = table_of(Outgoing)
_ADD = insert(_outbox).on_conflict_do_nothing(index_elements=["channel", "member_id", "key"])


class Message(NamedTuple):
    """What is to reach one member by a channel, as a template of it and what fills that.

    With a `key` it is queued once: a second one for the same member, channel and key is left out.
    """

    channel: str
    member_id: int
    template: str
    payload: dict[str, Any]
    key: str | None = None


class Claimed(NamedTuple):
    """A message to deliver now; `tries` counts this one."""

    id: int
    member_id: int
    template: str
    payload: dict[str, Any]
    tries: int


def put(messages: Iterable[Message], now: datetime) -> None:
    """Queue messages, all with one INSERT; whoever has erased their data gets none."""
    messages = list(messages)
    gone = members.erased({one.member_id for one in messages})
    rows = [
        {**one._asdict(), "state": "queued", "tries": 0, "next_at": now, "created_at": now}
        for one in messages
        if one.member_id not in gone
    ]
    if rows:
        db.session.connection().execute(_ADD, rows)


_DUE = (
    select(_outbox.c.id)
    .where(
        _outbox.c.channel == bindparam("of_channel"),
        _outbox.c.state == "queued",
        _outbox.c.next_at <= bindparam("moment"),
    )
    .order_by(_outbox.c.next_at, _outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(_outbox)
    .where(_outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(tries=_outbox.c.tries + 1, next_at=bindparam("until"))
    .returning(_outbox.c.id, _outbox.c.member_id, _outbox.c.template, _outbox.c.payload, _outbox.c.tries)
)


def claim(channel: str, now: datetime, most: int) -> list[Claimed]:
    """Up to `most` messages of a channel that are due; nobody else gets them until the claim lapses."""
    connection = db.session.connection()
    ids = list(connection.execute(_DUE, {"of_channel": channel, "moment": now, "most": most}).scalars())
    if not ids:
        return []
    rows = connection.execute(_CLAIM, {"ids": ids, "until": now + CLAIM_LASTS})
    return sorted(Claimed(*row) for row in rows)


def sent(message_ids: Iterable[int]) -> int:
    """Say that messages have been delivered; returns how many had not been before."""
    ids = list(message_ids)
    still_queued = (Outgoing.id.in_(ids), Outgoing.state == "queued")
    return changed_rows(update(Outgoing).where(*still_queued).values(state="sent"))


def failed(message_id: int, now: datetime, *, for_good: bool = False) -> None:
    """Say that a message could not be delivered: again later, twice as late each time, and no more after six tries."""
    tries = db.session.scalar(select(Outgoing.tries).where(Outgoing.id == message_id)) or 0
    ends = for_good or tries >= MOST_TRIES
    changed_rows(
        update(Outgoing)
        .where(Outgoing.id == message_id, Outgoing.state == "queued")
        .values(state="failed" if ends else "queued", next_at=now + FIRST_PAUSE * 2 ** max(0, tries - 1))
    )


def forget_old(now: datetime) -> int:
    """Delete what was sent or given up a month ago; returns how many."""
    return changed_rows(
        delete(Outgoing).where(Outgoing.state != "queued", Outgoing.created_at < now - KEPT_FOR)
    )
