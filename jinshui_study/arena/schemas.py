"""Shapes of quizzes and attempts. The schema of an open attempt has no field for a key."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from jinshui_study.arena.integrity.schemas import VoidSchema
from jinshui_study.arena.modes import COUNTS, FEEDBACK, PRESETS
from jinshui_study.arena.response_fields import Answers, Response
from jinshui_study.http.parsing import Schema, Sentences, Text, Whole, Word
from jinshui_study.http.replies import Reply, following
from jinshui_study.questions.kinds import KINDS


class BracketSchema(Reply):
    code = fields.String(metadata={"description": "组别编号", "example": "g1"})
    title = fields.String(metadata={"description": "组别名称", "example": "街道组"})


class RulesSchema(Reply):
    questions = fields.Integer(metadata={"description": "题数", "example": 5})
    seconds_per_question = fields.Integer(
        allow_none=True, metadata={"description": "每题时限（秒），空为不限"}
    )
    seconds_total = fields.Integer(allow_none=True, metadata={"description": "全卷时限（秒），空为不限"})
    tries_per_day = fields.Integer(allow_none=True, metadata={"description": "每天次数，空为不限"})
    tries_total = fields.Integer(allow_none=True, metadata={"description": "总次数，空为不限"})
    counts = Word(
        *COUNTS,
        metadata={"description": "取哪次成绩：最好、第一次、最后一次、每天前几次", "example": "best"},
    )
    first_k = fields.Integer(metadata={"description": "counts 为 first_k 时，每天前几次算"})
    feedback = Word(
        *FEEDBACK,
        metadata={
            "description": "何时公布解析：each 每题后、end 交卷后、after_close 活动结束后",
            "example": "end",
        },
    )
    partial = fields.Boolean(metadata={"description": "少选是否给部分分"})  # type: ignore[assignment]
    speed_percent = fields.Integer(metadata={"description": "速度分占一题的百分比"})
    stops_when_wrong = fields.Boolean(metadata={"description": "答错即止"})
    revives = fields.Integer(metadata={"description": "可复活次数"})
    pass_percent = fields.Integer(metadata={"description": "答对百分之几以上才计成绩"})
    brackets = fields.List(fields.Nested(BracketSchema), metadata={"description": "组别，不分组的为空"})


class QuizSchema(Reply):
    id = fields.String(metadata={"description": "活动编号"})
    preset = Word(*PRESETS, metadata={"description": "活动类型", "example": "daily"})
    title = fields.String(metadata={"description": "名称", "example": "每日答题 11月24日"})
    opens_at = fields.String(metadata={"description": "开始时间"})
    closes_at = fields.String(metadata={"description": "结束时间"})
    tries_left = fields.Integer(allow_none=True, metadata={"description": "剩余次数，空为不限"})
    open_attempt_id = fields.String(allow_none=True, metadata={"description": "未交卷的作答编号"})
    rules = fields.Nested(RulesSchema)
    seed_commitment = fields.String(
        allow_none=True,
        metadata={"description": "抽题种子的 SHA-256，活动建好时就定下；以前建的活动没有，为空"},
    )
    seed = fields.String(
        allow_none=True, metadata={"description": "抽题种子，活动结束后公布；凭它可以重算每份试卷"}
    )


class QuizList(Reply):
    items = fields.List(fields.Nested(QuizSchema))
    next = following()


class QuizListArgs(Schema):
    open = fields.Boolean(load_default=False, metadata={"description": "只列正在进行的"})
    limit = Whole(least=1, most=100, load_default=50, metadata={"description": "每页条数"})
    cursor = Text(most=200, metadata={"description": "上一页给出的 next"})


class OptionSchema(Reply):
    id = fields.String(metadata={"description": "本次作答专用的选项编号", "example": "k7m2xp"})
    text = fields.String(metadata={"description": "选项文字"})


class OpenQuestionSchema(Reply):
    number = fields.Integer(metadata={"description": "题号，从 1 起", "example": 1})
    kind = Word(*KINDS, metadata={"description": "题型", "example": "single"})
    stem = fields.String(metadata={"description": "题干", "example": "五四运动爆发于哪一年？"})
    options = fields.List(fields.Nested(OptionSchema), metadata={"description": "单选、多选、排序的选项"})
    left = fields.List(fields.Nested(OptionSchema), metadata={"description": "连线题左栏"})
    right = fields.List(fields.Nested(OptionSchema), metadata={"description": "连线题右栏"})
    gaps = fields.Integer(metadata={"description": "填空题的空数"})
    seconds = fields.Integer(allow_none=True, metadata={"description": "本题时限（秒），空为不限"})


class NumberedResponse(Reply):
    number = fields.Integer(metadata={"description": "题号", "example": 1})
    response = Response(metadata={"description": "本人的答案"})


class OpenAttemptSchema(Reply):
    id = fields.String(metadata={"description": "作答编号"})
    quiz_id = fields.String(metadata={"description": "活动编号"})
    state = Word("open", metadata={"description": "未交卷"})
    started_at = fields.String(metadata={"description": "开始时间"})
    expires_at = fields.String(metadata={"description": "截止时间"})
    server_time = fields.String(metadata={"description": "服务器现在的时间，倒计时以此为准"})
    answered = fields.List(fields.Integer(), metadata={"description": "已答的题号", "example": [1, 2]})
    responses = fields.List(
        fields.Nested(NumberedResponse), metadata={"description": "本人已保存的答案，换设备后据此继续"}
    )
    total = fields.Integer(metadata={"description": "总题数"})
    question_expires_at = fields.String(
        allow_none=True, metadata={"description": "逐题限时的，当前题的截止时间"}
    )
    questions = fields.List(fields.Nested(OpenQuestionSchema), metadata={"description": "已开放的题"})


class RulingSchema(Reply):
    """What editors have ruled on a question after it was asked."""

    verdict = Word(
        *("correct", "void"),
        metadata={"description": "correct 参考答案已更正，void 题目已作废", "example": "correct"},
    )
    key = Response(allow_none=True, metadata={"description": "更正后的正确答案，作废的为空"})
    sentence = fields.String(metadata={"description": "给答题人看的说明"})
    explanation = fields.String(metadata={"description": "更正后的解析，没有改则为空文字"})
    reason = fields.String(metadata={"description": "编辑写的理由"})


class FeedbackSchema(Reply):
    correct = fields.Boolean(metadata={"description": "是否全对，有裁定的以裁定为准"})
    key = Response(metadata={"description": "出题时的正确答案"})
    explanation = fields.String(metadata={"description": "解析"})
    source = fields.String(metadata={"description": "出处"})
    ruling = fields.Nested(
        RulingSchema, allow_none=True, metadata={"description": "对这道题的裁定，没有则为空"}
    )


class ReviewedQuestionSchema(OpenQuestionSchema, FeedbackSchema):
    response = Response(allow_none=True, metadata={"description": "本人的答案，空为未答"})
    score = fields.Integer(metadata={"description": "得分（十分之一分）"})
    worth = fields.Integer(metadata={"description": "满分（十分之一分）"})


class ResultSchema(Reply):
    attempt_id = fields.String(metadata={"description": "作答编号"})
    quiz_id = fields.String(metadata={"description": "活动编号"})
    state = Word("finished", metadata={"description": "已交卷"})
    score = fields.Integer(metadata={"description": "得分（十分之一分）", "example": 400})
    max_score = fields.Integer(metadata={"description": "满分（十分之一分）", "example": 500})
    correct = fields.Integer(metadata={"description": "答对题数"})
    questions = fields.Integer(metadata={"description": "题数"})
    duration_ms = fields.Integer(metadata={"description": "用时（毫秒，以服务器为准）"})
    points_awarded = fields.Integer(metadata={"description": "获得积分"})
    personal_best = fields.Boolean(metadata={"description": "是否本人在此活动中的最好成绩"})
    finished_at = fields.String(metadata={"description": "交卷时间"})
    review_at = fields.String(allow_none=True, metadata={"description": "解析何时公布，已公布则为空"})
    review = fields.List(
        fields.Nested(ReviewedQuestionSchema),
        allow_none=True,
        metadata={"description": "逐题解析，未公布则为空"},
    )
    void = fields.Nested(
        VoidSchema, allow_none=True, metadata={"description": "作答被作废的情况，没有则为空"}
    )


class AnswerArgs(Schema):
    response = Response(required=True)


class AnswerReply(Reply):
    number = fields.Integer(metadata={"description": "题号"})
    state = Word(
        "saved", "locked", metadata={"description": "saved 已保存，locked 已锁定", "example": "saved"}
    )
    feedback = fields.Nested(
        FeedbackSchema, allow_none=True, metadata={"description": "当场公布时的对错和解析"}
    )


class SubmissionArgs(Schema):
    answers = Answers(load_default=list)


class DrawArgs(Schema):
    count = Whole(least=1, most=200, required=True, metadata={"description": "抽几题", "example": 20})
    score = Whole(least=1, most=1000, load_default=100, metadata={"description": "每题几个十分之一分"})
    banks = fields.List(
        Text(most=40), required=True, metadata={"description": "题库编号", "example": ["jinshui-study"]}
    )
    kinds = fields.List(Text(most=12), load_default=list, metadata={"description": "题型，空为不限"})
    topics = fields.List(Text(most=60), load_default=list, metadata={"description": "专题，空为不限"})
    difficulties = fields.List(
        Whole(least=1, most=3), load_default=list, metadata={"description": "难度，空为不限"}
    )


class RulesArgs(Schema):
    """What differs from the preset."""

    questions = Whole(least=1, most=200)
    seconds_per_question = Whole(least=1, most=3600, allow_none=True)
    seconds_total = Whole(least=1, most=86400, allow_none=True)
    tries_per_day = Whole(least=1, most=1000, allow_none=True)
    tries_total = Whole(least=1, most=1000, allow_none=True)
    counts = Word(*COUNTS)
    first_k = Whole(least=1, most=100)
    feedback = Word(*FEEDBACK)
    partial = fields.Boolean()  # type: ignore[assignment]
    speed_percent = Whole(least=0, most=25)
    pass_percent = Whole(least=0, most=100)


class Moment(fields.AwareDateTime):
    """RFC 3339 with an offset."""

    default_error_messages: Sentences = {
        "required": "必须填写。",
        "null": "不能为空。",
        "invalid": "应为带时区的时间，如 2026-11-24T09:00:00+08:00。",
        "invalid_awareness": "时间要带时区。",
        "format": "“{input}”不是时间。",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        moment = super()._deserialize(value, attr, data, **kwargs)
        if not 2000 <= moment.year <= 2200:
            raise ValidationError("时间应在 2000 年到 2200 年之间。")
        return moment


class QuizArgs(Schema):
    organization = Text(most=32, metadata={"description": "党组织编号，空为全区"})
    preset = Word(
        *PRESETS,
        required=True,
        metadata={"description": "以哪种活动为底", "example": "contest"},
    )
    title = Text(most=80, required=True, metadata={"description": "名称", "example": "金水区党史知识竞赛"})
    opens_at = Moment(
        required=True, metadata={"description": "开始时间", "example": "2026-11-24T09:00:00+08:00"}
    )
    closes_at = Moment(
        required=True, metadata={"description": "结束时间", "example": "2026-11-30T21:00:00+08:00"}
    )
    rules = fields.Nested(RulesArgs, load_default=dict, metadata={"description": "与底本不同的规则"})
    draw = fields.List(
        fields.Nested(DrawArgs),
        required=True,
        validate=validate.Length(min=1, max=50, error="应有 1 至 50 条抽题规则。"),
        metadata={"description": "抽题规则"},
    )
    same_for_all = fields.Boolean(load_default=False, metadata={"description": "是否所有人同一套题"})
    freezes_at = Moment(load_default=None, allow_none=True, metadata={"description": "封榜时间"})
    reveals_at = Moment(load_default=None, allow_none=True, metadata={"description": "揭榜时间"})


class AttemptLine(Reply):
    id = fields.String(metadata={"description": "作答编号"})
    quiz_id = fields.String(metadata={"description": "活动编号"})
    title = fields.String(metadata={"description": "活动名称", "example": "每日答题（11月24日）"})
    preset = Word(*PRESETS, metadata={"description": "活动类型", "example": "daily"})
    state = Word(
        "open", "finished", metadata={"description": "open 未交卷，finished 已交卷", "example": "finished"}
    )
    started_at = fields.String(metadata={"description": "开始时间"})
    finished_at = fields.String(allow_none=True, metadata={"description": "交卷时间，未交卷为空"})
    score = fields.Integer(allow_none=True, metadata={"description": "得分（十分之一分）"})
    max_score = fields.Integer(allow_none=True, metadata={"description": "满分（十分之一分）"})
    questions = fields.Integer(allow_none=True, metadata={"description": "题数"})
    duration_ms = fields.Integer(allow_none=True, metadata={"description": "用时（毫秒）"})
    points_awarded = fields.Integer(allow_none=True, metadata={"description": "所得积分"})


class AttemptList(Reply):
    items = fields.List(fields.Nested(AttemptLine))
    next = following()


class AttemptListArgs(Schema):
    quiz = Text(most=40, metadata={"description": "只看这个活动的"})
    limit = Whole(least=1, most=100, load_default=20, metadata={"description": "每页条数"})
    cursor = Text(most=200, metadata={"description": "上一页给出的 next"})
