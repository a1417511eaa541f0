"""Writing standings: every change of points reaches all its boards in the transaction of its cause."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Boolean, bindparam, case, func, or_, select

from jinshui_study.accounts.models import Member
from jinshui_study.compliance import Profile
from jinshui_study.db import db, insert, table_of
from jinshui_study.points import boards, redis_boards
from jinshui_study.points.models import BranchStanding, MemberStanding, StandingCount
from jinshui_study.points.redis_boards import Moved


class OnBoards(Protocol):
    """A member as far as standings need one."""

    @property
    def id(self) -> int: ...
    @property
    def branch_id(self) -> int: ...
    @property
    def street_id(self) -> int: ...


@dataclass(frozen=True)
class Change:
    """A member's total on `board` changes by `points`; on a quiz's board the time counts too.

    `before_ms` is the duration that stood there before, for boards with durations.
    """

    board: str
    points: int
    duration_ms: int | None = None
    before_ms: int | None = None


_members = table_of(Member)
_standings = table_of(MemberStanding)
_branches = table_of(BranchStanding)
_counts = table_of(StandingCount)


def _listed() -> Any:
    """Whether a new row appears on its board: as the member has chosen by now, not when the request began.

    The shared lock makes a choice that is being changed wait for this row, or this row for the choice.
    """
    chosen = (
        select(_members.c.ranking_opt_in)
        .where(_members.c.id == bindparam("chooser"))
        .with_for_update(read=True)
        .scalar_subquery()
    )
    return or_(bindparam("listed_anyway", type_=Boolean), chosen)


def _upsert_standings() -> Any:
    statement = insert(_standings).values(
        {column.name: bindparam(column.name) for column in _standings.c} | {"listed": _listed()}
    )
    new = statement.excluded
    total = _standings.c.points + new.points
    time, new_time = func.coalesce(_standings.c.duration_ms, 0), func.coalesce(new.duration_ms, 0)
    longest = boards.DURATIONS - 1
    moved = or_(new.points != 0, time != new_time)
    return statement.on_conflict_do_update(
        index_elements=["member_id", "board"],
        set_={
            "points": total,
            "duration_ms": new.duration_ms,
            "rank_key": case((new_time > longest, longest), else_=new_time)
            - (total - boards.LOWEST_POINTS) * boards.DURATIONS,
            "reached_at": case((moved, new.reached_at), else_=_standings.c.reached_at),
            "entries": _standings.c.entries + 1,
        },
    ).returning(
        _standings.c.board,
        _standings.c.points,
        _standings.c.rank_key,
        _standings.c.reached_at,
        _standings.c.entries,
        _standings.c.branch_id,
        _standings.c.street_id,
        _standings.c.listed,
    )


def _upsert_branches() -> Any:
    statement = insert(_branches)
    return statement.on_conflict_do_update(
        index_elements=["branch_id", "board"],
        set_={
            "total": _branches.c.total + statement.excluded.total,
            "participants": _branches.c.participants + statement.excluded.participants,
        },
    )


def _upsert_counts() -> Any:
    statement = insert(_counts)
    return statement.on_conflict_do_update(
        index_elements=["board", "node_id", "bucket", "shard"],
        set_={"members": _counts.c.members + statement.excluded.members},
    )


_STANDINGS = _upsert_standings()
_BRANCHES = _upsert_branches()
_COUNTS = _upsert_counts()


def post(member: OnBoards, changes: Iterable[Change], profile: Profile, at: datetime) -> None:
    """Carry changes out on the member's, the branch's and the counted standings: three statements.

    Rows are written in one order everywhere (member, branches, counts, each sorted), so writers cannot deadlock.
    """
    by_board = {change.board: change for change in changes}
    if not by_board:
        return
    rows = [
        {
            "member_id": member.id,
            "board": change.board,
            "points": change.points,
            "duration_ms": change.duration_ms,
            "rank_key": boards.rank_key(change.points, change.duration_ms),
            "reached_at": at,
            "entries": 1,
            "branch_id": member.branch_id,
            "street_id": member.street_id,
            "chooser": member.id,
            "listed_anyway": profile.lists_member(opted_in=False),
        }
        for change in sorted(by_board.values(), key=lambda change: change.board)
    ]
    connection = db.session.connection()
    after = connection.execute(_STANDINGS, rows).all()
    branch_rows = [
        {
            "branch_id": row.branch_id,
            "board": row.board,
            "street_id": row.street_id,
            "total": by_board[row.board].points,
            "participants": int(row.entries == 1),
        }
        for row in sorted(after, key=lambda row: (row.branch_id, row.board))
    ]
    connection.execute(_BRANCHES, branch_rows)
    counted: dict[tuple[str, int, int, int], int] = defaultdict(int)
    for row in after:
        if row.listed:
            _count(counted, row, by_board[row.board], member.id)
    count_rows = [
        {"board": board, "node_id": node, "bucket": bucket, "shard": shard, "members": members}
        for (board, node, bucket, shard), members in sorted(counted.items())
        if members
    ]
    count(count_rows)
    redis_boards.follow([moved(row, member.id) for row in after if row.listed])


def count(rows: list[dict[str, Any]]) -> None:
    """Add to the counted standings; `rows` are sorted by board, node, bucket and shard."""
    if rows:
        db.session.connection().execute(_COUNTS, rows)


def moved(row: Any, member_id: int) -> Moved:
    """A changed row of a member's standings, as the boards in Redis need it."""
    return Moved(row.board, row.street_id, member_id, row.entries, row.rank_key, row.reached_at, row.listed)


def _count(counted: dict[tuple[str, int, int, int], int], row: Any, change: Change, member_id: int) -> None:
    """Move a listed member from the bucket before to the bucket after, in the district and in the street."""
    shard = member_id % boards.SHARDS
    for node in (0, row.street_id):
        counted[row.board, node, boards.bucket(row.rank_key), shard] += 1
        if row.entries > 1:
            before = boards.rank_key(row.points - change.points, change.before_ms)
            counted[row.board, node, boards.bucket(before), shard] -= 1
