"""What points keep about a member, told to that member."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from jinshui_study.accounts.disclosure import Kind, Shown
from jinshui_study.points.models import DailyProgress, LedgerEntry, MemberStanding

PERIODS = {"day": "日榜", "week": "周榜", "month": "月榜", "year": "年榜", "all": "总榜", "quiz": "活动榜"}


def _entries(member_id: int) -> Any:
    columns = (
        LedgerEntry.day,
        LedgerEntry.points,
        LedgerEntry.reason,
        LedgerEntry.source,
        LedgerEntry.rule_version,
        LedgerEntry.created_at,
    )
    mine = select(*columns).where(LedgerEntry.member_id == member_id)
    return mine.order_by(LedgerEntry.created_at.desc(), LedgerEntry.id.desc())


def _progress(member_id: int) -> Any:
    mine = select(DailyProgress.day, DailyProgress.task, DailyProgress.points).where(
        DailyProgress.member_id == member_id
    )
    return mine.order_by(DailyProgress.day.desc(), DailyProgress.task)


def _standings(member_id: int) -> Any:
    columns = (MemberStanding.board, MemberStanding.points, MemberStanding.reached_at, MemberStanding.listed)
    mine = select(*columns).where(MemberStanding.member_id == member_id)
    return mine.order_by(MemberStanding.reached_at.desc(), MemberStanding.board)


def _show_standing(row: Row[Any], _now: datetime) -> Shown:
    period, _, which = row.board.partition(":")
    return {
        "board": PERIODS.get(period, period),
        "which": which,
        "points": row.points / 10 if period == "quiz" else row.points,
        "reached_at": row.reached_at,
        "listed": row.listed,
    }


KINDS = (
    Kind(
        code="entries",
        title="积分流水",
        what="每次得到或冲正积分的时间、分数、事由和所用规则版本",
        why="积分有据可查，每个分数都说得清来历",
        kept_for="长期",
        goes=False,
        on_erasure="保留，不再与姓名相连；支部和全区的合计不变",
        tables=("ledger_entries",),
        columns={
            "day": "计入哪天",
            "points": "积分",
            "reason": "事由",
            "source": "来源",
            "rule_version": "规则版本",
            "created_at": "记入时间",
        },
        query=_entries,
    ),
    Kind(
        code="progress",
        title="每日任务进度",
        what="每天各项任务得了多少分",
        why="每天的上限由它计算",
        kept_for="长期",
        goes=False,
        on_erasure="保留，不再与姓名相连",
        tables=("daily_progress",),
        columns={"day": "日期", "task": "任务代码", "points": "积分"},
        query=_progress,
    ),
    Kind(
        code="standings",
        title="榜单成绩",
        what="各榜单上的合计和达到时间",
        why="排名次，计算支部得分",
        kept_for="长期",
        goes=False,
        on_erasure="您从个人榜上消失；支部的合计和参加人数不变",
        tables=("member_standings",),
        columns={
            "board": "榜单",
            "which": "期间或活动",
            "points": "积分或得分",
            "reached_at": "达到时间",
            "listed": "在个人榜上",
        },
        query=_standings,
        show=_show_standing,
    ),
)
