"""Answers: what may be changed until when, what a repeated request comes to, what is refused."""

from typing import Any

from tests.arena.steps import all_answers, go_on, post, problem, put, run
from tests.world import World, answer_to


def test_an_answer_may_be_changed_until_the_attempt_is_handed_in(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    for right in (False, True, False, True):
        assert put(world, me, attempt, 1, right=right).get_json()["state"] == "saved"
    assert world.get(me, f"/attempts/{attempt['id']}")["answered"] == [1]
    assert world.submit(me, attempt)["correct"] == 1
    assert problem(put(world, me, attempt, 1, right=False)) == (409, "answer_locked")
    assert problem(put(world, me, attempt, 2)) == (409, "attempt_finished")


def test_an_answer_may_not_be_changed_once_its_feedback_was_shown(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("topic"))
    first = put(world, me, attempt, 1, right=False)
    assert first.get_json()["state"] == "locked"
    assert problem(put(world, me, attempt, 1, right=True)) == (409, "answer_locked")
    assert put(world, me, attempt, 1, right=False).get_json() == first.get_json()
    world.submit(me, attempt)
    assert put(world, me, attempt, 1, right=False).get_json() == first.get_json()


def test_in_a_sequence_the_question_before_is_past(world: World) -> None:
    me = world.person()
    attempt = run(world, me, world.quiz("contest"), [False])
    assert put(world, me, attempt, 1, right=True).status_code == 200
    attempt = go_on(world, me, attempt)
    assert problem(put(world, me, attempt, 1, right=False)) == (409, "answer_locked")
    assert put(world, me, attempt, 1, right=True).status_code == 200
    assert world.submit(me, attempt, all_answers(attempt, right=False))["correct"] == 1


def test_only_opened_questions_are_listed_and_answered(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("contest", questions=3))
    assert [question["number"] for question in attempt["questions"]] == [1]
    response = answer_to(attempt["questions"][0], right=True)
    assert problem(put(world, me, attempt, 2, response=response)) == (404, "not_found")
    assert problem(post(world, me, attempt, "next")) == (409, "question_open")
    put(world, me, attempt, 1)
    attempt = go_on(world, me, attempt)
    assert [question["number"] for question in attempt["questions"]] == [1, 2]
    assert attempt["answered"] == [1]
    assert world.get(me, f"/attempts/{attempt['id']}")["questions"] == attempt["questions"]
    put(world, me, attempt, 2)
    attempt = go_on(world, me, attempt)
    put(world, me, attempt, 3)
    assert problem(post(world, me, attempt, "next")) == (409, "all_open")


def test_a_next_sent_twice_with_its_key_opens_one_question(world: World) -> None:
    me = world.person()
    attempt = run(world, me, world.quiz("contest"), [True])
    path = f"/attempts/{attempt['id']}/next"
    replies = [world.call(me, "POST", path, Idempotency_Key="next-2") for _ in range(2)]
    assert replies[0].status_code == 200
    assert replies[0].get_data() == replies[1].get_data()
    assert problem(post(world, me, attempt, "next")) == (409, "question_open")


def test_a_paper_shown_as_a_whole_has_no_next(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    assert problem(post(world, me, attempt, "next")) == (409, "all_open")


def test_numbers_beyond_the_paper_are_404_and_left_out_of_a_submission(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    answers = all_answers(attempt)
    response = answers[0]["response"]
    assert problem(put(world, me, attempt, 6, response=response)) == (404, "not_found")
    assert problem(put(world, me, attempt, 9999, response=response)) == (404, "not_found")
    result = world.submit(me, attempt, [*answers[:2], {"number": 6, "response": response}])
    assert (result["correct"], len(result["review"])) == (2, 5)


def test_questions_not_opened_are_left_out_of_a_submission(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("contest"))
    response = answer_to(attempt["questions"][0], right=True)
    result = world.submit(
        me, attempt, [{"number": 1, "response": response}, {"number": 2, "response": response}]
    )
    assert result["correct"] == 1


def test_a_submission_goes_over_drafts_and_leaves_locked_answers(world: World) -> None:
    me = world.person()
    daily = world.start(me, world.quiz("daily"))
    for number in (1, 2):
        put(world, me, daily, number, right=False)
    changed = all_answers(daily)[:1]
    assert [line["correct"] for line in world.submit(me, daily, changed)["review"]] == [True] + [False] * 4
    topic = world.start(me, world.quiz("topic"))
    put(world, me, topic, 1, right=False)
    result = world.submit(me, topic, all_answers(topic))
    assert [line["correct"] for line in result["review"]] == [False] + [True] * 9


def test_a_submission_sent_again_changes_nothing(world: World) -> None:
    me = world.person()
    quiz = world.quiz("weekly")
    attempt = world.start(me, quiz)
    first = world.submit(me, attempt, all_answers(attempt)[:13])
    assert world.submit(me, attempt, all_answers(attempt)) == first
    assert world.submit(me, attempt) == first
    assert world.get(me, f"/attempts/{attempt['id']}") == first
    assert len(world.get(me, "/points/entries")["items"]) == 1
    assert world.get(me, f"/quizzes/{quiz}/leaderboard")["me"]["points"] == 1300


def test_a_submission_with_its_key_is_replayed_and_its_key_not_reused(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    path = f"/attempts/{attempt['id']}/submission"
    body: dict[str, Any] = {"answers": all_answers(attempt)}
    first, again = (world.call(me, "POST", path, body, Idempotency_Key="k") for _ in range(2))
    assert (first.status_code, first.get_json()["correct"]) == (200, 5)
    assert again.get_data() == first.get_data()
    other = world.call(me, "POST", path, {"answers": []}, Idempotency_Key="k")
    assert problem(other) == (409, "idempotency_key_reused")


def test_the_same_number_twice_is_refused(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    [answer, *_] = all_answers(attempt)
    reply = world.call(me, "POST", f"/attempts/{attempt['id']}/submission", {"answers": [answer, answer]})
    assert problem(reply) == (422, "invalid")
    assert world.get(me, f"/attempts/{attempt['id']}")["state"] == "open"


def test_a_response_of_another_kind_is_refused_by_put_and_submit(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("weekly"))
    others: list[dict[str, Any]] = [{"value": True}, {"texts": ["甲"]}, {"options": []}, {"pairs": []}]
    for question in attempt["questions"][:6]:
        right_shape = set(answer_to(question, right=True))
        for response in others:
            if set(response) == right_shape:
                continue
            number = question["number"]
            assert problem(put(world, me, attempt, number, response=response)) == (422, "invalid")
            answers = [{"number": number, "response": response}]
            reply = world.call(me, "POST", f"/attempts/{attempt['id']}/submission", {"answers": answers})
            assert problem(reply) == (422, "invalid")
            assert reply.get_json()["errors"]["answers"][0].startswith(f"第 {number} 题：")
    assert world.get(me, f"/attempts/{attempt['id']}")["answered"] == []


OF_NO_KIND: list[Any] = [
    None,
    {},
    [],
    "甲",
    {"options": "k"},
    {"options": [1]},
    {"options": ["x" * 201]},
    {"options": ["x"] * 51},
    {"value": "true"},
    {"value": 1},
    {"texts": [None]},
    {"pairs": [["a"]]},
    {"pairs": [["a", "b", "c"]]},
    {"pairs": {"a": "b"}},
    {"options": [], "value": True},
    {"choice": ["a"]},
]


def test_a_response_of_no_kind_is_refused(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    for response in OF_NO_KIND:
        reply = world.call(me, "PUT", f"/attempts/{attempt['id']}/answers/1", {"response": response})
        assert problem(reply) == (422, "invalid"), response
        assert "response" in reply.get_json()["errors"], response
    assert world.get(me, f"/attempts/{attempt['id']}")["answered"] == []


def test_an_unknown_field_is_refused(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    body = {"response": {"value": True}, "correct": True}
    assert problem(world.call(me, "PUT", f"/attempts/{attempt['id']}/answers/1", body)) == (422, "invalid")


def test_an_empty_answer_is_an_answer_and_wrong(world: World) -> None:
    me = world.person()
    quiz = world.quiz("topic")
    attempt = world.start(me, quiz)
    empty: dict[str, dict[str, Any]] = {
        "single": {"options": []},
        "multiple": {"options": []},
        "blank": {"texts": []},
        "ordering": {"options": []},
        "matching": {"pairs": []},
    }
    for question in attempt["questions"]:
        if question["kind"] in empty:
            reply = put(world, me, attempt, question["number"], response=empty[question["kind"]])
            assert reply.get_json()["feedback"]["correct"] is False


def test_every_kind_can_be_answered_right(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("topic", questions=60))
    result = world.submit(me, attempt, all_answers(attempt))
    assert {line["kind"] for line in result["review"]} == {
        "single",
        "multiple",
        "true_false",
        "blank",
        "ordering",
        "matching",
    }
    assert (result["correct"], result["score"]) == (60, 6000)
    assert all(line["response"] is not None for line in result["review"])
