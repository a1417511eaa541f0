"""Formats a bank can come in: one module each, chosen by looking at the bytes.

A format has `recognises(data)` and `read(data, file)`; what it cannot read surely becomes a finding.
"""

from typing import Protocol

from jinshui_study.questions.drafts import ERROR, BankFile, Finding
from jinshui_study.questions.formats import bank_yaml


class Format(Protocol):
    def recognises(self, data: bytes) -> bool:
        """Whether `data` looks like this format."""

    def read(self, data: bytes, file: str) -> BankFile:
        """All questions in `data`; never raises for bad content."""


FORMATS: tuple[Format, ...] = (bank_yaml,)


def read(data: bytes, file: str) -> BankFile:
    """Read a bank file of any known format. What no format recognises gives one finding that says so."""
    for known in FORMATS:
        if known.recognises(data):
            return known.read(data, file)
    unknown = Finding(ERROR, "format_unknown", "全文", "无法识别文件格式：目前支持本系统的 YAML 题库文件。")
    return BankFile(file=file, layout="unknown", encoding="unknown", findings=[unknown])
