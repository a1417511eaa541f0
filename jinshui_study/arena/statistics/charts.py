"""Where the parts of a chart stand: coordinates for the SVG that pages draw. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 360, 236
LEFT, RIGHT, TOP, BOTTOM = 36, 12, 12, 48
"""The margins in which the axes are written."""
BUCKETS = 10


@dataclass(frozen=True)
class Column:
    """A column of a histogram: what it stands for, how high, and where."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Tick:
    label: str
    at: float


@dataclass(frozen=True)
class Histogram:
    columns: list[Column]
    ticks: list[Tick]


def histogram(totals: Mapping[int, int], most: int) -> Histogram:
    """How many attempts reached each tenth of the full score; the last takes full scores in."""
    counts = [0] * BUCKETS
    for score, times in totals.items():
        counts[min(max(0, score * BUCKETS // most), BUCKETS - 1) if most else 0] += times
    top = _round_up(max(counts))
    room, step = HEIGHT - TOP - BOTTOM, (WIDTH - LEFT - RIGHT) / BUCKETS
    columns = [
        Column(
            label=f"{bucket * 10}%–{bucket * 10 + 10}%",
            count=count,
            x=round(LEFT + bucket * step + 2, 1),
            y=round(TOP + room * (1 - count / top), 1),
            width=round(step - 4, 1),
            height=round(room * count / top, 1),
        )
        for bucket, count in enumerate(counts)
    ]
    return Histogram(columns, [Tick(f"{top * part // 2}", TOP + room * (1 - part / 2)) for part in range(3)])


def _round_up(count: int) -> int:
    """The next even number with one digit that is not 0, for the top of an axis."""
    size = 10 ** max(0, len(str(count)) - 1)
    top = -(-count // size) * size
    return max(2, top + top % 2)


@dataclass(frozen=True)
class Point:
    """A question among others: its number there, what is said of it, and where it stands.

    Its number is `turned` to the left of it where another stands close on its right.
    """

    label: str
    title: str
    x: float
    y: float
    bad: bool
    turned: bool = False


@dataclass(frozen=True)
class Scatter:
    points: list[Point]
    across: list[Tick]
    up: list[Tick]
    weak_at: float
    hard_at: float
    easy_at: float


def scatter(items: Sequence[tuple[str, str, float, float]], weak: float, hard: float, easy: float) -> Scatter:
    """Items as (label, title, facility from 0 to 1, discrimination in %), with the limits of what is flagged.

    The discrimination reaches from the least there is, at most 0, to 100.
    """
    floor = min(0.0, *(discrimination for *_, discrimination in items)) if items else 0.0
    lowest = floor // 20 * 20

    def across(facility: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * facility, 1)

    def up(discrimination: float) -> float:
        part = (discrimination - lowest) / (100 - lowest)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - part), 1)

    points = [
        Point(label, title, across(facility), up(discrimination), discrimination < 0)
        for label, title, facility, discrimination in items
    ]
    return Scatter(
        points=[replace(point, turned=_crowded(point, points)) for point in points],
        across=[Tick(f"{tenth * 10}%", across(tenth / 10)) for tenth in range(0, 11, 2)],
        up=[Tick(str(value), up(value)) for value in range(int(lowest), 101, 20 if lowest > -100 else 50)],
        weak_at=up(weak),
        hard_at=across(hard),
        easy_at=across(easy),
    )


def _crowded(point: Point, points: Sequence[Point]) -> bool:
    """Whether its number would run over another point, or over the edge."""
    beside = any(
        -1 < other.x - point.x < 24 and abs(other.y - point.y) < 12
        for other in points
        if other is not point and (other.x, other.y) != (point.x, point.y)
    )
    return beside or point.x > WIDTH - RIGHT - 24
