"""Members dispute questions of their own finished attempts, once, when their keys have been shown."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from jinshui_study.arena.models import Dispute, Flag
from jinshui_study.arena.rulings import disputes, rulings
from jinshui_study.arena.rulings.routes import DisputeSchema
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import corrections
from tests.arena.rulings.affairs import Affair, queued, told
from tests.arena.steps import problem
from tests.arena.test_shapes import assert_shaped
from tests.moments import MONDAY_NOON
from tests.world import Person, World

Clock = Callable[[datetime], None]

BODY = {"reason": "wrong_key", "text": "教材第 12 页写的是乙。"}


def dispute(
    world: World, who: Person, attempt_id: str, number: int, body: Any = None, **headers: str
) -> TestResponse:
    path = f"/attempts/{attempt_id}/questions/{number}/disputes"
    return world.call(who, "POST", path, BODY if body is None else body, **headers)


def keep(affair: Affair, reply: str) -> None:
    with unit_of_work():
        _, _, revision = corrections.get_by_id(affair.revision_id)
        rulings.keep(revision, reply, affair.editor.id, MONDAY_NOON)


@pytest.fixture
def affair(world: World) -> Affair:
    return Affair(world)


def test_a_dispute_is_filed_and_listed_with_its_status(world: World, affair: Affair) -> None:
    me = world.person()
    result = affair.play(me)
    number = affair.reviewed(me, result)["number"]
    reply = dispute(world, me, result["attempt_id"], number)
    assert reply.status_code == 201
    filed = reply.get_json()
    assert_shaped(filed, DisputeSchema())
    assert (filed["reason"], filed["text"], filed["number"]) == ("wrong_key", BODY["text"], number)
    assert (filed["status"], filed["reply"], filed["answered_at"]) == ("open", None, None)
    assert filed["stem"].startswith("存疑")
    assert world.get(me, "/disputes") == {"items": [filed], "next": None}
    assert world.get(world.bystander, "/disputes")["items"] == []


@pytest.mark.parametrize(
    ("verdict", "status", "word"),
    [("keep", "kept", "维持"), ("correct", "corrected", "更正"), ("void", "voided", "作废")],
)
def test_every_disputer_gets_the_answer(
    world: World, affair: Affair, verdict: str, status: str, word: str
) -> None:
    people = [world.person(branch=branch) for branch in (0, 2)]
    for who in people:
        result = affair.play(who, doubtful=["甲错"] if verdict == "void" else ["丙错"])
        dispute(world, who, result["attempt_id"], affair.reviewed(who, result)["number"])
    if verdict == "keep":
        keep(affair, "已与教材核对。")
    else:
        affair.rule(verdict, reply="已与教材核对。")
    for who in people:
        (item,) = world.get(who, "/disputes")["items"]
        assert (item["status"], item["reply"]) == (status, "已与教材核对。")
        assert item["answered_at"] == "2026-11-23T12:00:00.000+08:00"
        notices = world.get(who, "/notices")["items"]
        (answer,) = [one for one in notices if one["kind"] == "dispute"]
        assert word in answer["text"]
        assert "已与教材核对。" in answer["text"]
        assert queued(who).count(("dispute", answer["text"])) == 1
    assert told(world.bystander) == []


def test_a_second_dispute_of_the_same_revision_is_refused(world: World, affair: Affair) -> None:
    me = world.person()
    result = affair.play(me)
    number = affair.reviewed(me, result)["number"]
    assert dispute(world, me, result["attempt_id"], number).status_code == 201
    again = dispute(world, me, result["attempt_id"], number, {"reason": "typo"})
    assert problem(again) == (409, "already_disputed")
    other = number % 5 + 1
    assert dispute(world, me, result["attempt_id"], other).status_code == 201
    assert len(world.get(me, "/disputes")["items"]) == 2


def test_the_same_key_gives_the_same_reply(world: World, affair: Affair) -> None:
    me = world.person()
    result = affair.play(me)
    replies = [
        dispute(world, me, result["attempt_id"], 1, Idempotency_Key="one").get_json() for _ in range(3)
    ]
    assert replies[0] == replies[1] == replies[2]
    assert replies[0]["id"]


def test_somebody_elses_attempt_is_not_there(world: World, affair: Affair) -> None:
    me = world.person()
    result = affair.play(me)
    assert problem(dispute(world, world.bystander, result["attempt_id"], 1)) == (404, "not_found")
    assert problem(dispute(world, me, "nobodys", 1)) == (404, "not_found")
    assert problem(dispute(world, me, result["attempt_id"], 6)) == (404, "not_found")
    assert db.session.scalars(select(Dispute)).all() == []


def test_an_open_attempt_cannot_be_disputed(world: World, affair: Affair) -> None:
    me = world.person()
    attempt = world.start(me, affair.quiz)
    assert problem(dispute(world, me, attempt["id"], 1)) == (409, "attempt_open")


def test_a_question_that_was_never_opened_cannot_be_disputed(world: World) -> None:
    affair = Affair(world, preset="survival")
    me = world.person()
    attempt = world.start(me, affair.quiz)
    world.submit(me, attempt)
    assert dispute(world, me, attempt["id"], 1).status_code == 201
    assert problem(dispute(world, me, attempt["id"], 2)) == (404, "not_found")


def test_before_the_keys_are_shown_nothing_can_be_disputed(world: World, now: Clock) -> None:
    closes_at = MONDAY_NOON + timedelta(hours=5)
    affair = Affair(world, preset="contest", seconds_per_question=None, speed_percent=0, closes_at=closes_at)
    me = world.person()
    result = affair.play(me)
    reply = dispute(world, me, result["attempt_id"], 1)
    assert problem(reply) == (409, "not_revealed")
    for secret in ("乙对", "甲错", "key", "explanation", "史料"):
        assert secret not in reply.get_data(as_text=True)
    now(closes_at)
    assert dispute(world, me, result["attempt_id"], 1).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": "statistics"},
        {"reason": "wrong_key", "text": "字" * 501},
        {"reason": "wrong_key", "text": "\x00"},
        {"reason": "wrong_key", "member": "somebody"},
        {"reason": ["wrong_key"]},
    ],
)
def test_a_form_that_does_not_fit_is_refused(world: World, affair: Affair, body: dict[str, Any]) -> None:
    me = world.person()
    result = affair.play(me)
    assert dispute(world, me, result["attempt_id"], 1, body).status_code in (400, 422)
    assert dispute(world, me, result["attempt_id"], 1, {"reason": "other"}).status_code == 201


def test_disputes_come_page_by_page_newest_first(world: World, affair: Affair) -> None:
    me = world.person()
    result = affair.play(me)
    for number in range(1, 6):
        dispute(world, me, result["attempt_id"], number)
    numbers, cursor = [], ""
    while cursor is not None:
        page = world.get(me, f"/disputes?limit=2{cursor}")
        numbers += [item["number"] for item in page["items"]]
        cursor = page["next"] and f"&cursor={page['next']}"
    assert numbers == [5, 4, 3, 2, 1]


def test_a_flag_is_put_into_the_queue_once(world: World, affair: Affair) -> None:
    with unit_of_work():
        assert disputes.flag(affair.revision_id, "negative_discrimination", {"n": 31}, MONDAY_NOON)
    with unit_of_work():
        assert not disputes.flag(affair.revision_id, "negative_discrimination", {"n": 99}, MONDAY_NOON)
    assert [flag.details for flag in db.session.scalars(select(Flag))] == [{"n": 31}]
    (item,) = disputes.queue(affair.editor.id, answered=False, start=0, limit=10)
    assert (item.disputes, item.flags, item.reasons) == (0, ["negative_discrimination"], {})
    keep(affair, "数据再看看。")
    assert disputes.queue(affair.editor.id, answered=False, start=0, limit=10) == []
    with unit_of_work():
        assert not disputes.flag(affair.revision_id, "negative_discrimination", {"n": 120}, MONDAY_NOON)
    assert disputes.queue(affair.editor.id, answered=False, start=0, limit=10) == []
    (item,) = disputes.queue(affair.editor.id, answered=True, start=0, limit=10)
    assert item.flags == ["negative_discrimination"]


def test_the_most_disputed_come_first_and_answered_ones_leave(world: World, affair: Affair) -> None:
    people = [world.person() for _ in range(3)]
    for who, reason in zip(people, ("wrong_key", "wrong_key", "typo"), strict=True):
        result = affair.play(who)
        number = affair.reviewed(who, result)["number"]
        dispute(world, who, result["attempt_id"], number, {"reason": reason})
    dispute(world, who, result["attempt_id"], number % 5 + 1)
    first, second = disputes.queue(affair.editor.id, answered=False, start=0, limit=10)
    assert (first.disputes, first.reasons) == (3, {"wrong_key": 2, "typo": 1})
    assert first.stem.startswith("存疑")
    assert second.disputes == 1
    (only,) = disputes.queue(affair.editor.id, answered=False, start=1, limit=10)
    assert only == second
    keep(affair, "维持。")
    assert disputes.queue(affair.editor.id, answered=False, start=0, limit=10) == [second]


def test_an_editor_sees_the_banks_of_their_reach_only(world: World, affair: Affair) -> None:
    me = world.person()
    result = affair.play(me)
    dispute(world, me, result["attempt_id"], 1)
    stranger = world.person(role="editor", over=world.streets[0])
    secretary = world.person(role="secretary", over=world.district)
    admin = world.person(role="district_admin", over=world.district)
    seen = [
        len(disputes.queue(who.id, answered=False, start=0, limit=10)) for who in (stranger, secretary, admin)
    ]
    assert seen == [0, 0, 1]
