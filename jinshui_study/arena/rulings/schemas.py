"""Shapes of disputes in the API."""

from marshmallow import fields, validate

from jinshui_study.arena.rulings.disputes import LONGEST_TEXT, REASONS
from jinshui_study.http.parsing import Schema, Text


class DisputeArgs(Schema):
    reason = fields.String(
        required=True,
        validate=validate.OneOf(tuple(REASONS), error="只能是 {choices} 之一。"),
        metadata={
            "description": "wrong_key 答案有误，wrong_fact 史实有误，ambiguous 题意不清，typo 有错别字，other 其他",
            "example": "wrong_key",
        },
    )
    text = Text(
        most=LONGEST_TEXT,
        blank=True,
        load_default="",
        metadata={"description": "说明", "example": "教材里写的是 1921 年。"},
    )


class DisputeSchema(Schema):
    id = fields.String(metadata={"description": "疑问编号"})
    attempt_id = fields.String(metadata={"description": "哪次作答"})
    number = fields.Integer(metadata={"description": "题号", "example": 3})
    stem = fields.String(metadata={"description": "题干"})
    reason = fields.String(metadata={"description": "疑问类型", "example": "wrong_key"})
    text = fields.String(metadata={"description": "本人写的说明"})
    status = fields.String(
        metadata={
            "description": "open 待答复，kept 维持原答案，corrected 已更正答案，voided 题目已作废",
            "example": "open",
        }
    )
    reply = fields.String(allow_none=True, metadata={"description": "编辑的答复，未答复为空"})
    created_at = fields.String(metadata={"description": "提出时间"})
    answered_at = fields.String(allow_none=True, metadata={"description": "答复时间，未答复为空"})


class DisputeList(Schema):
    items = fields.List(fields.Nested(DisputeSchema))
    next = fields.String(allow_none=True, metadata={"description": "下一页标记，没有则为空"})
