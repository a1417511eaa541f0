"""What could not be imported comes back as a workbook that can be mended and loaded."""

import io

from python_calamine import load_workbook

from jinshui_study.questions import check, kinds
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.formats import limits, spreadsheet
from jinshui_study.questions.formats.writing import failed_rows, workbook
from jinshui_study.questions.formats.writing.failed_rows import FailedRow
from jinshui_study.questions.formats.writing.workbook import Sheet
from tests.questions.formats.hostile import held
from tests.questions.samples import bank_file, draft


def rows_of(data: bytes) -> list[list[str]]:
    return load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_only_what_was_kept_out_comes_back_with_every_reason() -> None:
    bad = draft(where="行 9", options=["甲", "甲", ""], answer=["Z"], raw="9. 原来的一行")
    file = bank_file(draft(where="行 1"), bad)
    report = check.check(file)
    (row,) = failed_rows.failed_in(file.drafts, report.findings)
    assert row.draft is bad
    assert len(row.reasons) == len([finding for finding in report.findings if finding.where == "行 9"]) > 1
    header, cells = rows_of(failed_rows.write([row]))
    assert header[:3] == ["错误原因", "题型", "题干"]
    assert cells[0] == "\n".join(row.reasons)
    assert (cells[header.index("原文位置")], cells[header.index("原文")]) == ("行 9", "9. 原来的一行")


def test_a_mended_workbook_loads_and_its_reasons_are_not_read() -> None:
    questions = [draft(kind, where=f"行 {number}", topic="专题") for number, kind in enumerate(kinds.KINDS)]
    data = failed_rows.write(FailedRow(question, ("没有答案。", "答案：A")) for question in questions)
    again = spreadsheet.read(data, "a.xlsx")
    assert held(again) == held(bank_file(*questions))
    assert not [finding for finding in again.findings if finding.code == "column_unused"]


def test_a_row_without_an_answer_is_read_again_once_it_has_one() -> None:
    broken = draft(where="行 3", answer=[])
    header, cells = rows_of(failed_rows.write([FailedRow(broken, ("没有答案。",))]))
    row = dict(zip(header, cells, strict=True))
    mended = workbook.written([Sheet("未导入的题", header, [{**row, "答案": "c"}])])
    (again,) = spreadsheet.read(mended, "a.xlsx").drafts
    assert again.answer == ["C"]


def test_a_text_longer_than_a_cell_is_cut_so_that_the_rest_comes_back() -> None:
    long = "长" * (limits.LONGEST_CELL + 5)
    header, cells = rows_of(
        failed_rows.write([FailedRow(Draft("行 1", stem=long, raw=long), ("题干太长。",))])
    )
    assert len(cells[header.index("题干")]) == limits.LONGEST_CELL
    assert len(cells[header.index("原文")]) == failed_rows.LONGEST_RAW


def test_no_rows_give_a_workbook_with_a_header() -> None:
    assert rows_of(failed_rows.write([]))[0][0] == "错误原因"
