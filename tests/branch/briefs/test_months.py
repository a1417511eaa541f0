"""Months in addresses and on the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.branch.briefs import months
from jinshui_study.branch.briefs.months import Month

days = st.dates(date(2020, 2, 1), date(2199, 12, 1))


@given(days)
def test_a_month_is_found_again_by_its_code(day: date) -> None:
    month = months.of(day)
    assert months.find(month.code) == month
    assert month.first <= day < month.next.first
    assert month.next.previous == month.previous.next == month


@given(days)
def test_the_weeks_of_a_month_cover_each_of_its_days_and_no_week_beside_it(day: date) -> None:
    month = months.of(day)
    mondays = month.mondays
    assert {monday.weekday() for monday in mondays} == {0}
    assert day - timedelta(days=day.weekday()) in mondays
    assert mondays[0] + timedelta(days=6) >= month.first
    assert mondays[-1] < month.next.first


@pytest.mark.parametrize(
    "code", ["", "2026-13", "2026-00", "2026-1", "26-11", "1999-12", "2026-11-01", "二〇二六-11"]
)
def test_what_is_no_month_is_not_found(code: str) -> None:
    assert months.find(code) is None


def test_months_go_back_over_the_new_year() -> None:
    assert [month.code for month in months.back_from(Month(2026, 1), 3)] == ["2026-01", "2025-12", "2025-11"]
