"""Fields of a question that are named where they stand: `答案：B`, `【解析】…`, `难度：易`."""

import re
from dataclasses import dataclass
from functools import lru_cache

ANSWER = "answer"
EXPLANATION = "explanation"
DIFFICULTY = "difficulty"
CHAPTER = "chapter"
SOURCE = "source"
SCORE = "score"
"""Points, and what somebody else answered: nothing a bank keeps."""
KIND = "kind"
STEM = "stem"
OPTIONS = "options"

_NAMES = {
    ANSWER: r"(?:本题|正确|参考|标准|试题|题目)?答\s{0,4}案(?:选项)?|正确选项|正确项|answer|ans|key",
    EXPLANATION: (
        r"(?:答案|试题|题目|本题|参考|名师)?(?:解\s{0,4}析|详解)|答案(?:解释|说明|分析)|解释|试题分析|点评|explanation"
    ),
    DIFFICULTY: "(?:试题|题目)?(?:难度|难易度|难易程度|难度系数|难度等级)",
    CHAPTER: "知识点|考点|考查点|所属章节|章节|所属题库|题目分类|分类|标签|专题",
    SOURCE: "(?:试题|题目|答案|解析)?(?:来源|出处)|文献依据|答案依据|依据",
    SCORE: "(?:试题|题目|本题)?(?:分值|分数|得分)|(?:您|你|我|考生|学员|学生|用户)的?(?:答案|选择|作答|答题)",
    KIND: "(?:试题|题目)?(?:题型|类型)",
    STEM: "题干|题目内容|试题内容|题目|问题|试题",
    OPTIONS: "(?:备选)?(?:选项|答案选项|备选项)",
}
_LOOSE = {EXPLANATION: "|分析|提示|说明|解答", ANSWER: "|答"}
"""Names that count only where they begin a line."""

CACHED = 4096
"""Lines are looked at several times, close together."""

_OPEN, _CLOSE = r"[【\[（(〔［]", r"[】\]）)〕］]"
_FIELDS = {
    field: re.compile(f"(?:{names}{_LOOSE.get(field, '')})", re.IGNORECASE) for field, names in _NAMES.items()
}
_ALL = "|".join(_NAMES.values())
_LOOSE_ALL = _ALL + "".join(_LOOSE.values())
_AT_START = re.compile(
    rf"\s*(?:[*•●·▪-]\s*)?(?:{_OPEN}\s*(?P<boxed>{_LOOSE_ALL})\s*{_CLOSE}\s*[:：]?|(?P<plain>{_LOOSE_ALL})\s*[:：])\s*",
    re.IGNORECASE,
)
_VERDICT = r"[A-OＡ-Ｏ√×✓✔✗✘对错](?:[\s,，、。A-OＡ-Ｏ]|$)"
_ANSWER_AT_START = re.compile(
    rf"\s*(?:(?:正确|参考|标准)?答案|正确选项)(?:\s*[是为]\s*(?:[:：]\s*|(?={_VERDICT}))|\s*(?={_VERDICT})|\s+(?=[^\s。？?]{{1,40}}\s*$))"
)
_SURE = f"{_NAMES[ANSWER]}|{_NAMES[EXPLANATION]}|{_NAMES[SCORE]}"
_AFTER_BREAK = "|".join(_NAMES[field] for field in (DIFFICULTY, CHAPTER, SOURCE))
_INLINE = re.compile(
    rf"\s*(?:[【\[［]\s*(?P<boxed>{_SURE}|{_AFTER_BREAK}|分析)\s*[】\]］]\s*[:：]?"
    rf"|[（(]\s*(?P<round>{_SURE}|{_AFTER_BREAK})\s*[）)]\s*[:：]"
    rf"|(?P<sure>{_SURE})\s*[:：]|(?<=[\s。；;，,.）)】\]])(?P<plain>{_AFTER_BREAK})\s*[:：])\s*",
    re.IGNORECASE,
)
_ENCLOSED = re.compile(
    r"[（(【\[]\s*(?:正确|参考|标准)?答案\s*[:：]\s*([^（()）【】\[\]]{1,200})[）)】\]]\s*[。.]?\s*$"
)
_BOXED = re.compile(
    r"\s*(?:正确|参考|标准)?答\s?案\s*[是为]?\s*[:：]?\s*[【\[]\s*([^【】\[\]]{1,200})[】\]]\s*[。.]?\s*"
)

_MAY_END = re.compile(r"[:：】］\])）]|^\s*(?:正确|参考|标准)?答案|^\s*正确选项")
_MAY_HOLD = re.compile(
    r"答|解\s{0,4}析|详解|解释|分析|点评|难度|难易|知识点|考点|考查点|章节|题库|分类|标签|专题|来源|出处|依据|分值|分数|得分|选择|作答|题型|类型|题干|题目|问题|试题|选项|备选|正确项|说明|提示"
    r"|answer|ans|key|explanation",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Part:
    """A piece of a line: the field it belongs to (empty for none) and its text."""

    field: str
    text: str


@lru_cache(CACHED)
def parts_of(line: str) -> tuple[Part, ...]:
    """The line cut at its labels; the part before the first label, if any, has no field."""
    if not _MAY_END.search(line) or not _MAY_HOLD.search(line):
        return (Part("", line),)
    enclosed = _ENCLOSED.search(line)
    if enclosed is not None:
        before = line[: enclosed.start()]
        answer = Part(ANSWER, enclosed[1].strip())
        return (Part("", before), answer) if before.strip() else (answer,)
    parts: list[Part] = []
    boxed = _BOXED.fullmatch(line)
    if boxed is not None:
        return (Part(ANSWER, boxed[1].strip()),)
    label = _label_at_start(line)
    field, at = label if label is not None else ("", 0)
    for match in _INLINE.finditer(line, at):
        before = line[at : match.start()]
        if before.strip() or field:
            parts.append(Part(field, before.strip() if field else before))
        field, at = _field_of(next(filter(None, match.groups()))), match.end()
    parts.append(Part(field, line[at:].strip() if field else line[at:]))
    return tuple(parts)


def _label_at_start(line: str) -> tuple[str, int] | None:
    match = _AT_START.match(line)
    if match is not None:
        return _field_of(match["boxed"] or match["plain"]), match.end()
    match = _ANSWER_AT_START.match(line)
    return None if match is None else (ANSWER, match.end())


def _field_of(name: str) -> str:
    return next(field for field, pattern in _FIELDS.items() if pattern.fullmatch(name))
