"""Finding audit lines by person, action, object and time, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, exists, func, select

from jinshui_study import clock
from jinshui_study.accounts.audit_trail import words
from jinshui_study.accounts.models import AuditEntry, AuditSeal, Member, RoleGrant
from jinshui_study.db import db

PAGE = 50
AT_ONCE = 1000
LONGEST = 80
NOBODY = "-"
"""Asks for what nobody in person did: commands and background work."""


@dataclass(frozen=True)
class Wanted:
    """What an address asks for; the empty text asks for nothing. `since` and `until` are days, both included."""

    who: str = ""
    action: str = ""
    kind: str = ""
    object: str = ""
    since: str = ""
    until: str = ""

    def address(self) -> dict[str, str]:
        """The parameters of an address that asks for the same."""
        return {name: value for name, value in asdict(self).items() if value}


def read(args: Mapping[str, str]) -> Wanted:
    """What an address asks for; what cannot be is left out."""
    given = {field.name: args.get(field.name, "").strip()[:LONGEST] for field in fields(Wanted)}
    for name, choices in (("action", words.ACTIONS), ("kind", words.KINDS)):
        if given[name] not in choices:
            given[name] = ""
    for name in ("since", "until"):
        if _day(given[name]) is None:
            given[name] = ""
    return Wanted(**given)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


_IS_OFFICER = exists().where(RoleGrant.member_id == AuditEntry.member_id)
_LINES: Select[Any] = (
    select(
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.member_id,
        AuditEntry.action,
        AuditEntry.subject,
        AuditEntry.details,
        AuditSeal.number,
        AuditSeal.hash,
        Member.name,
        Member.erased_at,
        _IS_OFFICER.label("is_officer"),
    )
    .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
    .outerjoin(Member, Member.id == AuditEntry.member_id)
)


def _narrowed(query: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.who == NOBODY:
        query = query.where(AuditEntry.member_id.is_(None))
    elif wanted.who:
        people = select(Member.id).where((Member.name == wanted.who) | (Member.public_id == wanted.who))
        query = query.where(AuditEntry.member_id.in_(people))
    if wanted.action:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.kind and not wanted.object:
        query = query.where(AuditEntry.subject.startswith(f"{wanted.kind}:", autoescape=True))
    if wanted.object:
        kinds = [wanted.kind] if wanted.kind else list(words.KINDS)
        query = query.where(AuditEntry.subject.in_([f"{kind}:{wanted.object}" for kind in kinds]))
    first, last = _day(wanted.since), _day(wanted.until)
    if first is not None:
        query = query.where(AuditEntry.at >= clock.day_starts(first))
    if last is not None:
        query = query.where(AuditEntry.at < clock.day_ends(last))
    return query


def page(wanted: Wanted, before: int | None, limit: int = PAGE) -> Sequence[Row[Any]]:
    """Up to `limit` lines, those before the line with the id `before`."""
    query = _narrowed(_LINES, wanted)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return db.session.execute(query.order_by(AuditEntry.id.desc()).limit(limit)).all()


def count(wanted: Wanted, most: int) -> int:
    """How many lines there are, counted no further than `most`."""
    found = _narrowed(select(AuditEntry.id), wanted).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def every(wanted: Wanted) -> Iterator[Row[Any]]:
    """All lines, oldest first, a part at a time."""
    query = _narrowed(_LINES, wanted).order_by(AuditEntry.id)
    with db.session.execute(query.execution_options(yield_per=AT_ONCE)) as rows:
        yield from rows
