"""The arithmetic of a branch's page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena.statistics.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from jinshui_study.branch import charts, figures
from jinshui_study.points.fairness import WEIGHT


@given(st.integers(0, 5000), st.integers(3, 500), st.sampled_from([1, 10]))
def test_the_sum_that_closes_a_gap_is_the_least_that_does(gap: int, participants: int, unit: int) -> None:
    more = figures.to_close(gap, participants, unit)
    assert unit * more >= gap * (participants + WEIGHT)
    assert unit * (more - 1) < gap * (participants + WEIGHT)


def test_points_have_one_place_and_none_is_a_dash() -> None:
    assert [figures.points(tenths) for tenths in (453, 40, 0, None)] == ["45.3", "4.0", "0.0", "—"]


rows = st.lists(
    st.tuples(st.none() | st.integers(0, 100_000), st.none() | st.integers(0, 100_000)), max_size=12
)


@given(rows)
def test_a_trend_stays_in_its_picture_and_is_higher_for_more(
    row: list[tuple[int | None, int | None]],
) -> None:
    values = [mine for mine, _ in row]
    chart = charts.trend([str(place) for place in range(len(row))], values, [other for _, other in row])
    known = [value for value in values if value is not None]
    assert len(chart.dots) == len(known)
    for dot in chart.dots:
        assert LEFT <= dot.x <= WIDTH - RIGHT
        assert TOP - 0.1 <= dot.y <= HEIGHT - BOTTOM + 0.1
    pairs = sorted(zip(known, [dot.y for dot in chart.dots], strict=True))
    assert all(lower[1] >= higher[1] for lower, higher in zip(pairs, pairs[1:], strict=False))


def test_a_line_is_broken_where_a_week_has_no_figure() -> None:
    chart = charts.trend(["1", "2", "3", "4", "5"], [10, 20, None, 30, 40], [None] * 5)
    assert (len(chart.dots), len(chart.lines), chart.others) == (4, 2, [])
    assert charts.trend(["1", "2"], [10, None], [None, 10]).lines == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (0, "不到一成答错"),
        (4, "不到一成答错"),
        (5, "约一成答错"),
        (44, "约四成答错"),
        (94, "约九成答错"),
        (100, "九成以上答错"),
    ],
)
def test_a_share_of_wrong_answers_is_told_in_tenths(wrong: int, said: str) -> None:
    assert figures.about(wrong, 100) == said


@pytest.mark.parametrize(
    ("right", "percent"), [(0, 5), (7, 5), (8, 10), (50, 50), (92, 90), (93, 95), (100, 95)]
)
def test_a_rough_percentage_never_says_none_or_all(right: int, percent: int) -> None:
    assert figures.rough_percent(right, 100) == percent
    assert figures.rough_percent(0, 0) == 5


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ([1], "按第 1 版规则"),
        ([1, 2], "按第 1、2 版规则"),
        ([0], "按自带的规则"),
        ([0, 1], "按自带的规则和第 1 版规则"),
    ],
)
def test_the_rules_are_named_by_their_versions(versions: list[int], said: str) -> None:
    assert figures.rules_words(versions) == said
