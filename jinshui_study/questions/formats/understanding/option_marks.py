"""Options told apart by their marks (`A、` `A.` `(A)` `A `): only where these run A, B, C in order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.understanding import cleaning

WIDE = {
    ord(wide): narrow
    for wide, narrow in zip("ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ", LETTERS, strict=True)
}
WIDE |= {ord(chr(ord("ａ") + index)): letter.lower() for index, letter in enumerate(LETTERS)}

CACHED = 4096
"""Lines are looked at several times, close together."""
MOST = 15
"""Letters from A on that a mark may have."""

_WRITTEN = [
    frozenset(chr(code + shift) for code in (ord(letter), ord(letter.lower())) for shift in (0, 0xFEE0))
    for letter in LETTERS
]
"""How each letter may be written: large and small, narrow and wide."""

_DELIMITERS = "、.．。·,，:：;；)）】\\]"
_STRONG = re.compile(
    r"(?<![A-Za-z])(?<![（(【\[])(?<![（(【\[]\s)(?:选项)?(?P<open>[（(【\[])?\s?(?P<letter>[A-Oa-o])\s?"
    rf"(?(open)[)）】\]]|[{_DELIMITERS}])(?:\s*[、.．](?!\d))?\s*"
)
_SPACED = re.compile(
    r"(?:^|(?<=\s))(?P<letter>[A-Oa-o])(?:\s+(?=\S)|(?=[\u4e00-\u9fff\u2460-\u2473“‘《（\d√×]))"
)
_GLUED = re.compile(r"(?<![A-Za-z0-9])(?P<letter>[A-Oa-o])(?=[\u4e00-\u9fff\u2460-\u2473“‘《（0-9—√×])")
_WIDE_BLANK = re.compile(r"\s\s|.?[\t\u3000]")
_OPEN = "（(【["
_NUMBERED = re.compile(r"^\s*(?:[（(]?(\d{1,2})(?:[)）、．]|[.](?!\d))|([①-⑮]))\s*")
_CIRCLED = re.compile("[①-⑳]")
_BRACKETED = re.compile(r"\s*[（(]\d{1,2}[)）]")
_SURE_JOINTS = ("\n", "|", "｜", "；", ";", "\t")
_OPENERS, _CLOSERS = frozenset("《“（(「"), frozenset("》”）)」")
_JOINTS = (*_SURE_JOINTS, "，", ",", "、")


@dataclass(frozen=True)
class Mark:
    """An option's mark in a line: where it begins and ends, and the place of its letter (A is 0)."""

    start: int
    end: int
    place: int
    is_strong: bool


def marks_in(line: str, expected: int) -> tuple[Mark, ...]:
    """The marks of a line from the expected letter on, without a gap; strong ones before weak ones."""
    return _marks_in(line, expected) if _holds(line, expected) else ()


def _holds(text: str, place: int) -> bool:
    """Whether the letter of this place stands anywhere in the text: most texts need no closer look."""
    return place < MOST and not _WRITTEN[place].isdisjoint(text)


@lru_cache(CACHED)
def _marks_in(line: str, expected: int) -> tuple[Mark, ...]:
    line = line.translate(WIDE)
    strong = _by_place(_STRONG.finditer(line), is_strong=True)
    weak = _by_place(_SPACED.finditer(line), is_strong=False)
    if not strong and len(weak) < 2:
        weak = _by_place(_GLUED.finditer(line), is_strong=False) | weak
    marks: list[Mark] = []
    at = _end_of_answer(line, strong, weak) if expected == 0 else 0
    while expected < MOST:
        found = _first(strong, expected, at) or _first_weak(line, weak, expected, at, marks)
        if found is None:
            break
        marks.append(found)
        at = found.end
        expected += 1
    return tuple(marks)


def _by_place(found: Iterable[re.Match[str]], *, is_strong: bool) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = {}
    for match in found:
        place = LETTERS.index(match["letter"].upper())
        marks.setdefault(place, []).append(Mark(match.start(), match.end(), place, is_strong))
    return marks


def _first(marks: dict[int, list[Mark]], place: int, at: int) -> Mark | None:
    return next((mark for mark in marks.get(place, ()) if mark.start >= at), None)


def _first_weak(
    line: str, weak: dict[int, list[Mark]], place: int, at: int, marks: list[Mark]
) -> Mark | None:
    """The next weak mark with text before it; behind a lone strong one it takes a wide blank (`B. 歼 C型`)."""
    found = [mark for mark in weak.get(place, ()) if mark.start >= at + bool(marks)]
    if len(marks) == 1 and marks[0].is_strong:
        found = [mark for mark in found if _WIDE_BLANK.match(line[mark.start - 2 : mark.start])]
    return next(iter(found), None)


def _end_of_answer(line: str, strong: dict[int, list[Mark]], weak: dict[int, list[Mark]]) -> int:
    """`……的是（A）。 A.甲 B.乙`: of two A before the first B that in a bracket within the stem is the answer."""
    first = _first(strong, 0, 0)
    if first is None or line[first.start] not in _OPEN:
        return 0
    later, following = (
        [found.start for marks in (strong, weak) if (found := _first(marks, place, first.end))]
        for place in (0, 1)
    )
    if not later or not following or min(following) < min(later):
        return 0
    behind = line[first.end : min(later) + 1]
    return first.end if line[: first.start].strip() or any(map(str.isspace, behind[-2:])) else 0


def split(line: str, expected: int = 0) -> tuple[str, list[str]]:
    """What stands before the first mark, and the options of the line from the expected letter on."""
    marks = marks_in(line, expected)
    if not marks:
        return line, []
    ends = [mark.start for mark in marks[1:]] + [len(line)]
    texts = [line[mark.end : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return line[: marks[0].start], texts


def options_of(texts: list[str]) -> list[str]:
    """The options themselves: marks taken off, those that came in one text taken apart."""
    texts = [text for text in map(cleaning.unescaped, texts) if text.strip()]
    if not texts:
        return []
    if len(texts) == 1:
        texts = _apart(texts[0])
    found = _run(texts) or _numbered(texts) or _mostly_marked(texts) or texts
    return [cleaning.mended(cleaning.tidy(cleaning.narrowed(text))) for text in found]


def _run(texts: list[str]) -> list[str] | None:
    """The options when every text begins with the letter that is due."""
    options: list[str] = []
    for text in texts:
        before, found = split(text, len(options))
        if before.strip() or not found:
            return None
        options.extend(found)
    return options if len(options) > 1 else None


def _numbered(texts: list[str]) -> list[str] | None:
    options = []
    for place, text in enumerate(texts, start=1):
        mark = _NUMBERED.match(text)
        if mark is None or _number(mark) != place or not _is_told_apart(mark, text[mark.end() :]):
            return None
        options.append(text[mark.end() :])
    return options if len(options) > 1 else None


def _is_told_apart(mark: re.Match[str], rest: str) -> bool:
    """Whether a number counts the options: `①②` or `(1)(2)` rather names what the stem lists."""
    if mark[2]:
        return bool(rest.strip()) and _CIRCLED.search(rest) is None
    return _BRACKETED.match(rest) is None


def _number(mark: re.Match[str]) -> int:
    return int(mark[1]) if mark[1] else "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮".index(mark[2]) + 1


def _mostly_marked(texts: list[str]) -> list[str] | None:
    """Marks that stand at their own place on half of the texts or more are marks; on fewer they may be words."""
    cut = []
    hits = 0
    for place, text in enumerate(texts):
        mark = _STRONG.match(text.translate(WIDE)) if _holds(text, place) else None
        is_own = mark is not None and LETTERS.index(mark["letter"].upper()) == place
        hits += is_own
        cut.append(text[mark.end() :] if mark is not None and is_own else text)
    return cut if hits * 2 >= len(texts) and hits > 1 else None


def _cut(text: str, joint: str) -> list[str]:
    """The text cut at the joints; a comma inside a title, a quotation or a bracket joins nothing."""
    if joint in _SURE_JOINTS or _OPENERS.isdisjoint(text):
        return text.split(joint)
    parts, depth, begin = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in _OPENERS) - (sign in _CLOSERS and depth > 0)
        if sign == joint and not depth:
            parts.append(text[begin:at])
            begin = at + 1
    return [*parts, text[begin:]] if not depth else text.split(joint)


def _apart(text: str) -> list[str]:
    """The options that came in one text, with their marks if they have any."""
    marks = marks_in(text, 0)
    for joint in _JOINTS:
        parts = [part.strip() for part in _cut(text, joint) if part.strip()]
        if len(parts) > max(1, len(marks) - 1) and (joint in _SURE_JOINTS or not marks):
            return parts
    if len(marks) < 2 or text[: marks[0].start].strip():
        return [text]
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    parts = [text[mark.start : end].strip() for mark, end in zip(marks, ends, strict=True)]
    last = {part[-1] for part in parts[:-1]}
    return (
        [part.rstrip("；;，,、") for part in parts] if len(last) == 1 and last <= set("；;，,、") else parts
    )
