"""Boards of members: pages, ranks, me and my neighbours, within every node of the tree; by SQL and by Redis."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db, unit_of_work
from tests.moments import MONDAY_NOON, TUESDAY_NOON, at
from tests.points.deeds import as_viewer, award, node_of, post_result, whole_board
from tests.world import Person, World

pytestmark = pytest.mark.usefixtures("order")
WEEK = "week:2026-11-23"


def crowd(world: World, points: list[int], branch: int = 0) -> list[Person]:
    """People with so many points each, who got them a minute after one another."""
    people = [world.person(name=f"党员{number}号", branch=branch) for number in range(len(points))]
    for minute, (one, given) in enumerate(zip(people, points, strict=True)):
        award(one, given, at(23, 8, minute))
    return people


def add_committee(world: World) -> tuple[Organization, int]:
    """A committee of the first street with one branch, and the number of that branch."""
    with unit_of_work():
        street = db.session.get_one(Organization, world.streets[0].id)
        committee = organizations.create("committee", "机关党委", street)
        world.branches.append(organizations.create("branch", "机关一支部", committee))
    return committee, len(world.branches) - 1


def test_equals_share_a_rank_and_the_earlier_stands_above(world: World) -> None:
    people = crowd(world, [3, 5, 3, 5, 1])
    board = world.get(people[4], "/leaderboards/members?period=week")
    order = [people[index].public_id for index in (1, 3, 0, 2, 4)]
    assert [row["member_id"] for row in board["items"]] == order
    assert [(row["rank"], row["points"]) for row in board["items"]] == [
        (1, 5),
        (1, 5),
        (3, 3),
        (3, 3),
        (5, 1),
    ]
    assert board["me"] == {"rank": 5, "points": 1, "duration_ms": None}
    assert board["board"] == {
        "period": "week",
        "starts_on": "2026-11-23",
        "within": {"id": world.district.public_id, "name": "金水区"},
        "frozen_at": None,
        "bracket": None,
        "total": 5,
    }


def test_on_a_quiz_less_time_stands_higher(world: World) -> None:
    people = [world.person(name=f"党员{number}号") for number in range(4)]
    for one, (score, ms) in zip(people, [(500, 9000), (500, 8999), (400, 1), (500, 9000)], strict=True):
        post_result(one, "quiz:test", score, ms, MONDAY_NOON)
    items, reply = whole_board("quiz:test", node_of(world.district), as_viewer(people[0]), 3)
    assert [(row["rank"], row["duration_ms"]) for row in items] == [(1, 8999), (2, 9000), (2, 9000), (4, 1)]
    assert reply["me"] == {"rank": 2, "points": 500, "duration_ms": 9000}


def test_every_period_has_a_board_of_its_own(world: World, now: Any) -> None:
    me = world.person()
    award(me, 1, at(31, month=10))
    award(me, 2, at(22))
    award(me, 4, MONDAY_NOON)
    award(me, 8, TUESDAY_NOON)
    now(TUESDAY_NOON)
    points = {
        period: world.get(me, f"/leaderboards/members?period={period}")["me"]["points"]
        for period in ("day", "week", "month", "year", "all")
    }
    assert points == {"day": 8, "week": 12, "month": 14, "year": 15, "all": 15}


def test_who_has_no_points_is_not_on_the_board(world: World) -> None:
    crowd(world, [2, 1])
    board = world.get(world.person(), "/leaderboards/members")
    assert board["me"] == {"rank": None, "points": 0, "duration_ms": None}
    assert (len(board["items"]), board["around_me"], board["board"]["total"]) == (2, [], 2)


def test_a_board_within_a_node_lists_its_people_only(world: World) -> None:
    committee, inner = add_committee(world)
    here, there, deep = (
        world.person(name=name, branch=branch) for name, branch in (("甲", 0), ("乙", 2), ("丙", inner))
    )
    for one, points in ((there, 9), (deep, 5), (here, 3)):
        award(one, points)
    expected = {
        world.district.public_id: ["乙", "丙", "甲"],
        world.streets[0].public_id: ["丙", "甲"],
        world.streets[1].public_id: ["乙"],
        committee.public_id: ["丙"],
        world.branches[inner].public_id: ["丙"],
        world.branches[0].public_id: ["甲"],
        world.branches[1].public_id: [],
    }
    for within, names in expected.items():
        board = world.get(here, f"/leaderboards/members?within={within}")
        assert [row["name"] for row in board["items"]] == names
        assert [row["rank"] for row in board["items"]] == list(range(1, len(names) + 1))
        assert board["board"]["total"] == len(names)
        assert board["me"]["rank"] == (names.index("甲") + 1 if "甲" in names else None)
        assert board["me"]["points"] == 3
        assert len(board["around_me"]) == (len(names) if "甲" in names else 0)


def test_i_see_five_above_and_five_below(world: World) -> None:
    people = crowd(world, list(range(20, 0, -1)))
    around = world.get(people[9], "/leaderboards/members?limit=2")["around_me"]
    assert [row["rank"] for row in around] == list(range(5, 16))
    assert [row["is_me"] for row in around] == [False] * 5 + [True] + [False] * 5
    top = world.get(people[0], "/leaderboards/members?limit=2")["around_me"]
    assert [row["rank"] for row in top] == [1, 2, 3, 4, 5, 6]
    last = world.get(people[19], "/leaderboards/members?limit=2")["around_me"]
    assert [row["rank"] for row in last] == list(range(15, 21))


def test_ranks_around_me_are_right_where_equals_reach_beyond_the_window(world: World) -> None:
    people = crowd(world, [9] * 8 + [5] * 3 + [2] * 8)
    around = world.get(people[9], "/leaderboards/members?limit=2")["around_me"]
    assert [row["rank"] for row in around] == [1] * 4 + [9] * 3 + [12] * 4


@pytest.mark.parametrize("limit", [1, 3, 4, 12, 100])
def test_the_pages_together_are_everybody_once_with_the_right_ranks(world: World, limit: int) -> None:
    points = [3, 1, 3, 3, 2, 3, 1, 3, 3, 2, 3, 1]
    people = crowd(world, points)
    found, _ = whole_board(WEEK, node_of(world.district), as_viewer(people[0]), limit)
    order = sorted(range(len(points)), key=lambda index: (-points[index], index))
    assert [row["member_id"] for row in found] == [people[index].public_id for index in order]
    assert [row["rank"] for row in found] == [
        1 + sum(other > points[index] for other in points) for index in order
    ]


def test_a_page_goes_on_although_the_last_of_the_page_before_has_moved(world: World) -> None:
    people = crowd(world, [5, 4, 3, 2, 1])
    first = world.get(people[0], "/leaderboards/members?limit=2")
    award(people[1], 9, at(23, 9))
    second = world.get(people[0], f"/leaderboards/members?limit=2&cursor={first['next']}")
    assert [row["member_id"] for row in second["items"]] == [people[2].public_id, people[3].public_id]


def test_names_are_masked_unless_allowed_and_mine_is_whole(world: World) -> None:
    me, hidden, shown = (world.person(name=name) for name in ("张晓明", "李建国", "王小丽"))
    for one in (me, hidden, shown):
        award(one, 3)
    assert world.call(shown, "PATCH", "/points/ranking", {"full_name": True}).status_code == 200
    names = {row["name"]: row["is_me"] for row in world.get(me, "/leaderboards/members")["items"]}
    assert names == {"张晓明": True, "李*国": False, "王小丽": False}


@pytest.mark.parametrize(
    "values",
    ["[0,0,0,0,0]", "[-9223372036854775807,-1,-1,-1,-1]", "[9007199254740993,99999999999999999,9,9,9]"],
)
def test_a_cursor_made_up_is_answered_all_the_same(world: World, values: str) -> None:
    people = crowd(world, [2, 1])
    cursor = urlsafe_b64encode(values.encode()).decode().rstrip("=")
    reply = world.call(people[0], "GET", f"/leaderboards/members?cursor={cursor}")
    assert reply.status_code == 200
    assert reply.get_json()["me"]["rank"] == 1


def test_a_hundred_rows_are_the_most(world: World) -> None:
    assert world.get(world.person(), "/leaderboards/members?limit=100")["items"] == []


def test_a_board_within_nothing_is_404(world: World) -> None:
    for board in ("members", "branches", "streets"):
        assert world.call(world.person(), "GET", f"/leaderboards/{board}?within=nowhere").status_code == 404
