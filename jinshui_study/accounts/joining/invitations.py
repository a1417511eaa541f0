"""One-time invite codes: a secretary makes one for a member, who comes in with it once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, select, update

from jinshui_study.accounts import audit, sealing
from jinshui_study.accounts.joining import admission, codes
from jinshui_study.accounts.joining.models import Invitation
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.db import changed_rows, db
from jinshui_study.errors import Conflict, Invalid, NotFound

LASTS = timedelta(days=7)
KEPT_FOR = timedelta(days=30)
TRIES = 5
"""Wrong codes with the same first letters; the code is void then, however many ask and from wherever."""
MOST = 200


class Open(NamedTuple):
    """A code that can still be used, and for whom."""

    invitation: Invitation
    member: Member
    branch: Organization


def make(member: Member, decider_id: int, now: datetime, dice: Random) -> tuple[str, Invitation]:
    """A new code, shown this once, in place of those the member has. The decider must have been let through before."""
    changed_rows(
        update(Invitation).where(Invitation.member_id == member.id, _open(now)).values(revoked_at=now)
    )
    code = codes.draw(dice)
    invitation = Invitation(
        member_id=member.id,
        selector=code[: codes.SELECTOR],
        secret_hash=_hash(code),
        made_by=decider_id,
        created_at=now,
        expires_at=now + LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    audit.record("invitation.make", f"member:{member.public_id}", now, decider_id)
    return codes.shown(code), invitation


def list_open(decider_id: int, now: datetime) -> Sequence[Open]:
    """The codes that can still be used, of members the decider lets in; the newest first."""
    rows = db.session.execute(
        select(Invitation, Member, Organization)
        .join(Member, Member.id == Invitation.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(_open(now), Member.branch_id.in_(admission.reach(decider_id)))
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        .limit(MOST)
    )
    return [Open(*row) for row in rows]


def revoke(public_id: str, decider_id: int, now: datetime) -> None:
    """Make a code void. Raises NotFound for one of somebody out of reach, and for one that is used or over."""
    row = db.session.execute(
        select(Invitation, Member)
        .join(Member, Member.id == Invitation.member_id)
        .where(Invitation.public_id == public_id, Member.branch_id.in_(admission.reach(decider_id)))
    ).one_or_none()
    gone = row and changed_rows(
        update(Invitation).where(Invitation.id == row.Invitation.id, _open(now)).values(revoked_at=now)
    )
    if row is None or not gone:
        raise NotFound("没有找到这个邀请码，可能已经用过或作废了。")
    audit.record("invitation.revoke", f"member:{row.Member.public_id}", now, decider_id)


def look_up(text: str, now: datetime, *, name: str | None = None) -> tuple[Invitation, Member]:
    """The invitation a code opens, not used up yet. It counts a wrong code, and one given with another `name`.

    Raises Invalid for a code there is not, Conflict for one that was used, has been revoked or is over.
    """
    code = codes.normalise(text)
    if code is None:
        raise _wrong()
    row = db.session.execute(
        select(Invitation, Member)
        .join(Member, Member.id == Invitation.member_id)
        .where(Invitation.secret_hash == _hash(code))
    ).one_or_none()
    if row is None:
        _count_try(code, now)
        raise _wrong(keeps_changes=True)
    _refuse_over(row.Invitation, row.Member, now)
    if name is not None and not codes.same_name(name, row.Member.name):
        _count_try(code, now)
        raise Invalid(
            "姓名和邀请码对不上，请核对，或请支部书记重新开一个邀请码。",
            code="invite_name_differs",
            errors={"name": ["和邀请码对不上。"]},
            keeps_changes=True,
        )
    return row.Invitation, row.Member


def use(invitation: Invitation, now: datetime) -> None:
    """Use a code up. Raises Conflict where somebody has been faster."""
    used = changed_rows(
        update(Invitation).where(Invitation.id == invitation.id, _open(now)).values(used_at=now)
    )
    if not used:
        raise _used()


def forget_old(now: datetime) -> int:
    """Delete what was over a month ago; returns how many."""
    return changed_rows(delete(Invitation).where(Invitation.expires_at < now - KEPT_FOR))


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now,
        Invitation.tries < TRIES,
    )


def _refuse_over(invitation: Invitation, member: Member, now: datetime) -> None:
    """A code is void too once its member has a role that who made it could not have made one for."""
    if invitation.used_at is not None:
        raise _used()
    void = invitation.revoked_at is not None or invitation.tries >= TRIES or not member.active
    if void or admission.outranks(member.id, invitation.made_by):
        raise Conflict("这个邀请码已经作废，请支部书记重新开一个。", code="invite_void")
    if invitation.expires_at <= now:
        raise Conflict("这个邀请码已经过期，请支部书记重新开一个。", code="invite_expired")


def _count_try(code: str, now: datetime) -> None:
    changed_rows(
        update(Invitation)
        .where(Invitation.selector == code[: codes.SELECTOR], _open(now))
        .values(tries=Invitation.tries + 1)
    )


def _used() -> Conflict:
    return Conflict(
        "这个邀请码已经用过。如果是您本人用的，请直接登录；不是的话，请马上告诉支部书记。", code="invite_used"
    )


def _wrong(*, keeps_changes: bool = False) -> Invalid:
    return Invalid(
        "邀请码不对，请照纸条上的再输一遍。",
        code="invite_wrong",
        errors={"code": ["邀请码不对。"]},
        keeps_changes=keeps_changes,
    )


def _hash(code: str) -> str:
    """Keyed, for a code this short could be found from a plain hash."""
    return sealing.blind("invitation", code)
