"""Tables of people and organizations, and of what they are told."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.accounts import roles
from jinshui_study.db import Base, opaque_id

KINDS = ("district", "street", "committee", "branch")
ROLES = tuple(roles.WORDS)
DEEPEST = 6


class Organization(Base):
    """A node of the tree. `path` holds the ids from the root to the node: `/1/4/77/`.

    `street_id` is the node directly below the district (a street or 区直机关工委) that this one belongs to.
    """

    __tablename__ = "organizations"
    __table_args__ = (
        CheckConstraint("kind IN ('district', 'street', 'committee', 'branch')", name="kind"),
        UniqueConstraint("parent_id", "name"),
        Index("ix_organizations_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(80))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    street_id: Mapped[int | None] = mapped_column(index=True)
    path: Mapped[str] = mapped_column(String(120), default="")
    depth: Mapped[int]
    member_count: Mapped[int] = mapped_column(default=0)


class Member(Base):
    """A person on a roster, belonging to one branch.

    Once `erased_at` is set nobody is behind the row: it keeps no name, and what was done under it still counts.
    """

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    name: Mapped[str] = mapped_column(String(40), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    ranking_opt_in: Mapped[bool] = mapped_column(default=False)
    full_name_on_boards: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class Identity(Base):
    """What a member is known by: a phone number, an openid. Kept sealed, found by its keyed hash.

    Those from before there was anything to unbind have no public id and no time.
    """

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("kind", "subject_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str | None] = mapped_column(String(16), unique=True, default=opaque_id)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject_hash: Mapped[str] = mapped_column(String(64))
    subject_sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime | None]


class RoleGrant(Base):
    """A role of a member over one organization's subtree."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("role IN ('secretary', 'unit_admin', 'editor', 'district_admin')", name="role"),
        UniqueConstraint("member_id", "role", "organization_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)


class AccessToken(Base):
    """A log-in on one device; only the hash of its secret is kept. Cookie sessions are such log-ins too.

    One by an identity that can be unbound ends with it.
    """

    __tablename__ = "access_tokens"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=opaque_id)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    device: Mapped[str] = mapped_column(String(80), default="")
    identity_id: Mapped[int | None] = mapped_column(
        ForeignKey("identities.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LoginTries(Base):
    """Wrong passwords per account name, known or not, since `since`."""

    __tablename__ = "login_tries"

    account_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)


class AuditEntry(Base):
    """Who did what to what: ids and plain values only, no names and no phone numbers. Never changed, never deleted."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    member_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    details: Mapped[dict[str, Any]]


class AuditSeal(Base):
    """The place of an audit line in the chain: `hash` is over its text and the hash of the line before it."""

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), unique=True)
    hash: Mapped[str] = mapped_column(String(64))


class Notice(Base):
    """Something one member is told, in the service itself; `link` is an address of the API it is about."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_newest", "member_id", "created_at", "id"),
        Index(
            "ix_notices_unread",
            "member_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=opaque_id)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(1000))
    link: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Outgoing(Base):
    """A message that waits in the outbox for a channel outside the service; `payload` fills the template.

    `key` names its cause, where that must not be told twice.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sent', 'failed')", name="state"),
        UniqueConstraint("channel", "member_id", "key"),
        Index(
            "ix_outbox_due",
            "channel",
            "next_at",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    template: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(8))
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    created_at: Mapped[datetime]
