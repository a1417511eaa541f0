"""Ledger lines as those see them who put right what was paid. Pure."""

from dataclasses import dataclass
from datetime import date

AGAIN = "#"


def deed_of(key: str) -> str:
    """The key a payment was first entered under: `attempt:x` of `attempt:x#2`."""
    return key.partition(AGAIN)[0]


@dataclass(frozen=True)
class Line:
    """A payment that stands: `deed` is the key it was first paid under, `key` the one it stands under now.

    `entered` is how often it has been entered.
    """

    member_id: int
    deed: str
    key: str
    source: str
    task: str
    points: int
    day: date
    rule_version: int
    branch_id: int
    entered: int


@dataclass(frozen=True)
class Replacement:
    """A line that is taken back and entered anew with other points, on the same day."""

    line: Line
    points: int
    reason: str
