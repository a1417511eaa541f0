"""A quiz's board: which one a viewer sees, and what it should hold by the attempts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena import modes, scoring
from jinshui_study.arena.models import Adjustment, Attempt, Quiz
from jinshui_study.arena.modes import Result, Rules, Tried
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.points import boards
from jinshui_study.points.verification import Total


def visible(
    public_id: str,
    freezes_at: datetime | None,
    reveals_at: datetime | None,
    now: datetime,
    *,
    sees_live: bool,
) -> tuple[str, datetime | None]:
    """The board a viewer sees and since when it is frozen. Every view of a quiz's standings asks here."""
    board = boards.of_quiz(public_id)
    if sees_live or not is_frozen(freezes_at, reveals_at, now):
        return board, None
    return boards.frozen(board), freezes_at


def is_frozen(freezes_at: datetime | None, reveals_at: datetime | None, now: datetime) -> bool:
    return freezes_at is not None and freezes_at <= now and (reveals_at is None or now < reveals_at)


def totals(profile: Profile) -> Iterator[tuple[str, list[Total]]]:
    """Every quiz's boards with their totals recomputed from the finished attempts."""
    for quiz in db.session.scalars(select(Quiz).order_by(Quiz.id)):
        board = boards.of_quiz(quiz.public_id)
        yield board, totals_of(quiz, profile)
        if quiz.freezes_at is not None:
            yield boards.frozen(board), totals_of(quiz, profile, quiz.freezes_at)


def totals_of(
    quiz: Quiz, profile: Profile, before: datetime | None = None, member_id: int | None = None
) -> list[Total]:
    """A quiz's board recomputed, of one member where one is named: by the finished attempts and what admins adjusted.

    With a moment `before` by the attempts finished until then, which nothing was adjusted at.
    """
    found = _counted(quiz, profile, before, member_id)
    if before is None:
        most = scoring.most(quiz.draw)
        for of_member, change in adjusted(quiz.id, member_id).items():
            if of_member in found:
                total = found[of_member]
                found[of_member] = replace(total, points=scoring.clamp(total.points + change, most))
    return list(found.values())


def adjusted(quiz_id: int, member_id: int | None = None) -> dict[int, int]:
    """What admins have given at a quiz and taken, in tenths by member."""
    query = (
        select(Adjustment.member_id, func.sum(Adjustment.score))
        .where(Adjustment.quiz_id == quiz_id, Adjustment.taken_back_at.is_(None))
        .group_by(Adjustment.member_id)
    )
    if member_id is not None:
        query = query.where(Adjustment.member_id == member_id)
    return {of_member: int(change) for of_member, change in db.session.execute(query)}


def _counted(
    quiz: Quiz, profile: Profile, before: datetime | None, member_id: int | None
) -> dict[int, Total]:
    rules = Rules.from_data(quiz.rules)
    query = (
        select(Attempt, Member.branch_id, Organization.street_id, Member.ranking_opt_in, Member.erased_at)
        .join(Member, Member.id == Attempt.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(Attempt.quiz_id == quiz.id, Attempt.state == "finished", ~Attempt.voided)
        .order_by(Attempt.member_id, Attempt.ordinal)
    )
    if before is not None:
        query = query.where(Attempt.finished_at < before)
    if member_id is not None:
        query = query.where(Attempt.member_id == member_id)
    found: dict[int, Total] = {}
    for attempt, branch_id, street_id, opted_in, erased_at in db.session.execute(query):
        kept = found.get(attempt.member_id)
        standing = Result(kept.points, kept.duration_ms or 0) if kept else None
        tried = Tried(
            Result(attempt.score or 0, attempt.duration_ms or 0),
            attempt.correct or 0,
            attempt.questions or 0,
            attempt.ordinal_of_day,
        )
        counts = modes.counted(rules, standing, tried)
        if counts is not None and counts != standing:
            found[attempt.member_id] = Total(
                member_id=attempt.member_id,
                points=counts.score,
                duration_ms=counts.duration_ms,
                reached_at=attempt.finished_at or attempt.expires_at,
                entries=(kept.entries if kept else 0) + 1,
                branch_id=kept.branch_id if kept else branch_id,
                street_id=kept.street_id if kept else street_id or 0,
                listed=profile.lists_member(opted_in=opted_in, erased=erased_at is not None),
            )
    return found
