"""What rulings say of revisions, as grading knows it, in whichever process it runs.

Every read of an attempt brings along the number of the newest decision (`NEWEST`, a look at the end of an index), and
the process keeps what holds as of that number. The statement that closes an attempt compares the number again.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, select

from jinshui_study import cache
from jinshui_study.arena.marking import Verdict
from jinshui_study.arena.models import Ruling
from jinshui_study.db import db

KEPT_SECONDS = 3600.0
EVERY = 2**31 - 1

NEWEST: Any = select(func.coalesce(func.max(Ruling.number), 0)).scalar_subquery()
"""The number of the newest decision, 0 before the first."""

_DECIDED = (
    select(Ruling.verdict, Ruling.content, Ruling.explanation, Ruling.reply, Ruling.revisions)
    .where(Ruling.number <= bindparam("newest"))
    .order_by(Ruling.number)
)


def known(newest: int) -> Mapping[int, Verdict]:
    """The verdicts by revision as of the decision `newest`; a later one on the same revision takes its place."""
    if not newest:
        return {}
    return cache.remember_here(f"verdicts:{newest}", KEPT_SECONDS, lambda: _load(newest))


def _load(newest: int) -> dict[int, Verdict]:
    found: dict[int, Verdict] = {}
    for row in db.session.connection().execute(_DECIDED, {"newest": newest}):
        content = row.content if row.verdict == "correct" else None
        verdict = Verdict(content, row.explanation, row.reply)
        found.update(dict.fromkeys(row.revisions, verdict))
    return found


def fresh() -> dict[int, Verdict]:
    """The verdicts as the database has them at this moment, for who is about to change marks by them."""
    return _load(EVERY)
