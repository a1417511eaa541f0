"""Banks loaded for the tests, and what stands in their tables then."""

from collections.abc import Callable
from typing import Any

import pytest

from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Invalid, Problem
from jinshui_study.questions import banks, check
from jinshui_study.questions.banks import Loaded
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.models import Bank, Question, Revision
from tests.moments import TUESDAY_NOON
from tests.questions.samples import bank_file

REVISION_COLUMNS = [column.name for column in Revision.__table__.columns]


def load(owner: Organization, *drafts: Draft, state: str = "ready", **file: Any) -> Loaded:
    return banks.load([check.check(bank_file(*drafts, **file))], owner, TUESDAY_NOON, state=state)


def question(code: str, bank: str = "b") -> Question:
    found = db.select(Question).join(Bank, Bank.id == Question.bank_id)
    return db.session.scalars(found.where(Question.code == code, Bank.code == bank)).one()


def revisions(code: str, bank: str = "b") -> list[Revision]:
    found = db.select(Revision).where(Revision.question_id == question(code, bank).id)
    return list(db.session.scalars(found.order_by(Revision.number)))


def everything() -> list[list[tuple[Any, ...]]]:
    """All rows of the three tables."""
    db.session.flush()
    tables = (Bank.__table__, Question.__table__, Revision.__table__)
    return [
        [tuple(row) for row in db.session.connection().execute(db.select(table).order_by(table.c.id))]
        for table in tables
    ]


def refusal(action: Callable[[], object], kind: type[Problem] = Invalid) -> str:
    """The code of the problem an action raises, and that it has changed nothing."""
    before = everything()
    with pytest.raises(kind) as raised, db.session.begin_nested():
        action()
    db.session.expire_all()
    assert everything() == before
    return raised.value.code
