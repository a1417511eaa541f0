"""The audit log: every slice may append."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry
from jinshui_study.db import db


def record(action: str, subject: str, at: datetime, member_id: int | None = None, **details: Any) -> None:
    """Append a line; `subject` is `kind:public id`, `details` hold ids and plain values."""
    db.session.add(AuditEntry(at=at, member_id=member_id, action=action, subject=subject, details=details))
    db.session.flush()


def note_profile(profile: str, at: datetime) -> bool:
    """Record the compliance profile where it differs from the last one recorded; returns whether it does."""
    last = db.session.scalar(
        select(AuditEntry.details)
        .where(AuditEntry.action == "compliance.profile")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    if last is not None and last["to"] == profile:
        return False
    record("compliance.profile", "setting:COMPLIANCE_PROFILE", at, to=profile, before=last and last["to"])
    return True
