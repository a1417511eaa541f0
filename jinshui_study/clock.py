"""The only place that reads the time. Everything else is told what time it is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def local_day(moment: datetime) -> date:
    """The day of `moment` in Shanghai, which is the day of every rule of the product."""
    return moment.astimezone(SHANGHAI).date()


def day_starts(day: date) -> datetime:
    """The moment `day` begins in Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


def day_ends(day: date) -> datetime:
    """The moment the day after `day` begins in Shanghai, in UTC."""
    return day_starts(day + timedelta(days=1))


def milliseconds(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


def local(moment: datetime | None) -> str | None:
    """RFC 3339 with the Shanghai offset, as replies carry times."""
    return None if moment is None else moment.astimezone(SHANGHAI).isoformat(timespec="milliseconds")
