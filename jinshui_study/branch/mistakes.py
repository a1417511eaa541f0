"""The questions a branch gets wrong most: what the next 党课 may begin with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Float, Row, and_, case, cast, func, select

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Member
from jinshui_study.arena import verdicts
from jinshui_study.arena.marking import Verdict
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.branch import boards
from jinshui_study.branch.sights import Sight
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.questions import fields, pools
from jinshui_study.questions.kinds import Wording
from jinshui_study.questions.models import Bank, Question, Revision
from jinshui_study.questions.pages import wording
from jinshui_study.questions.pages.wording import Shown

MOST = 10
FEWEST_MEMBERS = 5
"""What fewer people answered would tell how one of them did."""
LOOKS_BACK = timedelta(days=90)
LOOKED_UP = 50


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
    known = _verdicts()
    void = [revision for revision, verdict in known.items() if verdict.voids]
    quizzes = boards.revealed(organizations.path_ids(sight.node), now - LOOKS_BACK, now, now)
    rows = _rows(sight, quizzes, void, now)
    wordings = pools.wordings(row.revision_id for row in rows)
    return [
        Mistake(
            _shown(row.Question, wordings[row.revision_id], known.get(row.revision_id)),
            int(row.wrong),
            row.answers,
        )
        for row in rows
    ]


def _verdicts() -> Mapping[int, Verdict]:
    return verdicts.known(db.session.scalar(select(verdicts.NEWEST)) or 0)


def _shown(question: Question, worded: Wording, verdict: Verdict | None) -> Shown:
    """A question as it holds now: after a ruling with the key that was corrected."""
    if verdict is not None:
        worded = replace(verdict.corrected(worded), explanation=verdict.explanation or worded.explanation)
    return wording.shown(fields.of_question(question, worded))


class Counted(Protocol):
    """How often a question was answered, how often wrongly, and by how many people at least."""

    @property
    def revision_id(self) -> int: ...
    @property
    def wrong(self) -> int: ...
    @property
    def answers(self) -> int: ...
    @property
    def members(self) -> int: ...


def worst(counted: Iterable[Counted], now: datetime, most: int = MOST) -> list[Mistake]:
    """Up to `most` of what was counted, by the share of wrong answers; nothing secret, void, or of too few people."""
    known, secret = _verdicts(), secret_banks(now)
    told = [
        one
        for one in counted
        if one.wrong
        and one.members >= FEWEST_MEMBERS
        and not (one.revision_id in known and known[one.revision_id].voids)
    ]
    told.sort(key=lambda one: (-one.wrong / one.answers, -one.answers, one.revision_id))
    found: list[Mistake] = []
    for start in range(0, len(told), LOOKED_UP):
        part = told[start : start + LOOKED_UP]
        questions = _questions([one.revision_id for one in part], secret)
        wordings = pools.wordings(questions)
        found += [
            Mistake(
                _shown(questions[one.revision_id], wordings[one.revision_id], known.get(one.revision_id)),
                one.wrong,
                one.answers,
            )
            for one in part
            if one.revision_id in questions
        ][: most - len(found)]
        if len(found) == most:
            break
    return found


def _questions(revisions: list[int], secret: list[str]) -> dict[int, Question]:
    """The questions of these revisions, without those of secret banks."""
    rows = db.session.execute(
        select(Revision.id, Question)
        .join(Question, Question.id == Revision.question_id)
        .join(Bank, Bank.id == Question.bank_id)
        .where(Revision.id.in_(revisions), Bank.code.not_in(secret))
    )
    return {row.id: row.Question for row in rows}


def _rows(sight: Sight, quizzes: list[int], void: list[int], now: datetime) -> Sequence[Row[Any]]:
    secret = secret_banks(now)
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


def secret_banks(now: datetime) -> list[str]:
    """Sealed banks from which a quiz still draws that is not over, anywhere in the district."""
    draws = db.session.scalars(select(Quiz.draw).where(Quiz.closes_at > now))
    return pools.sealed_among({bank for draw in draws for rule in draw for bank in rule["banks"]})
