"""Answers that are right and came faster than their question can be read. Pure.

Careful silent reading of Chinese is about 5 to 10 characters a second, skimming 15 to 20.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

FEWEST = 5
"""How many answers must be too fast; one alone is a lucky glance, or a question that is known by heart."""
SHARE = 0.5
"""And how many of all right answers of the attempt."""
SHORTEST = 30
"""Questions with fewer characters are taken in at one look."""


@dataclass(frozen=True)
class Timed:
    """An answer: how many characters its stem and options have, and how long it took since the question opened."""

    number: int
    revision: int
    characters: int
    elapsed_ms: int
    correct: bool

    @property
    def speed(self) -> float:
        """Characters a second."""
        return self.characters * 1000 / max(self.elapsed_ms, 1)


def length_of(stem: str, content: dict[str, Any]) -> int:
    """The characters of a question as it is shown."""
    shown = (text for name in ("options", "left", "right") for text in content.get(name, ()))
    return len(stem) + sum(map(len, shown))


def too_fast(answers: Sequence[Timed], limit: float) -> list[Timed]:
    """The right answers faster than `limit` characters a second, where there are so many that it is no chance."""
    right = [one for one in answers if one.correct]
    found = [one for one in right if one.characters >= SHORTEST and one.speed > limit]
    return found if len(found) >= FEWEST and len(found) >= SHARE * len(right) else []


@dataclass(frozen=True)
class Usual:
    """How fast people answer a contest's questions: characters a second."""

    median: float
    ninety: float
    fastest_hundredth: float


def usual(speeds: Sequence[float]) -> Usual | None:
    """The distribution of many answers' speeds, None for too few to tell."""
    if len(speeds) < 2:
        return None
    cuts = quantiles(speeds, n=100)
    return Usual(round(cuts[49], 1), round(cuts[89], 1), round(cuts[98], 1))
