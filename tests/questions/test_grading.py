"""Grading: what matters in a response, and what does not."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import kinds
from jinshui_study.questions.grading import UNANSWERED, Grade, grade
from tests.questions.samples import contents, responses

Made = tuple[str, dict[str, Any]]
MULTIPLE = {"options": ["甲", "乙", "丙", "丁"], "key": [0, 1, 3], "pinned": []}
BLANK = {"key": [["1921年", "1921"], ["上海"]]}
MATCHING = {"left": ["甲", "乙", "丙"], "right": ["一", "二", "三"], "key": [[0, 1], [1, 2], [2, 0]]}


@given(contents())
def test_the_key_is_always_all_right(made: Made) -> None:
    kind, content = made
    result = grade(kind, content, kinds.key_response(kind, content))
    assert result.correct
    assert result.right == result.parts >= 1


@given(contents())
def test_no_response_is_not_correct_and_earns_nothing(made: Made) -> None:
    assert grade(*made, None) == UNANSWERED
    assert not UNANSWERED.correct
    assert UNANSWERED.right == 0 < UNANSWERED.parts


@given(st.data(), contents())
def test_right_parts_lie_between_none_and_all(data: st.DataObject, made: Made) -> None:
    result = grade(*made, data.draw(responses(*made)))
    assert 0 <= result.right <= result.parts
    assert not result.correct or result.right == result.parts


@given(st.data(), contents())
def test_only_all_parts_without_a_mistake_are_correct(data: st.DataObject, made: Made) -> None:
    """So that a share for an incomplete answer never pays a wrong answer in full."""
    result = grade(*made, data.draw(responses(*made)))
    assert result.correct == (result.right == result.parts)


@given(st.data(), contents(kinds.SINGLE, kinds.MULTIPLE))
def test_order_and_repetition_of_chosen_options_do_not_matter(data: st.DataObject, made: Made) -> None:
    chosen = data.draw(responses(*made))["options"]
    turned = data.draw(st.permutations(chosen + chosen[:2]))
    assert grade(*made, {"options": turned}) == grade(*made, {"options": chosen})


@given(st.data(), contents(kinds.SINGLE, kinds.MULTIPLE))
def test_one_wrong_option_leaves_nothing_right(data: st.DataObject, made: Made) -> None:
    _, content = made
    wrong = sorted(set(range(len(content["options"]))) - set(content["key"]))
    chosen = content["key"] + (data.draw(st.lists(st.sampled_from(wrong), min_size=1)) if wrong else [99])
    assert grade(*made, {"options": chosen}) == Grade(False, 0, len(content["key"]))


@given(st.data(), contents(kinds.MULTIPLE))
def test_an_incomplete_choice_counts_its_right_options(data: st.DataObject, made: Made) -> None:
    key = made[1]["key"]
    chosen = data.draw(st.sets(st.sampled_from(key), max_size=len(key) - 1))
    assert grade(*made, {"options": sorted(chosen)}) == Grade(False, len(chosen), len(key))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([3, 1, 0], Grade(True, 3, 3)),
        ([0, 1], Grade(False, 2, 3)),
        ([0, 1, 2, 3], Grade(False, 0, 3)),
        ([2], Grade(False, 0, 3)),
        ([], Grade(False, 0, 3)),
    ],
)
def test_multiple_choices(chosen: list[int], expected: Grade) -> None:
    assert grade(kinds.MULTIPLE, MULTIPLE, {"options": chosen}) == expected


@given(st.booleans(), st.booleans())
def test_a_judgement_is_right_when_it_agrees(key: bool, given_value: bool) -> None:
    agrees = key == given_value
    assert grade(kinds.TRUE_FALSE, {"key": key}, {"value": given_value}) == Grade(agrees, int(agrees), 1)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1921年", "上海"], Grade(True, 2, 2)),
        (["１９２１", " 上 海。"], Grade(True, 2, 2)),
        (["1921年\u200b", "上海\n"], Grade(True, 2, 2)),
        (["上海", "1921年"], Grade(False, 0, 2)),
        (["1921年"], Grade(False, 1, 2)),
        (["", "上海"], Grade(False, 1, 2)),
        ([], Grade(False, 0, 2)),
        (["1921年", "上海", "北京"], Grade(False, 0, 2)),
        (["1921", "北京"], Grade(False, 1, 2)),
    ],
)
def test_blanks(texts: list[str], expected: Grade) -> None:
    assert grade(kinds.BLANK, BLANK, {"texts": texts}) == expected


@given(st.data(), contents(kinds.BLANK))
def test_width_case_and_blanks_of_a_text_do_not_matter(data: st.DataObject, made: Made) -> None:
    wide = {ord("!") + index: 0xFF01 + index for index in range(94)}
    texts = [data.draw(st.sampled_from(accepted)) for accepted in made[1]["key"]]
    disguised = [f"\u3000{text.swapcase().translate(wide)} 。" for text in texts]
    assert grade(*made, {"texts": disguised}).correct


@given(st.data(), contents(kinds.ORDERING))
def test_an_order_is_all_right_or_nothing(data: st.DataObject, made: Made) -> None:
    key = made[1]["key"]
    order = data.draw(st.permutations(key))
    expected = Grade(order == key, len(key) if order == key else 0, len(key))
    assert grade(*made, {"options": order}) == expected


def test_an_order_with_an_option_twice_or_missing_is_wrong() -> None:
    content = {"options": ["甲", "乙", "丙"], "key": [2, 0, 1]}
    for order in ([2, 0], [2, 0, 1, 1], [2, 2, 0, 1], []):
        assert grade(kinds.ORDERING, content, {"options": order}) == Grade(False, 0, 3)


@given(st.data(), contents(kinds.MATCHING))
def test_order_and_repetition_of_pairs_do_not_matter(data: st.DataObject, made: Made) -> None:
    pairs = data.draw(responses(*made))["pairs"]
    turned = data.draw(st.permutations(pairs + pairs[:2]))
    assert grade(*made, {"pairs": turned}) == grade(*made, {"pairs": pairs})


@given(st.data(), contents(kinds.MATCHING))
def test_pairs_count_one_by_one(data: st.DataObject, made: Made) -> None:
    _, content = made
    rights = data.draw(st.permutations(range(len(content["left"]))))
    pairs = [list(pair) for pair in enumerate(rights)]
    right = sum((Counter(map(tuple, pairs)) & Counter(map(tuple, content["key"]))).values())
    assert grade(*made, {"pairs": pairs}) == Grade(right == len(pairs), right, len(pairs))


def test_matching_everything_with_everything_earns_nothing() -> None:
    pairs = [[left, right] for left in range(3) for right in range(3)]
    assert grade(kinds.MATCHING, MATCHING, {"pairs": pairs}) == Grade(False, 0, 3)


def test_a_left_matched_twice_loses_its_own_part_only() -> None:
    pairs = [[0, 1], [0, 2], [1, 2], [2, 0]]
    assert grade(kinds.MATCHING, MATCHING, {"pairs": pairs}) == Grade(False, 2, 3)
