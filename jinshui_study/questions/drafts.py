"""A question as a file states it, before it is checked; and what a check finds."""

from dataclasses import dataclass, field
from typing import Any

ERROR = "error"
WARNING = "warning"
NOTICE = "notice"

SEVERITIES = {ERROR: "错误", WARNING: "警告", NOTICE: "提示"}


@dataclass(frozen=True)
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


@dataclass
class Draft:
    """One question as read. `answer` is as in bank files: letters, `A-1` pairs, "true"/"false", texts of gaps."""

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

    @property
    def excerpt(self) -> str:
        return self.stem[:20]

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


@dataclass
class BankFile:
    """What a format reads out of one file."""

    file: str
    layout: str
    encoding: str
    bank: str = ""
    title: str = ""
    purpose: str = "study"
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
