"""A question as plain fields: what import rows keep, what forms show, and what comes back from them. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from jinshui_study.questions import drafts, kinds
from jinshui_study.questions.drafts import LETTERS, Draft, Remark

TEXTS = ("kind", "stem", "explanation", "source", "topic", "code")
LISTS = ("options", "left", "right", "answer", "pinned", "tags")
NAMES = (*TEXTS, *LISTS, "difficulty")


class Labelled(Protocol):
    """A question as far as its labels go."""

    code: str
    kind: str
    topic: str
    difficulty: int
    tags: list[Any]


class Worded(Protocol):
    """A wording of a question."""

    @property
    def stem(self) -> str: ...
    @property
    def content(self) -> dict[str, Any]: ...
    @property
    def explanation(self) -> str: ...
    @property
    def source(self) -> str: ...


_UNKEPT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""What no database takes or no screen shows: controls, halves of characters."""


def clean(text: str) -> str:
    return _UNKEPT.sub("", text)


def tidy(draft: Draft) -> None:
    """Rid the draft of signs that cannot be kept."""
    for name in (*TEXTS, "where", "raw"):
        setattr(draft, name, clean(getattr(draft, name)))
    for name in LISTS:
        setattr(draft, name, [clean(text) for text in getattr(draft, name)])


def of_draft(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in NAMES}


def to_draft(fields: Mapping[str, Any], where: str = "", remarks: Iterable[Remark] = ()) -> Draft:
    return Draft(where=where, remarks=list(remarks), **fields)


def of_question(question: Labelled, wording: Worded) -> dict[str, Any]:
    """The fields of a question as one of its revisions words it."""
    content = wording.content
    return {
        "kind": question.kind,
        "stem": wording.stem,
        "options": content.get("options", []),
        "left": content.get("left", []),
        "right": content.get("right", []),
        "answer": drafts.answer_of(question.kind, content),
        "pinned": [LETTERS[index] for index in content.get("pinned", [])],
        "explanation": wording.explanation,
        "source": wording.source,
        "topic": question.topic,
        "difficulty": question.difficulty,
        "code": question.code,
        "tags": question.tags,
    }


def amended(before: Mapping[str, Any], form: Mapping[str, Any], where: str = "") -> Draft:
    """The draft of fields a form has changed; what the form does not name stays as it was.

    A list may come as a text: options, columns and gaps one per line, letters, pairs and judgements as people write
    them (`AC`, `B、A、C`, `A-2 B-1`, `对`), tags with anything between. What cannot be understood stays as it is
    written, so that the check says what is wrong with it.
    """
    given = {name: value for name, value in form.items() if name in NAMES}
    word = _text(given.get("kind", before.get("kind", "")))
    kind = _KINDS.get(word, word)
    texts = {name: _text(given[name]) for name in TEXTS if name in given}
    lists = {name: _READ[name](given[name], kind) for name in LISTS if name in given}
    level = {"difficulty": _difficulty(given["difficulty"])} if "difficulty" in given else {}
    return to_draft({**before, **texts, **lists, **level, "kind": kind}, where)


_KINDS = {
    **{kind: kind for kind in kinds.KINDS},
    **{word: kind for kind, word in kinds.CHINESE.items()},
    **{word.removesuffix("题"): kind for kind, word in kinds.CHINESE.items()},
}
_JUDGED = {
    **dict.fromkeys(("TRUE", "T", "对", "正确", "是", "√", "✓"), "true"),
    **dict.fromkeys(("FALSE", "F", "错", "错误", "否", "×", "✗"), "false"),
}
_PAIR = re.compile(r"([A-Z])\s*[-—–~:=→]*\s*([1-9])")
_BETWEEN = re.compile(r"[\s,，、;；]+")
_MARK = re.compile(r"\s*[(（]?([A-Za-zＡ-Ｚａ-ｚ])[)）、.．:：]\s*")


def _text(value: Any) -> str:
    return str(value).strip()


def _lines(value: Any, _kind: str = "") -> list[str]:
    parts = value if isinstance(value, list) else str(value).splitlines()
    return [text for text in map(_text, parts) if text]


def _options(value: Any, _kind: str) -> list[str]:
    """The options, without their letters where each has its own."""
    options = _lines(value)
    marks = [_MARK.match(option) for option in options]
    led = "".join(narrow(mark[1]) for mark in marks if mark is not None)
    if options and led == LETTERS[: len(options)]:
        return [option[mark.end() :] for option, mark in zip(options, marks, strict=True) if mark is not None]
    return options


def _answer(value: Any, kind: str) -> list[str]:
    parts = _lines(value)
    if kind == kinds.BLANK:
        return parts
    text = narrow(" ".join(parts))
    if kind == kinds.TRUE_FALSE:
        return [_JUDGED.get(text, text)] if text else []
    if kind == kinds.MATCHING:
        return [f"{left}-{right}" for left, right in _PAIR.findall(text)] or parts
    letters = _letters(text, kind)
    return sorted(letters) if kind in (kinds.SINGLE, kinds.MULTIPLE) else letters


def _letters(value: Any, _kind: str = "") -> list[str]:
    text = narrow(" ".join(_lines(value)))
    bare = _BETWEEN.sub("", text.replace("→", ""))
    return list(bare) if bare.isascii() and bare.isalpha() else _BETWEEN.split(text) if text else []


def narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


def _tags(value: Any, _kind: str) -> list[str]:
    parts = value if isinstance(value, list) else _BETWEEN.split(str(value))
    return list(dict.fromkeys(text for text in map(_text, parts) if text))


def _difficulty(value: Any) -> int:
    text = narrow(str(value))
    return int(text) if text in ("1", "2", "3") else 0


_READ: dict[str, Callable[[Any, str], list[str]]] = {
    "options": _options,
    "left": _lines,
    "right": _lines,
    "answer": _answer,
    "pinned": _letters,
    "tags": _tags,
}
