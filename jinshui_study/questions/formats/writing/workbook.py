"""Writing questions as a workbook for Excel and WPS, in which no text can turn into a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import xlsxwriter

from jinshui_study import spreadsheets
from jinshui_study.errors import Invalid
from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import BankFile, Draft
from jinshui_study.questions.formats import limits
from jinshui_study.questions.formats.tables import sealed_rows
from jinshui_study.questions.formats.tables.sealed_rows import (
    AFTER,
    BEFORE,
    CODE,
    LEFT,
    OPTIONS,
    PINNED,
    RIGHT,
    SEAL,
)
from jinshui_study.spreadsheets import TextCells

SHEET = "题库"
FEWEST_OPTIONS = 4

WIDTHS = {"题型": 8, "题干": 48, "答案": 12, "解析": 48, "出处": 30, "章节": 16, "难度": 6, "错误原因": 40}
OTHER_WIDTH = 18

CHOICES = {
    sealed_rows.KIND: list(kinds.CHINESE.values()),
    sealed_rows.DIFFICULTY: list(sealed_rows.DIFFICULTIES.values()),
}
"""What the columns of a table to be filled in let choose from; another word is let pass."""

Rows = Iterable[dict[str, str]]


@dataclass
class Sheet:
    """One sheet: the columns in order, the rows by column, and the values some columns let choose from."""

    name: str
    columns: Sequence[str]
    rows: Rows
    choices: dict[str, list[str]] = field(default_factory=dict)
    is_table: bool = True
    widths: dict[str, int] = field(default_factory=dict)


def write(file: BankFile) -> bytes:
    """The file as a workbook. Raises Invalid where a text is longer than a cell can hold."""
    rows = [sealed_rows.sealed(sealed_rows.cells_of(draft)) for draft in file.drafts]
    columns = [*columns_of(file.drafts), CODE, PINNED, SEAL]
    return written([Sheet(SHEET, columns, rows)], title=file.title, subject=file.bank)


def columns_of(drafts: Iterable[Draft]) -> list[str]:
    """The columns these questions need, at least those of four options."""
    most, has_pairs = FEWEST_OPTIONS, False
    for draft in drafts:
        most = max(most, len(draft.options))
        has_pairs = has_pairs or bool(draft.left or draft.right)
    return [*BEFORE, *OPTIONS[:most], *([LEFT, RIGHT] if has_pairs else []), *AFTER]


def written(sheets: Iterable[Sheet], *, title: str = "", subject: str = "") -> bytes:
    """A workbook of these sheets. Raises Invalid where a text is longer than a cell can hold."""
    target = io.BytesIO()
    with spreadsheets.open_book(target, in_memory=True) as book:
        book.set_properties({"title": title[:255], "subject": subject[:255]})
        for sheet in sheets:
            _Writer(book, sheet).run()
    return target.getvalue()


class _Writer:
    """Writes one sheet, every cell as text."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet(sheet.name)
        self.cells = TextCells(book, valign="top", text_wrap=True)
        self.head = book.add_format(
            {"bold": True, "bg_color": "#F2DCDB", "valign": "vcenter", "num_format": "@"}
        )

    def run(self) -> None:
        for column, name in enumerate(self.sheet.columns):
            width = self.sheet.widths.get(name, WIDTHS.get(name, OTHER_WIDTH))
            self.page.set_column(column, column, width, self.cells.plain, {"hidden": name == SEAL})
            self.page.write_string(0, column, name, self.head)
        count = 0
        for number, row in enumerate(self.sheet.rows, start=1):
            self._write_row(number, row)
            count = number
        if self.sheet.is_table:
            self.page.freeze_panes(1, 0)
            self._offer_choices(max(count, 1) + 1000)

    def _write_row(self, number: int, row: dict[str, str]) -> None:
        for column, name in enumerate(self.sheet.columns):
            text = row.get(name, "")
            if text and not self.cells.write(self.page, number, column, text):
                message = (
                    f"第 {number} 题的“{name}”超过 {limits.LONGEST_CELL} 字，表格放不下；请改用 YAML 格式。"
                )
                raise Invalid(message, code="cell_too_long")

    def _offer_choices(self, last: int) -> None:
        for name, values in self.sheet.choices.items():
            column = list(self.sheet.columns).index(name)
            rule = {"validate": "list", "source": values, "error_type": "warning", "error_title": name}
            self.page.data_validation(1, column, last, column, rule)
