"""Putting right what was paid, and taking members off boards; the sums agree at the end."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import NotFound
from jinshui_study.points import boards, corrections, ledger, rankings, rulebooks, standings, verification
from jinshui_study.points.leaderboards import Scope
from jinshui_study.points.lines import Replacement
from jinshui_study.points.models import BranchStanding, LedgerEntry, MemberStanding
from jinshui_study.points.rules import FIRST_RULES
from jinshui_study.points.standings import Change, Posting
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.points.deeds import DAILY, award, post_result, profile, reverse
from tests.world import Person, World

MONDAY = date(2026, 11, 23)
QUIZ = "quiz:one"


def replace(who: Person, deed: str, points: int) -> None:
    """Pay a deed of the member anew, and post the change."""
    with unit_of_work():
        lines = {line.deed: line for line in corrections.lines([who.id], ["daily"], MONDAY)}
        line = lines[deed]
        corrections.progress([who.id], ["daily"], MONDAY, lock=True)
        corrections.replace([Replacement(line, points, "重计")], TUESDAY_NOON)
        change = points - line.points
        standings.post_all(
            [Posting(who, Change(board, change), TUESDAY_NOON) for board in boards.of_day(line.day)],
            profile(),
        )


def period_differences() -> list[Any]:
    found = verification.progress_differences()
    for board in verification.period_boards():
        found += verification.compare(board, verification.totals_of_period(board, profile()))
    return found


def test_a_line_is_taken_back_and_entered_anew_on_its_day(world: World) -> None:
    me = world.person()
    award(me, 3, key="attempt:one", task=DAILY)
    award(me, 1, key="attempt:two", task=DAILY)
    for points in (5, 2, 2, 0):
        replace(me, "attempt:one", points)
    assert ledger.today(me.id, MONDAY) == {"daily": 1}
    entries = db.session.scalars(
        select(LedgerEntry).where(LedgerEntry.member_id == me.id).order_by(LedgerEntry.source_key)
    ).all()
    assert {entry.source_key: entry.points for entry in entries} == {
        "attempt:one": 3,
        "attempt:one#2": 5,
        "attempt:one#3": 2,
        "attempt:one#4": 2,
        "attempt:one#5": 0,
        "attempt:two": 1,
        "reversal:attempt:one": -3,
        "reversal:attempt:one#2": -5,
        "reversal:attempt:one#3": -2,
        "reversal:attempt:one#4": -2,
    }
    assert {entry.day for entry in entries} == {MONDAY}
    assert period_differences() == []


def test_only_payments_that_stand_are_lines(world: World) -> None:
    me, other = world.person(), world.person()
    award(me, 2, key="attempt:one", task=DAILY)
    award(me, 1, key="attempt:two", task=DAILY)
    award(me, 9, key="attempt:three")
    award(other, 1, key="attempt:four", task=DAILY)
    reverse(me, "attempt:one")
    (line,) = corrections.lines([me.id], ["daily"], MONDAY)
    assert (line.deed, line.key, line.points, line.day, line.rule_version, line.entered) == (
        "attempt:two",
        "attempt:two",
        1,
        MONDAY,
        7,
        1,
    )
    assert len(corrections.lines([me.id, other.id], ["daily", "boundless"], MONDAY)) == 3
    assert corrections.lines([me.id], ["daily"], date(2026, 11, 24)) == []


def board_differences(totals: list[verification.Total]) -> list[Any]:
    return verification.compare(QUIZ, totals)


def total(who: Person, score: int, ms: int) -> verification.Total:
    return verification.Total(
        who.id, score, ms, MONDAY_NOON, 1, who.branch_id, who.street_id, who.ranking_opt_in
    )


def test_who_is_taken_off_a_board_leaves_no_trace_on_it(world: World) -> None:
    people = [world.person(branch=branch, opted_in=branch != 1) for branch in (0, 0, 1)]
    for who in people:
        post_result(who, QUIZ, 300, 1000, MONDAY_NOON)
    with unit_of_work():
        standings.post_all([], profile(), [(people[0].id, QUIZ), (people[2].id, QUIZ)])
    assert board_differences([total(people[1], 300, 1000)]) == []
    left = db.session.scalars(select(BranchStanding.branch_id).where(BranchStanding.board == QUIZ)).all()
    assert left == [people[1].branch_id]
    with unit_of_work():
        standings.post_all([], profile(), [(people[0].id, QUIZ)])
    post_result(people[0], QUIZ, 500, 2000, MONDAY_NOON)
    assert board_differences([total(people[0], 500, 2000), total(people[1], 300, 1000)]) == []


def test_many_members_are_posted_with_as_few_statements_as_one(world: World, statements: list[str]) -> None:
    people = [world.person(branch=index % 4, opted_in=index % 3 > 0) for index in range(12)]
    counts = []
    for crowd in (people[1:2], people):
        statements.clear()
        standings.post_all(
            [Posting(who, Change(QUIZ, 100 * who.id, 1000), MONDAY_NOON) for who in crowd], profile()
        )
        counts.append(len(statements))
    assert counts == [3, 3]
    rows = {row.member_id: row for row in db.session.scalars(select(MemberStanding))}
    assert {who.id: rows[who.id].listed for who in people} == {who.id: who.ranking_opt_in for who in people}


def test_the_boards_in_redis_follow_who_comes_moves_and_leaves(world: World, order: Any) -> None:
    people = [world.person(name=f"党员{n}号", branch=n % 4) for n in range(5)]
    for who in people:
        post_result(who, QUIZ, 300, 1000, MONDAY_NOON)
    assert ids(people[0]) == [who.id for who in people]
    with unit_of_work():
        moves = [
            Posting(who, Change(QUIZ, 100 * n, 1000, 1000), MONDAY_NOON) for n, who in enumerate(people[1:4])
        ]
        standings.post_all(moves, profile(), [(people[0].id, QUIZ)])
    assert ids(people[1]) == [people[n].id for n in (3, 2, 1, 4)]
    post_result(people[0], QUIZ, 900, 1000, MONDAY_NOON)
    assert ids(people[1]) == [people[n].id for n in (0, 3, 2, 1, 4)]


def ids(viewer: Person) -> list[int]:
    _, page = rankings.read(QUIZ, Scope("district"), viewer.id, None, 10)
    return [row.member_id for row in page.items]


def test_the_rules_a_line_was_paid_by_are_found_by_their_version(world: World) -> None:
    assert rulebooks.of_version(0).task("daily") == rulebooks.in_force(MONDAY).task("daily")
    other = {"tasks": [{**FIRST_RULES["tasks"][0], "cap": 50}]}
    with unit_of_work():
        version = rulebooks.publish(other, MONDAY, MONDAY_NOON).version
    task = rulebooks.of_version(version).task("daily")
    assert task is not None
    assert task.cap == 50
    with pytest.raises(NotFound):
        rulebooks.of_version(version + 1)
