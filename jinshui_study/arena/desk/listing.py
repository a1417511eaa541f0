"""The list of quizzes at the desk: what is coming, running and over, with how often each was taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena.desk import words
from jinshui_study.arena.desk.changing import RIGHT
from jinshui_study.arena.models import Quiz
from jinshui_study.arena.statistics.models import QuizStatistic
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.questions import listing
from jinshui_study.questions.listing import Page


@dataclass(frozen=True)
class Listed:
    """A quiz in the list; `attempts` is None where it would tell of one branch's participation."""

    quiz: Quiz
    organization: str
    state: str
    questions: int
    attempts: int | None


def state_of(quiz: Quiz, now: datetime) -> str:
    """One of words.STATES."""
    if now < quiz.opens_at:
        return "coming"
    return "running" if now < quiz.closes_at else "over"


def page(member_id: int, state: str, now: datetime, profile: Profile, number: int) -> Page[Listed]:
    """The quizzes the member may make and change, by state if one is asked for: running first, then the newest."""

    def listed(row: Any) -> Listed:
        quiz, organization, attempts = row
        shown = organization.kind != "branch" or profile.shows_participation(own_secretary=False)
        questions = sum(rule["count"] for rule in quiz.draw)
        return Listed(
            quiz, organization.name, state_of(quiz, now), questions, (attempts or 0) if shown else None
        )

    running = case((_states(now)["running"], 0), (_states(now)["coming"], 1), else_=2)
    query = (
        _within(select(Quiz, Organization, QuizStatistic.attempts), member_id)
        .outerjoin(QuizStatistic, QuizStatistic.quiz_id == Quiz.id)
        .order_by(running, Quiz.opens_at.desc(), Quiz.id.desc())
    )
    if state in words.STATES:
        query = query.where(_states(now)[state])
    return listing.cut(query, number, listing.SIZE, listed)


def counts(member_id: int, now: datetime) -> dict[str, int]:
    """How many quizzes are in each state."""
    columns = [func.count(case((condition, 1))).label(state) for state, condition in _states(now).items()]
    return dict(db.session.execute(_within(select(*columns), member_id)).one()._mapping)


def _within(query: Select[*tuple[Any, ...]], member_id: int) -> Select[*tuple[Any, ...]]:
    within = organizations.within_reach(member_id, RIGHTS[RIGHT])
    return (
        query.select_from(Quiz)
        .join(Organization, Organization.id == Quiz.organization_id)
        .where(Organization.id.in_(within))
    )


def _states(now: datetime) -> dict[str, ColumnElement[bool]]:
    return {
        "coming": Quiz.opens_at > now,
        "running": (Quiz.opens_at <= now) & (Quiz.closes_at > now),
        "over": Quiz.closes_at <= now,
    }


def attempts_of(quiz: Quiz, owner: Organization, profile: Profile) -> int | None:
    """How often it was taken, as `Listed` tells it."""
    if owner.kind == "branch" and not profile.shows_participation(own_secretary=False):
        return None
    return db.session.scalar(select(QuizStatistic.attempts).where(QuizStatistic.quiz_id == quiz.id)) or 0
