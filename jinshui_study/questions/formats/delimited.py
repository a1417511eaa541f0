"""Tables as text (csv, tsv): whatever the delimiter and the encoding, with quotes as Excel writes them or forgotten."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from jinshui_study.questions.drafts import ERROR, BankFile, Finding
from jinshui_study.questions.formats import decoding, limits
from jinshui_study.questions.formats.limits import Refused
from jinshui_study.questions.formats.tables import guessed_layouts, layouts, question_rows
from jinshui_study.questions.formats.tables.cells import EDGES
from jinshui_study.questions.formats.tables.question_rows import HEADER_WITHIN, Row

DELIMITERS = (",", "\t", ";", "|", "，", "；", "｜")
WIDE_DELIMITERS = DELIMITERS[4:]
HEAD = 64 * 1024
HEAD_RECORDS = 60
MOST_LINES = 40
"""Lines one record may go over; a quote still open then was no quote."""
MOST_LINES_IN_ALL = 1_000_000
LONGEST_RECORD = 1_000_000
"""Signs of a record whose quotes are looked at."""
TOO_MANY = f"表格超过 {limits.MOST_ROWS} 行，请分成几个文件。"
EVEN = 0.9
"""The share of rows that have the same number of cells in a table without a header."""

_MARKDOWN_RULE = re.compile(r"^[ \t|]*:?-{3,}:?[ \t]*\|[-:| \t]*$", re.MULTILINE)
_SEPARATOR_LINE = re.compile(r"\s*sep=.\n")


def recognises(data: bytes) -> bool:
    """A table in Markdown is none of ours: there is more in such a file than its tables."""
    text = decoding.decode(data[:HEAD])
    if text is None or _MARKDOWN_RULE.search(text.text):
        return False
    return _delimiter_of(text.text) is not None


def read(data: bytes, file: str) -> BankFile:
    text = decoding.decode(data)
    result = BankFile(file=file, layout="csv", encoding=text.encoding if text else "unknown")
    delimiter = _delimiter_of(text.text[:HEAD]) if text else None
    if text is None or delimiter is None:
        message = "没有找到表头，请在第一行写明列名，如 题型、题干、选项A、选项B、答案。"
        result.findings.append(Finding(ERROR, "header_unknown", "行 1", message))
        return result
    try:
        if text.text.count("\n") > MOST_LINES_IN_ALL:
            raise Refused("too_many_rows", TOO_MANY)
        reading = question_rows.read_rows(_limited(text.text, delimiter), place="全文", is_exact=True)
    except Refused as refused:
        result.findings.append(refused.finding)
        return result
    result.findings.extend(text.findings + reading.findings)
    result.drafts.extend(reading.drafts)
    result.declared = reading.declared
    if not result.drafts:
        result.findings.append(Finding(ERROR, "no_questions", "全文", question_rows.NO_QUESTIONS))
    return result


def _delimiter_of(head: str) -> str | None:
    """The delimiter that makes a table of questions of the text; None where none does."""
    scores = {delimiter: _score(head, delimiter) for delimiter in DELIMITERS if delimiter in head}
    best = max(scores, key=lambda delimiter: scores[delimiter], default=None)
    return best if best is not None and scores[best] > (0, 0) else None


def _score(head: str, delimiter: str) -> tuple[int, int]:
    rows = [row.cells for row in islice(_rows(head, delimiter), HEAD_RECORDS)]
    rows = [cells for cells in rows if any(cells)]
    for cells in rows[:HEADER_WITHIN]:
        heads = layouts.heads_of(cells)
        if heads is not None:
            return 2, sum(head is not None for head in heads)
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    is_even = width > 1 and count >= len(rows) * EVEN and delimiter not in WIDE_DELIMITERS
    return (1, width) if is_even and guessed_layouts.of_contents(rows) is not None else (0, 0)


def _limited(text: str, delimiter: str) -> Iterator[Row]:
    for count, row in enumerate(_rows(text, delimiter), start=1):
        if count > limits.MOST_ROWS:
            raise Refused("too_many_rows", TOO_MANY)
        yield row


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    for line, cells in _records(text, delimiter):
        yield Row(f"行 {line}", [_text(cell) for cell in cells[: limits.MOST_COLUMNS]])


def _text(cell: str) -> str:
    """A cell's text; `="007"` is how programs keep Excel from making a number of it."""
    cell = cell[: limits.LONGEST_CELL].strip(EDGES)
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the number of their first line. A quote left open costs its own line only."""
    start = 1 if _SEPARATOR_LINE.match(text) else 0
    lines = text.split("\n")
    while start < len(lines):
        end = _end_of_record(lines, start)
        record = "\n".join(lines[start:end])
        cells = _cells(record, delimiter)
        if end - start > 1 and cells is None:
            end = start + 1
            cells = _cells(lines[start], delimiter)
        yield start + 1, _lenient(lines[start], delimiter) if cells is None else cells
        start = end


def _end_of_record(lines: list[str], start: int) -> int:
    """The line after the record: quotes come in pairs, so an odd one goes on until there is another."""
    if lines[start].count('"') % 2 == 0:
        return start + 1
    for end in range(start + 1, min(len(lines), start + MOST_LINES)):
        if lines[end].count('"') % 2:
            return end + 1
    return start + 1


def _cells(record: str, delimiter: str) -> list[str] | None:
    """The cells of a record whose quotes are in order, or None."""
    if '"' not in record or len(record) > LONGEST_RECORD:
        return record.split(delimiter, limits.MOST_COLUMNS)
    try:
        return next(csv.reader([record], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _lenient(line: str, delimiter: str) -> list[str]:
    """The cells of a line with quotes out of order: one that doesn't enclose a cell is a sign like any other."""
    edge = re.escape(delimiter)
    cell = re.compile(rf'(?:^|{edge})(?:"((?:[^"]|"")*)"(?={edge}|$)|([^{edge}]*))')
    matches = islice(cell.finditer(line), limits.MOST_COLUMNS)
    return [(match[1] or "").replace('""', '"') or match[2] or "" for match in matches]
