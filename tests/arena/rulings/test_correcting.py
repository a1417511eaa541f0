"""Correcting a key: scores, points, places and what members see follow, and nothing else does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena.models import Answer, Quiz, Ruling
from jinshui_study.arena.statistics import gathering
from jinshui_study.db import db, unit_of_work
from jinshui_study.points import rulebooks
from jinshui_study.points.models import LedgerEntry
from jinshui_study.points.rules import FIRST_RULES
from tests.arena.rulings.affairs import (
    RIGHT_KEYS,
    Affair,
    differences,
    queued,
    revision_of,
    states,
    told,
    work_off,
)
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.points.deeds import reverse
from tests.world import World

Clock = Callable[[datetime], None]


@pytest.mark.parametrize("kind", list(RIGHT_KEYS))
def test_who_was_right_all_along_gets_the_score_and_the_points(world: World, kind: str) -> None:
    affair = Affair(world, kind)
    wise = world.person(branch=1)
    before = affair.play(wise)
    assert (before["score"], before["correct"], before["points_awarded"]) == (400, 4, 4)
    affair.rule()
    after = affair.result(wise, before)
    assert (after["score"], after["correct"], after["points_awarded"]) == (500, 5, 5)
    assert world.get(wise, f"/quizzes/{affair.quiz}/leaderboard")["me"]["points"] == 500
    assert world.get(wise, "/points/today")["total"] == 5
    assert differences() == []
    assert work_off() > 0
    assert states() == ["settled"]
    assert affair.result(wise, before) == after


def test_item_statistics_count_the_new_marks(world: World) -> None:
    affair = Affair(world)
    affair.play(world.person(branch=1))
    with unit_of_work():
        assert gathering.count_due(100, MONDAY_NOON) == 1
    affair.rule()
    with unit_of_work():
        assert gathering.count_due(100, MONDAY_NOON) == 1
    assert list(gathering.differences()) == []


def test_who_was_only_right_by_the_wrong_key_loses_it_and_others_keep_theirs(world: World) -> None:
    affair = Affair(world)
    lucky, absent = world.person(), world.person(branch=2)
    before = affair.play(lucky, doubtful=["甲错"])
    other = affair.play(absent, doubtful=None)
    assert (before["score"], before["points_awarded"]) == (500, 5)
    affair.rule()
    after = affair.result(lucky, before)
    assert (after["score"], after["correct"], after["points_awarded"]) == (400, 4, 4)
    assert affair.result(absent, other)["score"] == other["score"] == 400
    assert (told(lucky) != [], told(absent)) == (True, [])
    assert differences() == []


def test_the_result_keeps_what_was_asked_and_tells_the_ruling(world: World) -> None:
    affair = Affair(world)
    wise = world.person()
    before = affair.play(wise)
    assert affair.reviewed(wise, before)["ruling"] is None
    asked = affair.reviewed(wise, before)
    affair.rule(reply="以党章为准。", explanation="更正后的解析。")
    shown = affair.reviewed(wise, before)
    for name in ("stem", "options", "response", "key", "explanation", "source"):
        assert shown[name] == asked[name]
    texts = {option["id"]: option["text"] for option in shown["options"]}
    ruling = shown["ruling"]
    assert (texts[shown["key"]["options"][0]], texts[ruling["key"]["options"][0]]) == ("甲错", "乙对")
    assert (ruling["verdict"], ruling["reason"]) == ("correct", "以党章为准。")
    assert ruling["explanation"] == "更正后的解析。"
    assert "更正" in ruling["sentence"]
    assert (shown["correct"], shown["score"]) == (True, 100)
    rest = [one for one in affair.result(wise, before)["review"] if one["number"] != shown["number"]]
    assert {str(one["ruling"]) for one in rest} == {"None"}


def test_the_key_is_corrected_by_a_new_revision_which_is_asked_from_then_on(world: World) -> None:
    affair = Affair(world)
    affair.rule(explanation="更正后的解析。")
    _, current = affair.current()
    old, new = revision_of(affair.revision_id), revision_of(current)
    assert (new.number, new.stem, new.source) == (old.number + 1, old.stem, old.source)
    assert (old.content["key"], new.content["key"], new.explanation) == ([0], [1], "更正后的解析。")
    assert new.content["options"] == old.content["options"]
    wise = world.person()
    assert affair.play(wise)["correct"] == 5
    paper = db.session.scalar(select(Quiz.paper).where(Quiz.public_id == affair.quiz))
    assert [line["revision"] for line in paper or ()].count(current) == 1
    assert affair.reviewed(wise, {"id": affair.last_id})["ruling"] is None


def test_a_quiz_that_is_over_keeps_the_paper_it_had(world: World, now: Clock) -> None:
    affair = Affair(world)
    paper = db.session.scalar(select(Quiz.paper).where(Quiz.public_id == affair.quiz))
    now(TUESDAY_NOON + timedelta(days=3))
    affair.rule()
    assert db.session.scalar(select(Quiz.paper).where(Quiz.public_id == affair.quiz)) == paper


def test_a_question_that_was_edited_meanwhile_keeps_its_new_wording(world: World) -> None:
    affair = Affair(world)
    wise = world.person()
    before = affair.play(wise)
    affair.reword("另一种问法")
    _, edited = affair.current()
    affair.rule()
    assert affair.current()[1] == edited
    assert db.session.scalar(select(Ruling.new_revision_id)) is None
    assert affair.result(wise, before)["score"] == 500


def test_the_ledger_is_reversed_and_entered_anew_and_never_edited(world: World) -> None:
    affair = Affair(world)
    wise = world.person()
    before = affair.play(wise)
    query = select(LedgerEntry).where(LedgerEntry.member_id == wise.id)
    (first,) = db.session.scalars(query)
    kept = (first.id, first.points, first.reason, first.created_at)
    affair.rule()
    db.session.expire_all()
    lines = {line.source_key: line for line in db.session.scalars(query)}
    key = f"attempt:{before['attempt_id']}"
    assert set(lines) == {key, f"reversal:{key}", f"{key}#2"}
    assert (lines[key].id, lines[key].points, lines[key].reason, lines[key].created_at) == kept
    assert (lines[f"reversal:{key}"].points, lines[f"reversal:{key}"].reverses) == (-4, key)
    again = lines[f"{key}#2"]
    assert (again.points, again.day, again.branch_id, again.rule_version) == (
        5,
        first.day,
        first.branch_id,
        first.rule_version,
    )
    assert "答对 5/5 题" in again.reason
    assert "裁定" in again.reason


def test_points_are_paid_by_the_rules_of_their_day(world: World, now: Clock) -> None:
    affair = Affair(world)
    wise = world.person()
    before = affair.play(wise)
    now(TUESDAY_NOON)
    generous = {"tasks": [{**task, "each": 3, "cap": 60} for task in FIRST_RULES["tasks"][:1]]}
    with unit_of_work():
        rulebooks.publish(generous, MONDAY_NOON.date(), TUESDAY_NOON)
    affair.rule()
    assert affair.result(wise, before)["points_awarded"] == 5


def test_what_somebody_took_back_by_hand_is_not_paid_again(world: World) -> None:
    affair = Affair(world)
    cheat = world.person()
    before = affair.play(cheat)
    reverse(cheat, f"attempt:{before['attempt_id']}")
    affair.rule()
    assert affair.result(cheat, before)["score"] == 500
    assert world.get(cheat, "/points/today")["total"] == 0
    assert differences() == []


def test_a_score_that_no_longer_passes_leaves_the_board(world: World) -> None:
    affair = Affair(world, preset="contest", pass_percent=100, **UNLIMITED)
    lucky, wise = world.person(), world.person(branch=2)
    for who, chosen in ((lucky, ["甲错"]), (wise, ["乙对"])):
        affair.play(who, doubtful=chosen)
    assert affair.on_board(wise) == {lucky.public_id: 500}
    affair.rule()
    assert affair.on_board(wise) == {wise.public_id: 500}
    assert differences() == []
    affair.play(lucky)
    assert affair.on_board(wise) == {wise.public_id: 500, lucky.public_id: 500}
    assert differences() == []


UNLIMITED: dict[str, Any] = {
    "seconds_per_question": None,
    "speed_percent": 0,
    "tries_per_day": None,
    "counts": "best",
    "feedback": "end",
}


def test_a_frozen_board_shows_what_was_finished_before_by_the_right_key(world: World, now: Clock) -> None:
    freezes_at = MONDAY_NOON + timedelta(hours=1)
    affair = Affair(
        world,
        preset="contest",
        freezes_at=freezes_at,
        reveals_at=freezes_at + timedelta(days=1),
        **UNLIMITED,
    )
    early, late = world.person(), world.person(branch=2)
    affair.play(early)
    now(freezes_at + timedelta(hours=1))
    affair.play(late)
    assert affair.on_board(late) == {early.public_id: 400}
    affair.rule()
    assert affair.on_board(late) == {early.public_id: 500}
    assert differences() == []
    now(freezes_at + timedelta(days=1))
    assert affair.on_board(late) == {early.public_id: 500, late.public_id: 500}


def test_a_ruling_on_the_corrected_revision_reaches_the_first_one_too(world: World) -> None:
    affair = Affair(world)
    wise = world.person()
    first = affair.play(wise)
    affair.rule(answer=["C"])
    assert affair.result(wise, first)["score"] == 400
    affair.revision_id = affair.current()[1]
    affair.rule(answer=["B"])
    assert affair.result(wise, first)["score"] == 500
    assert affair.reviewed(wise, first)["score"] == 100
    assert differences() == []


def test_a_ruling_can_be_taken_back_by_another_one(world: World) -> None:
    affair = Affair(world)
    wise = world.person()
    before = affair.play(wise)
    untouched = (before["score"], before["points_awarded"], before["correct"])
    affair.rule()
    affair.rule(answer=["A"])
    after = affair.result(wise, before)
    assert (after["score"], after["points_awarded"], after["correct"]) == untouched
    assert differences() == []
    assert len(told(wise)) == 2


def test_members_are_told_old_and_new_but_neither_key_nor_question(world: World) -> None:
    affair = Affair(world)
    wise, untouched = world.person(), world.person(branch=1)
    affair.play(wise)
    affair.play(untouched, doubtful=["丙错"])
    affair.rule(reply="以党章为准。")
    (text,) = told(wise)
    assert "40 → 50 分" in text
    assert "积分增加 1 分" in text
    for secret in ("乙对", "存疑", "以党章为准"):
        assert secret not in text
    assert told(untouched) == queued(untouched) == []
    assert queued(wise) == [("ruling", text)]
    (notice,) = world.get(wise, "/notices")["items"]
    assert (notice["title"], notice["text"], notice["read_at"]) == ("成绩更正", text, None)
    assert world.get(wise, notice["link"])["score"] == 500


def test_several_tries_are_told_in_one_notice(world: World) -> None:
    affair = Affair(world, preset="topic")
    wise = world.person()
    for _ in range(5):
        affair.play(wise)
    affair.rule()
    (text,) = told(wise)
    assert text.count("40 → 50 分") == 3
    assert "等 5 次作答" in text


def test_the_decision_is_in_the_audit_log(world: World) -> None:
    affair = Affair(world)
    public_id = affair.rule()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "dispute.rule")).one()
    assert entry.member_id == affair.editor.id
    assert entry.subject == f"question:{affair.address()[0]}"
    assert entry.details == {"ruling": public_id, "verdict": "correct", "revision": 1}


def test_marks_of_answers_follow_and_the_answers_stay(world: World) -> None:
    affair = Affair(world)
    wise = world.person()
    affair.play(wise)
    query = select(Answer).where(Answer.revision_id == affair.revision_id, Answer.member_id == wise.id)
    before = db.session.scalars(query).one()
    kept = (before.response, before.answered_at, before.elapsed_ms, before.locked)
    assert (before.correct, before.score) == (False, 0)
    affair.rule()
    db.session.expire_all()
    after = db.session.scalars(query).one()
    assert (after.response, after.answered_at, after.elapsed_ms, after.locked) == kept
    assert (after.correct, after.score) == (True, 100)
