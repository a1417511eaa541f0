"""Values of a member's data in words for people, and as JSON has them. Pure."""

from datetime import date, datetime

from jinshui_study.accounts.disclosure import Value
from jinshui_study.console import dates


def in_words(value: Value, now: datetime) -> str:
    """是, 4.5, 11月23日 周一 12:00, 2026-11-23; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return dates.in_words(value, now)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)
