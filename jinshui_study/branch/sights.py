"""Whom a viewer may look at, and what of it: every page of a branch begins here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from jinshui_study.accounts import members, organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.organizations import Node
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.errors import Forbidden, NotFound

ACTION = "branch.see"


@dataclass(frozen=True)
class Sight:
    """An organization before the eyes of one viewer.

    `own`: the viewer is the secretary of this very branch. `shows_participation`: how many took part may be shown.
    `path` leads to it from the topmost organization in reach, itself included.
    """

    viewer_id: int
    node: Node
    own: bool
    shows_participation: bool
    path: list[Organization]

    @property
    def is_branch(self) -> bool:
        return self.node.kind == "branch"

    @property
    def is_street(self) -> bool:
        return self.node.street_id == self.node.id


def look(member_id: int, public_id: str, profile: Profile) -> Sight:
    """An organization in the member's reach. Raises NotFound for any other."""
    reach = organizations.within_reach(member_id, RIGHTS[ACTION])
    found = db.session.scalar(
        select(Organization).where(Organization.public_id == public_id, Organization.id.in_(reach))
    )
    if found is None:
        raise NotFound("没有找到这个党组织。")
    own = found.kind == "branch" and rights.is_own_secretary(member_id, found.id)
    above = select(Organization).where(
        Organization.id.in_(organizations.path_ids(found)), Organization.id.in_(reach)
    )
    return Sight(
        viewer_id=member_id,
        node=organizations.get_node(public_id),
        own=own,
        shows_participation=profile.shows_participation(own_secretary=own),
        path=list(db.session.scalars(above.order_by(Organization.depth))),
    )


def look_at_own(member_id: int, public_id: str, profile: Profile) -> Sight:
    """A branch whose secretary the member is; Forbidden for others who may look at the branch itself."""
    sight = look(member_id, public_id, profile)
    if not sight.own:
        raise Forbidden("谁参加了、谁还没有参加，只有本支部书记可以看。")
    return sight


def homes(member_id: int) -> Sequence[Organization]:
    """The organizations the member answers for, the highest first."""
    found = [one for role, one in members.roles_of(member_id) if role in RIGHTS[ACTION]]
    return list(dict.fromkeys(found))
