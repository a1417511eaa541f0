"""Starting: when it is refused, how tries are counted, which questions are drawn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from jinshui_study import cache
from jinshui_study.accounts.sessions import CurrentMember
from jinshui_study.arena import attempts, lots, quizzes
from jinshui_study.arena.models import Exposure
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict
from jinshui_study.questions.models import Bank, Question
from jinshui_study.questions.sampling import DrawRule
from tests.arena.steps import problem, run
from tests.moments import MONDAY_LAST_SECOND, MONDAY_NOON, TUESDAY_FIRST_SECOND, at
from tests.world import Person, World, six_questions

Clock = Callable[[datetime], None]


def refusal(world: World, who: Person, quiz: str) -> tuple[int, str]:
    return problem(world.call(who, "POST", f"/quizzes/{quiz}/attempts"))


def small_bank(world: World, sets: int) -> tuple[DrawRule, ...]:
    """A bank of six questions a set; a rule that draws five of it."""
    drafts = [draft for number in range(20, 20 + sets) for draft in six_questions(number)]
    with unit_of_work():
        world.load_bank("small", drafts)
    return (DrawRule(count=5, score=100, banks=("small",)),)


def stems(attempt: dict[str, Any]) -> set[str]:
    return {question["stem"] for question in attempt["questions"]}


def test_a_quiz_opens_and_closes_to_the_second(world: World, now: Clock) -> None:
    me = world.person()
    quiz = world.quiz("topic", opens_at=at(23, 13), closes_at=at(23, 14))
    assert refusal(world, me, quiz) == (409, "not_open")
    now(at(23, 12, 59, 59))
    assert refusal(world, me, quiz) == (409, "not_open")
    now(at(23, 13))
    world.submit(me, world.start(me, quiz))
    now(at(23, 14))
    assert refusal(world, me, quiz) == (409, "not_open")


def test_only_one_attempt_is_open_at_a_time(world: World) -> None:
    me = world.person()
    quiz = world.quiz("topic")
    attempt = world.start(me, quiz)
    assert refusal(world, me, quiz) == (409, "attempt_open")
    assert world.get(me, f"/quizzes/{quiz}")["open_attempt_id"] == attempt["id"]
    world.start(world.bystander, quiz)
    world.submit(me, attempt)
    assert world.start(me, quiz)["id"] != attempt["id"]


def test_a_start_sent_twice_with_its_key_starts_once(world: World) -> None:
    me = world.person()
    quiz = world.quiz("topic")
    path = f"/quizzes/{quiz}/attempts"
    replies = [world.call(me, "POST", path, Idempotency_Key="start-1") for _ in range(3)]
    assert [reply.status_code for reply in replies] == [201, 201, 201]
    assert len({reply.get_data() for reply in replies}) == 1
    world.submit(me, replies[0].get_json())
    again = world.call(me, "POST", path, Idempotency_Key="start-1")
    assert again.get_data() == replies[0].get_data()
    assert world.call(me, "POST", path, Idempotency_Key="start-2").get_json()["id"] not in again.get_data(
        True
    )


def test_tries_of_a_day_roll_over_at_midnight_in_shanghai(world: World, now: Clock) -> None:
    me = world.person()
    quiz = world.quiz("topic", tries_per_day=1, closes_at=at(26))
    now(MONDAY_LAST_SECOND)
    world.submit(me, world.start(me, quiz))
    assert refusal(world, me, quiz) == (409, "no_tries_left")
    now(TUESDAY_FIRST_SECOND)
    assert world.get(me, f"/quizzes/{quiz}")["tries_left"] == 1
    world.submit(me, world.start(me, quiz))
    assert refusal(world, me, quiz) == (409, "no_tries_left")


def test_tries_in_all_do_not_roll_over(world: World, now: Clock) -> None:
    me = world.person()
    quiz = world.quiz("topic", tries_total=2, tries_per_day=2, closes_at=at(26))
    world.submit(me, world.start(me, quiz))
    world.submit(world.bystander, world.start(world.bystander, quiz))
    now(TUESDAY_FIRST_SECOND)
    assert world.get(me, f"/quizzes/{quiz}")["tries_left"] == 1
    world.submit(me, world.start(me, quiz))
    assert refusal(world, me, quiz) == (409, "no_tries_left")


def test_a_bank_that_has_shrunk_is_told(world: World) -> None:
    me = world.person()
    quiz = world.quiz("topic", questions=5, draw=small_bank(world, sets=1))
    with unit_of_work():
        bank = select(Bank.id).where(Bank.code == "small").scalar_subquery()
        retire = update(Question).where(Question.bank_id == bank, Question.kind.in_(["single", "multiple"]))
        db.session.execute(retire.values(state="retired"))
    cache.forget_all()
    reply = world.call(me, "POST", f"/quizzes/{quiz}/attempts")
    assert problem(reply) == (409, "too_few_questions")
    assert "需要 5 道，只能抽出 4 道" in reply.get_json()["detail"]


def test_unseen_questions_come_first_and_then_the_least_recently_seen(world: World, now: Clock) -> None:
    me = world.person()
    quiz = world.quiz("topic", questions=5, draw=small_bank(world, sets=2))
    papers = []
    for minute in range(6):
        now(MONDAY_NOON + timedelta(minutes=minute))
        attempt = world.start(me, quiz)
        papers.append(stems(attempt))
        world.submit(me, attempt)
    first, second, third, fourth, *_ = papers
    assert first.isdisjoint(second)
    assert len(third - first - second) == 2
    assert third - (third - first - second) <= first
    assert first - third <= fourth, "what was seen longest ago comes back first"
    for earlier, later in zip(papers[1:], papers[2:], strict=False):
        assert earlier.isdisjoint(later)


def test_what_others_have_seen_is_unseen_for_me(world: World) -> None:
    quiz = world.quiz("topic", questions=5, draw=small_bank(world, sets=2))
    me = world.person()
    mine = world.start(me, quiz)
    world.submit(me, mine)
    for _ in range(2):
        world.submit(world.bystander, world.start(world.bystander, quiz))
    assert stems(world.start(me, quiz)).isdisjoint(stems(mine))


def test_a_question_not_opened_yet_stays_unseen(world: World) -> None:
    me = world.person()
    attempt = run(world, me, world.quiz("contest"), [True, True, False])
    with unit_of_work():
        paper = attempts.get(attempt["id"], me.id).paper
        seen = set(db.session.scalars(select(Exposure.question_id).where(Exposure.member_id == me.id)))
    assert seen == {line["question"] for line in paper[:3]}


def test_a_large_bank_is_looked_at_as_a_whole_only_when_needed(
    world: World, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lots, "FIRST_LOOK", 10)
    me = world.person()
    quiz = world.quiz("topic", questions=2, draw=(DrawRule(count=2, score=100, banks=("study",)),))
    seen: set[str] = set()
    for _ in range(30):
        attempt = world.start(me, quiz)
        assert stems(attempt).isdisjoint(seen)
        seen |= stems(attempt)
        world.submit(me, attempt)
    assert len(seen) == 60
    statements.clear()
    world.start(me, quiz)
    assert sum("FROM exposures" in statement for statement in statements) == 2


def test_rules_that_share_questions_leave_each_other_enough(world: World) -> None:
    me = world.person()
    draw = (
        DrawRule(count=30, score=100, banks=("study",)),
        DrawRule(count=10, score=50, banks=("study",), kinds=("single",)),
    )
    quiz = world.quiz("topic", questions=40, draw=draw)
    attempt = world.start(me, quiz)
    assert len(stems(attempt)) == 40
    assert world.submit(me, attempt)["max_score"] == 30 * 100 + 10 * 50


def test_each_rule_draws_what_it_names(world: World) -> None:
    me = world.person()
    draw = (
        DrawRule(count=3, score=100, banks=("study",), kinds=("single",), topics=("专题1",)),
        DrawRule(count=2, score=200, banks=("study",), kinds=("blank",), difficulties=(2,)),
    )
    quiz = world.quiz("topic", questions=5, draw=draw)
    attempt = world.start(me, quiz)
    numbers: dict[str, set[int]] = {"single": set(), "blank": set()}
    for question in attempt["questions"]:
        numbers[question["kind"]].add(int(question["stem"][2]))
    assert len(numbers["single"]) == 3
    assert all(number % 2 == 1 for number in numbers["single"])
    assert len(numbers["blank"]) == 2
    assert all(number % 3 == 1 for number in numbers["blank"])


def test_a_paper_for_all_is_the_same_questions_in_other_orders_under_other_ids(world: World) -> None:
    me, other = world.person(), world.person(branch=2)
    quiz = world.quiz("weekly", same_for_all=True)
    mine, theirs = world.start(me, quiz), world.start(other, quiz)
    assert stems(mine) == stems(theirs)
    assert [q["stem"] for q in mine["questions"]] != [q["stem"] for q in theirs["questions"]]
    ids = [
        {one["id"] for q in attempt["questions"] for side in ("options", "left", "right") for one in q[side]}
        for attempt in (mine, theirs)
    ]
    assert ids[0].isdisjoint(ids[1])
    orders = [
        {q["stem"]: [option["text"] for option in q["options"]] for q in attempt["questions"]}
        for attempt in (mine, theirs)
    ]
    assert orders[0] != orders[1]


def test_a_paper_per_member_differs(world: World) -> None:
    quiz = world.quiz("weekly")
    assert stems(world.start(world.person(), quiz)) != stems(world.start(world.person(), quiz))


def test_of_two_starts_at_once_one_is_refused(world: World) -> None:
    """Both read that nothing is open; one of them writes first."""
    me = world.person()
    quiz = world.quiz("topic")
    asking = CurrentMember(me.id, me.public_id, me.name, me.branch_id, me.street_id, True, "")
    with unit_of_work():
        read_before = quizzes.get_enterable(quiz, asking, MONDAY_NOON)
    world.start(me, quiz)
    with pytest.raises(Conflict) as refused, unit_of_work():
        attempts.start(read_before, asking, MONDAY_NOON)
    assert refused.value.code == "attempt_open"


def test_too_few_for_all_is_told_when_the_paper_is_made(world: World) -> None:
    rules = (
        DrawRule(count=10, score=100, banks=("study",), kinds=("single",)),
        DrawRule(count=1, score=100, banks=("study",), kinds=("single",)),
    )
    with pytest.raises(Conflict) as refused:
        world.quiz("topic", questions=11, draw=rules, same_for_all=True)
    assert refused.value.code == "too_few_questions"
