"""Which board a page is about: the week, the month, or a quiz as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select

from jinshui_study import clock
from jinshui_study.accounts import organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import boards as arena_boards
from jinshui_study.arena.models import Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.branch.sights import Sight
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.points import boards

PERIODS = {"week": "本周", "month": "本月"}
MOST_QUIZZES = 12


@dataclass(frozen=True)
class Chosen:
    """A board by its name in the tables and in words; `first` is the first day of a period."""

    code: str
    name: str
    title: str
    first: date | None = None
    quiz: Quiz | None = None
    frozen_at: datetime | None = None


def choose(sight: Sight, code: str, now: datetime) -> Chosen:
    """The board with this code: a period's name or a quiz's public id. Raises NotFound."""
    if code in PERIODS:
        day = clock.local_day(now)
        return Chosen(code, boards.of_period(code, day), PERIODS[code], boards.starts_on(code, day))
    quiz = get_quiz(sight, code, now)
    name, frozen_at = visible(sight, quiz, now)
    return Chosen(code, name, quiz.title, quiz=quiz, frozen_at=frozen_at)


def of_month(first: date, title: str) -> Chosen:
    """The board of the month that begins on `first`."""
    return Chosen("month", boards.of_period("month", first), title, first)


def visible(sight: Sight, quiz: Quiz, now: datetime) -> tuple[str, datetime | None]:
    """The board of a quiz that the viewer sees, and since when it is frozen to them."""
    sees_live = quiz.freezes_at is not None and rights.may(
        sight.viewer_id, "quiz.see_live_board", db.session.get_one(Organization, quiz.organization_id)
    )
    return arena_boards.visible(quiz.public_id, quiz.freezes_at, quiz.reveals_at, now, sees_live=sees_live)


def is_revealed(quiz: Quiz | Row[Any], drawn: bool, now: datetime) -> bool:
    """Whether a quiz's keys are no secret and its board is not frozen: it is over; or practice.

    Practice is where everybody is `drawn` other questions and is told after each.
    """
    _, frozen_at = arena_boards.visible(
        quiz.public_id, quiz.freezes_at, quiz.reveals_at, now, sees_live=False
    )
    practice = drawn and Rules.from_data(quiz.rules).feedback == "each"
    return frozen_at is None and (now >= quiz.closes_at or practice)


def quizzes(sight: Sight, now: datetime) -> Sequence[Quiz]:
    """The quizzes that members of the organization could or can enter, the newest first."""
    return db.session.scalars(
        _enterable(sight, now).order_by(Quiz.opens_at.desc(), Quiz.id.desc()).limit(MOST_QUIZZES)
    ).all()


def revealed(owners: Sequence[int], since: datetime, until: datetime, now: datetime) -> list[int]:
    """The quizzes of these organizations open at any time from `since` to `until` that are revealed now."""
    rows = db.session.execute(
        select(
            Quiz.id,
            Quiz.public_id,
            Quiz.closes_at,
            Quiz.freezes_at,
            Quiz.reveals_at,
            Quiz.rules,
            Quiz.organization_id,
            Quiz.paper.is_(None).label("drawn"),
        ).where(Quiz.organization_id.in_(owners), Quiz.opens_at <= until, Quiz.closes_at > since)
    )
    return [quiz.id for quiz in rows if is_revealed(quiz, quiz.drawn, now)]


def get_quiz(sight: Sight, public_id: str, now: datetime) -> Quiz:
    """A quiz that members of the organization could or can enter. Raises NotFound."""
    found = db.session.scalar(_enterable(sight, now).where(Quiz.public_id == public_id))
    if found is None:
        raise NotFound("没有找到这个答题活动。")
    return found


def _enterable(sight: Sight, now: datetime) -> Select[Quiz]:
    owners = organizations.path_ids(sight.node)
    return select(Quiz).where(Quiz.organization_id.in_(owners), Quiz.opens_at <= now)
