"""Where the options of a table of questions may stand, and how they may be joined."""

import json
from collections.abc import Callable

import pytest

from tests.questions.formats.rows import (
    ALL,
    CITIES,
    LETTERED,
    READ_ALL,
    READ_CITIES,
    READ_TRUE,
    READ_YEAR,
    TRUE,
    YEAR,
    remark_codes,
    short,
    table,
)


def test_options_follow_their_letters_and_not_their_columns() -> None:
    order = [0, 1, 5, 3, 4, 2, 6]
    assert short(table([[row[at] for at in order] for row in (LETTERED, *ALL)])) == READ_ALL


@pytest.mark.parametrize("joint", [";", "；", "|", "\n", ",", "，"])
@pytest.mark.parametrize("marks", [("", "", "", ""), ("A.", "B.", "C.", "D."), ("A、", "B、", "C、", "D、")])
def test_options_may_stand_in_one_cell(joint: str, marks: tuple[str, ...]) -> None:
    def packed(row: list[str]) -> list[str]:
        options = [mark + text for mark, text in zip(marks, row[2:6], strict=True) if text]
        return [row[0], row[1], joint.join(options), row[6]]

    assert short(table([["题型", "题干", "选项", "答案"], *map(packed, ALL)])) == READ_ALL


def test_options_carry_their_letters() -> None:
    row = [*YEAR[:2], "A、1919年", "B．1920年", "C 1921年", "(D)1949年", "C"]
    assert short(table([LETTERED, row])) == [READ_YEAR]


def test_options_stand_in_the_stem() -> None:
    stem = f"{YEAR[1]}\nA.1919年 B.1920年 C.1921年 D.1949年"
    assert short(table([["题型", "题干", "答案"], ["单选题", stem, "C"]])) == [READ_YEAR]


def test_options_repeated_in_the_stem_are_taken_once() -> None:
    stem = f"{YEAR[1]}A.1919年 B.1920年 C.1921年 D.1949年"
    assert short(table([LETTERED, ["单选题", stem, *YEAR[2:]]])) == [READ_YEAR]


def test_a_header_over_two_rows_has_the_letters_in_the_second() -> None:
    rows = [
        ["题型", "题干", "选项", "选项", "选项", "选项", "答案"],
        ["题型", "题干", "A", "B", "C", "D", "答案"],
    ]
    assert short(table([*rows, *ALL])) == READ_ALL
    unfilled = [["题型", "题干", "选项", "", "", "", "答案"], ["", "", "A", "B", "C", "D", ""]]
    assert short(table([*unfilled, *ALL])) == READ_ALL


@pytest.mark.parametrize("name", ["选项", ""])
def test_one_header_may_stand_over_all_options(name: str) -> None:
    header = ["题型", "题干", "选项", name, name, name, "答案"]
    assert short(table([header, *ALL])) == READ_ALL


def test_an_empty_option_before_a_filled_one_is_a_mistake_with_its_cell() -> None:
    reading = table([LETTERED, [*YEAR[:3], "", *YEAR[4:]], CITIES])
    assert short(reading) == [READ_CITIES]
    assert remark_codes(reading.drafts[0]) == ["option_empty"]
    assert "选项 B" in reading.drafts[0].remarks[0].message
    assert "C2" in reading.drafts[0].remarks[0].message


@pytest.mark.parametrize("filler", ["", "/", "—", "nan"])
def test_fillers_for_options_that_aren_t_there_are_none(filler: str) -> None:
    assert short(table([LETTERED, [*TRUE[:2], *[filler] * 4, "对"]])) == [READ_TRUE]
    three = [*YEAR[:5], filler, "C"]
    assert short(table([LETTERED, three])) == [("single", YEAR[1], YEAR[2:5], ["C"])]


def test_options_may_stand_in_rows_of_their_own() -> None:
    rows = [
        ["序号", "题干", "选项", "答案"],
        ["1", YEAR[1], "A.1919年", "C"],
        ["1", YEAR[1], "B.1920年", "C"],
        ["1", YEAR[1], "C.1921年", "C"],
        ["1", YEAR[1], "D.1949年", "C"],
        ["2", CITIES[1], "上海", "AC"],
        ["", "", "北京", ""],
        ["", "", "嘉兴南湖", ""],
        ["", "", "武汉", ""],
    ]
    assert short(table(rows)) == [READ_YEAR, READ_CITIES]


def test_options_can_be_told_from_the_answer_where_both_are_called_answer() -> None:
    rows = [["题目", "答案", "正确答案"], *([row[1], ";".join(row[2:6]), row[6]] for row in (YEAR, CITIES))]
    assert short(table(rows)) == [READ_YEAR, READ_CITIES]


@pytest.mark.parametrize("joint", ["$$", "##", "@@", "||", "$;$", "//", "<br/>"])
def test_options_may_be_joined_by_strange_signs(joint: str) -> None:
    rows = [["题目", "选项", "答案"], *([row[1], joint.join(row[2:6]), row[6]] for row in (YEAR, CITIES))]
    assert short(table(rows)) == [READ_YEAR, READ_CITIES]


@pytest.mark.parametrize(
    "write", [json.dumps, repr, lambda texts: json.dumps(dict(zip("ABCD", texts, strict=True)))]
)
def test_options_may_be_a_list_as_programs_write_it(write: Callable[[list[str]], str]) -> None:
    rows = [["题目", "选项", "答案"], *([row[1], write(row[2:6]), row[6]] for row in (YEAR, CITIES))]
    assert short(table(rows)) == [READ_YEAR, READ_CITIES]


def test_a_multiple_choice_may_have_a_column_for_each_letter() -> None:
    header = [*LETTERED[:6], "答案1", "答案2", "答案3"]
    assert short(table([header, [*CITIES[:6], "A", "C", ""]])) == [READ_CITIES]
