"""What members and the service itself find doubtful about a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, delete, func, literal, select, update

from jinshui_study.accounts import organizations
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena import results
from jinshui_study.arena.models import Dispute, Flag, Ruling
from jinshui_study.db import db, insert, opaque_id, table_of
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.questions.models import Bank, Question, Revision

LONGEST_TEXT = 500
REASONS = {
    "wrong_key": "答案有误",
    "wrong_fact": "史实有误",
    "ambiguous": "题意不清",
    "typo": "有错别字",
    "other": "其他",
}
FLAGS = {"negative_discrimination": "答对的人总分反而低，答案可能有误"}

_disputes = table_of(Dispute)
_flags = table_of(Flag)
_ADD = insert(_disputes).on_conflict_do_nothing().returning(_disputes.c.public_id)


def file(attempt: Row[Any], number: int, reason: str, text: str, now: datetime) -> str:
    """Dispute a question of one's own finished attempt; the dispute's public id.

    `attempt` is what `attempts.get` gave. Raises Conflict: attempt_open, not_revealed (its keys are not shown yet),
    already_disputed; NotFound for a number that was not asked.
    """
    if attempt.state != "finished":
        raise Conflict("交卷以后才能对试题提出疑问。", code="attempt_open")
    if number > attempt.opened:
        raise NotFound("这次答题没有这道题。")
    if not results.reveals(attempt, now):
        raise Conflict("解析公布以后才能对试题提出疑问。", code="not_revealed")
    row = {
        "public_id": opaque_id(),
        "member_id": attempt.member_id,
        "revision_id": attempt.paper[number - 1]["revision"],
        "attempt_id": attempt.id,
        "number": number,
        "reason": reason,
        "text": text,
        "created_at": now,
    }
    added = db.session.connection().execute(_ADD, row).scalar_one_or_none()
    if added is None:
        raise Conflict("您已经对这道题提出过疑问。", code="already_disputed")
    return str(added)


_MINE: Any = (
    select(
        Dispute,
        Revision.stem,
        Ruling.verdict,
        Ruling.reply,
        Ruling.decided_at,
    )
    .join(Revision, Revision.id == Dispute.revision_id)
    .outerjoin(Ruling, Ruling.id == Dispute.ruling_id)
)


def get_mine(member_id: int, public_id: str) -> Row[Any]:
    """A member's own dispute with what became of it. Raises NotFound."""
    query = _MINE.where(Dispute.member_id == member_id, Dispute.public_id == public_id)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有找到这条疑问。")
    return row


def list_mine(member_id: int, limit: int, before: int | None = None) -> Sequence[Row[Any]]:
    """A member's disputes, newest first, after the one with the id `before`."""
    query = _MINE.where(Dispute.member_id == member_id)
    if before is not None:
        query = query.where(Dispute.id < before)
    return db.session.execute(query.order_by(Dispute.id.desc()).limit(limit)).all()


def flag(revision_id: int, reason: str, details: dict[str, Any], now: datetime) -> bool:
    """Put a revision into the editors' queue for a reason of `FLAGS`; once for each, also after a ruling.

    `details` are plain values that tell why; returns whether it is new.
    """
    row = {"revision_id": revision_id, "reason": reason, "details": details, "flagged_at": now}
    return bool(db.session.connection().execute(insert(_flags).on_conflict_do_nothing(), row).rowcount)


def unflag(revision_ids: Sequence[int], reason: str) -> None:
    """Take revisions out of the queue again for a reason that no longer holds; what is ruled on stays as it was."""
    db.session.connection().execute(
        delete(_flags).where(
            _flags.c.revision_id.in_(revision_ids), _flags.c.reason == reason, _flags.c.ruling_id.is_(None)
        )
    )


@dataclass(frozen=True)
class Disputed:
    """A revision in the editors' queue, with what is said against it; counts are of what is unanswered."""

    question_id: str
    number: int
    kind: str
    stem: str
    bank: str
    disputes: int
    reasons: dict[str, int]
    flags: list[str]
    first_at: datetime


def queue(member_id: int, *, answered: bool, start: int, limit: int) -> list[Disputed]:
    """Revisions that wait for a ruling (or have had one) in the banks a member rules on, the most disputed first."""
    doubts = _doubts(answered=answered).subquery()
    query = (
        _ruled_on(doubts, member_id)
        .with_only_columns(
            Revision.id,
            Question.public_id,
            Revision.number,
            Question.kind,
            Revision.stem,
            Bank.title,
            func.sum(doubts.c.disputes).label("disputes"),
            func.min(doubts.c.first_at).label("first_at"),
        )
        .group_by(Revision.id, Question.public_id, Revision.number, Question.kind, Revision.stem, Bank.title)
        .order_by(func.sum(doubts.c.disputes).desc(), Revision.id)
        .offset(start)
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    ids = [row.id for row in rows]
    reasons, flags = _reasons(ids, answered=answered), _flags_of(ids, answered=answered)
    return [
        Disputed(
            row.public_id,
            row.number,
            row.kind,
            row.stem,
            row.title,
            int(row.disputes),
            reasons.get(row.id, {}),
            flags.get(row.id, []),
            row.first_at,
        )
        for row in rows
    ]


def count_waiting(member_id: int) -> int:
    """How many revisions wait for a ruling in the banks a member rules on."""
    query = _ruled_on(_doubts(answered=False).subquery(), member_id)
    return db.session.scalar(query.with_only_columns(func.count(Revision.id.distinct()))) or 0


def _ruled_on(doubts: Subquery, member_id: int) -> Select[Any]:
    """The doubted revisions of the banks a member rules on."""
    reached = organizations.within_reach(member_id, RIGHTS["dispute.rule"])
    return (
        select(Revision.id)
        .join(doubts, doubts.c.revision_id == Revision.id)
        .join(Question, Question.id == Revision.question_id)
        .join(Bank, Bank.id == Question.bank_id)
        .where(Bank.organization_id.in_(reached))
    )


def _doubts(*, answered: bool) -> Select[Any]:
    """By revision, how many disputes there are, and since when; a flag is none."""
    by_members = (
        select(
            Dispute.revision_id,
            func.count().label("disputes"),
            func.min(Dispute.created_at).label("first_at"),
        )
        .where(_is_answered(Dispute, answered))
        .group_by(Dispute.revision_id)
    )
    by_us = select(Flag.revision_id, literal(0), Flag.flagged_at).where(_is_answered(Flag, answered))
    both = by_members.union_all(by_us).subquery()
    return select(both)


def _is_answered(doubt: type[Dispute | Flag], answered: bool) -> ColumnElement[bool]:
    return doubt.ruling_id.is_not(None) if answered else doubt.ruling_id.is_(None)


def _reasons(revision_ids: list[int], *, answered: bool) -> dict[int, dict[str, int]]:
    rows = db.session.execute(
        select(Dispute.revision_id, Dispute.reason, func.count())
        .where(Dispute.revision_id.in_(revision_ids), _is_answered(Dispute, answered))
        .group_by(Dispute.revision_id, Dispute.reason)
        .order_by(func.count().desc(), Dispute.reason)
    )
    found: dict[int, dict[str, int]] = {}
    for revision_id, reason, times in rows:
        found.setdefault(revision_id, {})[reason] = times
    return found


def _flags_of(revision_ids: list[int], *, answered: bool) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(Flag.revision_id, Flag.reason)
        .where(Flag.revision_id.in_(revision_ids), _is_answered(Flag, answered))
        .order_by(Flag.reason)
    )
    found: dict[int, list[str]] = {}
    for revision_id, reason in rows:
        found.setdefault(revision_id, []).append(reason)
    return found


def of_revision(revision_id: int, limit: int) -> Sequence[Row[Any]]:
    """What is said against a revision, the newest first: no names, an editor needs none."""
    query: Any = (
        select(Dispute.reason, Dispute.text, Dispute.created_at, Ruling.verdict)
        .outerjoin(Ruling, Ruling.id == Dispute.ruling_id)
        .where(Dispute.revision_id == revision_id)
        .order_by(Dispute.ruling_id.is_not(None), Dispute.id.desc())
        .limit(limit)
    )
    return db.session.execute(query).all()


def flags_of_revision(revision_id: int) -> Sequence[Flag]:
    return db.session.scalars(select(Flag).where(Flag.revision_id == revision_id).order_by(Flag.reason)).all()


def answer(revision_ids: Sequence[int], ruling: Ruling) -> list[Row[Any]]:
    """Answer everything unanswered about revisions by a ruling; the disputes that were."""
    answered = db.session.execute(
        update(_disputes)
        .where(_disputes.c.revision_id.in_(revision_ids), _disputes.c.ruling_id.is_(None))
        .values(ruling_id=ruling.id)
        .returning(_disputes.c.member_id, _disputes.c.public_id)
    ).all()
    db.session.execute(
        update(_flags)
        .where(_flags.c.revision_id.in_(revision_ids), _flags.c.ruling_id.is_(None))
        .values(ruling_id=ruling.id)
    )
    return list(answered)


def waiting(revision_id: int) -> bool:
    """Whether anything about a revision is unanswered."""
    disputed = select(Dispute.id).where(Dispute.revision_id == revision_id, Dispute.ruling_id.is_(None))
    flagged = select(Flag.reason).where(Flag.revision_id == revision_id, Flag.ruling_id.is_(None))
    found = disputed.limit(1), flagged.limit(1)
    return any(db.session.execute(query).first() is not None for query in found)
