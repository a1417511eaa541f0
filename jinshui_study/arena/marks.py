"""Grading the answers of an attempt by the keys that hold as it was read, and writing their marks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, bindparam, update

from jinshui_study import clock
from jinshui_study.arena import attempts, marking, verdicts
from jinshui_study.arena.models import Answer
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, insert, table_of
from jinshui_study.questions.kinds import Wording

_answers = table_of(Answer)


def _lock_answers() -> Any:
    statement = insert(_answers)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["member_id", "attempt_id", "number"],
        set_={
            name: new[name]
            for name in ("response", "answered_at", "elapsed_ms", "locked", "correct", "score")
        },
        where=~_answers.c.locked,
    )


LOCK_ANSWERS = _lock_answers()
_MARK_ANSWERS = (
    update(_answers)
    .where(
        _answers.c.member_id == bindparam("of_member"),
        _answers.c.attempt_id == bindparam("of_attempt"),
        _answers.c.number == bindparam("of_number"),
    )
    .values(correct=bindparam("now_correct"), score=bindparam("now_score"))
)


def of_open(
    attempt: Row[Any],
    rules: Rules,
    kept: Mapping[int, Row[Any]],
    fresh: Mapping[int, dict[str, Any]],
    now: datetime,
) -> dict[int, SimpleNamespace]:
    """Grade what is not locked yet: drafts that were put, and what came with the submit over them."""
    wordings = attempts.wordings_of(attempt)
    marked = {}
    for number in sorted(kept.keys() | fresh.keys()):
        held = kept.get(number)
        if held is not None and held.locked:
            continue
        if held is not None and fresh.get(number, held.response) == held.response:
            response, answered_at, elapsed_ms = held.response, held.answered_at, held.elapsed_ms
        else:
            response, answered_at, elapsed_ms = fresh[number], now, elapsed(attempt, now)
        marked[number] = mark(attempt, rules, number, wordings[number], response, answered_at, elapsed_ms)
    return marked


def of_locked(attempt: Any, rules: Rules, kept: Mapping[int, Row[Any]]) -> dict[int, SimpleNamespace]:
    """Locked answers whose mark is another one by a ruling that came after it."""
    known = verdicts.known(attempt.newest_ruling)
    changed = {}
    for number, held in kept.items():
        if held.locked and held.revision_id in known:
            wording = attempts.wordings_of(attempt)[number]
            answer = mark(attempt, rules, number, wording, held.response, held.answered_at, held.elapsed_ms)
            if (answer.correct, answer.score) != (held.correct, held.score):
                changed[number] = answer
    return changed


def write(rows: Sequence[tuple[int, str, int, bool, int]]) -> None:
    """Give locked answers other marks; rows are member, attempt, number, whether it is right, and its score."""
    names = ("of_member", "of_attempt", "of_number", "now_correct", "now_score")
    if rows:
        db.session.connection().execute(_MARK_ANSWERS, [dict(zip(names, row, strict=True)) for row in rows])


def elapsed(attempt: Any, now: datetime) -> int:
    """Milliseconds since the question, or all of them, were opened; clocks of two servers may differ a little."""
    return max(0, clock.milliseconds(now - attempt.opened_at))


def mark(
    attempt: Any,
    rules: Rules,
    number: int,
    wording: Wording,
    response: dict[str, Any],
    answered_at: datetime,
    elapsed_ms: int,
) -> SimpleNamespace:
    """A graded, locked answer with the columns of its row, by the key that holds as the attempt was read."""
    line = attempt.paper[number - 1]
    verdict = verdicts.known(attempt.newest_ruling).get(line["revision"])
    correct, score = marking.mark(rules, wording, verdict, response, line["worth"], elapsed_ms)
    return SimpleNamespace(
        member_id=attempt.member_id,
        attempt_id=attempt.id,
        number=number,
        revision_id=line["revision"],
        response=response,
        answered_at=answered_at,
        elapsed_ms=elapsed_ms,
        locked=True,
        correct=correct,
        score=score,
    )
