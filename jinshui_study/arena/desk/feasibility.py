"""What a draw would find: for each of its rows how many questions fit, are left for it, and are unseen. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

from jinshui_study.questions import sampling
from jinshui_study.questions.sampling import Drawable, DrawRule


@dataclass(frozen=True)
class RowOutlook:
    """A row of a draw: it wants `wanted` questions, `fits` are ready and as it says, `found` it would get.

    `shared`: some of what fits goes to other rows. `unseen` is what the median of those who take part has not seen.
    """

    wanted: int
    fits: int
    found: int
    unseen: int | None

    @property
    def missing(self) -> int:
        return self.wanted - self.found

    @property
    def shared(self) -> bool:
        """Whether it is short only because other rows take the same questions."""
        return self.missing > 0 and self.fits >= self.wanted

    @property
    def repeats(self) -> bool:
        """Whether those who take part often would be asked again what they know."""
        return self.unseen is not None and self.unseen < self.wanted


@dataclass(frozen=True)
class Outlook:
    rows: list[RowOutlook]

    @property
    def wanted(self) -> int:
        return sum(row.wanted for row in self.rows)

    @property
    def found(self) -> int:
        return sum(row.found for row in self.rows)

    @property
    def feasible(self) -> bool:
        return self.found == self.wanted


def of(
    rules: Sequence[DrawRule], hands: Sequence[Sequence[Drawable]], seen: Sequence[Collection[int]]
) -> Outlook:
    """The outlook of a draw by what fits each rule, and what a sample of members has seen (empty: nobody is known)."""
    dealt = sampling.deal(rules, hands, {})
    known = [set(questions) for questions in seen]
    return Outlook(
        [
            RowOutlook(rule.count, len(hand), len(cards), _unseen(hand, known))
            for rule, hand, cards in zip(rules, hands, dealt, strict=True)
        ]
    )


def _unseen(hand: Sequence[Drawable], known: Sequence[set[int]]) -> int | None:
    if not known:
        return None
    return int(median(sum(question.question_id not in seen for question in hand) for seen in known))
