"""Shapes of points and boards in the API."""

from marshmallow import fields

from jinshui_study.http.parsing import Schema, Text, Whole, Word
from jinshui_study.http.replies import Reply, following
from jinshui_study.points.boards import PERIODS


class TaskSchema(Reply):
    code = fields.String(metadata={"description": "任务代码", "example": "daily"})
    title = fields.String(metadata={"description": "任务名称", "example": "每日答题"})
    current = fields.Integer(metadata={"description": "今天已得", "example": 3})
    cap = fields.Integer(metadata={"description": "每天上限", "example": 5})


class TodaySchema(Reply):
    total = fields.Integer(metadata={"description": "今天已得积分"})
    cap = fields.Integer(metadata={"description": "今天最多可得"})
    tasks = fields.List(fields.Nested(TaskSchema))


class EntrySchema(Reply):
    id = fields.String(metadata={"description": "流水编号"})
    task = fields.String(metadata={"description": "任务代码", "example": "daily"})
    source = fields.String(metadata={"description": "来源", "example": "quiz:Hk2mN8sQpX1vT0aB"})
    points = fields.Integer(metadata={"description": "积分，冲正为负", "example": 4})
    day = fields.String(metadata={"description": "计入哪一天", "example": "2026-11-24"})
    reason = fields.String(metadata={"description": "事由", "example": "每日答题 11月24日：答对 4/5 题"})
    rule_version = fields.Integer(metadata={"description": "所用积分规则的版本"})
    created_at = fields.String(metadata={"description": "记入时间"})


class EntryList(Reply):
    items = fields.List(fields.Nested(EntrySchema))
    next = following()


class PageArgs(Schema):
    limit = Whole(least=1, most=100, load_default=50, metadata={"description": "每页条数"})
    cursor = Text(most=200, metadata={"description": "上一页给出的 next"})


def _period(default: str) -> Word:
    metadata = {"description": "本日、本周、本月、本年、全部", "example": "week"}
    return Word(*PERIODS, load_default=default, metadata=metadata)


class PeriodArgs(Schema):
    period = _period("week")


class EntryArgs(PageArgs):
    period = _period("all")


class TaskReason(Reply):
    code = fields.String(metadata={"description": "任务代码", "example": "daily"})
    title = fields.String(metadata={"description": "任务名称", "example": "每日答题"})
    rule_version = fields.Integer(metadata={"description": "所用积分规则的版本"})
    points = fields.Integer(metadata={"description": "积分合计"})
    lines = fields.Integer(metadata={"description": "流水条数"})


class MemberReasons(Reply):
    period = fields.String(metadata={"description": "周期", "example": "week"})
    starts_on = fields.String(
        allow_none=True, metadata={"description": "周期的第一天", "example": "2026-11-23"}
    )
    points = fields.Integer(metadata={"description": "周期内的积分，各任务相加"})
    tasks = fields.List(fields.Nested(TaskReason))


class BoardArgs(PageArgs):
    within = Text(most=32, metadata={"description": "在哪个党组织内排名，空为全区"})


class PeriodBoardArgs(BoardArgs):
    period = Word(
        *PERIODS,
        load_default="week",
        metadata={"description": "日榜、周榜、月榜、年榜、总榜", "example": "week"},
    )


class QuizBoardArgs(BoardArgs):
    of = Word(
        *("members", "branches", "streets"),
        load_default="members",
        metadata={"description": "个人、支部、街道", "example": "members"},
    )
    bracket = Text(
        most=8, metadata={"description": "只看一个组别，写活动规则里组别的 code；不和 within 一起用"}
    )


class WithinSchema(Reply):
    id = fields.String(metadata={"description": "党组织编号"})
    name = fields.String(metadata={"description": "党组织名称", "example": "金水区"})


class BoardSchema(Reply):
    period = Word(*PERIODS, allow_none=True, metadata={"description": "周期，活动榜为空", "example": "week"})
    starts_on = fields.String(
        allow_none=True, metadata={"description": "周期的第一天", "example": "2026-11-23"}
    )
    within = fields.Nested(WithinSchema)
    frozen_at = fields.String(allow_none=True, metadata={"description": "封榜时间，未封榜为空"})
    bracket = fields.String(allow_none=True, metadata={"description": "组别名称，不按组别看的为空"})
    total = fields.Integer(metadata={"description": "榜上总数"})


class MemberRow(Reply):
    rank = fields.Integer(metadata={"description": "名次，同分同名次", "example": 1})
    member_id = fields.String(metadata={"description": "党员编号"})
    name = fields.String(metadata={"description": "姓名，未同意显示全名的隐去中间", "example": "张*明"})
    branch = fields.String(metadata={"description": "所在支部"})
    points = fields.Integer(metadata={"description": "积分；活动榜为得分（十分之一分）"})
    duration_ms = fields.Integer(allow_none=True, metadata={"description": "用时（毫秒），只在活动榜有"})
    is_me = fields.Boolean(metadata={"description": "是否本人"})


class MyPlace(Reply):
    rank = fields.Integer(allow_none=True, metadata={"description": "我的名次，未上榜或未参加个人排名为空"})
    points = fields.Integer(metadata={"description": "我的积分或得分"})
    duration_ms = fields.Integer(allow_none=True, metadata={"description": "我的用时（毫秒）"})


class MemberBoard(Reply):
    board = fields.Nested(BoardSchema)
    items = fields.List(fields.Nested(MemberRow))
    me = fields.Nested(MyPlace)
    around_me = fields.List(fields.Nested(MemberRow), metadata={"description": "我和前后各五名"})
    next = following()


class GroupRow(Reply):
    rank = fields.Integer(metadata={"description": "名次", "example": 1})
    organization_id = fields.String(metadata={"description": "党组织编号"})
    name = fields.String(metadata={"description": "名称"})
    street = fields.String(metadata={"description": "所属街道"})
    score = fields.Integer(metadata={"description": "得分（十分之一分），已按规模折算"})
    participants = fields.Integer(allow_none=True, metadata={"description": "参加人数，按合规要求可能为空"})
    members = fields.Integer(metadata={"description": "党员人数"})
    participation = fields.Float(allow_none=True, metadata={"description": "参与率，按合规要求可能为空"})
    is_mine = fields.Boolean(metadata={"description": "是否本人所在"})


class GroupBoard(Reply):
    board = fields.Nested(BoardSchema)
    items = fields.List(fields.Nested(GroupRow))
    me = fields.Nested(GroupRow, allow_none=True, metadata={"description": "我所在的支部或街道"})
    around_me = fields.List(fields.Nested(GroupRow))
    next = following()


class GroupReasons(Reply):
    period = fields.String(metadata={"description": "周期", "example": "week"})
    starts_on = fields.String(
        allow_none=True, metadata={"description": "周期的第一天", "example": "2026-11-23"}
    )
    organization = fields.Nested(WithinSchema, metadata={"description": "支部或街道"})
    score = fields.Integer(allow_none=True, metadata={"description": "得分（十分之一分），人数不足不计为空"})
    weight = fields.Integer(metadata={"description": "公式里的 k", "example": 10})
    fewest = fields.Integer(metadata={"description": "至少多少人参加才计入榜单", "example": 3})
    district_mean = fields.Float(metadata={"description": "全区参加者人均积分", "example": 6.125})
    total = fields.Integer(allow_none=True, metadata={"description": "参加者的积分合计，按合规要求可能为空"})
    participants = fields.Integer(allow_none=True, metadata={"description": "参加人数，按合规要求可能为空"})


class RankingArgs(Schema):
    opted_in = fields.Boolean(metadata={"description": "是否参加个人排名", "example": True})
    full_name = fields.Boolean(metadata={"description": "榜单上是否显示全名", "example": False})


class RankingSchema(Reply):
    opted_in = fields.Boolean(metadata={"description": "是否参加个人排名"})
    full_name = fields.Boolean(metadata={"description": "榜单上是否显示全名"})
    opt_in_needed = fields.Boolean(metadata={"description": "是否须本人同意才参加个人排名"})
