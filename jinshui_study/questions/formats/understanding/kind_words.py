"""The words people write for a kind of question, and what they mean."""

import re
from functools import lru_cache

from jinshui_study.questions import kinds

CHOICE = "choice"
"""One key or several: the answer tells."""
SUBJECTIVE = "subjective"

_ENGLISH = {
    "single": kinds.SINGLE,
    "single_choice": kinds.SINGLE,
    "singlechoice": kinds.SINGLE,
    "radio": kinds.SINGLE,
    "multiple": kinds.MULTIPLE,
    "multiple_choice": CHOICE,
    "multiplechoice": CHOICE,
    "multi": kinds.MULTIPLE,
    "multichoice": CHOICE,
    "checkbox": kinds.MULTIPLE,
    "choice": CHOICE,
    "true_false": kinds.TRUE_FALSE,
    "truefalse": kinds.TRUE_FALSE,
    "tf": kinds.TRUE_FALSE,
    "judge": kinds.TRUE_FALSE,
    "judgement": kinds.TRUE_FALSE,
    "judgment": kinds.TRUE_FALSE,
    "blank": kinds.BLANK,
    "fill": kinds.BLANK,
    "fill_blank": kinds.BLANK,
    "fill_in_the_blank": kinds.BLANK,
    "ordering": kinds.ORDERING,
    "order": kinds.ORDERING,
    "sort": kinds.ORDERING,
    "matching": kinds.MATCHING,
    "match": kinds.MATCHING,
    "essay": SUBJECTIVE,
    "short_answer": SUBJECTIVE,
    "shortanswer": SUBJECTIVE,
    "subjective": SUBJECTIVE,
}

_CHINESE = (
    (
        "简答|简述|问答|主观|材料|论述|论文|名词解释|辨析|案例|分析题|计算题|作文|写作|思考题|解答题|综合题|应用题|操作题",
        SUBJECTIVE,
    ),
    ("不定项|单选或多选|单多选", CHOICE),
    ("多项选择|多项|多选|复选", kinds.MULTIPLE),
    ("单项选择|单项|单选", kinds.SINGLE),
    ("判断|是非|正误|对错题|辨别题", kinds.TRUE_FALSE),
    ("填空", kinds.BLANK),
    ("排序|顺序题|排列题", kinds.ORDERING),
    ("连线|匹配|配对|连连看", kinds.MATCHING),
    ("选择", CHOICE),
)
_WORDS = tuple((re.compile(pattern), meaning) for pattern, meaning in _CHINESE)

TYPE = (
    r"(?:(?:单项|多项|不定项|单|多)?选择|单选或多选|单选|单项|多选|多项|复选|不定项|判断(?:对错|正误|是非|改错)?|判断说理|是非|正误|对错"
    r"|填空|排序|顺序|排列|连线|匹配|配对|简答|简述|问答|主观|材料(?:分析)?|论述|名词解释|辨析|案例(?:分析)?|分析|计算|作文|写作"
    r"|思考|解答|综合|应用|操作)"
)
"""A pattern for the word itself; most are written with 题 after it."""


@lru_cache(1024)
def meaning_of(word: str) -> str:
    """One of `kinds.KINDS`, CHOICE, SUBJECTIVE, or empty for a word that names no kind.

    Where a word names two kinds (`单选题与多选题`) either may be meant: CHOICE, or empty.
    """
    known = _ENGLISH.get(re.sub(r"[\s-]+", "_", word.strip().lower()))
    if known is not None:
        return known
    found = []
    rest = word
    for pattern, meaning in _WORDS:
        if pattern.search(rest):
            found.append(meaning)
            rest = pattern.sub("", rest)
    objective = [meaning for meaning in found if meaning != SUBJECTIVE] or found
    if len(set(objective)) == 1 or objective[1:] == [CHOICE]:
        return objective[0]
    return CHOICE if set(objective) == {kinds.SINGLE, kinds.MULTIPLE} else ""
