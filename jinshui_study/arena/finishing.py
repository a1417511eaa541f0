"""Finishing an attempt: grading, the score, the points and the boards, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from jinshui_study import clock
from jinshui_study import db as database
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena import attempts, modes, papers, scoring
from jinshui_study.arena.models import Answer, Attempt
from jinshui_study.arena.modes import Result, Rules, Tried
from jinshui_study.compliance import Profile
from jinshui_study.db import db, insert, table_of
from jinshui_study.errors import Unavailable
from jinshui_study.points import boards, ledger, rulebooks, standings
from jinshui_study.points.ledger import Deed
from jinshui_study.points.standings import Change, OnBoards
from jinshui_study.questions import grading, pools

_attempts = table_of(Attempt)
_answers = table_of(Answer)

_ANSWERS = (
    select(_answers)
    .where(_answers.c.member_id == bindparam("member_id"), _answers.c.attempt_id == bindparam("attempt_id"))
    .order_by(_answers.c.number)
)

_CLOSE = (
    update(_attempts)
    .where(
        _attempts.c.member_id == bindparam("at_member"),
        _attempts.c.id == bindparam("at_attempt"),
        _attempts.c.state == "open",
        _attempts.c.opened == bindparam("at_opened"),
        _attempts.c.revives == bindparam("at_revives"),
    )
    .values(
        state=bindparam("state"),
        finished_at=bindparam("finished_at"),
        score=bindparam("score"),
        max_score=bindparam("max_score"),
        correct=bindparam("correct"),
        questions=bindparam("questions"),
        duration_ms=bindparam("duration_ms"),
        personal_best=bindparam("personal_best"),
        counts=bindparam("counts"),
        points_awarded=bindparam("points_awarded"),
    )
)


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


@dataclass(frozen=True)
class Finished:
    """A finished attempt, with the columns `attempts.get` gives, and its answers by number."""

    attempt: Any
    answers: Mapping[int, Any]


class Overtaken(Exception):
    """Somebody else closed the attempt, or opened a question of it, meanwhile."""


def answers_of(attempt: Any) -> dict[int, Row[Any]]:
    """The attempt's answers by number."""
    params = {"member_id": attempt.member_id, "attempt_id": attempt.id}
    return {row.number: row for row in db.session.connection().execute(_ANSWERS, params)}


def submit(
    attempt: Row[Any],
    responses: Mapping[int, dict[str, Any]],
    member: OnBoards,
    profile: Profile,
    now: datetime,
) -> Finished:
    """Finish an attempt with what was put and what comes with the submit.

    What comes too late is left out, what is locked stays; an attempt that is finished already is returned as it is.
    Raises Invalid for a response that does not fit its question.
    """
    if attempt.state != "open":
        return Finished(attempt, answers_of(attempt))
    late = modes.overdue(attempt.expires_at, now)
    fresh = {} if late else _fresh(attempt, Rules.from_data(attempt.rules), responses, now)
    database.begin_writing()
    try:
        return finish(attempt, fresh, member, profile, now, submitted=not late)
    except Overtaken:
        db.session.rollback()
    attempt = attempts.get(attempt.id, attempt.member_id)
    if attempt.state == "open":
        raise Unavailable("答题状态刚刚变化，请重新提交。", code="try_again", headers={"Retry-After": "1"})
    return Finished(attempt, answers_of(attempt))


def _fresh(
    attempt: Row[Any], rules: Rules, responses: Mapping[int, dict[str, Any]], now: datetime
) -> dict[int, dict[str, Any]]:
    """The responses that may still count, as they are stored: in a sequence only the last opened one, in time."""
    if rules.sequential:
        over = rules.question_over(attempt.opened_at, now)
        numbers = [] if over else [attempt.opened]
    else:
        numbers = list(range(1, len(attempt.paper) + 1))
    lines = {number: attempt.paper[number - 1] for number in numbers if number in responses}
    wordings = pools.wordings(line["revision"] for line in lines.values())
    return {
        number: papers.to_stored(line, wordings[line["revision"]], responses[number])
        for number, line in lines.items()
    }


def finish(
    attempt: Row[Any],
    fresh: Mapping[int, dict[str, Any]],
    member: OnBoards,
    profile: Profile,
    now: datetime,
    *,
    submitted: bool,
) -> Finished:
    """Close an open attempt, once. Raises Overtaken when it is not as it was read: nothing of this may be kept."""
    rules = Rules.from_data(attempt.rules)
    kept = answers_of(attempt)
    marked = _mark_open(attempt, rules, kept, fresh, now)
    answers = {**kept, **marked}
    tried = _tried(attempt, rules, answers, now if submitted else min(now, attempt.expires_at))
    before = None if attempt.best_score is None else Result(attempt.best_score, attempt.best_ms or 0)
    counts = modes.counted(rules, before, tried)
    finished_at = now if submitted else min(now, attempt.expires_at)
    gaps = rules.must_finish and not submitted and len(answers) < tried.questions
    given, changes = (0, []) if gaps else _award(attempt, rules, member, tried, finished_at)
    closing = {
        "state": "finished",
        "finished_at": finished_at,
        "score": tried.result.score,
        "max_score": sum(line["worth"] for line in attempt.paper),
        "correct": tried.correct,
        "questions": tried.questions,
        "duration_ms": tried.result.duration_ms,
        "personal_best": before is None or tried.result.beats(before),
        "counts": counts == tried.result,
        "points_awarded": given,
    }
    _close(attempt, closing)
    if marked:
        db.session.connection().execute(LOCK_ANSWERS, [vars(answer) for answer in marked.values()])
    changes += _quiz_changes(attempt, counts, before, finished_at)
    standings.post(member, changes, profile, finished_at)
    return Finished(SimpleNamespace(**{**attempt._mapping, **closing}), answers)


def _close(attempt: Row[Any], closing: Mapping[str, Any]) -> None:
    params = {
        "at_member": attempt.member_id,
        "at_attempt": attempt.id,
        "at_opened": attempt.opened,
        "at_revives": attempt.revives,
        **closing,
    }
    if not db.session.connection().execute(_CLOSE, params).rowcount:
        raise Overtaken


def _tried(attempt: Row[Any], rules: Rules, answers: Mapping[int, Any], finished_at: datetime) -> Tried:
    most = sum(line["worth"] for line in attempt.paper)
    score = scoring.total((answer.score or 0 for answer in answers.values()), most)
    return Tried(
        result=Result(score, _duration(attempt, rules, answers, finished_at)),
        correct=sum(1 for answer in answers.values() if answer.correct),
        questions=attempt.opened if rules.stops_when_wrong else len(attempt.paper),
        ordinal=attempt.ordinal,
        ordinal_of_day=attempt.ordinal_of_day,
    )


def _mark_open(
    attempt: Row[Any],
    rules: Rules,
    kept: Mapping[int, Row[Any]],
    fresh: Mapping[int, dict[str, Any]],
    now: datetime,
) -> dict[int, SimpleNamespace]:
    """Grade what is not locked yet: drafts that were put, and what came with the submit over them."""
    drafts = {number: answer for number, answer in kept.items() if not answer.locked}
    marked = {}
    for number in sorted(drafts.keys() | (fresh.keys() - (kept.keys() - drafts.keys()))):
        draft = drafts.get(number)
        if draft is not None and fresh.get(number, draft.response) == draft.response:
            marked[number] = mark(attempt, rules, number, draft.response, draft.answered_at, draft.elapsed_ms)
        else:
            elapsed = clock.milliseconds(now - attempt.opened_at)
            marked[number] = mark(attempt, rules, number, fresh[number], now, elapsed)
    return marked


def mark(
    attempt: Any, rules: Rules, number: int, response: dict[str, Any], answered_at: datetime, elapsed_ms: int
) -> SimpleNamespace:
    """A graded, locked answer with the columns of its row."""
    line = attempt.paper[number - 1]
    wording = pools.wordings([line["revision"]])[line["revision"]]
    grade = grading.grade(wording.kind, wording.content, response)
    return SimpleNamespace(
        member_id=attempt.member_id,
        attempt_id=attempt.id,
        number=number,
        revision_id=line["revision"],
        response=response,
        answered_at=answered_at,
        elapsed_ms=elapsed_ms,
        locked=True,
        correct=grade.correct,
        score=scoring.score(rules, grade, line["worth"], elapsed_ms),
    )


def _duration(attempt: Row[Any], rules: Rules, answers: Mapping[int, Any], finished_at: datetime) -> int:
    """The server's time for the attempt in ms: of a sequence the sum over its questions, else from start to end."""
    if rules.seconds_per_question is None:
        return max(0, clock.milliseconds(finished_at - attempt.started_at))
    limit = rules.seconds_per_question * 1000
    elapsed = (
        answers[number].elapsed_ms if number in answers else limit for number in range(1, attempt.opened + 1)
    )
    return sum(min(spent, limit) for spent in elapsed)


def _award(
    attempt: Row[Any], rules: Rules, member: OnBoards, tried: Tried, finished_at: datetime
) -> tuple[int, list[Change]]:
    """Give the ledger points of a try: what its task's rules say, less what earlier tries were paid."""
    rulebook = rulebooks.in_force(clock.local_day(finished_at))
    task = rulebook.task(rules.task)
    if task is None:
        return 0, []
    paid = {"each": 0, "improvement": attempt.paid, "daily_improvement": attempt.paid_that_day}[rules.pays]
    worth = max(0, task.worth(tried.correct, tried.questions) - paid)
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


@dataclass(frozen=True)
class Owner:
    """A member whose attempt is closed without them being there."""

    id: int
    branch_id: int
    street_id: int
    ranking_opt_in: bool


def close_overdue(now: datetime, limit: int, profile: Profile) -> int:
    """Close attempts that are out of time with the answers they have; returns how many."""
    overdue = db.session.execute(
        select(Attempt.member_id, Attempt.id, Member.branch_id, Organization.street_id, Member.ranking_opt_in)
        .join(Member, Member.id == Attempt.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(Attempt.state == "open", Attempt.expires_at < now - modes.PAPER_GRACE)
        .order_by(Attempt.expires_at)
        .limit(limit)
    ).all()
    for row in overdue:
        owner = Owner(row.member_id, row.branch_id, row.street_id, row.ranking_opt_in)
        close(attempts.get(row.id, row.member_id, lock=True), owner, profile, now)
    return len(overdue)


def close(attempt: Row[Any], member: OnBoards, profile: Profile, now: datetime) -> None:
    """Close one attempt that is out of time, unless it is closed already."""
    if attempt.state == "open":
        finish(attempt, {}, member, profile, now, submitted=False)


def describe(finished: Finished, now: datetime) -> dict[str, Any]:
    """The Result of a finished attempt; the review is left out until the rules reveal it."""
    attempt = finished.attempt
    rules = Rules.from_data(attempt.rules)
    revealed = rules.feedback != "after_close" or now >= attempt.closes_at
    return {
        "attempt_id": attempt.id,
        "quiz_id": attempt.quiz,
        "state": "finished",
        "score": attempt.score,
        "max_score": attempt.max_score,
        "correct": attempt.correct,
        "questions": attempt.questions,
        "duration_ms": attempt.duration_ms,
        "points_awarded": attempt.points_awarded,
        "personal_best": attempt.personal_best,
        "finished_at": clock.local(attempt.finished_at),
        "review_at": None if revealed else clock.local(attempt.closes_at),
        "review": _review(finished) if revealed else None,
    }


def _review(finished: Finished) -> list[dict[str, Any]]:
    opened = finished.attempt.paper[: finished.attempt.opened]
    wordings = pools.wordings(line["revision"] for line in opened)
    review = []
    for number, line in enumerate(opened, start=1):
        answer, wording = finished.answers.get(number), wordings[line["revision"]]
        review.append(
            {
                **papers.shown(number, line, wording, None),
                "response": papers.from_stored(line, answer.response) if answer else None,
                "score": answer.score if answer else 0,
                "worth": line["worth"],
                **papers.feedback(line, wording, bool(answer and answer.correct)),
            }
        )
    return review
