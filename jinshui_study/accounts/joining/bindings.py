"""Binding an identity to a member: at once where nothing contradicts, else as a request that a secretary decides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from jinshui_study import clock, compliance
from jinshui_study.accounts import audit, members, notices, sealing
from jinshui_study.accounts.joining import codes, invitations
from jinshui_study.accounts.joining.models import BindingCandidate, BindingRequest
from jinshui_study.accounts.joining.tickets import Subject
from jinshui_study.accounts.models import Identity, Member
from jinshui_study.accounts.notices import News
from jinshui_study.db import changed_rows, db, insert, opaque_id, table_of
from jinshui_study.errors import Conflict, NotFound

MOST_CANDIDATES = 5
MOST_IDENTITIES = 5
_requests = table_of(BindingRequest)


@dataclass(frozen=True)
class Bound:
    """The member somebody turned out to be, and the identity they are known by from now on."""

    member: Member
    identity: Identity


def find(who: Subject) -> Bound | None:
    """The active member this identity is bound to."""
    row = db.session.execute(
        select(Member, Identity)
        .join(Identity, Identity.member_id == Member.id)
        .where(Identity.kind == who.kind, Identity.subject_hash == sealing.blind(*who), Member.active)
    ).one_or_none()
    return None if row is None else Bound(row.Member, row.Identity)


def find_request(who: Subject) -> BindingRequest | None:
    """The latest request of this identity, whatever has become of it; withdrawn ones are as if they had not been."""
    return db.session.scalar(
        select(BindingRequest)
        .where(
            BindingRequest.kind == who.kind,
            BindingRequest.subject_hash == sealing.blind(*who),
            BindingRequest.state != "withdrawn",
        )
        .order_by(BindingRequest.id.desc())
        .limit(1)
    )


def by_phone(who: Subject, name: str, phone: str, now: datetime) -> Bound | BindingRequest:
    """Bind by a name and a phone number that WeChat vouches for; a request where the roster says something else.

    Raises NotFound where the roster has neither, and Conflict where too many have that name.
    """
    bound = find(who)
    if bound is not None:
        return bound
    owner = members.find_by_identity("phone", phone)
    if owner is not None and owner.active:
        if not codes.same_name(name, owner.name):
            return _ask(who, name, phone, "name_differs", [owner], now)
        return _bind_or_ask(who, owner, name, phone, "phone", now)
    named = _named(name)
    if not named:
        raise NotFound(
            "名册里没有您的手机号和姓名。请检查姓名，或请支部书记登记后再绑定。", code="not_on_roster"
        )
    if len(named) > MOST_CANDIDATES:
        raise Conflict("同名的人太多，请向支部书记要一个邀请码来绑定。", code="too_many_matches")
    return _ask(who, name, phone, "phone_unknown" if len(named) == 1 else "several_matches", named, now)


def by_invitation(who: Subject, code: str, name: str | None, now: datetime) -> Bound | BindingRequest:
    """Bind by a secretary's code, which is used up. Another name or another WeChat there is makes a request."""
    bound = find(who)
    if bound is not None:
        return bound
    invitation, member = invitations.look_up(code, now)
    invitations.use(invitation, now)
    if name is not None and not codes.same_name(name, member.name):
        return _ask(who, name, None, "name_differs", [member], now)
    return _bind_or_ask(who, member, name or member.name, None, "invitation", now)


def by_member(who: Subject, member: Member, now: datetime) -> Bound:
    """Bind for a member who is logged in already: they have proved who they are, on as many devices as they like."""
    hold(member)
    count = len(identities_of(member.id, who.kind))
    if find(who) is None and count >= MOST_IDENTITIES:
        raise Conflict(f"最多绑定 {MOST_IDENTITIES} 个微信，请先解除一个。", code="too_many_identities")
    return bind(who, member, "member", now)


def hold(member: Member) -> None:
    """Bindings to a member come one after the other. Raises NotFound for one who has left or been erased meanwhile."""
    still = select(Member.id).where(Member.id == member.id, Member.active)
    if db.session.scalar(still.with_for_update(key_share=True)) is None:
        raise NotFound("没有找到这位党员。")


def bind(who: Subject, member: Member, way: str, now: datetime, by: int | None = None) -> Bound:
    """The binding itself, with a line in the audit log and a word to the member. Raises Conflict for another's."""
    known = find(who)
    identity = members.add_identity(member, who.kind, who.subject, now)
    if known is None:
        audit.record(
            "identity.bind", f"member:{member.public_id}", now, by or member.id, kind=who.kind, way=way
        )
        told = News(
            member.id,
            "account",
            "微信已绑定",
            "您的账号绑定了一个微信。如果不是您本人操作，请在设置里解除，并告诉支部书记。",
        )
        notices.send([told], now)
    _withdraw(who)
    return Bound(member, identity)


def identities_of(member_id: int, kind: str | None = None) -> list[Identity]:
    query = select(Identity).where(Identity.member_id == member_id).order_by(Identity.id)
    return list(db.session.scalars(query if kind is None else query.where(Identity.kind == kind)))


def describe(identity: Identity) -> dict[str, Any]:
    """An identity as its member reads of it; one that cannot be unbound has no id."""
    phone = identity.kind == "phone"
    return {
        "id": None if phone else identity.public_id,
        "kind": identity.kind,
        "label": compliance.mask_phone(sealing.unseal(identity.subject_sealed)) if phone else "微信",
        "created_at": clock.local(identity.created_at),
    }


def unbind(member: Member, identity_id: str, by: int, now: datetime) -> None:
    """Take an identity from a member, and end the log-ins it gave. Raises NotFound for one that cannot be unbound."""
    gone = changed_rows(
        delete(Identity).where(
            Identity.member_id == member.id, Identity.public_id == identity_id, Identity.kind == "wechat"
        )
    )
    if not gone:
        raise NotFound("没有找到这个绑定，可能已经解除了。")
    audit.record("identity.unbind", f"member:{member.public_id}", now, by, kind="wechat")
    if by != member.id:
        told = News(
            member.id, "account", "微信已解除绑定", "管理员解除了您账号的一个微信绑定。需要时可以重新绑定。"
        )
        notices.send([told], now)


def _bind_or_ask(
    who: Subject, member: Member, name: str, phone: str | None, way: str, now: datetime
) -> Bound | BindingRequest:
    """Two who bind different identities to one member at once: one of them comes second, and asks."""
    hold(member)
    bound = find(who)
    if bound is not None:
        return bound
    if identities_of(member.id, who.kind):
        return _ask(who, name, phone, "already_bound", [member], now)
    return bind(who, member, way, now)


def _named(name: str) -> list[Member]:
    """People of this name who are on the roster with another number or none; one more than can be asked about."""
    query = select(Member).where(Member.name.in_({name, "".join(name.split())}), Member.active)
    return list(db.session.scalars(query.order_by(Member.id).limit(MOST_CANDIDATES + 1)))


def _ask(
    who: Subject, name: str, phone: str | None, cause: str, candidates: list[Member], now: datetime
) -> BindingRequest:
    """A request in place of the one that waits; the same one where the same is asked again."""
    waiting = find_request(who)
    if waiting is not None and waiting.state == "waiting":
        same = (waiting.name, waiting.cause) == (name, cause) and _candidates_of(waiting.id) == {
            member.id for member in candidates
        }
        if same:
            return waiting
        _withdraw(who)
    row = {
        "public_id": opaque_id(),
        "kind": who.kind,
        "subject_hash": sealing.blind(*who),
        "subject_sealed": sealing.seal(who.subject),
        "name": name,
        "phone_sealed": phone and sealing.seal(phone),
        "cause": cause,
        "state": "waiting",
        "reason": "",
        "created_at": now,
    }
    made = changed_rows(insert(_requests).values(row).on_conflict_do_nothing())
    request = find_request(who)
    if request is None:
        raise Conflict
    if made:
        rows = [{"request_id": request.id, "member_id": member.id} for member in candidates]
        db.session.connection().execute(insert(table_of(BindingCandidate)), rows)
        for member in candidates:
            audit.record("binding.ask", f"member:{member.public_id}", now, None, cause=cause)
    return request


def _candidates_of(request_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(BindingCandidate.member_id).where(BindingCandidate.request_id == request_id)
        )
    )


def _withdraw(who: Subject) -> None:
    waiting = db.session.scalars(
        select(BindingRequest).where(
            BindingRequest.kind == who.kind,
            BindingRequest.subject_hash == sealing.blind(*who),
            BindingRequest.state == "waiting",
        )
    )
    for request in waiting:
        request.state = "withdrawn"
    db.session.flush()
