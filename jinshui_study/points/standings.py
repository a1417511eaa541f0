"""Writing standings: every change of points reaches all its boards in the transaction of its cause."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Boolean, Row, and_, bindparam, case, delete, func, or_, select

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
    listed = or_(bindparam("listed_anyway", type_=Boolean), _members.c.ranking_opt_in)
    return (
        select(and_(listed, _members.c.erased_at.is_(None)))
        .where(_members.c.id == bindparam("chooser"))
        .with_for_update(read=True)
        .scalar_subquery()
    )


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
        _standings.c.member_id,
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
_WITHDRAW = (
    delete(_standings)
    .where(_standings.c.member_id == bindparam("of_member"), _standings.c.board == bindparam("of_board"))
    .returning(*_standings.c)
)
_DROP_EMPTY = delete(_branches).where(
    _branches.c.branch_id == bindparam("of_branch"),
    _branches.c.board == bindparam("of_board"),
    _branches.c.participants == 0,
)


class Posting(NamedTuple):
    """A change of one member's total, and when it was reached."""

    member: OnBoards
    change: Change
    at: datetime


def post(member: OnBoards, changes: Iterable[Change], profile: Profile, at: datetime) -> None:
    """Carry changes out on the member's, the branch's and the counted standings: three statements."""
    post_all([Posting(member, change, at) for change in changes], profile)


def post_all(
    postings: Iterable[Posting], profile: Profile, withdrawn: Iterable[tuple[int, str]] = ()
) -> None:
    """Carry out changes of many members, and take the members `withdrawn` off boards they have nothing on any more.

    At most one change for a member and board. Rows are written in one order everywhere (members, branches, counts,
    each sorted), so writers cannot deadlock.
    """
    by_place = {(posting.member.id, posting.change.board): posting for posting in postings}
    moves = [_Move(row, by_place[row.member_id, row.board].change) for row in _write(by_place, profile)]
    gone = _withdraw(sorted(withdrawn))
    if not moves and not gone:
        return
    branches: dict[tuple[int, str, int], list[int]] = defaultdict(lambda: [0, 0])
    counted: dict[tuple[str, int, int, int], int] = defaultdict(int)
    for row, change in moves:
        _add_to(branches, row, change.points, int(row.entries == 1))
        if row.listed:
            _count(counted, row, change)
    for row in gone:
        _add_to(branches, row, -row.points, -1)
        if row.listed:
            _count_out(counted, row)
    _write_branches(branches)
    count(
        [
            {"board": board, "node_id": node, "bucket": bucket, "shard": shard, "members": members}
            for (board, node, bucket, shard), members in sorted(counted.items())
            if members
        ]
    )
    if gone:
        _drop_empty(gone)
        redis_boards.forget([(row.board, node) for row in gone for node in (0, row.street_id)])
    redis_boards.follow([moved(row, row.member_id) for row, _ in moves if row.listed])


class _Move(NamedTuple):
    """A member's row as it stands after a change."""

    row: Any
    change: Change


def _write(by_place: Mapping[tuple[int, str], Posting], profile: Profile) -> Sequence[Row[Any]]:
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
        for _, (member, change, at) in sorted(by_place.items(), key=lambda item: item[0])
    ]
    return db.session.connection().execute(_STANDINGS, rows).all() if rows else []


def _withdraw(places: list[tuple[int, str]]) -> list[Row[Any]]:
    """Delete rows of standings; those that were there."""
    connection = db.session.connection()
    return [
        row
        for member_id, board in places
        for row in connection.execute(_WITHDRAW, {"of_member": member_id, "of_board": board})
    ]


def _add_to(
    branches: dict[tuple[int, str, int], list[int]], row: Any, points: int, participants: int
) -> None:
    sums = branches[row.branch_id, row.board, row.street_id]
    sums[0] += points
    sums[1] += participants


def _write_branches(branches: Mapping[tuple[int, str, int], list[int]]) -> None:
    rows = [
        {"branch_id": branch, "board": board, "street_id": street, "total": total, "participants": people}
        for (branch, board, street), (total, people) in sorted(branches.items())
    ]
    db.session.connection().execute(_BRANCHES, rows)


def _drop_empty(gone: Iterable[Row[Any]]) -> None:
    """A branch whose last participant is gone has no row, as if it had never had one."""
    places = sorted({(row.branch_id, row.board) for row in gone})
    rows = [{"of_branch": branch, "of_board": board} for branch, board in places]
    db.session.connection().execute(_DROP_EMPTY, rows)


def count(rows: list[dict[str, Any]]) -> None:
    """Add to the counted standings; `rows` are sorted by board, node, bucket and shard."""
    if rows:
        db.session.connection().execute(_COUNTS, rows)


def moved(row: Any, member_id: int) -> Moved:
    """A changed row of a member's standings, as the boards in Redis need it."""
    return Moved(row.board, row.street_id, member_id, row.entries, row.rank_key, row.reached_at, row.listed)


def _count(counted: dict[tuple[str, int, int, int], int], row: Any, change: Change) -> None:
    """Move a listed member from the bucket before to the bucket after, in the district and in the street."""
    shard = row.member_id % boards.SHARDS
    for node in (0, row.street_id):
        counted[row.board, node, boards.bucket(row.rank_key), shard] += 1
        if row.entries > 1:
            before = boards.rank_key(row.points - change.points, change.before_ms)
            counted[row.board, node, boards.bucket(before), shard] -= 1


def _count_out(counted: dict[tuple[str, int, int, int], int], row: Any) -> None:
    for node in (0, row.street_id):
        counted[row.board, node, boards.bucket(row.rank_key), row.member_id % boards.SHARDS] -= 1
