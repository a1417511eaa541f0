"""What changed from one wording of a question to the next, in words and marks that people can read. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Protocol

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS

SAME, ADDED, REMOVED = "same", "added", "removed"
ALIKE = 0.5
"""How much of two options must agree for the one to have become the other."""

LONG = 2000
"""From how many signs on frequent ones are not looked at one by one, which takes the square of the length."""

_PARTS = re.compile(r"\d+|[A-Za-z]+|.", re.DOTALL)

Marks = list[tuple[str, str]]
"""Pieces of text that stayed, came or went."""


class Wording(Protocol):
    """A revision as far as its text goes."""

    stem: str
    content: dict[str, Any]
    explanation: str
    source: str


@dataclass(frozen=True)
class Difference:
    """`field` is what changed, in Chinese; `marks` show how a text changed, `sentence` says what else happened."""

    field: str
    sentence: str = ""
    marks: Marks | None = None


def between(before: Wording, after: Wording) -> list[Difference]:
    """All that changed, field by field."""
    found = [*_of_text("题干", before.stem, after.stem)]
    for name, shown in (("options", "选项"), ("left", "左栏"), ("right", "右栏")):
        found += _of_list(shown, before.content.get(name, []), after.content.get(name, []), name)
    found += _of_key(before.content, after.content)
    found += _of_pinned(before.content, after.content)
    found += _of_text("解析", before.explanation, after.explanation)
    found += _of_text("出处", before.source, after.source)
    return found


def marks(before: str, after: str) -> Marks:
    """How one text became the other, sign by sign; numbers and Latin words stay whole."""
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    found: Marks = []
    for operation, a, b, c, d in SequenceMatcher(None, old, new, autojunk=len(new) > LONG).get_opcodes():
        if operation == "equal":
            found.append((SAME, "".join(old[a:b])))
            continue
        if b > a:
            found.append((REMOVED, "".join(old[a:b])))
        if d > c:
            found.append((ADDED, "".join(new[c:d])))
    return found


def _of_text(field: str, before: str, after: str) -> Iterable[Difference]:
    if before != after:
        yield Difference(field, "" if before and after else "新增" if after else "删去", marks(before, after))


def _of_list(field: str, before: Sequence[str], after: Sequence[str], name: str) -> Iterable[Difference]:
    """Options that came, went, were reworded or changed places, by the names they have on the page."""
    gone = [place for place, text in enumerate(before) if text not in after]
    come = [place for place, text in enumerate(after) if text not in before]
    for old, new in _reworded(before, after, gone, come):
        gone.remove(old)
        come.remove(new)
        yield Difference(f"{field} {_name(name, new)}", "", marks(before[old], after[new]))
    for place in gone:
        yield Difference(f"{field} {_name(name, place)}", "删去", [(REMOVED, before[place])])
    for place in come:
        yield Difference(f"{field} {_name(name, place)}", "新增", [(ADDED, after[place])])
    stayed = [text for text in before if text in after]
    if stayed != [text for text in after if text in before]:
        order = "、".join(_name(name, list(before).index(text)) for text in after if text in before)
        yield Difference(field, f"顺序改变：按原来的编号，现为 {order}")


def _reworded(
    before: Sequence[str], after: Sequence[str], gone: Sequence[int], come: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs of what went and what came in its place: the most alike first, and what kept its place."""
    scores = [
        (old == new, SequenceMatcher(None, before[old], after[new], autojunk=False).ratio(), old, new)
        for old in gone
        for new in come
    ]
    pairs: list[tuple[int, int]] = []
    for same_place, ratio, old, new in sorted(scores, key=lambda score: (-score[1], score[2:])):
        free = all(old != a and new != b for a, b in pairs)
        if free and (same_place or ratio >= ALIKE):
            pairs.append((old, new))
    return sorted(pairs, key=lambda pair: pair[1])


def _name(name: str, place: int) -> str:
    return str(place + 1) if name == "right" else LETTERS[place]


def _of_key(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Difference]:
    kind_before, kind_after = _kind(before), _kind(after)
    if kind_before != kind_after or (
        kinds.answer_texts(kind_before, before) != kinds.answer_texts(kind_after, after)
    ):
        yield Difference("答案", f"由 {_answer(kind_before, before)} 改为 {_answer(kind_after, after)}")


def _kind(content: dict[str, Any]) -> str:
    """A kind that reads its key like this content's own: a question may have been taken for another kind first."""
    if "left" in content:
        return kinds.MATCHING
    if "pinned" in content:
        return kinds.MULTIPLE
    if "options" in content:
        return kinds.ORDERING
    return kinds.TRUE_FALSE if isinstance(content["key"], bool) else kinds.BLANK


def _answer(kind: str, content: dict[str, Any]) -> str:
    key = content["key"]
    if kind == kinds.TRUE_FALSE:
        return "正确" if key else "错误"
    if kind == kinds.BLANK:
        return "；".join(" 或 ".join(accepted) for accepted in key)
    if kind == kinds.MATCHING:
        return "，".join(f"“{content['left'][left]}”配“{content['right'][right]}”" for left, right in key)
    joint = " → " if kind == kinds.ORDERING else "、"
    return joint.join(f"{LETTERS[place]}“{content['options'][place]}”" for place in key)


def _of_pinned(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Difference]:
    """An option that moves or is reworded where it stands is still the one that stays last."""
    places_before, places_after = before.get("pinned", []), after.get("pinned", [])
    texts_before = [before["options"][place] for place in places_before]
    texts_after = [after["options"][place] for place in places_after]
    if places_before != places_after and texts_before != texts_after:
        shown = "、".join(f"“{text}”" for text in texts_after)
        yield Difference("固定在最后的选项", f"现为{shown}" if texts_after else "不再固定")
