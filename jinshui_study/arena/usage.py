"""Where questions are used: whether they have been answered, and which quizzes they can appear in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.arena.models import Answer, Quiz
from jinshui_study.db import db
from jinshui_study.questions.models import Bank, Import, ImportRow, Question, Revision
from jinshui_study.questions.sampling import Drawable, DrawRule

MOST_QUIZZES = 50


@dataclass(frozen=True)
class Usage:
    """How often a question has been answered, and the quizzes, the newest first, that have it or may draw it."""

    answers: int
    fixed: list[Quiz]
    drawn: list[Quiz]


def answered_of_import(import_id: int) -> set[int]:
    """The questions of an import that somebody has answered as the import worded them, or later."""
    return set(
        db.session.scalars(
            select(Revision.question_id)
            .join(ImportRow, ImportRow.question_id == Revision.question_id)
            .where(
                ImportRow.import_id == import_id,
                Revision.id >= ImportRow.revision_id,
                exists().where(Answer.revision_id == Revision.id),
            )
        )
    )


def answered_imports(import_ids: Collection[int]) -> set[int]:
    """Those of the imports that cannot be undone any more, because somebody has answered one of their questions."""
    answered = (
        exists()
        .where(ImportRow.import_id == Import.id, Revision.question_id == ImportRow.question_id)
        .where(Revision.id >= ImportRow.revision_id, Answer.revision_id == Revision.id)
    )
    return set(db.session.scalars(select(Import.id).where(Import.id.in_(import_ids), answered)))


def where_used(question: Question, now: datetime) -> Usage:
    """Quizzes that are open or to come, whose paper for all holds the question or whose rules admit it.

    Quizzes drawn anew for each member can only be told by their rules; `answers` counts all that were ever given.
    """
    revisions = set(db.session.scalars(select(Revision.id).where(Revision.question_id == question.id)))
    answers = db.session.scalar(select(func.count()).where(Answer.revision_id.in_(revisions))) or 0
    fixed, drawn = [], []
    drawable = _drawable(question)
    for quiz in _running(question, now):
        if quiz.paper is not None:
            if any(line["revision"] in revisions for line in quiz.paper):
                fixed.append(quiz)
        elif question.state == "ready" and any(
            DrawRule.from_data(rule).admits(drawable) for rule in quiz.draw
        ):
            drawn.append(quiz)
    return Usage(answers, fixed[:MOST_QUIZZES], drawn[:MOST_QUIZZES])


def _drawable(question: Question) -> Drawable:
    bank = db.session.get_one(Bank, question.bank_id)
    return Drawable(
        question.id,
        question.current_revision_id or 0,
        bank.code,
        question.kind,
        question.topic,
        question.difficulty,
    )


def _running(question: Question, now: datetime) -> list[Quiz]:
    """The quizzes of organizations the question's bank is open to."""
    bank = db.session.get_one(Bank, question.bank_id)
    home = db.session.get_one(Organization, bank.organization_id)
    return list(
        db.session.scalars(
            select(Quiz)
            .join(Organization, Organization.id == Quiz.organization_id)
            .where(Quiz.closes_at > now, organizations.below(home))
            .order_by(Quiz.opens_at.desc(), Quiz.id.desc())
        )
    )
