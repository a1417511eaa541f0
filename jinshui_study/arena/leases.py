"""One leads where many could run: a lease in the database, taken over when it lapses."""

from datetime import datetime, timedelta

from sqlalchemy import or_

from jinshui_study.arena.models import Lease
from jinshui_study.db import db, insert


def take(job: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Take or keep the lead of a job until `now + lasts`; returns whether `holder` leads."""
    free = or_(Lease.holder == holder, Lease.until < now)
    taken = (
        insert(Lease)
        .values(job=job, holder=holder, until=now + lasts)
        .on_conflict_do_update(
            index_elements=["job"], set_={"holder": holder, "until": now + lasts}, where=free
        )
        .returning(Lease.job)
    )
    return db.session.scalar(taken) is not None
