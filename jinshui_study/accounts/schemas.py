"""Shapes of accounts in the API."""

from marshmallow import fields

from jinshui_study.accounts.models import ROLES
from jinshui_study.accounts.organizations import KINDS
from jinshui_study.http.parsing import Schema, Text, Whole, Word
from jinshui_study.http.replies import Reply, following


class LoginArgs(Schema):
    login = Text(most=40, required=True, metadata={"description": "手机号", "example": "13800000001"})
    password = Text(
        most=200, required=True, strip=False, metadata={"description": "密码", "example": "jinshui-demo"}
    )


class OrganizationRef(Reply):
    id = fields.String(attribute="public_id", metadata={"description": "党组织编号"})
    name = fields.String(metadata={"description": "党组织名称", "example": "经八路街道第一社区党支部"})


class OrganizationNode(OrganizationRef):
    kind = Word(*KINDS, metadata={"description": "党组织的层级", "example": "branch"})


class RoleSchema(Reply):
    role = Word(*ROLES, metadata={"description": "角色", "example": "secretary"})
    organization = fields.Nested(OrganizationRef, metadata={"description": "角色所在的党组织"})


class MemberSchema(Reply):
    id = fields.String(metadata={"description": "党员编号"})
    name = fields.String(metadata={"description": "姓名", "example": "张晓明"})
    branch = fields.Nested(OrganizationRef, metadata={"description": "所在支部"})
    path = fields.List(fields.Nested(OrganizationNode), metadata={"description": "从区委到支部的各级组织"})
    roles = fields.List(fields.Nested(RoleSchema), metadata={"description": "角色"})
    ranking_opt_in = fields.Boolean(metadata={"description": "本人是否参加个人排名"})
    full_name_on_boards = fields.Boolean(metadata={"description": "榜单上是否显示全名"})


class LoginReply(Reply):
    token = fields.String(metadata={"description": "访问令牌，只出现这一次"})
    expires_at = fields.String(
        metadata={"description": "到期时间", "example": "2026-12-24T08:00:00.000+08:00"}
    )
    member = fields.Nested(MemberSchema, metadata={"description": "登录的党员"})


class TokenSchema(Reply):
    id = fields.String(metadata={"description": "登录编号"})
    kind = Word(
        "bearer",
        "session",
        metadata={"description": "bearer 为手机端，session 为浏览器", "example": "bearer"},
    )
    device = fields.String(metadata={"description": "设备说明"})
    created_at = fields.String(metadata={"description": "登录时间"})
    expires_at = fields.String(metadata={"description": "到期时间"})
    current = fields.Boolean(metadata={"description": "是否就是本次登录"})


class TokenList(Reply):
    items = fields.List(fields.Nested(TokenSchema))
    next = following()


class NoticeListArgs(Schema):
    unread = fields.Boolean(load_default=False, metadata={"description": "只列未读的"})
    limit = Whole(least=1, most=100, load_default=50, metadata={"description": "每页条数"})
    cursor = Text(most=200, metadata={"description": "上一页给出的 next"})


class NoticeSchema(Reply):
    id = fields.String(metadata={"description": "通知编号"})
    kind = fields.String(
        metadata={"description": "类别，如 ruling 成绩更正、dispute 疑问答复", "example": "ruling"}
    )
    title = fields.String(metadata={"description": "标题", "example": "成绩更正"})
    text = fields.String(metadata={"description": "内容"})
    link = fields.String(
        metadata={"description": "相关内容的地址，没有则为空文字", "example": "/attempts/Hk2mN8sQpX1vT0aB"}
    )
    created_at = fields.String(metadata={"description": "发出时间"})
    read_at = fields.String(allow_none=True, metadata={"description": "阅读时间，未读为空"})


class NoticeList(Reply):
    items = fields.List(fields.Nested(NoticeSchema))
    unread = fields.Integer(metadata={"description": "未读条数"})
    next = following()


class UnreadSchema(Reply):
    unread = fields.Integer(metadata={"description": "未读条数", "example": 0})
