"""What joining keeps about a member, told to that member: neither codes nor the numbers of other services."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, select

from jinshui_study.accounts import sealing
from jinshui_study.accounts.disclosure import Kind, Phone, Shown
from jinshui_study.accounts.joining.models import BindingCandidate, BindingRequest, Invitation
from jinshui_study.accounts.models import Identity
from jinshui_study.db import db

STATES = {"waiting": "等待书记核对", "approved": "已同意", "refused": "未同意", "withdrawn": "已撤回"}


def _invitations(member_id: int) -> Any:
    columns = (Invitation.created_at, Invitation.expires_at, Invitation.used_at)
    mine = select(*columns).where(Invitation.member_id == member_id)
    return mine.order_by(Invitation.created_at.desc(), Invitation.id)


def _bindings(member_id: int) -> Any:
    columns = (
        BindingRequest.name,
        BindingRequest.phone_sealed,
        BindingRequest.state,
        BindingRequest.reason,
        BindingRequest.created_at,
        BindingRequest.decided_at,
    )
    mine = select(*columns).where(BindingRequest.member_id == member_id)
    return mine.order_by(BindingRequest.id.desc())


def _show_binding(row: Row[Any], _now: datetime) -> Shown:
    return {
        "name": row.name,
        "phone": row.phone_sealed and Phone(sealing.unseal(row.phone_sealed)),
        "state": STATES[row.state],
        "reason": row.reason,
        "created_at": row.created_at,
        "decided_at": row.decided_at,
    }


def erase_requests(member_id: int) -> None:
    """Requests that the member's own WeChat made, whatever came of them, and those that only they could be meant by.

    To be called while their identities and what they were candidates for are still there.
    """
    own = exists().where(
        Identity.member_id == member_id,
        Identity.kind == BindingRequest.kind,
        Identity.subject_hash == BindingRequest.subject_hash,
    )
    meant = select(BindingCandidate.request_id).where(BindingCandidate.member_id == member_id)
    others = exists().where(
        BindingCandidate.request_id == BindingRequest.id, BindingCandidate.member_id != member_id
    )
    db.session.execute(delete(BindingRequest).where(own | (BindingRequest.id.in_(meant) & ~others)))


KINDS = (
    Kind(
        code="invitations",
        title="邀请码",
        what="书记为您生成邀请码的时间和使用时间，不含邀请码本身",
        why="第一次登录时确认是您本人",
        kept_for="过期后 30 天",
        goes=True,
        on_erasure="全部删除",
        tables=("invitations",),
        columns={"created_at": "生成时间", "expires_at": "到期时间", "used_at": "使用时间"},
        query=_invitations,
    ),
    Kind(
        code="bindings",
        title="绑定申请",
        what="申请绑定微信时填写的姓名和手机号，以及核对结果",
        why="姓名或手机号对不上时，由书记核对",
        kept_for="30 天",
        goes=True,
        on_erasure="全部删除",
        tables=("binding_requests", "binding_candidates"),
        columns={
            "name": "填写的姓名",
            "phone": "微信证实的手机号",
            "state": "结果",
            "reason": "说明",
            "created_at": "申请时间",
            "decided_at": "核对时间",
        },
        query=_bindings,
        show=_show_binding,
    ),
)
