"""Answers in rows of a table: number and answer, once or several times side by side, and maybe the kind."""

import re
from collections.abc import Sequence

from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.tables.question_rows import Row

_NUMBER = re.compile(r"\s*(?:题\s*号|序\s*号|编\s*号|题目编号)\s*")
_ANSWER = re.compile(r"\s*(?:正确|参考|标准)?答\s*案\s*")
_KIND = re.compile(r"\s*(?:题\s*型|试题类型|题目类型|类型)\s*")
HEADER_WITHIN = 5

Pair = tuple[int, int]
"""The columns of a number and of its answer."""


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """The rows as lines: number and answer, and a heading wherever the kind changes."""
    columns = columns_of(rows)
    if columns is None:
        return [Line("\t".join(filter(None, row.cells)), row.where) for row in rows]
    pairs, kind = columns
    found: list[Line] = []
    last = ""
    for row in rows:
        cells = [*row.cells, *[""] * (max(kind, *map(max, pairs)) + 1)]
        if kind >= 0 and cells[kind] not in ("", last):
            last = cells[kind]
            found.append(Line(last, row.where))
        found.extend(Line(f"{cells[number]}. {cells[answer]}", row.where) for number, answer in pairs)
    return found


def columns_of(rows: Sequence[Row]) -> tuple[list[Pair], int] | None:
    """The columns of each number and its answer, and that of the kind (-1 for none), where a header names them."""
    for row in rows[:HEADER_WITHIN]:
        numbers, answers, kinds = (_places(row.cells, pattern) for pattern in (_NUMBER, _ANSWER, _KIND))
        pairs = list(zip(numbers, answers, strict=False))
        if pairs and len(numbers) == len(answers) and all(number < answer for number, answer in pairs):
            return pairs, kinds[0] if kinds else -1
    return None


def _places(cells: Sequence[str], pattern: re.Pattern[str]) -> list[int]:
    return [place for place, cell in enumerate(cells) if pattern.fullmatch(cell)]
