"""Questionnaires that mark the key where it stands: `○B. text (正确答案)`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from jinshui_study.questions.formats.prose.lines import Line

_BOX = re.compile(r"^\s*[○●◯◎□■☐☑]\s*(?=[A-OＡ-Ｏ])")
_STAR = re.compile(r"(?<=[\]】）)])\s*\*\s*$")
_CHECKED = re.compile(r"\s*[（(]\s*正确(?:答案|选项)?\s*[)）]\s*$")
_LETTER = re.compile(r"\s*([A-OＡ-Ｏ])")


def apart(lines: Sequence[Line]) -> list[Line]:
    """The lines without boxes before options, and with the answer on a line of its own below them."""
    if not any(_CHECKED.search(line.text) for line in lines):
        return list(lines)
    result: list[Line] = []
    keys = ""
    for line in lines:
        text = _STAR.sub("", _BOX.sub("", line.text))
        letter, checked = _LETTER.match(text), _CHECKED.search(text)
        if letter is None and keys:
            result.append(Line(f"答案：{keys}", result[-1].where))
            keys = ""
        if letter is not None and checked is not None:
            keys += letter[1]
            text = text[: checked.start()]
        result.append(replace(line, text=text))
    return [*result, Line(f"答案：{keys}", result[-1].where)] if keys else result
