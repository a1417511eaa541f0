"""The words that head the columns of a table of questions, or name the fields of a JSON question."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

NUMBER = "number"
CODE = "code"
KIND = "kind"
STEM = "stem"
OPTIONS = "options"
OPTION = "option"
ANSWER = "answer"
ANSWER_PART = "answer_part"
EXPLANATION = "explanation"
DIFFICULTY = "difficulty"
CHAPTER = "chapter"
TAGS = "tags"
SOURCE = "source"
LEFT = "left"
RIGHT = "right"
IGNORED = "ignored"

LONGEST_HEAD = 120


class Head(NamedTuple):
    """What a header word means: the field, and the place of an option or of one of several answers.

    Of two columns for one field that with the lower `rank` is meant.
    """

    field: str
    place: int = 0
    rank: int = 0


_PREFIXES = ("试题", "题目", "问题", "考题", "习题", "本题", "question")

_WORDS = """
number: 序号 题号 行号 号 no num index seq order 序列 顺序 试题序号 题序 题目序号 排序号 # number
number: questionno questionnumber sn
code: code 编号 编码 试题编码 试题代码 题目代码 id uid uuid qid 题id 题目id 试题id 唯一编号
kind: 题型 试题类型 题目类型 类型 类型名称 题类 题目题型 试题题型 题型名称 试题题型名称 题型分类 kind type
kind: questiontype qtype typename 类别 种类 题目种类 试题种类 试题类别 题目类别
stem: 题干 试题题干 题目题干 题干内容 试题题目 题干描述 题目描述 问题描述 试题描述 题干信息 stem
stem: questionstem 题目内容 问题内容 试题内容 考题内容 题目正文 试题正文 试题名称 题目名称 问题名称 题干文字
stem: 题面 questiontext questioncontent questiontitle questionname questiondescription 题目 问题 试题 考题
stem: 习题 题 题文 question questions q content 内容 正文 标题 名称 描述 title text name desc description
stem: body problem prompt 大题题干 题目及选项 题干及选项 试题及选项 题目与选项 题目和选项 题干和选项
stem: 题目内容及选项 试题内容及选项 题目含选项
options: 选项 备选项 备选答案 候选项 候选答案 选择项 答案选项 选项内容 可选项 备选 选项列表 全部选项
options: 所有选项 选项信息 选项描述 options option choices choice items opts optionlist selections
options: answeroptions 供选答案 题支 各选项
answer: 正确答案 正确选项 标准答案 答案 参考答案 正答 正确答案内容 答案内容 正确项 答案项 正解 答题答案
answer: 试题正确答案 答案字母 判断答案 填空答案 选择答案 客观题答案 answer answers correct correctanswer
answer: correctanswers rightanswer key answerkey correctoption correctoptions rightoption rightkey solution
answer: ans correctchoice standardanswer trueanswer correctindex answerindex
answer: correctoptionindex correctanswerindex 参考答案要点 得分答案 对错 是否正确 判断 判断结果 正误 是非
explanation: 解析 答案解析 题目解析 试题解析 提示 答案说明 解释 分析 详解 试题分析 解题思路 答题解析
explanation: 解析说明 答案详解 题目详解 解答 答案解释 解析内容 题解 知识点解析 explanation analysis explain
explanation: rationale feedback hint explanations answeranalysis parse comment answerexplanation reason
explanation: 考点解析 explains
difficulty: 难度 难易度 题目难度 难易程度 试题难度 难度等级 难度系数 难度级别 难易 难度值 难度程度
difficulty: difficulty level difficultylevel diff degree hardness
chapter: 章节 所属章节 章节名称 专题 所属专题 目录 所属目录 试题目录 章 单元 模块 所属模块 科目 所属科目
chapter: 课程 所属课程 主题 知识模块 知识板块 板块 分类 试题分类 题目分类 所属分类 知识类别 知识分类
chapter: 题库分类 分类名称 一级目录 二级目录 一级分类 知识点 所属知识点 考点 知识点名称 考核知识点
chapter: 考察知识点 所属题库 题库名称 题库 归属题库 所属类别 chapter topic section unit subject catalog
chapter: catalogue folder module knowledge knowledgepoint knowledgepoints category bank course 学科 领域
chapter: 范围 考试范围 篇章 部分
tags: 标签 关键词 关键字 试题标签 题目标签 tag tags keyword keywords label labels 标记
source: 出处 来源 依据 出题依据 命题依据 参考依据 试题来源 题目来源 题目出处 来源依据 出题来源 答案出处
source: 答案依据 法规依据 参考资料 参考文献 文件依据 教材出处 资料来源 答案来源 出题出处 试题出处 source
source: reference references origin basis ref
left: 左栏 左列 左项 左侧 左边 连线左 左选项 left lefts prompts premises premise
right: 右栏 右列 右项 右侧 右边 连线右 右选项 right rights responses matches response
ignored: 分值 分数 得分 本题分值 每题分值 题目分值 试题分值 默认分值 总分 成绩 score scores point points
ignored: mark marks 备注 说明 注 note notes remark remarks 出题人 命题人 审核人 作者 录入人 创建人 单位
ignored: 出题单位 命题单位 部门 author creator 图片 题干图片 题目图片 附件 image images picture img 音频
ignored: 视频 状态 state status 创建时间 更新时间 时间 日期 出题时间 选项数 选项个数 选项数量 optioncount
ignored: 答案个数 答案数 空数 答题时间 时长 限时 timelimit time 是否启用 是否乱序 是否必答 错误率 正确率
ignored: 使用次数 版本 年份 语言 适用岗位 岗位 专业 工种 等级 使用范围 审核状态 你的答案 我的答案 考生答案
ignored: 作答 useranswer youranswer 小题题型 小题题干 错误原因 原文 原文位置 校验码 固定末位
"""
"""The words of each field, those that mean it most surely first."""

_PLAIN = frozenset(["说明", "描述", "内容", "名称", "备注", "信息"])
"""Words that say of a column only that something is written in it."""

_NUMERALS = {word: index for index, word in enumerate("一二三四五六七八九十")}
_ONE = r"(?P<at>[a-o]|1[0-9]|[1-9]|[一二三四五六七八九十])"
_OPTION_WORDS = (
    "选项|备选项|备选答案|候选项|选择项|选择|备选|选支|题支|可选项|答案选项|option|opt|choice|item|选"
)
_OPTION = re.compile(
    rf"(?:(?:试题|题目|问题)?(?:{_OPTION_WORDS}):?{_ONE}(?:项|内容|选项|文字|描述|text|content)?"
    rf"|(?P<letter>[a-o])(?:\.|、)?(?:选项|项|选项内容|选择项|option)?"
    rf"|第?(?P<ordinal>[一二三四五六七八九十]|[1-9])(?:个|号)?(?:选项|选择项|备选项))"
)
_ANSWER_PART = re.compile(
    rf"(?:(?:正确|参考|标准|填空)?答案|空格?|answer|ans|blank|第(?=.{{1,2}}空)){_ONE}(?:个?空)?(?:答案)?"
)
_BRACKETS = re.compile(r"[(（【\[<〔「{][^()（）【】\[\]<>〔〕「」{}]*[)）】\]>〕」}]")
_MARKS = re.compile(r"[\s*_\-()（）【】\[\]<>〔〕「」{}\"'“”★☆●▲.。]|必填项?|选填项?|非必填|\(?required\)?")
_AND_MORE = re.compile("[,;/|:\n]| - ")
_NOTE = re.compile(
    "必填|选填|可空|可不填|隔开|分隔|分开|填写|请填|输入|不超过|字以内|个字|最多|例如|示例|格式|下拉|max|choose|least"
)
_HIDDEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


def _dictionary() -> dict[str, Head]:
    """Every word with each prefix, the words as they stand winning over those made up."""
    listed = [line.split() for line in _WORDS.strip().splitlines()]
    words = [(field.rstrip(":"), name) for field, *names in listed for name in names]
    heads = {name: Head(field, 0, rank) for rank, (field, name) in enumerate(words)}
    made = {prefix + name: head for name, head in heads.items() for prefix in _PREFIXES}
    return {**made, **heads}


_HEADS = _dictionary()


def head_of(text: str) -> Head | None:
    """What a header cell or a key means; None for other text. Stars, brackets, width, case, blanks don't matter."""
    return _head_of(text) if text and len(text) <= LONGEST_HEAD else None


@lru_cache(maxsize=4096)
def _head_of(text: str) -> Head | None:
    folded = unicodedata.normalize("NFKC", text).translate(_HIDDEN).lower()
    return _word(folded) or _word(_BRACKETS.sub("", folded)) or _with_note(folded)


def _with_note(folded: str) -> Head | None:
    """A word that is followed by how to fill in (`答案：多选用逗号隔开`), or by another word (`题干/题目`)."""
    name, *rest = _AND_MORE.split(folded.strip("*: \n"), maxsplit=1)
    if rest and (_NOTE.search(rest[0]) or _MARKS.sub("", rest[0]) in _HEADS):
        return _word(_BRACKETS.sub("", name))
    return None


def _word(text: str) -> Head | None:
    bare = _MARKS.sub("", text).strip(":")
    return _HEADS.get(bare) or _numbered(bare) or _described(bare)


def _described(bare: str) -> Head | None:
    """`出处说明`: the word for a source or an explanation before one that adds nothing, or another for the same."""
    for end in range(2, len(bare) - 1):
        first, second = _HEADS.get(bare[:end]), bare[end:]
        if first is None or first.field not in (SOURCE, EXPLANATION) or second not in _HEADS:
            continue
        if second in _PLAIN or _HEADS[second].field == first.field:
            return first
    return None


def _numbered(bare: str) -> Head | None:
    match = _OPTION.fullmatch(bare)
    if match is not None:
        return Head(OPTION, _place(match["at"] or match["letter"] or match["ordinal"]))
    match = _ANSWER_PART.fullmatch(bare)
    return None if match is None else Head(ANSWER_PART, _place(match["at"]))


def _place(mark: str) -> int:
    """`c`, `3` and `三` as 2."""
    if mark in _NUMERALS:
        return _NUMERALS[mark]
    return int(mark) - 1 if mark.isdigit() else ord(mark) - ord("a")
