"""A quiz's board: what is on it, when it freezes, and that it is what the attempts say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena import boards
from jinshui_study.compliance import Profile
from jinshui_study.db import unit_of_work
from jinshui_study.points import verification
from tests.arena.steps import all_answers
from tests.moments import MONDAY_NOON, at
from tests.world import Person, World

Clock = Callable[[datetime], None]

OPENS, FREEZES, CLOSES, REVEALS = at(23, 9), at(23, 18), at(23, 21), at(24, 9)
JUST_BEFORE = FREEZES - timedelta(milliseconds=1)


def contest(world: World, **changes: Any) -> str:
    """Five questions, any number of tries, the best counts, frozen for the last three hours."""
    rules = {"questions": 5, "seconds_per_question": None, "speed_percent": 0, "tries_per_day": None}
    times = {"opens_at": OPENS, "closes_at": CLOSES, "freezes_at": FREEZES, "reveals_at": REVEALS}
    return world.quiz("contest", **{**rules, **times, "counts": "best", **changes})


def points_on(world: World, viewer: Person, quiz: str) -> dict[str, int]:
    """Points by member on the board that the viewer sees."""
    items = world.get(viewer, f"/quizzes/{quiz}/leaderboard")["items"]
    return {item["member_id"]: item["points"] for item in items}


@contextmanager
def scene(world: World, now: Clock) -> Iterator[tuple[str, Person, Person]]:
    """One member improves after the freeze, another starts only then."""
    quiz, early, late = contest(world), world.person(), world.person(branch=2)
    now(JUST_BEFORE)
    world.play(early, quiz, right=2)
    now(FREEZES)
    world.play(early, quiz, right=4)
    world.play(late, quiz, right=5)
    yield quiz, early, late


def test_before_the_freeze_everybody_sees_the_live_board(world: World, now: Clock) -> None:
    quiz, me = contest(world), world.person()
    now(JUST_BEFORE)
    world.play(me, quiz, right=2)
    board = world.get(world.bystander, f"/quizzes/{quiz}/leaderboard")
    assert board["board"]["frozen_at"] is None
    assert points_on(world, world.bystander, quiz) == {me.public_id: 200}


def test_after_the_freeze_members_see_the_board_as_it_stood(world: World, now: Clock) -> None:
    with scene(world, now) as (quiz, early, late):
        for viewer in (early, late, world.bystander):
            board = world.get(viewer, f"/quizzes/{quiz}/leaderboard")
            assert board["board"]["frozen_at"] == "2026-11-23T18:00:00.000+08:00"
            assert points_on(world, viewer, quiz) == {early.public_id: 200}
        assert world.get(early, f"/quizzes/{quiz}/leaderboard")["me"]["points"] == 200
        assert world.get(late, f"/quizzes/{quiz}/leaderboard")["me"] == {
            "rank": None,
            "points": 0,
            "duration_ms": None,
        }


def test_the_district_admin_sees_the_live_board(world: World, now: Clock) -> None:
    admin = world.person(role="district_admin", over=world.district)
    with scene(world, now) as (quiz, early, late):
        assert points_on(world, admin, quiz) == {early.public_id: 400, late.public_id: 500}
        assert world.get(admin, f"/quizzes/{quiz}/leaderboard")["board"]["frozen_at"] is None


@pytest.mark.parametrize("role", ["secretary", "editor"])
def test_other_roles_see_the_frozen_board(world: World, now: Clock, role: str) -> None:
    officer = world.person(role=role, over=world.district)
    with scene(world, now) as (quiz, early, _):
        assert points_on(world, officer, quiz) == {early.public_id: 200}


def test_an_admin_of_one_subtree_sees_the_board_of_another_frozen(world: World, now: Clock) -> None:
    admin = world.person(role="district_admin", over=world.streets[0])
    with scene(world, now) as (quiz, early, _):
        assert points_on(world, admin, quiz) == {early.public_id: 200}


def test_after_the_reveal_everybody_sees_the_live_board(world: World, now: Clock) -> None:
    with scene(world, now) as (quiz, early, late):
        now(REVEALS - timedelta(milliseconds=1))
        assert points_on(world, early, quiz) == {early.public_id: 200}
        now(REVEALS)
        assert points_on(world, early, quiz) == {early.public_id: 400, late.public_id: 500}


def test_without_a_reveal_the_board_stays_frozen(world: World, now: Clock) -> None:
    quiz, me = contest(world, reveals_at=None), world.person()
    now(FREEZES)
    world.play(me, quiz, right=2)
    now(at(30))
    assert points_on(world, me, quiz) == {}


def test_the_boards_of_groups_freeze_too(world: World, now: Clock) -> None:
    quiz = contest(world)
    people = [world.person() for _ in range(3)]
    admin = world.person(role="district_admin", over=world.district)
    now(JUST_BEFORE)
    for one in people:
        world.play(one, quiz, right=2)
    now(FREEZES)
    for one in people:
        world.play(one, quiz, right=5)
    for of in ("branches", "streets"):
        path = f"/quizzes/{quiz}/leaderboard?of={of}"
        assert [group["score"] for group in world.get(people[0], path)["items"]] == [200]
        assert [group["score"] for group in world.get(admin, path)["items"]] == [500]


def test_an_attempt_across_the_freeze_counts_when_it_was_finished(world: World, now: Clock) -> None:
    quiz, me = contest(world), world.person()
    now(JUST_BEFORE)
    attempt = world.start(me, quiz)
    now(FREEZES)
    world.submit(me, attempt, all_answers(attempt))
    assert points_on(world, me, quiz) == {}
    now(REVEALS)
    assert points_on(world, me, quiz) == {me.public_id: 500}


def test_an_attempt_that_ended_before_the_freeze_is_on_the_frozen_board_whenever_it_is_closed(
    world: World, now: Clock
) -> None:
    quiz, me = contest(world, seconds_total=600), world.person()
    now(FREEZES - timedelta(minutes=20))
    attempt = world.start(me, quiz)
    path = f"/attempts/{attempt['id']}/answers/1"
    world.call(me, "PUT", path, {"response": all_answers(attempt)[0]["response"]})
    now(FREEZES + timedelta(hours=1))
    world.get(me, f"/attempts/{attempt['id']}")
    assert points_on(world, me, quiz) == {me.public_id: 100}


def test_equal_scores_stand_by_their_time_and_equal_times_share_a_rank(world: World, now: Clock) -> None:
    quiz = contest(world)
    people = [world.person() for _ in range(4)]
    for one, seconds in zip(people, (30, 20, 20, 10), strict=True):
        now(MONDAY_NOON)
        attempt = world.start(one, quiz)
        now(MONDAY_NOON + timedelta(seconds=seconds))
        world.submit(one, attempt, all_answers(attempt)[:3])
    items = world.get(people[0], f"/quizzes/{quiz}/leaderboard")["items"]
    assert [(item["rank"], item["duration_ms"]) for item in items] == [
        (1, 10_000),
        (2, 20_000),
        (2, 20_000),
        (4, 30_000),
    ]
    assert items[0]["member_id"] == people[3].public_id


@pytest.mark.parametrize("counts", ["best", "first", "last", "first_k"])
def test_both_boards_are_what_the_attempts_say_after_any_history(
    app: Flask, world: World, now: Clock, counts: str
) -> None:
    dice = Random(counts)
    quiz = contest(world, counts=counts, first_k=2, pass_percent=40, tries_per_day=None)
    other = contest(world)
    people = [world.person(opted_in=False), *(world.person(branch=branch) for branch in (0, 1, 2))]
    moment = at(23, 17, 50)
    for _ in range(24):
        moment += timedelta(seconds=dice.randrange(60))
        now(moment)
        world.play(dice.choice(people), dice.choice([quiz, quiz, other]), right=dice.randrange(6))
    profile: Profile = app.extensions["profile"]
    with unit_of_work():
        found = {board: verification.compare(board, totals) for board, totals in boards.totals(profile)}
    assert len(found) == 4
    assert found == dict.fromkeys(found, [])


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=MONDAY_NOON.tzinfo)
)


@given(st.none() | moments, st.none() | moments, moments, st.booleans())
def test_a_frozen_board_is_shown_from_the_freeze_to_the_reveal_to_who_may_not_see_more(
    freezes_at: datetime | None, reveals_at: datetime | None, moment: datetime, sees_live: bool
) -> None:
    board, frozen_at = boards.visible("q", freezes_at, reveals_at, moment, sees_live=sees_live)
    frozen = (
        not sees_live
        and freezes_at is not None
        and moment >= freezes_at
        and not (reveals_at is not None and moment >= reveals_at)
    )
    assert board == ("quiz:q:frozen" if frozen else "quiz:q")
    assert frozen_at == (freezes_at if frozen else None)
