"""Starting an attempt and looking at it while it is open."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from random import Random
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, bindparam, case, func, select

from jinshui_study import clock
from jinshui_study import db as database
from jinshui_study.accounts.sessions import CurrentMember
from jinshui_study.arena import drawing, lots, modes, papers, verdicts
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, insert, opaque_id, table_of
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.points.models import MemberStanding
from jinshui_study.questions import pools
from jinshui_study.questions.kinds import Wording
from jinshui_study.questions.sampling import DrawRule

_attempts = table_of(Attempt)
_answers = table_of(Answer)
_earlier = _attempts.alias("earlier")


def _of_this_quiz(value: Any) -> Any:
    """A sum over the member's attempts at the same quiz."""
    return (
        select(func.coalesce(func.sum(value), 0))
        .where(_earlier.c.member_id == _attempts.c.member_id, _earlier.c.quiz_id == _attempts.c.quiz_id)
        .correlate(_attempts)
        .scalar_subquery()
    )


PAID = _of_this_quiz(_earlier.c.points_awarded)
PAID_THAT_DAY = _of_this_quiz(case((_earlier.c.day == _attempts.c.day, _earlier.c.points_awarded)))
"""What the member's tries at an attempt's quiz were paid, in all and on its day, as columns beside the attempt's."""

ANSWERS_HELD = (
    select(func.count())
    .where(_answers.c.member_id == _attempts.c.member_id, _answers.c.attempt_id == _attempts.c.id)
    .correlate(_attempts)
    .scalar_subquery()
)
"""How many questions of an attempt have an answer, as a column beside the attempt's."""

_LOAD = (
    select(
        _attempts,
        Quiz.public_id.label("quiz"),
        Quiz.title,
        Quiz.rules,
        Quiz.closes_at,
        Quiz.freezes_at,
        MemberStanding.points.label("best_score"),
        MemberStanding.duration_ms.label("best_ms"),
        MemberStanding.rank_key.label("best_key"),
        verdicts.NEWEST.label("newest_ruling"),
        ANSWERS_HELD.label("answers_held"),
        PAID.label("paid"),
        PAID_THAT_DAY.label("paid_that_day"),
    )
    .join(Quiz, Quiz.id == _attempts.c.quiz_id)
    .outerjoin(
        MemberStanding,
        (MemberStanding.member_id == _attempts.c.member_id)
        & (MemberStanding.board == "quiz:" + Quiz.public_id),
    )
    .where(_attempts.c.member_id == bindparam("member_id"), _attempts.c.id == bindparam("attempt_id"))
)
_LOAD_LOCKED = _LOAD.with_for_update(of=_attempts)

_ANSWERS = (
    select(_answers)
    .where(_answers.c.member_id == bindparam("member_id"), _answers.c.attempt_id == bindparam("attempt_id"))
    .order_by(_answers.c.number)
)

_ADD_ATTEMPT = insert(_attempts).on_conflict_do_nothing().returning(_attempts.c.id)


def get(attempt_id: str, member_id: int, *, lock: bool = False) -> Row[Any]:
    """The member's attempt with its quiz; `lock` keeps others from changing it until the commit.

    Raises NotFound for one that is not there or is somebody else's.
    """
    params = {"attempt_id": attempt_id, "member_id": member_id}
    row = db.session.connection().execute(_LOAD_LOCKED if lock else _LOAD, params).one_or_none()
    if row is None:
        raise NotFound("没有找到这次作答。")
    return row


def answers_of(attempt: Any) -> dict[int, Row[Any]]:
    """The attempt's answers by number."""
    params = {"member_id": attempt.member_id, "attempt_id": attempt.id}
    return {row.number: row for row in db.session.connection().execute(_ANSWERS, params)}


def changed(attempt: Any, **columns: Any) -> SimpleNamespace:
    """An attempt as it stands after a statement set these columns."""
    known = attempt._mapping if isinstance(attempt, Row) else vars(attempt)
    return SimpleNamespace(**{**known, **columns})


def wordings_of(attempt: Any) -> dict[int, Wording]:
    """The wordings of the questions opened so far, by number."""
    opened = attempt.paper[: attempt.opened]
    wordings = pools.wordings(line["revision"] for line in opened)
    return {number: wordings[line["revision"]] for number, line in enumerate(opened, start=1)}


def start(quiz: Row[Any], member: CurrentMember, now: datetime) -> SimpleNamespace:
    """Begin an attempt at a quiz that `quizzes.get_enterable` gave.

    Raises Conflict: not_open, attempt_open, no_tries_left, too_few_questions.
    """
    rules = Rules.from_data(quiz.rules)
    _refuse_start(quiz, rules, now)
    lot = lots.of_attempt(quiz.seed, member.public_id, quiz.used + 1) if quiz.seed else secrets.token_hex(16)
    dice = Random(lot)
    if quiz.paper:
        picked = drawing.given(quiz.paper)
    else:
        picked = drawing.for_member([DrawRule.from_data(data) for data in quiz.draw], member.id, dice)
    paper = papers.compose(picked, rules, dice)
    database.begin_writing()
    row = _new_row(quiz, rules, member, now, lot, paper)
    if db.session.connection().execute(_ADD_ATTEMPT, row).one_or_none() is None:
        raise Conflict("这次答题已经开始，请继续作答。", code="attempt_open")
    drawing.expose(member.id, paper[: row["opened"]], now)
    return SimpleNamespace(**row, quiz=quiz.public_id, rules=quiz.rules)


def _refuse_start(quiz: Row[Any], rules: Rules, now: datetime) -> None:
    if not quiz.opens_at <= now < quiz.closes_at:
        sentence = "活动还没有开始。" if now < quiz.opens_at else "活动已经结束。"
        raise Conflict(sentence, code="not_open")
    if quiz.open_attempt_id is not None:
        raise Conflict("您有一次答题还没有交卷，请继续作答。", code="attempt_open")
    if modes.tries_left(rules, quiz.used, quiz.used_today) == 0:
        raise Conflict("答题次数已经用完。", code="no_tries_left")


def _new_row(
    quiz: Row[Any], rules: Rules, member: CurrentMember, now: datetime, lot: str, paper: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "member_id": member.id,
        "id": opaque_id(),
        "quiz_id": quiz.id,
        "ordinal": quiz.used + 1,
        "ordinal_of_day": quiz.used_today + 1,
        "day": clock.local_day(now),
        "state": "open",
        "started_at": now,
        "expires_at": rules.expires_at(now, quiz.closes_at),
        "opened": 1 if rules.sequential else len(paper),
        "opened_at": now,
        "revives": 0,
        "paper": paper,
        "seed": lot,
    }


def describe(attempt: Any, answers: Mapping[int, Any], now: datetime) -> dict[str, Any]:
    """An open attempt as its member sees it: the questions opened so far, and nothing of their keys."""
    rules = Rules.from_data(attempt.rules)
    ends_at = rules.question_ends_at(attempt.opened_at) if rules.sequential else None
    return {
        "id": attempt.id,
        "quiz_id": attempt.quiz,
        "state": "open",
        "started_at": clock.local(attempt.started_at),
        "expires_at": clock.local(attempt.expires_at),
        "server_time": clock.local(now),
        "answered": sorted(answers),
        "responses": [
            {
                "number": number,
                "response": papers.from_stored(attempt.paper[number - 1], answers[number].response),
            }
            for number in sorted(answers)
        ],
        "total": len(attempt.paper),
        "question_expires_at": clock.local(ends_at),
        "questions": [
            papers.shown(number, attempt.paper[number - 1], wording, rules.seconds_per_question)
            for number, wording in wordings_of(attempt).items()
        ],
    }
