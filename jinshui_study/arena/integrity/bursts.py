"""Many accounts of one branch that came in by invitation within minutes and play the same contest. Pure.

A branch meeting at which everybody joins looks the same: it is for who knows the branch to judge.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FEWEST = 6
WITHIN = timedelta(minutes=5)
SOON = timedelta(hours=2)
"""How soon after coming in the contest must be played: who joined long before did not come for it."""


@dataclass(frozen=True)
class Newcomer:
    """An account that came in by invitation, and its first attempt at the contest."""

    member: int
    branch: int
    joined_at: datetime
    attempt: str
    started_at: datetime

    @property
    def came_for_it(self) -> bool:
        return timedelta(0) <= self.started_at - self.joined_at <= SOON


def find(newcomers: Iterable[Newcomer]) -> list[list[Newcomer]]:
    """The bursts, each by its branch and in the order they came; nobody is in two."""
    branches: dict[int, list[Newcomer]] = defaultdict(list)
    for one in newcomers:
        if one.came_for_it:
            branches[one.branch].append(one)
    found = []
    for branch in sorted(branches):
        rest = sorted(branches[branch], key=lambda one: (one.joined_at, one.member))
        while rest:
            burst = [one for one in rest if one.joined_at - rest[0].joined_at <= WITHIN]
            if len(burst) >= FEWEST:
                found.append(burst)
                rest = rest[len(burst) :]
            else:
                rest = rest[1:]
    return found
