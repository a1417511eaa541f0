"""Where an organization stands, why, how it went week by week, and how those below it compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.branch import figures
from jinshui_study.branch.boards import Chosen
from jinshui_study.branch.sights import Sight
from jinshui_study.db import db, table_of
from jinshui_study.points import boards, fairness, group_boards, reasons, rulebooks
from jinshui_study.points.fairness import Group
from jinshui_study.points.group_boards import Explained, RankedGroup
from jinshui_study.points.models import BranchStanding
from jinshui_study.points.reasons import TaskSum

WEEKS = 8

_branch_standing = table_of(BranchStanding)


@dataclass(frozen=True)
class Place:
    """A rank among so many."""

    where: str
    rank: int
    of: int


@dataclass(frozen=True)
class Taking:
    """How many of the members took part."""

    participants: int
    members: int

    @property
    def share(self) -> float:
        return fairness.share(self.participants, self.members)


@dataclass(frozen=True)
class Standing:
    """`score`, the district's `mean` and `gap` in tenths; without a score it is on no board.

    What tells how many took part may be None. `above` stands next higher, `closing` is how much the sum must grow to
    draw level with it, `unit` how many tenths one of the sum is.
    """

    score: int | None
    mean: int
    places: list[Place]
    above: RankedGroup | None
    gap: int
    taking: Taking | None
    why: Explained | None
    closing: int | None
    unit: int


def standing(sight: Sight, chosen: Chosen) -> Standing:
    """Where the organization stands on a board: a branch among branches, a street among streets."""
    why = group_boards.explain(chosen.name, sight.node)
    unit = group_boards.unit_of(chosen.name)
    places, ranked = _places(sight, chosen.name)
    mine = next((group for group in ranked if group.id == sight.node.id), None)
    above = None if mine is None else _next_above(ranked, mine)
    gap = above.score - mine.score if above and mine else 0
    shows = sight.shows_participation
    return Standing(
        score=why.score,
        mean=why.mean_tenths,
        places=places,
        above=above,
        gap=gap,
        taking=Taking(why.participants, _members(sight)) if shows else None,
        why=why if shows else None,
        closing=figures.to_close(gap, why.participants, unit) if shows and above else None,
        unit=unit,
    )


def _places(sight: Sight, board: str) -> tuple[list[Place], list[RankedGroup]]:
    """The ranks of the organization, and the widest board it is on."""
    district = organizations.get_node(None)
    if sight.is_branch:
        street = next(one for one in _streets() if one.id == sight.node.street_id)
        wide = group_boards.branches(board, district)
        near = group_boards.branches(board, organizations.get_node(street.public_id))
        found = [_place("全区支部", wide, sight), _place(street.name, near, sight)]
    elif sight.is_street:
        wide = group_boards.streets(board, district)
        found = [_place("各街道", wide, sight)]
    else:
        wide, found = [], []
    return [place for place in found if place is not None], wide


def _place(where: str, ranked: Sequence[RankedGroup], sight: Sight) -> Place | None:
    mine = next((group for group in ranked if group.id == sight.node.id), None)
    return None if mine is None else Place(where, mine.rank, len(ranked))


def _next_above(ranked: Sequence[RankedGroup], mine: RankedGroup) -> RankedGroup | None:
    higher = [group for group in ranked if group.rank < mine.rank]
    return higher[-1] if higher else None


def _streets() -> Sequence[Any]:
    return db.session.execute(
        select(Organization.id, Organization.public_id, Organization.name).where(
            Organization.street_id == Organization.id
        )
    ).all()


def _members(sight: Sight) -> int:
    query = select(func.sum(Organization.member_count)).where(organizations.below(sight.node))
    return int(db.session.scalar(query) or 0)


@dataclass(frozen=True)
class Week:
    """One week's score and the district's mean, in tenths; None where too few took part."""

    first: date
    score: int | None
    mean: int | None
    taking: int | None

    @property
    def label(self) -> str:
        return f"{self.first.month}/{self.first.day}"


def trend(sight: Sight, day: date) -> list[Week]:
    """The weeks up to that of `day`, the oldest first."""
    monday = day - timedelta(days=day.weekday())
    return weeks(sight, [monday - timedelta(weeks=ago) for ago in reversed(range(WEEKS))])


def weeks(sight: Sight, mondays: Sequence[date]) -> list[Week]:
    """The weeks that begin on these days."""
    names = {first: boards.of_period("week", first) for first in mondays}
    mine = _sums(list(names.values()), organizations.below(sight.node))
    whole = _sums(list(names.values()), true())
    return [
        _week(first, mine.get(name), whole.get(name), shows=sight.shows_participation)
        for first, name in names.items()
    ]


def _sums(names: Sequence[str], inside: ColumnElement[bool]) -> dict[str, Group]:
    """The sums over the branches inside, by board."""
    rows = db.session.execute(
        select(
            _branch_standing.c.board,
            func.sum(_branch_standing.c.total),
            func.sum(_branch_standing.c.participants),
        )
        .join(Organization, Organization.id == _branch_standing.c.branch_id)
        .where(_branch_standing.c.board.in_(names), inside)
        .group_by(_branch_standing.c.board)
    )
    return {board: Group(0, int(total), int(participants)) for board, total, participants in rows}


def _week(first: date, mine: Group | None, whole: Group | None, *, shows: bool) -> Week:
    enough = mine is not None and whole is not None and mine.participants >= fairness.FEWEST
    unit = group_boards.POINTS_UNIT
    return Week(
        first=first,
        score=fairness.score_tenths(mine, whole, unit) if enough and mine and whole else None,
        mean=fairness.mean_tenths(whole, unit) if whole and whole.participants else None,
        taking=(mine.participants if mine else 0) if shows else None,
    )


def rule_versions(chosen: Chosen, day: date) -> list[int]:
    """The versions of the point rules in force from a period's first day to `day`; none for a quiz's own marks."""
    if chosen.first is None:
        return []
    first, last = (rulebooks.in_force(one).version for one in (chosen.first, day))
    return list(range(first, last + 1))


def lines(sight: Sight, chosen: Chosen) -> list[TaskSum]:
    """The ledger behind a branch's sum of a period, by task; for whom participation may be shown."""
    if chosen.first is None or not (sight.is_branch and sight.shows_participation):
        return []
    return reasons.of_branch(sight.node.id, chosen.name, chosen.first)


@dataclass(frozen=True)
class Below:
    """A street or branch under the one looked at; `rank` and `score` are None for one that is on no board.

    `total`, in tenths, goes with `taking`: either tells the other.
    """

    public_id: str
    name: str
    rank: int | None
    score: int | None
    part: float
    taking: Taking | None
    total: int | None = None


def below(sight: Sight, chosen: Chosen) -> list[Below]:
    """The streets of the district, or all branches of a smaller organization, the best first."""
    if sight.is_branch:
        return []
    whole = sight.node.parent_id is None
    ranked = (group_boards.streets if whole else group_boards.branches)(chosen.name, sight.node)
    highest = max((group.score for group in ranked), default=0)
    placed = [
        Below(
            group.public_id,
            group.name,
            group.rank,
            group.score,
            fairness.share(group.score, highest),
            Taking(group.participants, group.members) if sight.shows_participation else None,
            group.total * group_boards.unit_of(chosen.name) if sight.shows_participation else None,
        )
        for group in ranked
    ]
    known = {group.public_id for group in ranked}
    return placed + [
        Below(row.public_id, row.name, None, None, 0.0, None)
        for row in _all_below(sight, whole=whole)
        if row.public_id not in known
    ]


def _all_below(sight: Sight, *, whole: bool) -> Sequence[Any]:
    kind = Organization.street_id == Organization.id if whole else Organization.kind == "branch"
    return db.session.execute(
        select(Organization.public_id, Organization.name)
        .where(organizations.below(sight.node), kind)
        .order_by(Organization.name)
    ).all()
