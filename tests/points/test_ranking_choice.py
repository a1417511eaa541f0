"""Under `strict` a member is ranked by choice alone; under `open` everybody is."""

from typing import Any

import pytest
from sqlalchemy import select

from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.points import boards, verification
from jinshui_study.points.models import MemberStanding
from tests.moments import MONDAY_NOON, at
from tests.points.deeds import as_viewer, award, node_of, post_result, whole_board
from tests.world import Person, World

STRICT, OPEN = Profile("strict"), Profile("open")


def choose(world: World, who: Person, **choice: bool) -> dict[str, Any]:
    reply = world.call(who, "PATCH", "/points/ranking", choice)
    assert reply.status_code == 200
    return dict(reply.get_json())


def names_on(world: World, viewer: Person, period: str = "week") -> list[str]:
    return [row["name"] for row in world.get(viewer, f"/leaderboards/members?period={period}")["items"]]


@pytest.mark.usefixtures("order")
def test_who_has_not_opted_in_has_no_rank_and_sees_nobody(world: World) -> None:
    shy, keen = world.person(name="张晓明", opted_in=False), world.person(name="李建国")
    award(shy, 9)
    award(keen, 3)
    board = world.get(shy, "/leaderboards/members")
    assert board["me"] == {"rank": None, "points": 9, "duration_ms": None}
    assert (board["items"], board["around_me"], board["next"]) == ([], [], None)
    assert board["board"]["total"] == 1


@pytest.mark.usefixtures("order")
def test_who_has_not_opted_in_is_on_nobodys_board(world: World) -> None:
    shy, keen = world.person(name="张晓明", opted_in=False), world.person(name="李建国")
    award(shy, 9)
    award(keen, 3)
    board = world.get(keen, "/leaderboards/members")
    assert [row["name"] for row in board["items"]] == ["李建国"]
    assert [row["name"] for row in board["around_me"]] == ["李建国"]
    assert (board["me"]["rank"], board["board"]["total"]) == (1, 1)


@pytest.mark.usefixtures("order")
def test_opting_in_later_puts_all_standings_on_the_boards_at_once(world: World) -> None:
    late, keen = world.person(name="张晓明", opted_in=False), world.person(name="李建国")
    award(late, 5, at(10))
    award(late, 4)
    award(keen, 3)
    post_result(late, "quiz:test", 300, 5000, MONDAY_NOON)
    assert names_on(world, keen) == ["李建国"]
    assert choose(world, late, opted_in=True) == {"opted_in": True, "full_name": False, "opt_in_needed": True}
    assert {period: names_on(world, keen, period) for period in boards.PERIODS} == {
        period: ["张*明", "李建国"] for period in boards.PERIODS
    }
    assert world.get(late, "/leaderboards/members?period=month")["me"]["rank"] == 1
    quiz_items, _ = whole_board("quiz:test", node_of(world.district), as_viewer(keen), 10)
    assert [row["name"] for row in quiz_items] == ["张*明"]


@pytest.mark.usefixtures("order")
def test_opting_out_takes_all_standings_off_at_once(world: World) -> None:
    me, keen = world.person(name="张晓明"), world.person(name="李建国")
    award(me, 4)
    award(keen, 3)
    assert names_on(world, keen) == ["张*明", "李建国"]
    choose(world, me, opted_in=False)
    for period in boards.PERIODS:
        board = world.get(keen, f"/leaderboards/members?period={period}")
        assert [(row["name"], row["rank"]) for row in board["items"]] == [("李建国", 1)]
        assert board["board"]["total"] == 1
    assert world.get(me, "/leaderboards/members")["items"] == []
    award(me, 5, at(23, 13))
    assert names_on(world, keen) == ["李建国"]
    choose(world, me, opted_in=True)
    assert names_on(world, me) == ["张晓明", "李*国"]


def test_a_choice_made_while_a_request_runs_holds_for_what_the_request_writes(world: World) -> None:
    """`award` gets the member as the request read them, before the choice."""
    before, keen = world.person(name="张晓明", opted_in=False), world.person(name="李建国")
    choose(world, before, opted_in=True)
    award(before, 4)
    assert names_on(world, keen) == ["张*明"]
    assert verification.compare("all", verification.totals_of_period("all", STRICT)) == []


def test_the_same_choice_again_changes_nothing(world: World) -> None:
    me = world.person()
    award(me, 4)
    for choice in (True, False, False, True, True):
        choose(world, me, opted_in=choice)
    assert world.get(me, "/leaderboards/members")["board"]["total"] == 1
    assert verification.compare("all", verification.totals_of_period("all", STRICT)) == []


def test_my_choice_is_shown_and_starts_with_no(world: World) -> None:
    me = world.person(opted_in=False)
    assert world.get(me, "/points/ranking") == {"opted_in": False, "full_name": False, "opt_in_needed": True}
    choose(world, me, full_name=True)
    assert world.get(me, "/points/ranking") == {"opted_in": False, "full_name": True, "opt_in_needed": True}


@pytest.mark.parametrize("body", [{"opted_in": "yes please"}, {"opted_in": None}, {"rank": 1}])
def test_a_choice_that_is_none_is_422(world: World, body: dict[str, Any]) -> None:
    assert world.call(world.person(), "PATCH", "/points/ranking", body).status_code == 422


@pytest.mark.usefixtures("order")
def test_under_open_everybody_is_listed_with_masked_names(world: World, open_profile: Profile) -> None:
    me, other = world.person(name="张晓明", opted_in=False), world.person(name="李建国", opted_in=False)
    shown = world.person(name="王小丽", opted_in=False)
    for one in (me, other, shown):
        award(one, 3)
    assert choose(world, shown, full_name=True, opted_in=False)["opt_in_needed"] is False
    board = world.get(me, "/leaderboards/members")
    assert [row["name"] for row in board["items"]] == ["张晓明", "李*国", "王小丽"]
    assert [row["rank"] for row in board["around_me"]] == [1, 1, 1]


@pytest.mark.parametrize(("before", "after", "listed"), [(OPEN, STRICT, 1), (STRICT, OPEN, 3)])
@pytest.mark.usefixtures("order")
def test_a_changed_profile_lists_everybody_anew(
    world: World, monkeypatch: pytest.MonkeyPatch, before: Profile, after: Profile, listed: int
) -> None:
    extensions = world.client.application.extensions
    monkeypatch.setitem(extensions, "profile", before)
    people = [world.person(opted_in=opted_in) for opted_in in (True, False, False)]
    for points, one in enumerate(people, start=1):
        award(one, points)
    post_result(people[1], "quiz:test", 300, 5000, MONDAY_NOON)
    world.get(people[0], "/leaderboards/members")
    with unit_of_work():
        verification.relist_everybody(after)
    monkeypatch.setitem(extensions, "profile", after)
    board = world.get(people[0], "/leaderboards/members")
    assert (board["board"]["total"], len(board["items"]), board["me"]["rank"]) == (listed, listed, listed)
    for name in verification.period_boards():
        assert verification.compare(name, verification.totals_of_period(name, after)) == []
    kept = select(MemberStanding.listed).where(MemberStanding.board == "quiz:test")
    assert db.session.scalar(kept) is not after.strict
