"""Editing a question: another wording is a new revision, which waits for review again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from jinshui_study.accounts import rights
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Invalid
from jinshui_study.questions import catalogue, check, drafts, fields, kinds, review
from jinshui_study.questions.catalogue import MOST_TAGS
from jinshui_study.questions.check import LONGEST_LABEL, LONGEST_SOURCE
from jinshui_study.questions.drafts import ERROR, Draft
from jinshui_study.questions.models import Bank, Question, Revision

_FIELDS = {
    "kind": "kind",
    "stem": "stem",
    "gap": "stem",
    "difficulty": "difficulty",
    "topic": "topic",
    "label": "topic",
    "options": "options",
    "option": "options",
}
"""Where on a form a mistake is shown, by the first word of its code; the rest concerns the answer."""


def edit(
    question: Question,
    form: Mapping[str, Any],
    member_id: int,
    now: datetime,
    *,
    base: int,
    keep_ready: bool = False,
) -> Revision:
    """Put what a form says (`fields.amended`) in place of what was; the revision that is current then.

    Another wording is a new revision, and the question waits for review; with `keep_ready` one that was ready stays
    so, if the editor has the right to review and nothing is lacking. Topic, difficulty and tags have no history.
    Raises Forbidden; Conflict: changed_meanwhile where `base` is not the current revision's number, question_state
    for what is retired; Invalid with the sentences by field.
    """
    catalogue.require([question], "bank.edit", member_id)
    bank = db.session.scalars(select(Bank).where(Bank.id == question.bank_id).with_for_update()).one()
    (question,) = review.locked([question], "bank.edit", member_id)
    revision = db.session.get_one(Revision, question.current_revision_id)
    if question.state == "retired":
        raise Conflict("这道题已停用，请先恢复。", code="question_state")
    if revision.number != base:
        raise Conflict("这道题刚刚被别人修改过，请刷新后再改。", code="changed_meanwhile")
    draft = fields.amended(fields.of_question(question, revision), form)
    draft.code = question.code
    fields.tidy(draft)
    _refuse_mistakes(question, draft)
    if _reword(question, revision, draft, member_id, now):
        stays = keep_ready and question.state == "ready" and _may_stay_ready(bank, draft, member_id)
        review.move(question, "ready" if stays else "pending", now)
    elif question.state == "draft":
        review.move(question, "pending", now)
    question.topic, question.difficulty, question.tags = draft.topic, draft.difficulty, draft.tags
    catalogue.note("question.edit", [question], member_id, now)
    return db.session.get_one(Revision, question.current_revision_id)


def complete(
    question: Question, explanation: str, source: str, member_id: int, now: datetime, *, base: int
) -> None:
    """Write the explanation and the source a question lacks. Raises what `edit` raises."""
    edit(question, {"explanation": explanation, "source": source}, member_id, now, base=base)


def give_source(questions: Sequence[Question], source: str, member_id: int, now: datetime) -> int:
    """Give those of the questions that have no source this one, all at once; how many.

    Raises Forbidden; Conflict: question_state for what is retired; Invalid without a source.
    """
    source = source.strip()
    if not source or len(source) > LONGEST_SOURCE:
        message = f"请填写出处，最多 {LONGEST_SOURCE} 字。"
        raise Invalid(message, errors={"source": [message]})
    questions = review.locked(questions, "bank.edit", member_id)
    by_revision = {question.current_revision_id: question for question in questions}
    query = select(Revision).where(Revision.id.in_(by_revision), Revision.source == "")
    lacking = list(db.session.scalars(query.order_by(Revision.id)))
    concerned = [by_revision[revision.id] for revision in lacking]
    if any(question.state == "retired" for question in concerned):
        raise Conflict("选中的题里有已停用的，请先恢复。", code="question_state")
    latest = [
        Revision(
            question_id=revision.question_id,
            number=revision.number + 1,
            stem=revision.stem,
            content=revision.content,
            explanation=revision.explanation,
            source=source,
            created_at=now,
            created_by=member_id,
        )
        for revision in lacking
    ]
    db.session.add_all(latest)
    db.session.flush()
    for question, revision in zip(concerned, latest, strict=True):
        question.current_revision_id = revision.id
        review.move(question, "pending", now)
    catalogue.note("question.edit", concerned, member_id, now)
    return len(lacking)


def _refuse_mistakes(question: Question, draft: Draft) -> None:
    found = [(remark.code, remark.message) for remark in draft.remarks if remark.severity == ERROR]
    found += check.mistakes_of(draft)
    errors: dict[str, list[str]] = {}
    for code, message in found:
        errors.setdefault(_FIELDS.get(code.split("_")[0], "answer"), []).append(message)
    if draft.kind != question.kind and question.first_ready_at is not None:
        errors.setdefault("kind", []).append("这道题已经启用过，不能再换题型；可以停用它，另加一道。")
    if len(draft.tags) > MOST_TAGS or any(len(tag) > LONGEST_LABEL for tag in draft.tags):
        errors["tags"] = [f"标签最多 {MOST_TAGS} 个，每个最多 {LONGEST_LABEL} 字。"]
    if errors:
        raise Invalid(errors=errors)


def _reword(question: Question, revision: Revision, draft: Draft, member_id: int, now: datetime) -> bool:
    """Add a revision where the wording is another; whether it is."""
    content = drafts.content_of(draft)
    wording = (draft.stem, content, draft.explanation, draft.source)
    if draft.kind == question.kind and wording == (
        revision.stem,
        revision.content,
        revision.explanation,
        revision.source,
    ):
        return False
    fingerprint = kinds.fingerprint(draft.kind, draft.stem, content)
    review.refuse_twin(question, fingerprint)
    latest = Revision(
        question_id=question.id,
        number=revision.number + 1,
        stem=draft.stem,
        content=content,
        explanation=draft.explanation,
        source=draft.source,
        created_at=now,
        created_by=member_id,
    )
    db.session.add(latest)
    db.session.flush()
    question.kind, question.fingerprint = draft.kind, fingerprint
    question.current_revision_id = latest.id
    return True


def _may_stay_ready(bank: Bank, draft: Draft, member_id: int) -> bool:
    home = db.session.get_one(Organization, bank.organization_id)
    return rights.may(member_id, "bank.review", home) and not any(check.doubts_of(draft))
