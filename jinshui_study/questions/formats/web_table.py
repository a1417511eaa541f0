"""Web pages and XML that sites hand out as .xls: tables in HTML, and Excel's own XML of 2003."""

import html
import re
from dataclasses import dataclass, field

from jinshui_study.questions.drafts import ERROR, BankFile, Finding
from jinshui_study.questions.formats import decoding, limits
from jinshui_study.questions.formats.limits import Refused
from jinshui_study.questions.formats.tables import question_rows
from jinshui_study.questions.formats.tables.cells import EDGES
from jinshui_study.questions.formats.tables.question_rows import Row

HEAD = 64 * 1024
TOO_MANY = f"表格超过 {limits.MOST_ROWS} 行，请分成几个文件。"
MOST_TAGS = 2_000_000
MOST_TABLES = 10_000
MOST_SPAN = 1000
"""Rows or columns one cell may cover."""

BREAK = "\v"

_LOOKS = re.compile(r"<table[\s>]|urn:schemas-microsoft-com:office:spreadsheet", re.IGNORECASE)
_TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z][\w:.-]*)(?P<attributes>[^<>]*)>|(?P<text>[^<]+)|<")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BLANKS = re.compile(r"[ \t\r\n]+")
_NOT_SHOWN = (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"))
_ROWS = frozenset(["tr", "row"])
_CELLS = frozenset(["td", "th", "cell"])
_BREAKS = frozenset(["br", "p", "div", "li"])


def recognises(data: bytes) -> bool:
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return False
    text = decoding.decode(data[:HEAD])
    return text is not None and _LOOKS.search(text.text) is not None


def read(data: bytes, file: str) -> BankFile:
    text = decoding.decode(data)
    result = BankFile(file=file, layout="html", encoding=text.encoding if text else "unknown")
    try:
        grids = _grids(_shown(text.text)) if text else []
    except Refused as refused:
        result.findings.append(refused.finding)
        return result
    for number, grid in enumerate(grids, start=1):
        place = "表格" if len(grids) == 1 else f"表格 {number}"
        rows = (Row(f"{place} 第{at}行", cells, at) for at, cells in enumerate(grid, start=1))
        reading = question_rows.read_rows(rows, place=place)
        result.drafts.extend(reading.drafts)
        result.findings.extend(reading.findings)
    if not result.drafts:
        message = "没有找到表头，请在第一行写明列名，如 题型、题干、选项A、选项B、答案。"
        result.findings.append(Finding(ERROR, "header_unknown", "全文", message))
    return result


def _shown(text: str) -> str:
    """The text without comments, styles and scripts; one that is never closed goes to the end."""
    lowered = text.lower()
    for opening, closing in _NOT_SHOWN:
        parts = []
        at = 0
        while (start := lowered.find(opening, at)) >= 0:
            parts.append(text[at:start])
            end = lowered.find(closing, start)
            at = len(text) if end < 0 else end + len(closing)
        text = "".join([*parts, text[at:]])
        lowered = text.lower()
    return text


@dataclass
class _Grid:
    """A table that is being read; `above` and `below` are cells that reach into this row and the next ones, by column:
    how many rows they still go on, and their text."""

    rows: list[list[str]] = field(default_factory=list)
    above: dict[int, tuple[int, str]] = field(default_factory=dict)
    below: dict[int, tuple[int, str]] = field(default_factory=dict)
    cell: list[str] | None = None
    numbers: dict[str, int] = field(default_factory=dict)

    def begin_row(self) -> None:
        self.end_cell()
        self.above = self.below
        self.below = {column: (left - 1, text) for column, (left, text) in self.above.items() if left > 1}
        self.rows.append([])
        self._reach_down()

    def begin_cell(self, numbers: dict[str, int]) -> None:
        self.end_cell()
        if not self.rows:
            self.begin_row()
        self.cell = []
        self.numbers = numbers

    def end_cell(self) -> None:
        if self.cell is None:
            return
        lines = (_BLANKS.sub(" ", line).strip(EDGES) for line in "".join(self.cell).split(BREAK))
        self._place("\n".join(lines).strip(EDGES)[: limits.LONGEST_CELL])
        self.cell = None

    def _place(self, text: str) -> None:
        row, numbers = self.rows[-1], self.numbers
        row.extend([""] * (min(numbers.get("index", 0) - 1, limits.MOST_COLUMNS) - len(row)))
        across = max(numbers.get("colspan", 1), numbers.get("mergeacross", 0) + 1)
        down = max(numbers.get("rowspan", 1) - 1, numbers.get("mergedown", 0))
        for _ in range(min(across, limits.MOST_COLUMNS - len(row))):
            if down:
                self.below[len(row)] = (down, text)
            row.append(text)
        self._reach_down()

    def _reach_down(self) -> None:
        row = self.rows[-1]
        while len(row) in self.above:
            row.append(self.above[len(row)][1])


def _grids(text: str) -> list[list[list[str]]]:
    """The rows of each table; a table inside a cell stands for itself. Raises Refused."""
    if text.count("<") > MOST_TAGS:
        raise Refused("too_many_rows", TOO_MANY)
    done: list[_Grid] = []
    opened: list[_Grid] = []
    rows = 0
    for token in _TOKEN.finditer(text):
        tag = (token["tag"] or "").lower().rpartition(":")[2]
        rows += tag in _ROWS and not token["end"]
        if rows > limits.MOST_ROWS:
            raise Refused("too_many_rows", TOO_MANY)
        if tag == "table":
            if not token["end"]:
                if len(done) >= MOST_TABLES:
                    raise Refused("too_many_tables", f"网页里的表格超过 {MOST_TABLES} 个，请分成几个文件。")
                opened.append(_Grid())
                done.append(opened[-1])
            elif opened:
                opened.pop().end_cell()
        elif opened:
            _take(opened[-1], token, tag)
    for grid in opened:
        grid.end_cell()
    return [grid.rows for grid in done if grid.rows]


def _take(grid: _Grid, token: re.Match[str], tag: str) -> None:
    if tag in _ROWS:
        grid.end_cell()
        if not token["end"]:
            grid.begin_row()
    elif tag in _CELLS:
        if token["end"]:
            grid.end_cell()
        else:
            grid.begin_cell(_numbers(token["attributes"]))
            if token["attributes"].endswith("/"):
                grid.end_cell()
    elif grid.cell is not None and tag in _BREAKS:
        grid.cell.append(BREAK)
    elif grid.cell is not None and token["text"]:
        text = token["text"].replace(BREAK, " ").replace("&#10;", BREAK)
        grid.cell.append(html.unescape(text))


def _numbers(attributes: str) -> dict[str, int]:
    """The attributes that are numbers (`colspan`, `ss:MergeAcross`), by their names without a prefix."""
    found = {}
    for name, *values in _ATTRIBUTE.findall(attributes):
        value = "".join(values)
        if value.isdecimal() and len(value) < 6:
            found[name.lower().rpartition(":")[2]] = min(int(value), MOST_SPAN)
    return found
