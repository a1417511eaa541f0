"""What a quiz may draw from, and what its draw would find, before anything is saved."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy import func, or_, select

from jinshui_study import cache
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import stock
from jinshui_study.arena.desk import feasibility
from jinshui_study.arena.desk.feasibility import Outlook
from jinshui_study.arena.models import Quiz
from jinshui_study.db import db
from jinshui_study.questions import pools
from jinshui_study.questions.models import Bank, Question
from jinshui_study.questions.sampling import DrawRule

MOST_QUIZZES = 200
KEPT_SECONDS = 300.0


@dataclass
class Source:
    """A bank a quiz may draw from, with how many ready questions it has: in all, of each topic and kind."""

    code: str
    title: str
    sealed: bool
    ready: int = 0
    topics: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)


def sources(owner: Organization, *, sealed: bool) -> list[Source]:
    """The banks open to an organization, by title; sealed ones only where they may be used."""
    banks = select(Bank).where(Bank.organization_id.in_(organizations.path_ids(owner)))
    if not sealed:
        banks = banks.where(Bank.purpose != "sealed")
    found = {
        bank.id: Source(bank.code, bank.title, bank.purpose == "sealed")
        for bank in db.session.scalars(banks.order_by(Bank.title, Bank.id))
    }
    rows = db.session.execute(
        select(Question.bank_id, Question.topic, Question.kind, func.count())
        .where(Question.bank_id.in_(found), Question.state == "ready")
        .group_by(Question.bank_id, Question.topic, Question.kind)
    )
    for bank_id, topic, kind, number in rows:
        source = found[bank_id]
        source.ready += number
        source.topics[topic] += number
        source.kinds[kind] += number
    return list(found.values())


def outlook(owner: Organization, rules: Sequence[DrawRule], now: datetime, dice: Random) -> Outlook:
    """What a draw for an organization would find; banks that are not open to it hold nothing for it."""
    open_banks = set(pools.banks_open_to(owner))
    hands = [pools.drawable(rule) if set(rule.banks) <= open_banks else [] for rule in rules]
    return feasibility.of(rules, hands, _seen(owner, now, dice))


def _seen(owner: Organization, now: datetime, dice: Random) -> list[set[int]]:
    """What a sample of those who took part of late has seen, of the quizzes they share with the organization."""

    def load() -> list[set[int]]:
        return [set(taker.seen) for taker in stock.takers(_recent_quizzes(owner, now), dice)]

    return cache.remember_here(f"seen:{owner.id}", KEPT_SECONDS, load)


def _recent_quizzes(owner: Organization, now: datetime) -> list[int]:
    concerned = or_(Quiz.organization_id.in_(organizations.path_ids(owner)), organizations.below(owner))
    query = (
        select(Quiz.id)
        .join(Organization, Organization.id == Quiz.organization_id)
        .where(concerned, Quiz.opens_at > now - stock.RECENT, Quiz.opens_at <= now)
        .order_by(Quiz.id.desc())
    )
    return list(db.session.scalars(query.limit(MOST_QUIZZES)))


def topics(found: Sequence[Source]) -> list[tuple[str, int]]:
    """The topics of all these banks with their ready questions, the most first."""
    counts: dict[str, int] = defaultdict(int)
    for source in found:
        for topic, number in source.topics.items():
            counts[topic] += number
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
