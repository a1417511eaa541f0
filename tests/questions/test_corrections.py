"""Another key in the same shape: a new revision, and nothing else of the question changes."""

from typing import Any

import pytest
from sqlalchemy import select

from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Invalid, NotFound
from jinshui_study.questions import corrections
from jinshui_study.questions.models import Question, Revision
from tests.moments import TUESDAY_NOON
from tests.world import World

OTHER_KEYS: dict[str, tuple[list[str], Any]] = {
    "single": (["B"], [1]),
    "multiple": (["D", "A"], [0, 3]),
    "true_false": (["true"], True),
    "blank": (["新 | 崭新", "对"], [["新", "崭新"], ["对"]]),
    "ordering": (["C", "B", "A"], [2, 1, 0]),
    "matching": (["C-3", "A-1", "B-2"], [[0, 0], [1, 1], [2, 2]]),
}


def revision_of(kind: str) -> tuple[Question, Revision]:
    row = db.session.execute(
        select(Question, Revision)
        .join(Revision, Revision.id == Question.current_revision_id)
        .where(Question.code == f"{kind}-0")
    ).one()
    return row.Question, row.Revision


@pytest.mark.parametrize("kind", list(OTHER_KEYS))
def test_a_corrected_key_makes_the_next_revision_the_current_one(world: World, kind: str) -> None:
    question, revision = revision_of(kind)
    answer, key = OTHER_KEYS[kind]
    fingerprint, state = question.fingerprint, question.state
    with unit_of_work():
        content = corrections.corrected(question, revision, answer, revision.content)
        made = corrections.correct(question.id, revision, content, "新的解析。", TUESDAY_NOON, 7)
    assert made is not None
    db.session.expire_all()
    question, current = revision_of(kind)
    assert (current.id, current.number, current.created_by) == (made.id, 2, 7)
    assert current.content == {**revision.content, "key": key}
    assert (current.stem, current.source, current.explanation) == (
        revision.stem,
        revision.source,
        "新的解析。",
    )
    assert (question.fingerprint, question.state) == (fingerprint, state)
    first = db.session.get_one(Revision, revision.id)
    assert (first.content, first.explanation) == (revision.content, "因为史料如此记载。")


def test_without_an_explanation_the_old_one_stays(world: World) -> None:
    question, revision = revision_of("single")
    content = {**revision.content, "key": [2]}
    made = corrections.correct(question.id, revision, content, "", TUESDAY_NOON, 7)
    assert made is not None
    assert made.explanation == revision.explanation


def test_a_revision_that_is_not_current_is_left_alone(world: World) -> None:
    question, revision = revision_of("single")
    for key in ([1], [2]):
        made = corrections.correct(
            question.id, revision, {**revision.content, "key": key}, "", TUESDAY_NOON, 7
        )
        assert (made is None) is (key == [2])
    corrections.retire(question.id, revision)
    assert question.state == "ready"
    corrections.retire(question.id, revision_of("single")[1])
    assert question.state == "retired"


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", ["E"]),
        ("single", []),
        ("multiple", ["A"]),
        ("true_false", ["√"]),
        ("blank", ["只有一个"]),
        ("ordering", ["A", "B"]),
        ("matching", ["A-1", "B-1", "C-1"]),
    ],
)
def test_an_answer_of_another_shape_is_refused(world: World, kind: str, answer: list[str]) -> None:
    question, revision = revision_of(kind)
    with pytest.raises(Invalid) as caught:
        corrections.corrected(question, revision, answer, revision.content)
    assert caught.value.code == "bad_key"
    assert caught.value.errors


def test_the_key_that_holds_is_no_correction_but_the_first_one_may_be(world: World) -> None:
    question, revision = revision_of("single")
    with pytest.raises(Invalid) as caught:
        corrections.corrected(question, revision, ["A"], revision.content)
    assert caught.value.code == "same_key"
    for present in ({**revision.content, "key": [1]}, None):
        assert corrections.corrected(question, revision, ["A"], present) == revision.content


def test_a_revision_is_found_by_the_question_and_its_number(world: World) -> None:
    question, revision = revision_of("single")
    bank, same, found = corrections.get(question.public_id, 1)
    assert (bank.code, same.id, found.id) == ("study", question.id, revision.id)
    assert corrections.get_by_id(revision.id)[2].id == revision.id
    for public_id, number in ((question.public_id, 2), ("nobodys", 1)):
        with pytest.raises(NotFound):
            corrections.get(public_id, number)
    with pytest.raises(NotFound):
        corrections.get_by_id(0)
