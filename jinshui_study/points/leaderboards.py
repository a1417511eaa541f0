"""Reading boards of members: a page by rank, and me with 5 above and 5 below, at any size of district."""

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)

from jinshui_study import cache
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.organizations import Area, Node, Region
from jinshui_study.db import UTCDateTime, db, table_of
from jinshui_study.points import boards
from jinshui_study.points.models import MemberStanding, StandingCount

KEPT_SECONDS = 5.0
NEIGHBOURS = 5
PAGE, AROUND = 0, 1
DISTRICT, STREET, STREETS, BRANCHES = "district", "street", "streets", "branches"

_standing = table_of(MemberStanding)
_count = table_of(StandingCount)


@dataclass(frozen=True)
class Scope:
    """The part of the tree a board is read within: everything, one street, some, or the branches of smaller nodes."""

    kind: str
    street_id: int = 0
    street_ids: tuple[int, ...] = ()
    branch_ids: tuple[int, ...] = ()

    @property
    def params(self) -> dict[str, Any]:
        if self.kind == BRANCHES:
            return {"branch_ids": list(self.branch_ids)}
        if self.kind == STREETS:
            return {"street_ids": list(self.street_ids)}
        return {"node_id": self.street_id}


def scope_of(region: Region) -> Scope:
    """The scope of a region; below a street its branches are listed, at most a few hundred."""
    if isinstance(region, Area):
        return _scope_of_area(region)
    node = region
    if node.parent_id is None:
        return Scope(DISTRICT)
    if node.street_id == node.id:
        return Scope(STREET, street_id=node.id)
    return Scope(BRANCHES, branch_ids=_branches_below(node))


def _scope_of_area(area: Area) -> Scope:
    if all(node.street_id == node.id for node in area.nodes):
        return Scope(STREETS, street_ids=tuple(node.id for node in area.nodes))
    return Scope(BRANCHES, branch_ids=tuple(one for node in area.nodes for one in _branches_below(node)))


def _branches_below(node: Node) -> tuple[int, ...]:
    if node.kind == "branch":
        return (node.id,)
    query = select(Organization.id).where(Organization.kind == "branch", organizations.below(node))
    return cache.remember_here(
        f"branches-below:{node.id}", KEPT_SECONDS, lambda: tuple(db.session.scalars(query))
    )


class Place(NamedTuple):
    """Where a page goes on: after this row of the board."""

    rank_key: int
    reached_at: datetime
    member_id: int
    rank: int
    position: int


FIRST = Place(-(2**62), datetime(1, 1, 1, tzinfo=UTC), 0, 0, 0)


@dataclass(frozen=True)
class Me:
    """My own standing; `rank` is None for who is not on the board."""

    points: int
    duration_ms: int | None
    rank: int | None
    total: int
    rank_key: int | None
    reached_at: datetime | None
    top_rank: int
    under_rank: int


class Ranked(NamedTuple):
    """A row of a board with its rank."""

    rank: int
    member_id: int
    public_id: str
    name: str
    full_name_allowed: bool
    branch: str
    points: int
    duration_ms: int | None


@dataclass(frozen=True)
class Page:
    items: list[Ranked]
    around: list[Ranked]
    next: Place | None


def read_me(board: str, scope: Scope, member_id: int) -> Me:
    """My standing on the board with my rank within the scope, and how many members are on it: one statement."""
    params = {"board": board, "me": member_id, **scope.params}
    row = db.session.connection().execute(_me_statement(scope.kind), params).one()
    return Me(
        points=row.points or 0,
        duration_ms=row.duration_ms,
        rank=int(row.rank) if row.rank_key is not None and row.inside else None,
        total=int(row.total),  # PostgreSQL sums are Decimals
        rank_key=row.rank_key,
        reached_at=row.reached_at,
        top_rank=int(row.top_rank),
        under_rank=int(row.under_rank),
    )


def read_page(board: str, scope: Scope, me: Me, member_id: int, after: Place | None, limit: int) -> Page:
    """A page of the board and, for who is on it, 5 above and 5 below: one statement."""
    start = after or FIRST
    params: dict[str, Any] = {
        "board": board,
        "after_key": start.rank_key,
        "after_at": start.reached_at,
        "after_id": start.member_id,
        "limit": limit + 1,
        **scope.params,
    }
    placed = me.rank is not None
    if placed:
        params |= {"my_key": me.rank_key, "my_at": me.reached_at, "my_id": member_id}
    found = db.session.connection().execute(_page_statement(scope.kind, placed), params)
    rows = sorted(found.all(), key=_order)
    page = [row for row in rows if row.part == PAGE]
    return make_page(page, [row for row in rows if row.part == AROUND], me, start, limit)


def make_page(page: Sequence[Row[Any]], window: Sequence[Row[Any]], me: Me, start: Place, limit: int) -> Page:
    """A page from its rows (one more than `limit` where the board goes on) and those of the window around me."""
    items = _rank_down(page[:limit], start)
    around = _rank_around(window, me)
    if len(page) <= limit:
        return Page(items, around, None)
    last = page[limit - 1]
    return Page(
        items,
        around,
        Place(last.rank_key, last.reached_at, last.member_id, items[-1].rank, start.position + limit),
    )


_order = itemgetter(0, 1, 2)
_shown = itemgetter(2, 5, 6, 7, 8, 3, 4)
"""Of a row that begins with `row_columns`: what orders it, and what is shown in the order of `Ranked`.

By position, because a board has up to 111 rows and a row's names are looked up one by one.
"""


def row_columns(standing: FromClause) -> list[Any]:
    """What a board's row begins with, from a standing joined with its member and branch."""
    return [
        standing.c.rank_key,
        standing.c.reached_at,
        standing.c.member_id,
        standing.c.points,
        standing.c.duration_ms,
        Member.public_id,
        Member.name,
        Member.full_name_on_boards,
        Organization.name.label("branch"),
    ]


def _rank_down(rows: Sequence[Row[Any]], start: Place) -> list[Ranked]:
    """Ranks 1, 1, 3 down a page that begins after `start`."""
    ranked: list[Ranked] = []
    key, rank = start.rank_key, start.rank
    for position, row in enumerate(rows, start=start.position + 1):
        if row.rank_key != key:
            key, rank = row.rank_key, position
        ranked.append(Ranked(rank, *_shown(row)))
    return ranked


def _rank_around(rows: Sequence[Row[Any]], me: Me) -> list[Ranked]:
    """Ranks in the window around me, from three that `read_me` counted: mine, the topmost's, the next below mine.

    Of the groups of equals in the window only the topmost may be cut off, and only above.
    """
    sizes = Counter(row.rank_key for row in rows)
    mine = me.rank_key or 0
    rank = me.rank or 1
    ranks = {mine: rank}
    above = sorted(key for key in sizes if key < mine)
    for key in reversed(above):
        rank -= sizes[key]
        ranks[key] = rank
    if above:
        ranks[above[0]] = me.top_rank
    rank = me.under_rank
    for key in sorted(key for key in sizes if key > mine):
        ranks[key] = rank
        rank += sizes[key]
    return [Ranked(ranks[row.rank_key], *_shown(row)) for row in rows]


def _inside(table: FromClause, kind: str) -> ColumnElement[bool]:
    """The condition that a standing appears on the board within the scope."""
    if kind == STREET:
        return and_(table.c.listed, table.c.street_id == bindparam("node_id"))
    if kind == STREETS:
        return and_(table.c.listed, table.c.street_id.in_(bindparam("street_ids", expanding=True)))
    if kind == BRANCHES:
        return and_(table.c.listed, table.c.branch_id.in_(bindparam("branch_ids", expanding=True)))
    return and_(table.c.listed, true())


def _at_nodes(kind: str) -> ColumnElement[bool]:
    """The condition that a count belongs to the scope."""
    if kind == STREETS:
        return _count.c.node_id.in_(bindparam("street_ids", expanding=True))
    return _count.c.node_id == bindparam("node_id")


def _on_board(table: FromClause, kind: str) -> ColumnElement[bool]:
    return and_(table.c.board == bindparam("board"), _inside(table, kind))


def _place(table: FromClause) -> Any:
    return tuple_(table.c.rank_key, table.c.reached_at, table.c.member_id)


def _rank(key: ColumnElement[int], kind: str) -> ColumnElement[int]:
    """1 + how many stand strictly higher: whole buckets from the counts, then a look inside one bucket."""
    rival = _standing.alias()
    higher = select(func.count()).where(_on_board(rival, kind), rival.c.rank_key < key)
    if kind == BRANCHES:
        return 1 + higher.scalar_subquery()
    bucket = key // boards.BUCKET
    within = higher.where(rival.c.rank_key > (bucket - 1) * boards.BUCKET)
    whole = select(func.coalesce(func.sum(_count.c.members), 0)).where(
        _count.c.board == bindparam("board"),
        _at_nodes(kind),
        _count.c.bucket < bucket,
    )
    return 1 + whole.scalar_subquery() + within.scalar_subquery()


def _total(kind: str) -> ScalarSelect[Any]:
    if kind == BRANCHES:
        return select(func.count()).where(_on_board(_standing, kind)).scalar_subquery()
    return (
        select(func.coalesce(func.sum(_count.c.members), 0))
        .where(_count.c.board == bindparam("board"), _at_nodes(kind))
        .scalar_subquery()
    )


@functools.cache
def _me_statement(kind: str) -> Select[Any]:
    me = (
        select(
            _standing.c.points,
            _standing.c.duration_ms,
            _standing.c.rank_key,
            _standing.c.reached_at,
            _standing.c.member_id,
            _inside(_standing, kind).label("inside"),
        )
        .where(_standing.c.member_id == bindparam("me"), _standing.c.board == bindparam("board"))
        .cte("me")
    )
    other = _standing.alias()
    top = (
        select(other.c.rank_key)
        .where(_on_board(other, kind), _place(other) < _place(me))
        .order_by(other.c.rank_key.desc(), other.c.reached_at.desc(), other.c.member_id.desc())
        .limit(1)
        .offset(NEIGHBOURS - 1)
        .scalar_subquery()
    )
    under = (
        select(other.c.rank_key)
        .where(_on_board(other, kind), other.c.rank_key > me.c.rank_key)
        .order_by(other.c.rank_key)
        .limit(1)
        .scalar_subquery()
    )
    found = select(me, top.label("top_key"), under.label("under_key")).cte("found")
    one = select(literal(1).label("one")).subquery("one")
    return select(
        found.c.points,
        found.c.duration_ms,
        found.c.rank_key,
        found.c.reached_at,
        found.c.inside,
        _rank(found.c.rank_key, kind).label("rank"),
        _rank(found.c.top_key, kind).label("top_rank"),
        _rank(found.c.under_key, kind).label("under_rank"),
        _total(kind).label("total"),
    ).select_from(one.outerjoin(found, true()))


@functools.cache
def _page_statement(kind: str, placed: bool) -> Select[Any]:
    after = tuple_(bindparam("after_key"), bindparam("after_at", type_=UTCDateTime), bindparam("after_id"))
    parts = [_part(PAGE, kind, _place(_standing) > after, "down", bindparam("limit"))]
    if placed:
        mine = tuple_(bindparam("my_key"), bindparam("my_at", type_=UTCDateTime), bindparam("my_id"))
        parts.append(_part(AROUND, kind, _place(_standing) < mine, "up", literal(NEIGHBOURS)))
        parts.append(_part(AROUND, kind, _place(_standing) >= mine, "down", literal(NEIGHBOURS + 1)))
    row = union_all(*(select(part) for part in parts)).subquery("row")
    return (
        select(*row_columns(row), row.c.part)
        .join(Member, Member.id == row.c.member_id)
        .join(Organization, Organization.id == row.c.branch_id)
    )


def _part(part: int, kind: str, where: ColumnElement[bool], way: str, most: ColumnElement[int]) -> Any:
    columns = (_standing.c.rank_key, _standing.c.reached_at, _standing.c.member_id)
    return (
        select(
            literal(part).label("part"),
            *columns,
            _standing.c.branch_id,
            _standing.c.points,
            _standing.c.duration_ms,
        )
        .where(_on_board(_standing, kind), where)
        .order_by(*(column.desc() if way == "up" else column for column in columns))
        .limit(most)
        .subquery()
    )
