"""Calendar months, as briefs are about them. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 2020, 2200
_CODE = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @property
    def code(self) -> str:
        """As addresses carry it: 2026-11."""
        return f"{self.year}-{self.number:02}"

    @property
    def title(self) -> str:
        return f"{self.year}年{self.number}月"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def next(self) -> "Month":
        return of(self.first + timedelta(days=31))

    @property
    def previous(self) -> "Month":
        return of(self.first - timedelta(days=1))

    @property
    def mondays(self) -> list[date]:
        """The first days of the weeks of which a day lies in the month."""
        monday = self.first - timedelta(days=self.first.weekday())
        end = self.next.first
        found = []
        while monday < end:
            found.append(monday)
            monday += timedelta(weeks=1)
        return found


def of(day: date) -> Month:
    """The month that holds `day`."""
    return Month(day.year, day.month)


def find(code: str) -> Month | None:
    """The month an address names, where there is such a month."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    year, number = int(match[1]), int(match[2])
    return Month(year, number) if EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= number <= 12 else None


def back_from(latest: Month, number: int) -> list[Month]:
    """So many months that end with `latest`, the latest first."""
    found = [latest]
    while len(found) < number:
        found.append(found[-1].previous)
    return found
