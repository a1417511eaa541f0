"""Formats a bank can come in: one module each, chosen by looking at the bytes.

A format has `recognises(data)` and `read(data, file)`; what it cannot read surely becomes a finding.
"""

from typing import Protocol

from jinshui_study.questions.drafts import ERROR, BankFile, Finding
from jinshui_study.questions.formats import bank_yaml

MOST_BYTES = 20 * 1024 * 1024


class Format(Protocol):
    def recognises(self, data: bytes) -> bool:
        """Whether `data` looks like this format."""

    def read(self, data: bytes, file: str) -> BankFile:
        """All questions in `data`; never raises for bad content."""


FORMATS: tuple[Format, ...] = (bank_yaml,)


def read(data: bytes, file: str) -> BankFile:
    """Read a bank file of any known format. What no format recognises gives one finding that says so."""
    if len(data) > MOST_BYTES:
        return unread(file, "file_too_large", f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件。")
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        return unread(file, "file_empty", "文件是空的。")
    for known in FORMATS:
        if known.recognises(data):
            return known.read(data, file)
    message = "无法识别文件格式：目前支持本系统的 YAML 题库文件，开头写明 bank、title 和 questions。"
    return unread(file, "format_unknown", message)


def unread(file: str, code: str, message: str) -> BankFile:
    """A file nothing could be read of, and why."""
    return BankFile(
        file=file, layout="unknown", encoding="unknown", findings=[Finding(ERROR, code, "全文", message)]
    )
