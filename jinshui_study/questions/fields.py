"""A question as plain fields: what import rows keep, what forms show, and what comes back from them. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from jinshui_study.questions import drafts
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

    stem: str
    content: dict[str, Any]
    explanation: str
    source: str


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
    merged = {**before, **{k: v for k, v in form.items() if k in NAMES}}
    return to_draft(merged, where)
