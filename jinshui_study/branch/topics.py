"""How a branch did in a quiz, topic by topic."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select

from jinshui_study.accounts.models import Member
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.branch import boards, figures
from jinshui_study.branch.mistakes import FEWEST_MEMBERS
from jinshui_study.branch.sights import Sight
from jinshui_study.db import db
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.questions.models import Question, Revision


@dataclass(frozen=True)
class Topic:
    """`percent` of the answers were right, in steps of five from 5 to 95."""

    name: str
    percent: int
    questions: int


def get_revealed_quiz(sight: Sight, public_id: str, now: datetime) -> Quiz:
    """A quiz of the branch whose keys are out. Raises NotFound, and Conflict before that."""
    if not sight.is_branch:
        raise NotFound("专题成绩按支部统计，请先选一个支部。")
    quiz = boards.get_quiz(sight, public_id, now)
    if not boards.is_revealed(quiz, quiz.paper is None, now):
        raise Conflict("专题成绩要等活动结束并揭榜以后才能看。", code="not_revealed")
    return quiz


def of_quiz(sight: Sight, quiz: Quiz) -> list[Topic]:
    """The topics that enough of the branch answered, the weakest first. One statement."""
    right, answers = func.sum(case((Answer.correct.is_(True), 1), else_=0)), func.count()
    rows = db.session.execute(
        select(Question.topic, right, answers, func.count(Question.id.distinct()))
        .select_from(Attempt)
        .join(Member, Member.id == Attempt.member_id)
        .join(Answer, and_(Answer.member_id == Attempt.member_id, Answer.attempt_id == Attempt.id))
        .join(Revision, Revision.id == Answer.revision_id)
        .join(Question, Question.id == Revision.question_id)
        .where(
            Member.branch_id == sight.node.id,
            Attempt.quiz_id == quiz.id,
            Attempt.state == "finished",
            Answer.correct.is_not(None),
        )
        .group_by(Question.topic)
        .having(func.count(Attempt.member_id.distinct()) >= FEWEST_MEMBERS)
    )
    found = [
        Topic(name or "未分专题", figures.rough_percent(int(good), total), questions)
        for name, good, total, questions in rows
    ]
    return sorted(found, key=lambda topic: (topic.percent, topic.name))
