"""What people do on a day: whether, when, and which quizzes. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

PEAKS = ((7.8, 0.6), (12.7, 0.5), (20.2, 0.9), (14.0, 3.0))
"""Hours of the day people like, and how far they stray from them: before work, at noon, in the evening, between."""
EARLIEST, LATEST = 6.0, 22.4
WEEKEND = 0.65
CHANCES = {"topic": 0.08, "survival": 0.06, "contest": 0.22}
AGAIN = {"weekly": 0.12, "topic": 0.4, "survival": 0.2, "contest": 0.35}
"""How likely a day brings a quiz, and brings it again; tries that the rules do not give are not taken."""
NEVER = 0.06
"""The share of members who do not take part at all."""


@dataclass(frozen=True)
class Character:
    """A branch: how keen its members are, and how well they know the matter."""

    zeal: float
    learning: float


@dataclass(frozen=True)
class Habits:
    """A member: how likely a day sees them, what they know, how fast they are, the hours and weekday they like."""

    zeal: float
    ability: float
    pace: float
    hours: tuple[float, ...]
    weekday: int
    curiosity: float


def character(dice: Random) -> Character:
    return Character(zeal=dice.uniform(0.16, 0.72), learning=dice.gauss(0, 0.3))


def habits(branch: Character, dice: Random, *, keen: bool) -> Habits:
    """A member of the branch; `keen` for those who are to have something to show."""
    zeal = min(0.95, max(0.03, dice.gauss(branch.zeal, 0.16)))
    if dice.random() < NEVER:
        zeal = 0.0
    favourite = dice.randrange(3)
    return Habits(
        zeal=0.85 if keen else zeal,
        ability=1.1 + branch.learning + dice.gauss(0, 0.75),
        pace=min(2.2, dice.lognormvariate(0, 0.3)),
        hours=tuple(6.0 if peak == favourite else 1.0 for peak in range(len(PEAKS))),
        weekday=dice.choice((0, 0, 1, 2, 3, 4, 4, 5, 6, 6)),
        curiosity=dice.uniform(0.3, 1.7),
    )


def takes_part(member: Habits, day: date, dice: Random) -> bool:
    return dice.random() < member.zeal * (WEEKEND if day.weekday() >= 5 else 1.0)


def hour(member: Habits, dice: Random) -> float:
    """When on a day they begin, in hours since midnight."""
    middle, spread = dice.choices(PEAKS, member.hours)[0]
    return min(LATEST - dice.random(), max(EARLIEST + dice.random(), dice.gauss(middle, spread)))


def doings(member: Habits, day: date, dice: Random) -> Iterator[str]:
    """Presets in the order they are played: the daily quiz, then now and then others, some of them again."""
    yield "daily"
    if day.weekday() == member.weekday and dice.random() < 0.75:
        yield "weekly"
        if dice.random() < AGAIN["weekly"]:
            yield "weekly"
    for preset, chance in CHANCES.items():
        if dice.random() < chance * member.curiosity:
            yield preset
            while dice.random() < AGAIN[preset]:
                yield preset
