"""The arithmetic of a branch's page: parts, gaps, and figures as people read them. Pure."""

from collections.abc import Sequence

from jinshui_study.points.fairness import WEIGHT

TENTHS = 10


def points(tenths: int | None) -> str:
    """Tenths of a point with one place: 45.3; a dash for none."""
    return "—" if tenths is None else f"{tenths / TENTHS:.1f}"


def to_close(gap: int, participants: int, unit: int) -> int:
    """How much a branch's sum must grow for its score to grow by `gap` tenths, with as many participants as now.

    `unit` is how many tenths one of the sum is. What that does to the district's mean is left aside.
    """
    return -(-gap * (participants + WEIGHT) // unit)


def about(wrong: int, answers: int) -> str:
    """A share of wrong answers in tenths, so that none and all are not told apart from nearly so: 约四成答错."""
    tenths = (20 * wrong + answers) // (2 * answers)
    if tenths < 1:
        return "不到一成答错"
    return "九成以上答错" if tenths > 9 else f"约{'一二三四五六七八九'[tenths - 1]}成答错"


def rough_percent(part: int, whole: int) -> int:
    """A share in steps of five per cent from 5 to 95, so that none and all are not told."""
    nearest = 5 * ((40 * part + whole) // (2 * whole)) if whole else 0
    return min(95, max(5, nearest))


def rules_words(versions: Sequence[int]) -> str:
    """By which versions of the point rules: 按第 1、2 版规则; version 0 is what the service comes with."""
    named = "、".join(str(version) for version in versions if version)
    parts = ["自带的规则"] * (0 in versions) + [f"第 {named} 版规则"] * bool(named)
    return f"按{'和'.join(parts)}"
