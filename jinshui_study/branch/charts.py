"""Where the parts of a trend stand: coordinates for the SVG that pages draw. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from jinshui_study.arena.statistics.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Tick

PARTS = 2
"""Into how many parts the axis is divided."""


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Trend:
    """Dots of the one shown and of what it is compared with; `lines` and `others` join what follows each other."""

    dots: list[Dot]
    lines: list[str]
    others: list[str]
    up: list[Tick]
    across: list[Tick]


def trend(labels: Sequence[str], values: Sequence[int | None], others: Sequence[int | None]) -> Trend:
    """Two rows of figures in tenths over the same times; where there is none the line is broken."""
    known = [value for value in (*values, *others) if value is not None]
    top = _top(max(known, default=0))
    room, step = HEIGHT - TOP - BOTTOM, (WIDTH - LEFT - RIGHT) / max(1, len(labels))

    def across(place: int) -> float:
        return round(LEFT + step * (place + 0.5), 1)

    def up(value: int) -> float:
        return round(TOP + room * (1 - min(max(0, value), top) / top), 1)

    def dots(row: Sequence[int | None]) -> list[Dot | None]:
        return [
            None if value is None else Dot(across(place), up(value), f"{labels[place]}：{value / 10:.1f} 分")
            for place, value in enumerate(row)
        ]

    mine = dots(values)
    return Trend(
        dots=[dot for dot in mine if dot is not None],
        lines=_joined(mine),
        others=_joined(dots(others)),
        up=[Tick(f"{top * part // PARTS / 10:g}", up(top * part // PARTS)) for part in range(PARTS + 1)],
        across=[Tick(label, across(place)) for place, label in enumerate(labels)],
    )


def _top(most: int) -> int:
    """The top of the axis in tenths: an even number of points, at least 2."""
    return max(20, -(-most // 20) * 20)


def _joined(dots: Sequence[Dot | None]) -> list[str]:
    """The points of a polyline for each run of at least two dots."""
    runs: list[list[Dot]] = [[]]
    for dot in dots:
        if dot is None:
            runs.append([])
        else:
            runs[-1].append(dot)
    return [" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1]
