"""Tables as files: no text turns into a formula, in neither format."""

import csv
import io

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study import spreadsheets

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"]
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8)


def csv_of(*rows: list[spreadsheets.Cell]) -> list[list[str]]:
    target = io.StringIO(newline="")
    spreadsheets.write_csv(("甲", "乙"), rows, target)
    text = target.getvalue()
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def xlsx_of(*rows: list[spreadsheets.Cell]) -> tuple[bytes, list[list[object]]]:
    target = io.BytesIO()
    spreadsheets.write_xlsx(("甲", "乙"), rows, target, "表")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue()))
    return target.getvalue(), book.get_sheet_by_name("表").to_python()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_would_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert csv_of([text, -5]) == [["甲", "乙"], [f"'{text}", "-5"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_holds_it_as_text(text: str) -> None:
    data, rows = xlsx_of([text, 3])
    assert str(rows[1][0]).strip() == text.strip()
    assert rows[1][1] == 3
    assert b"<f>" not in data


def test_a_cell_says_whether_it_could_hold_the_text() -> None:
    with spreadsheets.open_book(io.BytesIO()) as book:
        page, cells = book.add_worksheet("表"), spreadsheets.TextCells(book)
        assert [cells.write(page, 0, 0, "=" * length) for length in (32_767, 32_768)] == [True, False]


@given(st.lists(st.tuples(TEXTS, TEXTS).map(list), max_size=5))
def test_no_cell_of_a_csv_begins_like_a_formula(rows: list[list[spreadsheets.Cell]]) -> None:
    read = csv_of(*rows)
    assert len(read) == len(rows) + 1
    for row, kept in zip(rows, read[1:], strict=True):
        for cell, text in zip(row, kept, strict=True):
            assert not text.startswith(spreadsheets.FORMULA)
            assert text.removeprefix("'") == str(cell).removeprefix("'")


def test_what_is_empty_stays_empty() -> None:
    assert csv_of([None, ""])[1] == ["", ""]
