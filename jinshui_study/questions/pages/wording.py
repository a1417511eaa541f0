"""A question as the console shows it, whatever state its fields are in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinshui_study.questions import drafts, kinds
from jinshui_study.questions.drafts import LETTERS

FEWEST_ROWS = 4
MOST_ROWS = 10


@dataclass(frozen=True)
class Option:
    """An option with its letter; `place` is where it stands in the right order of an ordering."""

    letter: str
    text: str
    right: bool
    place: int | None = None


@dataclass(frozen=True)
class Shown:
    """A question's fields in the shapes a page needs; `answer` is the key in words, where options do not show it."""

    fields: Mapping[str, Any]
    kind: str
    options: list[Option]
    pairs: list[tuple[str, str]]
    answer: str

    @property
    def rows(self) -> list[Option]:
        """The options for a form, with room for more."""
        wanted = min(max(FEWEST_ROWS, len(self.options) + 1), MOST_ROWS)
        empty = [Option(letter, "", False) for letter in LETTERS[len(self.options) : wanted]]
        return [*self.options, *empty]


def shown(fields: Mapping[str, Any]) -> Shown:
    """Make what a page shows out of fields that may lack anything or contradict themselves."""
    kind = fields.get("kind", "")
    answer = list(fields.get("answer") or [])
    return Shown(fields, kind, _options(kind, fields, answer), _pairs(fields, answer), _words(kind, answer))


def _options(kind: str, fields: Mapping[str, Any], answer: list[str]) -> list[Option]:
    texts = list(fields.get("options") or [])[: len(LETTERS)]
    ordered = kind == kinds.ORDERING
    return [
        Option(letter, text, not ordered and letter in answer, _place(letter, answer) if ordered else None)
        for letter, text in zip(LETTERS, texts, strict=False)
    ]


def _place(letter: str, answer: list[str]) -> int | None:
    return answer.index(letter) + 1 if letter in answer else None


def _pairs(fields: Mapping[str, Any], answer: list[str]) -> list[tuple[str, str]]:
    """What belongs together in a matching; the columns side by side where the key does not say."""
    left, right = list(fields.get("left") or []), list(fields.get("right") or [])
    found = drafts.pairs_of(answer)
    if len(found) != len(left) or any(a >= len(left) or b >= len(right) for a, b in found):
        longest = max(len(left), len(right))
        padded = (column + [""] * (longest - len(column)) for column in (left, right))
        return list(zip(*padded, strict=True))
    return [(left[a], right[b]) for a, b in found]


def _words(kind: str, answer: list[str]) -> str:
    if kind == kinds.TRUE_FALSE:
        return "、".join({"true": "正确", "false": "错误"}.get(text, text) for text in answer)
    if kind == kinds.BLANK:
        gaps = [text.replace("|", " 或 ") for text in answer]
        return gaps[0] if len(gaps) == 1 else "；".join(f"（{at}）{text}" for at, text in enumerate(gaps, 1))
    if kind == kinds.ORDERING:
        return " → ".join(answer)
    return "、".join(answer)
