"""Points come and go by ledger lines only, once per deed, under the cap of the day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from jinshui_study.db import db
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.points import boards, ledger
from jinshui_study.points.models import LedgerEntry, MemberStanding
from jinshui_study.points.rules import Task
from tests.moments import MONDAY_LAST_SECOND, TUESDAY_FIRST_SECOND, TUESDAY_NOON
from tests.points.deeds import DAILY, award, reverse
from tests.world import Person, World

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def points_on(who: Person, board: str) -> int | None:
    standing = MemberStanding
    return db.session.scalar(
        select(standing.points).where(standing.member_id == who.id, standing.board == board)
    )


def lines(who: Person) -> list[LedgerEntry]:
    return list(db.session.scalars(select(LedgerEntry).where(LedgerEntry.member_id == who.id)))


def test_a_deed_reaches_every_board_of_its_day(world: World) -> None:
    me = world.person()
    award(world.bystander, 9)
    assert award(me, 3) == 3
    award(me, 1, TUESDAY_NOON)
    found = {board: points_on(me, board) for board in {*boards.of_day(MONDAY), *boards.of_day(TUESDAY)}}
    assert found == {
        "day:2026-11-23": 3,
        "day:2026-11-24": 1,
        "week:2026-11-23": 4,
        "month:2026-11-01": 4,
        "year:2026-01-01": 4,
        "all": 4,
    }


def test_the_same_deed_is_paid_once(world: World) -> None:
    me = world.person()
    assert award(me, 3, key="attempt:one", task=DAILY) == 3
    assert award(me, 4, key="attempt:one", task=DAILY) == 0
    assert ledger.today(me.id, MONDAY) == {"daily": 3}
    assert points_on(me, "all") == 3
    assert len(lines(me)) == 1


def test_the_same_deed_of_somebody_else_is_another_deed(world: World) -> None:
    me = world.person()
    award(world.bystander, 3, key="lesson:one")
    assert award(me, 3, key="lesson:one") == 3


def test_the_same_deed_at_the_cap_leaves_the_cap_reached(world: World) -> None:
    me = world.person()
    assert [award(me, 3, key=key, task=DAILY) for key in ("a", "b", "b", "a", "c")] == [3, 2, 0, 0, 0]
    assert ledger.today(me.id, MONDAY) == {"daily": 5}


def test_a_deed_beyond_the_cap_has_a_line_of_no_points(world: World) -> None:
    me = world.person()
    assert [award(me, points, task=DAILY) for points in (4, 4, 4)] == [4, 1, 0]
    assert sorted(line.points for line in lines(me)) == [0, 1, 4]
    assert points_on(me, "day:2026-11-23") == 5


def test_each_task_and_each_day_has_a_cap_of_its_own(world: World) -> None:
    me = world.person()
    other = Task("topic", "专项答题", cap=2, measure="correct", each=1)
    given = [
        award(me, 9, task=DAILY),
        award(me, 9, task=other),
        award(me, 9, TUESDAY_NOON, task=DAILY),
        award(world.bystander, 9, task=DAILY),
    ]
    assert given == [5, 2, 5, 5]


def test_a_cap_lowered_during_the_day_takes_nothing_back(world: World) -> None:
    me = world.person()
    lower = Task("daily", "每日答题", cap=2, measure="correct", each=1)
    assert [award(me, 4, task=DAILY), award(me, 1, task=lower), award(me, 1, key="x", task=lower)] == [
        4,
        0,
        0,
    ]
    assert award(me, 1, key="x", task=lower) == 0
    assert ledger.today(me.id, MONDAY) == {"daily": 4}
    assert points_on(me, "all") == 4


def test_the_day_ends_at_midnight_in_shanghai(world: World) -> None:
    me = world.person()
    award(me, 2, MONDAY_LAST_SECOND)
    award(me, 3, TUESDAY_FIRST_SECOND)
    assert timedelta(seconds=2) == TUESDAY_FIRST_SECOND - MONDAY_LAST_SECOND
    assert (points_on(me, "day:2026-11-23"), points_on(me, "day:2026-11-24")) == (2, 3)
    assert {line.day: line.points for line in lines(me)} == {MONDAY: 2, TUESDAY: 3}


def test_a_reversal_takes_the_points_back_on_the_day_they_were_given_for(world: World) -> None:
    me = world.person()
    award(me, 3, key="attempt:one", task=DAILY)
    award(me, 2, TUESDAY_NOON)
    assert reverse(me, "attempt:one", TUESDAY_NOON) == -3
    assert [points_on(me, board) for board in ("day:2026-11-23", "day:2026-11-24", "all")] == [0, 2, 2]
    assert ledger.today(me.id, MONDAY) == {"daily": 0}
    line = next(line for line in lines(me) if line.points < 0)
    assert (line.day, line.reverses, line.rule_version) == (MONDAY, "attempt:one", 7)
    assert award(me, 5, task=DAILY) == 5


def test_a_second_reversal_changes_nothing(world: World) -> None:
    me = world.person()
    award(me, 3, key="attempt:one")
    assert [reverse(me, "attempt:one"), reverse(me, "attempt:one")] == [-3, -3]
    assert points_on(me, "all") == 0
    assert len(lines(me)) == 2


def test_a_reversal_cannot_be_reversed(world: World) -> None:
    me = world.person()
    award(me, 3, key="attempt:one")
    reverse(me, "attempt:one")
    with pytest.raises(Conflict) as refused:
        reverse(me, "reversal:attempt:one")
    assert refused.value.code == "is_reversal"
    assert points_on(me, "all") == 0


def test_what_somebody_else_did_cannot_be_reversed_as_mine(world: World) -> None:
    me = world.person()
    award(world.bystander, 3, key="attempt:one")
    with pytest.raises(NotFound):
        reverse(me, "attempt:one")
    assert points_on(world.bystander, "all") == 3


def test_two_long_keys_that_begin_alike_are_reversed_each(world: World) -> None:
    me = world.person()
    keys = ["lesson:" + "x" * 50 + end for end in "ab"]
    for key in keys:
        award(me, 3, key=key)
    assert [reverse(me, key) for key in keys] == [-3, -3]
    assert points_on(me, "all") == 0
    assert {line.reverses for line in lines(me) if line.points < 0} == set(keys)


def test_what_a_source_has_paid_is_less_its_reversals(world: World) -> None:
    me = world.person()
    award(me, 3, key="a")
    award(me, 4, key="b")
    award(world.bystander, 9, key="a")
    reverse(me, "a")
    assert ledger.paid_for(me.id, "test:deed") == 4
    assert ledger.paid_for(me.id, "test:nothing") == 0


DEEDS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 7), st.booleans()), max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_comes_a_day_never_pays_more_than_its_cap(world: World, deeds: list[Any]) -> None:
    me = world.person()
    paid: dict[str, int] = {}
    for key, points, undone in deeds:
        if undone and key in paid:
            reverse(me, key)
        else:
            given = award(me, points, key=key, task=DAILY)
            assert given == (0 if key in paid else min(points, 5 - ledger_before(me, given)))
            paid.setdefault(key, given)
        progress = ledger.today(me.id, MONDAY).get("daily", 0)
        assert 0 <= progress <= 5
        assert progress == sum(line.points for line in lines(me))
        assert (points_on(me, "all") or 0) == progress


def ledger_before(who: Person, given: int) -> int:
    return ledger.today(who.id, MONDAY)["daily"] - given
