"""Freezing a contest's board: set, changed, revealed by hand, and never a leak meanwhile."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena import boards, finishing
from jinshui_study.arena.contests import freezing
from jinshui_study.cli.points import find_differences
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Invalid, Problem
from jinshui_study.points import boards as names
from jinshui_study.points.models import MemberStanding
from tests.arena.contests.contest import CLOSES_AT, HOUR, Contest, at
from tests.moments import MONDAY_NOON
from tests.world import World

Clock = Callable[[datetime], None]
STRICT = Profile("strict")


@pytest.fixture
def contest(world: World) -> Contest:
    return Contest(world)


def freeze(contest: Contest, freezes_at: datetime | None, reveals_at: datetime | None, now: datetime) -> None:
    with unit_of_work():
        freezing.set_times(contest.row(), freezes_at, reveals_at, STRICT, contest.admin.id, now)


def refusal(contest: Contest, *times: datetime | None, now: datetime, kind: type[Problem] = Conflict) -> str:
    with pytest.raises(kind) as raised:
        freeze(contest, times[0], times[1], now)
    return raised.value.code


def top(contest: Contest, who: object) -> list[int]:
    return [item["points"] for item in contest.board(who)["items"]]  # type: ignore[arg-type]


def test_a_freeze_set_while_people_play_holds_what_came_before_it(contest: Contest, now: Clock) -> None:
    me, other = contest.world.person(), contest.world.person()
    contest.play(me, 2)
    freeze(contest, at(1), at(3), MONDAY_NOON)
    contest.play(other, 3)
    now(at(1))
    contest.play(me, 5)
    assert top(contest, me) == [300, 200]
    assert contest.board(me)["board"]["frozen_at"] is not None
    assert top(contest, contest.admin) == [500, 300]
    assert find_differences(STRICT) == []
    now(at(3))
    assert top(contest, me) == [500, 300]


def test_a_freeze_moved_or_taken_away_leaves_no_trace(contest: Contest, now: Clock) -> None:
    contest.crowd()
    freeze(contest, at(1), None, MONDAY_NOON)
    freeze(contest, at(2), None, MONDAY_NOON)
    assert find_differences(STRICT) == []
    freeze(contest, None, None, MONDAY_NOON)
    frozen = names.frozen(names.of_quiz(contest.quiz))
    assert not db.session.scalars(select(MemberStanding).where(MemberStanding.board == frozen)).all()
    assert find_differences(STRICT) == []


def test_members_see_the_frozen_board_until_somebody_reveals_it(contest: Contest, now: Clock) -> None:
    me = contest.world.person()
    freeze(contest, at(1), None, MONDAY_NOON)
    contest.play(me, 1)
    now(at(2))
    contest.play(me, 4)
    for moment in (at(2), CLOSES_AT + 24 * HOUR):
        now(moment)
        assert top(contest, me) == [100]
    with unit_of_work():
        freezing.reveal(contest.row(), contest.admin.id, at(30))
    now(at(30))
    assert top(contest, me) == [400]
    line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (line.action, line.member_id) == ("quiz.reveal", contest.admin.id)
    with pytest.raises(Conflict) as raised, unit_of_work():
        freezing.reveal(contest.row(), contest.admin.id, at(31))
    assert raised.value.code == "not_frozen"


def test_once_frozen_only_the_reveal_can_move(contest: Contest) -> None:
    freeze(contest, at(1), at(3), MONDAY_NOON)
    assert refusal(contest, at(2), at(3), now=at(1)) == "board_frozen"
    assert refusal(contest, None, None, now=at(1)) == "board_frozen"
    freeze(contest, at(1), at(9), at(1))
    assert contest.row().reveals_at == at(9)
    assert refusal(contest, at(1), at(10), now=at(9)) == "revealed"


@pytest.mark.parametrize(
    ("freezes_at", "reveals_at"), [(at(-0.5), None), (at(5), None), (at(2), at(1)), (None, at(2))]
)
def test_times_that_cannot_be_are_refused(
    contest: Contest, freezes_at: datetime | None, reveals_at: datetime | None
) -> None:
    refusal(contest, freezes_at, reveals_at, now=MONDAY_NOON, kind=Invalid)
    assert contest.row().freezes_at is None


def test_who_finishes_as_the_freeze_changes_goes_by_the_new_one(
    contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The freeze comes between reading the attempt and closing it."""
    me, finish = contest.world.person(), finishing.finish
    calls = []

    def late(*args: object, **options: object) -> object:
        if not calls:
            freeze(contest, at(1), None, MONDAY_NOON)
        calls.append(1)
        return finish(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(finishing, "finish", late)
    contest.play(me, 3)
    assert len(calls) == 2
    assert find_differences(STRICT) == []
    frozen = names.frozen(names.of_quiz(contest.quiz))
    assert db.session.scalars(select(MemberStanding.points).where(MemberStanding.board == frozen)).all() == [
        300
    ]
    assert boards.is_frozen(at(1), None, at(1))
