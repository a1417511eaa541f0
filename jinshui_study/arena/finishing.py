"""Finishing an attempt: grading, the score, the points and the boards, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, select, update

from jinshui_study import clock
from jinshui_study import db as database
from jinshui_study.arena import attempts, marking, marks, modes, papers, scoring, verdicts
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.arena.modes import Result, Rules, Tried
from jinshui_study.arena.results import Finished
from jinshui_study.compliance import Profile
from jinshui_study.db import UTCDateTime, db, table_of
from jinshui_study.errors import Conflict, Invalid
from jinshui_study.points import boards, ledger, rulebooks, standings
from jinshui_study.points.ledger import Deed
from jinshui_study.points.models import MemberStanding
from jinshui_study.points.standings import Change, OnBoards
from jinshui_study.questions.kinds import Wording

_attempts = table_of(Attempt)
_earlier = _attempts.alias("earlier")

_BETTER_BEFORE = (
    exists()
    .where(
        _earlier.c.member_id == _attempts.c.member_id,
        _earlier.c.quiz_id == _attempts.c.quiz_id,
        _earlier.c.finished_at.is_not(None),  # asked by `state`, SQLite would read everybody's attempts
        (_earlier.c.score > bindparam("now_score"))
        | ((_earlier.c.score == bindparam("now_score")) & (_earlier.c.duration_ms <= bindparam("now_ms"))),
    )
    .correlate(_attempts)
)
"""Whether an earlier try at the same quiz was as good: it need not be the one that counts."""

_BEST = func.coalesce(
    select(MemberStanding.rank_key)
    .where(MemberStanding.member_id == _attempts.c.member_id, MemberStanding.board == bindparam("at_board"))
    .correlate(_attempts)
    .scalar_subquery(),
    0,
)

_STILL_FREEZES_THEN = exists().where(
    Quiz.id == _attempts.c.quiz_id,
    Quiz.freezes_at.is_not_distinct_from(bindparam("at_freeze", type_=UTCDateTime)),
)
"""Whether the quiz's board still freezes at the moment that decides which boards the attempt goes on."""

_CLOSE = (
    update(_attempts)
    .where(
        _attempts.c.member_id == bindparam("at_member"),
        _attempts.c.id == bindparam("at_attempt"),
        _attempts.c.state == "open",
        _attempts.c.opened == bindparam("at_opened"),
        _attempts.c.revives == bindparam("at_revives"),
        bindparam("at_answers") == attempts.ANSWERS_HELD,
        bindparam("at_ruling") == verdicts.NEWEST,
        bindparam("at_best") == _BEST,
        bindparam("at_paid") == attempts.PAID,
        bindparam("at_paid_that_day") == attempts.PAID_THAT_DAY,
        _STILL_FREEZES_THEN,
    )
    .values(
        state="finished",
        finished_at=bindparam("finished_at"),
        closed_at=bindparam("closed_at"),
        score=bindparam("score"),
        max_score=bindparam("max_score"),
        correct=bindparam("correct"),
        questions=bindparam("questions"),
        duration_ms=bindparam("duration_ms"),
        personal_best=~_BETTER_BEFORE,
        points_awarded=bindparam("points_awarded"),
    )
    .returning(_attempts.c.personal_best)
)
"""Closes an attempt that is still as it was read, and so is what a ruling may have changed meanwhile: the marks that
hold, the member's best at the quiz, and what the tries before were paid."""


MOST_TRIES = 5


class Overtaken(Exception):
    """Meanwhile somebody closed the attempt, opened a question of it or put an answer, or a ruling came between."""


def submit(
    attempt: Row[Any],
    responses: Mapping[int, dict[str, Any]],
    member: OnBoards,
    profile: Profile,
    now: datetime,
) -> Finished:
    """Finish an attempt with what was put and what comes with the submit.

    What comes too late is left out, what is locked stays, and so are left out numbers the attempt does not have or has
    not opened: a submit never loses the answers that are right for one that is not. An attempt that is finished
    already is returned as it is. Raises Invalid for a response that does not fit its question.
    """
    if attempt.state != "open":
        return Finished(attempt, attempts.answers_of(attempt))
    wordings = attempts.wordings_of(attempt)
    late = modes.overdue(attempt.expires_at, now)
    fresh = {} if late else _fresh(attempt, wordings, responses, now)
    database.begin_writing()
    kept = attempts.answers_of(attempt) if attempt.answers_held else {}
    try:
        return finish(attempt, kept, fresh, member, profile, now, submitted=not late)
    except Overtaken:
        db.session.rollback()
    return close(attempt.id, fresh, member, profile, now, submitted=not late)


def close(
    attempt_id: str,
    fresh: Mapping[int, dict[str, Any]],
    member: OnBoards,
    profile: Profile,
    now: datetime,
    *,
    submitted: bool,
) -> Finished:
    """Finish an attempt as it stands by now, read anew as often as it changes; one that is closed stays as it is."""
    for _ in range(MOST_TRIES):
        attempt = attempts.get(attempt_id, member.id, lock=True)
        kept = attempts.answers_of(attempt)
        if attempt.state != "open":
            return Finished(attempt, kept)
        try:
            return finish(attempt, kept, fresh, member, profile, now, submitted=submitted)
        except Overtaken:
            db.session.rollback()
    raise Conflict("答题状态刚刚变化，请稍后再试。", code="attempt_changed", headers={"Retry-After": "1"})


def _fresh(
    attempt: Row[Any],
    wordings: Mapping[int, Wording],
    responses: Mapping[int, dict[str, Any]],
    now: datetime,
) -> dict[int, dict[str, Any]]:
    """The responses that may still count, as they are stored: in a sequence only the last opened one, in time."""
    rules = Rules.from_data(attempt.rules)
    if not rules.sequential:
        numbers = wordings.keys() & responses.keys()
    elif rules.question_over(attempt.opened_at, now):
        numbers = set()
    else:
        numbers = {attempt.opened} & responses.keys()
    fresh = {}
    for number in sorted(numbers):
        try:
            stored = papers.to_stored(attempt.paper[number - 1], wordings[number], responses[number])
        except Invalid as invalid:
            sentences = (invalid.errors or {})["response"]
            raise Invalid(errors={"answers": [f"第 {number} 题：{text}" for text in sentences]}) from None
        fresh[number] = stored
    return fresh


def finish(
    attempt: Row[Any],
    kept: Mapping[int, Row[Any]],
    fresh: Mapping[int, dict[str, Any]],
    member: OnBoards,
    profile: Profile,
    now: datetime,
    *,
    submitted: bool,
) -> Finished:
    """Close an open attempt, once, with the answers `kept` so far and `fresh` ones over them.

    Raises Overtaken when the attempt is not as it was read: nothing of this may be kept then.
    """
    if max(kept, default=0) > attempt.opened:
        raise Overtaken
    rules = Rules.from_data(attempt.rules)
    marked = marks.of_open(attempt, rules, kept, fresh, now)
    changed = marks.of_locked(attempt, rules, kept)
    answers = {**kept, **marked, **changed}
    finished_at = modes.finish_moment(attempt.expires_at, attempt.closes_at, now)
    tried = _tried(attempt, rules, answers, finished_at)
    before = None if attempt.best_score is None else Result(attempt.best_score, attempt.best_ms or 0)
    counts = modes.counted(rules, before, tried)
    gaps = rules.must_finish and not submitted and len(answers) < tried.questions
    given, changes = (0, []) if gaps else _award(attempt, rules, member, tried, finished_at)
    closed = _close(
        attempt,
        held=len(kept),
        finished_at=finished_at,
        closed_at=now,
        score=tried.result.score,
        max_score=_worth(attempt),
        correct=tried.correct,
        questions=tried.questions,
        duration_ms=tried.result.duration_ms,
        points_awarded=given,
    )
    if marked:
        db.session.connection().execute(marks.LOCK_ANSWERS, [vars(answer) for answer in marked.values()])
    marks.write(
        [
            (answer.member_id, answer.attempt_id, answer.number, answer.correct, answer.score)
            for answer in changed.values()
        ]
    )
    changes += _quiz_changes(attempt, counts, before, finished_at)
    standings.post(member, changes, profile, finished_at)
    return Finished(closed, answers)


def _worth(attempt: Row[Any]) -> int:
    """The most an attempt can score, in tenths."""
    return sum(line["worth"] for line in attempt.paper)


def _close(attempt: Row[Any], *, held: int, **closing: Any) -> SimpleNamespace:
    params = {
        "at_member": attempt.member_id,
        "at_attempt": attempt.id,
        "at_opened": attempt.opened,
        "at_revives": attempt.revives,
        "at_answers": held,
        "at_ruling": attempt.newest_ruling,
        "at_board": boards.of_quiz(attempt.quiz),
        "at_best": attempt.best_key or 0,
        "at_paid": int(attempt.paid),
        "at_paid_that_day": int(attempt.paid_that_day),
        "at_freeze": attempt.freezes_at,
        "now_score": closing["score"],
        "now_ms": closing["duration_ms"],
        **closing,
    }
    row = db.session.connection().execute(_CLOSE, params).one_or_none()
    if row is None:
        raise Overtaken
    return attempts.changed(attempt, state="finished", personal_best=row.personal_best, **closing)


def _tried(attempt: Row[Any], rules: Rules, answers: Mapping[int, Any], finished_at: datetime) -> Tried:
    known = verdicts.known(attempt.newest_ruling)
    free = marking.given_away(attempt.paper[: attempt.opened], answers, known)
    counted = [*answers.values(), *free.values()]
    score = scoring.total((mark.score or 0 for mark in counted), _worth(attempt))
    return Tried(
        result=Result(score, _duration(attempt, rules, answers, finished_at)),
        correct=sum(1 for mark in counted if mark.correct),
        questions=attempt.opened if rules.stops_when_wrong else len(attempt.paper),
        ordinal_of_day=attempt.ordinal_of_day,
    )


def _duration(attempt: Row[Any], rules: Rules, answers: Mapping[int, Any], finished_at: datetime) -> int:
    """The server's time for the attempt in ms: of a sequence the sum over its questions, else from start to end."""
    if rules.seconds_per_question is None:
        return max(0, clock.milliseconds(finished_at - attempt.started_at))
    limit = rules.seconds_per_question * 1000
    spent = (
        answers[number].elapsed_ms if number in answers else limit for number in range(1, attempt.opened + 1)
    )
    return sum(min(span, limit) for span in spent)


def _award(
    attempt: Row[Any], rules: Rules, member: OnBoards, tried: Tried, finished_at: datetime
) -> tuple[int, list[Change]]:
    """Give the ledger points of a try: what its task's rules say, less what earlier tries were paid."""
    rulebook = rulebooks.in_force(clock.local_day(finished_at))
    task = rulebook.task(rules.task)
    if task is None:
        return 0, []
    paid = {"each": 0, "improvement": attempt.paid, "daily_improvement": attempt.paid_that_day}[rules.pays]
    worth = max(0, task.worth(tried.correct, tried.questions) - int(paid))
    reason = f"{attempt.title}：答对 {tried.correct}/{tried.questions} 题"
    deed = Deed(f"quiz:{attempt.quiz}", f"attempt:{attempt.id}", reason)
    return ledger.award(member, task, deed, worth, rulebook.version, finished_at)


def _quiz_changes(
    attempt: Row[Any], counts: Result | None, before: Result | None, finished_at: datetime
) -> list[Change]:
    if counts is None or counts == before:
        return []
    change = Change(
        boards.of_quiz(attempt.quiz),
        counts.score - (before.score if before else 0),
        counts.duration_ms,
        before.duration_ms if before else None,
    )
    if attempt.freezes_at is None or finished_at >= attempt.freezes_at:
        return [change]
    return [
        change,
        Change(boards.frozen(change.board), change.points, change.duration_ms, change.before_ms),
    ]
