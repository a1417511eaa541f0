"""Findings from the look to the appeal: what is found, and that only people take anything away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from jinshui_study.accounts.joining.models import Invitation
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena.integrity import deciding, inspecting, states
from jinshui_study.arena.integrity.models import Finding, Inspection
from jinshui_study.arena.models import Answer, Attempt
from jinshui_study.cli import work
from jinshui_study.cli.points import find_differences
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from jinshui_study.points.models import LedgerEntry
from tests.arena.contests.contest import OVER, PLAIN, Contest
from tests.arena.steps import go_on, put
from tests.console.office import BROWSER, office_of, told
from tests.moments import MONDAY_NOON
from tests.world import Person, World

Clock = Callable[[datetime], None]
STRICT = Profile("strict")
SECOND = timedelta(seconds=1)
SLOW = 30


@pytest.fixture
def contest(world: World) -> Contest:
    return Contest(world, tries_per_day=3, first_k=3)


@pytest.fixture
def judge(contest: Contest) -> Person:
    return contest.admin


def raise_finding(contest: Contest, who: Person, attempt: str, kind: str = "fast") -> str:
    with unit_of_work() as session:
        finding = Finding(
            quiz_id=contest.row().id,
            member_id=who.id,
            attempt_id=attempt,
            kind=kind,
            together=attempt,
            details={"limit": 30, "answers": 5, "fast": [], "usual": None},
            found_at=MONDAY_NOON,
            state="open",
        )
        session.add(finding)
        session.flush()
        return finding.public_id


def decide(public_id: str, action: str, by: Person, reason: str = "两台手机同时作答") -> Finding:
    with unit_of_work():
        return deciding.decide(public_id, action, reason, STRICT, by.id, MONDAY_NOON)


def refusal(kind: type[Problem], call: Callable[[], object]) -> str:
    with pytest.raises(kind) as raised, unit_of_work():
        call()
    return raised.value.code


def mine(contest: Contest, who: Person) -> tuple[int, int]:
    world = contest.world
    return (
        contest.board(who)["me"]["points"],
        world.get(who, "/leaderboards/members?period=all")["me"]["points"],
    )


def test_a_voided_attempt_counts_nowhere_and_an_earlier_one_takes_its_place(
    contest: Contest, judge: Person
) -> None:
    me = contest.world.person()
    contest.play(me, 2)
    before = mine(contest, me)
    best = contest.play(me, 5)
    after = mine(contest, me)
    decide(raise_finding(contest, me, best), "void", judge)
    assert mine(contest, me) == before
    assert find_differences(STRICT) == []
    assert contest.world.get(me, f"/attempts/{best}")["score"] == 500
    assert contest.play(me, 5)
    assert mine(contest, me) == after
    assert find_differences(STRICT) == []


def test_the_first_try_voided_is_paid_by_the_later_one(contest: Contest, judge: Person) -> None:
    me = contest.world.person()
    first = contest.play(me, 5)
    paid = mine(contest, me)[1]
    contest.play(me, 5)
    decide(raise_finding(contest, me, first), "void", judge)
    assert mine(contest, me) == (500, paid)
    reasons = db.session.scalars(select(LedgerEntry.reason).where(LedgerEntry.member_id == me.id)).all()
    assert "测试活动 contest：这次作答已作废" in reasons
    assert find_differences(STRICT) == []


def test_the_only_try_voided_leaves_the_board_and_restored_it_is_back(
    contest: Contest, judge: Person
) -> None:
    world, me = contest.world, contest.world.person()
    only = contest.play(me, 4)
    before = mine(contest, me)
    finding = raise_finding(contest, me, only)
    decide(finding, "void", judge)
    assert mine(contest, me) == (0, 0)
    shown = world.get(me, f"/attempts/{only}")["void"]
    assert (shown["state"], shown["reason"], shown["may_appeal"]) == ("voided", "两台手机同时作答", True)
    reply = world.call(me, "POST", f"/attempts/{only}/appeal", {"text": "那是我和爱人各答各的。"})
    assert reply.get_json()["state"] == "appealed"
    again = world.call(me, "POST", f"/attempts/{only}/appeal", {"text": "再申诉一次"})
    assert (again.status_code, again.get_json()["code"]) == (409, "appealed")
    other = world.person(role="unit_admin", over=world.streets[0])
    with pytest.raises(NotFound), unit_of_work():
        deciding.settle(finding, "restore", "核实无误", STRICT, other.id, MONDAY_NOON)
    second = world.person(role="district_admin", over=world.district)
    with unit_of_work():
        deciding.settle(finding, "restore", "核实无误", STRICT, second.id, MONDAY_NOON)
    assert mine(contest, me) == before
    assert find_differences(STRICT) == []
    assert world.get(me, f"/attempts/{only}")["void"]["reply"] == "核实无误"
    told_of = {item["title"] for item in world.get(me, "/notices")["items"]}
    assert told_of == {"申诉有了结果", "竞赛作答被作废"}
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [one for one in actions if one.startswith("integrity")] == [
        "integrity.void",
        "integrity.appeal",
        "integrity.restore",
    ]


def test_who_voided_does_not_decide_the_appeal_unless_there_is_nobody_else(
    contest: Contest, judge: Person
) -> None:
    world, me = contest.world, contest.world.person()
    attempt = contest.play(me, 3)
    finding = raise_finding(contest, me, attempt)
    decide(finding, "void", judge)
    with unit_of_work():
        deciding.appeal(attempt, "不是我", me.id, MONDAY_NOON)

    def settle() -> Finding:
        return deciding.settle(finding, "keep", "已复核", STRICT, judge.id, MONDAY_NOON)

    world.person(role="unit_admin", over=world.streets[0])
    second = world.person(role="unit_admin", over=world.district)
    assert refusal(Forbidden, settle) == "own_decision"
    with unit_of_work():
        db.session.execute(
            update(AuditEntry.__table__.metadata.tables["role_grants"])
            .where(AuditEntry.__table__.metadata.tables["role_grants"].c.member_id == second.id)
            .values(role="editor")
        )
    with unit_of_work():
        assert settle().state == "kept"


def test_dismissed_nothing_changes(contest: Contest, judge: Person) -> None:
    me = contest.world.person()
    finding = raise_finding(contest, me, contest.play(me, 3))
    before = mine(contest, me)
    decide(finding, "dismiss", judge, "")
    assert mine(contest, me) == before
    assert contest.world.get(me, "/notices")["items"] == []


def test_of_two_who_decide_at_once_the_second_is_told(contest: Contest, judge: Person) -> None:
    world, me = contest.world, contest.world.person()
    attempt = contest.play(me, 3)
    finding, other = raise_finding(contest, me, attempt), raise_finding(contest, me, attempt, "burst")
    second = world.person(role="district_admin", over=world.district)
    decide(finding, "void", judge)
    assert refusal(Conflict, lambda: decide(finding, "dismiss", second)) == "decided"
    assert refusal(Conflict, lambda: decide(finding, "void", second)) == "decided"
    assert refusal(Conflict, lambda: decide(other, "void", second)) == "already_void"
    assert refusal(Invalid, lambda: decide(other, "void", second, " ")) == "invalid"
    decide(other, "dismiss", second)
    assert find_differences(STRICT) == []


def test_nobody_judges_their_own_and_nobody_out_of_reach(contest: Contest) -> None:
    world = contest.world
    me = world.person(role="district_admin", over=world.district)
    attempt = contest.play(me, 3)
    finding = raise_finding(contest, me, attempt)
    assert refusal(Forbidden, lambda: decide(finding, "dismiss", me)) == "own_attempt"
    elsewhere = world.person(role="unit_admin", over=world.streets[1])
    refusal(NotFound, lambda: decide(finding, "dismiss", elsewhere))
    stranger = world.person()
    refusal(NotFound, lambda: deciding.appeal(attempt, "x", stranger.id, MONDAY_NOON))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["dismiss", "void", "appeal", "keep", "restore"]), max_size=6))
def test_any_walk_leaves_the_boards_as_the_state_says(contest: Contest, walk: list[str]) -> None:
    world, judge = contest.world, contest.admin
    second = world.person(role="district_admin", over=world.district)
    me = world.person()
    attempt = contest.play(me, 4)
    full = mine(contest, me)
    finding, state = raise_finding(contest, me, attempt), states.OPEN
    for action in walk:
        try:
            with unit_of_work():
                if action in ("dismiss", "void"):
                    deciding.decide(finding, action, "原因", STRICT, judge.id, MONDAY_NOON)
                elif action == "appeal":
                    deciding.appeal(attempt, "申诉", me.id, MONDAY_NOON)
                else:
                    deciding.settle(finding, action, "答复", STRICT, second.id, MONDAY_NOON)
            done = True
        except (Conflict, NotFound):
            done = False
        assert done == (states.after(state, action) is not None)
        state = states.after(state, action) or state
    assert mine(contest, me) == ((0, 0) if state in states.VOID else full)
    assert find_differences(STRICT) == []


def race(contest: Contest, who: Person, now: Clock, pace_ms: int, start: datetime) -> str:
    """Go through a contest with a limit per question, every answer right after so many ms."""
    moment = start
    now(moment)
    attempt = contest.world.start(who, contest.quiz)
    for number in range(1, attempt["total"] + 1):
        moment += timedelta(milliseconds=pace_ms + number * 130)
        now(moment)
        assert put(contest.world, who, attempt, number).status_code == 200
        if number < attempt["total"]:
            attempt = go_on(contest.world, who, attempt)
    contest.world.submit(who, attempt)
    return str(attempt["id"])


@pytest.fixture
def sprint(world: World) -> Contest:
    rules = {**PLAIN, "seconds_per_question": 60, "questions": 10, "shuffle_questions": False}
    return Contest(world, same_for_all=True, **rules)


def look(contest: Contest, limit: float = SLOW, at: datetime = MONDAY_NOON + 600 * SECOND) -> int:
    with unit_of_work(reads_first=True):
        return inspecting.look(contest.row().id, limit, at)


def kinds(contest: Contest) -> list[tuple[str, int]]:
    rows = db.session.execute(
        select(Finding.kind, func.count()).group_by(Finding.kind).order_by(Finding.kind)
    )
    return [(row[0], row[1]) for row in rows]


def test_two_accounts_in_step_are_found_once_and_those_who_are_not_never(sprint: Contest, now: Clock) -> None:
    world = sprint.world
    one, other, third = (world.person() for _ in range(3))
    race(sprint, one, now, 4000, MONDAY_NOON)
    race(sprint, other, now, 4100, MONDAY_NOON + 90 * SECOND)
    race(sprint, third, now, 7000, MONDAY_NOON + 200 * SECOND)
    assert look(sprint) == 2
    assert look(sprint) == 0
    assert kinds(sprint) == [("twins", 2)]
    found = db.session.scalars(select(Finding)).all()
    assert {finding.member_id for finding in found} == {one.id, other.id}
    assert found[0].details["shared"] == 10
    assert len(found[0].details["times"]) == 10


def test_answers_faster_than_reading_are_found(
    sprint: Contest, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    race(sprint, sprint.world.person(), now, 200, MONDAY_NOON)
    race(sprint, sprint.world.person(), now, 9000, MONDAY_NOON + 90 * SECOND)
    monkeypatch.setattr(inspecting.reading, "SHORTEST", 1)
    assert look(sprint, limit=5) == 1
    finding = db.session.scalars(select(Finding)).one()
    assert finding.kind == "fast"
    assert len(finding.details["fast"]) >= 5
    assert finding.details["usual"]["median"] > 0


def test_newcomers_of_one_branch_who_come_for_the_contest_are_found(contest: Contest, now: Clock) -> None:
    people = [contest.world.person() for _ in range(6)]
    with unit_of_work() as session:
        for number, who in enumerate(people):
            joined = MONDAY_NOON - timedelta(minutes=20) + number * 10 * SECOND
            code = {"selector": "AAAA", "secret_hash": f"hash{number}", "made_by": contest.admin.id}
            times = {"created_at": joined, "expires_at": joined + timedelta(days=1), "used_at": joined}
            session.add(Invitation(member_id=who.id, **code, **times))
    for number, who in enumerate(people):
        contest.play(who, number % 5)
    look(contest)
    assert kinds(contest) == [("burst", 6)]


def test_the_work_looks_every_ten_minutes_and_one_last_time_after_the_end(
    sprint: Contest, now: Clock
) -> None:
    quiz = sprint.row().id
    now(MONDAY_NOON)
    assert work.JOBS["查看异常"]() == 0
    assert inspecting.due(MONDAY_NOON + timedelta(minutes=9)) == []
    race(sprint, sprint.world.person(), now, 4000, MONDAY_NOON)
    race(sprint, sprint.world.person(), now, 4000, MONDAY_NOON + 90 * SECOND)
    now(MONDAY_NOON + timedelta(minutes=10))
    assert work.JOBS["查看异常"]() == 2
    now(OVER + timedelta(minutes=5))
    assert work.JOBS["查看异常"]() == 0
    assert db.session.get_one(Inspection, quiz).done
    assert inspecting.due(OVER + timedelta(days=9)) == []


PEOPLE = ("nobody", "secretary", "elsewhere", "unit_admin", "editor", "district_admin")
OUT, NO, GONE, SEES, DOES = 302, 403, 404, 200, 302
TABLE = [
    ("GET", "/findings/", (OUT, NO, SEES, SEES, NO, SEES)),
    ("GET", "/findings/{finding}/", (OUT, NO, GONE, SEES, NO, SEES)),
    ("POST", "/findings/{finding}/decision", (OUT, NO, DOES, DOES, NO, DOES)),
    ("POST", "/findings/{finding}/appeal", (OUT, NO, DOES, DOES, NO, DOES)),
]


@pytest.mark.parametrize("place", range(len(PEOPLE)), ids=PEOPLE)
def test_everybody_gets_exactly_this_far(place: int, world: World, client: FlaskClient) -> None:
    person, contest = PEOPLE[place], Contest(world, owner=world.streets[0])
    me = world.person()
    filled = {"finding": raise_finding(contest, me, contest.play(me, 3))}
    over: dict[str, Any] = {
        "secretary": world.branches[0],
        "elsewhere": world.streets[1],
        "unit_admin": world.streets[0],
        "editor": world.district,
        "district_admin": world.district,
    }
    role = "unit_admin" if person == "elsewhere" else person
    office = None if person == "nobody" else office_of(world, client, role, over[person])
    got = []
    for method, template, _ in TABLE:
        path = template.format(**filled)
        if office is None:
            reply = client.open(f"/console{path}", method=method, headers=BROWSER)
        else:
            reply = office.get(path) if method == "GET" else office.send(path)
        got.append((method, template, reply.status_code))
    assert got == [(method, template, expected[place]) for method, template, expected in TABLE]
    assert db.session.scalars(select(Finding.state)).all() == ["open"]


def test_at_the_console_from_the_list_to_the_restored_attempt(contest: Contest, client: FlaskClient) -> None:
    world, me = contest.world, contest.world.person(name="赵钱孙")
    attempt = contest.play(me, 3)
    finding = raise_finding(contest, me, attempt)
    office = office_of(world, client, "district_admin", world.district)
    here = f"/findings/{finding}/"
    page = office.read("/findings/")
    assert "赵*孙" in page
    assert "赵钱孙" not in page + office.read(here)
    assert told(office.follow(f"{here}decision", {"action": "void", "reason": ""}))[0].startswith(
        "请写明作废"
    )
    done = office.follow(f"{here}decision", {"action": "void", "reason": "同一人两台手机"})
    assert told(done)[0].startswith("已作废")
    with unit_of_work():
        deciding.appeal(attempt, "手机借给邻居用了一次", me.id, MONDAY_NOON)
    assert "手机借给邻居用了一次" in office.read(here)
    assert told(office.follow(f"{here}appeal", {"action": "keep", "reply": "维持"}))[0].startswith(
        "作废是您定的"
    )
    assert db.session.scalars(select(Attempt.voided)).one()
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 5
