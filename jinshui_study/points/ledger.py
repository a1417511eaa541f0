"""The ledger: the only way points come and go."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, case, func, literal, select

from jinshui_study import clock
from jinshui_study.compliance import Profile
from jinshui_study.db import db, insert, opaque_id, table_of
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.points import boards, standings
from jinshui_study.points.models import DailyProgress, LedgerEntry
from jinshui_study.points.rules import Task
from jinshui_study.points.standings import Change, OnBoards

LONGEST_KEY = 60

_ledger = table_of(LedgerEntry)
_progress = table_of(DailyProgress)


class Deed(NamedTuple):
    """What points are given for: `source` (`quiz:…`) is what others ask about, `key` pays once (`attempt:…`)."""

    source: str
    key: str
    reason: str


def _add_progress() -> Any:
    statement = insert(_progress).values(
        member_id=bindparam("member_id"),
        day=bindparam("day"),
        task=bindparam("task"),
        points=bindparam("points"),
        previous=0,
    )
    wanted = _progress.c.points + bindparam("asked")
    cap: BindParameter[int] = bindparam("cap")
    return statement.on_conflict_do_update(
        index_elements=["member_id", "day", "task"],
        set_={
            "previous": _progress.c.points,
            "points": case(
                (wanted <= cap, wanted), (_progress.c.points > cap, _progress.c.points), else_=cap
            ),
        },
    ).returning(_progress.c.points, _progress.c.previous)


_ADD_PROGRESS = _add_progress()
_ADD_ENTRY = insert(_ledger).on_conflict_do_nothing(index_elements=["member_id", "source_key"])


def award(
    member: OnBoards, task: Task, deed: Deed, points: int, rule_version: int, now: datetime
) -> tuple[int, list[Change]]:
    """Give points under the task's daily cap: how many were given, and the changes its boards still need.

    The same deed is never paid twice: a second time gives (0, []). A line of 0 points, its cap reached, says that
    the deed was done. The caller hands the changes to `standings.post`, with those of a quiz's own board.
    """
    day = clock.local_day(now)
    given = _take_from_cap(member.id, day, task, points)
    if not _enter(member, task.code, deed, given, day, rule_version, now):
        _take_from_cap(member.id, day, task, -given)
        return 0, []
    return given, [Change(board, given) for board in boards.of_day(day)]


def _take_from_cap(member_id: int, day: date, task: Task, points: int) -> int:
    """Add to the day's progress what the cap leaves; one statement, so that two at once cannot exceed it."""
    params = {
        "member_id": member_id,
        "day": day,
        "task": task.code,
        "points": min(points, task.cap),
        "asked": points,
        "cap": task.cap,
    }
    row = db.session.connection().execute(_ADD_PROGRESS, params).one()
    return int(row.points - row.previous)


def _enter(
    member: OnBoards,
    task: str,
    deed: Deed,
    points: int,
    day: date,
    rule_version: int,
    now: datetime,
    reverses: str | None = None,
) -> bool:
    row = {
        "member_id": member.id,
        "source_key": deed.key,
        "id": opaque_id(),
        "source": deed.source,
        "task": task,
        "points": points,
        "day": day,
        "reason": deed.reason,
        "rule_version": rule_version,
        "branch_id": member.branch_id,
        "reverses": reverses,
        "created_at": now,
    }
    return bool(db.session.connection().execute(_ADD_ENTRY, row).rowcount)


ADJUSTMENT = Task("adjustment", "管理员调整", cap=2**31, measure="correct")
"""What an admin gives or takes by hand: a task of its own, so that no cap of another is touched by it."""


def adjust(
    member: OnBoards, deed: Deed, points: int, rule_version: int, profile: Profile, now: datetime
) -> None:
    """Give or take points for a reason, beside all caps; a line of 0 only tells the reason. The same key once."""
    day = clock.local_day(now)
    if not _enter(member, ADJUSTMENT.code, deed, points, day, rule_version, now):
        return
    _take_from_cap(member.id, day, ADJUSTMENT, points)
    standings.post(member, [Change(board, points) for board in boards.of_day(day)], profile, now)


def reverse(member: OnBoards, source_key: str, reason: str, profile: Profile, now: datetime) -> LedgerEntry:
    """Take back what a line gave, by a line of its own on the same day. A second time changes nothing.

    Raises NotFound for a line that is not there, Conflict for a line that is itself a reversal.
    """
    entry = db.session.get(LedgerEntry, (member.id, source_key))
    if entry is None:
        raise NotFound("没有找到这条积分流水。")
    if entry.reverses is not None:
        raise Conflict("冲正流水不能再冲正。", code="is_reversal")
    deed = Deed(entry.source, reversal_key(source_key), reason)
    entered = _enter(member, entry.task, deed, -entry.points, entry.day, entry.rule_version, now, source_key)
    if entered:
        uncapped = Task(entry.task, "", cap=2**31, measure="correct")
        _take_from_cap(member.id, entry.day, uncapped, -entry.points)
        standings.post(
            member, [Change(board, -entry.points) for board in boards.of_day(entry.day)], profile, now
        )
    return db.session.get_one(LedgerEntry, (member.id, deed.key))


def reversal_key(source_key: str) -> str:
    """The key a line is reversed under: its own behind `reversal:`, or the digest of one that is too long for that."""
    key = f"reversal:{source_key}"
    return key if len(key) <= LONGEST_KEY else f"reversal:{sha256(source_key.encode()).hexdigest()[:40]}"


_TODAY = select(_progress.c.task, _progress.c.points).where(
    _progress.c.member_id == bindparam("member_id"), _progress.c.day == bindparam("day")
)


def today(member_id: int, day: date) -> dict[str, int]:
    """Points of each task on a day."""
    rows = db.session.connection().execute(_TODAY, {"member_id": member_id, "day": day})
    return {row.task: row.points for row in rows}


def entries(
    member_id: int, before: tuple[datetime, str] | None, limit: int, since: date | None = None
) -> list[LedgerEntry]:
    """The member's lines, newest first, after the line `before`, from the day `since` on."""
    query = select(LedgerEntry).where(LedgerEntry.member_id == member_id)
    if since is not None:
        query = query.where(LedgerEntry.day >= since)
    if before is not None:
        moment, line = before
        query = query.where(
            (LedgerEntry.created_at < moment) | ((LedgerEntry.created_at == moment) & (LedgerEntry.id < line))
        )
    return list(
        db.session.scalars(query.order_by(LedgerEntry.created_at.desc(), LedgerEntry.id.desc()).limit(limit))
    )


def paid_for(member_id: int, source: str) -> int:
    """What a member has been given for a source so far, reversals taken off."""
    return (
        db.session.scalar(
            select(func.coalesce(func.sum(_ledger.c.points), literal(0))).where(
                _ledger.c.member_id == member_id, _ledger.c.source == source
            )
        )
        or 0
    )
