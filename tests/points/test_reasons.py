"""Each number can be asked why: one's own lines, and the formula of a branch or street as far as one may see it."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from flask import Flask

from jinshui_study.compliance import Profile
from jinshui_study.db import unit_of_work
from jinshui_study.points import rulebooks, rules
from tests.moments import MONDAY_NOON, TUESDAY_NOON, at
from tests.points.deeds import award, reverse
from tests.world import Person, World

Clock = Callable[[datetime], None]


def why(world: World, who: Person, period: str) -> dict[str, Any]:
    return dict(world.get(who, f"/points/why?period={period}"))


def group_why(world: World, who: Person, of: str, public_id: str, period: str = "week") -> dict[str, Any]:
    return dict(world.get(who, f"/leaderboards/{of}/{public_id}/why?period={period}"))


def crowd(world: World) -> list[Person]:
    """Four people in the first branch, three in the third (another street), with 1, 2, 3 … points."""
    people = [world.person(branch=0) for _ in range(4)] + [world.person(branch=2) for _ in range(3)]
    for points, person in enumerate(people, start=1):
        award(person, points)
    return people


def test_my_points_are_the_sum_of_my_lines_by_task_and_version(world: World, now: Clock) -> None:
    me = world.person()
    now(TUESDAY_NOON)
    with unit_of_work():
        rulebooks.publish(rules.FIRST_RULES, MONDAY_NOON.date(), MONDAY_NOON)
    quiz = world.quiz("daily")
    world.play(me, quiz, right=4)
    award(me, 3, at(22), key="earlier")
    award(me, 2, TUESDAY_NOON, key="mistaken")
    reverse(me, "mistaken", TUESDAY_NOON)
    award(world.bystander, 5, TUESDAY_NOON)
    week = why(world, me, "week")
    assert (week["starts_on"], week["points"]) == ("2026-11-23", 4)
    by_task = {(one["code"], one["rule_version"]): one for one in week["tasks"]}
    assert by_task["daily", 1] == {
        "code": "daily",
        "title": "每日答题",
        "rule_version": 1,
        "points": 4,
        "lines": 1,
    }
    assert by_task["boundless", 7]["lines"] == 2
    assert by_task["boundless", 7]["title"] == "boundless"
    everything = why(world, me, "all")
    assert (everything["starts_on"], everything["points"]) == (None, 7)
    board = world.get(me, "/leaderboards/members?period=week")
    assert board["me"]["points"] == week["points"]


def test_my_lines_can_be_had_for_a_period(world: World, now: Clock) -> None:
    me = world.person()
    award(me, 1, at(22))
    award(me, 2, MONDAY_NOON)
    award(me, 3, TUESDAY_NOON)
    now(TUESDAY_NOON)
    found = {
        period: [one["points"] for one in world.get(me, f"/points/entries?period={period}")["items"]]
        for period in ("day", "week", "month", "all")
    }
    assert found == {"day": [3], "week": [3, 2], "month": [3, 2, 1], "all": [3, 2, 1]}
    assert [one["points"] for one in world.get(me, "/points/entries")["items"]] == [3, 2, 1]
    assert world.call(me, "GET", "/points/entries?period=century").status_code == 422


@pytest.mark.parametrize(("of", "place"), [("branches", 0), ("streets", 0)])
def test_a_score_is_what_the_formula_makes_of_its_numbers(
    world: World, app: Flask, monkeypatch: pytest.MonkeyPatch, of: str, place: int
) -> None:
    monkeypatch.setitem(app.extensions, "profile", Profile("open"))
    me = crowd(world)[0]
    organization = (world.branches if of == "branches" else world.streets)[place]
    found = group_why(world, me, of, organization.public_id)
    assert (found["total"], found["participants"], found["weight"], found["fewest"]) == (10, 4, 10, 3)
    assert found["district_mean"] == 4.0
    exact = (found["total"] + 10 * Fraction(28, 7)) / (found["participants"] + 10)
    assert found["score"] == floor(exact * 10 + Fraction(1, 2))
    rows = world.get(me, f"/leaderboards/{of}?period=week")["items"]
    shown = {row["organization_id"]: row["score"] for row in rows}
    assert shown[organization.public_id] == found["score"]


def test_under_strict_only_the_own_secretary_sees_how_many_took_part(world: World) -> None:
    me = crowd(world)[0]
    first, third = world.branches[0].public_id, world.branches[2].public_id
    secretary = world.person(role="secretary")
    shown = {
        (name, branch): (found["total"], found["participants"])
        for name, who in (("me", me), ("secretary", secretary))
        for branch in (first, third)
        for found in [group_why(world, who, "branches", branch)]
    }
    assert shown == {
        ("me", first): (None, None),
        ("me", third): (None, None),
        ("secretary", first): (10, 4),
        ("secretary", third): (None, None),
    }
    street = group_why(world, secretary, "streets", world.streets[0].public_id)
    assert (street["total"], street["participants"]) == (None, None)
    assert street["score"] is not None


def test_a_branch_with_too_few_has_no_score(world: World) -> None:
    me = world.person(branch=1)
    award(me, 3)
    found = group_why(world, me, "branches", world.branches[1].public_id)
    assert (found["score"], found["fewest"]) == (None, 3)
    empty = group_why(world, me, "branches", world.branches[2].public_id, "day")
    assert (empty["score"], empty["district_mean"]) == (None, 3.0)


def test_each_kind_has_its_own_organizations(world: World) -> None:
    me = world.person()
    branch, street = world.branches[0].public_id, world.streets[0].public_id
    for of, public_id in (("branches", street), ("streets", branch), ("streets", world.district.public_id)):
        assert world.call(me, "GET", f"/leaderboards/{of}/{public_id}/why").status_code == 404
    assert world.call(me, "GET", "/leaderboards/branches/none/why").status_code == 404
