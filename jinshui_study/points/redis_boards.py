"""Boards as sorted sets in Redis, where one is configured: ranks, totals and the order of members, never the truth.

One board within the district or a street (`node_id` as in `StandingCount`) is two keys: `order`, a sorted set with
`rank_key` as the score and a text of equal length per member that sorts equals by time, then id; and `places`, a hash
of member id → version and that text, so that a member who moves is found again. They follow the database like this.

- A change is carried over after its commit (`follow`), to sets that exist; a rollback carries nothing. It bears the
  row's `entries`, which only grows under the row's lock, and an older one never replaces a newer one: commits may
  arrive in any order. Who left the board stays in the hash without a text for the same reason.
- A set that is missing is built from the database on reading. It is open to changes before the rows are read, so that
  what commits meanwhile is in the rows or carried over, or both; until it is complete SQL answers.
- Nothing else is believed. `rankings.read` compares the number of members and the sum of their buckets, kept with the
  set, with the same sums over the database's counts, and every row it shows; where they differ, SQL answers. While a
  change is on its way they differ for a moment. When they have differed for two seconds, a change was lost (Redis or
  a worker was down, or Redis came back with old data) and the set is dropped, to be built anew.
- Lost changes that cancel out in both sums remain: a process deletes the sets whose changes it could not carry as soon
  as it reaches Redis again, and no set lives longer than ten minutes.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, select

from jinshui_study import cache
from jinshui_study.db import after_commit, db, table_of
from jinshui_study.points import redis_scripts
from jinshui_study.points.models import MemberStanding

PREFIX = "jinshui:board:"
KEPT_SECONDS = 600
BUILD_SECONDS = 60
DOUBT_MS = 2000
REST_SECONDS = 2.0
"""How long a process does without Redis after it failed; it is logged once in that time."""
BATCH = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DISTRICT_NODE = 0

T = TypeVar("T")
log = logging.getLogger(__name__)
_standing = table_of(MemberStanding)


@dataclass(frozen=True)
class Moved:
    """A member's row on a board after a change; `version` is its `entries`."""

    board: str
    street_id: int
    member_id: int
    version: int
    rank_key: int
    reached_at: datetime
    listed: bool


@dataclass(frozen=True)
class Spot:
    """A member on the board by Redis: the score, and the text that orders equals."""

    member_id: int
    rank_key: int
    text: str


@dataclass(frozen=True)
class Order:
    """What Redis says of a board: its sums, the spots of a page, and my rank with the spots around me."""

    total: int
    weight: int
    doubted: bool
    page: list[Spot]
    around: list[Spot]
    rank: int | None = None
    top_rank: int = 1
    under_rank: int = 1


class Link:
    """What a process remembers of one Redis: the scripts, a rest after a failure, the sets it could not reach."""

    def __init__(self, client: Any) -> None:
        self.apply = client.register_script(redis_scripts.APPLY)
        self.open = client.register_script(redis_scripts.OPEN)
        self.finish = client.register_script(redis_scripts.FINISH)
        self.read = client.register_script(redis_scripts.READ)
        self.doubt = client.register_script(redis_scripts.DOUBT)
        self.rests_until = 0.0
        self.lost: set[str] = set()


_links: WeakKeyDictionary[Any, Link] = WeakKeyDictionary()


def _link_to(client: Any) -> Link:
    link = _links.get(client)
    return link if link is not None else _links.setdefault(client, Link(client))


def text_of(reached_at: datetime, member_id: int) -> str:
    """Orders equals by time, then by id, as text of one length."""
    return f"{(reached_at - EPOCH) // timedelta(microseconds=1):017d}{member_id:019d}"


def _keys(board: str, node_id: int) -> list[str]:
    name = f"{PREFIX}{{{board}/{node_id}}}"
    return [f"{name}:order", f"{name}:places"]


def _ask(question: Callable[[Any, Link], T]) -> T | None:
    """What Redis answers; None where there is none, it cannot be reached, or has just failed."""
    client = cache.redis_client()
    if client is None:
        return None
    link = _link_to(client)
    if time.monotonic() < link.rests_until:
        return None
    try:
        if lost := link.lost.copy():
            client.delete(*lost)
            link.lost -= lost
        return question(client, link)
    except cache.RedisError as error:
        link.rests_until = time.monotonic() + REST_SECONDS
        log.warning("boards without Redis", extra={"error": type(error).__name__})
        return None


def follow(moved: Sequence[Moved]) -> None:
    """Carry changes to the sorted sets once they are committed."""
    if moved and cache.redis_client() is not None:
        after_commit(partial(_carry, list(moved)))


def _carry(moved: Sequence[Moved]) -> None:
    keys: list[str] = []
    values: list[int | str] = []
    for one in moved:
        for node in (DISTRICT_NODE, one.street_id):
            keys += _keys(one.board, node)
            values += _values(one)
    if _ask(lambda _, link: link.apply(keys, ["", 1, *values])) is None:
        _remember_lost(keys)


def _values(one: Moved) -> list[int | str]:
    text = text_of(one.reached_at, one.member_id) if one.listed else ""
    return [one.member_id, one.version, one.rank_key, text]


def forget(nodes: Iterable[tuple[str, int]]) -> None:
    """Delete the sets of boards and nodes once their rewriting is committed."""
    keys = [key for board, node in set(nodes) for key in _keys(board, node)]
    if keys and cache.redis_client() is not None:
        after_commit(partial(_delete, keys))


def _delete(keys: list[str]) -> None:
    if _ask(lambda client, _: client.delete(*keys)) is None:
        _remember_lost(keys)


def _remember_lost(keys: Iterable[str]) -> None:
    client = cache.redis_client()
    if client is not None:
        _link_to(client).lost.update(keys)


def find_order(
    board: str, node_id: int, member_id: int, after: tuple[int, str] | None, limit: int, neighbours: int
) -> Order | None:
    """The board by Redis from `after` on, built first if need be; None where SQL has to answer."""
    keys = _keys(board, node_id)
    key, text = after or ("", "")
    arguments = [member_id, key, text, limit, neighbours]

    def question(_: Any, link: Link) -> Any:
        reply = link.read(keys, arguments)
        if reply is None and _build(link, board, node_id):
            reply = link.read(keys, arguments)
        return reply

    reply = _ask(question)
    if reply is None:
        return None
    total, weight, doubted, page, around, *ranks = reply
    return Order(int(total), int(weight), bool(doubted), _spots(page), _spots(around), *ranks)


def _spots(flat: list[bytes]) -> list[Spot]:
    """Texts and scores as ZRANGE gives them, one after the other."""
    return [
        Spot(int(text[17:]), int(float(score)), text.decode())
        for text, score in zip(flat[::2], flat[1::2], strict=True)
    ]


def _build(link: Link, board: str, node_id: int) -> bool:
    """Fill a missing set from the database; False where somebody else is at it."""
    keys, token = _keys(board, node_id), secrets.token_hex(8)
    if not link.open(keys, [token, BUILD_SECONDS]):
        return False
    query = select(
        _standing.c.member_id, _standing.c.entries, _standing.c.rank_key, _standing.c.reached_at
    ).where(_standing.c.board == bindparam("board"), _standing.c.listed)
    params: dict[str, Any] = {"board": board}
    if node_id != DISTRICT_NODE:
        query, params["node_id"] = query.where(_standing.c.street_id == bindparam("node_id")), node_id
    with db.session.connection().execute(query, params, execution_options={"yield_per": BATCH}) as rows:
        for part in rows.partitions():
            values = [
                value
                for row in part
                for value in (
                    row.member_id,
                    row.entries,
                    row.rank_key,
                    text_of(row.reached_at, row.member_id),
                )
            ]
            link.apply(keys, [token, len(part), *values])
    return bool(link.finish(keys, [token, KEPT_SECONDS]))


def judge(board: str, node_id: int, order: Order, *, agrees: bool) -> None:
    """Note whether a set agreed with the database; drop it when it has not for two seconds."""
    if not agrees or order.doubted:
        _ask(lambda _, link: link.doubt(_keys(board, node_id), [int(agrees), DOUBT_MS]))
