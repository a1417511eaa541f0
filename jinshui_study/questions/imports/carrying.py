"""Carrying an import out: its good rows come into the bank, for review, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update

from jinshui_study.accounts import audit
from jinshui_study.accounts.models import Organization
from jinshui_study.db import changed_rows, db, table_of
from jinshui_study.errors import Conflict, Invalid
from jinshui_study.questions import banks, drafts, fields, registry
from jinshui_study.questions.check import Checked, Report
from jinshui_study.questions.checking.copies import REVISES
from jinshui_study.questions.imports import batches, stock, verdicts
from jinshui_study.questions.imports.verdicts import Verdict
from jinshui_study.questions.models import Bank, Import, ImportRow, Question, Revision
from jinshui_study.questions.registry import NewBank

_rows = table_of(ImportRow)
_questions = table_of(Question)
_revisions = table_of(Revision)

_SET_VERDICT = (
    update(_rows)
    .where(_rows.c.id == bindparam("row"))
    .values(state=bindparam("to"), problems=bindparam("said"), warned=bindparam("doubtful"))
)
_SET_BEFORE = update(_rows).where(_rows.c.id == bindparam("row")).values(before=bindparam("was"))


@dataclass(frozen=True)
class Carried:
    """How many questions an import added and reworded, and how many rows it left out."""

    added: int
    revised: int
    left_out: int


@dataclass
class _Line:
    """A row that takes part."""

    id: int
    problems: list[dict[str, Any]]
    item: Checked
    state: str = "good"

    @property
    def revises(self) -> bool:
        return any(problem["code"] == REVISES for problem in self.problems)


def carry_out(batch: Import, member_id: int, now: datetime, *, only_good: bool = False) -> Carried:
    """Bring the good rows into the bank as 待审核. A row with an error keeps out all, unless `only_good`.

    What has come into the bank since the dry run is looked at first. Raises Forbidden; Conflict: import_state,
    code_taken, bank_changed (the rows say by then what is wrong); Invalid: bad_rows, nothing_to_import.
    """
    batch = batches.lock(batch, member_id, "staged")
    bank = batches.locked_bank(batch)
    _refuse_bad(batch, only_good=only_good)
    lines = _lines(batch)
    if bank is not None and _judge_anew(batch, bank, lines) and not only_good:
        message = "预检以后题库有了变化，有的题现在不能导入，请看标出的行。"
        raise Conflict(message, code="bank_changed", keeps_changes=True)
    lines = [line for line in lines if line.state == "good"]
    if not lines:
        raise Invalid("没有可以导入的题，什么都没有导入。", code="nothing_to_import")
    if bank is None:
        bank = _make_bank(batch, member_id, now)
    carried = _bring(batch, bank, lines, member_id, now)
    audit.record("import.carry_out", f"import:{batch.public_id}", now, member_id, **vars(carried))
    return carried


def _refuse_bad(batch: Import, *, only_good: bool) -> None:
    """Refuse what has errors, those of the file as a whole among them: questions that could not even be read."""
    if only_good:
        return
    whole = [finding for finding in batch.findings if finding["severity"] == drafts.ERROR]
    bad = (ImportRow.import_id == batch.id, ImportRow.state == "bad")
    query = select(ImportRow.where, ImportRow.problems).where(*bad).order_by(ImportRow.number)
    first = db.session.execute(query.limit(1)).one_or_none()
    if first is not None:
        where, problems = first
        found = next(problem for problem in problems if problem["severity"] == drafts.ERROR)
    elif whole:
        where, found = whole[0]["where"], whole[0]
    else:
        return
    rows = db.session.scalar(select(func.count()).select_from(ImportRow).where(*bad)) or 0
    message = f"有 {rows + len(whole)} 处错误（{where}：{found['message']}），什么都没有导入。"
    raise Invalid(message, code="bad_rows")


def _lines(batch: Import) -> list[_Line]:
    rows = db.session.execute(
        select(ImportRow.id, ImportRow.where, ImportRow.fields, ImportRow.problems, ImportRow.fingerprint)
        .where(ImportRow.import_id == batch.id, ImportRow.state == "good")
        .order_by(ImportRow.number)
    )
    return [
        _Line(row_id, problems, _item(fields.to_draft(texts, where), fingerprint))
        for row_id, where, texts, problems, fingerprint in rows
    ]


def _item(draft: drafts.Draft, fingerprint: str) -> Checked:
    return Checked(draft, drafts.content_of(draft), fingerprint)


def _judge_anew(batch: Import, bank: Bank, lines: Sequence[_Line]) -> bool:
    """Compare with the bank as it is now, and keep what is new about it; whether a row has gone bad."""
    pairs = [(line.item, line.problems) for line in lines]
    changed = []
    for line, problems in zip(
        lines, verdicts.judge_anew(pairs, bank.code, batch.layout, stock.of_bank(bank)), strict=True
    ):
        if problems != line.problems:
            verdict = Verdict(line.item.draft, line.item, problems)
            line.problems, line.state = problems, verdict.state
            changed.append({"row": line.id, "to": line.state, "said": problems, "doubtful": verdict.warned})
    if changed:
        db.session.connection().execute(_SET_VERDICT, changed)
        db.session.expire_all()
    return any(line.state == "bad" for line in lines)


def _make_bank(batch: Import, member_id: int, now: datetime) -> Bank:
    home = db.session.get_one(Organization, batch.organization_id)
    new = NewBank(batch.bank_title, home, batch.bank_code, batch.bank_purpose)
    bank = registry.create(new, member_id, now)
    batch.bank_id, batch.bank_code = bank.id, bank.code
    return bank


def _bring(batch: Import, bank: Bank, lines: list[_Line], member_id: int, now: datetime) -> Carried:
    report = Report(batch.file, batch.layout, batch.encoding, bank.code, bank.title, bank.purpose)
    report.checked = [line.item for line in lines]
    _note_before(bank, [line for line in lines if line.revises], now)
    loaded = banks.load([report], db.session.get_one(Organization, bank.organization_id), now)
    batch.state, batch.imported_at = "imported", now
    db.session.flush()
    _link(batch, bank, member_id, now)
    db.session.expire_all()
    return Carried(loaded.added, loaded.revised, batch.summary["found"] - len(lines))


def _note_before(bank: Bank, lines: Sequence[_Line], now: datetime) -> None:
    """Keep what the questions to be reworded are by now, so that it can be undone."""
    if not lines:
        return
    codes = {line.item.draft.code: line.id for line in lines}
    kept = list(
        db.session.scalars(select(Question).where(Question.bank_id == bank.id, Question.code.in_(codes)))
    )
    for question in kept:
        if question.state == "ready" and question.first_ready_at is None:
            question.first_ready_at = now
    db.session.flush()
    db.session.connection().execute(
        _SET_BEFORE, [{"row": codes[question.code], "was": _state_of(question)} for question in kept]
    )


def _state_of(question: Question) -> dict[str, Any]:
    return {
        "revision": question.current_revision_id,
        "state": question.state,
        "topic": question.topic,
        "difficulty": question.difficulty,
        "tags": question.tags,
    }


def _link(batch: Import, bank: Bank, member_id: int, now: datetime) -> None:
    """Let rows know their questions, new questions their import, and new revisions who made them."""

    def of_question(column: ColumnElement[Any]) -> Any:
        same = (_questions.c.bank_id == bank.id, _questions.c.fingerprint == _rows.c.fingerprint)
        return select(column).where(*same).scalar_subquery()

    good = (_rows.c.import_id == batch.id, _rows.c.state == "good")
    question, revision = of_question(_questions.c.id), of_question(_questions.c.current_revision_id)
    changed_rows(
        update(_rows).where(*good).values(state="imported", question_id=question, revision_id=revision)
    )
    mine = (_rows.c.import_id == batch.id, _rows.c.state == "imported")
    added = select(_rows.c.question_id).where(*mine, _rows.c.before.is_(None))
    new = (_questions.c.created_at == now, _questions.c.import_id.is_(None))
    changed_rows(update(_questions).where(_questions.c.id.in_(added), *new).values(import_id=batch.id))
    made = select(_rows.c.revision_id).where(*mine)
    fresh = (_revisions.c.created_at == now, _revisions.c.created_by.is_(None))
    changed_rows(update(_revisions).where(_revisions.c.id.in_(made), *fresh).values(created_by=member_id))
