"""Which column of a table holds what: told by a header row, or by the contents where these leave no doubt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jinshui_study.questions.formats.tables import headers
from jinshui_study.questions.formats.tables.headers import Head

Cells = Sequence[str]

ANSWER_LIKE = re.compile(
    r"\s*(?:[A-Oa-oＡ-Ｏ](?:[\s,，、;；|]*[A-Oa-oＡ-Ｏ]){0,9}|正确|错误|对|错|是|否|√|×|✓|✗|T|F|TRUE|FALSE)[\s.。]*",
    re.IGNORECASE,
)
JOINT = re.compile(r"[;；|\n]|[，,、].*[，,、]|(?:^|\s)[A-Da-d][.、．]")

NO_HEAD = Head("")
SURE = 0.9
"""The share of rows that must agree before contents decide about a column."""
SHORTEST_STEM = 6
PROSE = 25
"""From how many signs on average a column explains rather than answers."""


@dataclass
class Layout:
    """The columns by what they hold; `gaps` are columns of one blank's answer each."""

    stem: int
    answers: list[int] = field(default_factory=list)
    options: list[int] = field(default_factory=list)
    packed: int | None = None
    gaps: list[int] = field(default_factory=list)
    kind: int | None = None
    number: int | None = None
    code: int | None = None
    explanation: int | None = None
    difficulty: int | None = None
    source: int | None = None
    left: int | None = None
    right: int | None = None
    chapter: int | None = None
    tags: list[int] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    width: int = 0

    content: list[int] = field(default_factory=list)
    """The columns that make a row a question."""

    def close(self) -> "Layout":
        """The layout with its `content`, once all columns are placed."""
        packed = [] if self.packed is None else [self.packed]
        self.content = [self.stem, *self.answers, *self.options, *packed, *self.gaps]
        return self


def heads_of(cells: Cells) -> list[Head | None] | None:
    """What each cell heads, if the row is a header: it names the stem and something more of a question."""
    heads = [headers.head_of(cell) for cell in cells]
    known = {head.field for head in heads if head is not None}
    filled = sum(1 for cell in cells if cell)
    if len(known) < 2 or sum(head is not None for head in heads) * 2 < filled:
        return None
    options = sum(head is not None and head.field == headers.OPTION for head in heads)
    has_stem = headers.STEM in known and known - {headers.STEM, headers.NUMBER, headers.CODE, headers.IGNORED}
    return heads if has_stem or (headers.ANSWER in known and options > 1) else None


def repeated(cells: Cells) -> int:
    """After how many columns a header begins anew (`序号 题目 答案 序号 题目 答案`); 0 where it doesn't."""
    if heads_of(cells) is None:
        return 0
    heads = [headers.head_of(cell) for cell in cells]
    for width in range(2, len(heads) // 2 + 1):
        parts = [heads[begin : begin + width] for begin in range(0, len(heads), width)]
        if None not in heads and all(part == parts[0] for part in parts):
            return width
    return 0


def option_heads_of(cells: Cells) -> list[Head | None] | None:
    """What each cell heads in the second line of a header, where 选项 stands over A, B, C, D; None if it is none."""
    heads = [headers.head_of(cell) if cell else None for cell in cells]
    filled = [head for head, cell in zip(heads, cells, strict=True) if cell]
    options = [head for head in filled if head is not None and head.field == headers.OPTION]
    places = [head.place for head in options]
    if len(places) < 2 or places != list(range(len(places))) or None in filled:
        return None
    return heads


def merged_heads(first: list[Head | None], second: list[Head | None]) -> list[Head | None]:
    """Two header lines as one: the options of the lower one, the rest of the upper one."""
    width = max(len(first), len(second))
    upper = first + [None] * (width - len(first))
    lower = second + [None] * (width - len(second))
    return [
        below if below is not None and below.field == headers.OPTION else above
        for above, below in zip(upper, lower, strict=True)
    ]


def of_heads(heads: list[Head | None], names: Cells, sample: Sequence[Cells]) -> Layout | None:
    """The layout a header row means, `sample` being rows below it; None if no column can be the stem."""
    columns = Columns(heads, names, sample)
    stem = columns.stem()
    if stem is None:
        return None
    layout = Layout(stem, width=max([len(names), *map(len, sample)]))
    for name in ("kind", "number", "code", "explanation", "difficulty", "source", "left", "right"):
        setattr(layout, name, columns.best(name))
    chapters = columns.ranked(headers.CHAPTER)
    layout.chapter = chapters[0] if chapters else None
    layout.tags = columns.of(headers.TAGS) + chapters[1:]
    columns.place_options(layout)
    columns.place_answers(layout)
    layout.close()
    layout.unknown = columns.unknown(layout)
    return layout


class Columns:
    """The columns under a header row, found by what they are called and, in doubt, by what they hold."""

    def __init__(self, heads: list[Head | None], names: Cells, sample: Sequence[Cells]) -> None:
        self.heads = heads
        self.names = names
        self.sample = sample

    def of(self, name: str) -> list[int]:
        return [column for column, head in enumerate(self.heads) if head is not None and head.field == name]

    def ranked(self, name: str) -> list[int]:
        ranks = {column: head.rank for column, head in enumerate(self.heads) if head is not None}
        return sorted(self.of(name), key=lambda column: (ranks[column], column))

    def best(self, name: str) -> int | None:
        ranked = self.ranked(name)
        return ranked[0] if ranked else None

    def values(self, column: int) -> list[str]:
        return [cells[column] for cells in self.sample if column < len(cells) and cells[column]]

    def length(self, column: int) -> float:
        values = self.values(column)
        return sum(map(len, values)) / len(values) if values else 0.0

    def stem(self) -> int | None:
        """The best named one; one that holds only numbers or next to nothing gives way to another."""
        ranked = self.ranked(headers.STEM)
        if len(ranked) > 1:
            telling = [column for column in ranked if self.length(column) >= SHORTEST_STEM]
            return (telling or ranked)[0]
        if ranked:
            return ranked[0]
        unnamed = [column for column, head in enumerate(self.heads) if head is None]
        longest = max(unnamed, key=self.length, default=None)
        return longest if longest is not None and self.length(longest) >= SHORTEST_STEM else None

    def unnamed_after(self, column: int) -> list[int]:
        """The columns next to this one that have no header of their own, but contents."""
        found = []
        width = max([len(self.names), *map(len, self.sample)])
        for at in range(column + 1, width):
            if (at < len(self.names) and self.names[at]) or not self.values(at):
                break
            found.append(at)
        return found

    def place_options(self, layout: Layout) -> None:
        places = [(self.heads[column] or NO_HEAD, column) for column in self.of(headers.OPTION)]
        layout.options = [column for head, column in sorted(places, key=lambda pair: (pair[0], pair[1]))]
        together = self.ranked(headers.OPTIONS)
        if not together or layout.options:
            layout.packed = together[0] if together else None
            return
        row = sorted(together) if len(together) > 1 else [together[0], *self.unnamed_after(together[0])]
        if len(row) > 1:
            layout.options = row
        else:
            layout.packed = row[0]

    def place_answers(self, layout: Layout) -> None:
        layout.answers = self.ranked(headers.ANSWER)
        parts = sorted(
            self.of(headers.ANSWER_PART), key=lambda column: (self.heads[column] or NO_HEAD, column)
        )
        has_options = bool(layout.options) or layout.packed is not None
        if len(layout.answers) > 1:
            self._tell_answers_apart(layout, has_options)
        elif not layout.answers and len(parts) == 1:
            layout.answers = parts
        elif layout.answers and len(parts) > 1 and not has_options:
            layout.options = parts
        else:
            layout.gaps = parts
        if not layout.answers and not layout.gaps:
            layout.answers = self._unnamed_answers()

    def _tell_answers_apart(self, layout: Layout, has_options: bool) -> None:
        """Of several columns called 答案 that of letters is the key; beside it one may hold the options (`题干 答案
        正确答案`), or explain the key at length."""
        letters = [column for column in layout.answers if share_of(self.values(column), ANSWER_LIKE) >= SURE]
        others = [column for column in layout.answers if column not in letters]
        packed = [column for column in others if share_of(self.values(column), JOINT, whole=False) >= SURE]
        prose = [column for column in others if self.length(column) >= PROSE]
        if letters and packed and not has_options:
            layout.packed = packed[0]
            layout.answers = [column for column in layout.answers if column not in packed]
        elif letters and prose:
            layout.answers = [column for column in layout.answers if column not in prose]
            layout.explanation = prose[0] if layout.explanation is None else layout.explanation

    def _unnamed_answers(self) -> list[int]:
        """A column nobody named that holds nothing but answers."""
        width = max([len(self.names), *map(len, self.sample)])
        unnamed = [at for at in range(width) if at >= len(self.heads) or self.heads[at] is None]
        found = [
            at for at in unnamed if share_of(self.values(at), ANSWER_LIKE) == 1 and len(self.values(at)) > 1
        ]
        return found if len(found) == 1 else []

    def unknown(self, layout: Layout) -> list[tuple[int, str]]:
        used = set(layout.content)
        return [
            (column, name)
            for column, name in enumerate(self.names)
            if name and self.heads[column] is None and column not in used
        ]


def share_of(values: list[str], pattern: re.Pattern[str], *, whole: bool = True) -> float:
    match = pattern.fullmatch if whole else pattern.search
    return sum(match(value) is not None for value in values) / len(values) if values else 0.0
