"""Who may let whom in: with an invite code or an approval one could otherwise become somebody more powerful."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from jinshui_study.accounts import organizations, rights
from jinshui_study.accounts.models import Member, Organization, RoleGrant
from jinshui_study.db import db
from jinshui_study.errors import Forbidden, NotFound

RIGHT = "member.admit"
STANDING = {"secretary": 0, "editor": 1, "unit_admin": 2, "district_admin": 3}


@dataclass(frozen=True)
class Grant:
    role: str
    path: str


def covers(mine: list[Grant], theirs: list[Grant]) -> bool:
    """Whether each of their roles is within one of mine of the same standing or a higher one. Pure."""
    return all(
        any(
            STANDING[one.role] >= STANDING[other.role] and other.path.startswith(one.path)
            for one in mine
            if one.role in rights.RIGHTS[RIGHT]
        )
        for other in theirs
    )


def require(decider_id: int, member: Member) -> None:
    """Raise NotFound for a member out of reach, and Forbidden for one whose roles reach further than the decider's."""
    branch = db.session.get_one(Organization, member.branch_id)
    if not rights.may(decider_id, RIGHT, branch):
        raise NotFound("没有找到这位党员。")
    if outranks(member.id, decider_id):
        raise Forbidden("这位党员是上级管理员，请由其上级办理。", code="member_outranks")


def outranks(member_id: int, decider_id: int) -> bool:
    """Whether the member's roles reach further than the decider's, now."""
    return not covers(_grants(decider_id), _grants(member_id))


def get_member(decider_id: int, public_id: str) -> Member:
    """A member whom the decider may let in. Raises NotFound, and Forbidden for one who stands higher."""
    member = db.session.scalar(select(Member).where(Member.public_id == public_id, Member.active))
    if member is None:
        raise NotFound("没有找到这位党员。")
    require(decider_id, member)
    return member


def reach(decider_id: int) -> Select[int]:
    """The ids of the branches whose people the decider may let in."""
    return organizations.within_reach(decider_id, rights.RIGHTS[RIGHT])


def _grants(member_id: int) -> list[Grant]:
    rows = db.session.execute(
        select(RoleGrant.role, Organization.path)
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .where(RoleGrant.member_id == member_id)
    )
    return [Grant(row.role, row.path) for row in rows]
