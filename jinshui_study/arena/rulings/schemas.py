"""Shapes of disputes in the API."""

from marshmallow import fields

from jinshui_study.arena.rulings.disputes import LONGEST_TEXT, REASONS
from jinshui_study.http.parsing import Schema, Text, Word
from jinshui_study.http.replies import Reply, following


class DisputeArgs(Schema):
    reason = Word(
        *REASONS,
        required=True,
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


class DisputeSchema(Reply):
    id = fields.String(metadata={"description": "疑问编号"})
    attempt_id = fields.String(metadata={"description": "哪次作答"})
    number = fields.Integer(metadata={"description": "题号", "example": 3})
    stem = fields.String(metadata={"description": "题干"})
    reason = Word(*REASONS, metadata={"description": "疑问类型", "example": "wrong_key"})
    text = fields.String(metadata={"description": "本人写的说明"})
    status = Word(
        *("open", "kept", "corrected", "voided"),
        metadata={
            "description": "open 待答复，kept 维持原答案，corrected 已更正答案，voided 题目已作废",
            "example": "open",
        },
    )
    reply = fields.String(allow_none=True, metadata={"description": "编辑的答复，未答复为空"})
    created_at = fields.String(metadata={"description": "提出时间"})
    answered_at = fields.String(allow_none=True, metadata={"description": "答复时间，未答复为空"})


class DisputeList(Reply):
    items = fields.List(fields.Nested(DisputeSchema))
    next = following()
