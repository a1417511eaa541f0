"""Whose attempt, whose quiz: somebody else's is not there."""

from collections.abc import Callable
from datetime import datetime

import pytest

from jinshui_study.db import unit_of_work
from jinshui_study.errors import Invalid
from jinshui_study.questions.sampling import DrawRule
from tests.arena.steps import all_answers, problem, run
from tests.moments import at
from tests.world import World, six_questions

Clock = Callable[[datetime], None]
NOT_THERE = (404, "not_found")


@pytest.mark.parametrize("preset", ["daily", "topic", "survival", "contest"])
def test_the_attempt_of_somebody_else_is_not_there(world: World, preset: str) -> None:
    me, other = world.person(), world.person()
    attempt = world.start(me, world.quiz(preset))
    path = f"/attempts/{attempt['id']}"
    answer = all_answers(attempt)[0]["response"]
    assert problem(world.call(other, "GET", path)) == NOT_THERE
    assert problem(world.call(other, "PUT", f"{path}/answers/1", {"response": answer})) == NOT_THERE
    assert problem(world.call(other, "POST", f"{path}/next")) == NOT_THERE
    assert problem(world.call(other, "POST", f"{path}/revive")) == NOT_THERE
    assert problem(world.call(other, "POST", f"{path}/submission", {"answers": []})) == NOT_THERE
    shown = world.get(me, path)
    assert (shown["state"], shown["answered"]) == ("open", [])


def test_the_result_of_somebody_else_is_not_there(world: World) -> None:
    me, admin = world.person(), world.person(role="district_admin", over=world.district)
    attempt = world.start(me, world.quiz("daily"))
    world.submit(me, attempt)
    for other in (world.bystander, admin):
        path = f"/attempts/{attempt['id']}"
        assert problem(world.call(other, "GET", path)) == NOT_THERE
        assert problem(world.call(other, "POST", f"{path}/submission", {"answers": []})) == NOT_THERE


def test_an_attempt_that_never_was_is_not_there(world: World) -> None:
    me = world.person()
    assert problem(world.call(me, "GET", "/attempts/AAAAAAAAAAAAAAAA")) == NOT_THERE
    assert problem(world.call(me, "GET", "/attempts/1")) == NOT_THERE


def test_nobody_sees_anything_without_a_login(world: World) -> None:
    quiz = world.quiz("daily")
    for method, path in (
        ("GET", "/quizzes"),
        ("GET", f"/quizzes/{quiz}"),
        ("POST", f"/quizzes/{quiz}/attempts"),
        ("GET", "/attempts/AAAAAAAAAAAAAAAA"),
    ):
        assert problem(world.call(None, method, path)) == (401, "unauthorized")


def test_a_quiz_of_another_subtree_is_not_there(world: World) -> None:
    here, there = world.person(branch=0), world.person(branch=2)
    quiz = world.quiz("topic", owner=world.streets[1])
    for path in (f"/quizzes/{quiz}", f"/quizzes/{quiz}/leaderboard"):
        assert problem(world.call(here, "GET", path)) == NOT_THERE
        assert world.call(there, "GET", path).status_code == 200
    assert problem(world.call(here, "POST", f"/quizzes/{quiz}/attempts")) == NOT_THERE
    for listed in ("/quizzes", "/quizzes?open=true"):
        assert world.get(here, listed)["items"] == []
        assert [item["id"] for item in world.get(there, listed)["items"]] == [quiz]
    world.start(there, quiz)


def test_who_manages_a_subtree_sees_its_quizzes_and_enters_none(world: World) -> None:
    quiz = world.quiz("topic", owner=world.streets[1])
    district = world.person(role="district_admin", over=world.district)
    street = world.person(role="unit_admin", over=world.streets[1])
    elsewhere = world.person(role="unit_admin", over=world.streets[0])
    secretary = world.person(role="secretary", over=world.streets[1])
    for who in (district, street):
        assert world.get(who, f"/quizzes/{quiz}")["id"] == quiz
        assert world.get(who, f"/quizzes/{quiz}/leaderboard")["items"] == []
        assert problem(world.call(who, "POST", f"/quizzes/{quiz}/attempts")) == NOT_THERE
    for who in (elsewhere, secretary):
        assert problem(world.call(who, "GET", f"/quizzes/{quiz}")) == NOT_THERE
        assert problem(world.call(who, "GET", f"/quizzes/{quiz}/leaderboard")) == NOT_THERE


def sealed(world: World, count: int = 5) -> tuple[DrawRule, ...]:
    with unit_of_work():
        world.load_bank("sealed", six_questions(30), purpose="sealed")
    return (DrawRule(count=count, score=100, banks=("sealed",)),)


@pytest.mark.parametrize(
    ("preset", "changes"),
    [
        ("daily", {}),
        ("topic", {"questions": 5}),
        ("survival", {"questions": 5}),
        ("weekly", {"questions": 5}),
        ("contest", {"questions": 5, "feedback": "each"}),
        ("contest", {"questions": 5, "feedback": "end"}),
    ],
)
def test_a_sealed_bank_cannot_be_practised(world: World, preset: str, changes: dict[str, object]) -> None:
    draw = sealed(world)
    with pytest.raises(Invalid):
        world.quiz(preset, draw=draw, **changes)


@pytest.mark.parametrize("changes", [{}, {"feedback": "end", "tries_total": 1}])
def test_a_sealed_bank_serves_a_contest(world: World, changes: dict[str, object]) -> None:
    quiz = world.quiz("contest", questions=5, draw=sealed(world), **changes)
    assert world.start(world.person(), quiz)["total"] == 5


def test_a_sealed_bank_beside_an_open_one_is_sealed_all_the_same(world: World) -> None:
    draw = (DrawRule(count=5, score=100, banks=("study",)), *sealed(world, count=5))
    with pytest.raises(Invalid):
        world.quiz("topic", draw=draw)


def test_a_sealed_question_is_shown_in_its_contest_alone_and_reviewed_after_it(
    world: World, now: Clock
) -> None:
    me, draw = world.person(), sealed(world, count=6)
    contest = world.quiz("contest", questions=6, draw=draw, closes_at=at(23, 18))
    practice = {preset: world.quiz(preset) for preset in ("daily", "weekly", "survival", "topic")}
    shown = [str(world.get(me, path)) for path in ("/home", "/quizzes", "/quizzes?open=true")]
    for preset, quiz in practice.items():
        attempt = world.start(me, quiz)
        shown += [str(world.get(me, f"/quizzes/{quiz}")), str(attempt)]
        if preset != "survival":
            shown.append(str(world.submit(me, attempt, all_answers(attempt))))
    secrets = [f"{name}30" for name in ("单选", "多选", "判断", "填空", "排序", "连线")]
    assert not any(secret in text for secret in secrets for text in shown)
    attempt = run(world, me, contest, [True] * 6)
    stems = [question["stem"] for question in attempt["questions"]]
    assert sorted(stem[:4] for stem in stems) == sorted(secrets)
    assert world.submit(me, attempt)["review"] is None
    now(at(23, 18))
    assert len(world.get(me, f"/attempts/{attempt['id']}")["review"]) == 6


def test_a_bank_of_another_subtree_cannot_be_used(world: World) -> None:
    with pytest.raises(Invalid):
        world.quiz("daily", draw=(DrawRule(count=5, score=100, banks=("unheard of",)),))


def test_quizzes_are_listed_page_by_page(world: World, now: Clock) -> None:
    me = world.person()
    ends = {hour: world.quiz("topic", closes_at=at(23, hour)) for hour in (20, 18, 19)}
    together = [world.quiz("topic", closes_at=at(23, 21)) for _ in range(2)]
    world.quiz("topic", opens_at=at(23, 9), closes_at=at(23, 11))
    world.quiz("topic", opens_at=at(24), closes_at=at(25))
    expected = [ends[18], ends[19], ends[20], *together]
    assert [item["id"] for item in world.get(me, "/quizzes?open=true")["items"]] == expected
    for listed, count in (("/quizzes?open=true", 5), ("/quizzes?", 6)):
        whole = [item["id"] for item in world.get(me, listed)["items"]]
        found, cursor = [], ""
        while cursor is not None:
            page = world.get(me, f"{listed}&limit=2{cursor and '&cursor=' + cursor}")
            found += [item["id"] for item in page["items"]]
            cursor = page["next"]
        assert found == whole
        assert len(found) == count


def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    me = world.person()
    for _ in range(2):
        world.quiz("topic")
    cursor = world.get(me, "/quizzes?limit=1")["next"]
    assert problem(world.call(me, "GET", f"/quizzes?open=true&cursor={cursor}")) == (422, "invalid")


def test_the_home_card_lists_what_is_open(world: World) -> None:
    me = world.person()
    quiz = world.quiz("contest")
    attempt = run(world, me, quiz, [True])
    [card] = world.get(me, "/home")["quizzes"]
    assert (card["id"], card["open_attempt_id"], card["tries_left"]) == (quiz, attempt["id"], 1)
