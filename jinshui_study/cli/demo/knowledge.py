"""How somebody answers a question: the right response, or one of the mistakes people make. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from jinshui_study.questions import grading, kinds
from jinshui_study.questions.grading import Grade
from jinshui_study.questions.kinds import Wording

HARDNESS = {1: -0.9, 2: 0.0, 3: 0.9}
MISTAKES = 4


class Choice(NamedTuple):
    """A response as it is stored, with its grade."""

    response: dict[str, Any]
    grade: Grade


@dataclass(frozen=True)
class Exercise:
    """A question as people meet it: how hard it is, how long it takes to read, how it is answered."""

    hardness: float
    reading_ms: int
    right: Choice
    mistakes: tuple[Choice, ...]

    def answer(self, ability: float, dice: Random) -> Choice:
        """The right one the likelier the more `ability` exceeds the hardness; the first mistake is the usual one."""
        if dice.random() < 1 / (1 + math.exp(self.hardness - ability)):
            return self.right
        return self.mistakes[int(len(self.mistakes) * dice.random() ** 2)]


def exercise(wording: Wording, difficulty: int, texts: Sequence[str], dice: Random) -> Exercise:
    """Prepare a question once for all who meet it; `texts` are what other gaps of the bank are filled with."""
    content = wording.content
    words = [text for name in ("options", "left", "right") for text in content.get(name, ())]
    letters = len(wording.stem) + sum(map(len, words))
    right = kinds.key_response(wording.kind, content)
    mistakes = [_mistake(wording.kind, content, right, texts, dice) for _ in range(MISTAKES)]
    return Exercise(
        hardness=HARDNESS.get(difficulty, 0.0) + dice.gauss(0, 0.5),
        reading_ms=min(12_000, 2_200 + 50 * letters),
        right=_graded(wording, right),
        mistakes=tuple(_graded(wording, mistake) for mistake in mistakes),
    )


def _graded(wording: Wording, response: dict[str, Any]) -> Choice:
    return Choice(response, grading.grade(wording.kind, wording.content, response))


def _mistake(
    kind: str, content: dict[str, Any], right: dict[str, Any], texts: Sequence[str], dice: Random
) -> dict[str, Any]:
    match kind:
        case kinds.TRUE_FALSE:
            return {"value": not right["value"]}
        case kinds.SINGLE:
            others = [index for index in range(len(content["options"])) if index not in right["options"]]
            return {"options": [dice.choice(others)]}
        case kinds.MULTIPLE:
            return {"options": _other_set(right["options"], len(content["options"]), dice)}
        case kinds.ORDERING:
            return {"options": _swapped(right["options"], dice)}
        case kinds.MATCHING:
            lefts, rights = zip(*right["pairs"], strict=True)
            return {"pairs": sorted([a, b] for a, b in zip(lefts, _swapped(rights, dice), strict=True))}
    return {"texts": [_other_text(text, texts, dice) for text in right["texts"]]}


def _other_set(key: list[int], size: int, dice: Random) -> list[int]:
    """One right option forgotten, or a wrong one taken."""
    others = [index for index in range(size) if index not in key]
    if others and (len(key) == 1 or dice.random() < 0.4):
        return sorted([*key, dice.choice(others)])
    return sorted(dice.sample(key, max(1, len(key) - 1)))


def _swapped(items: Sequence[int], dice: Random) -> list[int]:
    """Two neighbours the wrong way round."""
    swapped = list(items)
    place = dice.randrange(max(1, len(swapped) - 1))
    swapped[place : place + 2] = reversed(swapped[place : place + 2])
    return swapped


def _other_text(text: str, texts: Sequence[str], dice: Random) -> str:
    """A number near the right one, or what belongs in another gap."""
    if text.isdecimal():
        return str(int(text) + dice.choice((-2, -1, 1, 2, 3)))
    others = [other for other in texts if other != text and not other.isdecimal()]
    return dice.choice(others) if others else "不清楚"


def texts_of(wordings: Sequence[Wording]) -> list[str]:
    """What the gaps of all blank questions are filled with."""
    return sorted(
        {
            accepted[0]
            for wording in wordings
            if wording.kind == kinds.BLANK
            for accepted in wording.content["key"]
        }
    )
