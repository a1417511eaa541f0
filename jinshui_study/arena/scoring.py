"""What an answer is worth, in tenths of a point; always between 0 and the question's worth. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from jinshui_study.arena.modes import Rules
from jinshui_study.questions.grading import Grade

TENTHS = 10


def score(rules: Rules, grade: Grade, worth: int, elapsed_ms: int) -> int:
    """The tenths an answer earns out of `worth`.

    With speed points, `speed_percent` of the worth is earned in proportion to the time left (none for an answer that
    is not all right), the rest as without them. An incomplete answer earns its share only where the rules say so.
    """
    speed_part = worth * rules.speed_percent // 100
    base = worth - speed_part
    if not grade.correct:
        earned = base * grade.right // grade.parts if rules.partial else 0
        return clamp(earned, worth)
    return clamp(base + _speed(rules, speed_part, elapsed_ms), worth)


def _speed(rules: Rules, speed_part: int, elapsed_ms: int) -> int:
    if not speed_part or rules.seconds_per_question is None:
        return 0
    limit = rules.seconds_per_question * 1000
    return speed_part * max(0, limit - max(0, elapsed_ms)) // limit


def clamp(earned: int, most: int) -> int:
    return max(0, min(earned, most))


def total(scores: Iterable[int], most: int) -> int:
    return clamp(sum(scores), most)


def most(draw: Iterable[Mapping[str, Any]]) -> int:
    """The most a quiz gives, by its draw as it keeps it."""
    return sum(rule["count"] * rule["score"] for rule in draw)


def in_points(tenths: int) -> str:
    """Tenths of a point as people read them: 40, 40.5."""
    return f"{tenths / 10:g}"
