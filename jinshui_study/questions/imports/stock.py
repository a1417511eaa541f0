"""Fetching what a bank holds, all of it or what a few questions can be compared with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from jinshui_study.db import db
from jinshui_study.questions import kinds
from jinshui_study.questions.banks import OF_KEPT
from jinshui_study.questions.check import Checked, Kept
from jinshui_study.questions.imports.comparing import FREED, Held, Holdings
from jinshui_study.questions.models import Bank, Import, ImportRow, Question, Revision

_COLUMNS = (
    *OF_KEPT,
    Question.topic,
    Question.difficulty,
    Question.tags,
    Revision.explanation,
    Revision.source,
    (Revision.id != Question.current_revision_id).label("past"),
)


def of_bank(bank: Bank | None) -> Holdings:
    """Everything a bank holds; nothing for a bank that is still to be made."""
    return Holdings() if bank is None else _fetch(_wordings(bank))


def near(bank: Bank | None, items: Sequence[Checked]) -> Holdings:
    """What of a bank `items` can be compared with."""
    if bank is None or not items:
        return Holdings()
    prints = [item.fingerprint for item in items]
    codes = [item.code for item in items]
    wanted = or_(
        Question.code.in_(codes),
        Question.fingerprint.in_(prints),
        Question.id.in_(_with_the_same_stem(bank, items)),
        Revision.id != Question.current_revision_id,
    )
    return _fetch(_wordings(bank, wanted))


def _wordings(bank: Bank, *conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .join(Bank, Bank.id == Question.bank_id)
        .join(Revision, Revision.question_id == Question.id)
        .where(
            Question.bank_id == bank.id,
            ~Question.fingerprint.startswith(FREED),
            or_(Revision.id == Question.current_revision_id, Revision.id.not_in(_taken_back(bank))),
            *conditions,
        )
        .order_by(Revision.id)
    )


def _taken_back(bank: Bank) -> Select[Any]:
    """Wordings that an import brought and its undoing took back: they may come again."""
    return (
        select(ImportRow.revision_id)
        .join(Import, Import.id == ImportRow.import_id)
        .where(Import.bank_id == bank.id, Import.state == "undone", ImportRow.revision_id.is_not(None))
    )


def _fetch(query: Select[Any]) -> Holdings:
    return Holdings(
        Held(Kept(*row[: len(OF_KEPT)]), *row[len(OF_KEPT) :]) for row in db.session.execute(query)
    )


def _with_the_same_stem(bank: Bank, items: Sequence[Checked]) -> list[int]:
    stems = {
        (item.draft.kind, kinds.folded_stem(item.draft.kind, item.draft.stem))
        for item in items
        if item.draft.kind in (kinds.SINGLE, kinds.MULTIPLE)
    }
    if not stems:
        return []
    rows = db.session.execute(
        select(Question.id, Question.kind, Revision.stem)
        .join(Revision, Revision.id == Question.current_revision_id)
        .where(Question.bank_id == bank.id, Question.kind.in_({kind for kind, _ in stems}))
    )
    return [row.id for row in rows if (row.kind, kinds.folded_stem(row.kind, row.stem)) in stems]
