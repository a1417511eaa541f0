"""Looking through contests for what is odd, behind the answers: each from where the last look ended.

A look reads the attempts that were finished since (with an hour to spare: one that ran out of time is closed later than
it was finished), and one last time everything once the contest is over, so that none is missed. A finding is kept once.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, exists, func, or_, select, tuple_

from jinshui_study import clock
from jinshui_study import db as database
from jinshui_study.accounts.joining.models import Invitation
from jinshui_study.accounts.models import Member
from jinshui_study.arena import modes
from jinshui_study.arena.integrity import bursts, reading, states, twins
from jinshui_study.arena.integrity.bursts import Newcomer
from jinshui_study.arena.integrity.models import Finding, Inspection
from jinshui_study.arena.integrity.reading import Timed, Usual
from jinshui_study.arena.integrity.twins import Rhythm, Twins
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, insert, opaque_id, table_of
from jinshui_study.questions import pools

PRESET = "contest"
EVERY = timedelta(minutes=10)
SPARE = timedelta(hours=1)
MOST_COMPARED = 20_000
"""How many of a contest's latest attempts are compared with each other."""
PAGE = 500

_findings = table_of(Finding)
_ADD = (
    insert(_findings)
    .on_conflict_do_nothing(index_elements=["member_id", "attempt_id", "kind", "together"])
    .returning(_findings.c.public_id)
)
BLANK = {"reason": "", "appeal": "", "reply": ""}


def due(now: datetime) -> list[int]:
    """The contests that a look is due at."""
    query = (
        select(Quiz.id)
        .outerjoin(Inspection, Inspection.quiz_id == Quiz.id)
        .where(
            Quiz.preset == PRESET,
            Quiz.opens_at <= now,
            or_(Inspection.quiz_id.is_(None), ~Inspection.done & (Inspection.looked_at <= now - EVERY)),
        )
        .order_by(Quiz.id)
    )
    return list(db.session.scalars(query))


def look(quiz_id: int, limit: float, now: datetime) -> int:
    """Look through a contest; `limit` is how many characters a second can be read. Returns how many are new."""
    quiz = db.session.get_one(Quiz, quiz_id)
    reached = db.session.scalar(select(Inspection.reached).where(Inspection.quiz_id == quiz_id))
    waiting = exists().where(Attempt.quiz_id == quiz_id, Attempt.state == "open")
    over = modes.overdue(quiz.closes_at, now) and not db.session.scalar(select(waiting))
    newest = db.session.scalar(
        select(func.max(Attempt.finished_at)).where(Attempt.quiz_id == quiz_id, Attempt.state == "finished")
    )
    found = _rows_of(quiz, None if over or reached is None else reached - SPARE, limit)
    database.begin_writing()
    added = [
        {**row, "public_id": opaque_id(), "quiz_id": quiz_id, "found_at": now, "state": states.OPEN, **BLANK}
        for row in found
    ]
    new = db.session.connection().execute(_ADD, added).all() if added else []
    kept = db.session.get(Inspection, quiz_id) or Inspection(quiz_id=quiz_id)
    kept.reached, kept.looked_at, kept.done = newest, now, over
    db.session.add(kept)
    db.session.flush()
    return len(new)


def _rows_of(quiz: Quiz, since: datetime | None, limit: float) -> list[dict[str, Any]]:
    attempts = _attempts(quiz.id)
    fresh = {row.id for row in attempts if since is None or row.finished_at >= since}
    if not fresh:
        return []
    answers = _answers(attempts)
    timed = {row.id: list(_timed(row, answers.get(row.id, ()))) for row in attempts}
    sequential = Rules.from_data(quiz.rules).sequential
    rows: list[dict[str, Any]] = []
    if sequential:
        usual = reading.usual([one.speed for found in timed.values() for one in found])
        for row in attempts:
            if row.id in fresh:
                rows += _fast(row, timed[row.id], usual, limit)
    rhythms = [_rhythm(row, answers.get(row.id, ())) for row in attempts]
    by_id = {row.id: row for row in attempts}
    pairs = twins.find(rhythms, fresh)
    typical = twins.usual(rhythms) if pairs else None
    for pair in pairs:
        rows += _twins(pair, by_id, typical)
    for burst in bursts.find(_newcomers(attempts)):
        rows += _burst(burst)
    return rows


def _attempts(quiz_id: int) -> Sequence[Row[Any]]:
    query = (
        select(
            Attempt.member_id,
            Attempt.id,
            Attempt.started_at,
            Attempt.finished_at,
            Attempt.paper,
            Attempt.ordinal,
            Member.branch_id,
        )
        .join(Member, Member.id == Attempt.member_id)
        .where(Attempt.quiz_id == quiz_id, Attempt.state == "finished")
        .order_by(Attempt.finished_at.desc())
        .limit(MOST_COMPARED)
    )
    return db.session.execute(query).all()


def _answers(attempts: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    columns = (
        Answer.attempt_id,
        Answer.number,
        Answer.revision_id,
        Answer.answered_at,
        Answer.elapsed_ms,
        Answer.correct,
    )
    for start in range(0, len(attempts), PAGE):
        keys = [(row.member_id, row.id) for row in attempts[start : start + PAGE]]
        query = select(*columns).where(tuple_(Answer.member_id, Answer.attempt_id).in_(keys))
        for row in db.session.execute(query.order_by(Answer.attempt_id, Answer.answered_at, Answer.number)):
            found.setdefault(row.attempt_id, []).append(row)
    return found


def _timed(attempt: Row[Any], answers: Sequence[Row[Any]]) -> Iterator[Timed]:
    wordings = pools.wordings(line["revision"] for line in attempt.paper)
    for one in answers:
        wording = wordings[one.revision_id]
        characters = reading.length_of(wording.stem, wording.content)
        yield Timed(one.number, one.revision_id, characters, one.elapsed_ms, bool(one.correct))


def _rhythm(attempt: Row[Any], answers: Sequence[Row[Any]]) -> Rhythm:
    return Rhythm(attempt.member_id, attempt.id, tuple((one.revision_id, one.elapsed_ms) for one in answers))


def _fast(
    attempt: Row[Any], answers: Sequence[Timed], usual: Usual | None, limit: float
) -> Iterator[dict[str, Any]]:
    found = reading.too_fast(answers, limit)
    if not found:
        return
    yield {
        "member_id": attempt.member_id,
        "attempt_id": attempt.id,
        "kind": "fast",
        "together": attempt.id,
        "details": {
            "limit": limit,
            "answers": len(answers),
            "fast": [
                {"number": one.number, "characters": one.characters, "ms": one.elapsed_ms} for one in found
            ],
            "usual": None if usual is None else vars(usual),
        },
    }


def _twins(pair: Twins, by_id: dict[str, Row[Any]], typical: twins.Usual | None) -> Iterator[dict[str, Any]]:
    times = dict(pair.second.steps)
    steps = [[elapsed, times[revision]] for revision, elapsed in pair.first.steps if revision in times]
    together = f"{pair.first.attempt}:{pair.second.attempt}"
    for mine, other, turned in ((pair.first, pair.second, False), (pair.second, pair.first, True)):
        yield {
            "member_id": mine.member,
            "attempt_id": mine.attempt,
            "kind": "twins",
            "together": together,
            "details": {
                "shared": pair.shared,
                "near": pair.near,
                "near_ms": twins.NEAR_MS,
                "usual": None if typical is None else vars(typical),
                "times": [step[::-1] if turned else step for step in steps],
                "apart": _apart(by_id[mine.attempt].started_at, by_id[other.attempt].started_at),
            },
        }


def _apart(one: datetime, other: datetime) -> int:
    return abs(clock.milliseconds(one - other)) // 1000


def _newcomers(attempts: Sequence[Row[Any]]) -> Iterator[Newcomer]:
    """Who came in by invitation, with the first attempt each."""
    firsts = {row.member_id: row for row in attempts if row.ordinal == 1}
    members = sorted(firsts)
    for start in range(0, len(members), PAGE):
        query = (
            select(Invitation.member_id, func.min(Invitation.used_at).label("joined_at"))
            .where(Invitation.member_id.in_(members[start : start + PAGE]), Invitation.used_at.is_not(None))
            .group_by(Invitation.member_id)
        )
        for row in db.session.execute(query):
            first = firsts[row.member_id]
            yield Newcomer(row.member_id, first.branch_id, row.joined_at, first.id, first.started_at)


def _burst(burst: Sequence[Newcomer]) -> Iterator[dict[str, Any]]:
    joined = [clock.local(one.joined_at) for one in burst]
    for one in burst:
        yield {
            "member_id": one.member,
            "attempt_id": one.attempt,
            "kind": "burst",
            "together": f"{one.branch}:{burst[0].member}",
            "details": {
                "joined": joined,
                "mine": clock.local(one.joined_at),
                "started": clock.local(one.started_at),
            },
        }
