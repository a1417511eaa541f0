"""Reads a spreadsheet in a process of its own: the file on stdin, one JSON text a line on stdout.

calamine takes a whole sheet into memory as one rectangle, and its process dies when a lone far cell makes that too
large. So the service runs this file by its path, with limits of memory and time, and goes on whatever happens here.
It therefore imports nothing of ours; the limits are arguments.

A sheet is an object (name, visible, merged, formulas), then come its rows that hold something, as lists:
[row number, cell, …]. A date is [ISO text, format], a number with a format that shows [number, format].
"""

import datetime as dt
import io
import json
import posixpath
import re
import sys
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

MONTH_OF_YEAR, DAY_OF_MONTH, DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
BUILT_IN = {
    **dict.fromkeys((27, 36, 50, 52, 57), MONTH_OF_YEAR),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), DAY_OF_MONTH),
    **{31: DAY, 9: "0%", 10: "0.00%", 12: "# ?/?", 13: "# ??/??"},
}
"""The formats Excel has by number only (ECMA-376, 18.8.30), as the Chinese one shows them."""

FAR_CELL = re.compile(rb'\br="([A-Z]{3}\d+|[A-Z]+[2-9]\d{5}|[A-Z]+\d{7})"')
FAR_ROW = re.compile(rb'<row\b[^>]*?\br="(\d{6,7})"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
FAR_COLUMN = re.compile(rb'<c\b[^>]*?\br="([A-Z]{3})\d+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
FEW = 50
LONGEST_FORMAT = 200

Formats = dict[tuple[int, int], str]


def main(memory: int, seconds: int, rows: int, columns: int, characters: int) -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        problem = pass_on(read(sys.stdin.buffer.read(), rows, columns), rows, characters)
    except PasswordError:
        problem = "file_encrypted"
    except TooManyRows:
        problem = "too_many_rows"
    except MemoryError:
        problem = "sheet_too_large"
    except (CalamineError, zipfile.BadZipFile):
        problem = "sheet_unreadable"
    say({"error": problem} if problem else {"end": True})


def pass_on(messages: Iterator[Any], rows: int, characters: int) -> str:
    """Say everything, as long as it isn't too much; the name of what there is too much of, or nothing."""
    for message in messages:
        if isinstance(message, list):
            rows -= 1
            characters -= sum(len(cell) for cell in message if type(cell) is str)
            if rows < 0:
                return "too_many_rows"
            if characters < 0:
                return "too_many_characters"
        say(message)
    return ""


def say(message: Any) -> None:
    sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def read(data: bytes, rows: int, columns: int) -> Iterator[Any]:
    package = Package(data) if data.startswith(b"PK") else None
    if package is not None and package.trim(rows, columns):
        data = package.data
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for index, about in enumerate(workbook.sheets_metadata):
            told: dict[str, Any] = {"sheet": about.name, "visible": about.visible == SheetVisibleEnum.Visible}
            formats: Formats = {}
            if package is not None:
                told |= package.about(about.name)
                formats = package.formats(about.name)
            yield told
            sys.stdout.buffer.flush()
            sheet = workbook.get_sheet_by_index(index)
            yield {"merged": sheet.merged_cell_ranges or []}
            yield from rows_of(sheet, formats, columns)
            yield {"done": about.name}


def rows_of(sheet: CalamineSheet, formats: Formats, columns: int) -> Iterator[list[Any]]:
    """The rows that hold something. calamine begins with the first row, but with the first column that is used."""
    if sheet.start is None:
        return
    padding = [""] * min(sheet.start[1], columns)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = padding + values if padding else values
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        for column, value in enumerate(cells[:columns]):
            kind = type(value)
            if kind is not str and (formats or kind not in (float, int, bool)):
                cells[column] = formatted(value, formats.get((number, column), ""))
        yield [number, *cells[:columns]]


def formatted(value: Any, code: str) -> Any:
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return [f"T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}", code]
    if isinstance(value, dt.datetime):
        return [value.isoformat(timespec="seconds"), code]
    if isinstance(value, dt.time):
        return ["T" + value.isoformat(timespec="seconds"), code]
    if isinstance(value, dt.date):
        return [value.isoformat(), code]
    return [value, code] if code and not isinstance(value, bool) else value


class TooManyRows(Exception):
    """There are more rows than may be read."""


class Package:
    """The parts of an xlsx that calamine doesn't tell about: number formats, formulas, and cells too far off for it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = set(self.zip.namelist())
        self.sheets = self._sheets()
        self.shown = self._shown_formats()
        self.far: dict[str, str] = {}

    def trim(self, rows: int, columns: int) -> bool:
        """Take out cells far below or beside everything, as slips of the hand leave them; whether there were any.

        Many rows far below are no slip. Raises TooManyRows.
        """
        trimmed = {}
        for sheet, part in self.sheets.items():
            content = self._content(sheet)
            far = FAR_CELL.search(content)
            if far is not None:
                self.far[sheet] = far[1].decode()
                trimmed[part] = without_far(content, rows, columns)
        if trimmed:
            self._replace(trimmed)
        return bool(trimmed)

    def _replace(self, parts: dict[str, bytes]) -> None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as copy:
            for name in self.names:
                copy.writestr(name, parts[name] if name in parts else self.zip.read(name))
        self.data = target.getvalue()
        self.zip = zipfile.ZipFile(target)

    def about(self, sheet: str) -> dict[str, Any]:
        """The first formula, and a cell that was too far off."""
        content = self._content(sheet)
        formula = re.search(rb"<(?:\w+:)?f[ >/]", content)
        told = {"far": self.far[sheet]} if sheet in self.far else {}
        if formula is not None:
            before = content[max(0, formula.start() - 300) : formula.start()]
            cells = re.findall(rb'\br="([A-Z]+\d+)"', before)
            told["formula"] = cells[-1].decode() if cells else "?"
        return told

    def formats(self, sheet: str) -> Formats:
        """The formats of cells whose value looks otherwise than it is kept."""
        if not self.shown:
            return {}
        styles = b"|".join(str(style).encode() for style in self.shown)
        cell = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bs="(%s)")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"' % styles)
        return {
            (int(row), column_of(letters)): self.shown[int(style)]
            for style, letters, row in cell.findall(self._content(sheet))
        }

    def _content(self, sheet: str) -> bytes:
        name = self.sheets.get(sheet, "")
        return self.zip.read(name) if name in self.names else b""

    def _tree(self, name: str) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(self.zip.read(name) if name in self.names else b"<none/>")
        except ElementTree.ParseError:
            return ElementTree.Element("none")

    def _sheets(self) -> dict[str, str]:
        targets = {
            relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip(
                "/"
            )
            for relation in self._tree("xl/_rels/workbook.xml.rels")
        }
        found = {}
        for element in self._tree("xl/workbook.xml").iter():
            if element.tag.rpartition("}")[2] == "sheet":
                reference = next((value for key, value in element.items() if key.endswith("}id")), None)
                found[element.get("name", "")] = targets.get(reference, "")
        return found

    def _shown_formats(self) -> dict[int, str]:
        styles = self._tree("xl/styles.xml")
        codes = dict(BUILT_IN)
        for element in styles.iter():
            if element.tag.endswith("}numFmt") and (element.get("numFmtId") or "").isdecimal():
                codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")[:LONGEST_FORMAT]
        cells = next((element for element in styles if element.tag.endswith("}cellXfs")), ())
        used = {index: codes.get(int(style.get("numFmtId") or 0), "") for index, style in enumerate(cells)}
        return {index: code for index, code in used.items() if re.search(r"[%年月日ymdh]|\?/|^0{2,}$", code)}


def without_far(content: bytes, rows: int, columns: int) -> bytes:
    """A sheet's XML without the few rows below `rows` and without cells beside `columns`. Raises TooManyRows."""
    below = list(islice((row for row in FAR_ROW.finditer(content) if int(row[1]) > rows), FEW + 1))
    if len(below) > FEW:
        raise TooManyRows
    for row in reversed(below):
        content = content[: row.start()] + content[row.end() :]
    return FAR_COLUMN.sub(lambda cell: b"" if column_of(cell[1]) >= columns else cell[0], content)


def column_of(letters: bytes) -> int:
    """`AB` as 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
