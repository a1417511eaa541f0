"""Working rulings off: at once where they concern few, in batches of `jinshui work` where they concern many.

A member's marks, scores, points, places and notice change in one transaction, so nobody sees half of it. A ruling
survives any interruption: what is still to do stands in its queue, and doing a part twice changes nothing.
"""

from datetime import datetime

from sqlalchemy import select

from jinshui_study.arena.models import Attempt, Ruling
from jinshui_study.arena.rulings import queueing, regrading
from jinshui_study.compliance import Profile
from jinshui_study.db import db

FEW = 500
"""Attempts that are dealt with within a request."""
MOST_PAPERS = 10_000
"""Papers that are looked through within a request."""
BATCH = 100
"""Members that are dealt with in one transaction of the background work."""
EVERYBODY = 10**9


def look_ahead(ruling: Ruling) -> None:
    """Work out what a proposal changes, where it concerns few."""
    if queueing.answers(ruling) > FEW or queueing.papers(ruling) > MOST_PAPERS:
        return
    _fill(ruling)
    waiting = queueing.members(ruling, EVERYBODY, "waiting")
    if waiting:
        regrading.preview(ruling, waiting)


def is_looked_through(ruling: Ruling) -> bool:
    """Whether all that a proposal changes is known."""
    return ruling.queued and not queueing.count(ruling, "waiting")


def carry_out_few(ruling: Ruling, profile: Profile, now: datetime) -> None:
    """Put right what a decision concerns, in its own transaction, where it concerns few."""
    if queueing.count(ruling, "planned", "waiting") > FEW:
        return
    if queueing.answers(ruling) + queueing.papers(ruling) <= MOST_PAPERS:
        _fill(ruling)
    members = {
        member_id
        for state in ("planned", "waiting")
        for member_id in queueing.members(ruling, EVERYBODY, state)
    }
    if members:
        regrading.carry_out(ruling, sorted(members), profile, now)


def running() -> list[int]:
    """The rulings with something to do, the oldest first."""
    return list(
        db.session.scalars(
            select(Ruling.id).where(Ruling.state.in_(("proposed", "decided"))).order_by(Ruling.id)
        )
    )


def step(ruling_id: int, profile: Profile, now: datetime) -> bool:
    """Do the next part of what a ruling has to do, for a transaction of its own; False where there is nothing.

    Who else is at the same ruling is not waited for.
    """
    ruling = db.session.scalar(
        select(Ruling)
        .where(Ruling.id == ruling_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if ruling is None or ruling.state not in ("proposed", "decided"):
        return False
    if not ruling.queued:
        _fill(ruling)
        return True
    if ruling.state == "proposed":
        members = queueing.members(ruling, BATCH, "waiting")
        if members:
            regrading.preview(ruling, members)
        return bool(members)
    members = queueing.members(ruling, BATCH, "planned") or queueing.members(ruling, BATCH, "waiting")
    if members:
        return regrading.carry_out(ruling, members, profile, now) > 0
    if not ruling.barred:
        _bar(ruling)
        return True
    ruling.state, ruling.settled_at = "settled", now
    db.session.flush()
    return True


def _fill(ruling: Ruling) -> None:
    """Queue everything for a proposal; afterwards only what was closed since it was last looked for."""
    since = None
    if ruling.state == "decided":
        since = ruling.decided_at if ruling.barred else ruling.proposed_at
    queueing.fill(ruling, since)
    ruling.queued = True
    db.session.flush()


def _bar(ruling: Ruling) -> None:
    """Wait for everybody who was closing an attempt when the ruling was decided; then look for what they closed.

    Closing an attempt checks that no ruling has come since it was read. On PostgreSQL the check does not see one that
    is committed while it runs: such an attempt may be closed by the old key, and only until its transaction ends.
    SQLite has one writer.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {Attempt.__tablename__} IN SHARE ROW EXCLUSIVE MODE")
    ruling.barred, ruling.queued = True, False
    db.session.flush()
