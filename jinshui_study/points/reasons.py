"""Why a score is what it is: a member's own lines, and the numbers in a branch's or street's formula."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from jinshui_study.accounts import organizations
from jinshui_study.accounts.organizations import Node
from jinshui_study.compliance import Profile
from jinshui_study.db import db, table_of
from jinshui_study.errors import NotFound
from jinshui_study.points import board_pages, boards, group_boards, ledger, rulebooks
from jinshui_study.points.models import LedgerEntry, MemberStanding

_ledger = table_of(LedgerEntry)
_standings = table_of(MemberStanding)


@dataclass(frozen=True)
class TaskSum:
    """The points of one task by one version of the rules, and in how many lines they came."""

    code: str
    rule_version: int
    points: int
    lines: int

    @property
    def title(self) -> str:
        return title_of(self.code, self.rule_version)


def of_member(member_id: int, period: str, day: date) -> dict[str, Any]:
    """A member's points of the period that holds `day`, summed by task and version of the rules."""
    first = boards.starts_on(period, day)
    tasks = _by_task(_ledger.c.member_id == member_id, first)
    return {
        "period": period,
        "starts_on": first and first.isoformat(),
        "points": sum(task.points for task in tasks),
        "tasks": [{"title": task.title, **asdict(task)} for task in tasks],
    }


def of_branch(branch_id: int, board: str, first: date) -> list[TaskSum]:
    """What a branch's sum on the board of the period that began on `first` is made of."""
    members = select(_standings.c.member_id).where(
        _standings.c.branch_id == branch_id, _standings.c.board == board
    )
    return _by_task(_ledger.c.member_id.in_(members), first)


def _by_task(whose: ColumnElement[bool], first: date | None) -> list[TaskSum]:
    points = func.sum(_ledger.c.points)
    query = (
        select(_ledger.c.task, _ledger.c.rule_version, points, func.count())
        .where(whose)
        .group_by(_ledger.c.task, _ledger.c.rule_version)
        .order_by(points.desc(), _ledger.c.task, _ledger.c.rule_version)
    )
    if first is not None:
        query = query.where(_ledger.c.day >= first)
    return [
        TaskSum(task, version, int(total), lines) for task, version, total, lines in db.session.execute(query)
    ]


def title_of(code: str, version: int) -> str:
    """A task's name in the rules it was paid by; lines may be older than what is kept of their rules."""
    if code == ledger.ADJUSTMENT.code:
        return ledger.ADJUSTMENT.title
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
