"""Attempts that are out of time: they close themselves with the answers they have."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena import finishing, modes
from jinshui_study.arena.models import Attempt
from jinshui_study.arena.results import Finished
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.points.standings import OnBoards


@dataclass(frozen=True)
class Owner:
    """A member whose attempt is closed without them being there."""

    id: int
    branch_id: int
    street_id: int
    ranking_opt_in: bool


def overdue(now: datetime, limit: int) -> list[tuple[str, Owner]]:
    """Up to `limit` attempts that are out of time and still open, by their id and owner, the oldest first."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.member_id, Member.branch_id, Organization.street_id, Member.ranking_opt_in)
        .join(Member, Member.id == Attempt.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(Attempt.state == "open", Attempt.expires_at < now - modes.PAPER_GRACE)
        .order_by(Attempt.expires_at)
        .limit(limit)
    ).all()
    return [
        (row.id, Owner(row.member_id, row.branch_id, row.street_id or 0, row.ranking_opt_in)) for row in rows
    ]


def close(attempt_id: str, member: OnBoards, profile: Profile, now: datetime) -> Finished:
    """Close one attempt that is out of time; one that is closed already stays as it is."""
    return finishing.close(attempt_id, {}, member, profile, now, submitted=False)
