"""Imports as wholes: found, listed, locked while they change, and thrown away."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from jinshui_study.accounts import audit, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.db import changed_rows, db
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.questions import listing, registry
from jinshui_study.questions.listing import Page
from jinshui_study.questions.models import Bank, Import, ImportRow

KEPT = timedelta(days=30)
"""How long a dry run that nobody carries out keeps its rows."""

_STATES = {"staged": "还没有导入", "imported": "已经导入", "undone": "已经撤销", "discarded": "已经放弃"}


def get(public_id: str, member_id: int) -> Import:
    """The import, as far as the member works on its bank. Raises NotFound."""
    found = db.session.scalar(
        select(Import).where(
            Import.public_id == public_id, Import.organization_id.in_(registry.in_reach(member_id))
        )
    )
    if found is None:
        raise NotFound("没有找到这次导入。")
    return found


def recent(member_id: int, number: int = 1, size: int = listing.SIZE) -> Page[Import]:
    """The imports of the banks the member works on, the newest first; without those thrown away."""
    query = (
        select(Import)
        .where(Import.organization_id.in_(registry.in_reach(member_id)), Import.state != "discarded")
        .order_by(Import.created_at.desc(), Import.id.desc())
    )
    return listing.cut(query, number, size, lambda row: row.Import)


def lock(batch: Import, member_id: int, *states: str) -> Import:
    """The import as it is now, locked; raises Forbidden, and Conflict: import_state where it is in no such state."""
    rights.require(member_id, "bank.edit", db.session.get_one(Organization, batch.organization_id))
    query = select(Import).where(Import.id == batch.id).with_for_update()
    batch = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if batch.state not in states:
        raise Conflict(f"“{batch.file}”{_STATES[batch.state]}，不能再这样操作。", code="import_state")
    return batch


def locked_bank(batch: Import) -> Bank | None:
    """`bank_of`, locked: what is compared with it stays true until the end of the transaction."""
    if batch.bank_id is None:
        return None
    query = select(Bank).where(Bank.id == batch.bank_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def bank_of(batch: Import) -> Bank | None:
    """The bank it goes into, None while that is still to be made."""
    return None if batch.bank_id is None else db.session.get_one(Bank, batch.bank_id)


def discard(batch: Import, member_id: int, now: datetime) -> None:
    """Throw a dry run away with its rows. Raises Forbidden, Conflict: import_state."""
    batch = lock(batch, member_id, "staged")
    _empty(batch)
    audit.record("import.discard", f"import:{batch.public_id}", now, member_id)


def discard_stale(now: datetime) -> int:
    """Throw away the dry runs nobody has carried out for a month; how many."""
    query = select(Import).where(Import.state == "staged", Import.created_at < now - KEPT)
    stale = list(db.session.scalars(query.with_for_update()))
    for batch in stale:
        _empty(batch)
        audit.record("import.discard", f"import:{batch.public_id}", now)
    return len(stale)


def _empty(batch: Import) -> None:
    changed_rows(delete(ImportRow).where(ImportRow.import_id == batch.id))
    batch.state = "discarded"
    db.session.flush()
