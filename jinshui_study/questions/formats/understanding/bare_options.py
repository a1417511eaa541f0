"""Options without letters: numbered ones, and lines that are options because the answer is among them."""

import re
from collections.abc import Sequence

from jinshui_study.questions import kinds
from jinshui_study.questions.formats.understanding import choice_answers, kind_words

CHOICES = ("", kind_words.CHOICE, kinds.SINGLE, kinds.MULTIPLE)
MOST = 8
LONGEST = 60

_CIRCLED = re.compile(r"[①-⑩]\s*")
_BRACKETED = re.compile(r"(?:^|(?<=\s))[（(]?(\d)\s*[)）]\s*")
_LISTED = re.compile(r"\s*(?:[①-⑳]|[（(]\d{1,2}[)）])")
"""What begins the parts of a list that belongs to the stem: letters cannot mean these."""
_ENDS = re.compile(r"[？?：:。）)]\s*$")
_JOINTS = re.compile(r"\s*[；;|｜]\s*")
_NUMBERS = re.compile(r"[\s\d①-⑩,，、;；.()（）]+")

Found = tuple[list[str], list[str], bool]
"""Lines of the stem, options, and whether these are numbered."""


def taken_from(stem: Sequence[str], answers: Sequence[str], kind: str) -> tuple[list[str], list[str]] | None:
    """The stem's lines without the options that stand among them, and these options; None where there are none.

    `kind` is the meaning of the word for the kind. Only the answer can tell: it has to be one of the options.
    """
    if not answers or kind not in CHOICES:
        return None
    for found in (_marked(stem, _CIRCLED), _marked(stem, _BRACKETED), _lines(stem), _joined(stem)):
        if found is not None and all(_is_among(answer, found[1], found[2]) for answer in answers):
            return found[0], found[1]
    return None


def _marked(stem: Sequence[str], pattern: re.Pattern[str]) -> Found | None:
    text = "\n".join(stem)
    marks = list(pattern.finditer(text))
    values = [
        "①②③④⑤⑥⑦⑧⑨⑩".index(mark[0][0]) + 1 if mark.lastindex is None else int(mark[1]) for mark in marks
    ]
    if len(marks) < 2 or values != list(range(1, len(marks) + 1)) or not text[: marks[0].start()].strip():
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    options = [text[mark.end() : end].strip(" \t\n；;，,、。") for mark, end in zip(marks, ends, strict=True)]
    return text[: marks[0].start()].rstrip().split("\n"), options, True


def _lines(stem: Sequence[str]) -> Found | None:
    """Short lines below one that ends like a question."""
    first = next((place for place, line in enumerate(stem) if _ENDS.search(line)), None)
    options = [] if first is None else [line.strip() for line in stem[first + 1 :]]
    if first is None or not 2 <= len(options) <= MOST or any(len(option) > LONGEST for option in options):
        return None
    if any(map(_LISTED.match, options)):
        return None
    return list(stem[: first + 1]), options, False


def _joined(stem: Sequence[str]) -> Found | None:
    """One line of options with semicolons or bars between them."""
    options = [part for part in _JOINTS.split(stem[-1]) if part] if len(stem) > 1 else []
    if not 2 < len(options) <= MOST or any(map(_LISTED.match, options)):
        return None
    return list(stem[:-1]), options, False


def _is_among(answer: str, options: list[str], is_numbered: bool) -> bool:
    if is_numbered and not _NUMBERS.fullmatch(answer) and choice_answers.letters_of(answer, []) is not None:
        return False
    found = choice_answers.letters_of(answer, options)
    return (
        found is not None
        and not found.rest
        and all(ord(one) - ord("A") < len(options) for one in found.letters)
    )
