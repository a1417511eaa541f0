"""What a member has taken: their attempts, newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, literal, select, tuple_

from jinshui_study import clock
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.db import UTCDateTime, db, table_of

_attempts = table_of(Attempt)


def list_mine(
    member_id: int, limit: int, before: tuple[datetime, str] | None = None, quiz_id: str | None = None
) -> Sequence[Row[Any]]:
    """The member's attempts that began before the one `before`, of one quiz or of all; without their papers."""
    columns = [column for column in _attempts.c if column.name not in ("paper", "seed")]
    query: Select[Any] = (
        select(*columns, Quiz.public_id.label("quiz"), Quiz.title, Quiz.preset)
        .join(Quiz, Quiz.id == _attempts.c.quiz_id)
        .where(_attempts.c.member_id == member_id)
    )
    if quiz_id is not None:
        query = query.where(Quiz.public_id == quiz_id)
    if before is not None:
        started_at, last = before
        place = tuple_(_attempts.c.started_at, _attempts.c.id)
        query = query.where(place < tuple_(literal(started_at, UTCDateTime), last))
    newest_first = query.order_by(_attempts.c.started_at.desc(), _attempts.c.id.desc())
    return db.session.execute(newest_first.limit(limit)).all()


def describe(row: Row[Any]) -> dict[str, Any]:
    """An attempt as a line of the list: how it ended is None before it has, and single answers are not told of."""
    return {
        "id": row.id,
        "quiz_id": row.quiz,
        "title": row.title,
        "preset": row.preset,
        "state": row.state,
        "started_at": clock.local(row.started_at),
        "finished_at": clock.local(row.finished_at),
        "score": row.score,
        "max_score": row.max_score,
        "questions": row.questions,
        "duration_ms": row.duration_ms,
        "points_awarded": row.points_awarded,
    }
