import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions.formats import delimited, limits
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
    remark_codes,
    short,
)

ALL = [YEAR, CITIES, TRUE, GAP]


def written(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return target.getvalue()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_delimiter_and_encoding_is_read(delimiter: str, encoding: str) -> None:
    data = written([LETTERED, *ALL], delimiter).encode(encoding)
    assert delimited.recognises(data)
    file = delimited.read(data, "bank.txt")
    assert short(file) == READ_ALL
    assert file.layout == "csv"
    assert [draft.where for draft in file.drafts] == ["行 2", "行 3", "行 4", "行 5"]


def test_quotes_around_everything_are_taken_off() -> None:
    assert short(delimited.read(written([LETTERED, *ALL], quoting=csv.QUOTE_ALL).encode(), "")) == READ_ALL


def test_delimiters_quotes_and_line_ends_may_stand_in_quotes() -> None:
    row = ["单选题", '下列哪句,叫作"两个务必"？\n请选择：', "甲,乙", '"丙"', "丁", "戊;己", "B"]
    file = delimited.read(written([LETTERED, row, YEAR]).encode(), "")
    assert short(file) == [("single", row[1], row[2:6], ["B"]), READ_YEAR]
    assert [draft.where for draft in file.drafts] == ["行 2", "行 4"]


def test_a_quote_left_open_costs_no_other_row() -> None:
    text = written([LETTERED, YEAR]) + '单选题,"四个自信是什么？,甲,乙,丙,丁,A\n' + written([CITIES, TRUE])
    file = delimited.read(text.encode(), "")
    assert short(file) == [
        READ_YEAR,
        ("single", '"四个自信是什么？', ["甲", "乙", "丙", "丁"], ["A"]),
        READ_CITIES,
        READ_TRUE,
    ]


def test_quotes_that_only_begin_a_cell_are_kept() -> None:
    text = ",".join(LETTERED) + '\n单选题,"四个自信"指的是？,"甲,乙",乙,丙,丁,A\n'
    assert short(delimited.read(text.encode(), "")) == [
        ("single", '"四个自信"指的是？', ["甲,乙", "乙", "丙", "丁"], ["A"])
    ]


def test_texts_written_as_formulas_are_texts() -> None:
    text = written([LETTERED, [*YEAR[:2], *[f'="{cell}"' for cell in YEAR[2:]]]])
    assert short(delimited.read(text.encode(), "")) == [READ_YEAR]


def test_a_comma_without_quotes_is_a_mistake_with_its_line() -> None:
    text = written([LETTERED, YEAR]) + "单选题,一大,在哪里召开？,上海,北京,广州,武汉,A\n" + written([CITIES])
    file = delimited.read(text.encode(), "")
    assert short(file) == [READ_YEAR, READ_CITIES]
    assert file.drafts[1].where == "行 3"
    assert "columns_differ" in remark_codes(file.drafts[1])


def test_commas_at_the_end_are_none() -> None:
    text = "\n".join(",".join(row) + ",,," for row in [LETTERED, *ALL])
    assert short(delimited.read(text.encode(), "")) == READ_ALL


def test_the_line_excel_reads_the_delimiter_from_is_no_row() -> None:
    text = "sep=;\n" + written([LETTERED, *ALL], ";")
    assert short(delimited.read(text.encode(), "")) == READ_ALL


def test_a_title_may_stand_above_the_header() -> None:
    text = written([["党史题库（共4题）"], [], LETTERED, *ALL])
    file = delimited.read(text.encode(), "")
    assert short(file) == READ_ALL
    assert file.declared == 4


def test_a_table_without_a_header_is_read_where_it_leaves_no_doubt() -> None:
    file = delimited.read(written([YEAR, CITIES]).encode(), "")
    assert short(file) == [READ_YEAR, READ_CITIES]
    assert codes(file.findings) == ["header_missing"]


@pytest.mark.parametrize(
    "text",
    [
        "1. 中国共产党成立于哪一年？（C）\nA. 1919年\nB. 1920年\nC. 1921年\nD. 1949年\n",
        "今天我们学习了党史，很受教育，\n明天接着学，\n",
        "题目：中国共产党成立于哪一年，答案：1921年\n题目：一大在哪里召开，答案：上海\n",
        "题目: 中国共产党成立于哪一年, 选项: 1919年, 答案: B\n",
        "|题目|答案|\n|---|---|\n|一大在上海召开。|对|\n",
        "姓名,电话\n某甲,1\n某乙,2\n",
        "一、单选题\n1、一大召开于\nA、1921年  B、1922年\n答案：A\n",
        "",
    ],
)
def test_a_text_is_no_table(text: str) -> None:
    assert not delimited.recognises(text.encode())


def test_what_was_recognised_by_mistake_is_told_in_plain_words() -> None:
    assert codes(delimited.read("姓名,电话\n".encode(), "").findings) == ["header_unknown"]


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 5)
    assert short(delimited.read(written([LETTERED, *ALL])[:-2].encode(), "")) == READ_ALL
    file = delimited.read(written([LETTERED, *ALL, YEAR]).encode(), "")
    assert (file.drafts, codes(file.findings)) == ([], ["too_many_rows"])


CELLS = st.text('甲乙,;|"\t\n ', max_size=6)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8), st.sampled_from(",;|\t"))
def test_what_a_csv_writer_wrote_is_cut_as_it_was(rows: list[list[str]], delimiter: str) -> None:
    cut = [
        cells for _, cells in delimited._records(written(rows, delimiter).replace("\r\n", "\n"), delimiter)
    ]
    assert cut == [*rows, [""]]


@given(st.text('题干答案,"\n\t;甲乙A对', max_size=80))
def test_any_text_is_read_without_raising(text: str) -> None:
    file = delimited.read((",".join(LETTERED) + "\n" + text).encode(), "")
    assert all(draft.where.startswith("行 ") for draft in file.drafts)
