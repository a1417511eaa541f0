"""Boards of branches and streets, computed from the branches' sums and kept for up to five seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from jinshui_study import cache
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.organizations import Node, Region
from jinshui_study.db import db
from jinshui_study.points import fairness
from jinshui_study.points.fairness import Group
from jinshui_study.points.models import BranchStanding

KEPT_SECONDS = 5.0
POINTS_UNIT = 10
"""Tenths in one of a board's points; a quiz's board counts in tenths already."""


@dataclass(frozen=True)
class Branch:
    """A branch on a board, with what the board says about it."""

    id: int
    public_id: str
    name: str
    path: str
    street_id: int
    total: int
    participants: int
    members: int


@dataclass(frozen=True)
class RankedGroup:
    """`score` in tenths of a point, `total` in the board's own unit."""

    rank: int
    id: int
    public_id: str
    name: str
    street: str
    score: int
    participants: int
    members: int
    total: int

    @property
    def participation(self) -> float:
        return fairness.share(self.participants, self.members)


def unit_of(board: str) -> int:
    return 1 if board.startswith("quiz:") else POINTS_UNIT


def branches(board: str, region: Region) -> list[RankedGroup]:
    """The branches of a region, best first; the mean is the whole district's."""
    return cache.remember_here(
        f"branches:{board}:{region.key}", KEPT_SECONDS, lambda: _rank_branches(board, region, _load(board))
    )


def streets(board: str, region: Region) -> list[RankedGroup]:
    """The streets of a region, each summed from its branches."""
    return cache.remember_here(
        f"streets:{board}:{region.key}", KEPT_SECONDS, lambda: _rank_streets(board, region, _load(board))
    )


@dataclass(frozen=True)
class Explained:
    """What a group's score is made of; one with too few participants has none."""

    score: int | None
    total: int
    participants: int
    district_mean: float
    mean_tenths: int
    weight: int = fairness.WEIGHT
    fewest: int = fairness.FEWEST


def explain(board: str, node: Node) -> Explained:
    """The numbers behind the score of a branch or street, in whole points."""
    loaded = cache.remember_here(f"branch-rows:{board}", KEPT_SECONDS, lambda: _load(board))
    district, group = _sum(loaded), _sum(_inside(node, loaded))
    unit = unit_of(board)
    ranked = group.participants >= fairness.FEWEST
    return Explained(
        score=fairness.score_tenths(group, district, unit) if ranked else None,
        total=group.total,
        participants=group.participants,
        district_mean=round(district.total / district.participants, 3) if district.participants else 0.0,
        mean_tenths=fairness.mean_tenths(district, unit),
    )


def _sum(branches: Sequence[Branch]) -> Group:
    return Group(0, sum(one.total for one in branches), sum(one.participants for one in branches))


def _inside(region: Region, branches: Sequence[Branch]) -> list[Branch]:
    return [branch for branch in branches if organizations.holds(region, branch.path)]


@dataclass(frozen=True)
class Now:
    """A region on a board at one moment, with how many took part in it."""

    branches: list[RankedGroup]
    streets: list[RankedGroup]
    participants: int


def standing_now(board: str, region: Region) -> Now:
    """The branches and the streets of a region at this moment: for who keeps them for others."""
    loaded = _load(board)
    return Now(
        branches=_rank_branches(board, region, loaded),
        streets=_rank_streets(board, region, loaded),
        participants=_sum(_inside(region, loaded)).participants,
    )


def _rank_branches(board: str, region: Region, loaded: Sequence[Branch]) -> list[RankedGroup]:
    found = {branch.id: branch for branch in loaded}
    groups = [_group(branch) for branch in loaded]
    inside = [_group(branch) for branch in _inside(region, loaded)]
    names = _street_names()
    return [
        RankedGroup(
            scored.rank,
            scored.organization_id,
            found[scored.organization_id].public_id,
            found[scored.organization_id].name,
            names.get(found[scored.organization_id].street_id, ("", ""))[1],
            scored.tenths,
            scored.participants,
            found[scored.organization_id].members,
            scored.total,
        )
        for scored in fairness.rank(inside, groups, unit_of(board))
    ]


def _group(branch: Branch) -> Group:
    return Group(branch.id, branch.total, branch.participants)


def _rank_streets(board: str, region: Region, loaded: Sequence[Branch]) -> list[RankedGroup]:
    groups = [_group(branch) for branch in loaded]
    sums: dict[int, list[int]] = {}
    for branch in _inside(region, loaded):
        one = sums.setdefault(branch.street_id, [0, 0])
        one[0] += branch.total
        one[1] += branch.participants
    names, sizes = _street_names(), _street_sizes(region)
    merged = [Group(street_id, total, participants) for street_id, (total, participants) in sums.items()]
    return [
        RankedGroup(
            scored.rank,
            scored.organization_id,
            *names[scored.organization_id],
            names[scored.organization_id][1],
            scored.tenths,
            scored.participants,
            sizes.get(scored.organization_id, 0),
            scored.total,
        )
        for scored in fairness.rank(merged, groups, unit_of(board))
    ]


def _load(board: str) -> list[Branch]:
    rows = db.session.execute(
        select(
            Organization.id,
            Organization.public_id,
            Organization.name,
            Organization.path,
            BranchStanding.street_id,
            BranchStanding.total,
            BranchStanding.participants,
            Organization.member_count,
        )
        .join(BranchStanding, BranchStanding.branch_id == Organization.id)
        .where(BranchStanding.board == board)
    )
    return [Branch(*row) for row in rows]


def _street_names() -> dict[int, tuple[str, str]]:
    """Public id and name of every node directly below the district."""

    def load() -> dict[int, tuple[str, str]]:
        rows = db.session.execute(
            select(Organization.id, Organization.public_id, Organization.name).where(
                Organization.street_id == Organization.id
            )
        )
        return {row.id: (row.public_id, row.name) for row in rows}

    return cache.remember_here("street-names", KEPT_SECONDS, load)


def _street_sizes(region: Region) -> dict[int, int]:
    """Members of each street, as far as its branches lie in the region."""

    def load() -> dict[int, int]:
        rows = db.session.execute(
            select(Organization.street_id, func.sum(Organization.member_count))
            .where(Organization.kind == "branch", organizations.inside(region))
            .group_by(Organization.street_id)
        )
        return {street_id or 0: int(members) for street_id, members in rows}

    return cache.remember_here(f"street-sizes:{region.key}", KEPT_SECONDS, load)
