"""Files of marks: what is read as items, what is left out, and what is told of a file that cannot be read."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.errors import Invalid
from jinshui_study.questions import marks
from tests.questions.published_marks import MOODLE_MARKS

HALF = Fraction(1, 2)


def test_a_bare_table_is_read_with_numbered_columns() -> None:
    found = marks.read(b"1,0\n0.5,\n")
    assert found.items == ["第 1 列", "第 2 列"]
    assert found.rows == [[1, 0], [HALF, None]]
    assert found.left_out == []


def test_a_header_gives_the_items_their_names() -> None:
    found = marks.read("第一题,第二题\n1,0\n".encode())
    assert found.items == ["第一题", "第二题"]
    assert found.rows == [[1, 0]]


@pytest.mark.parametrize("header", ["attempt", "ID", "学号", "姓名", "quizattempt", "Student name", "", "#"])
def test_a_first_column_that_the_header_calls_ids_is_left_out(header: str) -> None:
    found = marks.read(f"{header},甲,乙\n1,1,0\n2,0,1\n".encode())
    assert found.items == ["甲", "乙"]
    assert found.rows == [[1, 0], [0, 1]]
    assert found.left_out == [header]


def test_a_first_column_of_words_is_left_out_without_a_header() -> None:
    found = marks.read("张某,1,0\n李某,0,1\n".encode())
    assert found.rows == [[1, 0], [0, 1]]


def test_items_named_by_numbers_beside_a_column_of_ids_are_a_header() -> None:
    found = marks.read(b"id,1,2,3\ns1,1,0,1\ns2,0,0,1\n")
    assert found.items == ["1", "2", "3"]
    assert found.rows == [[1, 0, 1], [0, 0, 1]]


@pytest.mark.parametrize("header", ["summarks", "总分", "Total"])
def test_a_last_column_that_the_header_calls_the_total_is_left_out(header: str) -> None:
    found = marks.read(f"甲,乙,{header}\n1,0,1\n".encode())
    assert (found.items, found.left_out) == (["甲", "乙"], [header])


def test_a_single_item_called_score_is_no_total() -> None:
    assert marks.read(b"score\n1\n0\n").rows == [[1], [0]]


def test_a_bare_column_of_numbers_is_an_item() -> None:
    assert marks.read(b"1\n0\n").rows == [[1], [0]]


@pytest.mark.parametrize("cell", ["", "-", "—", "NA", "null", "未作答", " "])
def test_what_was_not_answered_is_told_from_zero(cell: str) -> None:
    assert marks.read(f"0,{cell}\n1,1\n".encode()).rows[0] == [0, None]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_are_known_by_the_first_row(delimiter: str) -> None:
    assert marks.read(f"1{delimiter}0{delimiter}0.5\n".encode()).rows == [[1, 0, HALF]]


def test_a_decimal_comma_is_read_where_columns_are_parted_otherwise() -> None:
    assert marks.read(b"0,5;1\n").rows == [[HALF, 1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_files_are_read_in_both_encodings(encoding: str) -> None:
    assert marks.read("姓名,题一\n张某,1\n".encode(encoding)).items == ["题一"]


def test_empty_lines_and_carriage_returns_do_not_matter() -> None:
    assert marks.read(b"\r\n1,0\r\n\r\n0,1\r\n").rows == [[1, 0], [0, 1]]


def test_numbers_are_taken_exactly_as_written() -> None:
    assert marks.read(b"0.3333333,1e-1\n").rows == [[Fraction(3333333, 10**7), Fraction(1, 10)]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件里没有得分。"),
        (b"\n\n", "文件里没有得分。"),
        ("甲,乙\n".encode(), "文件里只有表头，没有得分。"),
        (b"1,0\n1\n", "第 2 行有 1 列，第 1 行有 2 列，列数应当相同。"),
        ("1,0\n1,对\n".encode(), "第 2 行第 2 列的“对”不是得分。"),
        (b"1,0\n1," + b"9" * 40, "第 2 行第 2 列的“999999999999…”不是得分。"),
        (b"1,\x000\n", "文件不是文本，请另存为 CSV 后再试。"),
        (b"\xff\xfe\x00\x01", "文件不是文本，请另存为 CSV 后再试。"),
        (b"1,1\n1,nan\n", "第 2 行第 2 列的“nan”不是得分。"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        marks.read(data)
    assert caught.value.detail == sentence


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST_CELLS", 3)
    with pytest.raises(Invalid, match="超过 3 个"):
        marks.read(b"1,0\n0,1\n")
    monkeypatch.setattr(marks, "MOST_BYTES", 3)
    with pytest.raises(Invalid, match="请分开统计"):
        marks.read(b"1,0\n")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        found = marks.read(data)
    except Invalid:
        return
    assert found.rows
    assert all(len(row) == len(found.items) for row in found.rows)


@given(st.text(alphabet='01.,;\t\n\r"-甲e+', max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with suppress(Invalid):
        assert marks.read(text.encode()).rows


@pytest.mark.parametrize(("text", "most"), [("1", [1, 1]), ("0.5, 2", [HALF, 2]), ("1，0", [1, 0])])
def test_a_full_mark_is_one_for_all_or_one_for_each(text: str, most: list[Fraction]) -> None:
    assert marks.most_of_each(text, 2) == most


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "1,2,3", "1,-1", "nan", "1e999"])
def test_a_full_mark_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="满分"):
        marks.most_of_each(text, 2)


def test_a_mark_above_its_full_mark_is_told_with_what_may_be_wrong() -> None:
    found = marks.read(b"1,0\n2,1\n")
    with pytest.raises(Invalid, match="第 2 份作答“第 1 列”的得分 2 超过满分 1") as caught:
        marks.refuse_above(found, [Fraction(1), Fraction(1)])
    assert "编号" in caught.value.detail


def test_the_published_table_is_read() -> None:
    assert len(marks.read(MOODLE_MARKS.encode()).rows) == 25
