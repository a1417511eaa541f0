"""Whose score a ruling changes, for an editor's eyes: names masked, and only of members within their reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, select, tuple_

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena.models import Attempt, Quiz, Regrade, Ruling
from jinshui_study.compliance import Profile
from jinshui_study.db import db

ELSEWHERE = "（其他党组织）"


@dataclass(frozen=True)
class Impact:
    """What changes of one attempt; scores in tenths of a point."""

    name: str
    branch: str
    quiz: str
    score_before: int
    score_after: int
    points_before: int
    points_after: int
    place: tuple[int, str]


def page(
    ruling: Ruling, viewer_id: int, profile: Profile, limit: int, after: tuple[int, str] | None = None
) -> Sequence[Impact]:
    """The attempts a ruling changes, in one order, after the one at the place `after`."""
    reached = organizations.within_reach(viewer_id, RIGHTS["dispute.rule"])
    query: Select[Any] = (
        select(
            Regrade,
            Member.name,
            Organization.name.label("branch"),
            Quiz.title,
            case((Member.branch_id.in_(reached), 1), else_=0).label("is_within"),
        )
        .join(Member, Member.id == Regrade.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .join(Attempt, (Attempt.member_id == Regrade.member_id) & (Attempt.id == Regrade.attempt_id))
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Regrade.ruling_id == ruling.id, Regrade.state != "waiting")
        .order_by(Regrade.member_id, Regrade.attempt_id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(Regrade.member_id, Regrade.attempt_id) > tuple_(*after))
    return [_impact(row, viewer_id, profile) for row in db.session.execute(query)]


def _impact(row: Any, viewer_id: int, profile: Profile) -> Impact:
    one = row.Regrade
    is_me = one.member_id == viewer_id
    name = profile.display_name(row.name, full_name_allowed=False, is_me=is_me)
    return Impact(
        name=name if row.is_within else ELSEWHERE,
        branch=row.branch if row.is_within else "",
        quiz=row.title,
        score_before=one.score_before,
        score_after=one.score_after,
        points_before=one.points_before,
        points_after=one.points_after,
        place=(one.member_id, one.attempt_id),
    )
