"""Tables of point rules, the ledger and the standings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base, opaque_id


class PointRules(Base):
    """One version of the point rules, in force from a day on. `rules` is described in `points/rules.py`."""

    __tablename__ = "point_rules"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    effective_on: Mapped[date] = mapped_column(index=True)
    rules: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class LedgerEntry(Base):
    """One line that gives or takes points. Never edited, only reversed; the same source key never pays twice.

    `source` names the deed others ask about (`quiz:…`), `source_key` the single payment (`attempt:…`).
    `day` is the day in Shanghai the points count for; a reversal counts for the day of what it reverses.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("source_key <> ''", name="source_key"),
        Index("ix_ledger_entries_source", "member_id", "source"),
        Index("ix_ledger_entries_newest", "member_id", "created_at", "id"),
        Index("ix_ledger_entries_day", "day"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    source_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), default=opaque_id)
    source: Mapped[str] = mapped_column(String(40))
    task: Mapped[str] = mapped_column(String(20))
    points: Mapped[int]
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120))
    rule_version: Mapped[int]
    branch_id: Mapped[int]
    reverses: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]


class DailyProgress(Base):
    """A member's points of one task on one day, held under the cap by the row itself.

    `previous` is what `points` was before the last change, so that one statement changes it and tells by how much.
    """

    __tablename__ = "daily_progress"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(20), primary_key=True)
    points: Mapped[int]
    previous: Mapped[int]


class MemberStanding(Base):
    """A member's total on one board (`day:2026-11-24`, `quiz:…`), kept in the transaction of the ledger line.

    `rank_key` orders the board, lower first (see `points/boards.py`), `listed` says whether the member appears on it.
    """

    __tablename__ = "member_standings"
    __table_args__ = (
        Index(
            "ix_member_standings_district",
            "board",
            "rank_key",
            "reached_at",
            "member_id",
            sqlite_where=text("listed = 1"),
            postgresql_where=text("listed"),
        ),
        Index(
            "ix_member_standings_street",
            "board",
            "street_id",
            "rank_key",
            "reached_at",
            "member_id",
            sqlite_where=text("listed = 1"),
            postgresql_where=text("listed"),
        ),
        Index("ix_member_standings_branch", "branch_id", "board", "rank_key"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    board: Mapped[str] = mapped_column(String(40), primary_key=True)
    points: Mapped[int]
    duration_ms: Mapped[int | None]
    rank_key: Mapped[int]
    reached_at: Mapped[datetime]
    entries: Mapped[int]
    branch_id: Mapped[int]
    street_id: Mapped[int]
    listed: Mapped[bool]


class BranchStanding(Base):
    """A branch's sum over its participants on one board; streets are summed from these on reading."""

    __tablename__ = "branch_standings"
    __table_args__ = (UniqueConstraint("board", "branch_id"),)

    branch_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    board: Mapped[str] = mapped_column(String(40), primary_key=True)
    street_id: Mapped[int]
    total: Mapped[int]
    participants: Mapped[int]


class StandingCount(Base):
    """How many listed members stand in a bucket of rank keys on a board: a rank is a sum over few rows.

    `node_id` is a street's id, or 0 for the whole district. Rows are split over shards so that writers rarely meet.
    """

    __tablename__ = "standing_counts"

    board: Mapped[str] = mapped_column(String(40), primary_key=True)
    node_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shard: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    members: Mapped[int]
