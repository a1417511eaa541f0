"""What changed between two wordings, in words and marks."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import differences, kinds
from jinshui_study.questions.differences import Difference
from tests.questions.samples import contents

CHOICE = {"options": ["1919年", "1920年", "1921年", "以上都对"], "key": [2], "pinned": [3]}


def wording(content: dict[str, Any] = CHOICE, **texts: str) -> Any:
    return SimpleNamespace(
        **{"stem": "哪一年？", "explanation": "史料如此。", "source": "《文献》", "content": content, **texts}
    )


def changed(**content: Any) -> list[Difference]:
    return differences.between(wording(), wording({**CHOICE, **content}))


def test_marks_show_what_stayed_came_and_went() -> None:
    assert differences.marks("党的一大于1920年召开", "党的一大在1921年召开") == [
        ("same", "党的一大"),
        ("removed", "于1920"),
        ("added", "在1921"),
        ("same", "年召开"),
    ]


@given(st.text("党的一大召开于12aB 。\n"), st.text("党的一大召开于12aB 。\n"))
def test_marks_hold_both_texts_whole(before: str, after: str) -> None:
    found = differences.marks(before, after)
    assert "".join(text for sort, text in found if sort != "added") == before
    assert "".join(text for sort, text in found if sort != "removed") == after
    assert all(text for _, text in found)


def test_marks_of_long_texts_are_whole_too() -> None:
    before, after = "党史学习" * 2000, "党史教育" * 2000
    found = differences.marks(before, after)
    assert "".join(text for sort, text in found if sort != "removed") == after


@pytest.mark.parametrize(("name", "field"), [("stem", "题干"), ("explanation", "解析"), ("source", "出处")])
def test_a_text_that_changed_is_marked(name: str, field: str) -> None:
    (found,) = differences.between(wording(**{name: "甲乙"}), wording(**{name: "甲丙"}))
    assert found == Difference(field, "", [("same", "甲"), ("removed", "乙"), ("added", "丙")])
    (added,) = differences.between(wording(**{name: ""}), wording(**{name: "甲"}))
    assert added == Difference(field, "新增", [("added", "甲")])
    (gone,) = differences.between(wording(**{name: "甲"}), wording(**{name: ""}))
    assert gone == Difference(field, "删去", [("removed", "甲")])


def test_an_option_reworded_where_it_stands_is_marked() -> None:
    (found,) = changed(options=["1918年", "1920年", "1921年", "以上都对"])
    assert found == Difference("选项 A", "", [("removed", "1919"), ("added", "1918"), ("same", "年")])


def test_an_option_may_go_and_another_come() -> None:
    found = changed(options=["1919年", "1921年", "以上都对", "建党之年"], key=[1], pinned=[2])
    assert found == [
        Difference("选项 B", "删去", [("removed", "1920年")]),
        Difference("选项 D", "新增", [("added", "建党之年")]),
    ]


def test_an_option_reworded_and_moved_is_still_known() -> None:
    found = changed(options=["1920年", "1921年", "五四运动的1919年", "以上都对"], key=[1])
    assert found[0].field == "选项 C"
    assert found[0].marks == [("added", "五四运动的"), ("same", "1919年")]


def test_options_in_another_order_are_told_by_their_old_letters() -> None:
    found = changed(options=["1921年", "1920年", "1919年", "以上都对"], key=[0])
    assert found == [Difference("选项", "顺序改变：按原来的编号，现为 C、B、A、D")]


def test_another_key_is_told_in_words() -> None:
    assert changed(key=[1]) == [Difference("答案", "由 C“1921年” 改为 B“1920年”")]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({"key": True}, {"key": False}, "由 正确 改为 错误"),
        ({"key": [["1921"]]}, {"key": [["1921", "1921年"]]}, "由 1921 改为 1921 或 1921年"),
        (
            {"options": ["甲", "乙", "丙"], "key": [0, 1, 2]},
            {"options": ["甲", "乙", "丙"], "key": [1, 0, 2]},
            "由 A“甲” → B“乙” → C“丙” 改为 B“乙” → A“甲” → C“丙”",
        ),
        (
            {"left": ["甲", "乙"], "right": ["一", "二"], "key": [[0, 0], [1, 1]]},
            {"left": ["甲", "乙"], "right": ["一", "二"], "key": [[0, 1], [1, 0]]},
            "由 “甲”配“一”，“乙”配“二” 改为 “甲”配“二”，“乙”配“一”",
        ),
    ],
)
def test_keys_of_every_kind_are_told_in_words(
    before: dict[str, Any], after: dict[str, Any], sentence: str
) -> None:
    assert differences.between(wording(before), wording(after)) == [Difference("答案", sentence)]


def test_columns_are_named_as_the_page_names_them() -> None:
    before = {"left": ["甲", "乙"], "right": ["一", "二"], "key": [[0, 0], [1, 1]]}
    after = {"left": ["甲", "丁"], "right": ["一", "四"], "key": [[0, 0], [1, 1]]}
    fields = [found.field for found in differences.between(wording(before), wording(after))]
    assert fields == ["左栏 B", "右栏 2", "答案"]


def test_what_stays_last_is_told_when_it_is_another_option() -> None:
    assert changed(pinned=[]) == [Difference("固定在最后的选项", "不再固定")]
    assert changed(pinned=[2, 3]) == [Difference("固定在最后的选项", "现为“1921年”、“以上都对”")]
    moved = changed(options=["以上都对", "1920年", "1921年", "1919年"], pinned=[0])
    assert [found.field for found in moved] == ["选项"]
    reworded = changed(options=["1919年", "1920年", "1921年", "以上都不对"])
    assert [found.field for found in reworded] == ["选项 D"]


@given(contents(), contents())
def test_any_two_contents_can_be_compared_and_equal_ones_have_no_difference(
    one: tuple[str, dict[str, Any]], other: tuple[str, dict[str, Any]]
) -> None:
    """A question may have been taken for another kind first."""
    assert differences.between(wording(one[1]), wording(one[1])) == []
    found = differences.between(wording(one[1]), wording(other[1]))
    if one[0] == other[0] and kinds.fingerprint(one[0], "", one[1]) != kinds.fingerprint(
        other[0], "", other[1]
    ):
        assert found
