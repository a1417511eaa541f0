"""Making a member anonymous: what tells who they are goes, the row stays for what counts on it."""

from datetime import datetime

from sqlalchemy import delete, select

from jinshui_study.accounts import organizations, sealing
from jinshui_study.accounts.models import Identity, LoginTries, Member
from jinshui_study.db import Base, db, table_of
from jinshui_study.http.idempotency import StoredReply

NAME = "已注销"


def hold(member_id: int) -> Member | None:
    """The member, held against others until the commit; None for one who is erased already.

    Lines that name the member may still be written meanwhile, so that nobody waits for both.
    """
    query = select(Member).where(Member.id == member_id, Member.erased_at.is_(None))
    return db.session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))


def forget(member: Member, now: datetime) -> None:
    """Take the name, the log-ins and everything that is deleted with a member; they leave the branch's roster."""
    _forget_tries(member)
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is table_of(Member) and key.ondelete == "CASCADE":
                db.session.execute(delete(table).where(key.parent == member.id))
    db.session.execute(delete(StoredReply).where(StoredReply.member_id == member.id))
    member.name = NAME
    member.active = False
    member.password_hash = None
    member.ranking_opt_in = False
    member.full_name_on_boards = False
    member.erased_at = now
    db.session.flush()
    organizations.count_member(member.branch_id, -1)


def _forget_tries(member: Member) -> None:
    """Wrong passwords are counted under a hash of the phone number."""
    sealed = select(Identity.subject_sealed).where(Identity.member_id == member.id, Identity.kind == "phone")
    accounts = [sealing.blind("login", sealing.unseal(one)) for one in db.session.scalars(sealed)]
    db.session.execute(delete(LoginTries).where(LoginTries.account_hash.in_(accounts)))
