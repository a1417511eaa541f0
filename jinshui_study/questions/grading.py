"""Grading a response against a revision's content. Pure."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinshui_study.questions import kinds


@dataclass(frozen=True)
class Grade:
    """`correct` is all right; `right` of `parts` is what an incomplete answer got without a mistake."""

    correct: bool
    right: int
    parts: int


UNANSWERED = Grade(correct=False, right=0, parts=1)


def grade(kind: str, content: dict[str, Any], response: dict[str, Any] | None) -> Grade:
    """Grade a stored response (see `kinds`); None is unanswered. Order, case, width and blanks don't matter.

    A multiple choice with a wrong option has 0 right, and so has a blank with more texts than gaps; of a left
    that is matched twice nothing counts. Otherwise a share of an incomplete answer could be had by answering all.
    """
    if response is None:
        return UNANSWERED
    return _GRADERS[kind](content["key"], response)


def _choice(key: list[int], response: dict[str, Any]) -> Grade:
    chosen, right = set(response["options"]), set(key)
    if chosen - right:
        return Grade(correct=False, right=0, parts=len(right))
    return Grade(correct=chosen == right, right=len(chosen), parts=len(right))


def _judgement(key: bool, response: dict[str, Any]) -> Grade:
    correct = response["value"] is key
    return Grade(correct=correct, right=int(correct), parts=1)


def _blank(key: list[list[str]], response: dict[str, Any]) -> Grade:
    texts = response["texts"]
    if len(texts) > len(key):
        return Grade(correct=False, right=0, parts=len(key))
    right = sum(
        kinds.fold(text) in {kinds.fold(variant) for variant in accepted}
        for text, accepted in zip(texts, key, strict=False)
    )
    return Grade(correct=right == len(key) == len(texts), right=right, parts=len(key))


def _ordering(key: list[int], response: dict[str, Any]) -> Grade:
    correct = response["options"] == key
    return Grade(correct=correct, right=len(key) if correct else 0, parts=len(key))


def _matching(key: list[list[int]], response: dict[str, Any]) -> Grade:
    wanted = {tuple(pair) for pair in key}
    given = {tuple(pair) for pair in response["pairs"]}
    uses = Counter(left for left, _ in given)
    right = sum(uses[left] == 1 for left, _ in given & wanted)
    return Grade(correct=given == wanted, right=right, parts=len(wanted))


_GRADERS: dict[str, Callable[[Any, dict[str, Any]], Grade]] = {
    kinds.SINGLE: _choice,
    kinds.MULTIPLE: _choice,
    kinds.TRUE_FALSE: _judgement,
    kinds.BLANK: _blank,
    kinds.ORDERING: _ordering,
    kinds.MATCHING: _matching,
}
