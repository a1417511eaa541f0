"""Names of boards and the number that orders them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.points import boards

POINTS = st.integers(0, 800_000)
TIMES = st.none() | st.integers(0, boards.DURATIONS - 1)


@pytest.mark.parametrize(
    ("day", "week", "month", "year"),
    [
        (date(2026, 11, 22), "week:2026-11-16", "month:2026-11-01", "year:2026-01-01"),
        (date(2026, 11, 23), "week:2026-11-23", "month:2026-11-01", "year:2026-01-01"),
        (date(2026, 11, 29), "week:2026-11-23", "month:2026-11-01", "year:2026-01-01"),
        (date(2026, 11, 30), "week:2026-11-30", "month:2026-11-01", "year:2026-01-01"),
        (date(2026, 12, 1), "week:2026-11-30", "month:2026-12-01", "year:2026-01-01"),
        (date(2027, 1, 1), "week:2026-12-28", "month:2027-01-01", "year:2027-01-01"),
        (date(2028, 2, 29), "week:2028-02-28", "month:2028-02-01", "year:2028-01-01"),
    ],
)
def test_a_day_counts_on_the_boards_of_its_day_week_month_and_year(
    day: date, week: str, month: str, year: str
) -> None:
    assert boards.of_day(day) == [f"day:{day}", week, month, year, "all"]


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_week_begins_on_the_monday_before(day: date) -> None:
    first = boards.starts_on("week", day)
    assert first is not None
    assert first.isoweekday() == 1
    assert 0 <= (day - first).days < 7


def test_a_period_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="fortnight"):
        boards.starts_on("fortnight", date(2026, 11, 23))


def test_the_frozen_board_is_another_board_than_the_live_one() -> None:
    assert boards.frozen(boards.of_quiz("abc")) == "quiz:abc:frozen"


@given(POINTS, TIMES, POINTS, TIMES)
def test_more_points_stand_higher_then_less_time(
    points: int, time: int | None, other_points: int, other_time: int | None
) -> None:
    mine, theirs = boards.rank_key(points, time), boards.rank_key(other_points, other_time)
    order = (-points, time or 0), (-other_points, other_time or 0)
    assert (mine < theirs) == (order[0] < order[1])
    assert (mine == theirs) == (order[0] == order[1])


@given(POINTS, TIMES)
def test_a_rank_key_is_negative_and_exact_as_a_double(points: int, time: int | None) -> None:
    key = boards.rank_key(points, time)
    assert key < 0
    assert int(float(key)) == key


def test_a_time_beyond_all_counting_does_not_cost_a_point() -> None:
    assert boards.rank_key(5, 10**13) < boards.rank_key(4, 0)


@given(POINTS, TIMES, POINTS, TIMES)
def test_buckets_follow_the_rank_keys(
    points: int, time: int | None, other_points: int, other_time: int | None
) -> None:
    low, high = sorted((boards.rank_key(points, time), boards.rank_key(other_points, other_time)))
    assert boards.bucket(low) <= boards.bucket(high)
    if high - low >= boards.BUCKET:
        assert boards.bucket(low) < boards.bucket(high)


@given(POINTS, TIMES)
def test_a_bucket_holds_the_keys_up_to_its_own_multiple(points: int, time: int | None) -> None:
    key = boards.rank_key(points, time)
    assert (boards.bucket(key) - 1) * boards.BUCKET < key <= boards.bucket(key) * boards.BUCKET
