"""GET /home: everything the home card needs, and nothing of anybody else."""

from tests.moments import MONDAY_NOON
from tests.world import World


def test_home_gives_everything_in_one_call(world: World) -> None:
    who = world.person()
    quiz = world.quiz("daily")
    home = world.get(who, "/home")
    assert home["member"]["name"] == "张晓明"
    assert home["member"]["branch"]["name"] == "第1支部"
    assert (home["points"]["total"], home["points"]["cap"]) == (0, 35)
    assert [item["id"] for item in home["quizzes"]] == [quiz]
    assert home["quizzes"][0]["rules"]["questions"] == 5
    assert (home["due"], home["today_in_history"], home["news"]) == ([], None, [])


def test_home_needs_a_log_in(world: World) -> None:
    reply = world.call(None, "GET", "/home")
    assert reply.status_code == 401
    assert reply.get_json()["detail"] == "请先登录。"


def test_home_offers_to_go_on_with_ones_own_attempt_only(world: World) -> None:
    who, quiz = world.person(), world.quiz("daily")
    theirs = world.start(world.bystander, quiz)
    assert world.get(who, "/home")["quizzes"][0]["open_attempt_id"] is None
    mine = world.start(who, quiz)
    assert world.get(who, "/home")["quizzes"][0]["open_attempt_id"] == mine["id"]
    assert world.get(world.bystander, "/home")["quizzes"][0]["open_attempt_id"] == theirs["id"]


def test_home_counts_todays_points_of_oneself_only(world: World) -> None:
    who, quiz = world.person(), world.quiz("daily")
    world.play(world.bystander, quiz, right=5)
    assert world.get(who, "/home")["points"]["total"] == 0
    world.play(who, quiz, right=3)
    home = world.get(who, "/home")
    assert home["points"]["total"] == 3
    assert home["quizzes"][0]["tries_left"] == 0


def test_home_leaves_out_what_is_over_or_another_streets(world: World) -> None:
    who = world.person(branch=0)
    world.quiz("daily", closes_at=MONDAY_NOON)
    world.quiz("weekly", owner=world.streets[1])
    mine = world.quiz("weekly", owner=world.streets[0])
    assert [item["id"] for item in world.get(who, "/home")["quizzes"]] == [mine]


def test_home_asks_the_database_no_more_for_more_quizzes(world: World, statements: list[str]) -> None:
    who = world.person()
    world.quiz("daily")
    world.get(who, "/home")
    statements.clear()
    world.get(who, "/home")
    with_one = len(statements)
    for _ in range(5):
        world.quiz("weekly")
    statements.clear()
    assert len(world.get(who, "/home")["quizzes"]) == 6
    assert 0 < len(statements) <= with_one
