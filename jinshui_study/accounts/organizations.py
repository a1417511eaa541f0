"""The organization tree, and the one answer to “whose data may I see”."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, func, or_, select, update

from jinshui_study import cache
from jinshui_study.accounts.models import DEEPEST, KINDS, Organization, RoleGrant
from jinshui_study.db import db
from jinshui_study.errors import Invalid, NotFound

KEPT_SECONDS = 5.0

CHILDREN = {
    "district": ("street", "committee"),
    "street": ("committee", "branch"),
    "committee": ("committee", "branch"),
}


def get_by_public_id(public_id: str) -> Organization:
    found = db.session.scalar(select(Organization).where(Organization.public_id == public_id))
    if found is None:
        raise NotFound("没有找到这个党组织。")
    return found


def get_district() -> Organization:
    found = db.session.scalar(
        select(Organization).where(Organization.parent_id.is_(None)).order_by(Organization.id).limit(1)
    )
    if found is None:
        raise NotFound("还没有建立组织架构。")
    return found


@dataclass(frozen=True)
class Node:
    """An organization as boards need it, kept in the process for a few seconds."""

    id: int
    public_id: str
    kind: str
    name: str
    parent_id: int | None
    street_id: int | None
    path: str

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def nodes(self) -> tuple["Node", ...]:
        return (self,)


@dataclass(frozen=True)
class Area:
    """Several nodes of the tree together, as boards need them; `key` is its own among all regions."""

    key: str
    name: str
    nodes: tuple[Node, ...]


Region = Node | Area
"""A part of the tree that a board is read within."""


def holds(region: Region, path: str) -> bool:
    """Whether what has this path lies in the region."""
    return any(path.startswith(node.path) for node in region.nodes)


def inside(region: Region) -> ColumnElement[bool]:
    """The condition that an Organization lies in the region."""
    return or_(false(), *(below(node) for node in region.nodes))


def get_node(public_id: str | None) -> Node:
    """The node with this id, the district without one. Raises NotFound."""

    def load() -> Node:
        found = get_by_public_id(public_id) if public_id else get_district()
        return Node(
            found.id, found.public_id, found.kind, found.name, found.parent_id, found.street_id, found.path
        )

    return cache.remember_here(f"node:{public_id}", KEPT_SECONDS, load)


def find_child(parent: Organization, name: str) -> Organization | None:
    return db.session.scalar(
        select(Organization).where(Organization.parent_id == parent.id, Organization.name == name)
    )


def children_of(parent: Organization) -> list[Organization]:
    query = select(Organization).where(Organization.parent_id == parent.id)
    return list(db.session.scalars(query.order_by(Organization.id)))


def create(kind: str, name: str, parent: Organization | None = None) -> Organization:
    """Add a node below `parent` (None: the district). Raises Invalid for a kind or depth the tree does not have."""
    if kind not in KINDS or (parent is None) != (kind == "district"):
        raise Invalid(f"不能在此处建立“{name}”。", errors={"kind": ["组织类型不对。"]})
    if parent is not None and kind not in CHILDREN.get(parent.kind, ()):
        raise Invalid(f"“{parent.name}”下不能建立“{name}”。", errors={"kind": ["上级组织下不能有这种组织。"]})
    depth = 1 if parent is None else parent.depth + 1
    if depth > DEEPEST:
        raise Invalid(f"组织层级最多 {DEEPEST} 级。", errors={"parent": ["层级太深。"]})
    node = Organization(kind=kind, name=name, parent_id=parent and parent.id, depth=depth)
    db.session.add(node)
    db.session.flush()
    node.path = f"{parent.path if parent else '/'}{node.id}/"
    node.street_id = None if parent is None else parent.street_id or node.id
    db.session.flush()
    return node


def path_ids(organization: Organization | Node) -> list[int]:
    return [int(part) for part in organization.path.strip("/").split("/")]


def path_of(organization: Organization) -> list[Organization]:
    """From the district to the organization, both included."""
    return list(
        db.session.scalars(
            select(Organization)
            .where(Organization.id.in_(path_ids(organization)))
            .order_by(Organization.depth)
        )
    )


def below(organization: Organization | Node) -> ColumnElement[bool]:
    """The condition that an Organization lies in the subtree of `organization`, itself included."""
    return Organization.path.startswith(organization.path, autoescape=True)


def within_reach(member_id: int, roles: tuple[str, ...] | None = None) -> Select[int]:
    """The ids of all organizations the member has a role over (one of `roles`, if given).

    Every query of a secretary or admin starts from it: `.where(Member.branch_id.in_(within_reach(me.id)))`.
    """
    grants = select(Organization.path).join(RoleGrant, RoleGrant.organization_id == Organization.id)
    grants = grants.where(RoleGrant.member_id == member_id)
    if roles is not None:
        grants = grants.where(RoleGrant.role.in_(roles))
    paths = list(db.session.scalars(grants))
    reached = or_(false(), *(Organization.path.startswith(path, autoescape=True) for path in paths))
    return select(Organization.id).where(reached)


def count_member(branch_id: int, change: int) -> None:
    """Keep `member_count` of a branch, the size its participation is measured by."""
    db.session.execute(
        update(Organization)
        .where(Organization.id == branch_id)
        .values(member_count=Organization.member_count + change)
    )


def branches_below(organization: Organization) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Organization)
            .where(Organization.kind == "branch", below(organization))
        )
        or 0
    )
