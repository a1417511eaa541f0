"""What a big screen shows. It is made once for all screens of a quiz and shared until it is two seconds old."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from jinshui_study import cache, clock, compliance
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.organizations import Node
from jinshui_study.arena import boards, brackets
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.arena.screens import links
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.points import group_boards
from jinshui_study.points.group_boards import RankedGroup

KEPT_SECONDS = 2.0
MOST_GROUPS = 8
MOST_FINISHERS = 5
LOOKED_AT = 200
"""Among how many of the latest they are looked for: where few chose to be ranked, not among all there are."""


@dataclass(frozen=True)
class Picture:
    """The reply's body and its version, and the links that are good, by id, with their end in seconds since 1970."""

    body: bytes
    version: str
    links: dict[str, float]


def picture(quiz_id: str, profile: Profile, now: datetime, bracket: str = "") -> Picture:
    """What all screens of a quiz, or of one of its brackets, show at the moment. Raises NotFound."""
    return cache.share(
        f"screen:{quiz_id}:{bracket}", lambda: (make(quiz_id, profile, now, bracket), KEPT_SECONDS)
    )


def make(quiz_id: str, profile: Profile, now: datetime, bracket: str = "") -> Picture:
    """It holds no time of its own making, so that what has not changed has the same version."""
    quiz = links.get_quiz(quiz_id)
    shown = _content(quiz, profile, now, bracket)
    body = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
    good = {link.public_id: link.expires_at.timestamp() for link in links.good_links([quiz.id], now)}
    return Picture(body, hashlib.sha256(body).hexdigest()[:20], good)


def _content(quiz: Quiz, profile: Profile, now: datetime, bracket: str) -> dict[str, Any]:
    """A screen is public: it shows what any member may see, frozen boards included."""
    board, frozen_at = boards.visible(quiz.public_id, quiz.freezes_at, quiz.reveals_at, now, sees_live=False)
    area = brackets.find_area(quiz.public_id, quiz.rules, bracket)
    found = group_boards.standing_now(board, area or _node(quiz))
    shows = profile.shows_participation(own_secretary=False)
    return {
        "title": f"{quiz.title} · {area.name}" if area else quiz.title,
        "opens_at": clock.local(quiz.opens_at),
        "closes_at": clock.local(quiz.closes_at),
        "frozen_at": clock.local(frozen_at),
        "branches": [_group(group, shows) for group in found.branches[:MOST_GROUPS]],
        "streets": _streets(found.streets, shows),
        "participants": found.participants if shows else None,
        "finishers": [] if area else _finishers(quiz, profile, frozen_at),
    }


def _node(quiz: Quiz) -> Node:
    owner = db.session.get_one(Organization, quiz.organization_id)
    return organizations.get_node(owner.public_id)


def _streets(streets: list[RankedGroup], shows_participation: bool) -> list[dict[str, Any]]:
    """One street alone is no board."""
    return [_group(one, shows_participation) for one in streets[:MOST_GROUPS]] if len(streets) > 1 else []


def _group(group: RankedGroup, shows_participation: bool) -> dict[str, Any]:
    return {
        "id": group.public_id,
        "rank": group.rank,
        "name": group.name,
        "street": group.street if group.street != group.name else "",
        "score": group.score,
        "participation": round(group.participation * 100) if shows_participation else None,
    }


def _finishers(quiz: Quiz, profile: Profile, frozen_at: datetime | None) -> list[dict[str, Any]]:
    """Who finished last, always masked and without a score; under `strict` only of those who chose to be ranked."""
    latest = (
        select(Attempt.id, Attempt.member_id, Attempt.finished_at)
        .where(Attempt.quiz_id == quiz.id, Attempt.state == "finished")
        .order_by(Attempt.finished_at.desc(), Attempt.id)
        .limit(LOOKED_AT)
    )
    if frozen_at is not None:
        latest = latest.where(Attempt.finished_at < frozen_at)
    just = latest.subquery()
    query = (
        select(just.c.id, just.c.finished_at, Member.name, Organization.name.label("branch"))
        .join(Member, Member.id == just.c.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(Member.name != "")
        .order_by(just.c.finished_at.desc(), just.c.id)
        .limit(MOST_FINISHERS)
    )
    if profile.strict:
        query = query.where(Member.ranking_opt_in)
    return [
        {
            "id": hashlib.sha256(row.id.encode()).hexdigest()[:12],
            "name": compliance.mask_name(row.name),
            "branch": row.branch,
            "at": clock.local(row.finished_at),
        }
        for row in db.session.execute(query)
    ]
