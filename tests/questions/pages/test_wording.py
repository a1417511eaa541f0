"""Questions as pages show them, also those that make no sense."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import fields, kinds
from jinshui_study.questions.pages import wording, words
from tests.questions.samples import draft


def shown(kind: str, **changes: Any) -> wording.Shown:
    return wording.shown(fields.of_draft(draft(kind, **changes)))


def test_the_right_options_are_marked() -> None:
    options = shown(kinds.MULTIPLE).options
    assert [(option.letter, option.right) for option in options] == [
        ("A", True),
        ("B", False),
        ("C", True),
        ("D", True),
    ]


def test_an_ordering_tells_each_options_place() -> None:
    question = shown(kinds.ORDERING)
    assert [(option.text, option.place, option.right) for option in question.options] == [
        ("丙", 3, False),
        ("甲", 1, False),
        ("乙", 2, False),
    ]
    assert question.answer == "B → C → A"


def test_a_matching_shows_what_belongs_together() -> None:
    assert shown(kinds.MATCHING).pairs == [("甲", "二"), ("乙", "三"), ("丙", "一")]
    assert shown(kinds.MATCHING, answer=["A-9"], left=["甲", "乙"], right=["一"]).pairs == [
        ("甲", "一"),
        ("乙", ""),
    ]


@pytest.mark.parametrize(
    ("kind", "answer", "words_"),
    [
        (kinds.TRUE_FALSE, ["false"], "错误"),
        (kinds.TRUE_FALSE, [], ""),
        (kinds.BLANK, ["1921|1921年"], "1921 或 1921年"),
        (kinds.BLANK, ["甲", "乙|丙"], "（1）甲；（2）乙 或 丙"),
    ],
)
def test_answers_are_told_in_words(kind: str, answer: list[str], words_: str) -> None:
    assert shown(kind, answer=answer).answer == words_


@pytest.mark.parametrize(("count", "rows"), [(0, 4), (3, 4), (4, 5), (9, 10), (10, 10), (12, 12)])
def test_the_form_has_room_for_one_more_option(count: int, rows: int) -> None:
    question = shown(kinds.SINGLE, options=[f"选项{number}" for number in range(count)])
    assert len(question.rows) == rows
    assert [option.letter for option in question.rows] == list("ABCDEFGHIJKL"[:rows])


TEXT_LISTS = st.lists(st.text(max_size=4), max_size=30)
ANYTHING = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from([*kinds.KINDS, "", "简答"]),
        "options": TEXT_LISTS,
        "left": TEXT_LISTS,
        "right": TEXT_LISTS,
        "answer": st.lists(st.sampled_from(["A", "Z", "A-1", "A-9", "B-1", "true", "", "1|2"]), max_size=12),
    },
)


@given(ANYTHING)
def test_no_fields_are_too_odd_to_show(anything: dict[str, Any]) -> None:
    question = wording.shown(anything)
    assert len(question.rows) >= 4
    assert isinstance(question.answer, str)


def test_every_state_and_severity_has_its_word_and_look() -> None:
    for names in (words.QUESTION_STATES, words.ROW_STATES, words.IMPORT_STATES):
        assert set(names) <= set(words.TONES)
    assert set(words.SIGNS) == set(words.SEVERITIES)
    assert words.layout("yaml") == "本系统的题库文件"
    assert words.layout("something new") == "其他格式的文件"
