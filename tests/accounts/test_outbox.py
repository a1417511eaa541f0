"""The outbox: what is claimed is nobody else's for a while, nothing is lost, and nothing is tried for ever."""

from datetime import timedelta

from sqlalchemy import select

from jinshui_study.accounts import outbox
from jinshui_study.accounts.models import Outgoing
from jinshui_study.accounts.outbox import CLAIM_LASTS, FIRST_PAUSE, KEPT_FOR, MOST_TRIES, Message
from jinshui_study.db import db, unit_of_work
from tests.moments import MONDAY_NOON
from tests.world import World

NOW = MONDAY_NOON


def put(world: World, *numbers: int, channel: str = "wechat") -> None:
    with unit_of_work():
        outbox.put(
            [Message(channel, world.bystander.id, "score", {"number": number}) for number in numbers], NOW
        )


def claim(after: timedelta = timedelta(0), most: int = 10, channel: str = "wechat") -> list[outbox.Claimed]:
    with unit_of_work():
        return outbox.claim(channel, NOW + after, most)


def numbers(claimed: list[outbox.Claimed]) -> list[int]:
    return [one.payload["number"] for one in claimed]


def state() -> list[tuple[str, int]]:
    db.session.rollback()
    return [(row.state, row.tries) for row in db.session.scalars(select(Outgoing).order_by(Outgoing.id))]


def test_messages_are_claimed_in_their_order_each_once(world: World) -> None:
    put(world, 1, 2, 3)
    put(world, 9, channel="sms")
    assert numbers(claim(most=2)) == [1, 2]
    assert numbers(claim()) == [3]
    assert claim() == []
    assert numbers(claim(channel="sms")) == [9]


def test_what_has_a_key_is_queued_once_for_each_member_and_channel(world: World) -> None:
    one, other = world.bystander.id, world.person().id
    with unit_of_work():
        for _ in range(2):
            outbox.put(
                [Message("wechat", who, "score", {"number": 1}, "ruling:a") for who in (one, other)], NOW
            )
        outbox.put([Message("sms", one, "score", {"number": 2}, "ruling:a")], NOW)
        outbox.put([Message("wechat", one, "score", {"number": 3}, "ruling:b")], NOW)
    assert numbers(claim()) == [1, 1, 3]
    assert numbers(claim(channel="sms")) == [2]


def test_a_claim_that_is_never_answered_lapses(world: World) -> None:
    put(world, 1)
    (first,) = claim()
    assert (first.member_id, first.template, first.tries) == (world.bystander.id, "score", 1)
    assert claim(CLAIM_LASTS - timedelta(seconds=1)) == []
    (again,) = claim(CLAIM_LASTS)
    assert (again.id, again.tries) == (first.id, 2)


def test_what_was_sent_is_never_given_out_again(world: World) -> None:
    put(world, 1, 2)
    ids = [one.id for one in claim()]
    with unit_of_work():
        assert outbox.sent(ids) == 2
        assert outbox.sent(ids) == 0
    assert claim(timedelta(days=1)) == []
    assert state() == [("sent", 1), ("sent", 1)]


def test_what_failed_is_tried_later_and_later_and_given_up_in_the_end(world: World) -> None:
    put(world, 1)
    waited, pauses = timedelta(0), []
    for _ in range(MOST_TRIES):
        (one,) = claim(waited)
        with unit_of_work():
            outbox.failed(one.id, NOW + waited)
        pause = timedelta(0)
        while pause < timedelta(hours=2) and not claim_is_due(waited + pause):
            pause += FIRST_PAUSE
        pauses.append(pause)
        waited += pause
    assert pauses[:-1] == [FIRST_PAUSE * 2**power for power in range(MOST_TRIES - 1)]
    assert state() == [("failed", MOST_TRIES)]
    assert claim(timedelta(days=9)) == []


def claim_is_due(after: timedelta) -> bool:
    query = select(Outgoing.id).where(Outgoing.state == "queued", Outgoing.next_at <= NOW + after)
    return db.session.scalar(query) is not None


def test_what_cannot_be_delivered_at_all_is_given_up_at_once(world: World) -> None:
    put(world, 1)
    (one,) = claim()
    with unit_of_work():
        outbox.failed(one.id, NOW, for_good=True)
    assert state() == [("failed", 1)]


def test_a_late_failure_does_not_queue_what_was_sent(world: World) -> None:
    put(world, 1)
    (one,) = claim()
    with unit_of_work():
        outbox.sent([one.id])
        outbox.failed(one.id, NOW)
    assert state() == [("sent", 1)]


def test_old_messages_are_forgotten_and_waiting_ones_stay(world: World) -> None:
    put(world, 1, 2)
    with unit_of_work():
        outbox.sent([outbox.claim("wechat", NOW, 1)[0].id])
        assert outbox.forget_old(NOW + KEPT_FOR) == 0
        assert outbox.forget_old(NOW + KEPT_FOR + timedelta(seconds=1)) == 1
    assert state() == [("queued", 0)]
