"""What accounts keep about a member, told to that member."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, literal, select

from jinshui_study.accounts import roles, sealing
from jinshui_study.accounts.audit_trail import words
from jinshui_study.accounts.disclosure import Kind, Phone, Shown
from jinshui_study.accounts.models import (
    AccessToken,
    AuditEntry,
    Identity,
    Member,
    Notice,
    Organization,
    Outgoing,
    RoleGrant,
)
from jinshui_study.http.idempotency import StoredReply

IDENTITIES = {"phone": "手机号"}
DEVICES = {"bearer": "手机端", "session": "浏览器"}
STATES = {"queued": "等待发送", "sent": "已发送", "failed": "没有送达"}


def _member(member_id: int) -> Any:
    return (
        select(
            Member.name,
            Organization.name.label("branch"),
            Member.created_at,
            Member.password_hash.is_not(None).label("has_password"),
            Member.ranking_opt_in,
            Member.full_name_on_boards,
        )
        .join(Organization, Organization.id == Member.branch_id)
        .where(Member.id == member_id)
    )


def _identities(member_id: int) -> Any:
    return (
        select(Identity.kind, Identity.subject_sealed)
        .where(Identity.member_id == member_id)
        .order_by(Identity.id)
    )


def _show_identity(row: Row[Any], _now: datetime) -> Shown:
    """A phone number is the member's own; the number another service knows them by says nothing to anybody."""
    subject = Phone(sealing.unseal(row.subject_sealed)) if row.kind == "phone" else "已绑定，编号不导出"
    return {"kind": IDENTITIES.get(row.kind, "微信"), "subject": subject}


def _roles(member_id: int) -> Any:
    return (
        select(RoleGrant.role, Organization.name)
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .where(RoleGrant.member_id == member_id)
        .order_by(RoleGrant.id)
    )


def _show_role(row: Row[Any], _now: datetime) -> Shown:
    return {"role": roles.WORDS[row.role], "organization": row.name}


def _log_ins(member_id: int) -> Any:
    columns = (AccessToken.kind, AccessToken.device, AccessToken.created_at, AccessToken.expires_at)
    mine = select(*columns).where(AccessToken.member_id == member_id)
    return mine.order_by(AccessToken.created_at.desc(), AccessToken.id)


def _show_log_in(row: Row[Any], _now: datetime) -> Shown:
    return {
        "kind": DEVICES.get(row.kind, "其他"),
        "device": row.device,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
    }


def _notices(member_id: int) -> Any:
    mine = select(Notice.title, Notice.text, Notice.created_at, Notice.read_at).where(
        Notice.member_id == member_id
    )
    return mine.order_by(Notice.created_at.desc(), Notice.id.desc())


def _messages(member_id: int) -> Any:
    mine = select(Outgoing.payload, Outgoing.state, Outgoing.created_at).where(
        Outgoing.member_id == member_id
    )
    return mine.order_by(Outgoing.id.desc())


def _show_message(row: Row[Any], _now: datetime) -> Shown:
    texts = [str(value) for value in row.payload.values() if isinstance(value, str | int)]
    return {
        "text": "；".join(texts),
        "state": STATES[row.state],
        "created_at": row.created_at,
    }


def _replies(member_id: int) -> Any:
    mine = select(StoredReply.status, StoredReply.created_at).where(StoredReply.member_id == member_id)
    return mine.order_by(StoredReply.created_at.desc(), StoredReply.key)


def _audit(member_id: int) -> Any:
    """What the member did, and what others did about them; who they were is not told. `own` is null for nobody."""
    subject = select(literal("member:") + Member.public_id).where(Member.id == member_id).scalar_subquery()
    mine = select(
        AuditEntry.at,
        AuditEntry.action,
        (AuditEntry.member_id == member_id).label("own"),
    ).where((AuditEntry.member_id == member_id) | (AuditEntry.subject == subject))
    return mine.order_by(AuditEntry.id.desc())


def _show_audit(row: Row[Any], _now: datetime) -> Shown:
    return {
        "at": row.at,
        "action": words.action_of(row.action),
        "code": row.action,
        "by": "系统" if row.own is None else "本人" if row.own else "管理员",
    }


KINDS = (
    Kind(
        code="member",
        title="基本信息",
        what="姓名、所在支部、登记时间、是否设了密码、个人排名的选择",
        why="知道您是哪个支部的党员，榜单按您的选择显示",
        kept_for="在名册上期间",
        goes=True,
        on_erasure="姓名、密码和选择删除，只留下一个没有姓名的编号",
        tables=("members",),
        columns={
            "name": "姓名",
            "branch": "所在支部",
            "created_at": "登记时间",
            "has_password": "设了密码",
            "ranking_opt_in": "参加个人排名",
            "full_name_on_boards": "榜上显示全名",
        },
        query=_member,
    ),
    Kind(
        code="identities",
        title="登录凭据",
        what="手机号和绑定的微信，加密保存",
        why="确认登录的是您本人",
        kept_for="在名册上期间，可随时解绑",
        goes=True,
        on_erasure="全部删除",
        tables=("identities",),
        columns={"kind": "种类", "subject": "内容"},
        query=_identities,
        show=_show_identity,
    ),
    Kind(
        code="roles",
        title="职务权限",
        what="在哪个党组织有什么管理权限",
        why="决定您能看到和办理哪些工作",
        kept_for="担任职务期间",
        goes=True,
        on_erasure="全部删除，不能再进管理后台",
        tables=("role_grants",),
        columns={"role": "权限", "organization": "党组织"},
        query=_roles,
        show=_show_role,
    ),
    Kind(
        code="log_ins",
        title="登录记录",
        what="各设备的登录时间、到期时间和设备说明",
        why="保持登录，并让您发现不是自己的登录",
        kept_for="到期或退出就删除，到期时间列在每条里",
        goes=True,
        on_erasure="全部删除，所有设备立即退出",
        tables=("access_tokens",),
        columns={"kind": "种类", "device": "设备", "created_at": "登录时间", "expires_at": "到期时间"},
        query=_log_ins,
        show=_show_log_in,
    ),
    Kind(
        code="notices",
        title="消息",
        what="发给您的消息和阅读时间",
        why="告诉您成绩更正、疑问答复等与您有关的事",
        kept_for="在名册上期间",
        goes=True,
        on_erasure="全部删除",
        tables=("notices",),
        columns={"title": "标题", "text": "内容", "created_at": "发出时间", "read_at": "阅读时间"},
        query=_notices,
    ),
    Kind(
        code="messages",
        title="待发提醒",
        what="等待通过微信等渠道发给您的提醒",
        why="您同意接收的提醒要送到",
        kept_for="发出后 30 天",
        goes=True,
        on_erasure="全部删除，没发出的不再发",
        tables=("outbox",),
        columns={"text": "内容", "state": "状态", "created_at": "提出时间"},
        query=_messages,
        show=_show_message,
    ),
    Kind(
        code="replies",
        title="请求凭证",
        what="您最近交卷等操作的结果副本",
        why="网络不好时重发不会算两次",
        kept_for="7 天",
        goes=True,
        on_erasure="全部删除",
        tables=("stored_replies",),
        columns={"status": "结果代码", "created_at": "时间"},
        query=_replies,
    ),
    Kind(
        code="audit",
        title="操作日志",
        what="选择排名、导出、管理操作等的时间和种类，不含姓名和内容",
        why="出了问题能查清是谁、什么时候办的",
        kept_for="长期",
        goes=False,
        on_erasure="保留，只有编号，没有姓名",
        tables=("audit_entries",),
        columns={"at": "时间", "action": "操作", "code": "代码", "by": "操作人"},
        query=_audit,
        show=_show_audit,
    ),
)
