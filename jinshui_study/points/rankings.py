"""A members' board for one viewer: the order from Redis where it agrees with the database, from SQL otherwise."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Row, Select, bindparam, cast, func, select, true

from jinshui_study.accounts.models import Member, Organization
from jinshui_study.db import db, table_of
from jinshui_study.points import leaderboards, redis_boards
from jinshui_study.points.leaderboards import BRANCHES, FIRST, NEIGHBOURS, STREETS, Me, Page, Place, Scope
from jinshui_study.points.models import MemberStanding, StandingCount
from jinshui_study.points.redis_boards import Order, Spot

_standing = table_of(MemberStanding)
_count = table_of(StandingCount)


def read(board: str, scope: Scope, member_id: int, after: Place | None, limit: int) -> tuple[Me, Page]:
    """My standing and a page of the board, in one statement where Redis gives the order, in two where it does not."""
    found = None if scope.kind in (STREETS, BRANCHES) else _read_redis(board, scope, member_id, after, limit)
    if found is not None:
        return found
    me = leaderboards.read_me(board, scope, member_id)
    return me, leaderboards.read_page(board, scope, me, member_id, after, limit)


def _read_redis(
    board: str, scope: Scope, member_id: int, after: Place | None, limit: int
) -> tuple[Me, Page] | None:
    place = after and (after.rank_key, redis_boards.text_of(after.reached_at, after.member_id))
    order = redis_boards.find_order(board, scope.street_id, member_id, place, limit + 1, NEIGHBOURS)
    if order is None:
        return None
    ids = {member_id, *(spot.member_id for spot in (*order.page, *order.around))}
    params = {"board": board, "node_id": scope.street_id, "ids": sorted(ids)}
    found = db.session.connection().execute(_rows_statement(), params).all()
    rows = {row.member_id: row for row in found if row.member_id is not None}
    sums = (found[0].total, int(found[0].weight))
    agrees = sums == (order.total, order.weight) and _rows_agree(order, rows, scope.street_id, member_id)
    redis_boards.judge(board, scope.street_id, order, agrees=agrees)
    if not agrees:
        return None
    me = _me(order, rows.get(member_id))
    page, window = ([rows[spot.member_id] for spot in spots] for spots in (order.page, order.around))
    return me, leaderboards.make_page(page, window, me, after or FIRST, limit)


def _rows_agree(order: Order, rows: Mapping[int, Row[Any]], street_id: int, member_id: int) -> bool:
    """Whether everybody shown stands where Redis has them, and I am there if I should be."""
    mine = rows.get(member_id)
    inside = mine is not None and mine.listed and street_id in (0, mine.street_id)
    return inside == (order.rank is not None) and all(
        _row_agrees(spot, rows.get(spot.member_id)) for spot in (*order.page, *order.around)
    )


def _row_agrees(spot: Spot, row: Row[Any] | None) -> bool:
    return (
        row is not None
        and row.listed
        and row.rank_key == spot.rank_key
        and redis_boards.text_of(row.reached_at, row.member_id) == spot.text
    )


def _me(order: Order, row: Row[Any] | None) -> Me:
    return Me(
        points=row.points if row else 0,
        duration_ms=row.duration_ms if row else None,
        rank=order.rank,
        total=order.total,
        rank_key=row.rank_key if row else None,
        reached_at=row.reached_at if row else None,
        top_rank=order.top_rank,
        under_rank=order.under_rank,
    )


@cache
def _rows_statement() -> Select[Any]:
    """The sums over the counts of a board's node, beside the rows of some members (none: one row without a member)."""
    weight = cast(_count.c.members, BigInteger) * _count.c.bucket
    sums = (
        select(
            cast(func.coalesce(func.sum(_count.c.members), 0), BigInteger).label("total"),
            cast(func.coalesce(func.sum(weight), 0), BigInteger).label("weight"),
        )
        .where(_count.c.board == bindparam("board"), _count.c.node_id == bindparam("node_id"))
        .subquery("sums")
    )
    rows = (
        select(*leaderboards.row_columns(_standing), _standing.c.street_id, _standing.c.listed)
        .join(Member, Member.id == _standing.c.member_id)
        .join(Organization, Organization.id == _standing.c.branch_id)
        .where(
            _standing.c.board == bindparam("board"),
            _standing.c.member_id.in_(bindparam("ids", expanding=True)),
        )
        .subquery("member")
    )
    return select(rows, sums).select_from(sums.outerjoin(rows, true()))
