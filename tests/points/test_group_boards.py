"""Boards of branches and streets: fair scores, my own group, and participation for whom it may be shown to."""

from typing import Any

import pytest

from jinshui_study import cache
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.points import board_pages
from tests.moments import MONDAY_NOON
from tests.points.deeds import as_viewer, ask, award, node_of, post_result
from tests.world import Person, World


def fill(world: World, *points: list[int]) -> list[list[Person]]:
    """People of the first, second … branch with so many points each."""
    people = []
    for branch, given in enumerate(points):
        people.append(
            [world.person(name=f"党员{branch}{index}", branch=branch) for index in range(len(given))]
        )
        for one, worth in zip(people[-1], given, strict=True):
            award(one, worth)
    return people


def board(world: World, who: Person, of: str, query: str = "") -> Any:
    cache.forget_all()
    return world.get(who, f"/leaderboards/{of}?period=week{query}")


def test_branches_stand_by_their_fair_score(world: World) -> None:
    people = fill(world, [4, 4, 4], [9, 9, 9, 9], [4, 4, 4], [50, 50])
    reply = board(world, people[0][0], "branches")
    mean = (12 + 36 + 12 + 100) / 12
    scores = [round((total + 10 * mean) / (size + 10) * 10) for total, size in ((36, 4), (12, 3), (12, 3))]
    assert [(row["rank"], row["score"]) for row in reply["items"]] == [
        (1, scores[0]),
        (2, scores[1]),
        (2, scores[2]),
    ]
    assert [(row["name"], row["street"]) for row in reply["items"]] == [
        ("第2支部", "经八路街道"),
        ("第1支部", "经八路街道"),
        ("第1支部", "花园路街道"),
    ]
    assert reply["board"]["total"] == 3
    assert reply["me"] == reply["items"][1]
    assert [row["is_mine"] for row in reply["around_me"]] == [False, True, False]


def test_who_has_not_opted_in_counts_for_the_branch_all_the_same(world: World) -> None:
    shy = [world.person(opted_in=False) for _ in range(3)]
    for one in shy:
        award(one, 4)
    assert board(world, shy[0], "branches")["me"]["score"] == 40


def test_streets_are_summed_from_all_their_branches_small_ones_too(world: World) -> None:
    people = fill(world, [4, 4], [5], [6, 6, 6], [])
    reply = board(world, people[0][0], "streets")
    mean = (13 + 18) / 6
    scores = [round((total + 10 * mean) / 13 * 10) for total in (18, 13)]
    assert [(row["rank"], row["name"], row["score"]) for row in reply["items"]] == [
        (1, "花园路街道", scores[0]),
        (2, "经八路街道", scores[1]),
    ]
    assert reply["me"]["organization_id"] == world.streets[0].public_id


def test_a_quiz_counts_in_tenths(world: World) -> None:
    people = [world.person() for _ in range(3)]
    for one in people:
        post_result(one, "quiz:test", 453, 1000, MONDAY_NOON)
    asked = ask("quiz:test", node_of(world.district), as_viewer(people[0]))
    assert board_pages.of_branches(asked)["items"][0]["score"] == 453


def test_boards_within_a_node_list_its_groups_and_keep_the_mean_of_the_district(world: World) -> None:
    people = fill(world, [4, 4, 4], [9, 9, 9], [1, 1, 1])
    everywhere = {
        row["organization_id"]: row["score"] for row in board(world, people[0][0], "branches")["items"]
    }
    reply = board(world, people[0][0], "branches", f"&within={world.streets[0].public_id}")
    assert [row["organization_id"] for row in reply["items"]] == [
        world.branches[1].public_id,
        world.branches[0].public_id,
    ]
    assert [row["score"] for row in reply["items"]] == [
        everywhere[row["organization_id"]] for row in reply["items"]
    ]
    elsewhere = board(world, people[0][0], "branches", f"&within={world.streets[1].public_id}")
    assert (len(elsewhere["items"]), elsewhere["me"], elsewhere["around_me"]) == (1, None, [])
    streets = board(world, people[0][0], "streets", f"&within={world.streets[1].public_id}")
    assert [row["name"] for row in streets["items"]] == ["花园路街道"]


def test_pages_of_groups_give_each_once_and_five_around_mine(world: World) -> None:
    with unit_of_work():
        street = db.session.get_one(Organization, world.streets[1].id)
        world.branches += [organizations.create("branch", f"新{number}支部", street) for number in range(11)]
    people = fill(world, *([points] * 3 for points in range(20, 5, -1)))
    names, cursor = [], ""
    while True:
        reply = board(world, people[7][0], "branches", f"&limit=4{cursor}")
        names += [row["organization_id"] for row in reply["items"]]
        assert [row["rank"] for row in reply["around_me"]] == list(range(3, 14))
        assert reply["me"]["rank"] == 8
        if reply["next"] is None:
            break
        cursor = f"&cursor={reply['next']}"
    assert names == [branch.public_id for branch in world.branches]


def test_a_board_is_kept_for_a_moment(world: World) -> None:
    people = fill(world, [4, 4, 4])
    before = board(world, people[0][0], "branches")["items"][0]["score"]
    award(people[0][0], 30)
    assert world.get(people[0][0], "/leaderboards/branches?period=week")["items"][0]["score"] == before
    assert board(world, people[0][0], "branches")["items"][0]["score"] > before


def shown_participation(reply: Any) -> dict[str, tuple[int | None, float | None]]:
    return {row["organization_id"]: (row["participants"], row["participation"]) for row in reply["items"]}


@pytest.mark.parametrize("role", [None, "unit_admin", "editor", "district_admin"])
def test_under_strict_nobody_else_sees_how_many_took_part(world: World, role: str | None) -> None:
    fill(world, [4, 4, 4], [5, 5, 5])
    viewer = world.person(role=role, over=world.district if role else None)
    award(viewer, 1)
    for of in ("branches", "streets"):
        reply = board(world, viewer, of)
        assert set(shown_participation(reply).values()) == {(None, None)}
        assert reply["me"]["participants"] is None
        assert {row["participation"] for row in reply["around_me"]} == {None}


def test_the_secretary_sees_how_many_of_the_own_branch_took_part_and_of_no_other(world: World) -> None:
    fill(world, [4, 4, 4], [5, 5, 5])
    secretary = world.person(role="secretary")
    shown = shown_participation(board(world, secretary, "branches"))
    assert shown == {world.branches[0].public_id: (3, 0.75), world.branches[1].public_id: (None, None)}


def test_a_secretary_does_not_see_how_many_of_the_street_took_part(world: World) -> None:
    fill(world, [4, 4, 4], [5, 5, 5])
    secretary = world.person(role="secretary")
    assert set(shown_participation(board(world, secretary, "streets")).values()) == {(None, None)}


def test_a_secretary_of_another_branch_sees_that_branch_and_not_the_one_they_belong_to(world: World) -> None:
    fill(world, [4, 4, 4], [5, 5, 5])
    secretary = world.person(role="secretary", over=world.branches[1])
    shown = shown_participation(board(world, secretary, "branches"))
    assert shown == {world.branches[0].public_id: (None, None), world.branches[1].public_id: (3, 1.0)}


def test_under_open_participation_is_shown_to_everybody(world: World, open_profile: Profile) -> None:
    people = fill(world, [4, 4, 4], [5, 5, 5])
    world.person()
    shown = shown_participation(board(world, people[1][0], "branches"))
    assert shown == {world.branches[0].public_id: (3, 0.75), world.branches[1].public_id: (3, 1.0)}
    assert shown_participation(board(world, people[1][0], "streets")) == {
        world.streets[0].public_id: (6, 0.8571)
    }


def test_members_and_participation_of_a_street_are_of_the_node_looked_at(
    world: World, open_profile: Profile
) -> None:
    people = fill(world, [4, 4, 4], [5, 5, 5])
    reply = board(world, people[0][0], "streets", f"&within={world.branches[0].public_id}")
    assert [(row["members"], row["participation"]) for row in reply["items"]] == [(3, 1.0)]


@pytest.mark.parametrize("query", ["&limit=101", "&limit=0", "&cursor=x", "&period=x"])
def test_a_group_board_that_cannot_be_is_422(world: World, query: str) -> None:
    for of in ("branches", "streets"):
        reply = world.call(world.person(), "GET", f"/leaderboards/{of}?{query}")
        assert reply.status_code == 422


def test_a_cursor_beyond_the_end_is_an_empty_page(world: World) -> None:
    people = fill(world, [4, 4, 4])
    reply = board(world, people[0][0], "branches", "&cursor=WzU1NV0")
    assert (reply["items"], reply["next"], reply["me"]["rank"]) == ([], None, 1)
