"""Trying other rules: equal to what was really paid, moves that add up, and nothing written."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena.trials import forms, trial, trying
from jinshui_study.arena.trials.trial import Deed
from jinshui_study.compliance import Profile
from jinshui_study.errors import Invalid
from jinshui_study.points import rulebooks, rules
from jinshui_study.points.rules import FIRST_RULES, Rulebook
from tests.console.office import office_of
from tests.moments import MONDAY_NOON
from tests.world import World

Clock = Callable[[datetime], None]
BOOK = rules.from_data(1, FIRST_RULES)
DAY = MONDAY_NOON.date()
scores = st.dictionaries(st.integers(1, 30), st.integers(0, 20), min_size=1)
deeds = st.lists(
    st.builds(
        Deed,
        member=st.integers(1, 6),
        branch=st.just(1),
        quiz=st.integers(1, 3),
        task=st.sampled_from(["daily", "topic", "contest", "none"]),
        pays=st.sampled_from(["each", "improvement", "daily_improvement"]),
        day=st.sampled_from([DAY, DAY + timedelta(days=1)]),
        correct=st.integers(0, 10),
        questions=st.just(10),
    ),
    max_size=30,
)


def capped(cap: int) -> Rulebook:
    return forms.read(BOOK, {f"{task.code}-cap": str(cap) for task in BOOK.tasks})


@given(deeds)
def test_no_day_gives_more_than_the_caps(found: list[Deed]) -> None:
    for book, most in ((BOOK, None), (capped(2), 2), (capped(0), 0)):
        totals = trial.replay(found, book)
        for member, points in totals.items():
            mine = {(deed.day, deed.task) for deed in found if deed.member == member}
            caps = {task.code: task.cap if most is None else most for task in book.tasks}
            assert 0 <= points <= sum(caps.get(task, 0) for _, task in mine)
        assert set(totals) == {deed.member for deed in found}


@given(scores)
def test_a_rank_is_one_more_than_how_many_are_better(found: dict[int, int]) -> None:
    ranks = trial.ranks(found)
    for one, score in found.items():
        assert ranks[one] == 1 + sum(other > score for other in found.values())


@given(scores)
def test_the_same_rules_move_nobody_and_turned_round_they_move_all(found: dict[int, int]) -> None:
    same = trial.compare(found, found)
    assert (same.moves, same.size) == ([], len(found))
    turned = trial.compare(found, {one: -score for one, score in found.items()})
    if len(set(found.values())) > 1:
        assert same.correlation == pytest.approx(1)
        assert turned.correlation == pytest.approx(-1)
    else:
        assert same.correlation is None
    assert all(move.places == move.before - move.after != 0 for move in turned.moves)
    sizes = [abs(move.places) for move in turned.moves]
    assert sizes == sorted(sizes, reverse=True)


def test_a_form_as_it_is_shown_is_the_rulebook() -> None:
    sent = {name: str(value) for task in BOOK.tasks for name, _, value in forms.fields_of(task)}
    assert forms.read(BOOK, sent) == BOOK
    with pytest.raises(Invalid) as raised:
        forms.read(BOOK, {"daily-cap": "-1", "topic-points-0": "多"})
    assert set(raised.value.errors or {}) == {"daily-cap", "topic-points-0"}


def test_the_current_rules_give_what_was_really_paid(world: World, now: Clock) -> None:
    people = [world.person(branch=place % 2, opted_in=place != 2) for place in range(6)]
    daily, topic = world.quiz("daily"), world.quiz("topic")
    for place, who in enumerate(people):
        world.play(who, daily, place)
    for _ in range(3):
        world.submit(people[0], world.start(people[0], topic))
    book = rulebooks.in_force(DAY)
    real = {who.id: world.get(who, "/leaderboards/members?period=all")["me"]["points"] for who in people}
    paid = trying._deeds(trying.LedgerEntry.day >= DAY - timedelta(days=1), 1)
    assert trial.replay(paid, book) == real
    tried = forms.read(book, {"daily-cap": "2"})
    outcome = trying.run(book, tried, Profile("strict"), MONDAY_NOON)
    assert (outcome.members.size, outcome.branches.size) == (5, 2)
    assert trying.run(book, tried, Profile("open"), MONDAY_NOON).members.size == 6
    assert {named.name for named in outcome.named_members} <= {"张*明"}
    assert outcome.members.moves


PEOPLE = ("nobody", "secretary", "unit_admin", "editor", "district_admin")


@pytest.mark.parametrize(("role", "status"), list(zip(PEOPLE, (302, 403, 403, 403, 200), strict=True)))
def test_only_the_district_tries_rules(world: World, client: FlaskClient, role: str, status: int) -> None:
    if role == "nobody":
        assert client.get("/console/trial/").status_code == status
        return
    over = world.branches[0] if role == "secretary" else world.district
    assert office_of(world, client, role, over).get("/trial/").status_code == status


def test_at_the_console_a_change_shows_who_would_move(world: World, client: FlaskClient) -> None:
    daily = world.quiz("daily")
    for place in range(6):
        world.play(world.person(name=f"王小{place}", branch=place % 2), daily, place)
    office = office_of(world, client, "district_admin", world.district)
    assert "名次会变" not in office.read("/trial/")
    page = office.read("/trial/?daily-cap=1")
    assert "名次会变" in page
    assert "王*1" in page
    assert "名次都不变" in office.read("/trial/?daily-cap=5")
    reply = office.get("/trial/?daily-cap=x")
    assert reply.status_code == 422
