"""The branch score: fair to size. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WEIGHT = 10
"""k: how many district-average participants every group is given beside its own."""
FEWEST = 3
"""Groups with fewer participants are left out."""


@dataclass(frozen=True)
class Group:
    """A branch or street as far as its score goes; `total` and the score are in the board's own unit."""

    organization_id: int
    total: int
    participants: int


@dataclass(frozen=True)
class Scored:
    organization_id: int
    rank: int
    tenths: int
    total: int
    participants: int


def share(part: int, whole: int) -> float:
    """A part of the whole from 0 to 1, 0 of nothing; who has left since may have taken part."""
    return min(1.0, part / whole) if whole else 0.0


def score_tenths(group: Group, district: Group, unit: int) -> int:
    """(Σ best + k × district mean) / (participants + k), in tenths, rounded half up.

    `unit` is how many tenths one of `total` is: 10 on boards of whole points, 1 on a quiz's board.
    Integers throughout: with the mean S/P the score is (Σ·P + k·S) / (P·(n + k)).
    """
    above = unit * (group.total * district.participants + WEIGHT * district.total)
    below = district.participants * (group.participants + WEIGHT)
    return _half_up(above, below)


def mean_tenths(group: Group, unit: int) -> int:
    """What each of its participants has on average, in tenths, rounded half up."""
    return _half_up(unit * group.total, group.participants)


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole) if whole else 0


def rank(groups: Sequence[Group], branches: Sequence[Group], unit: int) -> list[Scored]:
    """Groups with enough participants, best first; equals share a rank (1, 1, 3) and go by id.

    `branches` are all branches of the board: their participants make the district mean.
    """
    district = Group(0, sum(group.total for group in branches), sum(group.participants for group in branches))
    scored = sorted(
        (
            (-score_tenths(group, district, unit), group.organization_id, group)
            for group in groups
            if group.participants >= FEWEST
        ),
        key=lambda item: item[:2],
    )
    result: list[Scored] = []
    for place, (negative, _, group) in enumerate(scored, start=1):
        same = result and result[-1].tenths == -negative
        result.append(
            Scored(
                group.organization_id,
                result[-1].rank if same else place,
                -negative,
                group.total,
                group.participants,
            )
        )
    return result
