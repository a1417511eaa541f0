"""Why a score is what it is: a member's own lines, and the numbers in a branch's or street's formula."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from jinshui_study.accounts import organizations
from jinshui_study.accounts.organizations import Node
from jinshui_study.compliance import Profile
from jinshui_study.db import db, table_of
from jinshui_study.errors import NotFound
from jinshui_study.points import board_pages, boards, group_boards, rulebooks
from jinshui_study.points.models import LedgerEntry

_ledger = table_of(LedgerEntry)


def of_member(member_id: int, period: str, day: date) -> dict[str, Any]:
    """A member's points of the period that holds `day`, summed by task and version of the rules."""
    first = boards.starts_on(period, day)
    query = (
        select(
            _ledger.c.task,
            _ledger.c.rule_version,
            func.sum(_ledger.c.points).label("points"),
            func.count().label("lines"),
        )
        .where(_ledger.c.member_id == member_id)
        .group_by(_ledger.c.task, _ledger.c.rule_version)
        .order_by(func.sum(_ledger.c.points).desc(), _ledger.c.task, _ledger.c.rule_version)
    )
    if first is not None:
        query = query.where(_ledger.c.day >= first)
    rows = db.session.execute(query).all()
    return {
        "period": period,
        "starts_on": first and first.isoformat(),
        "points": sum(int(row.points) for row in rows),
        "tasks": [
            {
                "code": row.task,
                "title": title_of(row.task, row.rule_version),
                "rule_version": row.rule_version,
                "points": int(row.points),
                "lines": row.lines,
            }
            for row in rows
        ],
    }


def title_of(code: str, version: int) -> str:
    """A task's name in the rules it was paid by; lines may be older than what is kept of their rules."""
    try:
        task = rulebooks.of_version(version).task(code)
    except NotFound:
        task = None
    return code if task is None else task.title


@dataclass(frozen=True)
class Viewer:
    """Who asks why, as far as it matters: the branches whose secretary they are."""

    own_branches: frozenset[int]
    profile: Profile


def viewer_of(member_id: int, profile: Profile) -> Viewer:
    return Viewer(board_pages.own_branches(member_id, profile), profile)


def of_group(of: str, public_id: str, period: str, day: date, viewer: Viewer) -> dict[str, Any]:
    """The numbers in the formula of a branch or street (`of` branches, streets); NotFound for another organization.

    How many took part, and the sum that would tell it, go to whom the profile lets see them.
    """
    node = organizations.get_node(public_id)
    if not _is(of, node):
        raise NotFound("没有找到这个党组织。")
    found = group_boards.explain(boards.of_period(period, day), node)
    first = boards.starts_on(period, day)
    shows = viewer.profile.shows_participation(own_secretary=node.id in viewer.own_branches)
    return {
        "period": period,
        "starts_on": first and first.isoformat(),
        "organization": {"id": node.public_id, "name": node.name},
        "score": found.score,
        "weight": found.weight,
        "fewest": found.fewest,
        "district_mean": found.district_mean,
        "total": found.total if shows else None,
        "participants": found.participants if shows else None,
    }


def _is(of: str, node: Node) -> bool:
    """Whether a board of this kind has the node: branches, and what lies directly below the district."""
    return node.kind == "branch" if of == "branches" else node.street_id == node.id
