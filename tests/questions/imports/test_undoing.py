"""Undoing a batch while nobody has answered its questions: the bank is as it was, and papers keep theirs."""

import pytest

from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden
from jinshui_study.questions import banks, editing, review
from jinshui_study.questions.imports import carrying, undoing
from jinshui_study.questions.imports.undoing import Undone
from jinshui_study.questions.models import Import, Question, Revision
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk, one_of_each, rows_of, states
from tests.questions.imports.test_carrying import refusal
from tests.questions.samples import draft


def undo(desk: Desk, batch: Import, answered: set[int] | None = None) -> Undone:
    return undoing.undo(batch, answered or set(), desk.editor.id, TUESDAY_NOON)


def contents(desk: Desk) -> list[tuple[object, ...]]:
    """The bank as its export and its states have it."""
    return [(one, desk.question(one.code).state) for one in banks.export(desk.bank).drafts]


def test_questions_that_were_never_ready_are_gone(desk: Desk) -> None:
    desk.load(draft(code="old", stem="早就在？"))
    before = [rows_of(model) for model in (Question, Revision)]
    batch = desk.bring(*one_of_each())
    assert undo(desk, batch) == Undone(removed=6, retired=0, restored=0)
    assert batch.state == "undone"
    assert [rows_of(model) for model in (Question, Revision)] == before
    desk.assert_bystanders_untouched()
    (line,) = desk.audit("import.undo")
    assert (line.subject, line.details) == (
        f"import:{batch.public_id}",
        {"removed": 6, "retired": 0, "restored": 0},
    )


def test_what_was_ready_is_retired_and_its_place_is_free(desk: Desk) -> None:
    batch = desk.bring(draft(code="x"), draft(code="y", stem="另一题？"))
    question = desk.question("x")
    revision_id = question.current_revision_id
    review.approve([question], desk.editor.id, TUESDAY_NOON)
    review.reopen([question], desk.editor.id, TUESDAY_NOON)
    assert undo(desk, batch) == Undone(removed=1, retired=1, restored=0)
    assert (question.state, question.code) == ("retired", f"undone-{question.public_id}")
    assert db.session.get_one(Revision, revision_id).stem == "哪一年？"
    again = desk.stage(draft(code="x"), draft(code="y", stem="另一题？"))
    assert states(again) == ["good", "good"]
    carrying.carry_out(again, desk.editor.id, TUESDAY_NOON)
    assert desk.question("x").id != question.id
    with pytest.raises(Conflict) as raised:
        review.bring_back([question], desk.editor.id, TUESDAY_NOON)
    assert raised.value.code == "duplicate_in_bank"


def test_a_retired_question_of_an_undone_import_may_come_back(desk: Desk) -> None:
    batch = desk.bring(draft(code="x"))
    question = desk.question("x")
    fingerprint = question.fingerprint
    review.approve([question], desk.editor.id, TUESDAY_NOON)
    undo(desk, batch)
    review.bring_back([question], desk.editor.id, TUESDAY_NOON)
    assert (question.state, question.fingerprint) == ("pending", fingerprint)


def test_reworded_questions_get_their_old_wording_and_state_back(desk: Desk) -> None:
    desk.load(
        draft(code="x"), draft(code="y", stem="另一题？"), draft(code="z", stem="第三题？", difficulty=1)
    )
    desk.question("y").state = "pending"
    before = contents(desk)
    batch = desk.bring(
        draft(code="x", stem="究竟哪一年？", topic="建党", tags=["会议"]),
        draft(code="y", stem="另一题？", answer=["A"]),
        draft(code="z", stem="第三题？", difficulty=3),
        draft(stem="新题？"),
    )
    assert undo(desk, batch) == Undone(removed=1, retired=0, restored=3)
    assert contents(desk) == before
    assert [revision.stem for revision in desk.revisions("x")] == ["哪一年？", "究竟哪一年？", "哪一年？"]
    assert desk.revisions("x")[-1].created_by == desk.editor.id
    assert len(desk.revisions("z")) == 1
    desk.assert_bystanders_untouched()
    desk.load(draft(code="x", stem="又改了？"))
    assert desk.revisions("x")[-1].number == 4


def test_two_questions_that_changed_places_change_them_back(desk: Desk) -> None:
    desk.load(draft(code="x"), draft(code="y", stem="另一题？"))
    before = contents(desk)
    batch = desk.bring(draft(code="x", stem="另一题？"), draft(code="y"))
    assert [one.stem for one, _ in contents(desk)] == ["另一题？", "哪一年？"]
    assert undo(desk, batch) == Undone(removed=0, retired=0, restored=2)
    assert contents(desk) == before


def test_what_was_undone_may_be_imported_again(desk: Desk) -> None:
    desk.load(draft(code="x"))
    batch = desk.bring(draft(code="x", stem="究竟哪一年？"), draft(code="y", stem="另一题？"))
    undo(desk, batch)
    again = desk.stage(draft(code="x", stem="究竟哪一年？"), draft(code="y", stem="另一题？"))
    assert states(again) == ["good", "good"]
    carrying.carry_out(again, desk.editor.id, TUESDAY_NOON)
    assert desk.current(desk.question("x")).stem == "究竟哪一年？"
    assert states(desk.stage(draft(code="x"))) == ["duplicate"]


def test_what_somebody_has_answered_is_not_undone(desk: Desk) -> None:
    batch = desk.bring(*one_of_each())
    problem = refusal(lambda: undo(desk, batch, {desk.question("single").id}), Conflict)
    assert problem.code == "already_answered"
    assert "1 道题" in problem.detail


def test_what_was_reworded_again_is_not_undone(desk: Desk) -> None:
    desk.load(draft(code="x"))
    batch = desk.bring(draft(code="x", stem="究竟哪一年？"))
    editing.edit(desk.question("x"), {"stem": "到底哪一年？"}, desk.editor.id, TUESDAY_NOON, base=2)
    assert refusal(lambda: undo(desk, batch), Conflict).code == "changed_since"


def test_a_wording_another_question_has_taken_is_not_brought_back(desk: Desk) -> None:
    desk.load(draft(code="x"))
    batch = desk.bring(draft(code="x", stem="究竟哪一年？"))
    desk.load(draft(code="y"))
    assert refusal(lambda: undo(desk, batch), Conflict).code == "changed_since"


def test_an_edited_question_of_the_import_goes_too(desk: Desk) -> None:
    batch = desk.bring(draft(code="x"))
    editing.edit(desk.question("x"), {"stem": "究竟哪一年？"}, desk.editor.id, TUESDAY_NOON, base=1)
    assert undo(desk, batch).removed == 1
    assert desk.questions() == []


def test_a_later_import_that_reworded_it_does_not_hold_it(desk: Desk) -> None:
    first = desk.bring(draft(code="x"))
    second = desk.bring(draft(code="x", stem="究竟哪一年？"))
    assert undo(desk, first).removed == 1
    assert undo(desk, second) == Undone(removed=0, retired=0, restored=0)


def test_what_an_undone_import_had_added_stays_retired_when_a_later_one_is_undone(desk: Desk) -> None:
    first = desk.bring(draft(code="x"))
    question = desk.question("x")
    review.approve([question], desk.editor.id, TUESDAY_NOON)
    second = desk.bring(draft(code="x", stem="究竟哪一年？"))
    undo(desk, first)
    desk.bring(draft(code="x"))
    assert undo(desk, second) == Undone(removed=0, retired=0, restored=0)
    assert (question.state, question.code) == ("retired", f"undone-{question.public_id}")


def test_undoing_twice_or_before_is_refused(desk: Desk) -> None:
    batch = desk.stage(draft())
    assert refusal(lambda: undo(desk, batch), Conflict).code == "import_state"
    carrying.carry_out(batch, desk.editor.id, TUESDAY_NOON)
    undo(desk, batch)
    assert refusal(lambda: undo(desk, batch), Conflict).code == "import_state"


def test_only_who_edits_the_bank_undoes(desk: Desk) -> None:
    batch = desk.bring(draft())
    for who in (desk.world.bystander, desk.world.person(role="editor", over=desk.street)):
        refusal(lambda who=who: undoing.undo(batch, set(), who.id, TUESDAY_NOON), Forbidden)  # type: ignore[misc]
