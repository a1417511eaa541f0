"""Flags: which revisions deserve a look, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from jinshui_study.arena.rulings import disputes
from jinshui_study.arena.statistics.models import DISMISSED, OPEN, PASSED, ItemFlag
from jinshui_study.arena.statistics.tallies import ItemFigures, ItemTally
from jinshui_study.db import db, insert, table_of
from jinshui_study.questions.statistics import FEWEST_FOR_FLAGS, NEGATIVE

_WRONG_KEY = "negative_discrimination"

_flags = table_of(ItemFlag)

_KNOWN = select(_flags.c.revision_id, _flags.c.reason, _flags.c.state).where(
    _flags.c.revision_id.in_(bindparam("ids", expanding=True))
)
_RAISE = insert(_flags)
_RAISE = _RAISE.on_conflict_do_update(
    index_elements=["revision_id", "reason"],
    set_={name: _RAISE.excluded[name] for name in ("state", "details", "raised_at")},
    where=_flags.c.state == PASSED,
)
_PASS = (
    update(_flags)
    .where(
        _flags.c.revision_id == bindparam("at_revision"),
        _flags.c.reason == bindparam("at_reason"),
        _flags.c.state == OPEN,
    )
    .values(state=PASSED)
)


@dataclass(frozen=True)
class Judged:
    """What is to be written of flags: rows to raise, and (revision, reason) pairs that no longer hold."""

    raised: list[dict[str, Any]]
    passed: list[tuple[int, str]]


def judged(items: Mapping[int, ItemTally]) -> Judged:
    """Which flags are to be raised for these revisions, and which to be let pass.

    Too few attempts decide nothing. What somebody has dismissed stays so: a wording does not change.
    """
    figures = {revision: tally.figures for revision, tally in items.items()}
    enough = [revision for revision, one in figures.items() if one.asked >= FEWEST_FOR_FLAGS]
    if not enough:
        return Judged([], [])
    known = {
        (row.revision_id, row.reason): row.state
        for row in db.session.connection().execute(_KNOWN, {"ids": enough})
    }
    holding = {(revision, reason) for revision in enough for reason in figures[revision].flags}
    return Judged(
        raised=[
            _row(revision, reason, figures[revision])
            for revision, reason in sorted(holding)
            if known.get((revision, reason)) not in (OPEN, DISMISSED)
        ],
        passed=[key for key, state in sorted(known.items()) if state == OPEN and key not in holding],
    )


def _row(revision: int, reason: str, figures: ItemFigures) -> dict[str, Any]:
    details = {
        "asked": figures.asked,
        "facility": figures.facility,
        "discrimination": figures.discrimination,
    }
    return {"revision_id": revision, "reason": reason, "state": OPEN, "details": details}


def write(flags: Judged, now: datetime) -> None:
    """Keep what was judged; what is probably a wrong key also enters the editors' queue, and leaves it again."""
    connection = db.session.connection()
    if flags.raised:
        connection.execute(_RAISE, [{**row, "raised_at": now} for row in flags.raised])
    for row in flags.raised:
        if row["reason"] == NEGATIVE:
            disputes.flag(row["revision_id"], _WRONG_KEY, row["details"], now)
    if flags.passed:
        passed = [{"at_revision": revision, "at_reason": reason} for revision, reason in flags.passed]
        connection.execute(_PASS, passed)
        disputes.unflag([revision for revision, reason in flags.passed if reason == NEGATIVE], _WRONG_KEY)


def dismiss(revision_id: int, reason: str, member_id: int, now: datetime) -> bool:
    """Note that somebody looked and found nothing wrong; returns whether the flag was open."""
    statement = (
        update(_flags)
        .where(_flags.c.revision_id == revision_id, _flags.c.reason == reason, _flags.c.state == OPEN)
        .values(state=DISMISSED, decided_by=member_id, decided_at=now)
    )
    dismissed = bool(db.session.connection().execute(statement).rowcount)
    if dismissed and reason == NEGATIVE:
        disputes.unflag([revision_id], _WRONG_KEY)
    return dismissed
