"""Drawing: unseen questions first, then the least recently seen."""

from collections import Counter
from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import sampling
from jinshui_study.questions.sampling import Drawable, DrawRule
from tests.moments import MONDAY_NOON

CHI_SQUARE_999 = 43.8
"""What chi-square with 19 degrees of freedom stays below 999 times of 1,000."""


def pool_of(size: int) -> list[Drawable]:
    return [
        Drawable(
            question_id=number,
            revision_id=1000 + number,
            bank="ab"[number % 2],
            kind=("single", "multiple", "blank")[number % 3],
            topic=f"专题{number % 5}",
            difficulty=number % 3 + 1,
        )
        for number in range(size)
    ]


def draw(
    rule: DrawRule,
    pool: Sequence[Drawable],
    seen: dict[int, datetime],
    taken: Set[int] = frozenset(),
    seed: int = 1,
) -> list[Drawable]:
    admitted = [question for question in pool if rule.admits(question)]
    shuffled = sampling.candidates(admitted, Random(seed), len(admitted))
    return sampling.choose(rule, shuffled, seen, taken)


MEMORIES = st.dictionaries(
    st.integers(0, 29), st.integers(0, 1000).map(lambda ago: MONDAY_NOON - timedelta(minutes=ago))
)
RULES = st.builds(
    DrawRule,
    count=st.integers(1, 35),
    score=st.just(100),
    banks=st.sampled_from([(), ("a",), ("a", "b")]),
    kinds=st.sampled_from([(), ("single",), ("single", "blank")]),
    topics=st.sampled_from([(), ("专题1", "专题2")]),
    difficulties=st.sampled_from([(), (1,), (2, 3)]),
)
SEEDS = st.integers(0, 10_000)


@given(RULES, MEMORIES, st.sets(st.integers(0, 29)), SEEDS)
def test_a_draw_keeps_to_its_rule(
    rule: DrawRule, seen: dict[int, datetime], taken: set[int], seed: int
) -> None:
    drawn = draw(rule, pool_of(30), seen, taken, seed)
    ids = [question.question_id for question in drawn]
    free = [q for q in pool_of(30) if rule.admits(q) and q.question_id not in taken]
    assert len(ids) == len(set(ids)) == min(rule.count, len(free))
    assert set(drawn) <= set(free)


@given(RULES, MEMORIES, SEEDS)
def test_nothing_seen_is_drawn_while_something_unseen_is_left(
    rule: DrawRule, seen: dict[int, datetime], seed: int
) -> None:
    drawn = [q.question_id for q in draw(rule, pool_of(30), seen, seed=seed)]
    unseen = {q.question_id for q in pool_of(30) if rule.admits(q)} - set(seen)
    assert len(unseen & set(drawn)) == min(rule.count, len(unseen))


@given(RULES, MEMORIES, SEEDS)
def test_of_seen_questions_the_longest_ago_come_first(
    rule: DrawRule, seen: dict[int, datetime], seed: int
) -> None:
    drawn = {q.question_id for q in draw(rule, pool_of(30), seen, seed=seed)}
    known = {q.question_id for q in pool_of(30) if rule.admits(q)} & set(seen)
    again, left = known & drawn, known - drawn
    assert not again or not left or max(seen[one] for one in again) <= min(seen[one] for one in left)


@given(st.lists(RULES, min_size=2, max_size=4), MEMORIES, SEEDS)
def test_rules_that_overlap_never_draw_a_question_twice(
    rules: list[DrawRule], seen: dict[int, datetime], seed: int
) -> None:
    taken: set[int] = set()
    for rule in rules:
        drawn = {q.question_id for q in draw(rule, pool_of(30), seen, taken, seed)}
        assert not drawn & taken
        taken |= drawn


def test_every_question_is_drawn_once_before_one_returns() -> None:
    rule, seen = DrawRule(count=7, score=100), {}
    history: list[int] = []
    for day in range(12):
        for question in draw(rule, pool_of(28), seen, seed=day):
            seen[question.question_id] = MONDAY_NOON + timedelta(days=day)
            history.append(question.question_id)
    for start in range(0, len(history), 28):
        assert sorted(history[start : start + 28]) == list(range(28))


def test_unseen_questions_are_drawn_evenly() -> None:
    """5 of 20 unseen ones beside 10 seen ones, 2,000 times with one set of dice."""
    rule, dice, pool = DrawRule(count=5, score=100), Random(1921), pool_of(30)
    seen = dict.fromkeys(range(20, 30), MONDAY_NOON)
    counts: Counter[int] = Counter()
    for _ in range(2000):
        shuffled = sampling.candidates(pool, dice, len(pool))
        counts.update(question.question_id for question in sampling.choose(rule, shuffled, seen, set()))
    expected = 2000 * 5 / 20
    assert set(counts) == set(range(20))
    chi_square = sum((count - expected) ** 2 / expected for count in counts.values())
    # drawing without return spreads less than chance alone, so the bound is on the safe side
    assert chi_square < CHI_SQUARE_999


@given(st.integers(0, 40), st.integers(0, 40), SEEDS)
def test_candidates_are_as_many_as_asked_for_and_all_different(size: int, most: int, seed: int) -> None:
    pool = pool_of(size)
    found = sampling.candidates(pool, Random(seed), most)
    assert len(found) == len(set(found)) == min(size, most)
    assert set(found) <= set(pool)
    assert found == sampling.candidates(pool, Random(seed), most)


def test_a_rule_is_read_from_data_and_what_it_leaves_out_is_any() -> None:
    data = {"count": 3, "score": 50, "banks": ["a"], "difficulties": [1, 2]}
    rule = DrawRule.from_data(data)
    assert rule == DrawRule(count=3, score=50, banks=("a",), difficulties=(1, 2))
    assert all(DrawRule(count=1, score=1).admits(question) for question in pool_of(30))


@pytest.mark.parametrize(
    "other",
    [{"banks": ("b",)}, {"kinds": ("blank",)}, {"topics": ("专题9",)}, {"difficulties": (3,)}],
)
def test_a_rule_refuses_what_differs_in_one_respect(other: dict[str, tuple[str | int, ...]]) -> None:
    question = Drawable(1, 1, "a", "single", "专题1", 1)
    fitting = {"banks": ("a",), "kinds": ("single",), "topics": ("专题1",), "difficulties": (1,)}
    assert DrawRule(count=1, score=1, **fitting).admits(question)
    assert not DrawRule(count=1, score=1, **{**fitting, **other}).admits(question)
