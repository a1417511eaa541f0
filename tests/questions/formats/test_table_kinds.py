"""What tells the kind of the questions of a table: rows, columns, names, or all answers together."""

import pytest

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
    table,
)


def test_a_section_row_tells_the_kind() -> None:
    header = LETTERED[1:]
    rows = [
        header,
        ["一、单项选择题（每题1分，共20分）"] * 6,
        YEAR[1:],
        ["二、多项选择题"],
        CITIES[1:],
        ["", "三、判断题（正确的打√）"],
        [*TRUE[1:6], "1"],
        ["四、填空题"],
        GAP[1:],
    ]
    assert short(table(rows)) == READ_ALL


def test_what_stands_before_the_table_holds_until_a_row_says_otherwise() -> None:
    rows = [
        LETTERED[1:],
        [TRUE[1], "", "", "", "", "0"],
        ["第二章 新民主主义革命"],
        [TRUE[1], "", "", "", "", "1"],
    ]
    reading = table(rows, kind="判断题", chapter="第一章")
    assert [draft.answer for draft in reading.drafts] == [["false"], ["true"]]
    assert [draft.topic for draft in reading.drafts] == ["第一章", "第二章 新民主主义革命"]


def test_a_word_for_the_kind_that_means_none_is_a_tag() -> None:
    reading = table([LETTERED, ["必答题", *YEAR[1:]]])
    assert short(reading) == [READ_YEAR]
    assert reading.drafts[0].tags == ["必答题"]


def test_judgements_may_have_options() -> None:
    row = ["判断题", TRUE[1], "正确", "错误", "", "", "A"]
    [(kind, stem, _, answer)] = short(table([LETTERED, row]))
    assert (kind, stem, answer) == ("true_false", TRUE[1], ["true"])


@pytest.mark.parametrize("word", ["TRUE", "√", "对", "正确", "1", "是", "T"])
def test_words_for_true(word: str) -> None:
    assert short(table([LETTERED, [*TRUE[:6], word]])) == [READ_TRUE]


def test_judgements_that_nobody_names_are_told_by_all_rows() -> None:
    rows = [LETTERED[1:], YEAR[1:], [*TRUE[1:6], "1"], ["党的二大在广州召开。", *TRUE[2:6], "0"]]
    reading = table(rows)
    assert [(kind, answer) for kind, *_, answer in short(reading)[1:]] == [
        ("true_false", ["true"]),
        ("true_false", ["false"]),
    ]
    assert codes(reading.findings) == ["kind_guessed"]
    assert [draft.has_errors for draft in table(rows[:3]).drafts] == [False, True]


def test_judgements_answered_with_letters_are_told_by_all_rows() -> None:
    rows = [LETTERED, [*TRUE[:6], "A"], ["判断题", "党的二大在广州召开。", *TRUE[2:6], "B"]]
    reading = table(rows)
    assert [answer for *_, answer in short(reading)] == [["true"], ["false"]]
    assert codes(reading.findings) == ["judgement_guessed"]
    assert table(rows[:2]).findings == []


@pytest.mark.parametrize("name", ["单选题", "题目（单选）", "单选题题目"])
def test_the_name_of_the_stems_column_may_tell_the_kind(name: str) -> None:
    row = [*CITIES[1:6], "AC"]
    [draft] = table([["序号", name, *LETTERED[2:]], ["1", *row]]).drafts
    assert draft.kind == "single"


def test_the_answers_of_a_blank_may_stand_where_options_do() -> None:
    row = ["填空题", "____年____月，党的一大召开。", "1921", "7", "", "", ""]
    assert short(table([LETTERED, row])) == [("blank", row[1], [], ["1921", "7"])]
