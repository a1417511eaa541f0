"""Starting an attempt and looking at it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import Row, bindparam, case, func, select

from jinshui_study import clock
from jinshui_study import db as database
from jinshui_study.accounts.sessions import CurrentMember
from jinshui_study.arena import modes, papers
from jinshui_study.arena.models import Attempt, Exposure, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, insert, opaque_id, table_of
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.points.models import MemberStanding
from jinshui_study.questions import pools, sampling
from jinshui_study.questions.kinds import Wording
from jinshui_study.questions.sampling import Drawable, DrawRule

FIRST_LOOK = 200
"""How many random questions are asked about at first; enough unless nearly all have been seen."""

_attempts = table_of(Attempt)
_exposures = table_of(Exposure)
_earlier = _attempts.alias("earlier")

LOADED = (
    select(
        _attempts,
        Quiz.public_id.label("quiz"),
        Quiz.title,
        Quiz.preset,
        Quiz.rules,
        Quiz.closes_at,
        Quiz.freezes_at,
        MemberStanding.points.label("best_score"),
        MemberStanding.duration_ms.label("best_ms"),
        select(func.coalesce(func.sum(_earlier.c.points_awarded), 0))
        .where(_earlier.c.member_id == _attempts.c.member_id, _earlier.c.quiz_id == _attempts.c.quiz_id)
        .scalar_subquery()
        .label("paid"),
        select(
            func.coalesce(
                func.sum(case((_earlier.c.day == _attempts.c.day, _earlier.c.points_awarded), else_=0)), 0
            )
        )
        .where(_earlier.c.member_id == _attempts.c.member_id, _earlier.c.quiz_id == _attempts.c.quiz_id)
        .scalar_subquery()
        .label("paid_that_day"),
    )
    .join(Quiz, Quiz.id == _attempts.c.quiz_id)
    .outerjoin(
        MemberStanding,
        (MemberStanding.member_id == _attempts.c.member_id)
        & (MemberStanding.board == "quiz:" + Quiz.public_id),
    )
)
_LOAD = LOADED.where(
    _attempts.c.member_id == bindparam("member_id"), _attempts.c.id == bindparam("attempt_id")
)
_LOAD_LOCKED = _LOAD.with_for_update(of=_attempts)

_SEEN = select(_exposures.c.question_id, _exposures.c.seen_at).where(
    _exposures.c.member_id == bindparam("member_id"),
    _exposures.c.question_id.in_(bindparam("ids", expanding=True)),
)
_ADD_ATTEMPT = insert(_attempts).on_conflict_do_nothing()


def _upsert_exposures() -> Any:
    statement = insert(_exposures)
    return statement.on_conflict_do_update(
        index_elements=["member_id", "question_id"], set_={"seen_at": statement.excluded.seen_at}
    )


_ADD_EXPOSURES = _upsert_exposures()


def get(attempt_id: str, member_id: int, *, lock: bool = False) -> Row[Any]:
    """The member's attempt with its quiz; `lock` keeps others from changing it until the commit.

    Raises NotFound for one that is not there or is somebody else's.
    """
    params = {"attempt_id": attempt_id, "member_id": member_id}
    row = db.session.connection().execute(_LOAD_LOCKED if lock else _LOAD, params).one_or_none()
    if row is None:
        raise NotFound("没有找到这次作答。")
    return row


def start(quiz: Row[Any], member: CurrentMember, now: datetime) -> dict[str, Any]:
    """Begin an attempt at a quiz that `quizzes.get_enterable` gave; returns it as a row's columns.

    Raises Conflict: not_open, attempt_open, no_tries_left, too_few_questions.
    """
    rules = Rules.from_data(quiz.rules)
    _refuse_start(quiz, rules, now)
    seed = secrets.token_hex(16)
    dice = Random(seed)
    picked = _given(quiz.paper) if quiz.paper else _draw(quiz.draw, member.id, dice)
    paper = papers.compose(picked, rules, dice)
    database.begin_writing()
    row = _new_row(quiz, rules, member, now, seed, paper)
    if not db.session.connection().execute(_ADD_ATTEMPT, row).rowcount:
        raise Conflict("这次答题已经开始，请继续作答。", code="attempt_open")
    expose(member.id, paper[: row["opened"]], now)
    return row


def _refuse_start(quiz: Row[Any], rules: Rules, now: datetime) -> None:
    if not quiz.opens_at <= now < quiz.closes_at:
        sentence = "活动还没有开始。" if now < quiz.opens_at else "活动已经结束。"
        raise Conflict(sentence, code="not_open")
    if quiz.open_attempt_id is not None:
        raise Conflict("您有一次答题还没有交卷，请继续作答。", code="attempt_open")
    if modes.tries_left(rules, quiz.used, quiz.used_today) == 0:
        raise Conflict("答题次数已经用完。", code="no_tries_left")


def _new_row(
    quiz: Row[Any], rules: Rules, member: CurrentMember, now: datetime, seed: str, paper: list[dict[str, Any]]
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
        "seed": seed,
    }


def _given(paper: Sequence[dict[str, int]]) -> list[tuple[Wording, int]]:
    wordings = pools.wordings(line["revision"] for line in paper)
    return [(wordings[line["revision"]], line["worth"]) for line in paper]


def _draw(rules: Sequence[dict[str, Any]], member_id: int, dice: Random) -> list[tuple[Wording, int]]:
    """Draw by each rule: unseen questions first. Asks what was seen of some random ones, of all only when needed."""
    draws = [DrawRule.from_data(data) for data in rules]
    for most in (FIRST_LOOK, None):
        hands = [
            sampling.candidates(pool, dice, len(pool) if most is None else max(most, 4 * rule.count))
            for rule, pool in ((rule, pools.drawable(rule)) for rule in draws)
        ]
        seen = _seen(member_id, {question.question_id for hand in hands for question in hand})
        picked = _pick(draws, hands, seen)
        complete = most is None or all(
            len(hand) == len(pools.drawable(rule)) for rule, hand in zip(draws, hands, strict=True)
        )
        if complete or not any(question.question_id in seen for question, _ in picked):
            break
    if len(picked) < sum(rule.count for rule in draws):
        raise Conflict("题库里符合条件的试题不足，请联系管理员。", code="too_few_questions")
    wordings = pools.wordings(question.revision_id for question, _ in picked)
    return [(wordings[question.revision_id], score) for question, score in picked]


def _pick(
    draws: Sequence[DrawRule], hands: Sequence[list[Drawable]], seen: dict[int, datetime]
) -> list[tuple[Drawable, int]]:
    taken: set[int] = set()
    picked: list[tuple[Drawable, int]] = []
    for rule, hand in zip(draws, hands, strict=True):
        for question in sampling.choose(rule, hand, seen, taken):
            taken.add(question.question_id)
            picked.append((question, rule.score))
    return picked


def _seen(member_id: int, question_ids: set[int]) -> dict[int, datetime]:
    params = {"member_id": member_id, "ids": sorted(question_ids)}
    return {row.question_id: row.seen_at for row in db.session.connection().execute(_SEEN, params)}


def expose(member_id: int, lines: Sequence[dict[str, Any]], now: datetime) -> None:
    """Remember that the member has been shown these questions."""
    rows = [
        {"member_id": member_id, "question_id": question, "seen_at": now}
        for question in sorted({line["question"] for line in lines})
    ]
    db.session.connection().execute(_ADD_EXPOSURES, rows)


def describe(attempt: Any, quiz: str, rules: Rules, answered: list[int], now: datetime) -> dict[str, Any]:
    """An open attempt as its member sees it: the questions opened so far, and nothing of their keys.

    `attempt` has the columns of an attempt as attributes or is a Row of them.
    """
    opened = attempt.paper[: attempt.opened]
    wordings = pools.wordings(line["revision"] for line in opened)
    ends_at = rules.question_ends_at(attempt.opened_at) if rules.sequential else None
    return {
        "id": attempt.id,
        "quiz_id": quiz,
        "state": "open",
        "started_at": clock.local(attempt.started_at),
        "expires_at": clock.local(attempt.expires_at),
        "server_time": clock.local(now),
        "answered": answered,
        "total": len(attempt.paper),
        "question_expires_at": clock.local(ends_at),
        "questions": [
            papers.shown(number, line, wordings[line["revision"]], rules.seconds_per_question)
            for number, line in enumerate(opened, start=1)
        ],
    }
