"""Tables of item statistics. What is kept are counts and sums; figures are computed from them.

A distribution is kept as {value: how often}, its keys as text, as JSON has them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base

OPEN, DISMISSED, PASSED = "open", "dismissed", "passed"


class ItemStatistic(Base):
    """A revision over all quizzes. Marks are thousandths of its worth, rests hundredths of the others' worth.

    `marks`, `rests` and `products` are of attempts that had something to compare with, `lone_marks` of the others.
    `choices` counts options by their index, `seconds` how long answers took. The columns from `asked` on are computed
    from these, so that lists can be sorted.
    """

    __tablename__ = "item_statistics"
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("revisions.id"), primary_key=True, autoincrement=False
    )
    answered: Mapped[int]
    marks: Mapped[dict[str, Any]]
    rests: Mapped[dict[str, Any]]
    products: Mapped[int]
    lone_marks: Mapped[dict[str, Any]]
    choices: Mapped[dict[str, Any]]
    seconds: Mapped[dict[str, Any]]
    asked: Mapped[int]
    facility: Mapped[float | None]
    discrimination: Mapped[float | None]
    efficiency: Mapped[float | None]
    median_seconds: Mapped[float | None]
    updated_at: Mapped[datetime]


class QuizStatistic(Base):
    """The totals of a quiz's attempts, in tenths of a point."""

    __tablename__ = "quiz_statistics"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), primary_key=True, autoincrement=False)
    attempts: Mapped[int]
    totals: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class QuizItemStatistic(Base):
    """A revision in one quiz that gives everybody the same paper: marks and rests in tenths of a point."""

    __tablename__ = "quiz_item_statistics"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("revisions.id"), primary_key=True, autoincrement=False, index=True
    )
    marks: Mapped[dict[str, Any]]
    rests: Mapped[dict[str, Any]]
    products: Mapped[int]


class CountingRound(Base):
    """One row: the number of the last round of counting, by which a round knows whether another came in between."""

    __tablename__ = "counting_rounds"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class ItemFlag(Base):
    """Why a revision deserves a look. `passed`: no longer so; `dismissed`: somebody looked, and it is fine."""

    __tablename__ = "item_flags"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'dismissed', 'passed')", name="state"),
        UniqueConstraint("revision_id", "reason"),
        Index("ix_item_flags_state", "state", "reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    reason: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10))
    details: Mapped[dict[str, Any]]
    raised_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
