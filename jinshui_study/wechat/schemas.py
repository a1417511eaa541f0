"""Shapes of WeChat's part of the API."""

from marshmallow import fields

from jinshui_study.accounts.joining.schemas import OwnRequest
from jinshui_study.accounts.schemas import OrganizationRef
from jinshui_study.http.parsing import Schema, Text
from jinshui_study.http.replies import Reply


class CodeArgs(Schema):
    code = Text(
        most=200, required=True, metadata={"description": "wx.login 给出的 code", "example": "0a1b2c3d"}
    )


class TicketReply(Reply):
    ticket = fields.String(metadata={"description": "绑定凭证，十五分钟内有效"})
    expires_at = fields.String(metadata={"description": "凭证到期时间"})
    request = fields.Nested(OwnRequest, allow_none=True, metadata={"description": "这个微信最近的绑定申请"})


class BindArgs(Schema):
    ticket = Text(
        most=2000, required=True, metadata={"description": "登录时给出的绑定凭证", "example": "gAAAAAB"}
    )
    name = Text(most=40, metadata={"description": "姓名；用手机号绑定时必填", "example": "张晓明"})
    phone_code = Text(
        most=200,
        metadata={"description": "手机号按钮给出的 code，与 invite_code 二选一", "example": "5e6f7a8b"},
    )
    invite_code = Text(most=40, metadata={"description": "支部书记给的邀请码"})


class WaitingReply(Reply):
    request = fields.Nested(OwnRequest, metadata={"description": "等支部书记确认的申请"})


class NewSceneArgs(Schema):
    purpose = Text(
        most=16, required=True, metadata={"description": "用途：sign_in 签到", "example": "sign_in"}
    )
    organization = Text(
        most=32, required=True, metadata={"description": "党组织编号", "example": "Hk2mN8sQpX1vT0aB"}
    )


class NewScene(Reply):
    id = fields.String(metadata={"description": "码的编号，最多 32 个字符"})
    purpose = fields.String(metadata={"description": "用途", "example": "sign_in"})
    expires_at = fields.String(metadata={"description": "到期时间"})
    kind = fields.String(metadata={"description": "mini_program 小程序码，web 普通二维码", "example": "web"})
    picture = fields.String(metadata={"description": "图片，data: 地址"})
    address = fields.String(metadata={"description": "网页版的地址"})


class SceneSchema(Reply):
    id = fields.String(metadata={"description": "码的编号"})
    purpose = fields.String(
        metadata={"description": "用途：login 登录管理后台，sign_in 签到", "example": "login"}
    )
    words = fields.String(metadata={"description": "用途，给人看", "example": "登录管理后台"})
    state = fields.String(
        metadata={
            "description": "waiting 待确认，confirmed 已确认，refused 已拒绝，used 已用",
            "example": "waiting",
        }
    )
    site = fields.String(metadata={"description": "在哪个网址登录，没有则为空文字"})
    device = fields.String(metadata={"description": "在什么浏览器上登录，没有则为空文字"})
    number = fields.String(
        metadata={"description": "核对号，应与电脑上的一致；没有则为空文字", "example": "47"}
    )
    organization = fields.Nested(OrganizationRef, allow_none=True, metadata={"description": "所属党组织"})
    created_at = fields.String(metadata={"description": "生成时间"})
    expires_at = fields.String(metadata={"description": "到期时间"})


class ConfirmArgs(Schema):
    confirmed = fields.Boolean(
        required=True, metadata={"description": "true 是本人，false 不是", "example": True}
    )
