"""Names of boards and the number that orders them. Pure."""

from datetime import date, timedelta

PERIODS = ("day", "week", "month", "year", "all")

DURATIONS = 10**10
"""Above every duration in milliseconds (115 days)."""
LOWEST_POINTS = -(10**5)
BUCKET = 10_000
SHARDS = 8


def starts_on(period: str, day: date) -> date | None:
    """The first day of the period that holds `day`; weeks begin on Monday, `all` has no beginning."""
    match period:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
        case "all":
            return None
    raise ValueError(period)


def of_period(period: str, day: date) -> str:
    first = starts_on(period, day)
    return period if first is None else f"{period}:{first.isoformat()}"


def of_day(day: date) -> list[str]:
    """Every board that points of `day` count on."""
    return [of_period(period, day) for period in PERIODS]


def of_quiz(quiz_public_id: str) -> str:
    return f"quiz:{quiz_public_id}"


def frozen(board: str) -> str:
    """The board as it stood at the freeze: it gets what counts before that moment, and nothing after."""
    return f"{board}:frozen"


def rank_key(points: int, duration_ms: int | None) -> int:
    """Orders a board, lower stands higher: more points first, then less time.

    Always negative, and within 2^53 up to 800,000 points, so that Redis keeps it exact.
    """
    return min(duration_ms or 0, DURATIONS - 1) - (points - LOWEST_POINTS) * DURATIONS


def bucket(key: int) -> int:
    """Members of one bucket have the same points and, on a quiz's board, times within the same ten seconds.

    Rounded towards zero, as both databases divide integers.
    """
    return -(-key // BUCKET)
