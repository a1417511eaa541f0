"""How long unseen questions last, per topic and difficulty: what is drawn a day against what members have left. Pure.

A daily quiz draws each rule's questions evenly from all that the rule admits. So a day takes from a topic and
difficulty (a cell) `count` times its share of the rule's questions, summed over the rules. The days it lasts for a
member who takes part every day are the ready questions of it that they have not seen, divided by that.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from jinshui_study.questions.sampling import Drawable, DrawRule

SHORT_DAYS = 7
"""Fewer days than these are an alarm."""

Cell = tuple[str, int]
"""A topic and a difficulty."""


@dataclass(frozen=True)
class Taker:
    """A member who took part: how often of late, and which questions they have seen."""

    times: int
    seen: Collection[int]


@dataclass(frozen=True)
class Supply:
    """What is left of a cell, for the median member and for the median of the most active tenth.

    `per_day` is what a day's quiz draws from it on average. Days are None where nothing is drawn.
    """

    topic: str
    difficulty: int
    ready: int
    per_day: float
    unseen: float
    unseen_active: float

    @property
    def days(self) -> float | None:
        return self.unseen / self.per_day if self.per_day else None

    @property
    def days_active(self) -> float | None:
        return self.unseen_active / self.per_day if self.per_day else None

    @property
    def short(self) -> bool:
        return self.days_active is not None and self.days_active < SHORT_DAYS


@dataclass(frozen=True)
class Outlook:
    """The cells of a programme, and after how many days the first of its rules has to repeat a question."""

    cells: list[Supply]
    days: float
    days_active: float

    @property
    def short(self) -> bool:
        return self.days_active < SHORT_DAYS


def outlook(
    rules: Sequence[DrawRule], hands: Sequence[Sequence[Drawable]], takers: Sequence[Taker]
) -> Outlook:
    """The outlook of a programme by its rules, the ready questions each admits, and a sample of those who take part.

    Without takers it is that of somebody new, who has seen nothing.
    """
    everyone = list(takers) or [Taker(0, ())]
    active = most_active(everyone)
    per_day = demand(rules, hands)
    cell_of = {question.question_id: _cell(question) for hand in hands for question in hand}
    ready = Counter(cell_of.values())
    left, left_active = (_median_left(group, cell_of, ready) for group in (everyone, active))
    return Outlook(
        cells=[
            Supply(topic, difficulty, ready[cell], per_day[cell], left[cell], left_active[cell])
            for cell in sorted(ready)
            for topic, difficulty in [cell]
        ],
        days=_first_to_end(rules, hands, everyone),
        days_active=_first_to_end(rules, hands, active),
    )


def _cell(question: Drawable) -> Cell:
    return question.topic, question.difficulty


def demand(rules: Sequence[DrawRule], hands: Sequence[Sequence[Drawable]]) -> dict[Cell, float]:
    """How many questions a day's quiz draws from each cell on average."""
    found: Counter[Cell] = Counter()
    for rule, hand in zip(rules, hands, strict=True):
        for cell, number in Counter(map(_cell, hand)).items():
            found[cell] += rule.count * number / len(hand)  # type: ignore[assignment]
    return dict(found)


def most_active(takers: Sequence[Taker]) -> list[Taker]:
    """The tenth that took part most often, at least one."""
    ranked = sorted(takers, key=lambda taker: taker.times, reverse=True)
    return ranked[: ceil(len(ranked) / 10)]


def _median_left(
    takers: Sequence[Taker], cell_of: Mapping[int, Cell], ready: Mapping[Cell, int]
) -> dict[Cell, float]:
    seen = [Counter(cell_of[question] for question in taker.seen if question in cell_of) for taker in takers]
    return {cell: median(number - counts[cell] for counts in seen) for cell, number in ready.items()}


def _first_to_end(
    rules: Sequence[DrawRule], hands: Sequence[Sequence[Drawable]], takers: Sequence[Taker]
) -> float:
    """Days until a rule has nothing unseen left, of the rule for which that is first."""
    seen = [set(taker.seen) for taker in takers]
    return min(
        median(sum(question.question_id not in known for question in hand) for known in seen) / rule.count
        for rule, hand in zip(rules, hands, strict=True)
    )
