"""Word files for the tests: paragraphs, tables, and what was read of them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import docx

from jinshui_study.questions import formats
from jinshui_study.questions.drafts import BankFile
from tests.questions.formats import prose
from tests.questions.formats.papers import Shown, shown

FIRST_LINES = ["1．党的一大召开于（  ）。", "A．1920年", "B．1921年", "C．1922年", "D．1923年", "答案：B"]
SECOND_LINES = ["2．遵义会议召开于（ ）。", "A．1934年 B．1935年", "C．1936年 D．1937年", "答案：B"]


def read(data: bytes) -> BankFile:
    return formats.read(data, "题库.docx")


def written(fill: Callable[[Any], object]) -> bytes:
    document = docx.Document()
    fill(document)
    return prose.saved(document)


def paragraphs(*lines: str) -> bytes:
    return written(lambda document: [document.add_paragraph(line) for line in lines])


def questions(data: bytes) -> list[Shown]:
    result = read(data)
    assert result.findings == []
    return [shown(draft) for draft in result.drafts]


def fill(table: Any, rows: Iterable[Sequence[str]]) -> None:
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def fault(data: bytes) -> tuple[str, str]:
    result = read(data)
    (finding,) = result.findings
    assert result.drafts == []
    return finding.code, finding.message
