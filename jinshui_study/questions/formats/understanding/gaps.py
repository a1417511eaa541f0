"""Gaps of a stem: drawn as brackets, lines or blanks, kept as `____`; and brackets that wait for a letter."""

import re
from dataclasses import dataclass, replace

from jinshui_study.questions.kinds import GAP

UNDERLINE, UNDERLINE_END = "\ue000", "\ue001"
"""Around words underlined in Word: in a blank question they may be the answers, elsewhere they are just words."""

_LINES = frozenset("_＿﹍﹏ˍ")
_LINE = f"[{''.join(sorted(_LINES))}]"
_DRAWN = re.compile(
    rf"[（(]\s*{_LINE}*\s*[）)]|【\s*{_LINE}*\s*】|\[\s*{_LINE}*\s*\]"
    rf"|(?P<quoted>《\s*{_LINE}*\s*》|“\s*{_LINE}*\s*”|‘\s*{_LINE}*\s*’)"
    rf"|{_LINE}+(?:\s?(?:[（(]?\d{{1,2}}[)）]?|[①-⑳])\s?{_LINE}+|{_LINE})"
    r"|(?<!_)_(?: _(?!_))+"
)
_LONE = re.compile(
    rf"(?<![A-Za-z_]){_LINE}(?![A-Za-z_])|[—－﹘-]{{4,}}|\.{{6,}}|…{{3,}}|[（(]\s*\d{{1,2}}\s*[)）](?=[，。、；]|$)"
)
_BLANKS = re.compile("(?<=\\S)(?:[\xa0\u3000\u2002-\u200a]{2,}|[^\\S\n]{3,})(?=\\S)")
_TWO_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff，。《])[^\S\n]{2,}(?=[\u4e00-\u9fff，。》])")

_EMPTY_ROUND = re.compile(r"[（(]\s*[)）]")
_EMPTY_LINE = re.compile(rf"{_LINE}{{2,}}")
_WIDE_LINE = f"[{''.join(sorted(_LINES - {'_'}))}]"
_FILLED_LINE = re.compile(
    rf"(?<!{_LINE})(?:_{{1,3}}|{_WIDE_LINE}{{1,2}})(?!{_LINE})\s*([^\s，。；、,;：:_＿﹍﹏ˍ][^\s_＿﹍﹏ˍ]{{0,29}}?)\s*{_LINE}+"
)
_BETWEEN_GAPS = frozenset("年月日时分次届个条项名人种类号的和与及或至到、，；。,;—-~～")
_UNDERLINED = re.compile(f"{UNDERLINE}([^{UNDERLINE}{UNDERLINE_END}]*){UNDERLINE_END}")
_FILLED = re.compile(r"[（(【]\s*([^（）()【】]{1,60}?)\s*[）)】]")

ROUND = "（ ）"
"""How an empty bracket is kept in stems of choices and judgements."""


@dataclass(frozen=True)
class Bracket:
    """A bracket in a stem: where it begins and ends, and what it holds."""

    start: int
    end: int
    text: str
    is_padded: bool = False


def drawn(stem: str, wanted: int) -> str:
    """The stem of a blank question with each gap as `____`; `wanted` is how many answers there are, 0 if unknown.

    Weaker signs of a gap (a lone underscore, a run of blanks) count only where there is no better one, or
    where they make the number of gaps the number of answers.
    """
    found = _DRAWN.sub(_gap, stem)
    if found.count(GAP) == max(wanted, 1):
        return found
    for weaker in (_LONE, _BLANKS, _TWO_BLANKS):
        more = weaker.sub(GAP, found)
        if more != found and (GAP not in found or more.count(GAP) == wanted):
            return more
    return found


def _gap(match: re.Match[str]) -> str:
    """Quotation marks stay around their gap; a title's brackets with only blanks in them are the gap themselves."""
    text = match[0]
    is_title = text[0] == "《" and not text[1:-1].strip()
    return f"{text[0]}{GAP}{text[-1]}" if match["quoted"] and not is_title else GAP


def has_gap(stem: str) -> bool:
    return _DRAWN.search(stem) is not None


def has_inner_gap(stem: str) -> bool:
    """Whether there is a gap before the end of the stem, where a judgement has its bracket."""
    return any(stem[match.end() :].strip(" 。.？?\n") and match.start() for match in _DRAWN.finditer(stem))


def settled(stem: str) -> str:
    """The stem of a choice or a judgement with its empty brackets in one form."""
    return _EMPTY_LINE.sub(GAP, _EMPTY_ROUND.sub(ROUND, stem))


def filled(stem: str) -> list[Bracket]:
    """Brackets that hold something short."""
    return [_bracket(match) for match in _FILLED.finditer(stem)]


def filled_lines(stem: str) -> list[Bracket]:
    """Short lines that something was written on: `__1921__`, not what stands between two gaps: `____年____月`."""
    if _LINES.isdisjoint(stem):
        return []
    found = [_bracket(match) for match in _FILLED_LINE.finditer(stem)]
    return [replace(one, text=one.text.strip(".．_")) for one in found if one.text not in _BETWEEN_GAPS]


def underlined(stem: str) -> list[Bracket]:
    """Underlined words, as a reader of Word files marks them."""
    return [_bracket(match) for match in _UNDERLINED.finditer(stem)] if UNDERLINE in stem else []


def _bracket(match: re.Match[str]) -> Bracket:
    inner = match[0].strip("_＿")[1:-1] if match[0][0] in "_＿" else match[0][1:-1]
    return Bracket(match.start(), match.end(), match[1].strip(), is_padded=inner != inner.strip())


def plain(stem: str) -> str:
    """The stem without the marks around underlined words."""
    return stem.replace(UNDERLINE, "").replace(UNDERLINE_END, "") if UNDERLINE in stem else stem
