import datetime as dt
from typing import Any

import pytest

from jinshui_study.questions import check
from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING
from jinshui_study.questions.formats import limits, spreadsheet
from tests.questions.formats import workbooks
from tests.questions.formats.rows import (
    CITIES,
    GAP,
    LETTERED,
    READ_ALL,
    READ_CITIES,
    READ_TRUE,
    READ_YEAR,
    TRUE,
    YEAR,
    codes,
    short,
)

ALL = [YEAR, CITIES, TRUE, GAP]
SHEET = "xl/worksheets/sheet1.xml"


def test_the_check_names_the_cell_of_what_it_finds_as_the_reader_does() -> None:
    two = [*YEAR[:6], "CD"]
    twin = [CITIES[0], CITIES[1], "上海", "上海", *CITIES[4:6], "AC"]
    report = check.check(spreadsheet.read(workbooks.xlsx(("题库", [LETTERED, two, twin])), "bank.xlsx"))
    told = {finding.code: finding.message for finding in report.findings if finding.severity == ERROR}
    assert told["single_many"].endswith("（G2）。")
    assert told["options_equal"].endswith("（C3）。")


def test_a_new_workbook_is_read() -> None:
    data = workbooks.xlsx(("题库", [LETTERED, *ALL]))
    assert spreadsheet.recognises(data)
    file = spreadsheet.read(data, "bank.txt")
    assert short(file) == READ_ALL
    assert (file.layout, file.encoding, file.findings) == ("xlsx", "binary", [])
    assert [draft.where for draft in file.drafts][:2] == ["工作表“题库” 第2行", "工作表“题库” 第3行"]


def test_an_old_workbook_is_read_whatever_it_is_called() -> None:
    data = workbooks.xls(("题库", [LETTERED, *ALL]))
    assert spreadsheet.recognises(data)
    file = spreadsheet.read(data, "bank.xlsx")
    assert short(file) == READ_ALL
    assert file.layout == "xls"


def test_an_old_workbook_keeps_types_too() -> None:
    days = [
        "单选题",
        "香港回归祖国是哪一天？",
        dt.date(1997, 7, 1),
        dt.date(1999, 12, 20),
        1999.0,
        1e-05,
        "A",
    ]
    file = spreadsheet.read(workbooks.xls(("题库", [LETTERED, days, [*TRUE[:6], True]])), "bank.xls")
    options = ["1997-07-01", "1999-12-20", "1999", "0.00001"]
    assert short(file) == [("single", days[1], options, ["A"]), READ_TRUE]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "题干,答案".encode()]
)
def test_other_bytes_are_no_workbook(data: bytes) -> None:
    assert not spreadsheet.recognises(data)


def test_a_word_file_with_a_workbook_inside_is_none() -> None:
    inner = workbooks.xlsx(("题库", [LETTERED]))
    data = workbooks.with_part(b"PK\x05\x06" + bytes(18), "word/embeddings/a.xlsx", lambda _: inner)
    assert not spreadsheet.recognises(data)


def of_types(fill: Any) -> list[str]:
    """The options that are read of one question whose options `fill` writes into C2 to F2."""

    def write(workbook: Any) -> None:
        sheet = workbook.add_worksheet("题库")
        sheet.write_row(0, 0, LETTERED)
        sheet.write_row(1, 0, ["单选题", "下列哪一项正确？", "", "", "", "", "A"])
        fill(workbook, sheet)

    [(_, _, options, _)] = short(spreadsheet.read(workbooks.written(write), "bank.xlsx"))
    return options


def test_numbers_are_as_they_were_typed() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        percent = workbook.add_format({"num_format": "0.00%"})
        sheet.write_row("C2", [1999.0, 1e-05, 0.1 + 0.2])
        sheet.write_number("F2", 0.0473, percent)

    assert of_types(fill) == ["1999", "0.00001", "0.3", "4.73%"]


def test_parts_of_a_whole_are_as_they_were_typed() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write_number("C2", 2 / 3, workbook.add_format({"num_format": 12}))
        sheet.write_number("D2", 3 / 4, workbook.add_format({"num_format": "# ?/?"}))
        sheet.write_number("E2", 0.5, workbook.add_format({"num_format": 9}))
        sheet.write_number("F2", 7, workbook.add_format({"num_format": "000"}))

    assert of_types(fill) == ["2/3", "3/4", "50%", "007"]


def test_days_are_as_they_were_typed() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        for cell, shape in (("C2", "yyyy-mm-dd"), ("D2", 14), ("E2", 'yyyy"年"m"月"d"日"'), ("F2", 31)):
            day = dt.date(1997, 7, 1 + ord(cell[0]) - ord("C"))
            sheet.write_datetime(cell, day, workbook.add_format({"num_format": shape}))

    assert of_types(fill) == ["1997-07-01", "1997-07-02", "1997年7月3日", "1997年7月4日"]


def test_months_and_times_are_as_they_were_typed() -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        day = dt.date(1921, 7, 23)
        for cell, shape in (("C2", 57), ("D2", 'm"月"d"日"'), ("E2", "yyyy/m/d h:mm")):
            date = dt.datetime.combine(day, dt.time(8, 30)) if cell == "E2" else day
            sheet.write_datetime(cell, date, workbook.add_format({"num_format": shape}))
        sheet.write_datetime("F2", dt.time(19, 5), workbook.add_format({"num_format": "h:mm"}))

    assert of_types(fill) == ["1921年7月", "7月23日", "1921-07-23 8:30", "19:05"]


def test_a_judgement_may_be_a_boolean() -> None:
    rows = [LETTERED, [*TRUE[:6], True], [*TRUE[:1], "党的二大在广州召开。", *TRUE[2:6], False]]
    assert [answer for *_, answer in short(spreadsheet.read(workbooks.xlsx(("题库", rows)), ""))] == [
        ["true"],
        ["false"],
    ]


def test_the_first_rows_and_columns_may_be_empty() -> None:
    rows = [["", "", ""], *([""] * 3 + row for row in (LETTERED, *ALL))]
    file = spreadsheet.read(workbooks.xlsx(("题库", rows)), "bank.xlsx")
    assert short(file) == READ_ALL
    assert file.drafts[0].where == "工作表“题库” 第3行"


def test_a_merged_title_and_merged_kinds_hold_for_what_they_cover() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("题库")
        sheet.merge_range("A1:G1", "党史知识题库")
        sheet.write_row("A2", LETTERED)
        for number, row in enumerate([YEAR, [*YEAR[:1], "又是哪一年？", *YEAR[2:]], TRUE], start=2):
            sheet.write_row(number, 0, row)
        sheet.merge_range("A3:A4", "单选题")
        sheet.merge_range("A6:G6", "填空题")
        sheet.write_row("A7", ["", *GAP[1:]])

    file = spreadsheet.read(workbooks.written(fill), "bank.xlsx")
    assert [draft.kind for draft in file.drafts] == ["single", "single", "true_false", "blank"]


def test_several_sheets_are_read_and_the_one_about_filling_is_not() -> None:
    data = workbooks.xlsx(
        ("填写说明", [["字段", "说明"], ["题干", "必填"], LETTERED, YEAR]),
        ("单选题", [LETTERED[1:], YEAR[1:]]),
        ("多选", [LETTERED[1:], CITIES[1:]]),
        ("判断", [LETTERED[1:], [*TRUE[1:6], "1"]]),
        ("空的", []),
    )
    file = spreadsheet.read(data, "bank.xlsx")
    assert short(file) == [READ_YEAR, READ_CITIES, READ_TRUE]
    assert [(finding.severity, finding.code) for finding in file.findings] == [(NOTICE, "sheet_skipped")]


def test_a_lone_sheet_is_read_even_if_it_is_called_after_its_notes() -> None:
    assert short(spreadsheet.read(workbooks.xlsx(("示例", [LETTERED, YEAR])), "")) == [READ_YEAR]


def test_a_sheet_of_lines_is_read_as_lines() -> None:
    lines = [
        "一、单选题",
        f"1. {YEAR[1]}（ C ）",
        *(f"{letter}. {text}" for letter, text in zip("ABCD", YEAR[2:6], strict=True)),
    ]
    lines += ["二、判断题", f"1. {TRUE[1]}\n答案：对"]
    file = spreadsheet.read(workbooks.xlsx(("Sheet1", [[line] for line in lines])), "bank.xlsx")
    assert [(kind, options, answer) for kind, _, options, answer in short(file)] == [
        ("single", YEAR[2:6], ["C"]),
        ("true_false", [], ["true"]),
    ]
    assert [draft.where for draft in file.drafts] == ["工作表“Sheet1” 第2行", "工作表“Sheet1” 第8行"]


def test_the_name_of_a_sheet_may_be_the_chapter() -> None:
    data = workbooks.xlsx(("第一章", [LETTERED, YEAR]), ("Sheet2", [LETTERED, CITIES]))
    assert [draft.topic for draft in spreadsheet.read(data, "").drafts] == ["第一章", ""]


def test_a_hidden_sheet_is_told_and_not_read() -> None:
    def fill(workbook: Any) -> None:
        shown, hidden = workbook.add_worksheet("题库"), workbook.add_worksheet("字典")
        for sheet in (shown, hidden):
            sheet.write_row("A1", LETTERED)
            sheet.write_row("A2", YEAR)
        hidden.hide()

    file = spreadsheet.read(workbooks.written(fill), "bank.xlsx")
    assert short(file) == [READ_YEAR]
    assert codes(file.findings) == ["sheet_hidden"]


def test_a_sheet_that_can_t_be_read_is_a_warning_beside_others_and_an_error_alone() -> None:
    notes = [["姓名", "电话"], ["某甲", "1"], ["某乙", "2"]]
    beside = spreadsheet.read(workbooks.xlsx(("名单", notes), ("题库", [LETTERED, YEAR])), "")
    assert [(finding.severity, finding.code) for finding in beside.findings] == [(WARNING, "header_unknown")]
    alone = spreadsheet.read(workbooks.xlsx(("名单", notes)), "")
    assert [(finding.severity, finding.code) for finding in alone.findings] == [(ERROR, "header_unknown")]


def test_formulas_count_by_what_was_saved_and_are_told() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("题库")
        sheet.write_row("A1", LETTERED)
        sheet.write_row("A2", YEAR[:6])
        sheet.write_formula("G2", '=IF(1,"C")', value="C")

    file = spreadsheet.read(workbooks.written(fill), "bank.xlsx")
    assert short(file) == [READ_YEAR]
    assert [(finding.code, finding.where) for finding in file.findings] == [
        ("formula_value", "工作表“题库” G2")
    ]


def test_macros_are_told_and_not_run() -> None:
    data = workbooks.with_part(
        workbooks.xlsx(("题库", [LETTERED, YEAR])), "xl/vbaProject.bin", lambda _: b"x"
    )
    file = spreadsheet.read(data, "bank.xlsm")
    assert short(file) == [READ_YEAR]
    assert codes(file.findings) == ["macros_ignored"]


def test_a_dimension_that_lies_costs_nothing() -> None:
    data = workbooks.xlsx(("题库", [LETTERED, YEAR]))
    lying = workbooks.with_part(data, SHEET, lambda xml: xml.replace(b"A1:G2", b"A1:XFD1048576"))
    assert lying != data
    assert short(spreadsheet.read(lying, "")) == [READ_YEAR]


def test_a_sheet_of_empty_rows_under_a_header_has_no_question() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("题库")
        sheet.write_row("A1", LETTERED)
        for number in range(1, 934):
            sheet.write_blank(number, 0, None, workbook.add_format({"bold": True}))

    file = spreadsheet.read(workbooks.written(fill), "bank.xlsx")
    assert (file.drafts, codes(file.findings)) == ([], ["no_questions"])


def test_an_empty_workbook_has_no_question() -> None:
    file = spreadsheet.read(workbooks.xlsx(("Sheet1", [])), "bank.xlsx")
    assert (file.drafts, codes(file.findings)) == ([], ["no_questions"])


def test_a_locked_workbook_is_refused_in_plain_words() -> None:
    data = workbooks.compound("EncryptedPackage", b"x")
    assert spreadsheet.recognises(data)
    [finding] = spreadsheet.read(data, "bank.xlsx").findings
    assert finding.code == "file_encrypted"
    assert "密码" in finding.message


BROKEN = {
    "cut off": workbooks.xlsx(("题库", [LETTERED, *ALL]))[:2000],
    "no sheet": workbooks.with_part(workbooks.xlsx(("题库", [LETTERED])), SHEET, lambda _: b"<worksheet"),
    "no workbook": workbooks.with_part(
        workbooks.xlsx(("题库", [LETTERED])), "xl/workbook.xml", lambda _: b"x"
    ),
    "old, cut off": workbooks.xls(("题库", [LETTERED, *ALL]))[:2100],
    "old, empty": workbooks.compound("Workbook", b""),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_damaged_workbook_is_refused_in_plain_words(data: bytes) -> None:
    file = spreadsheet.read(data, "bank.xlsx")
    assert file.drafts == []
    assert [finding.severity for finding in file.findings] == [ERROR]
    assert "损坏" in file.findings[0].message


@pytest.mark.parametrize("place", ["XFD1048576", "B1048576", "XFD9000", "ZZZ2"])
def test_a_lone_far_cell_is_told_and_not_read(place: str) -> None:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    data = workbooks.xlsx(("题库", [LETTERED, YEAR]))
    far = workbooks.with_part(data, SHEET, lambda xml: xml.replace(b"</sheetData>", cell.encode()))
    file = spreadsheet.read(far, "bank.xlsx")
    assert short(file) == [READ_YEAR]
    assert [(finding.severity, finding.code) for finding in file.findings] == [(WARNING, "cell_too_far")]
    assert file.findings[0].where == f"工作表“题库” {place}"


def test_a_far_cell_that_can_t_be_taken_out_is_named() -> None:
    rows = b"".join(b'<row r="%d"><c r="XFC%d"><v>1</v></c></row>' % (at, at) for at in range(3, 60))
    rows += b"".join(
        b'<x:row r="%d"><x:c r="XFD%d"><x:v>1</x:v></x:c></x:row>' % (at, at) for at in (9000, 90000)
    )
    data = workbooks.xlsx(("题库", [LETTERED, YEAR]))
    far = workbooks.with_part(
        data,
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>").replace(
            b"<worksheet", b'<worksheet xmlns:x="x"'
        ),
    )
    [finding] = spreadsheet.read(far, "bank.xlsx").findings
    assert finding.code == "cell_too_far"
    assert "XFC3" in finding.message


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    assert short(spreadsheet.read(workbooks.xlsx(("题库", [LETTERED, YEAR, CITIES])), "")) == [
        READ_YEAR,
        READ_CITIES,
    ]
    file = spreadsheet.read(workbooks.xlsx(("题库", [LETTERED, YEAR, CITIES, TRUE])), "")
    assert (file.drafts, codes(file.findings)) == ([], ["too_many_rows"])


def test_cells_far_to_the_right_are_left_out() -> None:
    wide = [*YEAR, *[""] * 300, "x"]
    assert short(spreadsheet.read(workbooks.xlsx(("题库", [LETTERED, wide])), "")) == [READ_YEAR]


def test_one_long_text_in_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_TEXT", 1000)
    file = spreadsheet.read(workbooks.xlsx(("题库", [LETTERED, *[YEAR] * 100])), "")
    assert codes(file.findings) == ["too_many_characters"]
