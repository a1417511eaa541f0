"""Folding texts and telling questions apart."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import kinds
from tests.questions.samples import WORDS, contents

WIDE = {ord("!") + index: 0xFF01 + index for index in range(94)}
TEXTS = st.text("中国共产党年月日ABCxyz0189()（）_《》,。.- ", max_size=20)


@given(TEXTS)
def test_width_does_not_matter(text: str) -> None:
    assert kinds.fold(text.translate(WIDE)) == kinds.fold(text)


@given(TEXTS, st.sampled_from([" ", "\t", "\n", "\u3000", "\xa0", "\u200b", "\ufeff"]), st.integers(0, 20))
def test_blanks_do_not_matter_wherever_they_stand(text: str, blank: str, place: int) -> None:
    assert kinds.fold(text[:place] + blank + text[place:]) == kinds.fold(text)


@given(TEXTS)
def test_case_does_not_matter(text: str) -> None:
    assert kinds.fold(text.upper()) == kinds.fold(text.lower()) == kinds.fold(text)


@given(TEXTS)
def test_full_stops_at_the_end_do_not_matter(text: str) -> None:
    assert kinds.fold(text + "。") == kinds.fold(text + ".") == kinds.fold(text)


@given(TEXTS)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert kinds.fold(kinds.fold(text)) == kinds.fold(text)


@pytest.mark.parametrize("gap", ["（ ）", "()", "____", "＿＿＿", "《》", "【  】", "[]"])
def test_a_gap_is_a_gap_however_it_is_drawn(gap: str) -> None:
    assert kinds.fold(f"于{gap}年成立") == kinds.fold("于____年成立")


@pytest.mark.parametrize(
    ("one", "other"),
    [("1921年", "1922年"), ("甲乙", "乙甲"), ("3.5", "35"), ("（一）", "（）"), ("是", "是？")],
)
def test_other_texts_stay_different(one: str, other: str) -> None:
    assert kinds.fold(one) != kinds.fold(other)


@given(st.data(), contents(kinds.SINGLE, kinds.MULTIPLE, kinds.ORDERING), WORDS)
def test_the_order_of_options_and_the_key_leave_the_fingerprint(
    data: st.DataObject, made: tuple[str, dict[str, Any]], stem: str
) -> None:
    kind, content = made
    shuffled = data.draw(st.permutations(content["options"]))
    again = kinds.fingerprint(kind, f" {stem}。", {**content, "options": shuffled, "key": [0]})
    assert again == kinds.fingerprint(kind, stem, content)


@given(contents(kinds.SINGLE, kinds.MULTIPLE, kinds.ORDERING), WORDS)
def test_another_kind_or_set_of_options_is_another_question(
    made: tuple[str, dict[str, Any]], stem: str
) -> None:
    kind, content = made
    options = content["options"]
    others = [
        *(kinds.fingerprint(other, stem, content) for other in kinds.KINDS if other != kind),
        kinds.fingerprint(kind, stem, {**content, "options": options[1:]}),
        kinds.fingerprint(kind, stem, {**content, "options": [*options[1:], options[0] + "庚"]}),
        kinds.fingerprint(kind, stem, {**content, "options": [*options, "戊己庚辛甲乙"]}),
        kinds.fingerprint(kind, stem + "癸", content),
    ]
    assert kinds.fingerprint(kind, stem, content) not in others


def test_texts_that_run_together_do_not_look_like_others() -> None:
    one = kinds.fingerprint(kinds.SINGLE, "题", {"options": ["甲乙", "丙"]})
    other = kinds.fingerprint(kinds.SINGLE, "题", {"options": ["甲", "乙丙"]})
    assert one != other


def test_matching_is_known_by_both_columns() -> None:
    content = {"left": ["甲", "乙"], "right": ["一", "二"]}
    turned = {"left": ["乙", "甲"], "right": ["二", "一"]}
    other = {"left": ["甲", "乙"], "right": ["一", "三"]}
    prints = [kinds.fingerprint(kinds.MATCHING, "连线", one) for one in (content, turned, other)]
    assert prints[0] == prints[1] != prints[2]


def test_gaps_are_counted_by_the_key() -> None:
    assert kinds.gaps({"key": [["一"], ["二", "两"]]}) == 2


def test_of_accepted_texts_the_first_is_shown() -> None:
    assert kinds.key_response(kinds.BLANK, {"key": [["1921年", "1921"]]}) == {"texts": ["1921年"]}


@given(contents())
def test_a_key_that_is_shown_can_be_changed_without_harm(made: tuple[str, dict[str, Any]]) -> None:
    kind, content = made
    before = str(content)
    for part in kinds.key_response(kind, content).values():
        if isinstance(part, list):
            part.clear()
    assert str(content) == before
