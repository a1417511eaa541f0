"""The mark of an answer by its key, by a corrected key, and of a question that is void."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena import marking, modes
from jinshui_study.arena.marking import Mark, Verdict
from jinshui_study.questions.kinds import Wording

CONTENT: dict[str, Any] = {"options": ["甲", "乙", "丙", "丁"], "key": [0, 1], "pinned": []}
WORDING = Wording(1, 1, "multiple", "题干", CONTENT, "解析", "出处")
CORRECTED = Verdict({**CONTENT, "key": [2, 3]}, "", "")
VOID = Verdict(None, "", "")
SPEEDY = modes.preset("contest")
PARTIAL = modes.preset("weekly")


@pytest.mark.parametrize(
    ("verdict", "chosen", "mark"),
    [
        (None, [0, 1], Mark(True, 100)),
        (None, [0], Mark(False, 50)),
        (None, None, Mark(False, 0)),
        (CORRECTED, [0, 1], Mark(False, 0)),
        (CORRECTED, [2, 3], Mark(True, 100)),
        (CORRECTED, [3], Mark(False, 50)),
        (CORRECTED, None, Mark(False, 0)),
        (VOID, [0], Mark(True, 100)),
        (VOID, None, Mark(True, 100)),
    ],
)
def test_a_ruling_takes_the_place_of_the_key(
    verdict: Verdict | None, chosen: list[int] | None, mark: Mark
) -> None:
    response = None if chosen is None else {"options": chosen}
    assert marking.mark(PARTIAL, WORDING, verdict, response, 100, 5000) == mark


@given(
    st.none() | st.lists(st.integers(0, 3), unique=True),
    st.sampled_from((None, CORRECTED, VOID)),
    st.integers(0, 1000),
    st.integers(0, 100_000),
    st.sampled_from((SPEEDY, PARTIAL)),
)
def test_a_mark_is_never_below_nothing_nor_above_the_worth(
    chosen: list[int] | None, verdict: Verdict | None, worth: int, elapsed_ms: int, rules: modes.Rules
) -> None:
    response = None if chosen is None else {"options": sorted(chosen)}
    correct, score = marking.mark(rules, WORDING, verdict, response, worth, elapsed_ms)
    assert 0 <= score <= worth
    if verdict is VOID:
        assert (correct, score) == (True, worth)


def test_a_correction_leaves_everything_but_the_content() -> None:
    corrected = CORRECTED.corrected(WORDING)
    assert corrected.content["key"] == [2, 3]
    assert (corrected.stem, corrected.revision_id) == (WORDING.stem, WORDING.revision_id)
    assert VOID.corrected(WORDING) == WORDING


def test_only_void_questions_that_were_asked_and_not_answered_are_given_away() -> None:
    paper = [{"revision": number, "worth": 10 * number} for number in (1, 2, 3, 4)]
    verdicts = {2: VOID, 3: VOID, 4: CORRECTED}
    assert marking.given_away(paper, {1, 3}, verdicts) == {2: Mark(True, 20)}
