"""Answering question by question: autosave, feedback, the next question, the revive of the survival mode."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from jinshui_study.arena import attempts, drawing, marks, modes, papers, verdicts
from jinshui_study.arena.models import Answer, Attempt
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, insert, table_of
from jinshui_study.errors import Conflict, NotFound

_answers = table_of(Answer)
_attempts = table_of(Attempt)

_ANSWER = select(_answers).where(
    _answers.c.member_id == bindparam("member_id"),
    _answers.c.attempt_id == bindparam("attempt_id"),
    _answers.c.number == bindparam("number"),
)
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

    `attempt` must be read with `lock=True`. The same response again gives the same reply, whenever it comes.
    Raises NotFound for a number not opened or not there, Invalid for a response of another kind,
    Conflict: attempt_finished, answer_locked, time_up.
    """
    if number > attempt.opened:
        raise NotFound("这道题还没有开放。")
    rules = Rules.from_data(attempt.rules)
    line, wording = attempt.paper[number - 1], attempts.wordings_of(attempt)[number]
    stored = papers.to_stored(line, wording, response)
    held = _find_answer(attempt, number)
    if held is not None and held.response == stored:
        correct = _is_right(attempt, rules, held)
    elif held is not None and held.locked:
        raise Conflict("这道题已经作答完毕，不能再改。", code="answer_locked")
    else:
        _refuse_late(attempt, rules, number, now)
        correct = _save(attempt, rules, number, stored, now)
    if rules.feedback != "each":
        return {"number": number, "state": "saved", "feedback": None}
    verdict = verdicts.known(attempt.newest_ruling).get(line["revision"])
    feedback = papers.feedback(line, wording, correct, verdict)
    return {"number": number, "state": "locked", "feedback": feedback}


def _find_answer(attempt: Row[Any], number: int) -> Any | None:
    params = {"member_id": attempt.member_id, "attempt_id": attempt.id, "number": number}
    return db.session.connection().execute(_ANSWER, params).one_or_none()


def _is_right(attempt: Row[Any], rules: Rules, held: Any) -> bool:
    """Whether a locked answer is right by the key that holds now."""
    changed = marks.of_locked(attempt, rules, {held.number: held})
    return bool(changed.get(held.number, held).correct)


def _refuse_late(attempt: Row[Any], rules: Rules, number: int, now: datetime) -> None:
    _refuse_finished(attempt, now)
    if rules.sequential and number < attempt.opened:
        raise Conflict("这道题已经过去，不能再答。", code="answer_locked")
    if rules.question_over(attempt.opened_at, now):
        raise Conflict("这道题的时间已到。", code="time_up")


def _refuse_finished(attempt: Row[Any], now: datetime) -> None:
    if attempt.state != "open" or modes.overdue(attempt.expires_at, now):
        raise Conflict("这次答题已经结束。", code="attempt_finished")


def _save(attempt: Row[Any], rules: Rules, number: int, response: dict[str, Any], now: datetime) -> bool:
    """Write the answer, graded and locked where its feedback is shown at once; whether it is right, as far as told."""
    elapsed_ms = marks.elapsed(attempt, now)
    wording = attempts.wordings_of(attempt)[number]
    answer = marks.mark(attempt, rules, number, wording, response, now, elapsed_ms)
    if rules.feedback == "each":
        db.session.connection().execute(marks.LOCK_ANSWERS, vars(answer))
        return bool(answer.correct)
    draft = {**vars(answer), "locked": False, "correct": None, "score": None}
    db.session.connection().execute(_PUT_DRAFT, draft)
    return False


def open_next(attempt: Row[Any], now: datetime) -> dict[str, Any]:
    """Open the next question of a sequence once the one before is answered or out of time; the attempt as shown.

    Raises Conflict: attempt_finished, all_open, question_open, out (a wrong answer ended the run).
    """
    rules = Rules.from_data(attempt.rules)
    _refuse_finished(attempt, now)
    if not rules.sequential or attempt.opened >= len(attempt.paper):
        raise Conflict("没有下一题了，请交卷。", code="all_open")
    answers = attempts.answers_of(attempt)
    if attempt.opened not in answers and not rules.question_over(attempt.opened_at, now):
        raise Conflict("请先回答这道题。", code="question_open")
    if rules.stops_when_wrong and _mistakes(attempt, answers) > attempt.revives:
        raise Conflict("答错了，本轮闯关结束。", code="out")
    _change(attempt, _OPEN_NEXT, before=attempt.opened, now=now)
    drawing.expose(attempt.member_id, [attempt.paper[attempt.opened]], now)
    opened = attempts.changed(attempt, opened=attempt.opened + 1, opened_at=now)
    return attempts.describe(opened, answers, now)


def revive(attempt: Row[Any], now: datetime) -> dict[str, Any]:
    """Go on after a wrong answer, as often as the rules allow; the attempt as shown.

    Raises Conflict: attempt_finished, no_revive.
    """
    rules = Rules.from_data(attempt.rules)
    _refuse_finished(attempt, now)
    answers = attempts.answers_of(attempt)
    over = attempt.opened in answers or rules.question_over(attempt.opened_at, now)
    out = rules.stops_when_wrong and over and _mistakes(attempt, answers) > attempt.revives
    if not out or attempt.revives >= rules.revives:
        raise Conflict("现在不能复活。", code="no_revive")
    _change(attempt, _REVIVE, before=attempt.revives)
    return attempts.describe(attempt, answers, now)


def _mistakes(attempt: Row[Any], answers: Mapping[int, Any]) -> int:
    """Opened questions answered wrong or not at all."""
    return sum(
        1 for number in range(1, attempt.opened + 1) if number not in answers or not answers[number].correct
    )


def _change(attempt: Row[Any], statement: Any, **params: Any) -> None:
    """Run an update of the attempt that was read; Conflict where it is no longer as it was."""
    params |= {"at_member": attempt.member_id, "at_attempt": attempt.id}
    if not db.session.connection().execute(statement, params).rowcount:
        raise Conflict("答题状态刚刚变化，请刷新后再试。", code="attempt_changed")
