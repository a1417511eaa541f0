"""The history of a question: its revisions, who made them, and what each changed."""

from dataclasses import dataclass

from sqlalchemy import select

from jinshui_study.accounts.models import Member
from jinshui_study.db import db
from jinshui_study.questions import differences
from jinshui_study.questions.differences import Difference
from jinshui_study.questions.models import Import, ImportRow, Question, Revision


@dataclass(frozen=True)
class Change:
    """A revision, its author's name (empty: from the command line), what it changed, and the file it came from."""

    revision: Revision
    author: str
    differences: list[Difference]
    origin: str


def of(question: Question) -> list[Change]:
    """All revisions, the newest first; the first one has no differences."""
    rows = db.session.execute(
        select(Revision, Member.name)
        .outerjoin(Member, Member.id == Revision.created_by)
        .where(Revision.question_id == question.id)
        .order_by(Revision.number)
    ).all()
    origins = _origins(question)
    changes = []
    before: Revision | None = None
    for revision, author in rows:
        found = [] if before is None else differences.between(before, revision)
        changes.append(Change(revision, author or "", found, origins.get(revision.id, "")))
        before = revision
    return changes[::-1]


def _origins(question: Question) -> dict[int, str]:
    """File and place of the revisions that came with an import."""
    rows = db.session.execute(
        select(ImportRow.revision_id, Import.file, ImportRow.where)
        .join(Import, Import.id == ImportRow.import_id)
        .where(ImportRow.question_id == question.id)
        .order_by(ImportRow.id.desc())
    )
    return {revision_id or 0: f"{file} {where}" for revision_id, file, where in rows}
