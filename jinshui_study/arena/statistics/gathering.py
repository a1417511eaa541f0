"""Keeping item statistics up behind the answers: every finished attempt is counted once, and again after a ruling.

An attempt says itself whether it is still to be counted (its two versions differ), so none is missed, however late it
was committed or closed. What a round adds and what it notes of its attempts is one transaction: whoever is killed in
between has done nothing. What was counted of an attempt is kept with it, so that it can be counted out again.

A round reads and computes first and writes last, so that nobody waits for its arithmetic. If something it read has
changed by then, a ruling or another round, nothing of it is kept.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, null, select, text, tuple_, update

from jinshui_study import db as database
from jinshui_study.arena.models import UNCOUNTED, Answer, Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.arena.statistics import flagging, keeping, sheets
from jinshui_study.arena.statistics.models import (
    CountingRound,
    ItemStatistic,
    QuizItemStatistic,
    QuizStatistic,
)
from jinshui_study.arena.statistics.sheets import Sheet
from jinshui_study.arena.statistics.tallies import Tallies
from jinshui_study.db import changed_rows, db, insert, table_of
from jinshui_study.questions import pools

log = logging.getLogger(__name__)

PAGE = 500
ROUND = 1

_attempts = table_of(Attempt)
_answers = table_of(Answer)
_rounds = table_of(CountingRound)

_ATTEMPTS = select(
    _attempts.c.member_id,
    _attempts.c.id,
    _attempts.c.quiz_id,
    _attempts.c.ordinal,
    _attempts.c.started_at,
    _attempts.c.opened,
    _attempts.c.paper,
    _attempts.c.counted,
    _attempts.c.marks_version,
    _attempts.c.counted_version,
)
_DUE = (
    _ATTEMPTS.where(text(UNCOUNTED))  # as the index has it: with parameters it would not be used
    .order_by(_attempts.c.finished_at)
    .limit(bindparam("limit"))
)
_COUNTED_PAGE = (
    _ATTEMPTS.where(
        tuple_(_attempts.c.member_id, _attempts.c.id) > tuple_(bindparam("member_id"), bindparam("id")),
        _attempts.c.counted.is_not(None),
    )
    .order_by(_attempts.c.member_id, _attempts.c.id)
    .limit(PAGE)
)
_ANSWERS = select(
    _answers.c.member_id,
    _answers.c.attempt_id,
    _answers.c.number,
    _answers.c.response,
    _answers.c.answered_at,
    _answers.c.elapsed_ms,
    _answers.c.score,
).where(tuple_(_answers.c.member_id, _answers.c.attempt_id).in_(bindparam("keys", expanding=True)))
_QUIZZES = select(Quiz.id, Quiz.rules, Quiz.paper).where(Quiz.id.in_(bindparam("ids", expanding=True)))
_NOTE = (
    update(_attempts)
    .where(
        _attempts.c.member_id == bindparam("at_member"),
        _attempts.c.id == bindparam("at_attempt"),
        _attempts.c.marks_version == bindparam("at_version"),
    )
    .values(
        counted_version=bindparam("at_version"),
        counted=bindparam("now_counted", type_=_attempts.c.counted.type),
    )
)
_BEGIN_ROUND = (
    insert(_rounds)
    .values(id=ROUND, number=bindparam("next"))
    .on_conflict_do_update(
        index_elements=["id"],
        set_={"number": _rounds.c.number + 1},
        where=_rounds.c.number == bindparam("seen"),
    )
    .returning(_rounds.c.number)
)


class Overtaken(Exception):
    """What a round has read is no longer so; nothing of it may be kept."""


def count_due(limit: int, now: datetime) -> int:
    """Count up to `limit` finished attempts that are due, the longest finished first; returns how many.

    Flags of what was counted are judged anew. Begins the writing part of the transaction by itself. Raises Overtaken
    when something changed meanwhile: the next round sees it.
    """
    connection = db.session.connection()
    seen = db.session.scalar(select(_rounds.c.number)) or 0
    attempts = connection.execute(_DUE, {"limit": limit}).all()
    if not attempts:
        return 0
    tallies, notes = Tallies(), []
    for attempt, sheet in _sheets(attempts):
        if sheet is not None:
            if attempt.counted:
                tallies.add(sheet.as_counted(attempt.counted), -1)
            tallies.add(sheet)
        notes.append(_note(attempt, sheet))
    kept = keeping.merged(tallies)
    flags = flagging.judged(kept.items)
    database.begin_writing()
    _begin_round(seen)
    _write_notes(notes)
    keeping.write(kept, now)
    flagging.write(flags, now)
    return len(attempts)


def due() -> int:
    """How many finished attempts wait to be counted."""
    return db.session.scalar(select(func.count()).select_from(_attempts).where(text(UNCOUNTED))) or 0


def _note(attempt: Any, sheet: Sheet | None) -> dict[str, Any]:
    return {
        "at_member": attempt.member_id,
        "at_attempt": attempt.id,
        "at_version": attempt.marks_version,
        "now_counted": (attempt.counted or []) if sheet is None else sheet.counted,
    }


def _begin_round(seen: int) -> None:
    """Nobody else counts until the commit, and nobody has since the round `seen` was the last."""
    params = {"next": seen + 1, "seen": seen}
    if db.session.connection().execute(_BEGIN_ROUND, params).one_or_none() is None:
        raise Overtaken


def _write_notes(notes: Sequence[dict[str, Any]]) -> None:
    if db.session.connection().execute(_NOTE, list(notes)).rowcount != len(notes):
        raise Overtaken


def _sheets(attempts: Sequence[Any]) -> Iterator[tuple[Any, Sheet | None]]:
    """Each attempt with its sheet, None for one that is not counted."""
    connection = db.session.connection()
    quizzes = {
        row.id: (Rules.from_data(row.rules), bool(row.paper))
        for row in connection.execute(_QUIZZES, {"ids": list({attempt.quiz_id for attempt in attempts})})
    }
    keys = [(attempt.member_id, attempt.id) for attempt in attempts]
    answers: dict[tuple[int, str], dict[int, Any]] = defaultdict(dict)
    for row in connection.execute(_ANSWERS, {"keys": keys}):
        answers[row.member_id, row.attempt_id][row.number] = row
    revisions = {line["revision"] for attempt in attempts for line in attempt.paper}
    kinds_of = {revision: wording.kind for revision, wording in pools.wordings(revisions).items()}
    for attempt in attempts:
        rules, fixed = quizzes[attempt.quiz_id]
        yield attempt, _sheet_of(attempt, rules, answers[attempt.member_id, attempt.id], kinds_of, fixed)


def _sheet_of(
    attempt: Any, rules: Rules, answers: Mapping[int, Any], kinds_of: Mapping[int, str], fixed: bool
) -> Sheet | None:
    """One attempt that cannot be read keeps none of the others from being counted."""
    if not sheets.counts(attempt.ordinal, len(answers), fixed=fixed):
        return None
    try:
        return sheets.read(attempt, rules, answers, kinds_of, fixed=fixed)
    except (KeyError, TypeError, ValueError) as error:
        log.error("attempt not counted", extra={"attempt": attempt.id, "error": type(error).__name__})
        return None


def forget_all() -> int:
    """Drop everything that was counted and have every finished attempt counted anew; returns how many."""
    _begin_round(db.session.scalar(select(_rounds.c.number).with_for_update()) or 0)
    due = changed_rows(
        update(_attempts)
        .where(_attempts.c.state == "finished")
        .values(marks_version=_attempts.c.marks_version + 1, counted=null())
    )
    for model in (QuizItemStatistic, QuizStatistic, ItemStatistic):
        db.session.execute(delete(model))
    return due


def recomputed() -> tuple[Tallies, int]:
    """What should be kept, computed from the answers of all counted attempts, and how many are not as counted.

    Reads everything, a page at a time. An attempt that waits to be counted anew stands here as it was counted before.
    """
    tallies, stale = Tallies(), 0
    last: tuple[int, str] = (0, "")
    while page := db.session.connection().execute(_COUNTED_PAGE, {"member_id": last[0], "id": last[1]}).all():
        for attempt, sheet in _sheets(page):
            if attempt.counted and sheet is not None:
                tallies.add(sheet.as_counted(attempt.counted))
                due = attempt.counted_version != attempt.marks_version
                stale += sheet.counted != attempt.counted and not due
        last = (page[-1].member_id, page[-1].id)
    return tallies, stale


def differences() -> Iterable[str]:
    """Sentences for what is kept and should be otherwise; none where all is right."""
    tallies, stale = recomputed()
    if stale:
        yield f"{stale} 份作答在统计之后得分有变动，没有重新统计"
    yield from keeping.differences(tallies)
