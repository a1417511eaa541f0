"""The same import by several people in the same moment: one effect, and nobody gets an error of ours."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import func, select

from jinshui_study.accounts import members, organizations
from jinshui_study.app import create_app
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Problem
from jinshui_study.questions import editing, registry, review
from jinshui_study.questions.imports import carrying, rows, staging, undoing
from jinshui_study.questions.models import Import, Question, Revision
from jinshui_study.questions.registry import NewBank
from tests.conftest import BACKENDS, new_database, settings_for
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.questions.desk import data_of
from tests.questions.samples import draft

pytestmark = pytest.mark.slow

TIMES = 6
SIZE = 40


class Office:
    """An application on a database of its own, where transactions are real, and an editor with two dry runs."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), unit_of_work():
            district = organizations.create("district", "金水区")
            street = organizations.create("street", "经八路街道", district)
            editor = members.create("编辑", organizations.create("branch", "支部", street), MONDAY_NOON)
            members.grant_role(editor, "editor", district)
            bank = registry.create(NewBank("题库", district, code="b"), editor.id, MONDAY_NOON)
            data = data_of(*[draft(stem=f"第{number}题？") for number in range(SIZE)], bank="b")
            self.editor = editor.id
            self.batches = [
                staging.stage(data, "题.yaml", bank, editor.id, MONDAY_NOON).id for _ in range(TIMES)
            ]

    def at_once(self, *acts: Callable[[], object]) -> list[str]:
        """What became of each act, all of them begun together: `done` or the code of the problem."""

        def run(act: Callable[[], object]) -> str:
            with self.app.app_context():
                try:
                    with unit_of_work():
                        act()
                except Problem as problem:
                    return problem.code
                return "done"

        with ThreadPoolExecutor(len(acts)) as pool:
            return sorted(pool.map(run, acts))

    def carry_out(self, batch_id: int) -> object:
        return carrying.carry_out(db.session.get_one(Import, batch_id), self.editor, TUESDAY_NOON)

    def questions(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(Question)) or 0


@pytest.fixture(params=BACKENDS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    databases = new_database(request.param, tmp_path)
    app = create_app(settings_for(next(databases), tmp_path))
    with app.app_context():
        flask_migrate.upgrade()
    yield Office(app)
    with app.app_context():
        db.engine.dispose()
    next(databases, None)


def test_one_import_carried_out_many_times_at_once_is_carried_out_once(office: Office) -> None:
    done = office.at_once(*[lambda: office.carry_out(office.batches[0])] * TIMES)
    assert done == ["done"] + ["import_state"] * (TIMES - 1)
    assert office.questions() == SIZE


def test_many_imports_of_the_same_file_at_once_add_it_once(office: Office) -> None:
    done = office.at_once(*[lambda batch=batch: office.carry_out(batch) for batch in office.batches])  # type: ignore[misc]
    assert done == ["done"] + ["nothing_to_import"] * (TIMES - 1)
    assert office.questions() == SIZE


def test_undoing_and_approving_at_once_leaves_no_half_question(office: Office) -> None:
    office.at_once(lambda: office.carry_out(office.batches[0]))

    def approve() -> object:
        questions = list(db.session.scalars(select(Question).order_by(Question.id.desc())))
        return review.approve(questions, office.editor, TUESDAY_NOON)

    def undo() -> object:
        return undoing.undo(db.session.get_one(Import, office.batches[0]), set(), office.editor, TUESDAY_NOON)

    assert "done" in office.at_once(*[approve, undo] * 3)
    with office.app.app_context():
        states = set(db.session.scalars(select(Question.state)))
        assert states <= {"retired"}
        orphans = (
            select(func.count()).select_from(Revision).where(Revision.question_id.not_in(select(Question.id)))
        )
        assert db.session.scalar(orphans) == 0


def test_two_editors_of_one_question_make_one_revision(office: Office) -> None:
    office.at_once(lambda: office.carry_out(office.batches[0]))

    def edit() -> object:
        question = db.session.scalars(select(Question).order_by(Question.id)).first()
        assert question is not None
        return editing.edit(question, {"stem": "究竟哪一年？"}, office.editor, TUESDAY_NOON, base=1)

    assert office.at_once(*[edit] * TIMES) == ["changed_meanwhile"] * (TIMES - 1) + ["done"]


def test_rows_mended_at_once_are_never_both_the_original(office: Office) -> None:
    def mend(number: int) -> Callable[[], object]:
        def act() -> object:
            row = rows.get(db.session.get_one(Import, office.batches[0]), number)
            return rows.mend(row, {"stem": "同一题？"}, office.editor, TUESDAY_NOON)

        return act

    assert office.at_once(*[mend(number) for number in range(1, TIMES + 1)]) == ["done"] * TIMES
    with office.app.app_context():
        counts = rows.counts(db.session.get_one(Import, office.batches[0]))
    assert (counts["good"], counts["duplicate"]) == (SIZE - TIMES + 1, TIMES - 1)
