"""Giving and taking points of a contest: the board, the ledger, the notice, the way back, and rulings between."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena.contests import adjusting, checking, forms, publishing, records, signing
from jinshui_study.arena.models import Adjustment, Attempt
from jinshui_study.arena.rulings import carrying, rulings
from jinshui_study.cli.points import find_differences
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from jinshui_study.points.models import LedgerEntry
from jinshui_study.questions.models import Question, Revision
from tests.arena.contests.contest import CLOSES_AT, OVER, Contest
from tests.console.office import Office, office_of, told, undo_form
from tests.world import Person, World

Clock = Callable[[datetime], None]
STRICT = Profile("strict")


@pytest.fixture
def contest(world: World, now: Clock) -> Contest:
    return Contest(world)


@pytest.fixture
def crowd(contest: Contest, now: Clock) -> list[Person]:
    found = contest.crowd()
    now(OVER)
    return found


def adjust(contest: Contest, who: Person, score: int = 0, points: int = 0, **changes: Any) -> Adjustment:
    by, reason = changes.get("by", contest.admin.id), changes.get("reason", "代答扣分")
    with unit_of_work():
        return adjusting.adjust(
            contest.row(), who.public_id, score, points, reason, STRICT, by, changes.get("at", OVER)
        )


def refusal(kind: type[Problem], contest: Contest, who: Person, *change: int, **changes: Any) -> str:
    with pytest.raises(kind) as raised:
        adjust(contest, who, *change, **changes)
    return raised.value.code


def mine(contest: Contest, who: Person) -> tuple[int, int]:
    """Somebody's points on the contest's board and of all time."""
    world = contest.world
    board = contest.board(who)["me"]["points"]
    return board, world.get(who, "/leaderboards/members?period=all")["me"]["points"]


def test_taken_points_move_every_board_and_are_told(contest: Contest, crowd: list[Person]) -> None:
    me = crowd[0]
    before = mine(contest, me)
    adjust(contest, me, -150, -2)
    assert mine(contest, me) == (before[0] - 150, before[1] - 2)
    assert [item["points"] for item in contest.board(me)["items"]] == [500, 350, 100, 100]
    assert find_differences(STRICT) == []
    entry = contest.world.get(me, "/points/entries")["items"][0]
    assert (entry["points"], entry["reason"]) == (-2, "测试活动 contest：代答扣分")
    notice = contest.world.get(me, "/notices")["items"][0]
    assert notice["text"] == "“测试活动 contest”成绩减 15 分，积分减 2 分。原因：代答扣分"
    why = contest.world.get(me, "/points/why?period=all")["tasks"]
    assert ("管理员调整", -2) in [(task["title"], task["points"]) for task in why]
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "quiz.adjust")).one()
    assert (line.member_id, line.details["object"], line.details["score"]) == (
        contest.admin.id,
        me.public_id,
        -150,
    )


def test_taken_back_it_is_as_before_and_the_lines_stay(contest: Contest, crowd: list[Person]) -> None:
    me = crowd[2]
    before = mine(contest, me)
    made = adjust(contest, me, 50, 3)
    for _ in range(2):
        with unit_of_work():
            adjusting.take_back(contest.row(), made.public_id, STRICT, contest.admin.id, OVER)
    assert mine(contest, me) == before
    query = select(LedgerEntry.points).where(LedgerEntry.task == "adjustment").order_by(LedgerEntry.points)
    assert db.session.scalars(query).all() == [-3, 3]
    assert find_differences(STRICT) == []
    assert len(contest.world.get(me, "/notices")["items"]) == 2


def test_only_the_board_may_change_and_the_reason_is_in_the_ledger_all_the_same(
    contest: Contest, crowd: list[Person]
) -> None:
    adjust(contest, crowd[2], 50)
    entry = contest.world.get(crowd[2], "/points/entries")["items"][0]
    assert (entry["points"], entry["reason"]) == (0, "测试活动 contest：代答扣分")
    assert find_differences(STRICT) == []


def test_what_cannot_be_given_or_taken_is_refused(contest: Contest, crowd: list[Person]) -> None:
    top, absent = crowd[0], contest.world.bystander
    for change in ((0, 0), (1, 0), (-501, 0), (0, -100), (0, 1001)):
        refusal(Invalid, contest, top, *change)
    refusal(Invalid, contest, top, -10, reason="  ")
    refusal(Invalid, contest, top, -10, reason="长" * 81)
    refusal(Invalid, contest, absent, 10)
    assert refusal(Conflict, contest, top, -10, at=CLOSES_AT) == "quiz_open"
    assert refusal(Forbidden, contest, top, -10, by=top.id) == "own_points"
    with pytest.raises(NotFound), unit_of_work():
        adjusting.take_back(contest.row(), "x", STRICT, contest.admin.id, OVER)
    assert find_differences(STRICT) == []
    assert db.session.scalars(select(Adjustment)).all() == []


def test_what_is_taken_twice_can_not_be_taken_back_below_nothing(
    contest: Contest, crowd: list[Person]
) -> None:
    me = crowd[0]
    given = adjust(contest, me, 0, 5)
    paid = contest.world.get(me, "/points/entries")["items"][-1]["points"]
    adjust(contest, me, 0, -paid - 5)
    with pytest.raises(Conflict) as raised, unit_of_work():
        adjusting.take_back(contest.row(), given.public_id, STRICT, contest.admin.id, OVER)
    assert raised.value.code == "points_gone"


def test_a_ruling_after_it_keeps_it(contest: Contest, crowd: list[Person]) -> None:
    world, me = contest.world, crowd[2]
    adjust(contest, me, 50, 1)
    editor = world.person(role="editor", over=world.district)
    attempts = world.get(me, f"/attempts?quiz={contest.quiz}")["items"]
    review = world.get(me, f"/attempts/{attempts[0]['id']}")["review"]
    wrong = next(item for item in review if not item["correct"])
    question, revision = asked(attempts[0]["id"], wrong["number"])
    with unit_of_work():
        ruling = rulings.propose(question, revision, "void", [], "", "题目有误。", editor.id, OVER)
        assert rulings.decide(ruling, editor.id, STRICT, OVER)
    for _ in range(9):
        with unit_of_work():
            for running in carrying.running():
                carrying.step(running, STRICT, OVER)
    assert mine(contest, me)[0] == 100 + 50 + 100
    assert find_differences(STRICT) == []


def asked(attempt: str, number: int) -> tuple[Any, Any]:
    line = db.session.scalars(select(Attempt).where(Attempt.id == attempt)).one().paper[number - 1]
    return db.session.get_one(Question, line["question"]), db.session.get_one(Revision, line["revision"])


def test_the_published_file_tells_what_was_adjusted(contest: Contest, crowd: list[Person]) -> None:
    adjust(contest, crowd[0], -150)
    key, nonces = signing.key_of("x"), signing.nonce_key_of("x")
    with unit_of_work():
        publishing.publish(contest.row(), key, nonces, STRICT, contest.admin.id, OVER)
    file = publishing.get_file(contest.row(), nonces, STRICT)
    assert records.problems(file) == []
    assert list(checking.differences(file["document"], STRICT)) == []
    lines = {line["id"]: line for line in file["document"]["participants"]}
    line = lines[publishing.id_of(contest.row(), crowd[0].public_id)]
    assert (line["score"], line["adjusted"]) == (350, -150)


@given(st.integers(0, 10**6 - 1), st.sampled_from(["give", "take"]), st.sampled_from([1, 10]))
def test_a_number_typed_is_that_many(amount: int, way: str, unit: int) -> None:
    sign = -1 if way == "take" else 1
    assert forms.change(
        "score", f" {amount / unit:g} " if amount < 10**5 else str(amount // unit), way, unit
    ) in (
        sign * amount,
        sign * (amount // unit * unit),
    )


@pytest.mark.parametrize("text", ["-1", "1.25", "NaN", "1e9", "一", "Infinity"])
def test_what_is_no_number_of_points_is_told(text: str) -> None:
    with pytest.raises(Invalid):
        forms.change("score", text, "give", 10)


def test_at_the_console_from_the_search_to_the_way_back(
    contest: Contest, crowd: list[Person], client: FlaskClient
) -> None:
    office: Office = office_of(contest.world, client, "district_admin", contest.world.district)
    here = f"/contests/{contest.quiz}/adjustments"
    assert "没有找到" in office.read(f"{here}?find=无此人")
    page = office.read(f"{here}?find={crowd[2].phone}")
    assert page.count('name="member"') == 1
    form = {"member": crowd[2].public_id, "way": "give", "score": "2.5", "points": "1", "reason": "设备故障"}
    done = office.follow(here, form)
    assert told(done)[0] == "已调整：成绩加 2.5 分，积分加 1 分，已通知本人。"
    assert "设备故障" in done
    assert told(office.follow(*undo_form(done)))[0] == "已撤销这次调整，已通知本人。"
    assert "已撤销" in office.read(here)
    assert told(office.follow(here, {**form, "reason": ""}))[0].startswith("请写明原因")
