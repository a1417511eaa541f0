"""Drawing a paper: unseen questions first, then the least recently seen. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple


class Drawable(NamedTuple):
    """A question as far as drawing needs it."""

    question_id: int
    revision_id: int
    bank: str
    kind: str
    topic: str
    difficulty: int


@dataclass(frozen=True)
class DrawRule:
    """`count` questions worth `score` tenths each, out of the banks; empty tuples mean any."""

    count: int
    score: int
    banks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    difficulties: tuple[int, ...] = ()

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "DrawRule":
        lists = {name: tuple(data.get(name, ())) for name in ("banks", "kinds", "topics", "difficulties")}
        return cls(count=data["count"], score=data["score"], **lists)

    def admits(self, question: Drawable) -> bool:
        return (
            (not self.banks or question.bank in self.banks)
            and (not self.kinds or question.kind in self.kinds)
            and (not self.topics or question.topic in self.topics)
            and (not self.difficulties or question.difficulty in self.difficulties)
        )


def candidates(pool: Sequence[Drawable], dice: Random, most: int) -> list[Drawable]:
    """Up to `most` questions of `pool`, in random order."""
    return dice.sample(pool, min(most, len(pool)))


def choose(
    rule: DrawRule, shuffled: Iterable[Drawable], seen: Mapping[int, Any], taken: set[int]
) -> list[Drawable]:
    """The rule's questions out of `shuffled`: unseen ones in their order, then the least recently seen.

    May return fewer than the rule asks for. Questions in `taken` are left out.
    """
    free = [question for question in shuffled if question.question_id not in taken]
    unseen = [question for question in free if question.question_id not in seen]
    if len(unseen) >= rule.count:
        return unseen[: rule.count]
    known = sorted(
        (question for question in free if question.question_id in seen),
        key=lambda question: seen[question.question_id],
    )
    return (unseen + known)[: rule.count]


def deal(
    draws: Sequence[DrawRule], hands: Sequence[Iterable[Drawable]], seen: Mapping[int, Any]
) -> list[list[Drawable]]:
    """The questions of each rule out of its hand; a question goes to one rule only.

    The rule with the least to spare comes first: what two rules admit must not be missing in it.
    """
    held = [list(hand) for hand in hands]
    taken: set[int] = set()
    dealt: list[list[Drawable]] = [[] for _ in draws]
    for index in sorted(range(len(draws)), key=lambda index: len(held[index]) - draws[index].count):
        dealt[index] = choose(draws[index], held[index], seen, taken)
        taken.update(question.question_id for question in dealt[index])
    return dealt
