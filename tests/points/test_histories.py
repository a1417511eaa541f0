"""Random histories: every board equals what the list of deeds says, recomputed here from nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Connection

from jinshui_study import cache
from jinshui_study.accounts import members, organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.organizations import Node
from jinshui_study.clock import SHANGHAI
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.points import board_pages, leaderboards, rankings, verification
from jinshui_study.points.verification import Total
from tests.moments import at
from tests.points.conftest import forget_sets
from tests.points.deeds import as_viewer, ask, award, node_of, post_result, reverse, whole_board
from tests.world import World

QUIZ = "quiz:history"
PERIODS = ("day", "week", "month", "year", "all", "quiz")
PEOPLE = 16
STRICT = Profile("strict")


class Line(NamedTuple):
    who: int
    points: int
    at: datetime
    day: date


@dataclass
class History:
    """What has happened, as plain facts: the source of every expectation."""

    now: datetime
    lines: list[Line] = field(default_factory=list)
    keys: list[tuple[int, str, Line]] = field(default_factory=list)
    reversed: set[str] = field(default_factory=set)
    results: dict[int, tuple[int, int, datetime]] = field(default_factory=dict)
    opted_in: set[int] = field(default_factory=lambda: set(range(PEOPLE)))

    def totals(self, period: str) -> dict[int, tuple[int, int, datetime]]:
        """Points, time and the moment they were reached, of everybody with a line in the period of now."""
        if period == "quiz":
            return self.results
        today, found = self.now.astimezone(SHANGHAI).date(), {}
        for who in range(PEOPLE):
            mine = [line for line in self.lines if line.who == who and same_period(period, line.day, today)]
            if mine:
                moments = [line.at for line in mine if line.points] or [min(line.at for line in mine)]
                found[who] = (sum(line.points for line in mine), 0, max(moments))
        return found


def same_period(period: str, day: date, today: date) -> bool:
    return {
        "day": day == today,
        "week": day.isocalendar()[:2] == today.isocalendar()[:2],
        "month": (day.year, day.month) == (today.year, today.month),
        "year": day.year == today.year,
        "all": True,
    }[period]


def name_of(period: str, now: datetime) -> str:
    today = now.astimezone(SHANGHAI).date()
    firsts = {
        "day": today,
        "week": today - timedelta(days=today.isoweekday() - 1),
        "month": today.replace(day=1),
        "year": date(today.year, 1, 1),
    }
    return {"all": "all", "quiz": QUIZ}.get(period) or f"{period}:{firsts[period]}"


class District:
    """People in five branches of two streets, one of the branches below a committee."""

    def __init__(self, world: World) -> None:
        with unit_of_work():
            street = db.session.get_one(Organization, world.streets[0].id)
            self.committee = organizations.create("committee", "机关党委", street)
            world.branches.append(organizations.create("branch", "机关支部", self.committee))
        self.branch_of = [(0, 1, 2, 4, 0, 2)[index % 6] for index in range(PEOPLE)]
        self.people = [world.person(name=f"党员{n}号", branch=b) for n, b in enumerate(self.branch_of)]
        self.branches = [node_of(branch) for branch in world.branches]
        self.streets = [node_of(street) for street in world.streets]
        whole, committee = node_of(world.district), node_of(self.committee)
        self.nodes: list[tuple[Node, set[int]]] = [
            (whole, {0, 1, 2, 3, 4}),
            (self.streets[0], {0, 1, 4}),
            (self.streets[1], {2, 3}),
            (committee, {4}),
            (self.branches[0], {0}),
        ]
        self.district = whole


@pytest.fixture
def district(world: World, order: Any) -> District:
    return District(world)


@contextmanager
def clean_state(connection: Connection, redis: Any) -> Iterator[None]:
    """What an example writes is gone after it, in the database, in Redis and in the process."""
    db.session.remove()
    cache.forget_all()
    if redis is not None:
        forget_sets(redis)
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        savepoint.rollback()


def carry_out(history: History, district: District, step: tuple[Any, ...]) -> None:
    """One step of a history, in the service and on the list of facts."""
    kind, who, *rest = step
    person = district.people[who]
    match kind:
        case "award":
            (points,) = rest
            key = f"deed:{len(history.keys)}"
            assert award(person, points, history.now, key=key) == points
            line = Line(who, points, history.now, history.now.astimezone(SHANGHAI).date())
            history.lines.append(line)
            history.keys.append((who, key, line))
        case "again" if history.keys:
            who, key, _ = history.keys[rest[0] % len(history.keys)]
            assert award(district.people[who], 3, history.now, key=key) == 0
        case "reverse" if history.keys:
            who, key, line = history.keys[rest[0] % len(history.keys)]
            reverse(district.people[who], key, history.now)
            if key not in history.reversed:
                history.reversed.add(key)
                history.lines.append(Line(who, -line.points, history.now, line.day))
        case "choose":
            (opted_in,) = rest
            with unit_of_work():
                member = members.get(person.id)
                member.ranking_opt_in = opted_in
                verification.relist(member, STRICT)
            (history.opted_in.add if opted_in else history.opted_in.discard)(who)
        case "result":
            score, ms = rest
            before = history.results.get(who)
            if before is None or (-score, ms) < (-before[0], before[1]):
                post_result(person, QUIZ, score, ms, history.now, before[:2] if before else None)
                history.results[who] = (score, ms, history.now)
        case "wait":
            history.now += timedelta(minutes=rest[0])


def look(history: History, district: District, who: int, period: str, place: int, limit: int) -> None:
    """Every page, the ranks, the total, me and my neighbours, against the list of facts."""
    node, branches = district.nodes[place]
    found = history.totals(period)
    listed = [
        (-points, ms, reached, district.people[one].id, one)
        for one, (points, ms, reached) in found.items()
        if one in history.opted_in and district.branch_of[one] in branches
    ]
    listed.sort()
    ranked = [
        (1 + sum(other[:2] < row[:2] for other in listed), district.people[row[4]].public_id, -row[0])
        for row in listed
    ]
    viewer = as_viewer(district.people[who], opted_in=who in history.opted_in)
    items, reply = whole_board(name_of(period, history.now), node, viewer, limit)
    mine = next((index for index, row in enumerate(listed) if row[4] == who), None)
    points = found[who][0] if who in found else 0
    assert reply["board"]["total"] == len(listed)
    assert reply["me"]["points"] == points
    if who not in history.opted_in:
        assert (items, reply["me"]["rank"], reply["around_me"]) == ([], None, [])
        return
    assert shown(items) == ranked
    assert reply["me"]["rank"] == (None if mine is None else ranked[mine][0])
    window = [] if mine is None else ranked[max(0, mine - 5) : mine + 6]
    assert shown(reply["around_me"]) == window


def shown(rows: list[dict[str, Any]]) -> list[tuple[int, str, int]]:
    return [(row["rank"], row["member_id"], row["points"]) for row in rows]


def check_groups(history: History, district: District, period: str) -> None:
    """Branches and streets of the district by the formula in fractions."""
    cache.forget_all()
    found = history.totals(period)
    unit = 1 if period == "quiz" else 10
    mean = Fraction(sum(points for points, _, _ in found.values()), max(1, len(found)))
    asked = ask(name_of(period, history.now), district.district, as_viewer(district.people[0]))
    kinds = [
        (board_pages.of_branches, [({index}, node) for index, node in enumerate(district.branches)]),
        (board_pages.of_streets, [({0, 1, 4}, district.streets[0]), ({2, 3}, district.streets[1])]),
    ]
    for read, groups in kinds:
        scores = []
        for branches, node in groups:
            points = [found[one][0] for one in found if district.branch_of[one] in branches]
            if len(points) >= 3:
                score = (sum(points) + 10 * mean) / (len(points) + 10) * unit
                scores.append((-floor(score + Fraction(1, 2)), node.id, node.public_id))
        scores.sort()
        expected = [(1 + sum(other[0] < row[0] for other in scores), row[2], -row[0]) for row in scores]
        rows = read(asked)["items"]
        assert [(row["rank"], row["organization_id"], row["score"]) for row in rows] == expected


def quiz_totals(history: History, district: District) -> list[Total]:
    return [
        Total(
            district.people[who].id,
            score,
            ms,
            reached,
            1,
            district.people[who].branch_id,
            district.people[who].street_id,
            who in history.opted_in,
        )
        for who, (score, ms, reached) in history.results.items()
    ]


def all_differences(history: History, district: District) -> list[Any]:
    found = verification.progress_differences()
    for board in verification.period_boards():
        found += verification.compare(board, verification.totals_of_period(board, STRICT))
    return found + verification.compare(QUIZ, quiz_totals(history, district))


WHO = st.integers(0, PEOPLE - 1)
STEPS = st.one_of(
    st.tuples(st.just("award"), WHO, st.integers(0, 3)),
    st.tuples(st.just("award"), WHO, st.integers(0, 1)),
    st.tuples(st.just("again"), WHO, st.integers(0, 50)),
    st.tuples(st.just("reverse"), WHO, st.integers(0, 50)),
    st.tuples(st.just("choose"), WHO, st.booleans()),
    st.tuples(
        st.just("result"), WHO, st.sampled_from((0, 100, 200)), st.sampled_from((0, 9_999, 10_000, 10_001))
    ),
    st.tuples(st.just("wait"), WHO, st.sampled_from((1, 1, 60, 700, 10_000))),
    st.tuples(
        st.just("look"), WHO, st.sampled_from(PERIODS), st.integers(0, 4), st.sampled_from((1, 2, 5, 7, 100))
    ),
)
STARTS = st.lists(st.sampled_from((None, 1, 1, 1, 1, 2)), min_size=PEOPLE, max_size=PEOPLE)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(starts=STARTS, steps=st.lists(STEPS, min_size=5, max_size=25), viewer=WHO)
def test_every_board_equals_a_recomputation(
    district: District,
    connection: Connection,
    order: Any,
    starts: list[int | None],
    steps: list[Any],
    viewer: int,
) -> None:
    with clean_state(connection, order):
        history = History(at(26, 20))
        for who, points in enumerate(starts):
            if points is not None:
                carry_out(history, district, ("award", who, points))
                carry_out(history, district, ("result", who, points * 100, 10_000))
        for step in steps:
            if step[0] == "look":
                look(history, district, *step[1:])
            else:
                carry_out(history, district, step)
        for index, period in enumerate(PERIODS):
            look(history, district, (viewer + index) % PEOPLE, period, index % 5, 6)
        check_groups(history, district, PERIODS[viewer % len(PERIODS)])
        assert all_differences(history, district) == []


def test_a_crowd_of_equals_wider_than_the_window_has_one_rank(district: District) -> None:
    history = History(at(23))
    for who in range(PEOPLE):
        carry_out(history, district, ("award", who, 2 if who in (3, 9) else 1))
    for who in range(PEOPLE):
        look(history, district, who, "day", 0, 4)
    assert rankings.read("all", leaderboards.Scope("district"), district.people[0].id, None, 5)[0].rank == 3


def test_a_corrupted_row_is_found_and_mended(district: District) -> None:
    history = History(at(23))
    for who in range(PEOPLE):
        carry_out(history, district, ("award", who, who % 3))
    assert all_differences(history, district) == []
    me = district.people[5]
    with unit_of_work() as session:
        for statement in (
            f"UPDATE member_standings SET points = 99 WHERE member_id = {me.id} AND board = 'all'",
            f"UPDATE branch_standings SET total = total + 1 WHERE branch_id = {me.branch_id} AND board = 'all'",
            "UPDATE standing_counts SET members = members + 1 WHERE board = 'day:2026-11-23' AND node_id = 0",
            f"UPDATE daily_progress SET points = 99 WHERE member_id = {me.id}",
        ):
            session.connection().exec_driver_sql(statement)
    found = all_differences(history, district)
    assert {(difference.board, difference.row.split(" ")[0]) for difference in found} == {
        ("all", "member"),
        ("all", "branch"),
        ("day:2026-11-23", "count"),
        ("progress", "task"),
    }
    with unit_of_work():
        verification.replace_progress()
        for board in verification.period_boards():
            verification.replace(board, verification.totals_of_period(board, STRICT))
    assert all_differences(history, district) == []
    look(history, district, 5, "all", 0, 5)
    carry_out(history, district, ("award", 5, 3))
    look(history, district, 5, "all", 0, 5)
    assert all_differences(history, district) == []
