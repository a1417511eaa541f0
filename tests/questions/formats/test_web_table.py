from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions.formats import limits, web_table
from tests.questions.formats.rows import (
    CITIES,
    GAP,
    LETTERED,
    READ_ALL,
    READ_TRUE,
    READ_YEAR,
    TRUE,
    YEAR,
    codes,
    short,
)

ALL = [YEAR, CITIES, TRUE, GAP]


def page(rows: list[list[str]], cell: str = "<td>{}</td>") -> str:
    lines = ("<tr>" + "".join(cell.format(escape(text)) for text in row) + "</tr>" for row in rows)
    return (
        "<html><head><meta charset='gb2312'><style>td{}</style></head><body><table>\n"
        + "\n".join(lines)
        + "</table>"
    )


def excel_xml(rows: list[list[str]]) -> str:
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    lines = ("<Row>" + "".join(cell.format(escape(text)) for text in row) + "</Row>" for row in rows)
    head = '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    return f'{head}<Worksheet ss:Name="题库"><Table>{"".join(lines)}</Table></Worksheet></Workbook>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("write", [page, excel_xml])
def test_a_page_that_passes_for_a_workbook_is_read(write: object, encoding: str) -> None:
    data = write([LETTERED, *ALL]).encode(encoding)  # type: ignore[operator]
    assert web_table.recognises(data)
    file = web_table.read(data, "bank.xls")
    assert short(file) == READ_ALL
    assert file.layout == "html"
    assert file.drafts[0].where == "表格 第2行"


def test_cells_may_have_marks_breaks_and_no_ends() -> None:
    text = page([LETTERED]).removesuffix("</table>")
    text += "<TR>" + "".join(f'<TD class="x"><b>{cell}</b>&nbsp;' for cell in YEAR)
    text += "<tr><td>单选题<td>甲&lt;乙<br>丙？<td>1<td>2<td>3<td>4<td>A</table>"
    assert short(web_table.read(text.encode(), "")) == [
        READ_YEAR,
        ("single", "甲<乙\n丙？", ["1", "2", "3", "4"], ["A"]),
    ]


def test_cells_may_cover_others() -> None:
    title = "<table><tr><th colspan=6>党史题库</th></tr>"
    rows = page([LETTERED[1:]]).removesuffix("</table>").replace("<table>", title)
    rows += (
        "<tr><td colspan='6'>一、选择题</td></tr><tr>"
        + "".join(f"<td>{cell}</td>" for cell in YEAR[1:])
        + "</tr>"
    )
    assert short(web_table.read(rows.encode(), "")) == [READ_YEAR]


def test_a_cell_that_reaches_down_counts_in_each_row() -> None:
    cells = ["<td rowspan=2>判断题</td>", f"<td>{TRUE[1]}</td>", "<td colspan=4></td>", "<td>对</td>"]
    rows = (
        page([LETTERED]).removesuffix("</table>")
        + f"<tr>{''.join(cells)}</tr><tr>{''.join(cells[1:])}</tr></table>"
    )
    assert short(web_table.read(rows.encode(), "")) == [READ_TRUE, READ_TRUE]


def test_excel_xml_may_leave_cells_out() -> None:
    rows = [LETTERED, [TRUE[0], TRUE[1], TRUE[6]]]
    text = excel_xml(rows).replace(
        f'<Cell><Data ss:Type="String">{TRUE[6]}', f'<Cell ss:Index="7"><Data>{TRUE[6]}'
    )
    assert short(web_table.read(text.encode(), "")) == [READ_TRUE]


def test_several_tables_are_read_and_comments_are_not() -> None:
    text = (
        page([LETTERED, YEAR])
        + "<!--"
        + page([LETTERED, CITIES])
        + "-->"
        + page([LETTERED, TRUE])
        + "<!-- open"
    )
    file = web_table.read(text.encode(), "")
    assert short(file) == [READ_YEAR, READ_TRUE]
    assert [draft.where for draft in file.drafts] == ["表格 1 第2行", "表格 2 第2行"]


@pytest.mark.parametrize("text", ["", "<p>没有表格</p>", "题干 <table>", "<quiz><question/></quiz>"])
def test_other_texts_are_no_page(text: str) -> None:
    assert not web_table.recognises(text.encode())


def test_a_page_without_questions_says_so() -> None:
    assert codes(web_table.read(page([["姓名", "电话"]]).encode(), "").findings) == ["header_unknown"]


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    assert codes(web_table.read(page([LETTERED, *ALL]).encode(), "").findings) == ["too_many_rows"]


def test_more_tables_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_table, "MOST_TABLES", 1)
    assert codes(web_table.read((page([LETTERED, YEAR]) * 2).encode(), "").findings) == ["too_many_tables"]


TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td colspan=9999 rowspan=9999>",
    "<td rowspan=-1",
]
SIGNS = ["<!--", "-->", "<br>", "&#10;", "&bad;", "<", ">", "<style>", '<Cell ss:Index="99999"/>']
PIECES = st.sampled_from([*TAGS, *SIGNS, *LETTERED, *YEAR])


@given(st.lists(PIECES, max_size=40))
def test_any_page_is_read_without_raising(pieces: list[str]) -> None:
    file = web_table.read("".join(["<table>", *pieces]).encode(), "")
    assert file.layout == "html"
