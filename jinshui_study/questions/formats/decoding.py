"""The text of a file whose encoding nobody states: by its mark, else UTF-8, else GB18030."""

import codecs
from dataclasses import dataclass, field

from jinshui_study.questions.drafts import NOTICE, WARNING, Finding

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HEAD = 4096
MOST_UNREADABLE = 0.005
"""The share of signs that may be unreadable in something that still is a text."""
UNREADABLE = "\ufffd"


@dataclass
class Text:
    """A text with `\\n` for every line end, what it was encoded in, and what is to be said of that."""

    text: str
    encoding: str
    findings: list[Finding] = field(default_factory=list)


def decode(data: bytes) -> Text | None:
    """The text in `data`, or None if it isn't one."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            result = _decoded(data[len(mark) :], encoding)
            if result is not None:
                result.findings.insert(
                    0, Finding(NOTICE, "bom_removed", "行 1", "文件开头有 BOM 标记，已忽略。")
                )
            return result
    guessed = _without_mark(data)
    return None if guessed is None else _decoded(data, guessed)


def _without_mark(data: bytes) -> str | None:
    if b"\0" in data[:HEAD]:
        return _utf_16(data[:HEAD])
    text = data.decode("utf-8", errors="replace")
    unreadable = text.count(UNREADABLE)
    if not unreadable:
        return "utf-8"
    readable = sum(1 for sign in text if sign > "\x7f") - unreadable
    return "utf-8" if unreadable * 10 < readable else "gb18030"


def _utf_16(head: bytes) -> str | None:
    """Text in UTF-16 has its blanks, digits and line ends with a zero, all on the same side."""
    low, high = head[::2].count(0), head[1::2].count(0)
    if min(low, high) * 20 > max(low, high):
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _decoded(data: bytes, encoding: str) -> Text | None:
    text = data.decode(encoding, errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unreadable = text.count(UNREADABLE)
    if unreadable > len(text) * MOST_UNREADABLE + 2 or "\0" in text:
        return None
    result = Text(text, encoding)
    if unreadable:
        line = text.count("\n", 0, text.index(UNREADABLE)) + 1
        message = f"有 {unreadable} 个字读不出来，显示为“{UNREADABLE}”，请核对原文件。"
        result.findings.append(Finding(WARNING, "sign_unreadable", f"行 {line}", message))
    return result
