"""Shapes of invite codes, identities and binding requests in the API."""

from marshmallow import fields, validate

from jinshui_study.accounts.schemas import OrganizationRef
from jinshui_study.http.parsing import Schema, Text, Whole
from jinshui_study.http.replies import Reply, following

_CODE = {"description": "支部书记给的邀请码，大小写、空格和横线都不影响", "example": "K7QM3-XHNTA"}


class EnterArgs(Schema):
    code = Text(most=40, required=True, metadata=_CODE)
    name = Text(most=40, metadata={"description": "姓名，填了就要和名册一致", "example": "张晓明"})
    password = Text(
        most=200,
        required=True,
        strip=False,
        metadata={"description": "新密码，至少 8 位", "example": "jinshui-2026"},
    )


class IdentitySchema(Reply):
    id = fields.String(allow_none=True, metadata={"description": "绑定编号，不能解除的为空"})
    kind = fields.String(metadata={"description": "phone 手机号，wechat 微信", "example": "wechat"})
    label = fields.String(
        metadata={"description": "给人看的说明，手机号隐去中间四位", "example": "138****0001"}
    )
    created_at = fields.String(allow_none=True, metadata={"description": "绑定时间，早先登记的为空"})


class IdentityList(Reply):
    items = fields.List(fields.Nested(IdentitySchema))
    next = fields.String(allow_none=True, metadata={"description": "总是为空"})


class PersonRef(Reply):
    id = fields.String(metadata={"description": "党员编号"})
    name = fields.String(metadata={"description": "姓名", "example": "张晓明"})
    branch = fields.Nested(OrganizationRef, metadata={"description": "所在支部"})


class InvitationSchema(Reply):
    id = fields.String(metadata={"description": "邀请编号，不是邀请码"})
    member = fields.Nested(PersonRef, metadata={"description": "给谁的"})
    created_at = fields.String(metadata={"description": "开出时间"})
    expires_at = fields.String(metadata={"description": "到期时间"})


class NewInvitation(InvitationSchema):
    code = fields.String(metadata={"description": "邀请码，只出现这一次", "example": "K7QM3-XHNTA"})


class InvitationList(Reply):
    items = fields.List(fields.Nested(InvitationSchema))
    next = fields.String(allow_none=True, metadata={"description": "总是为空"})


class RequestListArgs(Schema):
    limit = Whole(least=1, most=100, load_default=50, metadata={"description": "每页条数"})
    cursor = Text(most=200, metadata={"description": "上一页给出的 next"})


class RequestSchema(Reply):
    id = fields.String(metadata={"description": "申请编号"})
    kind = fields.String(metadata={"description": "要绑定什么，现在只有 wechat", "example": "wechat"})
    name = fields.String(metadata={"description": "对方填写的姓名", "example": "张晓明"})
    phone = fields.String(metadata={"description": "微信证实的手机号，隐去中间四位；没有则为空文字"})
    cause = fields.String(
        metadata={
            "description": "为什么要人来定：name_differs 姓名不一致，already_bound 已绑定别的微信，"
            "several_matches 有几位同名，phone_unknown 手机号不在名册",
            "example": "name_differs",
        }
    )
    candidates = fields.List(fields.Nested(PersonRef), metadata={"description": "可能是哪几位党员"})
    created_at = fields.String(metadata={"description": "申请时间"})


class RequestList(Reply):
    items = fields.List(fields.Nested(RequestSchema))
    next = following()


class DecisionArgs(Schema):
    decision = Text(
        most=10,
        required=True,
        validate=validate.OneOf(["approve", "refuse"], error="应为 approve 或 refuse。"),
        metadata={"description": "approve 同意，refuse 不同意", "example": "refuse"},
    )
    member = Text(most=32, metadata={"description": "同意时是哪位党员；只有一位可能时可以不填"})
    reason = Text(
        most=200,
        metadata={"description": "不同意的原因，对方会看到", "example": "名册里不是这个姓名，请来支部核对。"},
    )


class OwnRequest(Reply):
    """What the person who asked sees of a request: nothing about the roster."""

    id = fields.String(metadata={"description": "申请编号"})
    state = fields.String(
        metadata={"description": "waiting 等书记确认，approved 已同意，refused 未同意", "example": "waiting"}
    )
    cause = fields.String(metadata={"description": "为什么要人来定", "example": "name_differs"})
    reason = fields.String(metadata={"description": "未同意的原因，没有则为空文字"})
    created_at = fields.String(metadata={"description": "申请时间"})
