"""The text a person sees in a spreadsheet's cell: Excel keeps 1999 as 1999.0 and 1997-07-01 as a number."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = "str | int | float | bool | list[str] | list[str | float] | None"
"""A cell as the reading process sends it: [ISO text, format] for a date or time, [number, format] for a number."""

EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
SERIALS = range(10_000, 60_000)
"""Days that can be dates of party history (1927 to 2064) and can't be years."""

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.')
_DATE_LIKE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*([-/.月]\s*\d{1,2}\s*日?|月)?")
_ASKS_WHEN = re.compile(r"日期|时间|哪[一]?[天日]|何时|几月几|什么时候|于[（(_ ]")
EDGES = " \t\r\n\u3000\ufeff\u200b"


def text(value: Value) -> str:
    """The text of a cell, without blanks at its ends; no-break blanks stay, since gaps are drawn with them."""
    if type(value) is str:
        return value.strip(EDGES)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        return _formatted(value)
    return number_text(value)  # type: ignore[arg-type]


def number_text(number: float) -> str:
    """`1999.0` as 1999, `1e-05` as 0.00001, with the 15 digits Excel shows."""
    if isinstance(number, int) or number != number or number in (float("inf"), float("-inf")):
        return str(number)
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{Decimal(f'{number:.15g}'):f}"


def _formatted(value: list[str] | list[str | float]) -> str:
    content, code = value[0], str(value[1])
    if isinstance(content, str):
        return _date_text(content, code)
    if "%" in code:
        digits = len(code.partition(".")[2].rstrip("%_ ")) if "." in code else 0
        percent = Decimal(f"{content * 100:.{max(digits, 8)}f}").normalize()
        return f"{percent:f}%"
    if "?/" in code:
        most = 99 if "??/" in code else 9
        fraction = Fraction(content).limit_denominator(most)
        return number_text(content) if fraction.denominator == 1 else str(fraction)
    if re.fullmatch("0{2,}", code) and content == int(content):
        return str(int(content)).zfill(len(code))
    return number_text(content)


def _date_text(iso: str, code: str) -> str:
    """As its format shows it where that is Chinese (1997年7月1日); otherwise 1997-07-01, as it was typed."""
    day, _, clock = iso.partition("T")
    hours = _clock_text(clock, code)
    if not day:
        return hours or "0:00"
    literal = "".join(found[1] or found[2] or "" for found in _QUOTED.finditer(code))
    if "月" not in literal and "月" not in code:
        return f"{day} {hours}".strip()
    year, month, date = (int(part) for part in day.split("-"))
    shape = _QUOTED.sub("", code).lower()
    shown = (f"{year}年" if "y" in shape else "") + f"{month}月" + (f"{date}日" if "d" in shape else "")
    return f"{shown} {hours}".strip()


def _clock_text(clock: str, code: str) -> str:
    """8:30, with seconds where there are any to show; empty at midnight."""
    hour, _, rest = clock.partition(":")
    minute, _, second = rest.partition(":")
    if not clock.strip("0:"):
        return ""
    shows_seconds = second.strip("0") and (not code or "s" in code)
    return f"{int(hour)}:{minute}:{second}" if shows_seconds else f"{int(hour)}:{minute}"


def with_dates(stem: str, options: list[str]) -> list[str]:
    """Options with day numbers as dates, where other options are dates or the stem asks for one."""
    serials = [len(option) == 5 and option.isdecimal() and int(option) in SERIALS for option in options]
    if not any(serials):
        return options
    others = [option for option, is_serial in zip(options, serials, strict=True) if not is_serial and option]
    dated = all(_DATE_LIKE.fullmatch(option) for option in others) if others else _ASKS_WHEN.search(stem)
    if not dated:
        return options
    return [
        str(EXCEL_DAY_ZERO + dt.timedelta(days=int(option))) if is_serial else option
        for option, is_serial in zip(options, serials, strict=True)
    ]
