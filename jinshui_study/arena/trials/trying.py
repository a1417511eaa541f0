"""A month's deeds from the ledger and the attempts, and the names of those who would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, literal, select

from jinshui_study import clock
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.arena.trials import trial
from jinshui_study.arena.trials.trial import Comparison, Deed, Move
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.points.models import LedgerEntry
from jinshui_study.points.rules import Rulebook

DAYS = 30
MOST_LINES = 300_000
"""Of more, only some members are looked at: a page is not to take longer than a few seconds."""
MOST_SHOWN = 10


@dataclass(frozen=True)
class Named:
    """A move with whose it is."""

    move: Move
    name: str
    place: str


@dataclass(frozen=True)
class Outcome:
    """What a trial comes to; `one_in` says that only each so-manieth member was looked at."""

    members: Comparison
    branches: Comparison
    named_members: Sequence[Named]
    named_branches: Sequence[Named]
    lines: int
    one_in: int


def run(current: Rulebook, tried: Rulebook, profile: Profile, now: datetime) -> Outcome:
    """Pay the last month's deeds by both rulebooks and compare. Reads only."""
    since = clock.local_day(now) - timedelta(days=DAYS)
    of_month = LedgerEntry.day >= since
    lines = db.session.scalar(select(func.count()).select_from(LedgerEntry).where(of_month)) or 0
    one_in = -(-lines // MOST_LINES) or 1
    deeds = _deeds(of_month, one_in)
    homes = {deed.member: deed.branch for deed in deeds}
    before, after = trial.replay(deeds, current), trial.replay(deeds, tried)
    people = _people(homes)
    listed = {one for one, row in people.items() if _lists(row, profile)}
    members = trial.compare(_only(before, listed), _only(after, listed))
    branches = trial.compare(trial.branch_scores(before, homes), trial.branch_scores(after, homes))
    return Outcome(
        members,
        branches,
        [_named_member(move, people[move.id], profile) for move in members.moves[:MOST_SHOWN]],
        _named_branches(branches.moves[:MOST_SHOWN]),
        lines,
        one_in,
    )


def _deeds(of_month: Any, one_in: int) -> list[Deed]:
    query = (
        select(
            LedgerEntry.member_id,
            LedgerEntry.branch_id,
            LedgerEntry.day,
            Attempt.quiz_id,
            Attempt.correct,
            Attempt.questions,
        )
        .join(
            Attempt,
            (Attempt.member_id == LedgerEntry.member_id)
            & (literal("attempt:") + Attempt.id == LedgerEntry.source_key),
        )
        .where(of_month, ~Attempt.voided, LedgerEntry.member_id % one_in == 0)
        .order_by(LedgerEntry.created_at, LedgerEntry.id)
    )
    rows = db.session.execute(query).all()
    rules = {
        row.id: Rules.from_data(row.rules)
        for row in db.session.execute(
            select(Quiz.id, Quiz.rules).where(Quiz.id.in_({row.quiz_id for row in rows}))
        )
    }
    return [
        Deed(
            row.member_id,
            row.branch_id,
            row.quiz_id,
            rules[row.quiz_id].task,
            rules[row.quiz_id].pays,
            row.day,
            row.correct or 0,
            row.questions or 0,
        )
        for row in rows
    ]


def _people(homes: Mapping[int, int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    ids = sorted(homes)
    for start in range(0, len(ids), 500):
        query = (
            select(
                Member.id,
                Member.name,
                Member.full_name_on_boards,
                Member.ranking_opt_in,
                Member.erased_at,
                Organization.name.label("branch"),
            )
            .join(Organization, Organization.id == Member.branch_id)
            .where(Member.id.in_(ids[start : start + 500]))
        )
        found.update({row.id: row for row in db.session.execute(query)})
    return found


def _lists(row: Any, profile: Profile) -> bool:
    return profile.lists_member(opted_in=row.ranking_opt_in, erased=row.erased_at is not None)


def _only(scores: Mapping[int, int], among: set[int]) -> dict[int, int]:
    return {one: score for one, score in scores.items() if one in among}


def _named_member(move: Move, row: Any, profile: Profile) -> Named:
    name = profile.display_name(row.name, full_name_allowed=row.full_name_on_boards, is_me=False)
    return Named(move, name, row.branch)


def _named_branches(moves: Sequence[Move]) -> list[Named]:
    street = Organization.__table__.alias("street")
    rows = db.session.execute(
        select(Organization.id, Organization.name, street.c.name.label("street"))
        .outerjoin(street, street.c.id == Organization.street_id)
        .where(Organization.id.in_([move.id for move in moves]))
    )
    names = {row.id: row for row in rows}
    return [Named(move, names[move.id].name, names[move.id].street or "") for move in moves]
