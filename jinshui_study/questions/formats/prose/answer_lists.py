"""Lists of answers apart from their questions: `1.A 2.B`, `1-5 DACAC`, `11A`, numbers over letters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jinshui_study.questions.formats.prose import labels
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.understanding import headings, option_marks

_SIGN = r"[A-Oa-o√×✓✔✗✘╳ⅹⅩxXvVTFYN对错是否]"
_WORD = r"正确|错误|不正确|[Tt]rue|[Ff]alse|TRUE|FALSE"
_ANSWER = rf"(?:{_WORD}|{_SIGN}(?:[,，、/]?\s?[A-Oa-o])*)(?![A-Za-z\u4e00-\u9fff])"
_ENCLOSED = rf"(?:[（(【\[]\s*(?:{_ANSWER})\s*[）)】\]]|{_ANSWER})"
_NUMBER = r"(?:第\s*)?[（(【\[]?\s*(?P<number>\d{1,4})\s*[）)】\]]?\s*题?\s*[、.．:：,，\-—–]?\s*"
_ONE = re.compile(rf"{_NUMBER}(?:答案\s*[:：]?\s*)?(?P<answer>{_ENCLOSED})")
_RANGE = re.compile(
    rf"(?:第\s*)?[（(【\[]?\s*(?P<first>\d{{1,4}})\s*题?\s*(?:[-—–~～－―]+|至|到)\s*(?:第\s*)?(?P<last>\d{{1,4}})\s*[）)】\]]?\s*题?\s*(?:答案)?\s*[、.．:：,，]?\s*"
    rf"(?P<answers>(?:{_WORD}|{_SIGN})(?:{_WORD}|{_SIGN}|[\s,，、;；.．/|])*?)(?=\s*(?:第?\s*[（(【\[]?\s*\d|$))"
)
_GAP = re.compile(r"[\s,，、;；。.．|]*")
_HEAD = re.compile(
    r"\s*(?P<head>第?[一二三四五六七八九十]+(?:[、.．]|部分)|(?:[^\sA-Za-z0-9][^A-Za-z0-9]{0,30}?)?(?:题|答案|选择|判断|单选|多选)[^A-Za-z0-9√×]{0,12}?(?:[（(][^（()）]{0,40}[）)])?)\s*[:：\s]?\s*(?P<rest>[（(【\[]?第?\s*\d.*)"
)
_ROW_HEAD = re.compile(r"\s*(?:题\s*号|序\s*号|编\s*号|答\s*案|题目|选\s*项)\s*[:：]?\s*")
_TITLE = re.compile(
    r"[\s【\[（(*#]*(?:附[件录]?\s*\d?\s*[:：]?\s*)?(?:第?[一二三四五六七八九十]+[、.．部分]+\s*)?[^\sA-Za-z]{0,24}?"
    r"答\s*案(?:及|与|和|、|解析|详解|评分标准|说明|部分|汇总|一览表?|表|如下|要点|页|纸|\s)*(?:[（(][^A-Za-z0-9]{0,12}?[）)])?[\s】\]）)*:：]*"
)
_LONE_VERDICT = re.compile(
    rf"{_NUMBER}(?:答案\s*[:：]?\s*)?(?P<answer>{_ENCLOSED})(?P<rest>(?=[\s。，；,;（(【]).*)?", re.DOTALL
)
LONGEST_LEAP = 5


@dataclass
class KeyItem:
    """The answer to one number, and the words that explain it."""

    number: int
    answer: str
    where: str
    explanation: str = ""


@dataclass
class KeyGroup:
    """Answers under one heading; `kind` is the heading's word for the kind, or empty."""

    kind: str = ""
    items: list[KeyItem] = field(default_factory=list)

    @property
    def numbers(self) -> set[int]:
        return {item.number for item in self.items}


@dataclass
class KeyLine:
    """What a line of a list says; `head` is the heading that stands before its answers on the same line."""

    head: str
    items: list[KeyItem]


def is_title(text: str) -> bool:
    """Whether a line is the heading of a list of answers."""
    return len(text.strip()) <= 50 and _TITLE.fullmatch(text) is not None


def is_verdict(text: str) -> bool:
    """Whether a line is a number with its answer, and maybe what explains it."""
    return _LONE_VERDICT.fullmatch(text.translate(option_marks.WIDE).strip()) is not None


def key_line(line: Line) -> KeyLine | None:
    """The answers of a line that holds nothing but numbers and answers, and maybe a heading before them."""
    if not any(sign.isdigit() for sign in line.text) or len(line.text) > 5000:
        return None
    text = line.text.translate(option_marks.WIDE)
    items = _items(text, line.where)
    if items is not None:
        return KeyLine("", items)
    head = _HEAD.fullmatch(text)
    items = None if head is None else _items(head["rest"], line.where)
    return None if items is None or head is None else KeyLine(head["head"], items)


def _items(text: str, where: str) -> list[KeyItem] | None:
    items: list[KeyItem] = []
    at = _end_of_gap(text, 0)
    while at < len(text):
        match = _RANGE.match(text, at)
        found = None if match is None else _of_range(match, where)
        if match is None or found is None:
            match = _ONE.match(text, at)
            if match is None:
                return None
            found = [KeyItem(int(match["number"]), match["answer"].strip(), where)]
        items.extend(found)
        at = _end_of_gap(text, match.end())
    return items or None


def _end_of_gap(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return at if match is None else match.end()


def _of_range(match: re.Match[str], where: str) -> list[KeyItem] | None:
    """`1-5 DACAC` or `1-3 AB ACD BC`: one sign or one word for each number."""
    first, last = int(match["first"]), int(match["last"])
    count = last - first + 1
    if not 1 <= count <= 500:
        return None
    words = _cut(match["answers"], r"[\s;；|]+")
    if len(words) != count:
        words = _cut(match["answers"], r"[\s,，、;；.．/|]+")
    if len(words) != count:
        signs = re.findall(rf"{_WORD}|{_SIGN}", "".join(words))
        words = signs if len(signs) == count else []
    return [KeyItem(first + place, word, where) for place, word in enumerate(words)] or None


def _cut(text: str, joints: str) -> list[str]:
    words = [word.strip(",，、.．/") for word in re.split(joints, text)]
    return [word for word in words if word]


def rows_of(numbers: Line, answers: Line) -> list[KeyItem] | None:
    """A row of numbers over a row of as many answers, as tables of answers have them."""
    head, above = _ROW_HEAD.subn("", numbers.text, count=1)
    word, below = _ROW_HEAD.subn("", answers.text.translate(option_marks.WIDE), count=1)
    heads, words = head.split(), word.split()
    if (
        len(heads) < (1 if above and below else 2)
        or len(heads) != len(words)
        or not all(re.fullmatch(r"\d{1,4}[.、．]?", head) for head in heads)
    ):
        return None
    if not all(re.fullmatch(_ENCLOSED, word) for word in words):
        return None
    return [
        KeyItem(int(head.strip(".、．")), word, answers.where)
        for head, word in zip(heads, words, strict=True)
    ]


def groups_of(lines: Sequence[Line]) -> list[KeyGroup]:
    """The answers in the lines of a list: by heading, and anew where the numbers begin anew."""
    lines = [line for line in lines if not line.is_blank]
    groups = [KeyGroup()]
    index = 0
    while index < len(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        rows = None if below is None else rows_of(lines[index], below)
        if rows is not None:
            _add(groups, rows)
            index += 1
        else:
            _read_line(groups, lines[index], below)
        index += 1
    return [group for group in groups if group.items]


def _read_line(groups: list[KeyGroup], line: Line, below: Line | None) -> None:
    known = key_line(line)
    if known is not None:
        if known.head:
            groups.append(KeyGroup(_kind_in(known.head)))
        _add(groups, known.items)
        return
    heading = headings.heading_of(line.text, line.heading)
    if heading is not None and (heading.kind or heading.is_sure):
        groups.append(KeyGroup(heading.kind))
    elif is_title(line.text):
        groups.append(KeyGroup(_kind_in(line.text)))
    else:
        _read_words(groups, line, below)


def _kind_in(head: str) -> str:
    found = headings.heading_of(re.sub(r"(?:参考|标准|正确)?答案(?:及解析)?", "", head).strip(" :：") or head)
    return found.kind if found is not None else ""


def _read_words(groups: list[KeyGroup], line: Line, below: Line | None) -> None:
    """`1. 1921年`, `2.B 【解析】…`, or a line that goes on with the explanation."""
    text = line.text.translate(option_marks.WIDE)
    match = _LONE_VERDICT.fullmatch(text.strip())
    if match is not None:
        rest = (match["rest"] or "").lstrip(" 。，；,;")
        _add(groups, [KeyItem(int(match["number"]), match["answer"], line.where, _explained(rest))])
        return
    number = re.match(rf"\s*{_NUMBER}(?=\S)", line.text)
    if number is not None and _goes_on(groups[-1], number, below):
        parts = labels.parts_of(line.text[number.end() :])
        answer = next(
            (part.text for part in parts if part.field in ("", labels.ANSWER) and part.text.strip()), ""
        )
        words = " ".join(part.text for part in parts if part.field == labels.EXPLANATION)
        _add(groups, [KeyItem(int(number["number"]), answer.strip(), line.where, words)])
    elif groups[-1].items:
        last = groups[-1].items[-1]
        last.explanation = f"{last.explanation}\n{_explained(line.text)}".strip()


def _goes_on(group: KeyGroup, number: re.Match[str], below: Line | None) -> bool:
    """Whether a number before words is the next of the list, not one inside an explanation."""
    if not re.search(r"[、.．:：,，）)题】\s]\s*$", number[0]):
        return False
    value = int(number["number"])
    last = group.items[-1].number if group.items else value - 1
    is_first = value == 1 and (below is None or re.match(rf"\s*{_NUMBER}\S", below.text) is not None)
    return 0 < value - last <= LONGEST_LEAP or (
        is_first and not any(item.explanation for item in group.items)
    )


def _explained(text: str) -> str:
    parts = labels.parts_of(text.strip())
    return " ".join(part.text for part in parts if part.text.strip()).strip()


def _add(groups: list[KeyGroup], items: list[KeyItem]) -> None:
    for item in items:
        group = groups[-1]
        if group.items and item.number <= group.items[-1].number and item.number in group.numbers:
            groups.append(KeyGroup(group.kind if item.number != 1 else ""))
        groups[-1].items.append(item)
