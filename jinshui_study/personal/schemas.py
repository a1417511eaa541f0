"""Shapes of a member's own data in the API."""

from marshmallow import fields, validate

from jinshui_study.http.parsing import Schema, Text, Word
from jinshui_study.http.replies import Reply


class KindSchema(Reply):
    code = fields.String(metadata={"description": "类别代码", "example": "attempts"})
    title = fields.String(metadata={"description": "类别名称", "example": "作答"})
    count = fields.Integer(metadata={"description": "条数", "example": 12})
    what = fields.String(metadata={"description": "保存了什么"})
    why = fields.String(metadata={"description": "为什么保存"})
    kept_for = fields.String(metadata={"description": "保存多久", "example": "长期"})
    goes = fields.Boolean(metadata={"description": "注销时是否删除"})
    on_erasure = fields.String(metadata={"description": "注销时怎样处理"})


class InventorySchema(Reply):
    items = fields.List(fields.Nested(KindSchema))
    proof = Word(
        "nothing",
        "password",
        "log_in",
        metadata={
            "description": "注销前还要什么来确认是本人：nothing 刚登录过，password 登录密码，log_in 重新登录",
            "example": "password",
        },
    )


class ValueSchema(Reply):
    label = fields.String(metadata={"description": "项目", "example": "交卷时间"})
    text = fields.String(metadata={"description": "内容", "example": "11月23日 周一 12:00"})


class KindRows(KindSchema):
    items = fields.List(
        fields.List(fields.Nested(ValueSchema)), metadata={"description": "最近 50 条，每条由若干项目组成"}
    )


class ErasureArgs(Schema):
    understood = fields.Boolean(
        required=True,
        validate=validate.Equal(True, error="请先确认您已了解注销不能恢复。"),
        metadata={"description": "本人已了解注销不能恢复，必须为 true", "example": True},
    )
    password = Text(
        most=200, strip=False, metadata={"description": "登录密码；刚登录过可不填", "example": "jinshui-demo"}
    )
