"""The versions of the rules, and which is in force on a day."""

from datetime import date
from typing import Any

import pytest

from jinshui_study import cache
from jinshui_study.db import unit_of_work
from jinshui_study.errors import Invalid
from jinshui_study.points import rulebooks
from tests.moments import MONDAY_NOON
from tests.world import World

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def publish(effective_on: date, cap: int) -> int:
    data = {"tasks": [{"code": "daily", "title": "每日答题", "cap": cap, "measure": "correct", "each": 1}]}
    with unit_of_work():
        version = rulebooks.publish(data, effective_on, MONDAY_NOON).version
    cache.forget_all()
    return version


def test_the_first_rules_hold_where_none_are_kept(world: World) -> None:
    assert rulebooks.in_force(MONDAY).version == 0
    assert rulebooks.in_force(MONDAY).cap == 35


def test_a_version_holds_from_its_day_on(world: World) -> None:
    assert publish(TUESDAY, cap=9) == 1
    assert [rulebooks.in_force(day).version for day in (MONDAY, TUESDAY, WEDNESDAY)] == [0, 1, 1]
    assert rulebooks.in_force(TUESDAY).cap == 9


def test_the_last_to_come_into_force_holds_whatever_was_published_last(world: World) -> None:
    publish(WEDNESDAY, cap=9)
    publish(TUESDAY, cap=8)
    assert [rulebooks.in_force(day).cap for day in (MONDAY, TUESDAY, WEDNESDAY)] == [35, 8, 9]


def test_of_two_for_one_day_the_later_version_holds(world: World) -> None:
    publish(TUESDAY, cap=9)
    publish(TUESDAY, cap=7)
    assert (rulebooks.in_force(TUESDAY).version, rulebooks.in_force(TUESDAY).cap) == (2, 7)


@pytest.mark.parametrize("data", [{}, {"tasks": [{}]}, {"tasks": 5}, {"tasks": [{"code": "daily"}]}])
def test_data_that_are_no_rules_are_not_published(world: World, data: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work():
        rulebooks.publish(data, TUESDAY, MONDAY_NOON)
    assert refused.value.code == "bad_rules"
    assert rulebooks.in_force(WEDNESDAY).version == 0
