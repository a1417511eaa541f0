"""Who runs which contest, and how far it is."""

from datetime import datetime

from sqlalchemy import select

from jinshui_study.accounts import organizations
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena import boards
from jinshui_study.arena.models import Quiz
from jinshui_study.db import db
from jinshui_study.errors import NotFound

RIGHT = "contest.run"
PRESET = "contest"


def get(public_id: str, member_id: int) -> Quiz:
    """The contest, as far as the member runs those of its organization. Raises NotFound."""
    within = organizations.within_reach(member_id, RIGHTS[RIGHT])
    found = db.session.scalar(
        select(Quiz).where(
            Quiz.public_id == public_id, Quiz.preset == PRESET, Quiz.organization_id.in_(within)
        )
    )
    if found is None:
        raise NotFound("没有找到这个竞赛。")
    return found


def phase_of(quiz: Quiz, now: datetime) -> str:
    """How its board stands: open, frozen or revealed; coming where it freezes later."""
    if quiz.freezes_at is None:
        return "open"
    if now < quiz.freezes_at:
        return "coming"
    return "frozen" if boards.is_frozen(quiz.freezes_at, quiz.reveals_at, now) else "revealed"
