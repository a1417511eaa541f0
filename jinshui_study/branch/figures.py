"""The arithmetic of a branch's page: parts, gaps, and figures as people read them. Pure."""

from jinshui_study.points.fairness import WEIGHT

TENTHS = 10


def points(tenths: int | None) -> str:
    """Tenths of a point with one place: 45.3; a dash for none."""
    return "—" if tenths is None else f"{tenths / TENTHS:.1f}"


def share(part: int, whole: int) -> float:
    """A part of the whole from 0 to 1, 0 of nothing; who has left since may have taken part."""
    return min(1.0, part / whole) if whole else 0.0


def to_close(gap: int, participants: int, unit: int) -> int:
    """How much a branch's sum must grow for its score to grow by `gap` tenths, with as many participants as now.

    `unit` is how many tenths one of the sum is. What that does to the district's mean is left aside.
    """
    return -(-gap * (participants + WEIGHT) // unit)
