"""Which column of a table without a header holds what, only where the contents leave no doubt."""

import re
from collections.abc import Sequence

from jinshui_study.questions.formats.tables.layouts import (
    ANSWER_LIKE,
    JOINT,
    SHORTEST_STEM,
    SURE,
    Cells,
    Columns,
    Layout,
    share_of,
)

LETTERS_ONLY = re.compile(r"\s*[A-Oa-oＡ-Ｏ](?:[\s,，、;；|]*[A-Oa-oＡ-Ｏ]){0,9}\s*")
KIND_LIKE = re.compile(
    r"\s*(?:[单多]项?选(?:择题?|题)?|不定项(?:选择题?)?|判断题?|是非题|填空题?|简答题?|论述题?|排序题|连线题)\s*"
)
NUMBER_LIKE = re.compile(r"\s*\d{1,6}\s*[.、．]?\s*")
OTHER_ANSWERS = re.compile("填空|简答|论述|排序|连线")
FEWEST_ROWS = 2
LONG = 9


def of_contents(sample: Sequence[Cells]) -> Layout | None:
    """The layout of a table without a header: an answer column of letters or judgements, the stem a long text before
    it, the options between them or right after it. None where the contents leave a doubt."""
    rows = [cells for cells in sample if sum(1 for cell in cells if cell) > 1]
    if len(rows) < FEWEST_ROWS:
        return None
    columns = Columns([], [], rows)
    used = [at for at in range(max(map(len, rows))) if len(columns.values(at)) >= len(rows) * SURE]
    kind = next((at for at in used if share_of(columns.values(at), KIND_LIKE) >= SURE), None)
    asked = [cells for cells in rows if kind is None or not OTHER_ANSWERS.search(_cell(cells, kind))]
    if len(asked) < FEWEST_ROWS:
        return None
    for answer in _likely_answers([at for at in used if at != kind], Columns([], [], asked)):
        layout = _around(answer, columns, kind)
        if layout is not None and _agrees(layout, asked):
            return layout
    return None


def _likely_answers(used: list[int], columns: Columns) -> list[int]:
    """Columns of letters before those of judgements; one that says 正确 in every row is an option."""
    answers = [at for at in used if share_of(columns.values(at), ANSWER_LIKE) >= SURE]
    varied = [at for at in answers if len(set(columns.values(at))) > 1]
    return sorted(varied or answers[-1:], key=lambda at: -share_of(columns.values(at), LETTERS_ONLY))


def _around(answer: int, columns: Columns, kind: int | None) -> Layout | None:
    stem = _stem_before(answer, columns, kind)
    if stem is None:
        return None
    width = max(map(len, columns.sample))
    layout = Layout(stem, answers=[answer], kind=kind, width=width)
    for at in range(stem):
        if at != kind and columns.values(at):
            if share_of(columns.values(at), NUMBER_LIKE) >= SURE:
                layout.number = at
            elif _is_label(columns.values(at)):
                layout.chapter = at
            else:
                return None
    between = [at for at in range(stem + 1, answer) if columns.values(at) and at != kind]
    following = [at for at in range(answer + 1, width) if columns.values(at) and at != kind]
    if not between and len(following) > 1 and share_of(columns.values(answer), LETTERS_ONLY) > 0:
        layout.options, following = following, []
    elif len(between) == 1 and share_of(columns.values(between[0]), JOINT, whole=False) >= SURE:
        layout.packed = between[0]
    elif len(between) == 1:
        return None
    else:
        layout.options = between
    layout.explanation = next((at for at in following if columns.length(at) >= SHORTEST_STEM), None)
    return layout.close()


def _stem_before(answer: int, columns: Columns, kind: int | None) -> int | None:
    """The first column of long texts that differ, or else the longest."""
    texts = [at for at in range(answer) if at != kind and columns.length(at) >= SHORTEST_STEM]
    texts = [at for at in texts if share_of(columns.values(at), NUMBER_LIKE) < SURE]
    telling = [at for at in texts if columns.length(at) >= LONG and not _is_label(columns.values(at))]
    return telling[0] if telling else max(texts, key=columns.length, default=None)


def _is_label(values: list[str]) -> bool:
    """Few different texts, such as the names of chapters."""
    return len(values) > 3 and len(set(values)) * 2 <= len(values)


def _agrees(layout: Layout, rows: Sequence[Cells]) -> bool:
    """Whether every letter of the answers names an option that is there."""
    if layout.packed is not None:
        return True
    asked = [cells for cells in rows if LETTERS_ONLY.fullmatch(_cell(cells, layout.answers[0]))]
    return all(_names_options(cells, layout) for cells in asked)


def _names_options(cells: Cells, layout: Layout) -> bool:
    if not layout.options:
        return "A" in _cell(cells, layout.stem).upper() or "Ａ" in _cell(cells, layout.stem)
    letters = [letter for letter in _cell(cells, layout.answers[0]).upper() if "A" <= letter <= "O"]
    places = [ord(letter) - ord("A") for letter in letters]
    return all(place < len(layout.options) and _cell(cells, layout.options[place]) for place in places)


def _cell(cells: Cells, column: int) -> str:
    return cells[column] if column < len(cells) else ""
