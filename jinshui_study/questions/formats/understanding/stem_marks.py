"""What writers put around a stem: its number, its kind and score, who set it, and the answer in its bracket."""

import re
from dataclasses import dataclass, field

from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.understanding import answer_notation, cleaning, gaps, kind_words
from jinshui_study.questions.formats.understanding.gaps import Bracket

_OPEN, _CLOSE = r"[（(【\[〔]", r"[）)】\]〕]"
_POINTS = r"\s*(?:[,，:：]?\s*\d{1,3}(?:\.\d+)?\s*分)?\s*"
_SCORE = rf"{_OPEN}\s*(?:本题|此题|每题|满分|分值[:：]?)*\s*\d{{1,3}}(?:\.\d+)?\s*分\s*{_CLOSE}"
_HEAD = re.compile(
    rf"\s*(?:{_OPEN}\s*(?P<kind>{kind_words.TYPE}题?){_POINTS}{_CLOSE}|{_SCORE}|(?P<word>{kind_words.TYPE}题)\s*[:：]\s*)"
    r"\s*[:：、.．]?\s*"
)
_LONE_KIND = (
    "(?:单项|多项|不定项)选择|单选|多选|不定项|判断(?:对错|正误|改错)?|填空|排序|连线|匹配|配对|简答|问答"
)
"""Words for a kind that stand behind a stem also without 题 and are no words of the stem."""
_TAIL = re.compile(
    rf"\s*(?:{_OPEN}\s*(?P<kind>{_LONE_KIND}|{kind_words.TYPE}题){_POINTS}{_CLOSE}|{_SCORE})"
    r"[^\S\n]*(?=[。.？?：:]?\s*$|\n)"
)
_WHO = (
    r"(?:出|命|供|编)题(?:人|者|单位|部门|支部)?|供稿(?:人|单位)?|(?:题目)?提供(?:人|者|单位)?|审核人?|作者"
)
_PROVENANCE = re.compile(
    rf"\s*{_OPEN}\s*(?:(?P<who>(?:{_WHO})\s*[:：][^（()）【】]{{1,60}}|[^（()）【】:：]{{2,20}}(?:出题|命题|供题|供稿))"
    rf"|(?:题目)?(?:来源|出处|选自|摘自|引自|依据)\s*[:：]\s*(?P<source>[^（()）【】]{{1,80}}))\s*{_CLOSE}(?:[^\S\n]+(?![AaＡａ]))?"
)
_NUMBER = re.compile(
    r"\s*(?:第\s*\d{1,4}\s*题\s*[:：、.．]?|\d{1,4}\s*[、．.](?=\s*(?:\d{4}\s*年|[^\d\s]))|[（(]\d{1,3}[）)](?=\S{4}))\s*"
)
_EXAMPLE = re.compile(
    rf"{_OPEN}[^（()）【】]{{0,10}}(?:示例|样例|例题)[^（()）【】]{{0,10}}删[^（()）【】]{{0,10}}{_CLOSE}"
)
_LETTERS = re.compile(r"[A-Oa-oＡ-Ｏａ-ｏ](?:[\s,，、;；/|｜和]*[A-Oa-oＡ-Ｏａ-ｏ])*")
_AT_END = re.compile(r"([（(【\[]\s*([^（()）【】\[\]]{1,10})\s*[）)】\]])\s*[。.，；？?!！]?\s*$")
_AT_START = re.compile(r"^\s*([（(【\[]\s*([^（()）【】\[\]]{1,2})\s*[）)】\]])")
_BEFORE_CORRECTION = re.compile(
    r"([（(【\[]\s*([√✓✔×✗✘ⅹ对错]|正确|错误)\s*[）)】\]])\s*[。.]?\s*(?=[（(【]|解析|改正|订正|正确|应|理由|原因|说明)"
)
_VERDICT = re.compile(
    r"\S\s*([√✓✔×✗✘ⅹ╳])\s*[。.]?\s*$|[。.！!？?”）)\s]\s*(?:答案?[:：]\s*)?([xXvVTF对错]|正确|错误)\s*[。.]?\s*$"
)


@dataclass
class Stem:
    """A stem without what stood around it."""

    text: str
    kind: str = ""
    source: str = ""
    tags: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def unwrapped(text: str) -> Stem:
    """The stem alone; number, kind, score and provenance taken off."""
    stem = Stem(cleaning.without_empty_lines(cleaning.unescaped(text)).strip("\n\t \u3000"))
    _take_provenance(stem)
    _take_tags(stem)
    number = _NUMBER.match(stem.text)
    if number is not None and len(stem.text) > number.end() and not _begins_list(number[0], stem.text):
        stem.removed.append(number[0].strip())
        stem.text = stem.text[number.end() :]
        _take_tags(stem)
    return stem


def _begins_list(number: str, text: str) -> bool:
    """Whether the number is the first of a list inside the stem."""
    digits = re.sub(r"\D", "", number)
    following = re.escape(number.strip().replace(digits, str(int(digits) + 1)))
    joint = "" if number.strip()[0] in "（(" else r"(?<=[\s；;，,。、：:])"
    return re.search(f"{joint}{following}", text) is not None


def _take_tags(stem: Stem) -> None:
    for pattern in (_HEAD, _HEAD, _TAIL, _TAIL):
        match = pattern.match(stem.text) if pattern is _HEAD else pattern.search(stem.text)
        if match is None:
            continue
        words = match.groupdict()
        stem.kind = stem.kind or words.get("kind") or words.get("word") or ""
        stem.removed.append(match[0].strip())
        stem.text = stem.text[: match.start()] + stem.text[match.end() :]


def _take_provenance(stem: Stem) -> None:
    while (match := _PROVENANCE.search(stem.text)) is not None:
        source = match["source"]
        if source:
            stem.source = stem.source or source.strip()
        else:
            stem.tags.append(match["who"].strip())
        stem.removed.append(match[0].strip())
        stem.text = stem.text[: match.start()] + stem.text[match.end() :]


def is_example(text: str) -> bool:
    """Whether a template's own example stands here (`【示例需删除】`)."""
    return _EXAMPLE.search(text) is not None


def lettered_brackets(stem: str, count: int) -> list[Bracket]:
    """Brackets of a choice's stem that hold letters of its options and nothing else."""
    brackets = [*gaps.filled(stem), *gaps.filled_lines(stem), *gaps.underlined(stem)]
    return [
        bracket
        for bracket in sorted(brackets, key=lambda found: found.start)
        if _holds_letters(bracket, stem, count)
    ]


def _letters_in(bracket: Bracket) -> list[str] | None:
    text = answer_notation.bare(bracket.text)
    return answer_notation.letters(text) if _LETTERS.fullmatch(text) else None


def _holds_letters(bracket: Bracket, stem: str, count: int) -> bool:
    letters = _letters_in(bracket)
    if not letters or len(set(letters)) < len(letters):
        return False
    is_last = not stem[bracket.end :].strip("。.？?，,：: \n")
    if any(LETTERS.index(letter) >= count for letter in letters):
        return is_last and len(letters) == 1
    return is_last or letters == sorted(letters)


def judged_bracket(stem: str) -> Bracket | None:
    """The bracket that holds nothing but the verdict: at the end, at the start, or before what puts it right."""
    for pattern in (_AT_END, _AT_START, _BEFORE_CORRECTION):
        match = pattern.search(stem)
        if match is not None and answer_notation.is_sure_judgement(answer_notation.bare(match[2])):
            return Bracket(match.start(1), match.end(1), match[2])
    return None


def verdict_at_end(stem: str) -> Bracket | None:
    """A verdict that simply ends the statement (`……。√`)."""
    match = _VERDICT.search(stem)
    return (
        None
        if match is None or match.lastindex is None
        else Bracket(match.start(match.lastindex), match.end(match.lastindex), match[match.lastindex])
    )


def emptied(stem: str, brackets: list[Bracket], form: str = gaps.ROUND) -> str:
    """The stem with empty brackets for these."""
    for bracket in reversed(brackets):
        stem = stem[: bracket.start] + form + stem[bracket.end :]
    return stem
