"""Tables of invite codes, of bindings that wait for a secretary, and of scenes to scan."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base, opaque_id

WAITING = text("state = 'waiting'")


class Invitation(Base):
    """A one-time code for one member. Its first letters find it, the keyed hash of the whole code opens it."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    selector: Mapped[str] = mapped_column(String(4), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    tries: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class BindingRequest(Base):
    """An identity that wants to be a member's and cannot be at once: `cause` says why, a secretary decides.

    `name` and `phone_sealed` are what the person gave; `member_id` is whom they turned out to be.
    """

    __tablename__ = "binding_requests"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'approved', 'refused', 'withdrawn')", name="state"),
        CheckConstraint(
            "cause IN ('name_differs', 'already_bound', 'several_matches', 'phone_unknown')", name="cause"
        ),
        Index(
            "uq_binding_requests_waiting",
            "kind",
            "subject_hash",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ix_binding_requests_subject", "kind", "subject_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    kind: Mapped[str] = mapped_column(String(16))
    subject_hash: Mapped[str] = mapped_column(String(64))
    subject_sealed: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(40))
    phone_sealed: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    reason: Mapped[str] = mapped_column(String(200), default="")
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]


class BindingCandidate(Base):
    """A member whom a waiting request may mean."""

    __tablename__ = "binding_candidates"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("binding_requests.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Scene(Base):
    """What a code to scan stands for, for a while; `browser_hash` ties it to the browser that asked for it."""

    __tablename__ = "scenes"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'confirmed', 'refused', 'used')", name="state"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=opaque_id)
    purpose: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    browser_hash: Mapped[str] = mapped_column(String(64), default="")
    details: Mapped[dict[str, Any]]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    made_by: Mapped[int | None]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
