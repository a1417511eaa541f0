"""The branch score against the formula in exact fractions."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.points import fairness
from jinshui_study.points.fairness import Group

GROUPS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8)), min_size=1, max_size=12).map(
    lambda pairs: [Group(id, total, people) for id, (total, people) in enumerate(pairs, start=1)]
)
UNITS = st.sampled_from((1, 10))


def by_the_book(group: Group, branches: list[Group], unit: int) -> int:
    """(Σ best + 10 × district mean) / (participants + 10) in tenths, half up, in fractions."""
    people = sum(branch.participants for branch in branches)
    mean = Fraction(sum(branch.total for branch in branches), people) if people else Fraction(0)
    score = (group.total + 10 * mean) / (group.participants + 10) if people else Fraction(0)
    return floor(score * unit + Fraction(1, 2))


@given(GROUPS, UNITS)
def test_the_score_is_the_formula_rounded_half_up(branches: list[Group], unit: int) -> None:
    district = Group(0, sum(one.total for one in branches), sum(one.participants for one in branches))
    for group in branches:
        assert fairness.score_tenths(group, district, unit) == by_the_book(group, branches, unit)


@pytest.mark.parametrize(("total", "tenths"), [(1, 1), (12, 6), (13, 7), (14, 7), (15, 8)])
def test_half_a_tenth_goes_up(total: int, tenths: int) -> None:
    """A branch that is the whole district scores its own mean: 13 points of 20 people are 6.5 tenths."""
    assert fairness.score_tenths(Group(1, total, 20), Group(0, total, 20), 10) == tenths


@given(GROUPS, UNITS, st.randoms(use_true_random=False))
def test_the_order_they_come_in_changes_nothing(branches: list[Group], unit: int, random: object) -> None:
    shuffled = list(branches)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fairness.rank(shuffled, shuffled, unit) == fairness.rank(branches, branches, unit)


@given(GROUPS, UNITS)
def test_ranks_say_how_many_scored_higher(branches: list[Group], unit: int) -> None:
    ranked = fairness.rank(branches, branches, unit)
    for place in ranked:
        assert place.rank == 1 + sum(other.tenths > place.tenths for other in ranked)
    assert [one.organization_id for one in ranked] == [
        one.organization_id for one in sorted(ranked, key=lambda one: (-one.tenths, one.organization_id))
    ]
    assert {one.organization_id for one in ranked} == {
        group.organization_id for group in branches if group.participants >= 3
    }


def test_equals_share_a_rank_and_the_next_is_third() -> None:
    branches = [Group(1, 30, 5), Group(2, 40, 5), Group(3, 30, 5), Group(4, 40, 5)]
    ranked = fairness.rank(branches, branches, 10)
    assert [(one.organization_id, one.rank) for one in ranked] == [(2, 1), (4, 1), (1, 3), (3, 3)]


@given(GROUPS, UNITS)
def test_the_mean_is_that_of_the_book_in_tenths_half_up(branches: list[Group], unit: int) -> None:
    for group in branches:
        people = group.participants
        expected = floor(Fraction(unit * group.total, people) + Fraction(1, 2)) if people else 0
        assert fairness.mean_tenths(group, unit) == expected


def test_two_participants_are_left_out_but_count_for_the_mean() -> None:
    branches = [Group(1, 10, 3), Group(2, 100, 2)]
    ranked = fairness.rank(branches, branches, 10)
    assert [one.organization_id for one in ranked] == [1]
    assert ranked[0].tenths == by_the_book(branches[0], branches, 10)
    assert ranked[0].tenths > fairness.rank(branches[:1], branches[:1], 10)[0].tenths


def test_a_small_branch_with_a_high_mean_does_not_beat_a_large_one_as_good() -> None:
    branches = [Group(1, 30, 3), Group(2, 1000, 100), Group(3, 0, 100)]
    assert [one.organization_id for one in fairness.rank(branches, branches, 10)] == [2, 1, 3]


def test_points_are_tenfold_tenths_and_a_quiz_counts_in_tenths() -> None:
    branches = [Group(1, 40, 10)]
    assert fairness.rank(branches, branches, 10)[0].tenths == 40
    assert fairness.rank(branches, branches, 1)[0].tenths == 4


def test_a_board_nobody_is_on_is_empty() -> None:
    assert fairness.rank([], [], 10) == []
    assert fairness.score_tenths(Group(1, 0, 0), Group(0, 0, 0), 10) == 0


@pytest.mark.parametrize(("part", "whole", "share"), [(3, 4, 0.75), (5, 4, 1.0), (0, 0, 0.0), (0, 3, 0.0)])
def test_a_share_is_a_part_of_one(part: int, whole: int, share: float) -> None:
    assert fairness.share(part, whole) == share
