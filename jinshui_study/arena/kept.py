"""What the arena keeps about a member, told to that member: never a key or a verdict the rules do not yet reveal."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from jinshui_study.accounts.disclosure import Kind, Shown
from jinshui_study.arena import results
from jinshui_study.arena.models import Adjustment, Answer, Attempt, Dispute, Exposure, Quiz, Regrade, Ruling
from jinshui_study.arena.rulings.announcing import ANSWERS
from jinshui_study.arena.rulings.disputes import REASONS
from jinshui_study.db import db
from jinshui_study.questions import kinds
from jinshui_study.questions.models import Question, Revision


def _attempts(member_id: int) -> Any:
    columns = (
        Attempt.id,
        Quiz.title,
        Attempt.state,
        Attempt.started_at,
        Attempt.finished_at,
        Attempt.score,
        Attempt.max_score,
        Attempt.correct,
        Attempt.questions,
        Attempt.duration_ms,
        Attempt.points_awarded,
    )
    mine = select(*columns).join(Quiz, Quiz.id == Attempt.quiz_id).where(Attempt.member_id == member_id)
    return mine.order_by(Attempt.started_at.desc(), Attempt.id)


def _show_attempt(row: Row[Any], _now: datetime) -> Shown:
    return {
        "id": row.id,
        "quiz": row.title,
        "state": "已交卷" if row.state == "finished" else "进行中",
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "score": _points(row.score),
        "max_score": _points(row.max_score),
        "correct": row.correct,
        "questions": row.questions,
        "seconds": None if row.duration_ms is None else row.duration_ms / 1000,
        "points": row.points_awarded,
    }


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


def _answers(member_id: int) -> Any:
    columns = (
        Answer.attempt_id,
        Answer.number,
        Answer.response,
        Answer.answered_at,
        Answer.correct,
        Answer.score,
        Attempt.state,
        Quiz.title,
        Quiz.rules,
        Quiz.closes_at,
        Question.kind,
        Revision.stem,
        Revision.content,
    )
    mine = (
        select(*columns)
        .join(Attempt, (Attempt.member_id == Answer.member_id) & (Attempt.id == Answer.attempt_id))
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Revision, Revision.id == Answer.revision_id)
        .join(Question, Question.id == Revision.question_id)
        .where(Answer.member_id == member_id)
    )
    return mine.order_by(Answer.answered_at.desc(), Answer.attempt_id, Answer.number)


def _show_answer(row: Row[Any], now: datetime) -> Shown:
    revealed = row.state == "finished" and results.reveals(row, now)
    return {
        "attempt": row.attempt_id,
        "quiz": row.title,
        "number": row.number,
        "stem": row.stem,
        "answer": in_words(row.kind, row.content, row.response),
        "correct": row.correct if revealed else None,
        "score": _points(row.score) if revealed else None,
        "answered_at": row.answered_at,
    }


def in_words(kind: str, content: dict[str, Any], response: dict[str, Any]) -> str:
    """A stored response as the texts it stands for."""
    if kind == kinds.TRUE_FALSE:
        return "正确" if response["value"] else "错误"
    if kind == kinds.BLANK:
        return "；".join(response["texts"])
    if kind == kinds.MATCHING:
        return "；".join(f"{content['left'][a]} — {content['right'][b]}" for a, b in response["pairs"])
    texts = [content["options"][index] for index in response["options"]]
    return " → ".join(texts) if kind == kinds.ORDERING else "；".join(texts)


def _exposures(member_id: int) -> Any:
    mine = (
        select(Question.public_id.label("question"), Exposure.seen_at)
        .join(Question, Question.id == Exposure.question_id)
        .where(Exposure.member_id == member_id)
    )
    return mine.order_by(Exposure.seen_at.desc(), Exposure.question_id)


def _disputes(member_id: int) -> Any:
    mine = (
        select(Revision.stem, Dispute.reason, Dispute.text, Dispute.created_at, Ruling.verdict, Ruling.reply)
        .join(Revision, Revision.id == Dispute.revision_id)
        .outerjoin(Ruling, Ruling.id == Dispute.ruling_id)
        .where(Dispute.member_id == member_id)
    )
    return mine.order_by(Dispute.id.desc())


def _show_dispute(row: Row[Any], _now: datetime) -> Shown:
    return {
        "stem": row.stem,
        "reason": REASONS[row.reason],
        "text": row.text,
        "created_at": row.created_at,
        "ruling": ANSWERS.get(row.verdict),
        "reply": row.reply,
    }


def _regrades(member_id: int) -> Any:
    """What rulings have changed; what they would change is not decided yet."""
    mine = (
        select(
            Regrade.attempt_id,
            Regrade.score_before,
            Regrade.score_after,
            Regrade.points_before,
            Regrade.points_after,
            Ruling.decided_at,
        )
        .join(Ruling, Ruling.id == Regrade.ruling_id)
        .where(Regrade.member_id == member_id, Regrade.state == "done")
    )
    return mine.order_by(Ruling.decided_at.desc(), Regrade.attempt_id)


def _show_regrade(row: Row[Any], _now: datetime) -> Shown:
    return {
        "attempt": row.attempt_id,
        "score_before": _points(row.score_before),
        "score_after": _points(row.score_after),
        "points_before": row.points_before,
        "points_after": row.points_after,
        "decided_at": row.decided_at,
    }


def _adjustments(member_id: int) -> Any:
    mine = (
        select(
            Quiz.title,
            Adjustment.score,
            Adjustment.points,
            Adjustment.reason,
            Adjustment.made_at,
            Adjustment.taken_back_at,
        )
        .join(Quiz, Quiz.id == Adjustment.quiz_id)
        .where(Adjustment.member_id == member_id)
    )
    return mine.order_by(Adjustment.id.desc())


def _show_adjustment(row: Row[Any], _now: datetime) -> Shown:
    return {
        "quiz": row.title,
        "score": _points(row.score),
        "points": row.points,
        "reason": row.reason,
        "made_at": row.made_at,
        "taken_back_at": row.taken_back_at,
    }


def erase_texts(member_id: int) -> None:
    """What a member wrote about questions goes; that they doubted them, and why in one word, stays counted."""
    db.session.execute(update(Dispute).where(Dispute.member_id == member_id).values(text=""))


KINDS = (
    Kind(
        code="attempts",
        title="作答",
        what="参加过的答题活动、时间、成绩和用时",
        why="计算成绩，让您随时回看",
        kept_for="长期",
        goes=False,
        on_erasure="保留，不再与姓名相连",
        tables=("attempts",),
        columns={
            "quiz": "活动",
            "state": "状态",
            "started_at": "开始时间",
            "finished_at": "交卷时间",
            "score": "得分",
            "max_score": "满分",
            "correct": "答对",
            "questions": "题数",
            "seconds": "用时（秒）",
            "points": "积分",
            "id": "作答编号",
        },
        query=_attempts,
        show=_show_attempt,
    ),
    Kind(
        code="answers",
        title="每题的答案",
        what="每道题选了什么、填了什么、什么时候答的",
        why="评分和回看；题目更正后按新答案重新评分",
        kept_for="长期",
        goes=False,
        on_erasure="保留，不再与姓名相连，只用于评分和试题统计",
        tables=("answers",),
        columns={
            "quiz": "活动",
            "number": "题号",
            "stem": "题目",
            "answer": "我的答案",
            "correct": "答对了",
            "score": "得分",
            "answered_at": "作答时间",
            "attempt": "作答编号",
        },
        query=_answers,
        show=_show_answer,
    ),
    Kind(
        code="exposures",
        title="见过的题",
        what="每道题最近一次出现的时间",
        why="出题时先出没见过的",
        kept_for="长期",
        goes=False,
        on_erasure="保留，不再与姓名相连",
        tables=("exposures",),
        columns={"question": "试题编号", "seen_at": "最近出现"},
        query=_exposures,
    ),
    Kind(
        code="disputes",
        title="提出的疑问",
        what="对试题提出的疑问、您写的说明和答复",
        why="编辑据此核对题目，并给您答复",
        kept_for="长期",
        goes=True,
        on_erasure="您写的说明删除；哪道题被提出过疑问保留",
        tables=("disputes",),
        columns={
            "stem": "题目",
            "reason": "原因",
            "text": "说明",
            "created_at": "提出时间",
            "ruling": "结论",
            "reply": "答复",
        },
        query=_disputes,
        show=_show_dispute,
    ),
    Kind(
        code="adjustments",
        title="竞赛加减分",
        what="管理员给您的竞赛加减的分和原因",
        why="加减有据可查",
        kept_for="长期",
        goes=False,
        on_erasure="保留，不再与姓名相连",
        tables=("adjustments",),
        columns={
            "quiz": "活动",
            "score": "成绩加减",
            "points": "积分加减",
            "reason": "原因",
            "made_at": "时间",
            "taken_back_at": "撤销时间",
        },
        query=_adjustments,
        show=_show_adjustment,
    ),
    Kind(
        code="regrades",
        title="成绩更正",
        what="题目更正后，您的成绩和积分从多少改为多少",
        why="更正有据可查",
        kept_for="长期",
        goes=False,
        on_erasure="保留，不再与姓名相连",
        tables=("regrades",),
        columns={
            "attempt": "作答编号",
            "score_before": "原得分",
            "score_after": "现得分",
            "points_before": "原积分",
            "points_after": "现积分",
            "decided_at": "裁定时间",
        },
        query=_regrades,
        show=_show_regrade,
    ),
)
