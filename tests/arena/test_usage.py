"""Where questions are used: which have been answered, and which quizzes have them or may draw them."""

from dataclasses import replace
from typing import Any

import pytest

from jinshui_study import cache, clock
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import usage
from jinshui_study.arena.models import Quiz
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import catalogue, editing, registry, review
from jinshui_study.questions.catalogue import Filter
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.formats import bank_yaml
from jinshui_study.questions.imports import carrying, staging, undoing
from jinshui_study.questions.models import Bank, Import, Question
from jinshui_study.questions.registry import NewBank
from jinshui_study.questions.sampling import DrawRule
from tests.questions.samples import bank_file
from tests.world import Person, World, six_questions

DRAW = (DrawRule(count=5, score=100, banks=("fresh",)),)


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(role="editor", over=world.district)


@pytest.fixture
def bank(world: World, editor: Person) -> Bank:
    """A bank beside the one that everybody draws from."""
    with unit_of_work():
        home = db.session.get_one(Organization, world.district.id)
        return registry.create(NewBank("fresh", home, code="fresh"), editor.id, clock.now())


def bring(bank: Bank, editor: Person, *drafts: Draft) -> Import:
    data = bank_yaml.write(bank_file(*drafts, bank=bank.code)).encode()
    batch = staging.stage(data, "题.yaml", bank, editor.id, clock.now())
    carrying.carry_out(batch, editor.id, clock.now())
    return batch


def questions(bank: Bank, editor: Person) -> list[Question]:
    return catalogue.all_of(editor.id, Filter(bank=bank.public_id))


def titles(found: list[Quiz]) -> list[str]:
    return [quiz.preset for quiz in found]


def test_what_has_been_answered_holds_an_import(world: World, bank: Bank, editor: Person) -> None:
    batch = bring(bank, editor, *six_questions(1))
    other = bring(bank, editor, *[one for one in six_questions(2) if one.kind != "single"])
    review.approve(questions(bank, editor)[:6], editor.id, clock.now())
    db.session.commit()
    quiz = world.quiz(draw=DRAW)
    member = world.person()
    attempt = world.start(member, quiz)
    assert usage.answered_of_import(batch.id) == set()
    first = attempt["questions"][0]
    world.submit(member, attempt, [{"number": 1, "response": _any_answer(first)}])
    (answered,) = usage.answered_of_import(batch.id)
    assert answered in [question.id for question in questions(bank, editor)[:6]]
    assert usage.answered_of_import(other.id) == set()
    found = usage.where_used(db.session.get_one(Question, answered), clock.now())
    assert found.answers == 1
    with unit_of_work():
        assert undoing.undo(other, set(), editor.id, clock.now()).removed == 5


def _any_answer(question: dict[str, Any]) -> dict[str, Any]:
    match question["kind"]:
        case "true_false":
            return {"value": True}
        case "blank":
            return {"texts": ["对"]}
        case "matching":
            return {"pairs": [[question["left"][0]["id"], question["right"][0]["id"]]]}
        case "ordering":
            return {"options": [option["id"] for option in question["options"]]}
    return {"options": [question["options"][0]["id"]]}


def test_answers_to_an_older_wording_do_not_hold_the_import_that_came_later(
    world: World, bank: Bank, editor: Person
) -> None:
    world.load_bank("fresh", six_questions(1)[:5])
    quiz = world.quiz(draw=DRAW)
    world.play(world.person(), quiz, right=5)
    reworded = [replace(one, explanation="更细。") for one in six_questions(1)[:5]]
    with unit_of_work():
        batch = bring(bank, editor, *reworded)
        assert usage.answered_of_import(batch.id) == usage.answered_imports([batch.id]) == set()
        review.approve(questions(bank, editor), editor.id, clock.now())
        one = questions(bank, editor)[0]
        editing.edit(one, {"source": "《新》"}, editor.id, clock.now(), base=2, keep_ready=True)
    cache.forget_all()
    world.play(world.person(), world.quiz(draw=DRAW), right=5)
    assert len(usage.answered_of_import(batch.id)) == 5


def test_quizzes_that_have_the_question_or_may_draw_it_are_told_apart(
    world: World, bank: Bank, editor: Person
) -> None:
    world.load_bank("fresh", six_questions(1))
    single = next(one for one in questions(bank, editor) if one.kind == "single")
    kinds = ("single", "multiple", "true_false", "blank", "ordering", "matching")
    fixed = tuple(DrawRule(count=1, score=100, banks=("fresh",), kinds=(kind,)) for kind in kinds[:5])
    without = tuple(DrawRule(count=1, score=100, banks=("fresh",), kinds=(kind,)) for kind in kinds[1:])
    world.quiz(draw=fixed, same_for_all=True)
    world.quiz(draw=without, same_for_all=True)
    world.quiz(draw=without)
    world.quiz()
    world.quiz("topic", draw=(DrawRule(count=5, score=100, banks=("fresh",)),), questions=5)
    world.quiz("topic", draw=DRAW, questions=5, owner=world.streets[0])
    found = usage.where_used(single, clock.now())
    assert (titles(found.fixed), titles(found.drawn), found.answers) == (["daily"], ["topic", "topic"], 0)
    over = db.session.scalars(db.select(Quiz)).all()
    for quiz in over:
        quiz.closes_at = clock.now()
    assert usage.where_used(single, clock.now()) == usage.Usage(0, [], [])


def test_a_question_that_is_not_ready_is_drawn_by_nobody(world: World, bank: Bank, editor: Person) -> None:
    world.load_bank("fresh", six_questions(1))
    world.quiz(draw=DRAW)
    one = questions(bank, editor)[0]
    assert len(usage.where_used(one, clock.now()).drawn) == 1
    review.retire([one], editor.id, clock.now())
    assert usage.where_used(one, clock.now()).drawn == []


def test_a_bank_of_a_street_is_used_in_that_street_alone(world: World, bank: Bank, editor: Person) -> None:
    world.load_bank("fresh", six_questions(1))
    world.quiz(draw=DRAW)
    bank.organization_id = db.session.get_one(Organization, world.streets[0].id).id
    assert usage.where_used(questions(bank, editor)[0], clock.now()).drawn == []
