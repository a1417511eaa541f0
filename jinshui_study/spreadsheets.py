"""Tables as csv and xlsx for Excel and WPS, in which no text can turn into a formula. Pure."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, TextIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of workbooks."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
"""How a text begins that a spreadsheet would reckon out, in some once somebody edits the cell or saves as csv."""
MOST_ROWS = 1_048_575
"""What a sheet holds below its head."""
WIDTH = 22

Cell = str | int | float | None


def neutral(cell: Cell) -> Cell:
    """The cell as csv carries it: a text that would be a formula begins with an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], target: TextIO) -> None:
    """Row by row, with the mark by which Excel knows UTF-8."""
    target.write("\ufeff")
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)


def open_book(target: BinaryIO, **options: bool) -> xlsxwriter.Workbook:
    """A workbook in which texts are never taken for formulas or links; it is written when it is closed."""
    return xlsxwriter.Workbook(target, {**options, "strings_to_formulas": False, "strings_to_urls": False})


class TextCells:
    """Writes texts as text cells; what looks like a formula is marked as text by its format too."""

    def __init__(self, book: xlsxwriter.Workbook, **shape: Any) -> None:
        self.plain = book.add_format({"num_format": "@", **shape})
        self.quoted = book.add_format({"num_format": "@", **shape, "quote_prefix": True})

    def write(self, page: Worksheet, row: int, column: int, text: str) -> bool:
        """Whether the cell could hold all of it."""
        form = self.quoted if text.startswith(FORMULA) else self.plain
        return bool(page.write_string(row, column, text, form) == 0)


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]], target: BinaryIO, name: str) -> None:
    """One sheet; only the row at hand is kept in memory."""
    with open_book(target, constant_memory=True) as book:
        page = book.add_worksheet(name)
        page.set_column(0, len(columns) - 1, WIDTH)
        page.freeze_panes(1, 0)
        page.write_row(0, 0, columns, book.add_format({"bold": True}))
        cells = TextCells(book)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    cells.write(page, number, column, cell)
                elif cell is not None:
                    page.write_number(number, column, cell)
