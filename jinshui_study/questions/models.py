"""Tables of banks, questions and revisions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base, opaque_id

STATES = ("draft", "pending", "ready", "retired")


class Bank(Base):
    """A named set of questions: `study` (open to practise) or `sealed` (contest only).

    It belongs to an organization and is open to its subtree.
    """

    __tablename__ = "banks"
    __table_args__ = (CheckConstraint("purpose IN ('study', 'sealed')", name="purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(8))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    created_at: Mapped[datetime]


class Question(Base):
    """A question of a bank; its wording is its current revision."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('single', 'multiple', 'true_false', 'blank', 'ordering', 'matching')", name="kind"
        ),
        CheckConstraint("state IN ('draft', 'pending', 'ready', 'retired')", name="state"),
        UniqueConstraint("bank_id", "code"),
        UniqueConstraint("bank_id", "fingerprint"),
        Index("ix_questions_bank_state", "bank_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id"))
    code: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(60))
    difficulty: Mapped[int]
    tags: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(8))
    fingerprint: Mapped[str] = mapped_column(String(64))
    current_revision_id: Mapped[int | None]
    created_at: Mapped[datetime]


class Revision(Base):
    """One immutable wording of a question. `content` is described in `questions/kinds.py`."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    number: Mapped[int]
    stem: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]]
    explanation: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
