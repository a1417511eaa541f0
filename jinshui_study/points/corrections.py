"""Putting right what was paid: a ledger line is taken back and entered anew, never edited."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from jinshui_study import clock
from jinshui_study.db import db, insert, opaque_id, table_of
from jinshui_study.points import ledger
from jinshui_study.points.lines import AGAIN, Line, Replacement, deed_of
from jinshui_study.points.models import DailyProgress, LedgerEntry

_ledger = table_of(LedgerEntry)
_progress = table_of(DailyProgress)

_LINES = (
    select(
        _ledger.c.member_id,
        _ledger.c.source_key,
        _ledger.c.source,
        _ledger.c.task,
        _ledger.c.points,
        _ledger.c.day,
        _ledger.c.rule_version,
        _ledger.c.branch_id,
        _ledger.c.reverses,
    )
    .where(
        _ledger.c.member_id.in_(bindparam("members", expanding=True)),
        _ledger.c.task.in_(bindparam("tasks", expanding=True)),
        _ledger.c.day >= bindparam("since"),
        _ledger.c.created_at >= bindparam("since_at"),  # never before its day: this has an index
    )
    .order_by(_ledger.c.member_id, _ledger.c.created_at, _ledger.c.id)
)
_ENTER = insert(_ledger)
_SHIFT = (
    update(_progress)
    .where(
        _progress.c.member_id == bindparam("of_member"),
        _progress.c.day == bindparam("of_day"),
        _progress.c.task == bindparam("of_task"),
    )
    .values(previous=_progress.c.points, points=_progress.c.points + bindparam("change"))
)
_PROGRESS = (
    select(_progress.c.member_id, _progress.c.day, _progress.c.task, _progress.c.points)
    .where(
        _progress.c.member_id.in_(bindparam("members", expanding=True)),
        _progress.c.task.in_(bindparam("tasks", expanding=True)),
        _progress.c.day >= bindparam("since"),
    )
    .order_by(_progress.c.member_id, _progress.c.day, _progress.c.task)
)
_PROGRESS_LOCKED = _PROGRESS.with_for_update()


def lines(members: Collection[int], tasks: Collection[str], since: date) -> list[Line]:
    """The payments of these members and tasks that stand, of days from `since` on.

    A deed that was taken back and not entered again has none.
    """
    params = {**_params(members, tasks, since), "since_at": clock.day_starts(since)}
    rows = db.session.connection().execute(_LINES, params).all()
    reversed_keys = {(row.member_id, row.reverses) for row in rows if row.reverses is not None}
    entered: dict[tuple[int, str], int] = {}
    for row in rows:
        if row.reverses is None:
            place = row.member_id, deed_of(row.source_key)
            entered[place] = entered.get(place, 0) + 1
    return [
        _line(row, entered[row.member_id, deed_of(row.source_key)])
        for row in rows
        if row.reverses is None and (row.member_id, row.source_key) not in reversed_keys
    ]


def _params(members: Collection[int], tasks: Collection[str], since: date) -> dict[str, Any]:
    return {"members": sorted(members), "tasks": sorted(tasks), "since": since}


def _line(row: Any, entered: int) -> Line:
    return Line(
        row.member_id,
        deed_of(row.source_key),
        row.source_key,
        row.source,
        row.task,
        row.points,
        row.day,
        row.rule_version,
        row.branch_id,
        entered,
    )


def progress(
    members: Collection[int], tasks: Collection[str], since: date, *, lock: bool = False
) -> dict[tuple[int, date, str], int]:
    """The points of each member, day and task, of days from `since` on; `lock` keeps others from adding to them."""
    statement = _PROGRESS_LOCKED if lock else _PROGRESS
    rows = db.session.connection().execute(statement, _params(members, tasks, since))
    return {(row.member_id, row.day, row.task): row.points for row in rows}


REVERSAL_REASON = "冲正：重新计分"


def replace(replacements: Sequence[Replacement], now: datetime) -> None:
    """Reverse lines and enter them anew. The caller holds the progress of their days locked, and posts the changes.

    The cap is the caller's business too: it knows what the day would have given had the marks been right at once.
    """
    if not replacements:
        return
    connection = db.session.connection()
    connection.execute(_ENTER, [row for one in replacements for row in _rows(one, now)])
    shifts = [one for one in _by_place(replacements) if one["change"]]
    if shifts:
        connection.execute(_SHIFT, shifts)


def _rows(one: Replacement, now: datetime) -> Iterable[dict[str, Any]]:
    line = one.line
    shared = {
        "member_id": line.member_id,
        "source": line.source,
        "task": line.task,
        "day": line.day,
        "rule_version": line.rule_version,
        "branch_id": line.branch_id,
        "created_at": now,
    }
    yield {
        **shared,
        "id": opaque_id(),
        "source_key": ledger.reversal_key(line.key),
        "points": -line.points,
        "reason": REVERSAL_REASON,
        "reverses": line.key,
    }
    yield {
        **shared,
        "id": opaque_id(),
        "source_key": f"{line.deed}{AGAIN}{line.entered + 1}",
        "points": one.points,
        "reason": one.reason,
        "reverses": None,
    }


def _by_place(replacements: Iterable[Replacement]) -> list[dict[str, Any]]:
    changes: dict[tuple[int, date, str], int] = {}
    for one in replacements:
        place = one.line.member_id, one.line.day, one.line.task
        changes[place] = changes.get(place, 0) + one.points - one.line.points
    return [
        {"of_member": member, "of_day": day, "of_task": task, "change": change}
        for (member, day, task), change in sorted(changes.items())
    ]
