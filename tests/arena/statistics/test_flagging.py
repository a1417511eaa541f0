"""Flags: raised from thirty attempts on, passed when they no longer hold, dismissed for good."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from jinshui_study.arena.rulings import disputes
from jinshui_study.arena.statistics import flagging
from jinshui_study.arena.statistics.models import ItemFlag
from jinshui_study.arena.statistics.tallies import ItemTally
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions.models import Revision
from tests.moments import MONDAY_NOON
from tests.world import World

LATER = MONDAY_NOON + timedelta(hours=1)


@pytest.fixture
def revision(world: World) -> int:
    found = db.session.scalars(select(Revision.id).order_by(Revision.id)).first()
    assert found is not None
    return found


def tally(*pairs: tuple[int, int, int]) -> ItemTally:
    """Marks, rests and how often they occurred together."""
    made = ItemTally()
    for mark, rest, times in pairs:
        made.pairs.add(mark, rest, times)
    return made


AGAINST = tally((1000, 20, 15), (0, 80, 15))
WITH = tally((1000, 80, 15), (0, 20, 15))
TOO_FEW = tally((1000, 20, 15), (0, 80, 14))
HARD = tally((0, 20, 20), (0, 80, 19), (1000, 90, 5))


def judge(revision: int, kept: ItemTally, now=MONDAY_NOON) -> None:  # type: ignore[no-untyped-def]
    flags = flagging.judged({revision: kept})
    with unit_of_work():
        flagging.write(flags, now)


def states() -> dict[str, str]:
    db.session.expire_all()
    return {flag.reason: flag.state for flag in db.session.scalars(select(ItemFlag))}


def test_a_flag_is_raised_once_with_what_it_rests_on(revision: int) -> None:
    judge(revision, AGAINST)
    judge(revision, AGAINST, LATER)
    flag = db.session.scalars(select(ItemFlag)).one()
    assert (flag.revision_id, flag.reason, flag.state) == (revision, "negative", "open")
    assert flag.raised_at == MONDAY_NOON
    assert flag.details == {"asked": 30, "facility": 0.5, "discrimination": pytest.approx(-100)}


def queued(revision: int) -> list[tuple[str, datetime]]:
    db.session.expire_all()
    return [(flag.reason, flag.flagged_at) for flag in disputes.flags_of_revision(revision)]


def test_a_probably_wrong_key_is_put_into_the_editors_queue_while_it_seems_so(revision: int) -> None:
    judge(revision, HARD)
    assert queued(revision) == []
    judge(revision, AGAINST)
    judge(revision, AGAINST, LATER)
    assert queued(revision) == [("negative_discrimination", MONDAY_NOON)]
    judge(revision, WITH)
    assert queued(revision) == []
    judge(revision, AGAINST, LATER)
    assert queued(revision) == [("negative_discrimination", LATER)]


def test_other_flags_that_pass_leave_the_queue_alone(revision: int) -> None:
    judge(revision, tally((1000, 20, 2), (0, 80, 30)))
    judge(revision, tally((1000, 20, 15), (0, 80, 15)), LATER)
    assert states() == {"negative": "open", "too_hard": "passed"}
    assert queued(revision) == [("negative_discrimination", MONDAY_NOON)]


def test_a_dismissed_suspicion_leaves_the_queue(world: World, revision: int) -> None:
    judge(revision, AGAINST)
    with unit_of_work():
        flagging.dismiss(revision, "negative", world.bystander.id, LATER)
    assert queued(revision) == []


def test_an_item_may_have_several_flags(revision: int) -> None:
    judge(revision, tally((1000, 20, 2), (0, 80, 30)))
    assert states() == {"negative": "open", "too_hard": "open"}
    judge(revision, HARD)
    assert states() == {"negative": "passed", "too_hard": "open"}


def test_too_few_attempts_decide_nothing(revision: int) -> None:
    judge(revision, TOO_FEW)
    assert states() == {}
    judge(revision, AGAINST)
    judge(revision, TOO_FEW)
    assert states() == {"negative": "open"}


def test_a_flag_passes_and_may_come_back(revision: int) -> None:
    judge(revision, AGAINST)
    judge(revision, WITH)
    assert states() == {"negative": "passed"}
    judge(revision, AGAINST, LATER)
    flag = db.session.scalars(select(ItemFlag)).one()
    assert (flag.state, flag.raised_at) == ("open", LATER)


def test_what_was_dismissed_stays_so(world: World, revision: int) -> None:
    judge(revision, AGAINST)
    with unit_of_work():
        assert flagging.dismiss(revision, "negative", world.bystander.id, LATER)
        assert not flagging.dismiss(revision, "negative", world.bystander.id, LATER)
        assert not flagging.dismiss(revision, "weak", world.bystander.id, LATER)
    judge(revision, WITH)
    judge(revision, AGAINST, LATER)
    assert states() == {"negative": "dismissed"}
    flag = db.session.scalars(select(ItemFlag)).one()
    assert (flag.decided_by, flag.decided_at) == (world.bystander.id, LATER)
