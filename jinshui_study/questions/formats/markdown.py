"""Question banks in Markdown: the marks are taken off, then its lines are read like any text."""

import re
from collections.abc import Iterator, Sequence

from jinshui_study.questions.drafts import LETTERS, BankFile
from jinshui_study.questions.formats import decoding
from jinshui_study.questions.formats.prose import papers
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup
from jinshui_study.questions.formats.prose.lines import Line, of_text
from jinshui_study.questions.formats.tables.question_rows import Row
from jinshui_study.questions.formats.understanding import gaps, option_marks

LAYOUT = "markdown"
SNIFFED = 200_000

_LOOKS = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\S|\*\*[^\s*][^*\n]*\*\*|^[ \t|]*:?-{3,}:?[ \t]*\|[-| :\t]*$|^[ \t]*[-*+] \[[ xX]\] ",
    re.MULTILINE,
)
_FRONT = re.compile(r"\A---[ \t]*\n(?:.*\n){0,40}?---[ \t]*\n")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s+|(?=\S))(.*?)\s*#*\s*")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"^(\s*)[-*+]\s+(?=\S)")
_BOX = re.compile(r"^\s*[-*+]\s+\[[ xX]\]\s+")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}|\s*```.*")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_ROW = re.compile(r"^[ \t]*\|.*", re.MULTILINE)
_BREAK = re.compile(r"<br\s{0,4}/?\s{0,4}>", re.IGNORECASE)
_BREAK_IN_CELL = "\ue002"
"""Stands for a break while the lines are cut: a row is one line."""
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~<])")
_LINK = re.compile(r"!\[[^\]\n]*\]\([^()\n]*\)|\[([^\]\n]{1,300})\]\((?:https?:|#|/|\./)[^()\n]*\)")
_STRONG = re.compile(
    r"\*\*(?=\S)(.{1,1000}?)(?<=\S)\*\*|(?<![\w_])__(?=[^\s_])([^_\n]+?)(?<=[^\s_])__(?![\w_])"
)
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\w])|`([^`\n]+)`|~~([^~\n]+)~~")
_FILLED = re.compile(r"(?<=[、，。；：“”‘’《》（）—])__(?=[^\s_])([^_\n]+?)(?<=[^\s_])__(?![\w_])")
"""Inside a sentence `__` is the line of a gap that was filled, rather than emphasis."""
_UNDERLINED = re.compile(r"<u>((?:(?!</?u>).)*)</u>", re.IGNORECASE)
_EMPTY = re.compile(r"(?:&nbsp;|&emsp;|&ensp;|\s)*")


def recognises(data: bytes) -> bool:
    text = decoding.decode(data)
    return text is not None and is_marked(text.text)


def read(data: bytes, file: str, key: Sequence[KeyGroup] = ()) -> BankFile:
    """All questions in `data`; `key` holds answers that came in a file of their own."""
    text = decoding.decode(data) or decoding.Text("", "unknown")
    result = BankFile(file=file, layout=LAYOUT, encoding=text.encoding, findings=list(text.findings))
    pieces = list(pieces_of(text.text))
    return papers.read_into(result, pieces, key)


def is_marked(text: str) -> bool:
    """Whether a text shows the marks of Markdown."""
    return _LOOKS.search(text[:SNIFFED]) is not None


def unmarked(line: Line) -> Line:
    """A line without the marks of Markdown; a heading keeps its level."""
    text = _QUOTE.sub("", line.text)
    heading = _HEADING.fullmatch(text)
    level = line.heading if heading is None else len(heading[1])
    text = _BULLET.sub(r"\1", text if heading is None else heading[2])
    text = _FILLED.sub(_filled, text)
    return Line(_plain(text), line.where, level)


def pieces_of(text: str) -> Iterator[Line | papers.Table]:
    """The lines without their marks; rows of a table together."""
    front = _FRONT.match(text)
    rows: list[Line] = []
    boxes: list[Line] = []
    text = _ROW.sub(lambda row: _BREAK.sub(_BREAK_IN_CELL, row[0]), _UNDERLINED.sub(_gap, text))
    for line in of_text(text)[0 if front is None else front[0].count("\n") :]:
        if rows and not _is_row(line.text):
            yield _table(rows)
            rows = []
        if boxes and not (_BOX.match(line.text) or line.is_blank):
            yield from _options(boxes)
            boxes = []
        if _is_row(line.text):
            rows.append(line)
        elif _BOX.match(line.text):
            boxes.append(line)
        elif not _RULE.fullmatch(line.text):
            yield unmarked(line)
    if rows:
        yield _table(rows)
    yield from _options(boxes)


def _table(lines: list[Line]) -> papers.Table:
    rows = [Row(line.where, _cells(line.text)) for line in lines if not _TABLE_RULE.fullmatch(line.text)]
    return papers.Table(
        rows, [Line("\t".join(filter(None, row.cells)).replace("\n", " "), row.where) for row in rows]
    )


def _options(boxes: list[Line]) -> Iterator[Line]:
    """A task list: each box an option, those ticked the answer."""
    ticked = []
    for place, line in enumerate(boxes[: len(LETTERS)]):
        text = _BOX.sub("", line.text)
        is_marked = bool(option_marks.split(text, place)[1])
        yield Line(_plain(text if is_marked else f"{LETTERS[place]}. {text}"), line.where)
        if not line.text[: len(line.text) - len(text)].rstrip().endswith("[ ]"):
            ticked.append(LETTERS[place])
    if ticked:
        yield Line("答案：" + "".join(ticked), f"{boxes[-1].where}（勾选）")


def _is_row(text: str) -> bool:
    text = text.strip()
    return (
        text.startswith("|")
        and text.count("|") > 1
        or (_TABLE_RULE.fullmatch(text) is not None and "|" in text)
    )


def _cells(text: str) -> list[str]:
    inner = text.strip().strip("|").replace("\\|", "\0").replace(_BREAK_IN_CELL, "\n")
    return [_plain(cell.replace("\0", "|").strip()) for cell in inner.split("|")]


def _plain(text: str) -> str:
    text = _LINK.sub(lambda match: match[1] or "", text)
    for pattern in (_STRONG, _EMPHASIS):
        text = pattern.sub(lambda match: next(filter(None, match.groups()), ""), text)
    return _ESCAPED.sub(r"\1", text.rstrip("\\"))


def _filled(match: re.Match[str]) -> str:
    return f"{gaps.UNDERLINE}{match[1]}{gaps.UNDERLINE_END}"


def _gap(match: re.Match[str]) -> str:
    if _EMPTY.fullmatch(match[1]):
        return "____"
    return _filled(match)
