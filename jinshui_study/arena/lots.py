"""The lots of a quiz: a seed committed to before it opens and told once it is closed, and the dice from it. Pure.

Whoever knows the seed can draw every paper again: `printf %s SEED | sha256sum` gives the commitment, and the lot of an
attempt is HMAC-SHA256(SEED, "attempt:MEMBER:ORDINAL"), its first 32 hexadecimal digits, with the member's public id and
which of their tries at the quiz it is. So nobody, not even the server, chooses anything once the seed is drawn.
"""

import hmac
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from random import Random
from typing import Any

from jinshui_study.arena import modes
from jinshui_study.questions import sampling
from jinshui_study.questions.sampling import Drawable, DrawRule

SEED_BYTES = 32
LOT_DIGITS = 32
FIRST_LOOK = 60
"""How many random questions are asked about at first, and four times the paper: enough until most have been seen."""

Seen = Callable[[Collection[int]], Mapping[int, Any]]
"""Of some questions those that the member has seen, with moments that can be compared."""


def draw(dice: Random) -> str:
    """A seed, as 64 hexadecimal digits."""
    return dice.randbytes(SEED_BYTES).hex()


def commitment(seed: str) -> str:
    """What is told before: it fixes the seed and does not tell it."""
    return sha256(seed.encode()).hexdigest()


def of_all(seed: str) -> Random:
    """The dice of the paper that everybody gets."""
    return Random(_lot(seed, "paper"))


def of_attempt(seed: str, member: str, ordinal: int) -> str:
    """What an attempt's dice are made of: `Random(lot)` draws its paper and then shuffles it."""
    return _lot(seed, f"attempt:{member}:{ordinal}")


def _lot(seed: str, purpose: str) -> str:
    return hmac.new(seed.encode(), purpose.encode(), sha256).hexdigest()[:LOT_DIGITS]


def told(seed: str | None, closes_at: datetime, now: datetime) -> str | None:
    """The seed once no attempt takes anything any more, None before."""
    return seed if modes.overdue(closes_at, now) else None


def pick(
    draws: Sequence[DrawRule], pools: Sequence[Sequence[Drawable]], seen_of: Seen, dice: Random
) -> list[tuple[Drawable, int]]:
    """A paper's questions with their worth: unseen ones first, then the least recently seen; fewer where there are.

    Asks what was seen of some random questions, and of all only when those were not enough.
    """
    picked: list[tuple[Drawable, int]] = []
    for most in (FIRST_LOOK, max(map(len, pools))):
        hands = [
            sampling.candidates(pool, dice, max(most, 4 * rule.count))
            for rule, pool in zip(draws, pools, strict=True)
        ]
        seen = seen_of({question.question_id for hand in hands for question in hand})
        picked = dealt(draws, hands, seen)
        if all(len(hand) == len(pool) for hand, pool in zip(hands, pools, strict=True)):
            break
        if not any(question.question_id in seen for question, _ in picked):
            break
    return picked


def dealt(
    draws: Sequence[DrawRule], hands: Sequence[Sequence[Drawable]], seen: Mapping[int, Any]
) -> list[tuple[Drawable, int]]:
    """What the rules take of their hands, with what each is worth."""
    taken = sampling.deal(draws, hands, seen)
    return [(question, rule.score) for rule, hand in zip(draws, taken, strict=True) for question in hand]
