"""The home card's shape."""

from marshmallow import fields

from jinshui_study.accounts.schemas import MemberSchema
from jinshui_study.arena.schemas import QuizSchema
from jinshui_study.http.replies import Reply
from jinshui_study.points.schemas import TodaySchema


class DueSchema(Reply):
    kind = fields.String(metadata={"description": "待办种类"})
    title = fields.String(metadata={"description": "待办名称"})
    count = fields.Integer(metadata={"description": "数量"})


class HeadlineSchema(Reply):
    id = fields.String(metadata={"description": "新闻编号"})
    title = fields.String(metadata={"description": "标题"})


class HomeSchema(Reply):
    member = fields.Nested(MemberSchema, metadata={"description": "本人"})
    points = fields.Nested(TodaySchema, metadata={"description": "今天的积分"})
    quizzes = fields.List(fields.Nested(QuizSchema), metadata={"description": "正在进行的答题活动"})
    due = fields.List(fields.Nested(DueSchema), metadata={"description": "待办"})
    today_in_history = fields.String(allow_none=True, metadata={"description": "党史上的今天"})
    today_in_history_source = fields.String(allow_none=True, metadata={"description": "它的出处"})
    news = fields.List(fields.Nested(HeadlineSchema), metadata={"description": "最新动态，最多三条"})
