"""Recomputing standings from the ledger: `verify` reports every difference, `rebuild` puts them right."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, func, literal, or_, select, update

from jinshui_study.accounts.models import Member, Organization
from jinshui_study.compliance import Profile
from jinshui_study.db import db, insert, table_of
from jinshui_study.points import boards, redis_boards, standings
from jinshui_study.points.models import (
    BranchStanding,
    DailyProgress,
    LedgerEntry,
    MemberStanding,
    StandingCount,
)

BATCH = 1000

_standings = table_of(MemberStanding)


@dataclass(frozen=True)
class Total:
    """What a member's standing on a board should be."""

    member_id: int
    points: int
    duration_ms: int | None
    reached_at: datetime
    entries: int
    branch_id: int
    street_id: int
    listed: bool

    @property
    def rank_key(self) -> int:
        return boards.rank_key(self.points, self.duration_ms)


@dataclass(frozen=True)
class Difference:
    """A row that is not what its cause says: which, what is kept, what it should be."""

    board: str
    row: str
    kept: Any
    right: Any


def see_one_moment() -> None:
    """Have all reads of this transaction see the same moment, so that what is paid meanwhile is no difference.

    SQLite's transactions do; on PostgreSQL it must be said first, and cannot be within a savepoint.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql" and not connection.in_nested_transaction():
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def hold_writers() -> None:
    """Let nobody pay until the commit, so that nothing is lost between reading the ledger and writing standings.

    SQLite has one writer; on PostgreSQL the tables are locked in the order writers come to them.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        models = (DailyProgress, LedgerEntry, MemberStanding, BranchStanding, StandingCount)
        for model in models:
            connection.exec_driver_sql(f"LOCK TABLE {model.__tablename__} IN EXCLUSIVE MODE")


def period_boards() -> list[str]:
    """The boards of periods that have ledger lines or standings."""
    days = db.session.scalars(select(LedgerEntry.day).distinct())
    found = {board for day in days for board in boards.of_day(day)}
    for model in (MemberStanding, BranchStanding, StandingCount):
        kept = select(model.board).where(model.board.not_like("quiz:%")).distinct()
        found.update(db.session.scalars(kept))
    return sorted(found)


def totals_of_period(board: str, profile: Profile) -> list[Total]:
    """Every member's total of a period, from the ledger."""
    entry = LedgerEntry
    query = (
        select(
            entry.member_id,
            func.sum(entry.points).label("points"),
            func.coalesce(
                func.max(case((entry.points != 0, entry.created_at))), func.min(entry.created_at)
            ).label("reached_at"),
            func.count().label("entries"),
            Member.ranking_opt_in,
            Member.erased_at,
        )
        .join(Member, Member.id == entry.member_id)
        .group_by(entry.member_id, Member.ranking_opt_in, Member.erased_at)
    )
    first, end = _span(board)
    if first is not None:
        query = query.where(entry.day >= first, entry.day < end)
    rows = db.session.execute(query).all()
    homes = _first_branches(first, end)
    return [
        Total(
            member_id=row.member_id,
            points=int(row.points),
            duration_ms=None,
            reached_at=row.reached_at,
            entries=row.entries,
            branch_id=homes[row.member_id][0],
            street_id=homes[row.member_id][1],
            listed=profile.lists_member(opted_in=row.ranking_opt_in, erased=row.erased_at is not None),
        )
        for row in rows
    ]


def _span(board: str) -> tuple[date | None, date]:
    """First day and the day after the last of a period's board."""
    period, _, first_text = board.partition(":")
    if not first_text:
        return None, date.max
    first = date.fromisoformat(first_text)
    match period:
        case "day":
            return first, first + timedelta(days=1)
        case "week":
            return first, first + timedelta(days=7)
        case "month":
            return first, (first + timedelta(days=31)).replace(day=1)
    return first, first.replace(year=first.year + 1)


def _first_branches(first: date | None, end: date) -> dict[int, tuple[int, int]]:
    """Branch and street of each member's first line in a span: points stay with the branch they began in."""
    query = (
        select(LedgerEntry.member_id, LedgerEntry.branch_id, Organization.street_id)
        .join(Organization, Organization.id == LedgerEntry.branch_id)
        .group_by(LedgerEntry.member_id, LedgerEntry.branch_id, Organization.street_id)
        .order_by(func.min(LedgerEntry.created_at))
    )
    if first is not None:
        query = query.where(LedgerEntry.day >= first, LedgerEntry.day < end)
    homes: dict[int, tuple[int, int]] = {}
    for member_id, branch_id, street_id in db.session.execute(query):
        homes.setdefault(member_id, (branch_id, street_id or 0))
    return homes


def compare(board: str, totals: Iterable[Total]) -> list[Difference]:
    """Every difference between a board's rows (members, branches, counts) and its totals."""
    totals = list(totals)
    kept_members = {
        row.member_id: (row.points, row.duration_ms, row.rank_key, row.branch_id, row.street_id, row.listed)
        for row in db.session.scalars(select(MemberStanding).where(MemberStanding.board == board))
    }
    right_members = {
        total.member_id: (
            total.points,
            total.duration_ms,
            total.rank_key,
            total.branch_id,
            total.street_id,
            total.listed,
        )
        for total in totals
    }
    kept_branches = {
        row.branch_id: (row.street_id, row.total, row.participants)
        for row in db.session.scalars(select(BranchStanding).where(BranchStanding.board == board))
    }
    kept_counts: Counter[tuple[int, int]] = Counter()
    for count in db.session.scalars(select(StandingCount).where(StandingCount.board == board)):
        kept_counts[count.node_id, count.bucket] += count.members
    return [
        *_differences(board, "member", kept_members, right_members),
        *_differences(board, "branch", kept_branches, _branch_rows(totals)),
        *_differences(board, "count", _nonzero(kept_counts), _count_rows(totals)),
    ]


def _differences(board: str, name: str, kept: dict[Any, Any], right: dict[Any, Any]) -> Iterator[Difference]:
    for key in sorted(kept.keys() | right.keys()):
        if kept.get(key) != right.get(key):
            yield Difference(board, f"{name} {key}", kept.get(key), right.get(key))


def _nonzero(counts: Counter[tuple[int, int]]) -> dict[Any, int]:
    return {key: count for key, count in counts.items() if count}


def _branch_rows(totals: list[Total]) -> dict[int, tuple[int, int, int]]:
    rows: dict[int, tuple[int, int, int]] = {}
    for total in totals:
        _, points, participants = rows.get(total.branch_id, (0, 0, 0))
        rows[total.branch_id] = (total.street_id, points + total.points, participants + 1)
    return rows


def _count_rows(totals: list[Total]) -> dict[Any, int]:
    counts: Counter[tuple[int, int]] = Counter()
    for total in totals:
        if total.listed:
            for node in (0, total.street_id):
                counts[node, boards.bucket(total.rank_key)] += 1
    return dict(counts)


def replace(board: str, totals: Iterable[Total]) -> None:
    """Write a board's rows anew."""
    totals = list(totals)
    of_board = StandingCount.board == board
    redis_boards.forget(_counted_nodes(of_board))
    for model in (MemberStanding, BranchStanding, StandingCount):
        db.session.execute(delete(model).where(model.board == board))
    _insert(
        MemberStanding,
        [
            {
                "member_id": total.member_id,
                "board": board,
                "points": total.points,
                "duration_ms": total.duration_ms,
                "rank_key": total.rank_key,
                "reached_at": total.reached_at,
                "entries": total.entries,
                "branch_id": total.branch_id,
                "street_id": total.street_id,
                "listed": total.listed,
            }
            for total in totals
        ],
    )
    _insert(
        BranchStanding,
        [
            {"board": board, "branch_id": branch, "street_id": street, "total": points, "participants": count}
            for branch, (street, points, count) in _branch_rows(totals).items()
        ],
    )
    _insert(
        StandingCount,
        [
            {"board": board, "node_id": node, "bucket": bucket, "shard": 0, "members": members}
            for (node, bucket), members in _count_rows(totals).items()
        ],
    )
    redis_boards.forget(_counted_nodes(of_board))


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        db.session.connection().execute(insert(model.__table__), rows[start : start + BATCH])


def progress_differences() -> list[Difference]:
    """Differences between the ledger and the day's progress that holds the caps."""
    right = _progress_of_ledger()
    kept = {
        (row.member_id, row.day, row.task): row.points
        for row in db.session.scalars(select(DailyProgress))
        if row.points
    }
    return list(
        _differences("progress", "task", kept, {key: points for key, points in right.items() if points})
    )


def replace_progress() -> None:
    db.session.execute(delete(DailyProgress))
    _insert(
        DailyProgress,
        [
            {"member_id": member_id, "day": day, "task": task, "points": points, "previous": 0}
            for (member_id, day, task), points in _progress_of_ledger().items()
        ],
    )


def _progress_of_ledger() -> dict[tuple[int, date, str], int]:
    sums: dict[tuple[int, date, str], int] = defaultdict(int)
    for member_id, day, task, points in db.session.execute(
        select(
            LedgerEntry.member_id, LedgerEntry.day, LedgerEntry.task, func.sum(LedgerEntry.points)
        ).group_by(LedgerEntry.member_id, LedgerEntry.day, LedgerEntry.task)
    ):
        sums[member_id, day, task] = int(points)
    return sums


_RELIST = (
    update(_standings)
    .where(_standings.c.member_id == bindparam("of_member"), _standings.c.listed != bindparam("wanted"))
    .values(listed=bindparam("wanted"), entries=_standings.c.entries + 1)
    .returning(
        _standings.c.board,
        _standings.c.street_id,
        _standings.c.entries,
        _standings.c.rank_key,
        _standings.c.reached_at,
        _standings.c.listed,
    )
)
"""One statement, so that a row that is being changed is counted in the bucket it ends in."""


def relist(member: Member, profile: Profile) -> None:
    """Bring a member onto all boards, or off them, as their choice and the profile say."""
    erased = member.erased_at is not None
    listed = profile.lists_member(opted_in=member.ranking_opt_in, erased=erased)
    db.session.flush()
    rows = db.session.connection().execute(_RELIST, {"of_member": member.id, "wanted": listed}).all()
    counts = [
        {
            "board": row.board,
            "node_id": node,
            "bucket": boards.bucket(row.rank_key),
            "shard": member.id % boards.SHARDS,
            "members": 1 if listed else -1,
        }
        for row in rows
        for node in (0, row.street_id)
    ]
    redis_boards.follow([standings.moved(row, member.id) for row in rows])
    standings.count(sorted(counts, key=lambda row: (row["board"], row["node_id"], row["bucket"])))


def relist_everybody(profile: Profile) -> None:
    """Bring `listed` and the counts in line with the profile after it has changed."""
    should = and_(Member.erased_at.is_(None), or_(Member.ranking_opt_in, literal(not profile.strict)))
    db.session.execute(
        update(_standings).values(
            listed=select(should).where(Member.id == MemberStanding.member_id).scalar_subquery()
        )
    )
    redis_boards.forget(_counted_nodes())
    db.session.execute(delete(StandingCount))
    kept = db.session.execute(
        select(
            MemberStanding.board,
            MemberStanding.street_id,
            (MemberStanding.rank_key // boards.BUCKET).label("bucket"),
            func.count(),
        )
        .where(MemberStanding.listed)
        .group_by(MemberStanding.board, MemberStanding.street_id, "bucket")
    )
    counts: Counter[tuple[str, int, int]] = Counter()
    for board, street_id, bucket, members in kept:
        counts[board, street_id, bucket] += members
        counts[board, 0, bucket] += members
    _insert(
        StandingCount,
        [
            {"board": board, "node_id": node, "bucket": bucket, "shard": 0, "members": members}
            for (board, node, bucket), members in counts.items()
        ],
    )
    redis_boards.forget(_counted_nodes())


def _counted_nodes(*where: ColumnElement[bool]) -> list[tuple[str, int]]:
    """Boards and nodes with listed members: those that Redis may have."""
    rows = db.session.execute(select(StandingCount.board, StandingCount.node_id).where(*where).distinct())
    return [(row.board, row.node_id) for row in rows]
