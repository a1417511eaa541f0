"""Carrying out: the good rows come into the bank for review, all or nothing, and twice is once."""

from collections.abc import Callable
from typing import Any

import pytest

from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden, Invalid, Problem
from jinshui_study.questions import banks, registry, review
from jinshui_study.questions.imports import carrying, rows, staging, undoing
from jinshui_study.questions.imports.carrying import Carried
from jinshui_study.questions.models import Bank, Import, Question
from jinshui_study.questions.registry import NewBank
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.questions.desk import Desk, codes, data_of, everything, one_of_each, states
from tests.questions.samples import draft


def carry_out(desk: Desk, batch: Import, **choice: Any) -> Carried:
    return carrying.carry_out(batch, desk.editor.id, TUESDAY_NOON, **choice)


def refusal(action: Callable[[], object], kind: type[Problem]) -> Problem:
    """The problem an action raises, and that it has changed nothing."""
    before = everything()
    with pytest.raises(kind) as raised, db.session.begin_nested():
        action()
    db.session.expire_all()
    assert everything() == before
    return raised.value


def test_what_is_imported_waits_for_review(desk: Desk) -> None:
    batch = desk.stage(*one_of_each())
    assert carry_out(desk, batch) == Carried(added=6, revised=0, left_out=0)
    assert (batch.state, batch.imported_at, states(batch)) == ("imported", TUESDAY_NOON, ["imported"] * 6)
    for question in desk.questions():
        assert (question.state, question.import_id, question.first_ready_at) == ("pending", batch.id, None)
        (revision,) = desk.revisions(question.code)
        assert (revision.number, revision.created_by, revision.created_at) == (
            1,
            desk.editor.id,
            TUESDAY_NOON,
        )
    for row in rows.page(batch).items:
        question = desk.question(row.fields["code"])
        assert (row.question_id, row.revision_id) == (question.id, question.current_revision_id)
    desk.assert_bystanders_untouched()
    (line,) = desk.audit("import.carry_out")
    assert (line.subject, line.member_id) == (f"import:{batch.public_id}", desk.editor.id)
    assert line.details == {"added": 6, "revised": 0, "left_out": 0}


def test_one_bad_row_keeps_out_all_and_is_named(desk: Desk) -> None:
    good = [draft(stem=f"第{number}题？") for number in range(30)]
    batch = desk.stage(*good[:20], draft(answer=[], code="bad"), *good[20:])
    problem = refusal(lambda: carry_out(desk, batch), Invalid)
    assert problem.code == "bad_rows"
    row = rows.get(batch, 21)
    (said,) = row.problems
    assert (said["code"], problem.detail) == (
        "answer_missing",
        f"有 1 处错误（{row.where}：{said['message']}），什么都没有导入。",
    )


def test_what_could_not_even_be_read_keeps_out_all_too(desk: Desk) -> None:
    data = data_of(draft(), bank="b") + b"- a text\n"
    batch = staging.stage(data, "a", desk.bank, desk.editor.id, TUESDAY_NOON)
    assert (states(batch), batch.summary["found"], batch.summary["skipped"]) == (["good"], 2, 1)
    problem = refusal(lambda: carry_out(desk, batch), Invalid)
    assert problem.code == "bad_rows"
    assert problem.detail.startswith("有 1 处错误（行 ")
    assert carry_out(desk, batch, only_good=True) == Carried(added=1, revised=0, left_out=1)


def test_the_good_rows_alone_are_imported_when_that_is_chosen(desk: Desk) -> None:
    batch = desk.stage(draft(), draft(stem="没有答案？", answer=[]), draft(), draft(stem="不要？"))
    rows.drop(rows.get(batch, 4), desk.editor.id, TUESDAY_NOON)
    assert carry_out(desk, batch, only_good=True) == Carried(added=1, revised=0, left_out=3)
    assert states(batch) == ["imported", "bad", "duplicate", "dropped"]
    assert [draft.stem for draft, _ in rows.failed(batch)] == ["没有答案？"]
    assert len(desk.questions()) == 1


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    desk.bring(*one_of_each(), draft(stem="没有编号？"))
    before = [tuple(row) for row in db.session.execute(db.select(Question.__table__))]
    second = desk.stage(*one_of_each(), draft(stem="没有编号？"))
    assert states(second) == ["duplicate"] * 7
    problem = refusal(lambda: carry_out(desk, second), Invalid)
    assert problem.code == "nothing_to_import"
    assert [tuple(row) for row in db.session.execute(db.select(Question.__table__))] == before


def test_two_dry_runs_of_the_same_file_add_it_once(desk: Desk) -> None:
    first, second = desk.stage(*one_of_each()), desk.stage(*one_of_each(), draft(stem="多一题？"))
    carry_out(desk, first)
    assert carry_out(desk, second) == Carried(added=1, revised=0, left_out=6)
    assert states(second) == ["duplicate"] * 6 + ["imported"]
    assert len(desk.questions()) == 7


def test_what_came_into_the_bank_since_keeps_out_all_and_stands_in_the_rows(desk: Desk) -> None:
    batch = desk.stage(draft(), draft(stem="另一题？"))
    desk.load(draft(code="x", answer=["A"]))
    with pytest.raises(Conflict) as raised:
        carry_out(desk, batch)
    assert (raised.value.code, raised.value.keeps_changes) == ("bank_changed", True)
    assert (states(batch), codes(rows.get(batch, 1))) == (["bad", "good"], ["answers_differ_in_bank"])
    assert [question.code for question in desk.questions()] == ["x"]
    assert carry_out(desk, batch, only_good=True) == Carried(added=1, revised=0, left_out=1)


def test_a_question_known_by_its_code_is_reworded_and_waits_for_review(desk: Desk) -> None:
    desk.load(draft(code="x"), draft(code="y", stem="别动？"))
    untouched = desk.question("y").current_revision_id
    batch = desk.stage(draft(code="x", stem="究竟哪一年？", topic="建党"), draft(stem="新题？"))
    assert carry_out(desk, batch) == Carried(added=1, revised=1, left_out=0)
    question = desk.question("x")
    assert (question.state, question.topic, question.import_id) == ("pending", "建党", None)
    assert question.first_ready_at is not None
    first, second = desk.revisions("x")
    assert (second.stem, second.created_by, first.created_by) == ("究竟哪一年？", desk.editor.id, None)
    assert rows.get(batch, 1).before == {
        "revision": first.id,
        "state": "ready",
        "topic": "专题",
        "difficulty": 2,
        "tags": [],
    }
    assert rows.get(batch, 2).before is None
    assert (desk.question("y").state, desk.question("y").current_revision_id) == ("ready", untouched)
    desk.assert_bystanders_untouched()


def test_what_was_ready_is_remembered_to_have_been(desk: Desk) -> None:
    desk.load(draft(code="x"), draft(code="y", stem="另一题？"))
    desk.question("y").first_ready_at = None
    desk.bring(draft(code="x", topic="建党"), draft(code="y", stem="究竟哪一题？"))
    assert desk.question("x").first_ready_at == MONDAY_NOON
    assert desk.question("y").first_ready_at == TUESDAY_NOON


def test_a_question_loaded_as_ready_may_be_drawn_from_then_on(desk: Desk) -> None:
    desk.bring(draft(code="x"), draft(code="y", stem="另一题？"))
    desk.load(draft(code="x"))
    assert desk.question("x").first_ready_at == MONDAY_NOON
    assert desk.question("y").first_ready_at is None
    assert db.session.scalars(db.select(Question.first_ready_at).filter_by(state="ready")).all() == [
        MONDAY_NOON
    ] * (1 + 6 + 60)


def test_what_is_retired_stays_so(desk: Desk) -> None:
    desk.load(draft(code="x"))
    desk.question("x").state = "retired"
    desk.bring(draft(code="x", stem="究竟哪一年？"))
    assert desk.question("x").state == "retired"


def test_a_bank_to_be_made_is_made_with_its_questions(desk: Desk) -> None:
    batch = desk.stage(draft(), target=NewBank("街道 题库", desk.street, purpose="sealed"))
    carry_out(desk, batch)
    bank = banks.get_by_code(batch.bank_code)
    assert (bank.id, bank.title, bank.purpose) == (batch.bank_id, "街道 题库", "sealed")
    assert bank.organization_id == desk.street.id
    assert [
        question.state for question in db.session.scalars(db.select(Question).filter_by(bank_id=bank.id))
    ] == ["pending"]
    assert registry.get(bank.public_id, desk.editor.id) == bank


def test_a_code_taken_meanwhile_is_told(desk: Desk) -> None:
    batch = desk.stage(draft(), target=NewBank("新题库", desk.district, code="taken"))
    registry.create(NewBank("抢先", desk.district, code="taken"), desk.editor.id, TUESDAY_NOON)
    assert refusal(lambda: carry_out(desk, batch), Conflict).code == "code_taken"


def test_an_import_is_carried_out_once(desk: Desk) -> None:
    batch = desk.bring(draft())
    assert refusal(lambda: carry_out(desk, batch), Conflict).code == "import_state"


def test_only_who_edits_the_bank_carries_out(desk: Desk) -> None:
    batch = desk.stage(draft())
    for who in (desk.world.bystander, desk.world.person(role="editor", over=desk.street)):
        refusal(lambda who=who: carrying.carry_out(batch, who.id, TUESDAY_NOON), Forbidden)  # type: ignore[misc]
    carrying.carry_out(batch, desk.admin.id, TUESDAY_NOON)
    assert desk.questions()[0].state == "pending"


def test_nothing_else_is_made_where_a_new_bank_gets_nothing(desk: Desk) -> None:
    batch = desk.stage(draft(answer=[]), target=NewBank("新题库", desk.district))
    count = len(db.session.scalars(db.select(Bank)).all())
    assert refusal(lambda: carry_out(desk, batch, only_good=True), Invalid).code == "nothing_to_import"
    assert len(db.session.scalars(db.select(Bank)).all()) == count


def test_the_number_of_statements_does_not_grow_with_the_rows(desk: Desk, statements: list[str]) -> None:
    def count(size: int) -> tuple[int, int, int]:
        batch = desk.stage(*[draft(code=f"{size}-{n}", stem=f"{size}第{n}题？") for n in range(size)])
        db.session.expire_all()
        statements.clear()
        carry_out(desk, batch)
        carried = len(statements)
        questions = [question for question in desk.questions() if question.import_id == batch.id]
        statements.clear()
        review.approve(questions, desk.editor.id, TUESDAY_NOON)
        approved = len(statements)
        statements.clear()
        undoing.undo(batch, set(), desk.editor.id, TUESDAY_NOON)
        return carried, approved, len(statements)

    few, many = count(4), count(300)
    assert few == many
    assert all(number <= most for number, most in zip(few, (22, 8, 18), strict=True)), few
