"""Tables written downwards, a field a row (题干 | …, 选项A | …, 答案 | …), as tables written across."""

from collections.abc import Sequence

from jinshui_study.questions.formats.tables import headers
from jinshui_study.questions.formats.tables.headers import Head

FEWEST_FIELDS = 3
SURE = 0.9


def turned(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[tuple[int, list[str]]]] | None:
    """The header and the questions, each with the place of the row it begins in; None for any other table."""
    pairs = [_pair(cells) for cells in rows]
    heads = [headers.head_of(name) for name, _ in pairs]
    fields = {head.field for head in heads if head is not None}
    known = sum(head is not None for head in heads)
    if (
        len(fields) < FEWEST_FIELDS
        or not {headers.STEM, headers.ANSWER} <= fields
        or known < len(rows) * SURE
    ):
        return None
    columns: dict[Head, int] = {}
    names: list[str] = []
    for (name, _), head in zip(pairs, heads, strict=True):
        if head is not None and head not in columns:
            columns[head] = len(columns)
            names.append(name)
    return names, _records(pairs, heads, columns)


def _pair(cells: Sequence[str]) -> tuple[str, str]:
    """The name and the value of a row; a merged cell repeats its text."""
    texts = list(dict.fromkeys(cell for cell in cells if cell))
    return (texts[0], texts[1] if len(texts) == 2 else "") if texts and len(texts) < 3 else ("", "")


def _records(
    pairs: list[tuple[str, str]], heads: list[Head | None], columns: dict[Head, int]
) -> list[tuple[int, list[str]]]:
    """A field that comes again begins the next question."""
    records: list[tuple[int, list[str]]] = []
    seen: set[Head] = set()
    for place, ((_, value), head) in enumerate(zip(pairs, heads, strict=True)):
        if head is None:
            continue
        if not records or head in seen:
            records.append((place, [""] * len(columns)))
            seen = set()
        seen.add(head)
        records[-1][1][columns[head]] = value
    return records
