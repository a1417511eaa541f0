"""Undoing an import while nobody has answered its questions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, literal, or_, select, update

from jinshui_study.accounts import audit
from jinshui_study.db import changed_rows, db
from jinshui_study.errors import Conflict
from jinshui_study.questions import kinds
from jinshui_study.questions.imports import batches
from jinshui_study.questions.imports.comparing import FREED
from jinshui_study.questions.models import Bank, Import, ImportRow, Question, Revision


@dataclass(frozen=True)
class Undone:
    """How many questions went, were retired because they might be on a paper, and got their old wording back."""

    removed: int
    retired: int
    restored: int


def undo(batch: Import, answered: Collection[int], member_id: int, now: datetime) -> Undone:
    """Take back what an import did; `answered` are those of its questions that somebody has answered.

    A question that was never ready goes for good. One that was may stand on a paper by now: it is retired, and its
    code and content are free for another. A question that had been there gets its old wording as a new revision.
    Raises Forbidden; Conflict: import_state, already_answered, changed_since (somebody has reworded it again).
    """
    batch = batches.lock(batch, member_id, "imported")
    bank = batches.locked_bank(batch)
    assert bank is not None
    if answered:
        message = f"已有 {len(answered)} 道题被人作答，不能整批撤销；不合适的试题可以单独停用。"
        raise Conflict(message, code="already_answered")
    undone = Undone(*_take_out(batch), restored=_restore(bank, _revised(batch), member_id, now))
    batch.state = "undone"
    audit.record("import.undo", f"import:{batch.public_id}", now, member_id, **vars(undone))
    return undone


def _revised(batch: Import) -> list[tuple[ImportRow, Question]]:
    """The questions that had been there, as long as nobody has reworded them since.

    What an import that is undone by now had added is out of the way already.
    """
    rows = db.session.execute(
        select(ImportRow, Question)
        .join(Question, Question.id == ImportRow.question_id)
        .where(
            ImportRow.import_id == batch.id,
            ImportRow.before.is_not(None),
            ~Question.fingerprint.startswith(FREED),
        )
        .order_by(Question.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    pairs = [(row, question) for row, question in rows]
    later = [question for row, question in pairs if question.current_revision_id != row.revision_id]
    if later:
        message = f"导入时更新的试题里有 {len(later)} 道后来又修改过（如编号 {later[0].code}），不能撤销。"
        raise Conflict(message, code="changed_since")
    return pairs


def _take_out(batch: Import) -> tuple[int, int]:
    """Remove the questions the import added, or retire them; how many of each."""
    added = Question.import_id == batch.id
    db.session.execute(select(Question.id).where(added).order_by(Question.id).with_for_update()).all()
    seen = and_(added, or_(Question.first_ready_at.is_not(None), Question.state == "ready"))
    unseen = and_(added, Question.first_ready_at.is_(None), Question.state != "ready")
    retired = changed_rows(
        update(Question)
        .where(seen)
        .values(
            state="retired",
            code=literal("undone-") + Question.public_id,
            fingerprint=literal(FREED) + Question.public_id,
        )
    )
    gone = select(Question.id).where(unseen).scalar_subquery()
    changed_rows(
        update(ImportRow).where(ImportRow.question_id.in_(gone)).values(question_id=None, revision_id=None)
    )
    changed_rows(delete(Revision).where(Revision.question_id.in_(gone)))
    removed = changed_rows(delete(Question).where(unseen))
    db.session.expire_all()
    return removed, retired


def _restore(bank: Bank, revised: list[tuple[ImportRow, Question]], member_id: int, now: datetime) -> int:
    """Give reworded questions their old wording, as a new revision, and their old labels and state."""
    wordings = _wordings(revised)
    _make_way(question for _, question in revised)
    made = []
    for row, question in revised:
        before = row.before or {}
        old, current = wordings[before["revision"]], wordings[question.current_revision_id or 0]
        question.fingerprint = kinds.fingerprint(question.kind, old.stem, old.content)
        question.topic, question.difficulty, question.tags = (
            before[name] for name in ("topic", "difficulty", "tags")
        )
        if question.state != "retired":
            question.state = before["state"]
        if old.id != current.id:
            made.append((question, _again(old, current.number + 1, member_id, now)))
    _refuse_taken(bank, revised)
    db.session.add_all(revision for _, revision in made)
    db.session.flush()
    for question, revision in made:
        question.current_revision_id = revision.id
    db.session.flush()
    return len(revised)


def _make_way(questions: Iterable[Question]) -> None:
    """An import may have given two questions each other's wording: neither goes back while the other holds it."""
    for question in questions:
        question.fingerprint = f"{FREED}{question.public_id}"
    db.session.flush()


def _wordings(revised: list[tuple[ImportRow, Question]]) -> dict[int, Revision]:
    ids = {(row.before or {})["revision"] for row, _ in revised} | {row.revision_id for row, _ in revised}
    return {
        revision.id: revision for revision in db.session.scalars(select(Revision).where(Revision.id.in_(ids)))
    }


def _again(old: Revision, number: int, member_id: int, now: datetime) -> Revision:
    return Revision(
        question_id=old.question_id,
        number=number,
        stem=old.stem,
        content=old.content,
        explanation=old.explanation,
        source=old.source,
        created_at=now,
        created_by=member_id,
    )


def _refuse_taken(bank: Bank, revised: list[tuple[ImportRow, Question]]) -> None:
    """Another question may have taken a wording that was given up."""
    with db.session.no_autoflush:
        taken = db.session.scalars(
            select(Question.code).where(
                Question.bank_id == bank.id,
                Question.fingerprint.in_([question.fingerprint for _, question in revised]),
                Question.id.not_in([question.id for _, question in revised]),
            )
        ).first()
    if taken is not None:
        message = f"导入时更新的试题有一道的原内容现在是另一道题（编号 {taken}），不能撤销。"
        raise Conflict(message, code="changed_since")
