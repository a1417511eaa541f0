"""Lines that hold several questions, as text copied from web pages does, taken apart."""

import re
from collections.abc import Iterable

from jinshui_study.questions.formats.prose import answer_lists, labels, numbering
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.understanding import headings, option_marks

SHORTEST = 16
MOST_TRIES = 20

_SIGN = r"[A-OＡ-Ｏ]{1,8}|[√×✓✔✗✘ⅹxX对错TF]|正确|错误"
_ENDS_ANSWERED = re.compile(rf"(?:[（(【]\s*(?:{_SIGN})?\s*[）)】]|[√×✓✔✗✘ⅹ])\s*[。.；;]?\s*$")
_IS_QUESTION = re.compile(rf"[（(]\s*(?:{_SIGN})?\s*[）)]|(?<![A-Za-z])A\s*[、.．]|[√×✓✔✗✘ⅹ]|答案\s*[:：]")
_NUMBER = re.compile(r"(?<![\d.])(\d{1,4})\s?[、．.](?=\s*(?:\D|(?:1[89]|20)\d\d\s*年))")
_HEADED = re.compile(r"(?P<head>.{0,80}?题[^。、]{0,60}?)\s*(?P<rest>1\s*[、.．]\s*\S.*)")


def apart(lines: Iterable[Line]) -> list[Line]:
    """The lines, each with one question at most."""
    result: list[Line] = []
    for line in lines:
        pieces = _pieces(line)
        result.append(line if len(pieces) == 1 else Line(pieces[0], line.where, line.heading))
        result.extend(Line(piece, f"{line.where}第 {count} 段") for count, piece in enumerate(pieces[1:], 2))
    return result


def _pieces(line: Line) -> list[str]:
    text = line.text
    if len(text) < SHORTEST or answer_lists.key_line(line) is not None:
        return [text]
    headed = _HEADED.fullmatch(text)
    heading = None if headed is None else headings.heading_of(headed["head"])
    if headed is not None:
        questions = _questions(headed["rest"])
        if len(questions) > 1 or (heading is not None and heading.kind):
            return [headed["head"], *questions]
    return _questions(text)


def _questions(text: str) -> list[str]:
    number = numbering.number_of(text)
    if number is None or number.manner == numbering.CHINESE:
        return [text]
    pieces = []
    start, value = 0, number.value
    while (end := _next(text, start, value + 1)) is not None:
        pieces.append(text[start:end])
        start, value = end, value + 1
    return [*pieces, text[start:]]


def _next(text: str, start: int, value: int) -> int | None:
    """Where the question with this number begins behind a finished one."""
    tries = 0
    for match in _NUMBER.finditer(text, start + 1):
        if int(match[1]) != value:
            continue
        if _is_finished(text[start : match.start()]) and _IS_QUESTION.search(text, match.end()):
            return match.start()
        tries += 1
        if tries == MOST_TRIES:
            break
    return None


def _is_finished(piece: str) -> bool:
    if _ENDS_ANSWERED.search(piece):
        return True
    marks = option_marks.marks_in(piece, 0)
    if len(marks) > 1 and all(mark.is_strong for mark in marks):
        return True
    return any(part.field == labels.ANSWER for part in labels.parts_of(piece))
