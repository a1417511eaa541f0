"""The audit log: every slice may append."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from jinshui_study.accounts import audit_chain
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.db import db

PROFILE = "compliance.profile"


def record(action: str, subject: str, at: datetime, member_id: int | None = None, **details: Any) -> None:
    """Append a line; `subject` is `kind:public id`, `details` hold ids and plain values."""
    entry = AuditEntry(at=at, member_id=member_id, action=action, subject=subject, details=details)
    db.session.add(entry)
    db.session.flush()
    audit_chain.join_later(entry.id)


def adopt_strays(at: datetime) -> int:
    """Chain the lines that are outside the chain, and record how many: those of a version that knew no chain."""
    count = audit_chain.adopt()
    if count:
        record("audit.adopt", "setting:audit", at, lines=count)
    return count


def profile_changes(limit: int) -> Sequence[AuditEntry]:
    """When the compliance profile was which, the latest first."""
    query = select(AuditEntry).where(AuditEntry.action == PROFILE).order_by(AuditEntry.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def note_profile(profile: str, at: datetime) -> bool:
    """Record the compliance profile where it differs from the last one recorded; returns whether it does."""
    changes = profile_changes(1)
    last = changes[0].details if changes else None
    if last is not None and last["to"] == profile:
        return False
    record(PROFILE, "setting:COMPLIANCE_PROFILE", at, to=profile, before=last and last["to"])
    return True
