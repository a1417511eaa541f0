"""When a contest's board freezes, and its reveal. What members see meanwhile is decided in `arena/boards.py`."""

from datetime import datetime

from sqlalchemy import select

from jinshui_study.accounts import audit
from jinshui_study.arena import boards as quiz_boards
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Invalid
from jinshui_study.points import boards, verification


def set_times(
    quiz: Quiz,
    freezes_at: datetime | None,
    reveals_at: datetime | None,
    profile: Profile,
    member_id: int,
    now: datetime,
) -> None:
    """Set or change when the board freezes and is revealed; None is never, or not until somebody reveals it.

    Raises Conflict, board_frozen, for another freeze once it is frozen, and revealed once it has been shown again;
    Invalid for times that cannot be.
    """
    quiz = _locked(quiz)
    _check(quiz, freezes_at, reveals_at, now)
    before, quiz.reveals_at = quiz.freezes_at, reveals_at
    if freezes_at != before:
        _hold_finishing()
        quiz.freezes_at = freezes_at
        db.session.flush()
        totals = [] if freezes_at is None else quiz_boards.totals_of(quiz, profile, freezes_at)
        verification.replace(boards.frozen(boards.of_quiz(quiz.public_id)), totals)
    db.session.flush()
    audit.record(
        "quiz.freeze",
        f"quiz:{quiz.public_id}",
        now,
        member_id,
        freezes_at=freezes_at and freezes_at.isoformat(),
        reveals_at=reveals_at and reveals_at.isoformat(),
        before=before and before.isoformat(),
    )


def _check(quiz: Quiz, freezes_at: datetime | None, reveals_at: datetime | None, now: datetime) -> None:
    has_frozen = quiz.freezes_at is not None and quiz.freezes_at <= now
    if has_frozen and not quiz_boards.is_frozen(quiz.freezes_at, quiz.reveals_at, now):
        raise Conflict("榜单已经揭榜，不能再改封榜时间。", code="revealed")
    if has_frozen and freezes_at != quiz.freezes_at:
        raise Conflict("榜单已经封榜，只能改揭榜时间，或者现在揭榜。", code="board_frozen")
    if (
        not has_frozen
        and freezes_at is not None
        and not max(now, quiz.opens_at) <= freezes_at <= quiz.closes_at
    ):
        raise Invalid(errors={"freezes_at": ["封榜时间应在现在以后、活动结束以前。"]})
    if reveals_at is not None and (freezes_at is None or reveals_at < max(freezes_at, now)):
        raise Invalid(errors={"reveals_at": ["揭榜时间应在封榜和现在以后；现在就要公布，请用“现在揭榜”。"]})


def reveal(quiz: Quiz, member_id: int, now: datetime) -> None:
    """Show everybody the live board from now on. Raises Conflict, not_frozen, where it is to be seen anyway."""
    quiz = _locked(quiz)
    if not quiz_boards.is_frozen(quiz.freezes_at, quiz.reveals_at, now):
        raise Conflict("榜单现在没有封榜。", code="not_frozen")
    quiz.reveals_at = now
    db.session.flush()
    audit.record("quiz.reveal", f"quiz:{quiz.public_id}", now, member_id)


def _locked(quiz: Quiz) -> Quiz:
    query = select(Quiz).where(Quiz.id == quiz.id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _hold_finishing() -> None:
    """Let nobody finish an attempt until the commit; who finishes then is asked for the freeze they read it with.

    SQLite has one writer.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {Attempt.__tablename__} IN SHARE ROW EXCLUSIVE MODE")
