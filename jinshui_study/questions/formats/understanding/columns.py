"""The two columns of a matching, side by side on each line or one after the other."""

import re
from dataclasses import dataclass, field

from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.understanding import option_marks

_COLUMNS = re.compile(
    r"\s*([A-HＡ-Ｈ])\s*[、.．)）:：]?\s*(\S.*?)(?:\t+|\s{2,}|\s*(?<![-—–])[-—–]{2,}+\s*|\s+(?=[(（]?[1-8①-⑧]\s*[、.．)）:：]?))\s*"
    r"[(（]?([1-8①-⑧]|[a-h])\s*[、.．)）:：]\s*(\S.*)"
)
_LEFT = re.compile(r"\s*([A-HＡ-Ｈ])\s*[、.．)）:：]\s*\S")
_RIGHT = re.compile(r"\s*[(（]?([1-8①-⑧])\s*[、.．)）:：]\s*(\S.*)")
_NUMBER = re.compile(r"\s*[(（]?(?:\d|[①-⑧])\s*[、.．)）:：]\s*")
_JOINT = re.compile(r"[；;，,、|]\s*")
_SIDE = re.compile(r"\s*(?:(左)|(右))\s*[栏列边侧]?\s*[:：]\s*(.*)")


@dataclass
class Sides:
    """What a line gives to the left column and to the right one."""

    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)


def both_sides(text: str) -> Sides | None:
    """`A、甲    1、乙`, or None."""
    both = _COLUMNS.fullmatch(text)
    return None if both is None else Sides([f"{both[1]}、{both[2]}"], [both[4]])


def sides_of(text: str, taken: int) -> Sides | None:
    """A line of a matching of which `taken` left items are known, or None for a line of something else."""
    side = _SIDE.fullmatch(text)
    if side is not None:
        return Sides(_items(side[3])) if side[1] else Sides([], _items(side[3]))
    both = both_sides(text)
    if both is not None:
        return both
    left, right = _LEFT.match(text), _RIGHT.fullmatch(text)
    if left is not None and LETTERS.index(left[1].translate(option_marks.WIDE)) == taken:
        return Sides(option_marks.split(text, taken)[1])
    return Sides([], [right[2]]) if right is not None and taken else None


def _items(text: str) -> list[str]:
    marked = option_marks.split(text)[1]
    if marked:
        return marked
    numbered = [part for part in _NUMBER.split(text) if part.strip()]
    return numbered if len(numbered) > 1 else [part for part in _JOINT.split(text) if part.strip()]
