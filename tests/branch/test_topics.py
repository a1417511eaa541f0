"""A quiz's results by topic: of the own branch alone, of enough people, and not before its time."""

import pytest
from flask.testing import FlaskClient

from jinshui_study.questions.sampling import DrawRule
from tests.branch.steps import appoint, cells, page, play
from tests.console.office import Office
from tests.moments import at
from tests.world import World

DRAW = (
    DrawRule(count=2, score=100, banks=("study",), topics=("专题0",)),
    DrawRule(count=2, score=100, banks=("study",), topics=("专题1",)),
)
OVER = at(24, 8)


@pytest.fixture
def secretary(world: World, client: FlaskClient, now) -> Office:
    return appoint(world, client, "secretary")


def new_quiz(world: World, **changes) -> str:  # type: ignore[no-untyped-def]
    settings = {"questions": 4, "draw": DRAW, "same_for_all": True, "shuffle_questions": False}
    return world.quiz("weekly", **{**settings, "closes_at": at(23, 20), **changes})


def look(office: Office, world: World, quiz: str) -> str:
    return office.read(f"/branch/{world.branches[0].public_id}/quizzes/{quiz}/topics")


def test_topics_are_listed_by_how_much_was_right_the_weakest_first(
    world: World, secretary: Office, now
) -> None:
    quiz = new_quiz(world)
    play(world, quiz, 0, [2, 2, 2, 2, 3])
    play(world, quiz, 1, [0] * 6)
    now(OVER)
    raw = look(secretary, world, quiz)
    found = sorted(
        int(cells(raw, topic)[0].removeprefix("约 ").removesuffix("%")) for topic in ("专题0", "专题1")
    )
    assert found == [10, 95]
    assert raw.index(f"约 {found[0]}%") < raw.index(f"约 {found[1]}%")
    assert cells(raw, "专题0")[1] == "2"


def test_what_fewer_than_five_answered_is_not_told(world: World, secretary: Office, now) -> None:
    quiz = new_quiz(world)
    play(world, quiz, 0, [2] * 4)
    play(world, quiz, 1, [2] * 6)
    now(OVER)
    assert "不足 5 位" in look(secretary, world, quiz)


def test_before_the_end_and_while_frozen_there_is_nothing(world: World, secretary: Office, now) -> None:
    quiz = new_quiz(world, freezes_at=at(23, 18), reveals_at=at(24, 7))
    play(world, quiz, 0, [2] * 5)
    path = f"/branch/{world.branches[0].public_id}/quizzes/{quiz}/topics"
    for moment, status in ((at(23, 19), 409), (at(23, 21), 409), (at(24, 7), 200)):
        now(moment)
        assert secretary.get(path).status_code == status
        assert ("专题成绩" in page(secretary, world.branches[0])) is (status == 200)


def test_topics_cost_the_same_for_many_as_for_few(
    world: World, secretary: Office, now, statements: list[str]
) -> None:
    quiz = new_quiz(world)
    counts = []
    for _ in range(2):
        now(at(23, 13))
        play(world, quiz, 0, [2] * 6)
        now(OVER)
        look(secretary, world, quiz)
        statements.clear()
        look(secretary, world, quiz)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 15
