"""Files of marks: a row per attempt, a column per item, as spreadsheets and Moodle's reports save them. Pure."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jinshui_study.errors import Invalid

MOST_BYTES = 64 * 1024 * 1024
MOST_CELLS = 2_000_000
LONGEST_NUMBER = 30

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?")
_NOT_ANSWERED = {"", "-", "–", "—", "na", "n/a", "null", "none", "未作答", "缺考"}
_IDS = re.compile(
    r"#|no\.?|id|.*(attempt|student|candidate|person|username|user id|name)|编号|序号|学号|考号|姓名|作答"
)
_TOTALS = re.compile(
    r"total|sum|sum ?marks|sum ?grades|total (mark|score)s?|score|grade|总分|总成绩|合计|得分"
)


@dataclass(frozen=True)
class Marks:
    """The items' names, the marks of each attempt (None: not answered), and the columns that were left out."""

    items: list[str]
    rows: list[list[Fraction | None]]
    left_out: list[str]


def read(data: bytes) -> Marks:
    """Read a csv of marks: comma, semicolon or tab; UTF-8 or GB18030; a header is known by its words.

    A first column of ids, and a last one that a header calls the total, are left out. Raises Invalid with a sentence.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分开统计。", code="marks_too_large")
    lines = _lines(_text(data))
    if not lines:
        raise Invalid("文件里没有得分。", code="marks_empty")
    header = _header(lines[0][1])
    body = lines[1:] if header else lines
    if not body:
        raise Invalid("文件里只有表头，没有得分。", code="marks_empty")
    width = len(lines[0][1])
    for number, cells in lines:
        if len(cells) != width:
            raise Invalid(
                f"第 {number} 行有 {len(cells)} 列，第 {lines[0][0]} 行有 {width} 列，列数应当相同。",
                code="marks_ragged",
            )
    columns = _columns(header, body, width)
    if not columns:
        raise Invalid("文件里没有题目的列。", code="marks_empty")
    if len(body) * len(columns) > MOST_CELLS:
        raise Invalid(f"得分超过 {MOST_CELLS} 个，请分开统计。", code="marks_too_large")
    names = header or [f"第 {column + 1} 列" for column in range(width)]
    known: dict[str, Fraction | None] = {}
    rows = [[_mark(cells[column], number, column, known) for column in columns] for number, cells in body]
    kept = set(columns)
    return Marks(
        items=[names[column].strip() or f"第 {column + 1} 列" for column in columns],
        rows=rows,
        left_out=[names[column] for column in range(width) if column not in kept],
    )


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("文件不是文本，请另存为 CSV 后再试。", code="marks_not_text")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their line numbers."""
    if "\0" in text:
        raise Invalid("文件不是文本，请另存为 CSV 后再试。", code="marks_not_text")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((mark for mark in "\t;" if mark in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error:
        raise Invalid(f"第 {reader.line_num} 行不是 CSV。", code="marks_not_text") from None
    comma = delimiter != ","
    return [
        (number, [cell.replace(",", ".") if comma and _decimal_comma(cell) else cell for cell in cells])
        for number, cells in rows
        if any(cells)
    ]


def _decimal_comma(cell: str) -> bool:
    return re.fullmatch(r"[+-]?\d+,\d+", cell) is not None


def _header(first: Sequence[str]) -> list[str]:
    """The first row where it is one: words beside its first cell, or a first cell that names ids."""
    if any(not _is_mark(cell) for cell in first[1:]) or _IDS.fullmatch(first[0].lower()):
        return list(first)
    return list(first) if len(first) == 1 and not _is_mark(first[0]) else []


def _columns(header: list[str], body: Sequence[tuple[int, list[str]]], width: int) -> list[int]:
    """The columns of items: without one of ids in front and one of totals at the end."""
    columns = list(range(width))
    named_as_ids = bool(header) and (not header[0] or _IDS.fullmatch(header[0].lower()) is not None)
    if named_as_ids or (width > 1 and all(not _is_mark(cells[0]) for _, cells in body)):
        columns = columns[1:]
    if header and len(columns) > 1 and _TOTALS.fullmatch(header[-1].lower()):
        columns = columns[:-1]
    return columns


def _is_mark(cell: str) -> bool:
    return cell.lower() in _NOT_ANSWERED or _NUMBER.fullmatch(cell) is not None


def _mark(cell: str, number: int, column: int, known: dict[str, Fraction | None]) -> Fraction | None:
    if cell in known:
        return known[cell]
    if not _is_mark(cell) or len(cell) > LONGEST_NUMBER:
        shown = cell if len(cell) <= 12 else cell[:12] + "…"
        raise Invalid(f"第 {number} 行第 {column + 1} 列的“{shown}”不是得分。", code="marks_not_a_number")
    known[cell] = None if cell.lower() in _NOT_ANSWERED else Fraction(cell)
    return known[cell]


def most_of_each(text: str, items: int) -> list[Fraction]:
    """The full mark of each item, from one number for all or a list with commas. Raises Invalid with a sentence."""
    parts = [part.strip() for part in re.split("[,，]", text)]
    if any(len(part) > LONGEST_NUMBER or not _NUMBER.fullmatch(part) for part in parts):
        raise Invalid("满分应是一个数，或用逗号隔开的每题满分。", code="max_mark_wrong")
    numbers = [Fraction(part) for part in parts]
    if any(number < 0 for number in numbers) or not any(numbers):
        raise Invalid("满分应大于 0。", code="max_mark_wrong")
    if len(numbers) not in (1, items):
        raise Invalid(f"给出了 {len(numbers)} 个满分，文件里有 {items} 道题。", code="max_mark_wrong")
    return numbers * items if len(numbers) == 1 else numbers


def refuse_above(marks: Marks, most: Sequence[Fraction]) -> None:
    """Raise Invalid for a mark above its item's full mark."""
    for row_number, row in enumerate(marks.rows, start=1):
        for mark, limit, item in zip(row, most, marks.items, strict=True):
            if mark is not None and mark > limit:
                raise Invalid(
                    f"第 {row_number} 份作答“{item}”的得分 {float(mark):g} 超过满分 {float(limit):g}。"
                    "若这一列不是题目（例如编号或总分），请在表头写明或去掉这一列。",
                    code="mark_above_most",
                )
