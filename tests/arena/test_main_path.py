"""The main job through the API: start, answer, submit, see the result."""

from tests.world import World, answer_to


def test_a_member_takes_the_daily_quiz_and_climbs_the_board(world: World) -> None:
    me = world.person()
    quiz = world.quiz("daily")
    result = world.play(me, quiz, right=4)
    assert (result["score"], result["max_score"], result["correct"], result["questions"]) == (400, 500, 4, 5)
    assert result["points_awarded"] == 4
    assert result["personal_best"] is True
    assert len(result["review"]) == 5
    today = world.get(me, "/points/today")
    assert (today["total"], today["tasks"][0]) == (
        4,
        {"code": "daily", "title": "每日答题", "current": 4, "cap": 5},
    )
    board = world.get(me, "/leaderboards/members?period=day")
    assert board["me"] == {"rank": 1, "points": 4, "duration_ms": None}
    assert [row["is_me"] for row in board["items"]] == [True]
    assert [row["rank"] for row in board["around_me"]] == [1]
    quiz_board = world.get(me, f"/quizzes/{quiz}/leaderboard")
    assert quiz_board["items"][0]["points"] == 400


def test_an_answer_saved_before_counts_when_the_submit_is_empty(world: World) -> None:
    me = world.person()
    attempt = world.start(me, world.quiz("daily"))
    question = attempt["questions"][0]
    for _ in range(2):
        reply = world.call(
            me, "PUT", f"/attempts/{attempt['id']}/answers/1", {"response": answer_to(question, right=True)}
        )
        assert reply.get_json() == {"number": 1, "state": "saved", "feedback": None}
    assert world.get(me, f"/attempts/{attempt['id']}")["answered"] == [1]
    assert world.submit(me, attempt)["correct"] == 1
