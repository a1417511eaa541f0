"""Papers: shuffling, opaque ids, responses to and from what is stored."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena import papers
from jinshui_study.arena.modes import Rules
from jinshui_study.errors import Invalid
from jinshui_study.questions import grading, kinds
from jinshui_study.questions.kinds import Wording

RULES = Rules(5, "daily")
UNSHUFFLED = Rules(5, "daily", shuffle_questions=False, shuffle_options=False)
seeds = st.integers(0, 10**6)


@st.composite
def wordings(draw: st.DrawFn, *only: str) -> Wording:
    """A question of any kind, or of the ones named."""
    kind = draw(st.sampled_from(only or kinds.KINDS))
    size = draw(st.integers(3, 8))
    numbers = range(size)
    texts = [f"选项{number}" for number in numbers]
    contents: dict[str, dict[str, Any]] = {
        kinds.SINGLE: {"options": texts, "key": [draw(st.sampled_from(numbers))]},
        kinds.MULTIPLE: {
            "options": texts,
            "key": sorted(draw(st.sets(st.sampled_from(numbers), min_size=2))),
        },
        kinds.TRUE_FALSE: {"key": draw(st.booleans())},
        kinds.BLANK: {"key": [["甲", "乙"] for _ in numbers]},
        kinds.ORDERING: {"options": texts, "key": draw(st.permutations(numbers))},
        kinds.MATCHING: {
            "left": texts,
            "right": [text + "右" for text in texts],
            "key": [list(pair) for pair in enumerate(draw(st.permutations(numbers)))],
        },
    }
    content = contents[kind]
    if kind in (kinds.SINGLE, kinds.MULTIPLE):
        content["pinned"] = sorted(draw(st.sets(st.sampled_from(numbers), max_size=2)))
    number = draw(st.integers(1, 10**9))
    return Wording(number, number, kind, "题干", content, "因为如此。", "某书")


def line_of(wording: Wording, seed: int, rules: Rules = RULES) -> dict[str, Any]:
    [line] = papers.compose([(wording, 100)], rules, Random(seed))
    return line


def responses(wording: Wording) -> st.SearchStrategy[dict[str, Any]]:
    """Any response as it is stored: in range, each option once, in the order it is kept in."""
    content = wording.content
    match wording.kind:
        case kinds.TRUE_FALSE:
            return st.booleans().map(lambda value: {"value": value})
        case kinds.BLANK:
            texts = st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=len(content["key"]))
            return texts.map(lambda given: {"texts": given})
        case kinds.MATCHING:
            numbers = range(len(content["left"]))
            pairs = st.dictionaries(st.sampled_from(numbers), st.sampled_from(numbers))
            return pairs.map(lambda given: {"pairs": [list(pair) for pair in sorted(given.items())]})
        case kinds.ORDERING:
            numbers = range(len(content["options"]))
            return st.lists(st.sampled_from(numbers), unique=True).map(lambda given: {"options": given})
    most = 1 if wording.kind == kinds.SINGLE else None
    chosen = st.sets(st.sampled_from(range(len(content["options"]))), max_size=most)
    return chosen.map(lambda given: {"options": sorted(given)})


@given(st.data(), wordings(), seeds)
def test_a_response_comes_back_as_it_was_stored(data: st.DataObject, wording: Wording, seed: int) -> None:
    line = line_of(wording, seed)
    stored = data.draw(responses(wording))
    sent = papers.from_stored(line, stored)
    assert sent is not None
    assert papers.to_stored(line, wording, sent) == stored


@given(wordings(), seeds)
def test_the_key_in_opaque_ids_is_graded_right(wording: Wording, seed: int) -> None:
    line = line_of(wording, seed)
    key = papers.feedback(line, wording, True)["key"]
    stored = papers.to_stored(line, wording, key)
    assert grading.grade(wording.kind, wording.content, stored).correct


@given(wordings(kinds.SINGLE, kinds.MULTIPLE, kinds.ORDERING, kinds.MATCHING), seeds, seeds)
def test_ids_are_unique_and_belong_to_one_attempt(wording: Wording, seed: int, other: int) -> None:
    line = line_of(wording, seed)
    for name in [name for name in line if name.endswith("ids")]:
        assert len(set(line[name])) == len(line[name])
        assert all(set(one) <= set(papers.ID_ALPHABET) and len(one) == 6 for one in line[name])
        if seed != other:
            assert line[name] != line_of(wording, other)[name]


@given(wordings(kinds.SINGLE, kinds.MULTIPLE), seeds)
def test_pinned_options_stay_last_as_written(wording: Wording, seed: int) -> None:
    shown = papers.shown(1, line_of(wording, seed), wording, None)["options"]
    texts = [option["text"] for option in shown]
    pinned = [wording.content["options"][index] for index in wording.content["pinned"]]
    assert sorted(texts) == sorted(wording.content["options"])
    assert texts[len(texts) - len(pinned) :] == pinned


@given(st.lists(wordings(), min_size=2, max_size=6, unique_by=lambda one: one.revision_id), seeds)
def test_shuffling_keeps_every_question(many: list[Wording], seed: int) -> None:
    picked = [(wording, 100 + index) for index, wording in enumerate(many)]
    before = [(wording.revision_id, worth) for wording, worth in picked]
    shuffled = [(line["revision"], line["worth"]) for line in papers.compose(picked, RULES, Random(seed))]
    straight = [
        (line["revision"], line["worth"]) for line in papers.compose(picked, UNSHUFFLED, Random(seed))
    ]
    assert sorted(shuffled) == sorted(before)
    assert straight == before


def test_shuffling_changes_the_order_of_questions_and_options() -> None:
    content = {"options": ["甲", "乙", "丙", "丁"], "key": [0]}
    many = [(Wording(number, number, kinds.SINGLE, "题", content, "", ""), 100) for number in range(8)]
    orders = {tuple(line["revision"] for line in papers.compose(many, RULES, Random(s))) for s in range(5)}
    options = {tuple(line_of(many[0][0], seed)["order"]) for seed in range(20)}
    assert len(orders) > 1
    assert len(options) > 5
    assert line_of(many[0][0], 1, UNSHUFFLED)["order"] == [0, 1, 2, 3]


@given(wordings(kinds.ORDERING), seeds)
def test_events_to_be_ordered_are_shuffled_whatever_the_rules(wording: Wording, seed: int) -> None:
    orders = {tuple(line_of(wording, seed + step, UNSHUFFLED)["order"]) for step in range(12)}
    assert len(orders) > 1


@given(wordings(), seeds)
def test_a_shown_question_has_nothing_of_its_key(wording: Wording, seed: int) -> None:
    shown = papers.shown(3, line_of(wording, seed), wording, 20)
    assert set(shown) == {"number", "kind", "stem", "options", "left", "right", "gaps", "seconds"}
    assert wording.explanation not in str(shown)
    assert wording.source not in str(shown)
    assert (shown["number"], shown["seconds"]) == (3, 20)
    assert shown["gaps"] == (len(wording.content["key"]) if wording.kind == kinds.BLANK else 0)


@given(wordings(kinds.SINGLE, kinds.MULTIPLE, kinds.ORDERING), seeds)
def test_the_id_of_another_attempt_is_refused(wording: Wording, seed: int) -> None:
    foreign = line_of(wording, seed + 1)["ids"][0]
    with pytest.raises(Invalid):
        papers.to_stored(line_of(wording, seed), wording, {"options": [foreign]})


@given(wordings(kinds.MATCHING), seeds)
def test_columns_of_a_matching_question_are_not_mixed_up(wording: Wording, seed: int) -> None:
    line = line_of(wording, seed)
    left, right = line["left_ids"], line["right_ids"]
    with pytest.raises(Invalid):
        papers.to_stored(line, wording, {"pairs": [[right[0], left[0]]]})


@given(wordings(kinds.MATCHING), seeds)
def test_joining_everything_with_everything_is_no_answer(wording: Wording, seed: int) -> None:
    line = line_of(wording, seed)
    everything = [[left, right] for left in line["left_ids"] for right in line["right_ids"]]
    with pytest.raises(Invalid):
        papers.to_stored(line, wording, {"pairs": everything})


@given(st.data(), wordings(), seeds)
def test_order_and_repetition_of_what_is_chosen_do_not_matter(
    data: st.DataObject, wording: Wording, seed: int
) -> None:
    line = line_of(wording, seed)
    stored = data.draw(responses(wording))
    sent = papers.from_stored(line, stored)
    assert sent is not None
    if wording.kind in (kinds.SINGLE, kinds.MULTIPLE):
        sent = {"options": [*reversed(sent["options"]), *sent["options"]]}
    elif wording.kind == kinds.MATCHING:
        sent = {"pairs": [*reversed(sent["pairs"]), *sent["pairs"]]}
    assert papers.to_stored(line, wording, sent) == stored


@given(wordings(), seeds)
def test_a_response_of_another_kind_is_refused(wording: Wording, seed: int) -> None:
    shapes: dict[str, Any] = {"options": [], "value": True, "texts": [], "pairs": []}
    for name, empty in shapes.items():
        if name != papers.SHAPES[wording.kind]:
            with pytest.raises(Invalid):
                papers.to_stored(line_of(wording, seed), wording, {name: empty})


def test_too_many_gaps_too_many_choices_and_an_event_twice_are_refused() -> None:
    blank = Wording(1, 1, kinds.BLANK, "____", {"key": [["甲"]]}, "", "")
    single = Wording(2, 2, kinds.SINGLE, "题", {"options": ["甲", "乙"], "key": [0]}, "", "")
    ordering = Wording(3, 3, kinds.ORDERING, "题", {"options": ["甲", "乙"], "key": [0, 1]}, "", "")
    with pytest.raises(Invalid):
        papers.to_stored(line_of(blank, 1), blank, {"texts": ["甲", "乙"]})
    line = line_of(single, 1)
    with pytest.raises(Invalid):
        papers.to_stored(line, single, {"options": line["ids"]})
    line = line_of(ordering, 1)
    with pytest.raises(Invalid):
        papers.to_stored(line, ordering, {"options": line["ids"][:1] * 2})
