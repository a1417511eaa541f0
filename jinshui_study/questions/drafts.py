"""A question as a file states it, before it is checked; and what a check finds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinshui_study.questions import kinds

GIVEN_CODE = 32
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

ERROR = "error"
WARNING = "warning"
NOTICE = "notice"

SEVERITIES = {ERROR: "错误", WARNING: "警告", NOTICE: "提示"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a file: where, the first 20 characters, a stable code and a Chinese sentence."""

    severity: str
    code: str
    where: str
    message: str
    excerpt: str = ""

    def as_dict(self) -> dict[str, str]:
        return {
            "severity": self.severity,
            "code": self.code,
            "where": self.where,
            "excerpt": self.excerpt,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Remark:
    """What reading one question showed: an error keeps it out, a warning or a notice goes with it."""

    severity: str
    code: str
    message: str


@dataclass(slots=True)
class Draft:
    """One question as read. `answer` is as in bank files: letters, `A-1` pairs, "true"/"false", texts of gaps.

    `raw` is the text it was read from; `remarks` are what the reader noticed, errors included.
    """

    where: str
    kind: str = ""
    stem: str = ""
    options: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    pinned: list[str] = field(default_factory=list)
    explanation: str = ""
    source: str = ""
    topic: str = ""
    difficulty: int = 2
    code: str = ""
    tags: list[str] = field(default_factory=list)
    raw: str = ""
    remarks: list[Remark] = field(default_factory=list)
    columns: Mapping[str, str] | None = None
    row: int = 0

    def cell_of(self, code: str) -> str:
        """The cell a mistake is about (`G12`), of a draft read from a table; empty where there is none.

        `columns` are the table's, by the first words of the codes: all drafts of a table share them.
        """
        column = (self.columns or {}).get(code.partition("_")[0], "")
        return f"{column}{self.row}" if column and self.row else column

    def naming_cell(self, remark: Remark) -> Remark:
        """The remark with the cell it is about at its end, `（G12）`, where it is an error or a warning about one."""
        cell = self.cell_of(remark.code)
        if remark.severity == NOTICE or not cell:
            return remark
        return Remark(remark.severity, remark.code, f"{remark.message.rstrip('。')}（{cell}）。")

    @property
    def excerpt(self) -> str:
        return " ".join((self.stem or self.raw[:200]).split())[:20].rstrip()

    @property
    def has_errors(self) -> bool:
        return any(remark.severity == ERROR for remark in self.remarks)

    def as_dict(self) -> dict[str, Any]:
        """As `jinshui bank check --json` prints it."""
        shown = {
            "kind": self.kind,
            "stem": self.stem,
            "options": self.options or self.left,
            "answer": self.answer,
            "explanation": self.explanation,
            "source": self.source,
            "chapter": self.topic,
            "difficulty": str(self.difficulty),
            "where": self.where,
        }
        return {**shown, "right": self.right} if self.right else shown


@dataclass(slots=True)
class BankFile:
    """What a format reads out of one file; `unread` counts questions it saw but couldn't make a draft of.

    `declared` is how many questions the file itself says it holds, where it does.
    """

    file: str
    layout: str
    encoding: str
    bank: str = ""
    title: str = ""
    purpose: str = "study"
    unread: int = 0
    declared: int | None = None
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def pairs_of(answer: Iterable[str]) -> list[tuple[int, int]]:
    """The pairs of a matching's answer in the order of the left column, `B-1` as (1, 0); what is none is left out."""
    found = (re.fullmatch(r"([A-Z])\s*-\s*([1-9])", text) for text in answer)
    return sorted((LETTERS.index(pair[1]), int(pair[2]) - 1) for pair in found if pair is not None)


def content_of(draft: Draft) -> dict[str, Any]:
    """The content of a revision (see `kinds`) for a draft without mistakes."""
    if draft.kind == kinds.TRUE_FALSE:
        return {"key": draft.answer == ["true"]}
    if draft.kind == kinds.BLANK:
        return {"key": [[variant.strip() for variant in answer.split("|")] for answer in draft.answer]}
    if draft.kind == kinds.MATCHING:
        pairs = [list(pair) for pair in pairs_of(draft.answer)]
        return {"left": draft.left, "right": draft.right, "key": pairs}
    key = [LETTERS.index(letter) for letter in draft.answer]
    if draft.kind == kinds.ORDERING:
        return {"options": draft.options, "key": key}
    return {
        "options": draft.options,
        "key": sorted(key),
        "pinned": sorted(LETTERS.index(letter) for letter in draft.pinned),
    }


@dataclass(slots=True)
class Checked:
    """A draft that may be imported, with its content as a revision keeps it, and its texts for comparing."""

    draft: Draft
    content: dict[str, Any]
    fingerprint: str
    texts: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.texts = kinds.folded_texts(self.draft.kind, self.draft.stem, self.content)

    @property
    def code(self) -> str:
        """The code it has in a bank: where it came without one, as much of its fingerprint."""
        return self.draft.code or self.fingerprint[:GIVEN_CODE]


def checked(draft: Draft) -> Checked:
    """A draft without mistakes, with its content."""
    content = content_of(draft)
    return Checked(draft, content, kinds.fingerprint(draft.kind, draft.stem, content))


def answer_of(kind: str, content: dict[str, Any]) -> list[str]:
    """The answer as bank files write it: what `content_of` has read."""
    key = content["key"]
    if kind == kinds.TRUE_FALSE:
        return ["true" if key else "false"]
    if kind == kinds.BLANK:
        return ["|".join(accepted) for accepted in key]
    if kind == kinds.MATCHING:
        return [f"{LETTERS[left]}-{right + 1}" for left, right in key]
    return [LETTERS[index] for index in key]
