"""The questions a branch gets wrong most: what the next 党课 may begin with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Float, Row, and_, case, cast, func, select

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Member
from jinshui_study.arena import verdicts
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.branch import boards
from jinshui_study.branch.sights import Sight
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.questions import fields, pools
from jinshui_study.questions.models import Bank, Question, Revision
from jinshui_study.questions.pages import wording
from jinshui_study.questions.pages.wording import Shown

MOST = 10
FEWEST_MEMBERS = 5
"""What fewer people answered would tell how one of them did."""
LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Mistake:
    """A question with its key as it holds now, and how many of its answers were wrong."""

    shown: Shown
    wrong: int
    answers: int


def of_branch(sight: Sight, now: datetime) -> list[Mistake]:
    """Up to ten questions by the share of wrong answers, the highest first. Raises NotFound for what is no branch."""
    if not sight.is_branch:
        raise NotFound("错题按支部统计，请先选一个支部。")
    known = verdicts.known(db.session.scalar(select(verdicts.NEWEST)) or 0)
    void = [revision for revision, verdict in known.items() if verdict.voids]
    rows = _rows(sight, _revealed(sight, now), void, now)
    wordings = pools.wordings(row.revision_id for row in rows)
    found = []
    for row in rows:
        worded, verdict = wordings[row.revision_id], known.get(row.revision_id)
        if verdict is not None:
            explanation = verdict.explanation or worded.explanation
            worded = replace(verdict.corrected(worded), explanation=explanation)
        shown = wording.shown(fields.of_question(row.Question, worded))
        found.append(Mistake(shown, int(row.wrong), row.answers))
    return found


def _revealed(sight: Sight, now: datetime) -> list[int]:
    """The quizzes of the branch whose keys are no secret and whose boards are not frozen."""
    quizzes = db.session.execute(
        select(
            Quiz.id,
            Quiz.public_id,
            Quiz.closes_at,
            Quiz.freezes_at,
            Quiz.reveals_at,
            Quiz.rules,
            Quiz.organization_id,
            Quiz.paper.is_(None).label("drawn"),
        ).where(
            Quiz.organization_id.in_(organizations.path_ids(sight.node)),
            Quiz.opens_at <= now,
            Quiz.closes_at > now - LOOKS_BACK,
        )
    )
    return [quiz.id for quiz in quizzes if boards.is_revealed(quiz, quiz.drawn, now)]


def _rows(sight: Sight, quizzes: list[int], void: list[int], now: datetime) -> Sequence[Row[Any]]:
    secret = _secret_banks(now)
    wrong = func.sum(case((Answer.correct.is_(True), 0), else_=1))
    answers = func.count()
    counted = (
        select(Answer.revision_id, wrong.label("wrong"), answers.label("answers"))
        .join(Attempt, and_(Attempt.member_id == Answer.member_id, Attempt.id == Answer.attempt_id))
        .join(Member, Member.id == Attempt.member_id)
        .where(
            Member.branch_id == sight.node.id,
            Attempt.quiz_id.in_(quizzes),
            Attempt.state == "finished",
            Attempt.finished_at >= now - LOOKS_BACK,
            Answer.correct.is_not(None),
            Answer.revision_id.not_in(void),
        )
        .group_by(Answer.revision_id)
        .having(func.count(Answer.member_id.distinct()) >= FEWEST_MEMBERS, wrong > 0)
        .subquery()
    )
    return db.session.execute(
        select(counted, Question)
        .join(Revision, Revision.id == counted.c.revision_id)
        .join(Question, Question.id == Revision.question_id)
        .join(Bank, Bank.id == Question.bank_id)
        .where(Bank.code.not_in(secret))
        .order_by(
            (cast(counted.c.wrong, Float) / counted.c.answers).desc(),
            counted.c.answers.desc(),
            counted.c.revision_id,
        )
        .limit(MOST)
    ).all()


def _secret_banks(now: datetime) -> list[str]:
    """Sealed banks from which a quiz still draws that is not over, anywhere in the district."""
    draws = db.session.scalars(select(Quiz.draw).where(Quiz.closes_at > now))
    return pools.sealed_among({bank for draw in draws for rule in draw for bank in rule["banks"]})
