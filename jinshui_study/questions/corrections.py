"""Another key for a question, in the same shape: what is asked stays, only what is right changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from jinshui_study.db import db
from jinshui_study.errors import Invalid, NotFound
from jinshui_study.questions import check, drafts
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.models import Bank, Question, Revision


def get(public_id: str, number: int) -> tuple[Bank, Question, Revision]:
    """A revision of a question, with its bank. Raises NotFound."""
    row = db.session.execute(
        _WITH_BANK.where(Question.public_id == public_id, Revision.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound("没有找到这道题。")
    return row.Bank, row.Question, row.Revision


def get_by_id(revision_id: int) -> tuple[Bank, Question, Revision]:
    """A revision with its question and bank. Raises NotFound."""
    row = db.session.execute(_WITH_BANK.where(Revision.id == revision_id)).one_or_none()
    if row is None:
        raise NotFound("没有找到这道题。")
    return row.Bank, row.Question, row.Revision


_WITH_BANK = (
    select(Bank, Question, Revision)
    .join(Question, Question.bank_id == Bank.id)
    .join(Revision, Revision.question_id == Question.id)
)


def corrected(
    question: Question, revision: Revision, answer: list[str], present: dict[str, Any] | None
) -> dict[str, Any]:
    """The revision's content with another key, given as bank files write it: letters, `A-1` pairs, true, texts.

    Raises Invalid for an answer that does not fit the question, or is the one of its `present` content.
    """
    draft = Draft(
        where="",
        kind=question.kind,
        stem=revision.stem,
        options=revision.content.get("options", []),
        left=revision.content.get("left", []),
        right=revision.content.get("right", []),
        answer=answer,
        pinned=[drafts.LETTERS[index] for index in revision.content.get("pinned", [])],
        topic=question.topic,
        difficulty=question.difficulty,
        code=question.code,
    )
    for _, sentence in check.mistakes_of(draft):
        raise Invalid(sentence, code="bad_key", errors={"answer": [sentence]})
    content = {**revision.content, "key": drafts.content_of(draft)["key"]}
    if content == present:
        sentence = "这就是现在的答案。"
        raise Invalid(sentence, code="same_key", errors={"answer": [sentence]})
    return content


def correct(
    question_id: int,
    revision: Revision,
    content: dict[str, Any],
    explanation: str,
    now: datetime,
    member_id: int,
) -> Revision | None:
    """Make a revision with the corrected content the current one; None where another wording is current by now."""
    question = _hold(question_id)
    if question.current_revision_id != revision.id:
        return None
    last = db.session.scalar(select(func.max(Revision.number)).where(Revision.question_id == question.id))
    made = Revision(
        question_id=question.id,
        number=(last or 0) + 1,
        stem=revision.stem,
        content=content,
        explanation=explanation or revision.explanation,
        source=revision.source,
        created_at=now,
        created_by=member_id,
    )
    db.session.add(made)
    db.session.flush()
    question.current_revision_id = made.id
    db.session.flush()
    return made


def retire(question_id: int, revision: Revision) -> None:
    """Have a question drawn no more, unless another wording is current by now."""
    question = _hold(question_id)
    if question.current_revision_id == revision.id:
        question.state = "retired"
        db.session.flush()


def _hold(question_id: int) -> Question:
    return db.session.get_one(Question, question_id, with_for_update=True, populate_existing=True)
