"""Random histories: whoever erases themselves, everybody else stands where they stood."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from jinshui_study import cache
from jinshui_study.accounts import members
from jinshui_study.cli.points import find_differences
from jinshui_study.db import db, unit_of_work
from jinshui_study.personal import erasing
from jinshui_study.points import verification
from jinshui_study.points.models import BranchStanding, DailyProgress, LedgerEntry, MemberStanding
from tests.moments import at
from tests.points.conftest import order  # noqa: F401
from tests.points.deeds import DAILY, as_viewer, award, node_of, profile, reverse, whole_board
from tests.points.test_histories import clean_state
from tests.world import Person, World

PEOPLE = 8
WHO = st.integers(0, PEOPLE - 1)
STEPS = st.one_of(
    st.tuples(st.just("award"), WHO, st.integers(0, 4), st.integers(20, 26)),
    st.tuples(st.just("daily"), WHO, st.integers(1, 5), st.integers(20, 26)),
    st.tuples(st.just("reverse"), WHO, st.integers(0, 30), st.just(26)),
    st.tuples(st.just("choose"), WHO, st.booleans(), st.just(26)),
    st.tuples(st.just("erase"), WHO, st.just(0), st.just(26)),
)
BOARDS = ("day:2026-11-26", "week:2026-11-23", "month:2026-11-01", "all")


class Town:
    def __init__(self, world: World) -> None:
        self.people = [world.person(name=f"党员{number}号", branch=number % 2) for number in range(PEOPLE)]
        self.viewer = world.person(name="看榜的人", branch=2)
        self.district = node_of(world.district)
        self.begin()

    def begin(self) -> None:
        self.keys: list[tuple[Person, str]] = []
        self.gone: set[int] = set()

    def carry_out(self, step: tuple[Any, ...]) -> None:
        kind, who, value, day = step
        person = self.people[who]
        match kind:
            case "award" | "daily" if who not in self.gone:
                key = f"deed:{len(self.keys)}"
                given = {"task": DAILY} if kind == "daily" else {}
                award(person, value, at(day), key=key, **given)
                self.keys.append((person, key))
            case "reverse" if self.keys:
                reverse(*self.keys[value % len(self.keys)], at(day))
            case "choose" if who not in self.gone:
                with unit_of_work():
                    member = members.get(person.id)
                    member.ranking_opt_in = value
                    verification.relist(member, profile())
            case "erase":
                self.erase(who)

    def erase(self, who: int) -> None:
        """Erase, and hold what everybody else sees before against what they see after."""
        before, sums = self.seen(), self.sums()
        with unit_of_work():
            erasing.erase(as_viewer(self.people[who]), profile(), at(26))
        self.gone.add(who)
        mine = self.people[who].public_id
        assert self.seen() == [[row for row in board if row[0] != mine] for board in before]
        assert self.sums() == sums
        assert find_differences(profile()) == []

    def seen(self) -> list[list[tuple[str, int]]]:
        """Who stands on the boards in which order; ranks follow from that."""
        cache.forget_all()
        viewer = as_viewer(self.viewer)
        whole = [whole_board(board, self.district, viewer, 3)[0] for board in BOARDS]
        for board in whole:
            ranks = [1 + sum(other["points"] > row["points"] for other in board) for row in board]
            assert [row["rank"] for row in board] == ranks
        return [[(row["member_id"], row["points"]) for row in board] for board in whole]

    def sums(self) -> list[Any]:
        db.session.rollback()
        models = (LedgerEntry, DailyProgress, MemberStanding)
        branches = select(BranchStanding.branch_id, BranchStanding.board, BranchStanding.total)
        people = select(BranchStanding.branch_id, BranchStanding.board, BranchStanding.participants)
        return [
            *(db.session.execute(select(func.count(), func.sum(one.points))).one() for one in models),
            *(sorted(map(tuple, db.session.execute(query))) for query in (branches, people)),
        ]


@pytest.fixture
def town(world: World, order: Any) -> Town:  # noqa: F811
    return Town(world)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=4, max_size=20), last=WHO)
def test_erasing_leaves_all_others_where_they_stood(
    town: Town,
    connection: Connection,
    order: Any,  # noqa: F811
    steps: list[Any],
    last: int,
) -> None:
    with clean_state(connection, order):
        town.begin()
        for who in range(PEOPLE):
            town.carry_out(("award", who, 1 + who % 3, 26))
        for step in steps:
            town.carry_out(step)
        town.erase(last)
        assert town.people[last].public_id not in str(town.seen())
