"""Every preset from the start to the finish, through the API."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.arena.steps import go_on, post, problem, put, run
from tests.moments import MONDAY_NOON, at
from tests.world import World

Clock = Callable[[datetime], None]


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_daily_explains_at_the_end_and_may_be_tried_once(world: World) -> None:
    me = world.person()
    quiz = world.quiz("daily")
    attempt = world.start(me, quiz)
    assert [question["number"] for question in attempt["questions"]] == [1, 2, 3, 4, 5]
    assert {question["seconds"] for question in attempt["questions"]} == {None}
    assert put(world, me, attempt, 1).get_json()["feedback"] is None
    result = world.submit(me, attempt)
    assert [line["correct"] for line in result["review"]] == [True, False, False, False, False]
    assert [line["response"] is None for line in result["review"]] == [False, True, True, True, True]
    assert {line["explanation"] for line in result["review"]} == {"因为史料如此记载。"}
    assert problem(world.call(me, "POST", f"/quizzes/{quiz}/attempts")) == (409, "no_tries_left")


def test_topic_shows_the_answer_after_each_question_any_number_of_times(world: World) -> None:
    me = world.person()
    quiz = world.quiz("topic")
    for _ in range(3):
        attempt = world.start(me, quiz)
        assert len(attempt["questions"]) == 10
        reply = put(world, me, attempt, 4, right=False).get_json()
        assert (reply["number"], reply["state"], reply["feedback"]["correct"]) == (4, "locked", False)
        assert reply["feedback"]["source"] == "《测试文献》"
        assert put(world, me, attempt, 5).get_json()["feedback"]["correct"] is True
        assert world.submit(me, attempt)["correct"] == 1
    assert world.get(me, f"/quizzes/{quiz}")["tries_left"] is None


def test_topic_feedback_holds_the_key_in_the_ids_of_the_attempt(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("topic"))
    key = put(world, me, attempt, 1, right=False).get_json()["feedback"]["key"]
    other = world.person()
    later = world.start(other, world.quiz("topic"))
    assert put(world, me, attempt, 1, response=key).status_code == 409
    assert world.get(other, f"/attempts/{later['id']}")["answered"] == []


def test_survival_goes_on_until_the_second_mistake_with_one_revive(world: World) -> None:
    me = world.person()
    quiz = world.quiz("survival")
    attempt = run(world, me, quiz, [True] * 5 + [False])
    assert problem(post(world, me, attempt, "next")) == (409, "out")
    revived = post(world, me, attempt, "revive").get_json()
    assert (revived["state"], len(revived["questions"])) == ("open", 6)
    attempt = go_on(world, me, attempt)
    assert put(world, me, attempt, 7, right=False).get_json()["feedback"]["correct"] is False
    assert problem(post(world, me, attempt, "next")) == (409, "out")
    assert problem(post(world, me, attempt, "revive")) == (409, "no_revive")
    result = world.submit(me, attempt)
    assert (result["correct"], result["questions"], result["score"]) == (5, 7, 500)
    assert len(result["review"]) == 7


def test_survival_gives_half_the_points_for_five_right_and_all_for_ten(world: World) -> None:
    quiz = world.quiz("survival")
    points = {}
    for right in (4, 5, 9, 10, 12):
        one = world.person()
        attempt = run(world, one, quiz, [True] * right + [False])
        points[right] = world.submit(one, attempt)["points_awarded"]
    assert points == {4: 0, 5: 3, 9: 3, 10: 6, 12: 6}


def test_survival_pays_a_better_run_of_the_day_only_what_it_adds(world: World, now: Clock) -> None:
    me = world.person()
    quiz = world.quiz("survival", closes_at=at(25))
    given = []
    for right in (5, 4, 10, 10):
        attempt = run(world, me, quiz, [True] * right)
        given.append(world.submit(me, attempt)["points_awarded"])
    now(at(24))
    given.append(world.submit(me, run(world, me, quiz, [True] * 5))["points_awarded"])
    assert given == [3, 0, 3, 0, 3]


def test_survival_gives_forty_five_seconds_and_takes_silence_for_a_mistake(world: World, now: Clock) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("survival"))
    assert attempt["questions"][0]["seconds"] == 45
    assert attempt["question_expires_at"] == "2026-11-23T12:00:45.000+08:00"
    now(MONDAY_NOON + seconds(47))
    assert problem(post(world, me, attempt, "revive")) == (409, "no_revive")
    assert problem(post(world, me, attempt, "next")) == (409, "question_open")
    now(MONDAY_NOON + seconds(47.001))
    assert problem(put(world, me, attempt, 1)) == (409, "time_up")
    assert problem(post(world, me, attempt, "next")) == (409, "out")
    assert post(world, me, attempt, "revive").status_code == 200
    assert len(go_on(world, me, attempt)["questions"]) == 2


def test_no_revive_while_nothing_is_wrong(world: World) -> None:
    me = world.person()
    attempt = run(world, me, world.quiz("survival"), [True])
    assert problem(post(world, me, attempt, "revive")) == (409, "no_revive")
    daily = world.start(me, world.quiz("daily"))
    assert problem(post(world, me, daily, "revive")) == (409, "no_revive")


def test_weekly_counts_the_best_of_all_tries(world: World) -> None:
    me = world.person()
    quiz = world.quiz("weekly")
    results = [world.play(me, quiz, right) for right in (10, 20, 5, 20)]
    assert [result["score"] for result in results] == [1000, 2000, 500, 2000]
    assert [result["points_awarded"] for result in results] == [0, 8, 0, 0]
    assert [result["personal_best"] for result in results] == [True, True, False, False]
    assert world.get(me, f"/quizzes/{quiz}/leaderboard")["me"]["points"] == 2000


def test_a_personal_best_is_the_best_even_where_another_try_counts(world: World) -> None:
    me = world.person()
    quiz = world.quiz("weekly", counts="first")
    bests = [world.play(me, quiz, right)["personal_best"] for right in (5, 9, 7, 12)]
    assert bests == [True, True, False, True]
    last = world.quiz("weekly", counts="last")
    bests = [world.play(me, last, right)["personal_best"] for right in (9, 5, 7)]
    assert bests == [True, False, False]
    assert world.get(me, f"/quizzes/{quiz}/leaderboard")["me"]["points"] == 500
    assert world.get(me, f"/quizzes/{last}/leaderboard")["me"]["points"] == 700


def test_contest_gives_speed_points_by_the_clock_of_the_server(world: World, now: Clock) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("contest"))
    assert (len(attempt["questions"]), attempt["total"]) == (1, 20)
    assert put(world, me, attempt, 1).get_json() == {"number": 1, "state": "saved", "feedback": None}
    attempt = go_on(world, me, attempt)
    now(MONDAY_NOON + seconds(10))
    put(world, me, attempt, 2)
    attempt = go_on(world, me, attempt)
    now(MONDAY_NOON + seconds(32))
    put(world, me, attempt, 3)
    attempt = go_on(world, me, attempt)
    now(MONDAY_NOON + seconds(60))
    assert problem(put(world, me, attempt, 4)) == (409, "time_up")
    attempt = go_on(world, me, attempt)
    put(world, me, attempt, 5, right=False)
    result = world.submit(me, attempt)
    assert result["score"] == 100 + 87 + 75
    assert (result["correct"], result["questions"], result["max_score"]) == (3, 20, 2000)
    assert result["duration_ms"] == 0 + 10_000 + 20_000 + 20_000 + 0


def test_contest_reviews_only_after_it_has_closed(world: World, now: Clock) -> None:
    me = world.person()
    attempt = run(world, me, world.quiz("contest", closes_at=at(23, 18)), [True, False])
    result = world.submit(me, attempt)
    assert (result["review"], result["review_at"]) == (None, "2026-11-23T18:00:00.000+08:00")
    now(at(23, 17, 59, 59))
    assert world.get(me, f"/attempts/{attempt['id']}")["review"] is None
    now(at(23, 18))
    shown = world.get(me, f"/attempts/{attempt['id']}")
    assert [line["correct"] for line in shown["review"]] == [True, False]
    assert shown["review_at"] is None
    assert {**shown, "review": None, "review_at": None} == {**result, "review_at": None}


def test_contest_counts_the_first_two_tries_of_each_day(world: World, now: Clock) -> None:
    me = world.person()
    quiz = world.quiz("contest", tries_per_day=3, speed_percent=0, closes_at=at(26))

    def best() -> int:
        return int(world.get(me, f"/quizzes/{quiz}/leaderboard")["me"]["points"])

    for right, counted in ((1, 100), (2, 200), (4, 200)):
        world.submit(me, run(world, me, quiz, [True] * right))
        assert best() == counted
    now(at(24))
    for right, counted in ((1, 200), (3, 300), (5, 300)):
        world.submit(me, run(world, me, quiz, [True] * right))
        assert best() == counted


def test_contest_allows_two_tries_a_day(world: World) -> None:
    me = world.person()
    quiz = world.quiz("contest")
    for left in (1, 0):
        world.submit(me, run(world, me, quiz, [True]))
        assert world.get(me, f"/quizzes/{quiz}")["tries_left"] == left
    assert problem(world.call(me, "POST", f"/quizzes/{quiz}/attempts")) == (409, "no_tries_left")


def test_only_a_try_with_enough_right_counts_where_there_is_a_bar(world: World) -> None:
    me = world.person()
    quiz = world.quiz("weekly", questions=5, pass_percent=80)
    world.play(me, quiz, right=3)
    assert world.get(me, f"/quizzes/{quiz}/leaderboard")["me"] == {
        "rank": None,
        "points": 0,
        "duration_ms": None,
    }
    world.play(me, quiz, right=4)
    assert world.get(me, f"/quizzes/{quiz}/leaderboard")["me"]["points"] == 400
