"""Bringing a member's place on a quiz's boards in line with what counts by now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena import boards as quiz_boards
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.points import boards, standings
from jinshui_study.points.models import MemberStanding
from jinshui_study.points.standings import Change, Posting


@dataclass(frozen=True)
class OnBoard:
    """A member as far as standings need one."""

    id: int
    branch_id: int
    street_id: int


def hold(quiz: Quiz, member_id: int) -> OnBoard:
    """Lock a member's attempts at a quiz and then the member, as a submit does, and read where they are at home."""
    attempts = (
        select(Attempt.id)
        .where(Attempt.quiz_id == quiz.id, Attempt.member_id == member_id)
        .order_by(Attempt.id)
        .with_for_update()
    )
    db.session.execute(attempts).all()
    row = db.session.execute(
        select(Member.id, Member.branch_id, Organization.street_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(Member.id == member_id)
        .with_for_update(of=Member)
    ).one()
    return OnBoard(row.id, row.branch_id, row.street_id or 0)


def settle(quiz: Quiz, member: OnBoard, profile: Profile, now: datetime) -> None:
    """Write the member's place on the quiz's board, and on the frozen one, as the attempts and adjustments say."""
    postings, withdrawn = [], []
    for board, before in _boards(quiz):
        kept = db.session.execute(
            select(MemberStanding.points, MemberStanding.duration_ms).where(
                MemberStanding.member_id == member.id, MemberStanding.board == board
            )
        ).one_or_none()
        totals = quiz_boards.totals_of(quiz, profile, before, member.id)
        if not totals:
            withdrawn += [(member.id, board)] if kept else []
            continue
        total, points, before_ms = totals[0], kept.points if kept else 0, kept.duration_ms if kept else None
        if kept is None or (total.points, total.duration_ms) != (points, before_ms):
            change = Change(board, total.points - points, total.duration_ms, before_ms)
            postings.append(Posting(member, change, total.reached_at or now))
    standings.post_all(postings, profile, withdrawn)


def _boards(quiz: Quiz) -> Iterator[tuple[str, datetime | None]]:
    board = boards.of_quiz(quiz.public_id)
    yield board, None
    if quiz.freezes_at is not None:
        yield boards.frozen(board), quiz.freezes_at
