"""Tables of findings, and of how far each contest has been looked through."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base, opaque_id


class Finding(Base):
    """What looks odd about one attempt, and what people made of it (`integrity/states.py`).

    `kind` is fast, twins or burst; attempts with the same `together` were found together. `details` is the evidence.
    """

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint("kind IN ('fast', 'twins', 'burst')", name="kind"),
        CheckConstraint(
            "state IN ('open', 'dismissed', 'voided', 'appealed', 'kept', 'restored')", name="state"
        ),
        UniqueConstraint("member_id", "attempt_id", "kind", "together"),
        Index("ix_findings_quiz", "quiz_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    attempt_id: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(8))
    together: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200), default="")
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    appeal: Mapped[str] = mapped_column(String(500), default="")
    appealed_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(String(200), default="")
    settled_by: Mapped[int | None]
    settled_at: Mapped[datetime | None]


class Inspection(Base):
    """How far a contest has been looked through: attempts finished until `reached`; `done` once it is over."""

    __tablename__ = "inspections"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True)
    reached: Mapped[datetime | None]
    looked_at: Mapped[datetime]
    done: Mapped[bool]
