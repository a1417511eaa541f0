"""The points card of a day."""

from datetime import datetime
from typing import Any

from jinshui_study import clock
from jinshui_study.points import ledger, rulebooks


def of_day(member_id: int, now: datetime) -> dict[str, Any]:
    """The points card of a member's day."""
    day = clock.local_day(now)
    rulebook = rulebooks.in_force(day)
    current = ledger.today(member_id, day)
    return {
        "total": sum(current.values()),
        "cap": rulebook.cap,
        "tasks": [
            {"code": task.code, "title": task.title, "current": current.get(task.code, 0), "cap": task.cap}
            for task in rulebook.tasks
        ],
    }
