"""Editing: another wording is a new revision that waits for review, and nothing wrong gets in."""

from collections.abc import Callable
from typing import Any

import pytest

from jinshui_study.accounts.models import ROLES
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden, Invalid
from jinshui_study.questions import editing, review
from jinshui_study.questions.models import Revision
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.questions.desk import Desk, one_of_each
from tests.questions.samples import draft
from tests.questions.test_review import refusal
from tests.world import Person

Edit = Callable[..., Revision]


@pytest.fixture
def edit(desk: Desk) -> Edit:
    """Edit the question x, which is ready, as the editor on Tuesday."""
    desk.load(draft(code="x"), draft(code="y", stem="另一题？"))

    def act(form: dict[str, Any], who: Person = desk.editor, **choice: Any) -> Revision:
        choice = {"base": desk.revisions("x")[-1].number, **choice}
        return editing.edit(desk.question("x"), form, who.id, TUESDAY_NOON, **choice)

    return act


def test_another_wording_is_a_new_revision_and_waits(desk: Desk, edit: Edit) -> None:
    revision = edit({"stem": "究竟哪一年？", "answer": "B", "explanation": " 讲得更细。"})
    question = desk.question("x")
    assert (question.state, question.current_revision_id) == ("pending", revision.id)
    assert question.first_ready_at == MONDAY_NOON
    first, second = desk.revisions("x")
    assert (second.number, second.stem, second.content["key"]) == (2, "究竟哪一年？", [1])
    assert (second.explanation, second.source) == ("讲得更细。", "《文献》")
    assert (second.created_at, second.created_by) == (TUESDAY_NOON, desk.editor.id)
    assert (first.stem, first.content["key"], first.created_at) == ("哪一年？", [2], MONDAY_NOON)
    assert (desk.question("y").state, len(desk.revisions("y"))) == ("ready", 1)
    desk.assert_bystanders_untouched()
    (line,) = desk.audit("question.edit")
    assert (line.subject, line.details) == (
        f"bank:{desk.bank.public_id}",
        {"questions": [question.public_id]},
    )


def test_labels_change_without_a_revision_or_a_review(desk: Desk, edit: Edit) -> None:
    edit({"topic": "建党", "difficulty": "3", "tags": "会议 人物", "stem": "哪一年？", "kind": "single"})
    question = desk.question("x")
    assert (question.topic, question.difficulty, question.tags) == ("建党", 3, ["会议", "人物"])
    assert (question.state, len(desk.revisions("x"))) == ("ready", 1)


def test_whoever_reviews_may_keep_it_ready(desk: Desk, edit: Edit) -> None:
    edit({"stem": "究竟哪一年？"}, keep_ready=True)
    assert desk.question("x").state == "ready"
    edit({"stem": "到底哪一年？"}, desk.admin, keep_ready=True)
    assert desk.question("x").state == "pending"
    edit({"stem": "是哪一年？"}, keep_ready=True)
    assert desk.question("x").state == "pending"


@pytest.mark.parametrize("name", ["explanation", "source"])
def test_what_comes_to_lack_something_does_not_stay_ready(desk: Desk, edit: Edit, name: str) -> None:
    edit({name: ""}, keep_ready=True)
    assert desk.question("x").state == "pending"


@pytest.mark.parametrize("form", [{"source": "《另一文献》"}, {"topic": "建党"}, {}])
def test_a_question_that_was_sent_back_waits_again_once_it_is_saved(
    desk: Desk, edit: Edit, form: dict[str, str]
) -> None:
    review.send_back([desk.question("x")], "请改出处", desk.editor.id, MONDAY_NOON)
    edit(form, desk.admin)
    question = desk.question("x")
    assert (question.state, question.review_reason) == ("pending", "请改出处")


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({"stem": ""}, ["stem"]),
        ({"answer": "X"}, ["answer"]),
        ({"answer": ""}, ["answer"]),
        ({"options": "甲"}, ["options", "answer"]),
        ({"options": ["甲", "甲"], "answer": "A"}, ["options"]),
        ({"topic": ""}, ["topic"]),
        ({"topic": "题" * 61}, ["topic"]),
        ({"difficulty": "9"}, ["difficulty"]),
        ({"kind": "论述题"}, ["kind"]),
        ({"tags": [f"标签{number}" for number in range(21)]}, ["tags"]),
        ({"tags": ["签" * 61]}, ["tags"]),
        ({"kind": "blank", "answer": "1921"}, ["stem", "kind"]),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_changes(
    edit: Edit, form: dict[str, Any], fields: list[str]
) -> None:
    problem = refusal(lambda: edit(form), Invalid)
    assert problem.errors is not None
    assert list(problem.errors) == fields
    assert all(text.endswith("。") for texts in problem.errors.values() for text in texts)


def test_a_question_that_has_been_ready_keeps_its_kind(desk: Desk, edit: Edit) -> None:
    review.reopen([desk.question("x")], desk.editor.id, MONDAY_NOON)
    problem = refusal(lambda: edit({"kind": "multiple", "answer": "AC"}), Invalid)
    assert problem.errors is not None
    assert list(problem.errors) == ["kind"]


def test_a_question_that_was_taken_for_another_kind_is_put_right_before_it_is_ready(desk: Desk) -> None:
    desk.bring(draft(code="z"))
    before = desk.question("z").fingerprint
    editing.edit(desk.question("z"), {"kind": "多选题", "answer": "AC"}, desk.editor.id, TUESDAY_NOON, base=1)
    question = desk.question("z")
    assert (question.kind, desk.current(question).content["key"]) == ("multiple", [0, 2])
    assert question.fingerprint != before
    review.approve([question], desk.editor.id, TUESDAY_NOON)


def test_the_code_is_not_changed_by_a_form(desk: Desk, edit: Edit) -> None:
    edit({"code": "other", "stem": "究竟哪一年？"})
    assert len(desk.revisions("x")) == 2


def test_whoever_saw_an_older_wording_is_told(desk: Desk, edit: Edit) -> None:
    edit({"stem": "究竟哪一年？"})
    assert refusal(lambda: edit({"stem": "到底哪一年？"}, base=1), Conflict).code == "changed_meanwhile"


def test_a_question_cannot_become_another_one_of_its_bank(edit: Edit) -> None:
    assert refusal(lambda: edit({"stem": "另一题？"}), Conflict).code == "duplicate_in_bank"


def test_the_question_of_another_bank_is_no_copy(desk: Desk) -> None:
    desk.load(draft(code="x", stem="第一题？"))
    editing.edit(desk.question("x"), {"stem": "哪一年？"}, desk.editor.id, TUESDAY_NOON, base=1)
    assert desk.current(desk.question("x")).stem == "哪一年？"
    desk.assert_bystanders_untouched()


def test_what_is_retired_is_not_edited(desk: Desk, edit: Edit) -> None:
    review.retire([desk.question("x")], desk.editor.id, MONDAY_NOON)
    assert refusal(lambda: edit({"stem": "究竟哪一年？"}), Conflict).code == "question_state"


@pytest.mark.parametrize("role", ROLES)
def test_only_who_edits_the_bank_edits_its_questions(desk: Desk, edit: Edit, role: str) -> None:
    street = desk.world.person(role=role, over=desk.street)
    refusal(lambda: edit({"stem": "究竟哪一年？"}, street), Forbidden)
    here = desk.world.person(role=role, over=desk.district)
    if role == "secretary":
        refusal(lambda: edit({"stem": "究竟哪一年？"}, here), Forbidden)
    else:
        assert edit({"stem": "究竟哪一年？"}, here).created_by == here.id


@pytest.mark.parametrize("kind", ["single", "multiple", "true_false", "blank", "ordering", "matching"])
def test_every_kind_is_edited(desk: Desk, kind: str) -> None:
    desk.bring(*one_of_each())
    before = desk.current(desk.question(kind)).content
    editing.edit(desk.question(kind), {"explanation": "更细。"}, desk.editor.id, TUESDAY_NOON, base=1)
    after = desk.current(desk.question(kind))
    assert (after.number, after.content, after.explanation) == (2, before, "更细。")
    assert db.session.get_one(Revision, after.id).source == "《文献》"
