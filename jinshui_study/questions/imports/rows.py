"""The rows of an import: shown page by page, mended on the spot, left out and taken back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from jinshui_study.accounts import audit
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.questions import drafts, fields, listing
from jinshui_study.questions.drafts import ERROR, WARNING, BankFile, Draft
from jinshui_study.questions.imports import batches, staging, stock, verdicts
from jinshui_study.questions.imports.comparing import Holdings
from jinshui_study.questions.imports.verdicts import Verdict
from jinshui_study.questions.listing import Page
from jinshui_study.questions.models import ROW_STATES, Import, ImportRow, Question

SHOWN: dict[str, ColumnElement[bool]] = {
    "all": true(),
    "problems": or_(
        ImportRow.state.in_(("bad", "duplicate")), and_(ImportRow.warned, ImportRow.state != "dropped")
    ),
    "errors": ImportRow.state == "bad",
    "duplicates": ImportRow.state == "duplicate",
    "good": ImportRow.state.in_(("good", "imported")),
    "warned": and_(ImportRow.warned, ImportRow.state != "dropped"),
    "mended": ImportRow.mended.is_(True),
    "dropped": ImportRow.state == "dropped",
}
"""What of the rows a page may show, by the word for it."""


def counts(batch: Import) -> dict[str, int]:
    """How many rows are in each state, and how many there are of `all`, `problems`, `warned` and `mended`."""
    numbers = {state: ImportRow.state == state for state in ROW_STATES}
    numbers |= {name: SHOWN[name] for name in ("all", "problems", "warned", "mended")}
    columns = [func.count(case((condition, 1))).label(name) for name, condition in numbers.items()]
    return dict(db.session.execute(select(*columns).where(ImportRow.import_id == batch.id)).one()._mapping)


def by_kind(batch: Import) -> dict[str, int]:
    """How many of the rows that can be, or were, imported are of each kind."""
    rows = db.session.execute(
        select(ImportRow.kind, func.count())
        .where(ImportRow.import_id == batch.id, SHOWN["good"])
        .group_by(ImportRow.kind)
        .order_by(ImportRow.kind)
    )
    return dict(rows.all())


def page(batch: Import, show: str = "all", number: int = 1, size: int = listing.SIZE) -> Page[ImportRow]:
    """The rows in the order of the file; `show` is one of SHOWN, anything else is all."""
    query = select(ImportRow).where(ImportRow.import_id == batch.id, SHOWN.get(show, true()))
    return listing.cut(query.order_by(ImportRow.number), number, size, lambda row: row.ImportRow)


def get(batch: Import, number: int) -> ImportRow:
    query = select(ImportRow).where(ImportRow.import_id == batch.id, ImportRow.number == number)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("这次导入里没有这一行。")
    return found


def failed(batch: Import) -> list[tuple[Draft, tuple[str, ...]]]:
    """The questions that cannot be imported, in the order of the file, each with the sentences that say why."""
    query = select(ImportRow).where(ImportRow.import_id == batch.id, ImportRow.state == "bad")
    return [
        (
            _draft_of(row),
            tuple(problem["message"] for problem in row.problems if problem["severity"] == ERROR),
        )
        for row in db.session.scalars(query.order_by(ImportRow.number))
    ]


def mend(row: ImportRow, form: Mapping[str, Any], member_id: int, now: datetime) -> ImportRow:
    """Put what a form says in place of what was read (`fields.amended`), and check the row anew.

    Rows it was a copy of, or that were copies of it, are checked with it. What is still wrong stands in its problems.
    Raises Forbidden, Conflict: import_state.
    """
    batch = _batch_of(row, member_id)
    draft = fields.amended(row.fields, form, row.where)
    fields.tidy(draft)
    row.mended = True
    _judge(batch, row, draft)
    _record("import.mend", batch, row, member_id, now)
    return row


def drop(row: ImportRow, member_id: int, now: datetime) -> None:
    """Leave the row out of the import; a copy of it may come in its place."""
    batch = _batch_of(row, member_id)
    row.state = "dropped"
    _judge(batch, row, None)
    _record("import.drop", batch, row, member_id, now)


def take_back(row: ImportRow, member_id: int, now: datetime) -> None:
    """Have a row that was left out take part again."""
    batch = _batch_of(row, member_id)
    _judge(batch, row, _draft_of(row))
    _record("import.take_back", batch, row, member_id, now)


def _batch_of(row: ImportRow, member_id: int) -> Import:
    batch = batches.lock(db.session.get_one(Import, row.import_id), member_id, "staged")
    db.session.refresh(row)
    return batch


def _record(action: str, batch: Import, row: ImportRow, member_id: int, now: datetime) -> None:
    audit.record(action, f"import:{batch.public_id}", now, member_id, row=row.number)


def _draft_of(row: ImportRow) -> Draft:
    draft = fields.to_draft(row.fields, row.where, verdicts.remarks_of(row.problems))
    draft.raw = row.raw
    return draft


def _judge(batch: Import, changed: ImportRow, draft: Draft | None) -> None:
    """Check the changed row (None: left out) and all that share its fingerprint, code or stem, before or now."""
    keys, likenesses = _Keys([changed]), {changed.id: _likeness(changed)}
    if draft is not None:
        changed.state = "good"
        _take(changed, verdicts.judge(BankFile("", "", "", drafts=[draft]), Holdings())[0][0])
        keys.add(changed)
        db.session.flush()
    concerned = keys.sharing(batch)
    around = _Keys(concerned).sharing(batch)
    file = BankFile(batch.file, batch.layout, batch.encoding, bank=batch.bank_code)
    file.drafts = [_draft_of(row) for row in around]
    items = [drafts.checked(draft) for row, draft in zip(around, file.drafts, strict=True) if row.fingerprint]
    found, _ = verdicts.judge(file, stock.near(batches.bank_of(batch), items))
    wanted = {row.id for row in concerned}
    for row, verdict in zip(around, found, strict=True):
        if row.id in wanted:
            verdicts.keep_likeness(verdict, *likenesses.get(row.id, _likeness(row)))
            _take(row, verdict)
    db.session.flush()


def _likeness(row: ImportRow) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return dict(row.fields), list(row.problems)


class _Keys:
    """What rows must be compared by: they share a fingerprint, a code or a stem, or are the same."""

    def __init__(self, rows: Iterable[ImportRow]) -> None:
        self._values: dict[str, set[Any]] = {
            name: set() for name in ("id", "fingerprint", "code", "stem_key")
        }
        for row in rows:
            self.add(row)

    def add(self, row: ImportRow) -> None:
        for name, values in self._values.items():
            values.update({getattr(row, name)} - {None})

    def sharing(self, batch: Import) -> list[ImportRow]:
        shared = (getattr(ImportRow, name).in_(values) for name, values in self._values.items())
        taking_part = (ImportRow.import_id == batch.id, ImportRow.state != "dropped")
        return list(
            db.session.scalars(select(ImportRow).where(*taking_part, or_(*shared)).order_by(ImportRow.number))
        )


def _take(row: ImportRow, verdict: Verdict) -> None:
    for name, value in staging.columns_of(verdict).items():
        setattr(row, name, value)


def warnings_of(question_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """What the dry run warned of, by question, as far as it is still in the wording that came with it."""
    rows = db.session.execute(
        select(ImportRow.question_id, ImportRow.problems)
        .join(Question, Question.id == ImportRow.question_id)
        .where(
            Question.id.in_(question_ids),
            ImportRow.revision_id == Question.current_revision_id,
            ImportRow.warned,
        )
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for question_id, problems in rows:
        warnings = [problem for problem in problems if problem["severity"] == WARNING]
        found.setdefault(question_id or 0, []).extend(warnings)
    return found
