"""Putting the demo's district, its members and the four log-ins into the database."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from jinshui_study.accounts import members, organizations
from jinshui_study.accounts.models import Member, Organization, RoleGrant
from jinshui_study.cli.demo import names, places
from jinshui_study.db import db, table_of

PASSWORD = "jinshui-demo"
LETS_FULL_NAME = 0.25


@dataclass(frozen=True)
class Login:
    """One of the four people who can log in; `node` is the place in `places.NODES` they belong to."""

    title: str
    phone: str
    name: str
    node: int
    role: str | None = None


LOGINS = (
    Login("党员", "13800000001", "张晓明", 0),
    Login("支部书记", "13800000002", "李雅琴", 0, "secretary"),
    Login("街道管理员", "13800000003", "王彦波", 1, "unit_admin"),
    Login("区级管理员", "13800000004", "赵慧敏", len(places.STREETS), "district_admin"),
)
SECRETARY = LOGINS[1]


@dataclass(frozen=True)
class Resident:
    """A member as far as their activity goes."""

    member_id: int
    public_id: str
    branch_id: int
    login: Login | None


@dataclass(frozen=True)
class Settled:
    district: Organization
    branches: int
    residents: list[Resident]


def settle(number: int, dice: Random, now: datetime) -> Settled:
    """Build the tree and put `number` members on its rosters, a secretary for each branch among them."""
    plan = places.plan(number, dice)
    district, nodes, branches = _build_tree(plan)
    homes = {login: _home_of(login, plan) for login in LOGINS}
    taken = {login.name for login in LOGINS}
    rosters = [
        [
            *(login for login in LOGINS if homes[login] == place),
            *([None] * (branch.size - sum(home == place for home in homes.values()))),
        ]
        for place, branch in enumerate(plan)
    ]
    rows = [
        _member_row(branches[place], login.name if login else names.draw(dice, taken), dice, now)
        for place, roster in enumerate(rosters)
        for login in roster
    ]
    ids = _add_members(rows)
    logins = [login for roster in rosters for login in roster]
    residents = [
        Resident(ids[row["public_id"]], row["public_id"], row["branch_id"], login)
        for row, login in zip(rows, logins, strict=True)
    ]
    _appoint_secretaries(residents)
    for resident in residents:
        if resident.login is not None:
            _open_login(resident.member_id, resident.login, district, nodes)
    return Settled(district, len(plan), residents)


def _build_tree(
    plan: Sequence[places.Branch],
) -> tuple[Organization, list[Organization], list[Organization]]:
    district = organizations.create("district", places.DISTRICT)
    nodes = [
        organizations.create("committee" if name == places.OFFICES else "street", name, district)
        for name in places.NODES
    ]
    committees: dict[tuple[int, str], Organization] = {}
    branches = []
    for branch in plan:
        parent = nodes[branch.node]
        if branch.committee is not None:
            key = (branch.node, branch.committee)
            if key not in committees:
                committees[key] = organizations.create("committee", branch.committee, parent)
            parent = committees[key]
        created = organizations.create("branch", branch.name, parent)
        created.member_count = branch.size
        branches.append(created)
    db.session.flush()
    return district, nodes, branches


def _home_of(login: Login, plan: Sequence[places.Branch]) -> int:
    """The largest branch of the node: there is most to see."""
    return max(
        (place for place, branch in enumerate(plan) if branch.node == login.node),
        key=lambda place: plan[place].size,
    )


def _member_row(branch: Organization, name: str, dice: Random, now: datetime) -> dict[str, Any]:
    return {
        "public_id": urlsafe_b64encode(dice.randbytes(12)).decode(),
        "name": name,
        "branch_id": branch.id,
        "active": True,
        "ranking_opt_in": True,
        "full_name_on_boards": dice.random() < LETS_FULL_NAME,
        "created_at": now - timedelta(days=400, minutes=dice.randrange(60 * 24 * 300)),
    }


def _add_members(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Insert them; the ids by public id."""
    table = table_of(Member)
    statement = insert(table).returning(table.c.public_id, table.c.id)
    return {row.public_id: row.id for row in db.session.connection().execute(statement, rows)}


def _appoint_secretaries(residents: Sequence[Resident]) -> None:
    """The first without a log-in of each branch, except where the log-in of the secretary belongs."""
    chosen: dict[int, Resident] = {}
    for resident in residents:
        if resident.login is SECRETARY:
            chosen[resident.branch_id] = resident
        elif resident.login is None:
            chosen.setdefault(resident.branch_id, resident)
    rows = [
        {"member_id": resident.member_id, "role": "secretary", "organization_id": branch_id}
        for branch_id, resident in chosen.items()
    ]
    db.session.connection().execute(insert(table_of(RoleGrant)), rows)


def _open_login(member_id: int, login: Login, district: Organization, nodes: Sequence[Organization]) -> None:
    member = members.get(member_id)
    members.add_identity(member, "phone", login.phone)
    members.set_password(member, PASSWORD)
    if login.role == "unit_admin":
        members.grant_role(member, login.role, nodes[login.node])
    elif login.role == "district_admin":
        for role in (login.role, "editor"):
            members.grant_role(member, role, district)
