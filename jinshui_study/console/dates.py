"""Moments in words, as people here write them."""

from datetime import datetime

from jinshui_study.clock import SHANGHAI

WEEKDAYS = "一二三四五六日"


def in_words(moment: datetime | None, now: datetime) -> str:
    """11月23日 周一 19:30, with the year where it is another than now; nothing for no moment."""
    if moment is None:
        return ""
    local = moment.astimezone(SHANGHAI)
    year = "" if local.year == now.astimezone(SHANGHAI).year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 周{WEEKDAYS[local.weekday()]} {local:%H:%M}"
