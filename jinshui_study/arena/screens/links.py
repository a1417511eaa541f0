"""Links to big screens: made and revoked by who may make the quiz, read without a log-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import case, select

from jinshui_study.accounts import audit, organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena.models import Quiz
from jinshui_study.arena.screens.models import ScreenLink
from jinshui_study.db import db
from jinshui_study.errors import Invalid, NotFound

RIGHT = "screen.open"
HOURS = {"4": "4 小时", "12": "12 小时", "24": "一天", "168": "一周"}
SALT = "screen"
RECENT = timedelta(days=7)
MOST_QUIZZES = 50


@dataclass(frozen=True)
class Shown:
    """A quiz that one may put on a screen, with the links that are good now."""

    quiz: Quiz
    owner: str
    links: list[ScreenLink]


def overview(member_id: int, now: datetime) -> list[Shown]:
    """Quizzes that are open or to come, those that close first at the top, then those over for less than a week."""
    ends = case((Quiz.closes_at > now, Quiz.closes_at))
    rows = db.session.execute(
        select(Quiz, Organization.name)
        .join(Organization, Organization.id == Quiz.organization_id)
        .where(
            Quiz.organization_id.in_(organizations.within_reach(member_id, RIGHTS[RIGHT])),
            Quiz.closes_at > now - RECENT,
        )
        .order_by(ends.is_(None), ends, Quiz.closes_at.desc(), Quiz.id)
        .limit(MOST_QUIZZES)
    ).all()
    good = good_links([row.Quiz.id for row in rows], now)
    return [Shown(row.Quiz, row.name, [link for link in good if link.quiz_id == row.Quiz.id]) for row in rows]


def good_links(quiz_ids: Sequence[int], now: datetime) -> list[ScreenLink]:
    query = select(ScreenLink).where(
        ScreenLink.quiz_id.in_(quiz_ids), ScreenLink.revoked_at.is_(None), ScreenLink.expires_at > now
    )
    return list(db.session.scalars(query.order_by(ScreenLink.id)))


def get_quiz(quiz_id: str) -> Quiz:
    """Raises NotFound."""
    found = db.session.scalar(select(Quiz).where(Quiz.public_id == quiz_id))
    if found is None:
        raise NotFound("没有找到这个答题活动。")
    return found


def _owned(quiz_id: str, member_id: int) -> Quiz:
    """A quiz whose screens the member may open; to others it is not there."""
    quiz = get_quiz(quiz_id)
    if not rights.may(member_id, RIGHT, db.session.get_one(Organization, quiz.organization_id)):
        raise NotFound("没有找到这个答题活动。")
    return quiz


def make(quiz_id: str, hours: str, member_id: int, now: datetime) -> ScreenLink:
    """A new link. Raises NotFound, Invalid for another span than those of HOURS."""
    quiz = _owned(quiz_id, member_id)
    if hours not in HOURS:
        raise Invalid("请选择链接用多久。", errors={"hours": ["请选择链接用多久。"]})
    link = ScreenLink(
        quiz_id=quiz.id, created_by=member_id, created_at=now, expires_at=now + timedelta(hours=int(hours))
    )
    db.session.add(link)
    db.session.flush()
    audit.record(
        "screen.make",
        f"screen:{link.public_id}",
        now,
        member_id,
        quiz=quiz.public_id,
        expires_at=link.expires_at.isoformat(),
    )
    return link


def revoke(quiz_id: str, link_id: str, member_id: int, now: datetime) -> None:
    """Raises NotFound; revoking twice is revoking once."""
    quiz = _owned(quiz_id, member_id)
    link = db.session.scalar(
        select(ScreenLink)
        .where(ScreenLink.public_id == link_id, ScreenLink.quiz_id == quiz.id)
        .with_for_update()
    )
    if link is None:
        raise NotFound("没有找到这个大屏链接。")
    if link.revoked_at is None:
        link.revoked_at = now
        audit.record("screen.revoke", f"screen:{link.public_id}", now, member_id, quiz=quiz.public_id)


def key_of(link: ScreenLink, quiz_id: str, secret: str) -> str:
    """What opens the screen: the link's id and its quiz's, signed."""
    return str(URLSafeSerializer(secret, SALT).dumps([link.public_id, quiz_id]))


def find_link_id(key: str, quiz_id: str, secret: str) -> str | None:
    """The id of the link that a key for this quiz names, None for a key that we did not make."""
    try:
        named = URLSafeSerializer(secret, SALT).loads(key)
    except BadSignature:
        return None
    is_ours = isinstance(named, list) and len(named) == 2 and named[1] == quiz_id
    return str(named[0]) if is_ours else None
