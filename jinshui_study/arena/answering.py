"""Answering question by question: autosave, feedback, the next question, the revive of the survival mode."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, update

from jinshui_study import clock
from jinshui_study.arena import attempts, finishing, modes, papers
from jinshui_study.arena.models import Answer, Attempt
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, insert, table_of
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.questions import pools

_answers = table_of(Answer)
_attempts = table_of(Attempt)

_MINE = (
    _attempts.c.member_id == bindparam("at_member"),
    _attempts.c.id == bindparam("at_attempt"),
    _attempts.c.state == "open",
)
_OPEN_NEXT = (
    update(_attempts)
    .where(*_MINE, _attempts.c.opened == bindparam("before"))
    .values(opened=_attempts.c.opened + 1, opened_at=bindparam("now"))
)
_REVIVE = (
    update(_attempts)
    .where(*_MINE, _attempts.c.revives == bindparam("before"))
    .values(revives=_attempts.c.revives + 1)
)


def _put_draft() -> Any:
    statement = insert(_answers)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["member_id", "attempt_id", "number"],
        set_={name: new[name] for name in ("response", "answered_at", "elapsed_ms")},
        where=~_answers.c.locked,
    )


_PUT_DRAFT = _put_draft()


def put(attempt: Row[Any], number: int, response: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Save an answer; with feedback after each question it is locked and graded at once.

    `attempt` must be read with `lock=True`. The same response again gives the same reply.
    Raises NotFound for a question not opened, Conflict: attempt_finished, answer_locked, time_up.
    """
    rules = Rules.from_data(attempt.rules)
    if number > attempt.opened:
        raise NotFound("这道题还没有开放。")
    line = attempt.paper[number - 1]
    wording = pools.wordings([line["revision"]])[line["revision"]]
    stored = papers.to_stored(line, wording, response)
    kept = finishing.answers_of(attempt).get(number)
    if kept is not None and kept.locked:
        if kept.response != stored or rules.feedback != "each":
            raise Conflict("这道题已经作答完毕，不能再改。", code="answer_locked")
        return _reply(number, attempt, rules, kept.response, kept.correct)
    saved = {"number": number, "state": "saved", "feedback": None}
    if kept is not None and kept.response == stored:
        return saved
    _refuse_late(attempt, rules, number, now)
    elapsed = clock.milliseconds(now - attempt.opened_at)
    if rules.feedback == "each":
        answer = finishing.mark(attempt, rules, number, stored, now, elapsed)
        db.session.connection().execute(finishing.LOCK_ANSWERS, vars(answer))
        return _reply(number, attempt, rules, stored, answer.correct)
    _save_draft(attempt, number, stored, now, elapsed)
    return saved


def _refuse_late(attempt: Row[Any], rules: Rules, number: int, now: datetime) -> None:
    if attempt.state != "open" or modes.overdue(attempt.expires_at, now):
        raise Conflict("这次答题已经结束。", code="attempt_finished")
    if rules.sequential and number < attempt.opened:
        raise Conflict("这道题已经过去，不能再答。", code="answer_locked")
    if rules.question_over(attempt.opened_at, now):
        raise Conflict("这道题的时间已到。", code="time_up")


def _save_draft(
    attempt: Row[Any], number: int, response: dict[str, Any], now: datetime, elapsed_ms: int
) -> None:
    row = {
        "member_id": attempt.member_id,
        "attempt_id": attempt.id,
        "number": number,
        "revision_id": attempt.paper[number - 1]["revision"],
        "response": response,
        "answered_at": now,
        "elapsed_ms": elapsed_ms,
        "locked": False,
    }
    db.session.connection().execute(_PUT_DRAFT, row)


def _reply(
    number: int, attempt: Row[Any], rules: Rules, response: dict[str, Any], correct: bool
) -> dict[str, Any]:
    line = attempt.paper[number - 1]
    wording = pools.wordings([line["revision"]])[line["revision"]]
    return {"number": number, "state": "locked", "feedback": papers.feedback(line, wording, correct)}


def open_next(attempt: Row[Any], now: datetime) -> None:
    """Open the next question of a sequence once the one before is answered or out of time.

    Raises Conflict: attempt_finished, all_open, question_open, out (a wrong answer ended the run).
    """
    rules = Rules.from_data(attempt.rules)
    _refuse_late_attempt(attempt, now)
    if not rules.sequential or attempt.opened >= len(attempt.paper):
        raise Conflict("没有下一题了，请交卷。", code="all_open")
    answers = finishing.answers_of(attempt)
    if attempt.opened not in answers and not rules.question_over(attempt.opened_at, now):
        raise Conflict("请先回答这道题。", code="question_open")
    if rules.stops_when_wrong and _mistakes(attempt, answers) > attempt.revives:
        raise Conflict("答错了，本轮闯关结束。", code="out")
    _change(_OPEN_NEXT, attempt, attempt.opened, now)
    attempts.expose(attempt.member_id, [attempt.paper[attempt.opened]], now)


def revive(attempt: Row[Any], now: datetime) -> None:
    """Go on after a wrong answer, as often as the rules allow. Raises Conflict: attempt_finished, no_revive."""
    rules = Rules.from_data(attempt.rules)
    _refuse_late_attempt(attempt, now)
    answers = finishing.answers_of(attempt)
    over = attempt.opened in answers or rules.question_over(attempt.opened_at, now)
    out = rules.stops_when_wrong and over and _mistakes(attempt, answers) > attempt.revives
    if not out or attempt.revives >= rules.revives:
        raise Conflict("现在不能复活。", code="no_revive")
    _change(_REVIVE, attempt, attempt.revives, now)


def _refuse_late_attempt(attempt: Row[Any], now: datetime) -> None:
    if attempt.state != "open" or modes.overdue(attempt.expires_at, now):
        raise Conflict("这次答题已经结束。", code="attempt_finished")


def _mistakes(attempt: Row[Any], answers: Mapping[int, Any]) -> int:
    """Opened questions answered wrong or not at all."""
    return sum(
        1 for number in range(1, attempt.opened + 1) if number not in answers or not answers[number].correct
    )


def _change(statement: Any, attempt: Row[Any], before: int, now: datetime) -> None:
    params = {"at_member": attempt.member_id, "at_attempt": attempt.id, "before": before}
    if statement is _OPEN_NEXT:
        params["now"] = now
    if not db.session.connection().execute(statement, params).rowcount:
        raise Conflict("答题状态刚刚变化，请刷新后再试。", code="attempt_changed")
