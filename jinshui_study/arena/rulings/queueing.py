"""Which finished attempts a ruling concerns: put into its queue by the database, and taken out of it in batches."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, delete, func, literal, or_, select

from jinshui_study.arena.models import Answer, Attempt, Quiz, Regrade, Ruling
from jinshui_study.db import changed_rows, db, insert, table_of
from jinshui_study.questions.models import Bank, Question, Revision

_attempts = table_of(Attempt)
_answers = table_of(Answer)
_regrades = table_of(Regrade)

IN_FLIGHT = timedelta(minutes=10)
"""Above what a request takes from its arrival to its commit, and what the clocks of servers differ by."""


def fill(ruling: Ruling, since: datetime | None = None) -> int:
    """Queue the finished attempts that hold a revision the ruling is about; returns how many were added.

    With `since`, only those closed from then on, or so shortly before that they may not have been seen then. Of a
    question that is void, or was, those count too that were asked and not answered.
    """
    moment = None if since is None else since - IN_FLIGHT
    added = _add(ruling, _answered(ruling, moment))
    if _reaches_unanswered(ruling):
        added += sum(
            _add(ruling, _asked(quiz_id, ruling, moment)) for quiz_id in _quizzes_that_may_ask(ruling)
        )
    return added


def _reaches_unanswered(ruling: Ruling) -> bool:
    """Whether the question is void by the ruling, or was void before it."""
    voided = db.session.scalars(
        select(Ruling.revisions).where(Ruling.verdict == "void", Ruling.number.is_not(None))
    )
    return ruling.verdict == "void" or any(set(ruling.revisions) & set(revisions) for revisions in voided)


def _add(ruling: Ruling, attempts: Select[Any]) -> int:
    columns = attempts.add_columns(literal(ruling.id), literal("waiting"))
    names = ["member_id", "attempt_id", "ruling_id", "state"]
    return changed_rows(insert(_regrades).from_select(names, columns).on_conflict_do_nothing())


def _answered(ruling: Ruling, moment: datetime | None) -> Select[Any]:
    query = (
        select(_answers.c.member_id, _answers.c.attempt_id)
        .join(
            _attempts,
            (_attempts.c.member_id == _answers.c.member_id) & (_attempts.c.id == _answers.c.attempt_id),
        )
        .where(_answers.c.revision_id.in_(ruling.revisions), _attempts.c.state == "finished")
    )
    return query if moment is None else query.where(_attempts.c.closed_at >= moment)


def _asked(quiz_id: int, ruling: Ruling, moment: datetime | None) -> Select[Any]:
    """Attempts at a quiz whose paper names the revision; those that answered it as well."""
    query = select(_attempts.c.member_id, _attempts.c.id).where(
        _attempts.c.quiz_id == quiz_id,
        _attempts.c.state == "finished",
        or_(*(_names(_attempts.c.paper, revision_id) for revision_id in ruling.revisions)),
    )
    return query if moment is None else query.where(_attempts.c.closed_at >= moment)


def _names(paper: Any, revision_id: int) -> Any:
    """Whether the text of a paper has the revision, whatever blanks and order its writer gave it."""
    text, name = func.replace(cast(paper, String), " ", ""), f'%"revision":{revision_id}'
    return or_(text.like(f"{name},%"), text.like(f"{name}}}%"))


def _quizzes_that_may_ask(ruling: Ruling) -> Sequence[int]:
    """Quizzes whose paper names the question, or that draw from its bank, and were open when it was there.

    A correction puts its own revision into the papers of quizzes that are open: any revision of the question is one.
    """
    question_id, bank_code, kind, since = db.session.execute(
        select(Question.id, Bank.code, Question.kind, func.min(Revision.created_at))
        .join(Question, Question.bank_id == Bank.id)
        .join(Revision, Revision.question_id == Question.id)
        .where(Revision.id.in_(ruling.revisions))
        .group_by(Question.id, Bank.code, Question.kind)
    ).one()
    revisions = set(db.session.scalars(select(Revision.id).where(Revision.question_id == question_id)))
    rows = db.session.execute(select(Quiz.id, Quiz.paper, Quiz.draw).where(Quiz.closes_at > since))
    return [row.id for row in rows if _may_ask(row.paper, row.draw, revisions, bank_code, kind)]


def _may_ask(
    paper: list[Any] | None, draw: list[Any], revisions: set[int], bank_code: str, kind: str
) -> bool:
    """By what never changes of a question: its bank and its kind."""
    if paper:
        return any(line["revision"] in revisions for line in paper)
    return any(bank_code in rule["banks"] and (not rule["kinds"] or kind in rule["kinds"]) for rule in draw)


def answers(ruling: Ruling) -> int:
    """How many answers there are to what a ruling is about."""
    query = select(func.count()).where(Answer.revision_id.in_(ruling.revisions))
    return db.session.scalar(query) or 0


def papers(ruling: Ruling) -> int:
    """How many attempts have to be looked through for a question that was asked and not answered."""
    if not _reaches_unanswered(ruling):
        return 0
    query = select(func.count()).where(Attempt.quiz_id.in_(_quizzes_that_may_ask(ruling)))
    return db.session.scalar(query) or 0


def members(ruling: Ruling, most: int, state: str) -> list[int]:
    """The first members with an attempt in this state of the ruling's queue."""
    return list(
        db.session.scalars(
            select(Regrade.member_id)
            .where(Regrade.ruling_id == ruling.id, Regrade.state == state)
            .distinct()
            .order_by(Regrade.member_id)
            .limit(most)
        )
    )


def count(ruling: Ruling, *states: str) -> int:
    query = select(func.count()).where(Regrade.ruling_id == ruling.id, Regrade.state.in_(states))
    return db.session.scalar(query) or 0


def empty(ruling_id: int) -> None:
    """Forget the queue of a proposal that is withdrawn."""
    db.session.execute(delete(Regrade).where(Regrade.ruling_id == ruling_id))
