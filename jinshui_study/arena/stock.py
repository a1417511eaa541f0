"""The stock alarm: how many days of unseen questions the daily programmes have left, by a sample of who takes part."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Select, bindparam, func, select

from jinshui_study import cache, clock
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena import programmes, supplies
from jinshui_study.arena.models import Attempt, Exposure, Programme, Quiz
from jinshui_study.arena.supplies import Outlook, Taker
from jinshui_study.db import db
from jinshui_study.questions import pools
from jinshui_study.questions.sampling import DrawRule

RECENT = timedelta(days=30)
ENOUGH_TAKERS = 100
FEWEST_TAKERS = 5
"""Fewer say nothing about the others, and would be persons: then the outlook is that of somebody new."""
ASKED_AT_ONCE = 2_000
MOST_ASKED = 10_000
KEPT_SECONDS = 600.0

_TIMES = (
    select(Attempt.member_id, func.count())
    .where(
        Attempt.member_id.in_(bindparam("members", expanding=True)),
        Attempt.quiz_id.in_(bindparam("quizzes", expanding=True)),
    )
    .group_by(Attempt.member_id)
)
_SEEN = select(Exposure.member_id, Exposure.question_id).where(
    Exposure.member_id.in_(bindparam("members", expanding=True))
)


@dataclass(frozen=True)
class Stock:
    """A daily programme, whom it is for, its outlook, and of how many members' past that was computed."""

    title: str
    organization: str
    same_for_all: bool
    sampled: int
    outlook: Outlook


def of_daily_programmes(now: datetime, dice: Random, within: Select[int] | None = None) -> list[Stock]:
    """The stock of every active daily programme, of the organizations `within` if given.

    The cost does not grow with the district: at most MOST_ASKED members, chosen by chance, are asked whether they took
    part in the last 30 days, and what at most ENOUGH_TAKERS of those have seen is read. Kept for ten minutes.
    """
    found = (
        select(Programme, Organization.name)
        .join(Organization, Organization.id == Programme.organization_id)
        .where(Programme.active, Programme.every == "day")
        .order_by(Programme.id)
    )
    if within is not None:
        found = found.where(Programme.organization_id.in_(within))
    return [_kept(programme, name, now, dice) for programme, name in db.session.execute(found)]


def _kept(programme: Programme, organization: str, now: datetime, dice: Random) -> Stock:
    def make() -> Stock:
        return _stock_of(programme, organization, now, dice)

    return cache.remember_here(f"stock:{programme.id}", KEPT_SECONDS, make)


def _stock_of(programme: Programme, organization: str, now: datetime, dice: Random) -> Stock:
    rules = [DrawRule.from_data(rule) for rule in programme.draw]
    found = takers(_recent_quizzes(programme, now), dice)
    return Stock(
        title=programmes.name_of(programme.title),
        organization=organization,
        same_for_all=programme.same_for_all,
        sampled=len(found),
        outlook=supplies.outlook(rules, [pools.drawable(rule) for rule in rules], found),
    )


def _recent_quizzes(programme: Programme, now: datetime) -> list[int]:
    since = clock.local_day(now - RECENT)
    query = select(Quiz.id).where(Quiz.programme_id == programme.id, Quiz.starts_on >= since)
    return list(db.session.scalars(query))


def takers(quizzes: Sequence[int], dice: Random) -> list[Taker]:
    """A sample of the members who took part in any of the quizzes; none where there are too few of them."""
    times: dict[int, int] = {}
    low, high = db.session.execute(select(func.min(Member.id), func.max(Member.id))).one()
    if not quizzes or low is None:
        return []
    ids = range(low, high + 1)
    asked = dice.sample(ids, min(MOST_ASKED, len(ids)))
    for start in range(0, len(asked), ASKED_AT_ONCE):
        params = {"members": asked[start : start + ASKED_AT_ONCE], "quizzes": list(quizzes)}
        for member_id, number in db.session.connection().execute(_TIMES, params):
            times[member_id] = number
        if len(times) >= ENOUGH_TAKERS:
            break
    if len(times) < FEWEST_TAKERS:
        return []
    chosen = dice.sample(sorted(times), min(ENOUGH_TAKERS, len(times)))
    seen: dict[int, set[int]] = defaultdict(set)
    for member_id, question_id in db.session.connection().execute(_SEEN, {"members": chosen}):
        seen[member_id].add(question_id)
    return [Taker(times[member_id], seen[member_id]) for member_id in chosen]
