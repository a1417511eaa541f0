"""Texts as people meant them: without entities, invisible marks, double blanks and slips of a scanner."""

import html
import re

INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]"
)
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_MARKUP = frozenset("<&")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr)\s*/?\s*>", re.IGNORECASE)
_UNDERLINED_BLANK = re.compile(r"<u>(?:&nbsp;|&e[mn]sp;|\s)+</u>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|font|sub|sup|ul|ol|li|table|tbody|tr|t[dh]|h[1-6]|img|a|o:p)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r"[^\S\n]*\n\s*")
_LONGEST_BLANKS = " " * 60
_LONG_BLANKS = re.compile(r"[^\S\n]{60,}")
_EMPTY_LINES = re.compile(r"\n\s+")
_WIDE = re.compile("[\u3000\xa0\u2000-\u200a\u202f\u205f]")

_STOP_SLIP = re.compile(r"(?<=[\u4e00-\u9fff）)”》】])o(?=$|\s|[\u4e00-\u9fff])")
_DIGIT_SLIP = re.compile(r"(?<![0-9A-Za-z])(?=[0-9lIO]*\d)(?=[0-9lIO]*[lIO])[0-9lIO]{2,4}(?=\s*[年月日])")
_DIGITS = str.maketrans("lIO", "110")

_RATE = r"\d{1,3}\.\d{1,2}\s*[%％]"
_RATE_ALONE = re.compile(rf"(?:(?:易?错误?|正确)率)?[:：\s]*(?:{_RATE}|\d{{1,3}}\s*[%％])[\s。]*")
_RATE_LABELLED = re.compile(
    r"[（(]?\s*(?:易?错误?|正确)率\s*[:：为]?\s*\d{1,3}(?:\.\d+)?\s*[%％]\s*[）)]?[\s。；]*"
)
_RATE_FIRST = re.compile(rf"^\s*{_RATE}(?=\s|$)\s*")
_RATE_LAST = re.compile(rf"(?<=[。！？；\s”）)]){_RATE}\s*$")

_BEGINS = re.compile(r"[①-⑳⑴-⒇]|[（(]?\d{1,2}(?:[)）]|[、.．]\D)|[-•●▪·]\s|[（(][一二三四五六七八九十]+[）)]")
_ENDS = "。；！？：:;?!"


def unescaped(text: str) -> str:
    """Without HTML entities, plain HTML tags and marks nobody can see; blanks as they are, lines end in `\\n`."""
    if text.isprintable() and _MARKUP.isdisjoint(text) and _LONGEST_BLANKS not in text:
        return text
    if "<" in text:
        text = _UNDERLINED_BLANK.sub("____", text)
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _LONG_BLANKS.sub(_LONGEST_BLANKS, INVISIBLE.sub("", LINE_ENDS.sub("\n", text)))


def without_empty_lines(text: str) -> str:
    """Patterns that step over blanks take the square of their number, so no text may hold very many together."""
    return _EMPTY_LINES.sub("\n", text) if "\n" in text else text


def tidy(text: str) -> str:
    """One blank for a run of blanks, none at the ends of lines, no empty line."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    text = _BLANKS.sub(" ", text)
    return (_AROUND_BREAK.sub("\n", text) if "\n" in text else text).strip()


def clean(text: str) -> str:
    return tidy(unescaped(text))


def mended(text: str) -> str:
    """Without the slips of text recognition that can mean one thing only: `）o` for `）。`, `l2月` for `12月`."""
    if "o" in text:
        text = _STOP_SLIP.sub("。", text)
    if "l" in text or "I" in text or "O" in text:
        text = _DIGIT_SLIP.sub(lambda match: match[0].translate(_DIGITS), text)
    return text


def without_rate(text: str) -> str:
    """An explanation without the error rate that exports of quiz sites leave in it."""
    if "%" not in text and "％" not in text:
        return text
    if _RATE_ALONE.fullmatch(text.strip()):
        return ""
    for pattern in (_RATE_LABELLED, _RATE_FIRST, _RATE_LAST):
        text = pattern.sub("", text)
    return text.strip()


def narrowed(text: str) -> str:
    """With ordinary blanks for wide and no-break ones."""
    return text if text.isprintable() else _WIDE.sub(" ", text)


def joined(lines: list[str]) -> str:
    """Lines of one text: a line that was only wrapped goes on, one that begins or ends something stays a line."""
    parts: list[str] = []
    last = ""
    for line in filter(None, map(str.strip, lines)):
        if last and (last in _ENDS or _BEGINS.match(line)):
            parts.append("\n")
        elif last.isascii() and last and line[0].isascii():
            parts.append(" ")
        parts.append(line)
        last = line[-1]
    return "".join(parts)
