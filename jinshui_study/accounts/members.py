"""Members and what they are known by."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from jinshui_study.accounts import organizations, sealing
from jinshui_study.accounts.models import Identity, Member, Organization, RoleGrant
from jinshui_study.db import db, insert, opaque_id, table_of
from jinshui_study.errors import Conflict, Invalid, NotFound

PHONE = re.compile(r"1[3-9][0-9]{9}")
NOISE = r"[\s\-()\u200b-\u200f\u2010-\u2015\u202a-\u202e\ufeff]"
"""What stands in numbers that were copied: blanks, dashes of all kinds, marks of writing direction."""
SHORTEST_PASSWORD = 8
TAKEN = {
    "phone": "这个号码已经登记在另一位党员名下。",
    "wechat": "这个微信已经绑定在另一位党员名下。",
}

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash("nobody's password")


def normalise_phone(text: str) -> str | None:
    """The eleven digits of a mainland mobile number however it is written, None if it is not one."""
    digits = re.sub(NOISE, "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+86|0086|86(?=1[3-9]\d{9}$))", "", digits)
    return digits if PHONE.fullmatch(digits) else None


def create(name: str, branch: Organization, now: datetime, *, phone: str | None = None) -> Member:
    """Put a person on the roster of a branch. Raises Invalid, and Conflict when the phone is somebody else's."""
    if branch.kind != "branch":
        raise Invalid(f"“{branch.name}”不是支部，不能登记党员。", errors={"branch": ["应为支部。"]})
    member = Member(name=name, branch_id=branch.id, created_at=now)
    db.session.add(member)
    db.session.flush()
    organizations.count_member(branch.id, +1)
    if phone is not None:
        add_identity(member, "phone", phone, now)
    return member


_identities = table_of(Identity)
_ADD_IDENTITY = insert(_identities).on_conflict_do_nothing()


def add_identity(member: Member, kind: str, subject: str, now: datetime | None = None) -> Identity:
    """Let the member be known by `subject`. Raises Conflict when it is somebody else's, even since just now."""
    row = {
        "member_id": member.id,
        "kind": kind,
        "public_id": opaque_id(),
        "subject_hash": sealing.blind(kind, subject),
        "subject_sealed": sealing.seal(subject),
        "created_at": now,
    }
    db.session.connection().execute(_ADD_IDENTITY, row)
    kept = db.session.scalars(
        select(Identity).where(Identity.kind == kind, Identity.subject_hash == row["subject_hash"])
    ).one()
    if kept.member_id != member.id:
        raise Conflict(TAKEN.get(kind, TAKEN["phone"]), code="identity_taken")
    return kept


def find_by_identity(kind: str, subject: str) -> Member | None:
    return db.session.scalar(
        select(Member)
        .join(Identity, Identity.member_id == Member.id)
        .where(Identity.kind == kind, Identity.subject_hash == sealing.blind(kind, subject))
    )


def get(member_id: int) -> Member:
    found = db.session.get(Member, member_id)
    if found is None:
        raise NotFound("没有找到这位党员。")
    return found


def erased(member_ids: Collection[int]) -> frozenset[int]:
    """Which of these have erased their data."""
    gone = select(Member.id).where(Member.id.in_(member_ids), Member.erased_at.is_not(None))
    return frozenset(db.session.scalars(gone)) if member_ids else frozenset()


def set_password(member: Member, password: str) -> None:
    member.password_hash = hashed(password)
    db.session.flush()


def hashed(password: str) -> str:
    """What is kept of a password, which takes a while on purpose. Raises Invalid for a short one."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(errors={"password": [f"密码至少 {SHORTEST_PASSWORD} 位。"]})
    return _hasher.hash(password)


def password_matches(member: Member | None, password: str) -> bool:
    """Whether the password is the member's; takes the same time where there is no such member or no password."""
    kept = member.password_hash if member is not None else None
    try:
        _hasher.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def grant_role(member: Member, role: str, organization: Organization) -> None:
    kept = db.session.scalar(
        select(RoleGrant).where(
            RoleGrant.member_id == member.id,
            RoleGrant.role == role,
            RoleGrant.organization_id == organization.id,
        )
    )
    if kept is None:
        db.session.add(RoleGrant(member_id=member.id, role=role, organization_id=organization.id))
        db.session.flush()


def roles_of(member_id: int) -> list[tuple[str, Organization]]:
    rows = db.session.execute(
        select(RoleGrant.role, Organization)
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .where(RoleGrant.member_id == member_id)
        .order_by(Organization.depth, RoleGrant.role)
    )
    return [(row.role, row.Organization) for row in rows]


def describe(member: Member) -> dict[str, Any]:
    """A member as the API shows them to themselves."""
    branch = db.session.get_one(Organization, member.branch_id)
    return {
        "id": member.public_id,
        "name": member.name,
        "branch": branch,
        "path": organizations.path_of(branch),
        "roles": [{"role": role, "organization": organization} for role, organization in roles_of(member.id)],
        "ranking_opt_in": member.ranking_opt_in,
        "full_name_on_boards": member.full_name_on_boards,
    }
