"""Which lines begin with options, and which of their figures are no numbers of questions."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.prose.numbering import Number
from jinshui_study.questions.formats.understanding import option_marks

_BEFORE = r"\s*(?:[*•·-]\s+)?(?:选项)?[（(【\[]?\s?"
_BEHIND = r"(?:[\s、.．。:：,，)）】\]]|(?=[\u4e00-\u9fff\u2460-\u2473“《\d]))"
_MARK_A = re.compile(f"{_BEFORE}[AaＡａ]{_BEHIND}")
_MARK_B = re.compile(f"{_BEFORE}[BbＢｂ]{_BEHIND}")
_MARK_LATER = re.compile(f"{_BEFORE}[B-HＢ-Ｈ]{_BEHIND}")
_MAY_HOLD_A = re.compile("[AaＡａ]")
_OF_EXPLANATION = re.compile(r"\s*(?:项|选项|(?:错误|正确|不正确|不符合|符合)[，,：:。；;是的因题].)")
_ENCLOSED = re.compile(r"\s*[（(【\[]\s*[A-HＡ-Ｈ]\s*[）)】\]]")
NEAR = 4
"""How many lines below an A its B may stand."""


def begin(lines: Sequence[Line], index: int) -> bool:
    """Whether the options of a question begin on this line: at its start, or behind the stem with B following."""
    text = lines[index].text
    if not _MAY_HOLD_A.search(text):
        return False
    marks = option_marks.marks_in(text, 0)
    if not marks or _OF_EXPLANATION.match(text[marks[0].end :]):
        return False
    begins = not text[: marks[0].start].strip(" \t*•·-选项")
    if len(marks) > 1:
        filled = all(text[one.end : two.start].strip() for one, two in zip(marks, marks[1:], strict=False))
        return filled and (begins or all(mark.is_strong for mark in marks[:2]))
    if begins:
        return _has_near(lines, index, _MARK_B) and not _has_near(lines, index, _MARK_A, 1)
    is_answer = text[marks[0].start : marks[0].end].strip()[:1] in tuple("（(【[") or not marks[0].is_strong
    return not is_answer and _has_near(lines, index, _MARK_B) and not _has_near(lines, index, _MARK_A, 1)


def _has_near(lines: Sequence[Line], index: int, mark: re.Pattern[str], near: int = NEAR) -> bool:
    """Whether one of the next few lines begins with this mark."""
    below = (line for line in lines[index + 1 : index + 1 + 2 * near] if not line.is_blank)
    return any(mark.match(line.text) for line in islice(below, near))


def begins_later(text: str) -> bool:
    """Whether a line begins with the mark of any option but the first."""
    return _MARK_LATER.match(text) is not None


def without_numbers(lines: Sequence[Line], numbers: Sequence[Number | None]) -> list[Number | None]:
    """The numbers of lines without those of options, `（A）1.2万公里`: these follow each other A, B, C.

    Answers before the numbers of questions (`（A）1.…`) may run so by chance; then the numbers count up.
    """
    kept = list(numbers)
    for run, marks in _runs(lines):
        values = [number.value for index in run if (number := numbers[index]) is not None]
        is_counting = len(values) == len(run) == marks and values == list(range(values[0], values[0] + marks))
        for index in () if is_counting else run:
            kept[index] = None
    return kept


def _runs(lines: Sequence[Line]) -> Iterator[tuple[list[int], int]]:
    """Lines one below the other that begin with (A), (B) and so on in order, and how many marks these hold."""
    run: list[int] = []
    marks = 0
    for index, line in enumerate(lines):
        if line.is_blank:
            continue
        found = _enclosed(line.text, marks)
        if not found and run:
            if marks > 1:
                yield run, marks
            run, marks, found = [], 0, _enclosed(line.text, 0)
        if found:
            run.append(index)
            marks += found
    if marks > 1:
        yield run, marks


def _enclosed(text: str, expected: int) -> int:
    """How many marks a line holds from the expected one on, where it begins with that in a bracket."""
    if _ENCLOSED.match(text) is None:
        return 0
    marks = option_marks.marks_in(text, expected)
    return len(marks) if marks and not text[: marks[0].start].strip() else 0
