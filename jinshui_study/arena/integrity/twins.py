"""Two accounts that answered the same questions in the same order in nearly the same times. Pure.

One person at two phones, or two that go by the same signal, leave the same rhythm. Two people who merely know the same
differ by more: with times that scatter by seconds, a dozen within a quarter of a second do not happen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

NEAR_MS = 250
"""How near two times must be."""
FEWEST = 8
"""How many questions two attempts must share."""
SHARE = 0.9
"""And how many of those must have near times."""
WINDOW = 3
CROWD = 40
"""A rhythm of three that more attempts than these share tells nothing; to compare all of them would take too long."""
STEPS, MOST_NEIGHBOURS, FEWEST_PAIRS = 5, 500, 20

Step = tuple[int, int]
"""A revision, and the time its answer took, in ms."""


@dataclass(frozen=True)
class Rhythm:
    """An attempt as the order and the times of its answers."""

    member: int
    attempt: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Twins:
    """Two attempts of two accounts: how many questions they share in order, and how many of these in near times."""

    first: Rhythm
    second: Rhythm
    shared: int
    near: int


def find(rhythms: Sequence[Rhythm], fresh: Iterable[str] | None = None) -> list[Twins]:
    """All pairs that are too alike; with `fresh`, those in which one of these attempts is."""
    wanted = None if fresh is None else set(fresh)
    found = []
    for one, other in _candidates(rhythms):
        if wanted is not None and not {one.attempt, other.attempt} & wanted:
            continue
        twins = compare(one, other)
        if is_suspicious(twins):
            found.append(twins)
    return found


def is_suspicious(twins: Twins) -> bool:
    return (
        twins.first.member != twins.second.member
        and twins.shared >= FEWEST
        and twins.near >= SHARE * twins.shared
    )


def compare(one: Rhythm, other: Rhythm) -> Twins:
    """Count what two attempts share: questions that come in the same order in both, and near times among them."""
    first, second = sorted((one, other), key=lambda rhythm: rhythm.attempt)
    times = dict(second.steps)
    place = {revision: number for number, (revision, _) in enumerate(second.steps)}
    shared = near = 0
    last = -1
    for revision, elapsed in first.steps:
        if place.get(revision, -1) > last:
            last = place[revision]
            shared += 1
            near += abs(elapsed - times[revision]) <= NEAR_MS
    return Twins(first, second, shared, near)


@dataclass(frozen=True)
class Usual:
    """Near times of pairs of different people in a contest: how many pairs, the 99th hundredth of them, the most."""

    pairs: int
    hundredth: int
    most: int


def usual(rhythms: Sequence[Rhythm]) -> Usual | None:
    """What pairs of neighbours in the list come to, None for too few to tell."""
    near = sorted(
        compare(one, other).near
        for step in range(1, STEPS + 1)
        for one, other in zip(rhythms[:MOST_NEIGHBOURS], rhythms[step : MOST_NEIGHBOURS + step], strict=False)
        if one.member != other.member
    )
    return Usual(len(near), near[len(near) * 99 // 100], near[-1]) if len(near) >= FEWEST_PAIRS else None


def _candidates(rhythms: Sequence[Rhythm]) -> Iterator[tuple[Rhythm, Rhythm]]:
    """Pairs that share some stretch of three answers: to compare each with each would take too long.

    Times are rounded on two grids, so that near ones fall together on one of them at least.
    """
    by_id: Mapping[str, Rhythm] = {one.attempt: one for one in rhythms}
    places: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for one in rhythms:
        for grid in (0, NEAR_MS):
            rounded = [(revision, (elapsed + grid) // (2 * NEAR_MS)) for revision, elapsed in one.steps]
            for start in range(len(rounded) - WINDOW + 1):
                places[grid, *rounded[start : start + WINDOW]].append(one.attempt)
    pairs = Counter(
        pair
        for attempts in places.values()
        if 2 <= len(attempts) <= CROWD
        for pair in combinations(sorted(attempts), 2)
    )
    for first, second in sorted(pairs):
        yield by_id[first], by_id[second]
