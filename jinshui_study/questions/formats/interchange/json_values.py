"""JSON as people keep it: a list, one object a line, with commas too many; one broken part doesn't cost the others.

Keys that stand twice are kept, numbers stay as they were written, nothing nested deep is followed.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jinshui_study.questions.formats import limits
from jinshui_study.questions.formats.limits import Refused

DEEPEST = 50
LONGEST_NUMBER = 30
MOST_OBJECTS = 500_000
MOST_VALUES = 2_000_000
"""Objects with lists, and values, a file may have: each takes some hundred bytes of memory."""
MOST_BROKEN = 500
"""Broken parts after which the rest isn't tried."""


class Fields(dict[str, Any]):
    """An object; `pairs` has every key and value, also those that stand twice."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__()
        self.pairs = pairs
        for key, value in pairs:
            self.setdefault(key, value)


TOO_MANY = f"内容太多，一个文件最多 {limits.MOST_ROWS} 道题，请分成几个文件。"


@dataclass
class Part:
    """One value of a list or of a file, and the line it begins on; `is_broken` where it couldn't be read."""

    line: int
    value: Any = None
    is_broken: bool = False
    text: str = ""


_DECODER = json.JSONDecoder(
    object_pairs_hook=Fields,
    parse_int=lambda text: int(text) if len(text) <= LONGEST_NUMBER else text,
    parse_constant=lambda text: None,
    strict=False,
)
_BETWEEN = re.compile(r"[\s,;，\ufeff]*")
_BETWEEN_IN_LIST = re.compile(r"[\s,;，\ufeff\]}]*")
_NEXT = re.compile(r"(?<=\n)[ \t]*[\[{]|(?<=\})\s*,\s*\{")
_LOOKS = re.compile(r'\s*(?:\[\s*(?:[\[{"\]]|$)|\{\s*["}])')


def looks_like_json(text: str) -> bool:
    return _LOOKS.match(text) is not None


def parts_of(text: str) -> tuple[list[Part], bool]:
    """The values of the outer list, or all values one after the other; and whether they were in a list.

    Raises Refused.
    """
    if text.count("{") + text.count("[") > MOST_OBJECTS or text.count(",") > MOST_VALUES:
        raise Refused("too_many_rows", TOO_MANY)
    start = _BETWEEN.match(text).end()  # type: ignore[union-attr]
    is_list = text.startswith("[", start)
    parts = list(islice(_parts(text, start + is_list, is_list), limits.MOST_ROWS + 1))
    if len(parts) > limits.MOST_ROWS:
        raise Refused("too_many_rows", TOO_MANY)
    return parts, is_list


def _parts(text: str, at: int, is_list: bool) -> Iterator[Part]:
    between = _BETWEEN_IN_LIST if is_list else _BETWEEN
    line, counted, broken = 1, 0, 0
    while True:
        at = between.match(text, at).end()  # type: ignore[union-attr]
        if at >= len(text):
            return
        line += text.count("\n", counted, at)
        counted = at
        value, end = _value_at(text, at)
        if end is None:
            broken += 1
            found = _NEXT.search(text, at + 1) if broken < MOST_BROKEN else None
            end = len(text) if found is None else found.end() - 1
            yield Part(line, is_broken=True, text=text[at:end].strip())
        else:
            yield Part(line, value, text=text[at:end])
        at = end


def _value_at(text: str, at: int) -> tuple[Any, int | None]:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, None
    return value, end
