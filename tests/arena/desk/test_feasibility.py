"""What a draw would find, held against what drawing really finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.arena.desk import feasibility
from jinshui_study.questions import sampling
from jinshui_study.questions.sampling import Drawable, DrawRule

KINDS = ("single", "multiple", "blank")
POOL = [Drawable(number, number, "b", KINDS[number % 3], "甲", 1 + number % 2) for number in range(12)]


def hands(rules: list[DrawRule]) -> list[list[Drawable]]:
    return [[question for question in POOL if rule.admits(question)] for rule in rules]


def test_a_row_that_asks_for_more_than_fits_is_short() -> None:
    rules = [DrawRule(5, 100, kinds=("single",)), DrawRule(3, 100, kinds=("blank",))]
    found = feasibility.of(rules, hands(rules), [])
    assert [(row.fits, row.found, row.missing, row.shared) for row in found.rows] == [
        (4, 4, 1, False),
        (4, 3, 0, False),
    ]
    assert (found.wanted, found.found, found.feasible) == (8, 7, False)


def test_a_row_is_short_too_where_another_takes_what_fits_it() -> None:
    rules = [DrawRule(10, 100), DrawRule(4, 100, kinds=("single",))]
    found = feasibility.of(rules, hands(rules), [])
    assert [(row.missing, row.shared) for row in found.rows] == [(2, True), (0, False)]


def test_unseen_is_what_the_median_member_has_not_seen() -> None:
    rules = [DrawRule(3, 100, kinds=("single",))]
    seen = [{0, 3, 6, 9}, {0}, {0, 3}]
    (row,) = feasibility.of(rules, hands(rules), seen).rows
    assert (row.unseen, row.repeats) == (2, True)
    (row,) = feasibility.of(rules, hands(rules), []).rows
    assert (row.unseen, row.repeats) == (None, False)


rule = st.builds(
    DrawRule,
    count=st.integers(1, 8),
    score=st.just(100),
    kinds=st.lists(st.sampled_from(KINDS), max_size=2, unique=True).map(tuple),
    difficulties=st.sampled_from([(), (1,), (2,)]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rule, min_size=1, max_size=4))
def test_no_question_is_dealt_twice_and_none_to_a_rule_it_does_not_fit(rules: list[DrawRule]) -> None:
    dealt = sampling.deal(rules, hands(rules), {})
    ids = [question.question_id for hand in dealt for question in hand]
    assert len(ids) == len(set(ids))
    assert all(one.admits(question) for one, hand in zip(rules, dealt, strict=True) for question in hand)
    found = feasibility.of(rules, hands(rules), [])
    assert [row.found for row in found.rows] == [len(hand) for hand in dealt]
    assert all(row.found <= min(row.fits, row.wanted) for row in found.rows)
