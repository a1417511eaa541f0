"""How often each question was answered, and wrongly, in a month: of a branch on reading, of a street kept by the day.

A street has millions of answers a month. They are counted by `jinshui work`, one street in a transaction, once a day
and until SETTLED after the month's end; the district is the sum of its streets.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, func, select

from jinshui_study import clock
from jinshui_study import db as database
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.organizations import Node
from jinshui_study.arena.models import Answer, Attempt
from jinshui_study.branch import boards
from jinshui_study.branch.briefs import months
from jinshui_study.branch.briefs.months import Month
from jinshui_study.branch.models import AnswerTally, TalliedMonth
from jinshui_study.db import db, insert, table_of
from jinshui_study.questions.models import Question, Revision

MOST_ON_READING = 150
"""Up to so many members are counted while somebody waits."""
SETTLED = timedelta(days=3)
AT_ONCE = 1000

_tallies = table_of(AnswerTally)


@dataclass(frozen=True)
class Tally:
    """`members`: at least so many different people answered it."""

    revision_id: int
    topic: str
    wrong: int
    answers: int
    members: int


@dataclass(frozen=True)
class Counted:
    """All tallies of an organization's month; `at` is when, None for now."""

    tallies: list[Tally]
    at: datetime | None


def find(node: Node, month: Month, now: datetime) -> Counted | None:
    """The tallies of an organization, None where they have not been counted (yet)."""
    size = (
        db.session.scalar(select(func.sum(Organization.member_count)).where(organizations.below(node))) or 0
    )
    if size <= MOST_ON_READING:
        return Counted(_on_reading(node, month, now), None)
    if node.kind == "district":
        streets = list(
            db.session.scalars(select(Organization.id).where(Organization.street_id == Organization.id))
        )
    elif node.street_id == node.id:
        streets = [node.id]
    else:
        return None
    return _kept(streets, month)


def _on_reading(node: Node, month: Month, now: datetime) -> list[Tally]:
    return [
        Tally(revision, topic, int(wrong), answers, people)
        for revision, topic, wrong, answers, people in db.session.execute(_counting(node, month, now))
    ]


def _kept(streets: Sequence[int], month: Month) -> Counted | None:
    counted = list(
        db.session.scalars(
            select(TalliedMonth.counted_at).where(
                TalliedMonth.street_id.in_(streets), TalliedMonth.month == month.first
            )
        )
    )
    if len(counted) < len(streets):
        return None
    rows = db.session.execute(
        select(
            _tallies.c.revision_id,
            Question.topic,
            func.sum(_tallies.c.wrong),
            func.sum(_tallies.c.answers),
            func.sum(_tallies.c.members),
        )
        .join(Revision, Revision.id == _tallies.c.revision_id)
        .join(Question, Question.id == Revision.question_id)
        .where(_tallies.c.street_id.in_(streets), _tallies.c.month == month.first)
        .group_by(_tallies.c.revision_id, Question.topic)
    )
    tallies = [
        Tally(revision, topic, int(wrong), int(answers), int(people))
        for revision, topic, wrong, answers, people in rows
    ]
    return Counted(tallies, min(counted))


def _counting(node: Node, month: Month, now: datetime) -> Any:
    """The statement that counts the answers of an organization's members in the month."""
    return (
        select(
            Answer.revision_id,
            Question.topic,
            func.sum(case((Answer.correct.is_(True), 0), else_=1)),
            func.count().label("answers"),
            func.count(Answer.member_id.distinct()),
        )
        .select_from(Organization)
        .join(Member, Member.branch_id == Organization.id)
        .join(Attempt, Attempt.member_id == Member.id)
        .join(Answer, and_(Answer.member_id == Attempt.member_id, Answer.attempt_id == Attempt.id))
        .join(Revision, Revision.id == Answer.revision_id)
        .join(Question, Question.id == Revision.question_id)
        .where(
            organizations.below(node),
            Attempt.quiz_id.in_(_revealed(node, month, now)),
            Attempt.state == "finished",
            Attempt.finished_at >= clock.day_starts(month.first),
            Attempt.finished_at < clock.day_starts(month.next.first),
            Answer.correct.is_not(None),
        )
        .group_by(Answer.revision_id, Question.topic)
    )


def _revealed(node: Node, month: Month, now: datetime) -> list[int]:
    """The quizzes the organization could enter in the month, whose keys are out and whose boards are not frozen."""
    return boards.revealed(
        organizations.path_ids(node),
        clock.day_starts(month.first),
        min(now, clock.day_starts(month.next.first)),
        now,
    )


def count_next(now: datetime) -> int | None:
    """Count one street's month that is due; its answers, None where none is due. Begins the writing part by itself."""
    due = next(_due(now), None)
    if due is None:
        return None
    street, month = due
    rows = db.session.execute(_counting(street, month, now)).all()
    database.begin_writing()
    _replace(street.id, month.first, rows, now)
    return sum(row.answers for row in rows)


def _due(now: datetime) -> Iterator[tuple[Node, Month]]:
    """Streets and months that have not been counted today, and could have changed."""
    today = clock.local_day(now)
    this = months.of(today)
    counted: Mapping[tuple[int, date], datetime] = {
        (row.street_id, row.month): row.counted_at
        for row in db.session.execute(
            select(TalliedMonth.street_id, TalliedMonth.month, TalliedMonth.counted_at).where(
                TalliedMonth.month.in_([this.first, this.previous.first])
            )
        )
    }
    streets = db.session.scalars(
        select(Organization.public_id)
        .where(Organization.street_id == Organization.id)
        .order_by(Organization.id)
    ).all()
    for month in (this, this.previous):
        fresh = min(clock.day_starts(today), clock.day_starts(month.next.first) + SETTLED)
        for public_id in streets:
            node = organizations.get_node(public_id)
            at = counted.get((node.id, month.first))
            if at is None or at < fresh:
                yield node, month


def _replace(street_id: int, first: date, rows: Sequence[Any], now: datetime) -> None:
    connection = db.session.connection()
    connection.execute(delete(_tallies).where(_tallies.c.street_id == street_id, _tallies.c.month == first))
    values = [
        {
            "street_id": street_id,
            "month": first,
            "revision_id": revision,
            "wrong": int(wrong),
            "answers": answers,
            "members": people,
        }
        for revision, _, wrong, answers, people in rows
    ]
    for start in range(0, len(values), AT_ONCE):
        connection.execute(insert(_tallies), values[start : start + AT_ONCE])
    noted = insert(table_of(TalliedMonth)).values(street_id=street_id, month=first, counted_at=now)
    connection.execute(
        noted.on_conflict_do_update(
            index_elements=["street_id", "month"], set_={"counted_at": noted.excluded.counted_at}
        )
    )
