"""What findings keep about a member, told to that member once somebody has acted on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from jinshui_study.accounts.disclosure import Kind, Shown
from jinshui_study.arena.integrity import words
from jinshui_study.arena.integrity.models import Finding
from jinshui_study.arena.models import Quiz
from jinshui_study.db import db


def _findings(member_id: int) -> Any:
    mine = select(Quiz.title, Finding).join(Quiz, Quiz.id == Finding.quiz_id)
    return mine.where(Finding.member_id == member_id).order_by(Finding.id.desc())


def _show(row: Row[Any], _now: datetime) -> Shown:
    finding = row.Finding
    return {
        "quiz": row.title,
        "attempt": finding.attempt_id,
        "kind": words.KINDS[finding.kind],
        "found_at": finding.found_at,
        "state": words.STATES[finding.state],
        "reason": finding.reason,
        "appeal": finding.appeal,
        "reply": finding.reply,
    }


def erase_texts(member_id: int) -> None:
    """What a member wrote to appeal goes; what was decided stays."""
    db.session.execute(update(Finding).where(Finding.member_id == member_id).values(appeal=""))


KINDS = (
    Kind(
        code="findings",
        title="异常线索",
        what="竞赛作答里看起来不寻常的地方、处理结果和您的申诉",
        why="核实竞赛成绩，让您可以申诉",
        kept_for="长期",
        goes=True,
        on_erasure="您写的申诉删除；处理结果保留，不再与姓名相连",
        tables=("findings",),
        columns={
            "quiz": "活动",
            "kind": "线索",
            "state": "状态",
            "reason": "原因",
            "appeal": "我的申诉",
            "reply": "答复",
            "found_at": "发现时间",
            "attempt": "作答编号",
        },
        query=_findings,
        show=_show,
    ),
)
