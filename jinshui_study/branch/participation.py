"""Who of a branch has taken part in an open quiz: for its own secretary, and only while it can still be entered.

A freeze does not reach it: who has handed in tells nothing of results, and whoever did is not reminded.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, select

from jinshui_study import clock
from jinshui_study.accounts import notices
from jinshui_study.accounts.models import Member, Notice
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.branch import boards
from jinshui_study.branch.sights import Sight
from jinshui_study.db import db
from jinshui_study.errors import Conflict


@dataclass(frozen=True)
class Missing:
    """Who has not handed in: `busy` with an attempt, `reminded` today."""

    id: int
    name: str
    busy: bool
    reminded: bool


@dataclass(frozen=True)
class Participation:
    """Names only: no scores, no times."""

    taken: list[str]
    missing: list[Missing]

    @property
    def to_remind(self) -> list[Missing]:
        return [one for one in self.missing if not one.reminded]


def get_open_quiz(sight: Sight, public_id: str, now: datetime) -> Quiz:
    """A quiz members of the branch can enter now. Raises NotFound, and Conflict when it is over."""
    quiz = boards.get_quiz(sight, public_id, now)
    if now >= quiz.closes_at:
        raise Conflict("这个活动已经结束，参加名单不再显示。", code="quiz_closed")
    return quiz


def key_of(quiz: Quiz, day: date) -> str:
    """What a reminder is for: one quiz on one day."""
    return f"reminder:{quiz.public_id}:{day.isoformat()}"


def of_quiz(sight: Sight, quiz: Quiz, now: datetime) -> Participation:
    """Who of the branch has handed in an attempt and who has not, by name. One statement."""
    reminder = notices.id_of(key_of(quiz, clock.local_day(now)))
    rows = db.session.execute(
        select(
            Member.id,
            Member.name,
            _has_attempt(quiz, "finished").label("finished"),
            _has_attempt(quiz, "open").label("busy"),
            exists().where(Notice.member_id == Member.id, Notice.id == reminder).label("reminded"),
        )
        .where(Member.branch_id == sight.node.id, Member.active)
        .order_by(Member.name, Member.id)
    ).all()
    return Participation(
        taken=[row.name for row in rows if row.finished],
        missing=[
            Missing(row.id, row.name, bool(row.busy), bool(row.reminded)) for row in rows if not row.finished
        ],
    )


def _has_attempt(quiz: Quiz, state: str) -> ColumnElement[bool]:
    return exists().where(Attempt.member_id == Member.id, Attempt.quiz_id == quiz.id, Attempt.state == state)
