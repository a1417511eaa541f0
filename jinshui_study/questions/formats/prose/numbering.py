"""Which lines begin a question: those whose numbers count up, told from all others that begin with a number."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITED, BARE, BRACKETED, CHINESE = "delimited", "bare", "bracketed", "chinese"

WINDOW = 24
"""How many candidates may be passed over between two questions."""
DEAREST = 9.0
"""A detour that costs more than this is not followed any further."""

_LEAD = r"\s*(?:[★☆▲△●■◆◇※*•·▪]\s*)*"
_VERDICT = r"[A-OＡ-Ｏ,，、\s]{1,12}|[√×✓✔✗✘ⅹxX对错TF]|正确|错误"
_ANSWERED = rf"(?:[（(【\[]\s*(?P<answer>{_VERDICT})\s*[）)】\]]\s*(?=[（(]?\d))?"
_NAMED = r"(?:题目|试题|问题|Q|NO\.?|题)\s*(?P<named>\d{1,4})"
_WORDED = rf"(?:第\s*(?P<worded>\d{{1,4}})\s*[题道]|{_NAMED})\s*[、.．:：,，)）]?"
_BOXED = r"[【\[]\s*(?P<boxed>\d{1,4})\s*[】\]]\s*[、.．]?"
_BRACKETS = rf"[（(〔]\s*(?P<bracketed>\d{{1,4}})\s*[）)〕]\s*[、.．]?|{_BOXED}"
_YEAR = r"(?:1[89]|20)\d\d\s*年"
_DATED = rf"(?:{_YEAR}|\d{{1,2}}\s*(?:月|世纪)|\d\.\d)"
"""What a stem may begin with although it is a figure."""
_DELIMITER = (
    rf"(?P<number>\d{{1,4}})\s?(?:[、．.]{{1,2}}|[:：)）](?:(?!\d)|(?={_DATED}.{{8}}))"
    rf"|[,，](?!\d{{3}}(?!\d)))(?![、．.])"
)
_BARE = (
    r"(?P<bare>\d{1,4})(?:\t\s*|\s+(?![年月\d.]|日(?![军本寇伪]))"
    r"|(?=[\u4e00-\u9fff《“‘（(【])(?![年月号时分点个]|日(?![军本寇伪]))"
    rf"|\s+(?={_DATED})|(?={_YEAR}))"
)
_GLUED_YEAR = re.compile(rf"\s*(\d{{1,3}}?)({_YEAR}|(?:19|2[01])世纪)")
_PATTERN = re.compile(
    rf"{_LEAD}(?:{_ANSWERED}(?:{_WORDED}|{_BRACKETS}|{_DELIMITER})|{_BARE})\s*", re.IGNORECASE
)
_HAN = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100}
_CHINESE = re.compile(r"\s*([一二三四五六七八九十百零]{1,6})\s*[、.．]\s*")


@dataclass(frozen=True)
class Number:
    """A number at the start of a line: its value, how it is written and where the text behind it begins.

    `answer` is what stood in a bracket before the number.
    """

    value: int
    manner: str
    end: int
    answer: str = ""


@dataclass(frozen=True)
class Candidate:
    """A line that may begin a question.

    `run` counts the headings before it; `has_signs` says whether options, an answer or an empty bracket follow
    before the next candidate.
    """

    line: int
    number: Number
    run: int
    has_signs: bool


def number_of(text: str) -> Number | None:
    """The number a line begins with, or None."""
    glued = _GLUED_YEAR.match(text)
    if glued is not None and glued[1]:
        return Number(int(glued[1]), BARE, glued.start(2))
    match = _PATTERN.match(text)
    if match is None:
        chinese = _CHINESE.match(text)
        return None if chinese is None else Number(_value_of(chinese[1]), CHINESE, chinese.end())
    answer = match["answer"] or ""
    for name, manner in _MANNERS:
        if match[name]:
            return Number(int(match[name]), manner, match.end(), answer)
    return None


def _value_of(text: str) -> int:
    """`二十一` as 21, up to 999."""
    value = digit = 0
    for sign in text:
        if sign in _UNITS:
            value += max(digit, 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _HAN.index(sign)
    return value + digit


_MANNERS = (
    ("worded", DELIMITED),
    ("named", DELIMITED),
    ("number", DELIMITED),
    ("bracketed", BRACKETED),
    ("boxed", BRACKETED),
    ("bare", BARE),
)


def starts(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that begin questions: the cheapest way through them all.

    A number that follows the one before costs nothing, leaps and returns cost more than leaving out a line
    that shows no sign of a question.
    """
    if not candidates:
        return []
    values, losses = _worth(candidates)
    best: list[float] = []
    before: list[int] = []
    for index, candidate in enumerate(candidates):
        score, previous = _opening(candidate, index, losses), -1
        passed = 0.0
        for earlier in range(index - 1, max(-1, index - 1 - WINDOW), -1):
            step = _step(candidates[earlier], candidate)
            if best[earlier] + step - passed > score:
                score, previous = best[earlier] + step - passed, earlier
            if step == PERFECT and not passed:
                break
            passed += losses[earlier]
            if passed > DEAREST:
                break
        best.append(score + values[index])
        before.append(previous)
    return _way(candidates, best, before, losses)


PERFECT = 2.0


def _way(
    candidates: Sequence[Candidate], best: list[float], before: list[int], losses: list[float]
) -> list[Candidate]:
    rest = 0.0
    end, highest = -1, 0.0
    for index in range(len(candidates) - 1, max(-1, len(candidates) - 1 - WINDOW), -1):
        if best[index] - rest > highest:
            end, highest = index, best[index] - rest
        rest += losses[index]
    chosen = []
    while end >= 0:
        chosen.append(candidates[end])
        end = before[end]
    return chosen[::-1]


def _opening(candidate: Candidate, index: int, losses: list[float]) -> float:
    """The score of a way that begins here, with all before it left out."""
    passed = sum(losses[max(0, index - WINDOW) : index]) + (DEAREST if index > WINDOW else 0)
    return (PERFECT if candidate.number.value == 1 else -0.5) - passed


def _worth(candidates: Sequence[Candidate]) -> tuple[list[float], list[float]]:
    """What each is worth by itself, and what leaving it out costs.

    One without signs is worth little where others of its run have them; one that is numbered in another manner
    than most costs little to leave out.
    """
    signed: Counter[int] = Counter()
    total: Counter[int] = Counter()
    manners: Counter[str] = Counter(
        candidate.number.manner for candidate in candidates if candidate.has_signs
    )
    for candidate in candidates:
        if candidate.number.manner not in (BRACKETED, CHINESE):
            total[candidate.run] += 1
            signed[candidate.run] += candidate.has_signs
    usual = max(manners, key=lambda manner: manners[manner], default=DELIMITED)
    values = [_value(one, usual, signed[one.run] * 3 > total[one.run]) for one in candidates]
    losses = [
        (2.5 if one.number.manner in (usual, DELIMITED) else 0.5) if one.has_signs else 0.1
        for one in candidates
    ]
    return values, losses


def _value(candidate: Candidate, usual: str, others_have_signs: bool) -> float:
    manner = candidate.number.manner
    if candidate.has_signs:
        return 3.0 if manner == DELIMITED else 2.5 if manner == usual else 1.5
    if others_have_signs:
        return -1.7
    return 1.0 if manner == DELIMITED else -1.0


def _step(earlier: Candidate, later: Candidate) -> float:
    """How well a number goes with the one chosen before it."""
    gap = later.number.value - earlier.number.value
    is_new_run = earlier.run != later.run
    if gap == 1 or (is_new_run and later.number.value == 1):
        step = PERFECT
    elif later.number.manner == BARE and not (later.number.value == 1 and later.has_signs):
        return -6.0
    elif is_new_run or later.number.value == 1:
        step = -1.5
    elif gap > 1:
        step = -1.0 if gap <= 4 else -2.5
    elif gap == 0:
        step = -6.0 if BARE in (earlier.number.manner, later.number.manner) else -1.5
    else:
        step = -4.0
    return step - _change(earlier.number.manner, later.number.manner, is_new_run)


def _change(earlier: str, later: str, is_new_run: bool) -> float:
    """What another way of writing the number costs."""
    if earlier == later:
        return 0.0
    if BRACKETED in (earlier, later) or CHINESE in (earlier, later):
        return 0.5 if is_new_run else 2.5
    return 0.0 if is_new_run else 0.3
