"""Keys that are only shown: the right options coloured, shaded, underlined or bold, as Word files have them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.prose import labels, option_lines
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.understanding import option_marks

FEWEST = 3
"""Questions a file must have before the looks of their options say anything."""
MOSTLY = 0.6
"""The share of an option's signs that must look so."""

Looks = Sequence[frozenset[str]]
"""How each sign of a line looks."""


@dataclass
class _Question:
    last: int
    options: list[frozenset[str]] = field(default_factory=list)


def told(lines: Sequence[Line], looks: dict[str, Looks]) -> dict[str, str]:
    """The letters shown as right, by the place of each question's last option; empty unless every question shows
    some of its options, and not all, in one and the same way, and no answer is written anywhere."""
    questions = _questions(lines, looks)
    if len(questions) < FEWEST or any(_has_answer(line.text) for line in lines):
        return {}
    manners = frozenset[str]().union(*(option for question in questions for option in question.options))
    for manner in sorted(manners):
        shown = [[manner in option for option in question.options] for question in questions]
        if all(any(marks) and not all(marks) for marks in shown):
            return {
                lines[question.last].where: "".join(
                    LETTERS[at] for at, is_shown in enumerate(marks) if is_shown
                )
                for question, marks in zip(questions, shown, strict=True)
            }
    return {}


def _has_answer(text: str) -> bool:
    return any(part.field == labels.ANSWER for part in labels.parts_of(text))


def _questions(lines: Sequence[Line], looks: dict[str, Looks]) -> list[_Question]:
    found: list[_Question] = []
    index = 0
    while index < len(lines):
        if option_lines.begin(lines, index):
            found.append(_options(lines, index, looks))
            index = found[-1].last
        index += 1
    return found


def _options(lines: Sequence[Line], begin: int, looks: dict[str, Looks]) -> _Question:
    question = _Question(begin)
    for index in range(begin, len(lines)):
        line = lines[index]
        marks = option_marks.marks_in(line.text, len(question.options))
        if line.is_blank:
            continue
        if not marks:
            break
        ends = [mark.start for mark in marks[1:]] + [len(line.text)]
        for mark, end in zip(marks, ends, strict=True):
            question.options.append(_manners(line, mark.end, end, looks))
            question.last = index
    return question


def _manners(line: Line, begin: int, end: int, looks: dict[str, Looks]) -> frozenset[str]:
    signs = [
        look
        for look, sign in zip(looks.get(line.where, ())[begin:end], line.text[begin:end], strict=False)
        if sign.strip()
    ]
    every = frozenset[str]().union(*signs)
    return frozenset(
        manner for manner in every if sum(manner in look for look in signs) >= MOSTLY * len(signs)
    )
