"""Shapes of what a member is told of a voided attempt, and of an appeal."""

from marshmallow import fields

from jinshui_study.http.parsing import Schema, Text, Word
from jinshui_study.http.replies import Reply


class VoidSchema(Reply):
    state = Word(
        *("voided", "appealed", "kept", "restored"),
        metadata={
            "description": "voided 已作废，appealed 申诉中，kept 维持作废，restored 已恢复",
            "example": "voided",
        },
    )
    reason = fields.String(metadata={"description": "作废的原因"})
    appeal = fields.String(metadata={"description": "本人的申诉，没有则为空文字"})
    reply = fields.String(metadata={"description": "对申诉的答复，没有则为空文字"})
    may_appeal = fields.Boolean(metadata={"description": "是否还可以申诉"})
    voided_at = fields.String(metadata={"description": "作废时间"})


class AppealArgs(Schema):
    text = Text(
        most=500, required=True, metadata={"description": "申诉的理由", "example": "当时两台手机都是我在用。"}
    )
