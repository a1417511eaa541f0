"""The review: what waits, approved, mended, sent back; and what is taken out of use or brought back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, literal, or_, select, update

from jinshui_study.db import UTCDateTime, db
from jinshui_study.errors import Conflict, Invalid
from jinshui_study.questions import catalogue, check, kinds, listing, registry
from jinshui_study.questions.catalogue import Filter, Listed
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.listing import Page
from jinshui_study.questions.models import Bank, Question, Revision

LONGEST_REASON = 500

_NOT_WAITING = {"draft": "这道题已退回，请先修改。", "retired": "这道题已停用，请先恢复。"}


def queue(member_id: int, wanted: Filter, number: int = 1, size: int = listing.SIZE) -> Page[Listed]:
    """The questions that wait for the member's review, the oldest first; `wanted.state` does not matter."""
    pending = replace(wanted, state="pending")
    return catalogue.page(member_id, pending, "bank.review", Question.id.asc(), number, size)


def waiting(member_id: int) -> int:
    """How many questions wait for the member's review."""
    count = db.session.scalar(
        select(func.count())
        .select_from(Question)
        .join(Bank, Bank.id == Question.bank_id)
        .where(
            Bank.organization_id.in_(registry.in_reach(member_id, "bank.review")), Question.state == "pending"
        )
    )
    return count or 0


def lacking(member_id: int, wanted: Filter) -> int:
    """How many of those in the queue lack an explanation or a source."""
    query = catalogue.found(member_id, replace(wanted, state="pending", flag="lacking"), "bank.review")
    return db.session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True)) or 0


def approve(questions: Sequence[Question], member_id: int, now: datetime) -> int:
    """Let members see the questions: all, or none where one is not fit; how many were not ready yet.

    Raises Forbidden; Invalid: not_ready, with the sentences for each public id: no explanation, no source,
    sent back or retired.
    """
    questions = locked(questions, "bank.review", member_id)
    fresh = [question for question in questions if question.state != "ready"]
    _refuse_unfit(fresh)
    catalogue.note("question.approve", fresh, member_id, now)
    db.session.execute(
        update(Question)
        .where(Question.id.in_([question.id for question in fresh]))
        .values(
            state="ready",
            first_ready_at=func.coalesce(Question.first_ready_at, literal(now, UTCDateTime())),
            reviewed_by=member_id,
            reviewed_at=now,
            review_reason=None,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    return len(fresh)


def _refuse_unfit(questions: Sequence[Question]) -> None:
    by_id = {question.id: question for question in questions}
    unfit = or_(Revision.explanation == "", Revision.source == "", Question.state.in_(_NOT_WAITING))
    rows = db.session.execute(
        select(Revision, Question.id)
        .join(Question, Question.current_revision_id == Revision.id)
        .where(Question.id.in_(by_id), unfit)
        .order_by(Question.id)
    ).all()
    if not rows:
        return
    errors = {
        by_id[question_id].public_id: _unfitness(by_id[question_id], revision)
        for revision, question_id in rows
    }
    sentence = next(iter(errors.values()))[0]
    message = (
        f"有 {len(errors)} 道题还不能启用（如“{rows[0].Revision.stem[:20]}”：{sentence}），一道都没有通过。"
    )
    raise Invalid(message, code="not_ready", errors=errors)


def _unfitness(question: Question, revision: Revision) -> list[str]:
    """Why a question cannot be ready, in sentences."""
    found = [_NOT_WAITING[question.state]] if question.state in _NOT_WAITING else []
    draft = Draft(where="", explanation=revision.explanation, source=revision.source)
    return found + [message for _, message in check.doubts_of(draft)]


def _current(questions: Sequence[Question]) -> Sequence[Revision]:
    ids = [question.current_revision_id for question in questions]
    return db.session.scalars(select(Revision).where(Revision.id.in_(ids))).all()


def send_back(questions: Sequence[Question], reason: str, member_id: int, now: datetime) -> None:
    """Give the questions back to whoever edits them, saying why; what was ready is so no more.

    Raises Forbidden, Invalid without a reason, Conflict: question_state for what is retired.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        message = f"请写明退回的理由，最多 {LONGEST_REASON} 字。"
        raise Invalid(message, errors={"reason": [message]})
    questions = locked(questions, "bank.review", member_id)
    _refuse_state(questions, "retired", "有的题已停用，不能退回。")
    for question in questions:
        _decided(question, "draft", member_id, now, reason)
    catalogue.note("question.send_back", questions, member_id, now)


def reopen(questions: Sequence[Question], member_id: int, now: datetime) -> None:
    """Take an approval or a sending back back: the questions wait again. Raises Forbidden, Conflict: question_state."""
    questions = locked(questions, "bank.review", member_id)
    _refuse_state(questions, "retired", "有的题已停用，请先恢复。")
    for question in questions:
        question.review_reason = None if question.state == "draft" else question.review_reason
        move(question, "pending", now)
    catalogue.note("question.reopen", questions, member_id, now)


def decided(member_id: int, at: datetime) -> list[Question]:
    """What the member approved or sent back at that very moment and nobody has moved since, for the way back."""
    query = select(Question).where(
        Question.reviewed_by == member_id, Question.reviewed_at == at, Question.state.in_(("ready", "draft"))
    )
    return list(db.session.scalars(query.order_by(Question.id)))


def hand_in(questions: Sequence[Question], member_id: int, now: datetime) -> None:
    """Have questions that were sent back reviewed again as they are. Raises Forbidden, Conflict: question_state."""
    questions = locked(questions, "bank.edit", member_id)
    _refuse_state(questions, "retired", "有的题已停用，请先恢复。")
    fresh = [question for question in questions if question.state == "draft"]
    for question in fresh:
        move(question, "pending", now)
    catalogue.note("question.hand_in", fresh, member_id, now)


def retire(questions: Sequence[Question], member_id: int, now: datetime) -> None:
    """Take the questions out of use. For one that members see it takes the right to review. Raises Forbidden."""
    questions = locked(questions, "bank.edit", member_id)
    catalogue.require(
        [question for question in questions if question.state == "ready"], "bank.review", member_id
    )
    fresh = [question for question in questions if question.state != "retired"]
    for question in fresh:
        move(question, "retired", now)
    catalogue.note("question.retire", fresh, member_id, now)


def bring_back(questions: Sequence[Question], member_id: int, now: datetime) -> None:
    """Bring retired questions back into the queue.

    Raises Forbidden; Conflict: duplicate_in_bank where an undone import had freed its content and it is taken by now.
    """
    questions = locked(questions, "bank.edit", member_id)
    retired = [question for question in questions if question.state == "retired"]
    revisions = {revision.question_id: revision for revision in _current(retired)}
    for question in retired:
        revision = revisions[question.id]
        fingerprint = kinds.fingerprint(question.kind, revision.stem, revision.content)
        if fingerprint != question.fingerprint:
            refuse_twin(question, fingerprint)
            question.fingerprint = fingerprint
        move(question, "pending", now)
        db.session.flush()
    catalogue.note("question.bring_back", retired, member_id, now)


def refuse_twin(question: Question, fingerprint: str) -> None:
    """Raise Conflict, duplicate_in_bank, where another question of the bank has this content."""
    twin = db.session.scalar(
        select(Question.code).where(
            Question.bank_id == question.bank_id,
            Question.fingerprint == fingerprint,
            Question.id != question.id,
        )
    )
    if twin is not None:
        raise Conflict(f"题库里已有相同的题（编号 {twin}）。", code="duplicate_in_bank")


def locked(questions: Sequence[Question], right: str, member_id: int) -> list[Question]:
    """The questions as they are now, locked, in a fixed order so that two reviewers never wait for each other."""
    catalogue.require(questions, right, member_id)
    db.session.flush()
    query = select(Question).where(Question.id.in_([question.id for question in questions]))
    query = query.order_by(Question.id).with_for_update()
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _refuse_state(questions: Sequence[Question], state: str, message: str) -> None:
    if any(question.state == state for question in questions):
        raise Conflict(message, code="question_state")


def _decided(question: Question, to: str, member_id: int, now: datetime, reason: str | None = None) -> None:
    move(question, to, now)
    question.reviewed_by, question.reviewed_at, question.review_reason = member_id, now, reason


def move(question: Question, to: str, now: datetime) -> None:
    """Change the state. What is or was ready may stand on a paper, even where nobody noted when it became so."""
    if "ready" in (question.state, to):
        question.first_ready_at = question.first_ready_at or now
    question.state = to
