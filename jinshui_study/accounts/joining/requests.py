"""Requests for a binding, as the secretaries of those who may be meant see and decide them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select, update

from jinshui_study import compliance
from jinshui_study.accounts import audit, members, notices, sealing
from jinshui_study.accounts.joining import admission, bindings
from jinshui_study.accounts.joining.models import BindingCandidate, BindingRequest
from jinshui_study.accounts.joining.tickets import Subject
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.notices import News
from jinshui_study.db import changed_rows, db
from jinshui_study.errors import Conflict, Invalid, NotFound

KEPT_FOR = timedelta(days=30)
LONGEST_REASON = 200
CAUSES = {
    "name_differs": "填写的姓名和名册不一致",
    "already_bound": "这位党员已经绑定了别的微信",
    "several_matches": "名册里有几位同名的人",
    "phone_unknown": "名册里没有这个手机号",
}


@dataclass(frozen=True)
class Asked:
    """A request with the people in the decider's reach whom it may mean, each with the branch."""

    request: BindingRequest
    phone: str
    """Masked; empty where none was given."""
    candidates: list[tuple[Member, Organization]]


def waiting(decider_id: int, limit: int, after: int = 0) -> list[Asked]:
    """What waits for the decider, oldest first, after the request with this number."""
    query = select(BindingRequest).where(
        BindingRequest.state == "waiting",
        BindingRequest.id > after,
        BindingRequest.id.in_(_within(decider_id)),
    )
    found = list(db.session.scalars(query.order_by(BindingRequest.id).limit(limit)))
    candidates = _candidates(decider_id, [request.id for request in found])
    return [Asked(request, _masked(request), candidates[request.id]) for request in found]


def count_waiting(decider_id: int) -> int:
    query = select(func.count()).where(
        BindingRequest.state == "waiting", BindingRequest.id.in_(_within(decider_id))
    )
    return db.session.scalar(query) or 0


def approve(public_id: str, decider_id: int, member_id: str | None, now: datetime) -> Member:
    """Bind to the member meant, who must be named where several may be; returns the member.

    A phone number WeChat vouched for goes on the roster where the member has none.
    Raises NotFound for what is not the decider's, Conflict where it is decided already or the identity is another's.
    """
    request = _get(public_id, decider_id)
    candidates = [member for member, _ in _candidates(decider_id, [request.id])[request.id]]
    chosen = [member for member in candidates if member_id in (None, member.public_id)]
    if len(chosen) != 1:
        raise Invalid("请选择是哪一位党员。", errors={"member": ["请选择是哪一位党员。"]})
    member = chosen[0]
    admission.require(decider_id, member)
    bindings.hold(member)
    _decide(request, "approved", decider_id, now, member_id=member.id)
    who = Subject(request.kind, sealing.unseal(request.subject_sealed))
    bindings.bind(who, member, "approval", now, decider_id)
    _take_phone(request, member, now)
    return member


def refuse(public_id: str, decider_id: int, reason: str, now: datetime) -> None:
    """Say no, with a reason the person reads. Raises as `approve` does."""
    if not reason.strip():
        raise Invalid("请写明不同意的原因，对方会看到。", errors={"reason": ["请写明原因。"]})
    if len(reason) > LONGEST_REASON:
        raise Invalid(
            f"原因最多 {LONGEST_REASON} 个字。", errors={"reason": [f"最多 {LONGEST_REASON} 个字。"]}
        )
    request = _get(public_id, decider_id)
    for member, _ in _candidates(decider_id, [request.id])[request.id]:
        admission.require(decider_id, member)
    _decide(request, "refused", decider_id, now, reason=reason.strip())
    audit.record("binding.refuse", f"binding_request:{request.public_id}", now, decider_id)


def forget_old(now: datetime) -> int:
    """Delete what was decided, withdrawn or left alone a month ago; returns how many."""
    return changed_rows(delete(BindingRequest).where(BindingRequest.created_at < now - KEPT_FOR))


def _within(decider_id: int) -> Select[int]:
    return (
        select(BindingCandidate.request_id)
        .join(Member, Member.id == BindingCandidate.member_id)
        .where(Member.branch_id.in_(admission.reach(decider_id)))
    )


def _get(public_id: str, decider_id: int) -> BindingRequest:
    found = db.session.scalar(
        select(BindingRequest).where(
            BindingRequest.public_id == public_id, BindingRequest.id.in_(_within(decider_id))
        )
    )
    if found is None:
        raise NotFound("没有找到这个绑定申请。")
    return found


def _candidates(
    decider_id: int, request_ids: Sequence[int]
) -> defaultdict[int, list[tuple[Member, Organization]]]:
    rows = db.session.execute(
        select(BindingCandidate.request_id, Member, Organization)
        .join(Member, Member.id == BindingCandidate.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(
            BindingCandidate.request_id.in_(request_ids),
            Member.branch_id.in_(admission.reach(decider_id)),
            Member.active,
        )
        .order_by(Member.id)
    )
    found: defaultdict[int, list[tuple[Member, Organization]]] = defaultdict(list)
    for request_id, member, branch in rows:
        found[request_id].append((member, branch))
    return found


def _decide(request: BindingRequest, state: str, decider_id: int, now: datetime, **more: object) -> None:
    decided = changed_rows(
        update(BindingRequest)
        .where(BindingRequest.id == request.id, BindingRequest.state == "waiting")
        .values(state=state, decided_at=now, decided_by=decider_id, **more)
    )
    if not decided:
        raise Conflict("这个申请已经处理过了，或者本人已经撤回。", code="request_decided")
    db.session.expire(request)


def _take_phone(request: BindingRequest, member: Member, now: datetime) -> None:
    if request.phone_sealed is None or bindings.identities_of(member.id, "phone"):
        return
    phone = sealing.unseal(request.phone_sealed)
    if members.find_by_identity("phone", phone) is None:
        members.add_identity(member, "phone", phone, now)
        told = News(
            member.id,
            "account",
            "手机号已登记",
            f"您的手机号 {compliance.mask_phone(phone)} 已登记，可以用它登录。",
        )
        notices.send([told], now)


def _masked(request: BindingRequest) -> str:
    return "" if request.phone_sealed is None else compliance.mask_phone(sealing.unseal(request.phone_sealed))
