"""Who may do what: one table, one function. Who may see whose data is `organizations.within_reach`."""

from sqlalchemy import literal, select

from jinshui_study.accounts.models import Organization, RoleGrant
from jinshui_study.db import db
from jinshui_study.errors import Forbidden

RIGHTS: dict[str, tuple[str, ...]] = {
    "quiz.create": ("unit_admin", "district_admin"),
    "contest.run": ("unit_admin", "district_admin"),
    "integrity.review": ("unit_admin", "district_admin"),
    "rules.try": ("district_admin",),
    "screen.open": ("unit_admin", "district_admin"),
    "quiz.see_live_board": ("unit_admin", "district_admin"),
    "branch.see": ("secretary", "unit_admin", "district_admin"),
    "branch.see_participation": ("secretary",),
    "branch.compare": ("unit_admin", "district_admin"),
    "bank.edit": ("unit_admin", "editor", "district_admin"),
    "bank.review": ("editor", "district_admin"),
    "dispute.rule": ("editor", "district_admin"),
    "statistics.see": ("unit_admin", "editor", "district_admin"),
    "member.admit": ("secretary", "unit_admin", "district_admin"),
    "scene.make": ("secretary", "unit_admin", "district_admin"),
    "audit.see": ("district_admin",),
    "console.enter": ("secretary", "unit_admin", "editor", "district_admin"),
}
"""Action → the roles that may do it within their organization's subtree."""


def may(member_id: int, action: str, organization: Organization | None = None) -> bool:
    """Whether the member has a role that allows `action` on `organization` (None: anywhere).

    A secretary's rights are to one branch's people, so they hold for the organization itself and what lies below.
    """
    grants = (
        select(RoleGrant.id)
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .where(RoleGrant.member_id == member_id, RoleGrant.role.in_(RIGHTS[action]))
    )
    if organization is not None:
        grants = grants.where(literal(organization.path).startswith(Organization.path))
    return db.session.execute(grants.limit(1)).first() is not None


def may_others(member_id: int, action: str, organization: Organization) -> bool:
    """Whether anybody else may do `action` on `organization`."""
    grants = (
        select(RoleGrant.id)
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .where(
            RoleGrant.member_id != member_id,
            RoleGrant.role.in_(RIGHTS[action]),
            literal(organization.path).startswith(Organization.path),
        )
    )
    return db.session.execute(grants.limit(1)).first() is not None


def actions_of(member_id: int) -> frozenset[str]:
    """All the member may do somewhere: what navigation is made of."""
    held = set(db.session.scalars(select(RoleGrant.role).where(RoleGrant.member_id == member_id)))
    return frozenset(action for action, roles in RIGHTS.items() if held & set(roles))


def require(member_id: int, action: str, organization: Organization | None = None) -> None:
    if not may(member_id, action, organization):
        raise Forbidden


def is_own_secretary(member_id: int, branch_id: int) -> bool:
    """Whether the member is secretary of this very organization, not of one it lies below."""
    grants = select(RoleGrant.id).where(
        RoleGrant.member_id == member_id,
        RoleGrant.organization_id == branch_id,
        RoleGrant.role.in_(RIGHTS["branch.see_participation"]),
    )
    return db.session.execute(grants.limit(1)).first() is not None
