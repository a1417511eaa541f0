"""Moments with names, in Shanghai."""

from datetime import datetime

from jinshui_study.clock import SHANGHAI


def at(day: int, hour: int = 12, minute: int = 0, second: int = 0, *, month: int = 11) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI)


MONDAY_NOON = at(23)
MONDAY_LAST_SECOND = at(23, 23, 59, 59)
TUESDAY_FIRST_SECOND = at(24, 0, 0, 1)
TUESDAY_NOON = at(24)
"""2026-11-23 is a Monday."""
