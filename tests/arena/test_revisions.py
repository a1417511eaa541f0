"""Editing a question makes a new revision: attempts keep the wording they were made of."""

from dataclasses import replace

from jinshui_study import cache
from jinshui_study.db import unit_of_work
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.sampling import DrawRule
from tests.arena.steps import all_answers
from tests.world import World, six_questions


def load(world: World, *, corrected: bool) -> None:
    """A bank of one question of each kind; corrected, every stem, explanation and key is another."""
    with unit_of_work():
        world.load_bank("edited", [edit(draft) if corrected else draft for draft in six_questions(50)])
    cache.forget_all()


def edit(draft: Draft) -> Draft:
    keys = {
        "single": ["A"],
        "multiple": ["A", "B"],
        "true_false": ["true"],
        "blank": ["新", "新"],
        "ordering": ["C", "B", "A"],
        "matching": ["A-1", "B-2", "C-3"],
    }
    return replace(draft, stem="新版" + draft.stem, explanation="新的解析。", answer=keys[draft.kind])


DRAW = (DrawRule(count=6, score=100, banks=("edited",)),)


def test_a_finished_attempt_stays_as_it_was(world: World) -> None:
    load(world, corrected=False)
    me = world.person()
    quiz = world.quiz("topic", questions=6, draw=DRAW)
    attempt = world.start(me, quiz)
    before = world.submit(me, attempt, all_answers(attempt))
    assert before["correct"] == 6
    load(world, corrected=True)
    assert world.get(me, f"/attempts/{attempt['id']}") == before
    assert world.submit(me, attempt) == before
    assert world.get(me, f"/quizzes/{quiz}/leaderboard")["me"]["points"] == 600


def test_an_open_attempt_is_graded_by_the_wording_it_showed(world: World) -> None:
    load(world, corrected=False)
    me = world.person()
    attempt = world.start(me, world.quiz("topic", questions=6, draw=DRAW))
    load(world, corrected=True)
    assert world.get(me, f"/attempts/{attempt['id']}")["questions"] == attempt["questions"]
    assert world.submit(me, attempt, all_answers(attempt))["correct"] == 6


def test_a_new_attempt_has_the_new_wording(world: World) -> None:
    load(world, corrected=False)
    me = world.person()
    quiz = world.quiz("topic", questions=6, draw=DRAW)
    world.submit(me, world.start(me, quiz))
    load(world, corrected=True)
    attempt = world.start(me, quiz)
    assert all(question["stem"].startswith("新版") for question in attempt["questions"])
    assert {line["explanation"] for line in world.submit(me, attempt)["review"]} == {"新的解析。"}
