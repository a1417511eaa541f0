"""The workbook: nothing in it is a formula, and a mended row is read like any other."""

import io
import re
import zipfile

import pytest
from python_calamine import load_workbook

from jinshui_study.errors import Invalid
from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, Draft
from jinshui_study.questions.formats import limits, spreadsheet
from jinshui_study.questions.formats.tables import sealed_rows
from jinshui_study.questions.formats.writing import workbook
from tests.questions.formats.hostile import held
from tests.questions.samples import bank_file, draft

FORMULAS = ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://a.invalid")', "=cmd|' /C calc'!A0"]


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def test_no_cell_is_a_formula_and_what_looks_like_one_is_marked_as_text() -> None:
    question = draft(stem="=1+1", options=FORMULAS, explanation="=2", source="-", code="@x", tags=["+1"])
    data = workbook.write(bank_file(question))
    page, styles = parts(data)["xl/worksheets/sheet1.xml"], parts(data)["xl/styles.xml"]
    assert "<f>" not in page
    assert 'quotePrefix="1"' in styles
    shapes = re.findall(r"<xf [^>]*/?>", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0])
    quoted = {str(number) for number, shape in enumerate(shapes) if 'quotePrefix="1"' in shape}
    row = page.partition('<row r="2"')[2].partition("</row>")[0]
    cells = re.findall(r'<c r="([A-Z]+)2" s="(\d+)" t="(\w)"', row)
    assert {kind for _, _, kind in cells} == {"s"}
    marked = [column for column, shape, _ in cells if shape in quoted]
    assert marked == [*"BCDEFGHI", "K", "L", "O", "P"]


def test_links_stay_text() -> None:
    data = workbook.write(bank_file(draft(stem="见 http://a.invalid/ 与 ftp://b.invalid")))
    assert "hyperlink" not in parts(data)["xl/worksheets/sheet1.xml"]


def test_the_columns_are_those_the_questions_need() -> None:
    plain = workbook.columns_of([draft()])
    assert plain == [
        "题型",
        "题干",
        "选项A",
        "选项B",
        "选项C",
        "选项D",
        "答案",
        "解析",
        "出处",
        "章节",
        "难度",
        "标签",
    ]
    many = draft(kinds.MULTIPLE, options=list("甲乙丙丁戊己"), answer=["A", "B"])
    assert "选项F" in workbook.columns_of([many])
    assert workbook.columns_of([draft(kinds.MATCHING)])[6:8] == ["左栏", "右栏"]


def test_a_person_can_read_the_cells() -> None:
    questions = [draft(kind) for kind in kinds.KINDS]
    rows = (
        load_workbook(io.BytesIO(workbook.write(bank_file(*questions)))).get_sheet_by_name("题库").to_python()
    )
    header = rows[0]
    by_kind = {row[0]: dict(zip(header, row, strict=True)) for row in rows[1:]}
    assert by_kind["单选题"]["答案"] == "C"
    assert by_kind["多选题"]["答案"] == "ACD"
    assert by_kind["判断题"]["答案"] == "正确"
    assert by_kind["填空题"]["答案"] == "1921|1921年；1949"
    assert by_kind["排序题"]["答案"] == "BCA"
    assert by_kind["连线题"]["答案"] == "A-2、B-3、C-1"
    assert by_kind["连线题"]["左栏"] == "甲\n乙\n丙"
    assert {row["难度"] for row in by_kind.values()} == {"中"}


def test_a_text_longer_than_a_cell_is_refused() -> None:
    with pytest.raises(Invalid, match="第 1 题的“解析”超过"):
        workbook.write(bank_file(draft(explanation="长" * (limits.LONGEST_CELL + 1))))


def rewritten(*of: Draft, **changes: str) -> list[Draft]:
    """The drafts after somebody has typed other texts into all rows of our workbook."""
    columns = [*workbook.columns_of(of), sealed_rows.CODE, sealed_rows.PINNED, sealed_rows.SEAL]
    rows = [{**sealed_rows.sealed(sealed_rows.cells_of(draft)), **changes} for draft in of]
    data = workbook.written([workbook.Sheet("题库", columns, rows)])
    return spreadsheet.read(data, "a.xlsx").drafts


def test_an_untouched_row_is_read_to_the_letter_and_a_mended_one_as_any_table() -> None:
    question = draft(options=["A、甲", "B、乙", "C、丙", "D、丁"])
    (untouched,) = rewritten(question)
    assert untouched.options == question.options
    (mended,) = rewritten(question, 题干="改过的题干是什么？")
    assert (mended.stem, mended.options) == ("改过的题干是什么？", ["甲", "乙", "丙", "丁"])


def test_a_mended_row_keeps_its_code_and_pinned_options() -> None:
    question = draft(code="7", pinned=["D"])
    (mended,) = rewritten(question, 解析="改过的解析。")
    assert (mended.explanation, mended.code, mended.pinned) == ("改过的解析。", "7", ["D"])
    assert mended.answer == question.answer


def test_a_row_with_a_forged_seal_does_no_harm() -> None:
    hostile = {"题型": "填空题", "题干": "____", "答案": "[" * 2000, "标签": '{"a": 1}', "左栏": "[1,"}
    row = sealed_rows.sealed(hostile)
    columns = sealed_rows.columns_of(list(row))
    assert columns is not None
    found = sealed_rows.draft_of(columns, list(row.values()), "行 2")
    assert found is not None
    assert found.answer == ["[" * 2000]
    found = sealed_rows.draft_of(
        columns, list(sealed_rows.sealed({**hostile, "题型": "判断题"}).values()), "行 2"
    )
    assert found is not None
    assert found.answer == ["[" * 2000]


def test_all_kinds_with_many_options_read_back() -> None:
    options = [f"第{place}项" for place in range(10)]
    questions = [
        draft(kinds.MULTIPLE, options=options, answer=list(LETTERS[:10]), difficulty=3),
        draft(kinds.MATCHING),
    ]
    file = bank_file(*questions)
    assert held(spreadsheet.read(workbook.write(file), "a.xlsx")) == held(file)
