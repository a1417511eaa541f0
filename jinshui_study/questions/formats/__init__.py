"""Formats a bank can come in: one module each, chosen by looking at the bytes.

A format has `recognises(data)` and `read(data, file)`; what it cannot read surely becomes a finding.
"""

from collections.abc import Sequence
from typing import Protocol

from jinshui_study.questions.drafts import ERROR, BankFile, Finding
from jinshui_study.questions.formats import (
    aiken,
    answer_keys,
    bank_yaml,
    delimited,
    gift,
    json_list,
    markdown,
    moodle_xml,
    plain_text,
    qti,
    qti_package,
    spreadsheet,
    web_table,
    word,
)
from jinshui_study.questions.formats.answer_keys import AnswerKey
from jinshui_study.questions.formats.limits import MOST_BYTES
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup

BLANKS = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"


class Format(Protocol):
    def recognises(self, data: bytes) -> bool:
        """Whether `data` looks like this format."""

    def read(self, data: bytes, file: str) -> BankFile:
        """All questions in `data`; never raises for bad content."""


class Prose(Protocol):
    def recognises(self, data: bytes) -> bool:
        """Whether `data` looks like this format."""

    def read(self, data: bytes, file: str, key: Sequence[KeyGroup] = ()) -> BankFile:
        """All questions in `data`, with the answers of a key file; never raises for bad content."""


EXACT: tuple[Format, ...] = (
    spreadsheet,
    qti_package,
    qti,
    moodle_xml,
    json_list,
    web_table,
    bank_yaml,
    gift,
    aiken,
    delimited,
)
PROSE: tuple[Prose, ...] = (word, markdown, plain_text)
"""What people write in lines; plain text comes last, because any text is one."""


def read(data: bytes, file: str, key: AnswerKey | None = None, most_bytes: int = MOST_BYTES) -> BankFile:
    """Read a bank file of any known format. What no format recognises gives one finding that says so.

    `key` holds answers from a file of their own: where a question has an answer already, the two are compared.
    """
    if len(data) > most_bytes:
        return unread(file, "file_too_large", f"文件超过 {most_bytes // 1024 // 1024} MB，请分成几个文件。")
    if not data.strip(BLANKS):
        return unread(file, "file_empty", "文件是空的。")
    exact = next((known for known in EXACT if known.recognises(data)), None)
    if exact is not None:
        result = exact.read(data, file)
        return result if key is None else answer_keys.apply(result, key)
    prose = next((known for known in PROSE if known.recognises(data)), None)
    if prose is None:
        return unread(file, "format_unknown", FORMAT_UNKNOWN)
    result = prose.read(data, file, () if key is None else key.groups)
    result.findings.extend(() if key is None else key.findings)
    return result


FORMAT_UNKNOWN = (
    "无法识别文件格式。可以导入：Word（.docx）、Excel（.xlsx、.xls）、csv、文本、Markdown、JSON、"
    "本系统的 YAML、GIFT、Aiken、Moodle XML 和 QTI。"
)


def unread(file: str, code: str, message: str) -> BankFile:
    """A file nothing could be read of, and why."""
    return BankFile(
        file=file, layout="unknown", encoding="unknown", findings=[Finding(ERROR, code, "全文", message)]
    )
