"""The six kinds of question and how their content is kept.

content of a revision, options counted from 0:

    single, multiple  {"options": [text, …], "key": [index, …], "pinned": [index, …]}
    true_false        {"key": true | false}
    blank             {"key": [[accepted text, …] for each gap]}
    ordering          {"options": [text, …], "key": [index, …] in the right order}
    matching          {"left": [text, …], "right": [text, …], "key": [[left index, right index], …]}

A response, as it is stored, has the same indices:

    {"options": [index, …]}  {"value": bool}  {"texts": [text, …]}  {"pairs": [[left, right], …]}
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

SINGLE = "single"
MULTIPLE = "multiple"
TRUE_FALSE = "true_false"
BLANK = "blank"
ORDERING = "ordering"
MATCHING = "matching"

KINDS = (SINGLE, MULTIPLE, TRUE_FALSE, BLANK, ORDERING, MATCHING)
CHINESE = {
    SINGLE: "单选题",
    MULTIPLE: "多选题",
    TRUE_FALSE: "判断题",
    BLANK: "填空题",
    ORDERING: "排序题",
    MATCHING: "连线题",
}

GAP = "____"

_BLANKS = re.compile("[\\s\u200b-\u200d\u2060\ufeff]+")
_WAITING = re.compile(r"^\(\)|\(\)$")
_EMPTY_BRACKETS = re.compile(r"\(\)|_{2,}|《》|【】|\[\]")


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Text for comparing: NFKC, no white space, no case, empty brackets as one form, no full stop at the end."""
    folded = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _EMPTY_BRACKETS.sub("()", folded).rstrip("。.")


def folded_stem(kind: str, stem: str) -> str:
    """The folded stem; of a judgement without the bracket that waits for the verdict, which says nothing itself."""
    folded = fold(stem)
    return _WAITING.sub("", folded).rstrip("。.") if kind == TRUE_FALSE else folded


def fingerprint(kind: str, stem: str, content: dict[str, Any]) -> str:
    """Equal for two wordings of the same question: kind, folded stem and the set of folded options."""
    texts = sorted({fold(text) for name in ("options", "left", "right") for text in content.get(name, ())})
    return hashlib.sha256("\x1f".join([kind, folded_stem(kind, stem), *texts]).encode()).hexdigest()


def folded_texts(kind: str, stem: str, content: dict[str, Any]) -> list[str]:
    """The folded stem, and each folded option after it."""
    options = (text for name in ("options", "left", "right") for text in content.get(name, ()))
    return [folded_stem(kind, stem), *map(fold, options)]


def answer_texts(kind: str, content: dict[str, Any]) -> object:
    """The answer by its folded texts: equal for equal answers, whatever the order of the options."""
    key = content["key"]
    if kind == TRUE_FALSE:
        return key
    if kind == BLANK:
        return [{fold(variant) for variant in accepted} for accepted in key]
    if kind == MATCHING:
        return {(fold(content["left"][left]), fold(content["right"][right])) for left, right in key}
    texts = [fold(content["options"][index]) for index in key]
    return texts if kind == ORDERING else set(texts)


def gaps(content: dict[str, Any]) -> int:
    """How many gaps a blank question has."""
    return len(content["key"])


def key_response(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """The key in the shape of a response; of accepted texts the first."""
    key = content["key"]
    if kind == TRUE_FALSE:
        return {"value": key}
    if kind == BLANK:
        return {"texts": [accepted[0] for accepted in key]}
    if kind == MATCHING:
        return {"pairs": [list(pair) for pair in key]}
    return {"options": list(key)}


@dataclass(frozen=True)
class Wording:
    """A revision as answering needs it; immutable like the row."""

    revision_id: int
    question_id: int
    kind: str
    stem: str
    content: dict[str, Any]
    explanation: str
    source: str
