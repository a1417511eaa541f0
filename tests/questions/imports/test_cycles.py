"""Whatever a bank holds and a file brings: twice is once, and undone is as if it had never been."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinshui_study.db import db
from jinshui_study.errors import Invalid
from jinshui_study.questions import banks, review
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.imports import carrying, rows, undoing
from jinshui_study.questions.models import Import, Question
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk
from tests.questions.samples import draft

OPTIONS = (["1919年", "1921年", "1949年"], ["1921年", "1949年", "1919年"], ["1921年", "1950年", "1919年"])
DRAFTS = st.builds(
    lambda kind, code, stem, options, answer, explanation, topic: draft(
        kind,
        code=code,
        stem=stem,
        **({"options": options, "answer": [answer]} if kind == "single" else {"answer": ["true"]}),
        explanation=explanation,
        topic=topic,
    ),
    st.sampled_from(["single", "single", "true_false"]),
    st.sampled_from(["", "x", "y", "z"]),
    st.sampled_from(["哪一年？", "哪 一 年？", "另一题？", ""]),
    st.sampled_from(OPTIONS),
    st.sampled_from("ABCD"),
    st.sampled_from(["史料如此。", ""]),
    st.sampled_from(["专题", "建党"]),
)
FILES = st.lists(DRAFTS, max_size=5)


def carry_out(desk: Desk, batch: Import) -> bool:
    try:
        carrying.carry_out(batch, desk.editor.id, TUESDAY_NOON, only_good=True)
    except Invalid as problem:
        if problem.code != "nothing_to_import":
            raise
        return False
    return True


def contents(desk: Desk) -> list[tuple[Any, ...]]:
    """The bank in all that members and editors see of it."""
    states = {question.code: question.state for question in desk.questions()}
    return [(one, states[one.code]) for one in banks.export(desk.bank).drafts]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(FILES, FILES, st.sampled_from(["pending", "ready"]))
def test_a_file_is_imported_once_and_can_be_undone(
    desk: Desk, held: list[Draft], brought: list[Draft], state: str
) -> None:
    with db.session.begin_nested() as example:
        carry_out(desk, desk.stage(*held))
        if state == "ready":
            ready = [question for question in desk.questions() if desk.current(question).explanation]
            review.approve(ready, desk.editor.id, TUESDAY_NOON)
        before = contents(desk)
        batch = desk.stage(*brought)
        assert contents(desk) == before
        if carry_out(desk, batch):
            after = contents(desk)
            again = desk.stage(*brought)
            assert rows.counts(again)["good"] == 0
            assert not carry_out(desk, again)
            assert contents(desk) == after
            imported = {
                question.id
                for question in db.session.scalars(db.select(Question).filter_by(import_id=batch.id))
            }
            assert all(
                question.state == "pending" for question in desk.questions() if question.id in imported
            )
            undoing.undo(batch, (), desk.editor.id, TUESDAY_NOON)
        assert contents(desk) == before
        desk.assert_bystanders_untouched()
        example.rollback()
    db.session.expire_all()
