"""One row of a table as an entry, and the rows that go on with it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, LETTERS, Draft, Remark
from jinshui_study.questions.formats.tables import cells as cell_texts
from jinshui_study.questions.formats.tables import packed_cells
from jinshui_study.questions.formats.tables.layouts import Layout
from jinshui_study.questions.formats.understanding import answer_notation, kind_words
from jinshui_study.questions.formats.understanding.entries import Entry

NO_OPTION = frozenset(["/", "\\", "-", "--", "—", "——", "nan", "NaN", "null", "NULL", "None", "N/A", "#N/A"])
"""What people put into the cells of options a question doesn't have."""

_MARK = re.compile(r"\s*[（(\[【]?\s*([A-Oa-o])\s*[）)\]】、.．:：]")
_PARTS = re.compile(r"[\n;；|]")
_LABELS = re.compile(r"[,，;；、|\s]+")


def entry_of(layout: Layout, where: str, cells: list[str], kind: str, chapter: str) -> Entry:
    """The question of one row; `kind` and `chapter` are what holds where the row says nothing."""
    word = cells[layout.kind] if layout.kind is not None else ""
    is_kind = _is_kind(word)
    entry = Entry(
        where=where,
        raw="\t".join(cells).strip(),
        kind=word if is_kind else kind,
        stem=cells[layout.stem],
        options=_options(layout, cells),
        left=_parts(_cell(cells, layout.left)),
        right=_parts(_cell(cells, layout.right)),
        answers=[cells[column] for column in layout.answers if cells[column]],
        explanation=_cell(cells, layout.explanation),
        source=_cell(cells, layout.source),
        chapter=_cell(cells, layout.chapter) or chapter,
        difficulty=_cell(cells, layout.difficulty),
        code=_code(_cell(cells, layout.code)),
        tags=[] if is_kind or not word or word.isdecimal() else [word],
    )
    for column in layout.tags:
        entry.tags.extend(filter(None, _LABELS.split(cells[column])))
    if not entry.answers:
        _find_answers(entry, [cells[column] for column in layout.gaps])
    return entry


def _find_answers(entry: Entry, gaps: list[str]) -> None:
    """The answer of a row that has none in its own column: a column for each, or where the options of a blank stand."""
    gaps = _without_fillers(gaps)
    if entry.options and gaps:
        entry.answers = [";".join(gaps)]
    elif gaps:
        entry.answers = _gap_answers(gaps)
    elif entry.options and kind_words.meaning_of(entry.kind) == kinds.BLANK:
        entry.answers, entry.options = _gap_answers(entry.options), []


@lru_cache(maxsize=1024)
def _is_kind(word: str) -> bool:
    return bool(word and kind_words.meaning_of(word))


def _cell(cells: list[str], column: int | None) -> str:
    return "" if column is None else cells[column]


def _options(layout: Layout, cells: list[str]) -> list[str]:
    """The options; their number shows in a hole's empty text, since the letters of the answer count it."""
    options = _without_fillers([cells[column] for column in layout.options])
    if not options and layout.packed is not None:
        packed = cells[layout.packed]
        return [] if packed in NO_OPTION or not packed else packed_cells.options_in(packed)
    return cell_texts.with_dates(cells[layout.stem], options)


def _without_fillers(texts: list[str]) -> list[str]:
    while texts and (not texts[-1] or texts[-1] in NO_OPTION):
        texts.pop()
    return texts


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(text) if part.strip()] if text else []


def _code(text: str) -> str:
    """A number alone only counts the rows."""
    return "" if text.replace(".", "").isdecimal() else text


def _gap_answers(texts: list[str]) -> list[str]:
    """Answers of the gaps in columns of their own, as one answer that numbers them."""
    if len(texts) < 2:
        return texts
    return [" ".join(f"({place}) {text}" for place, text in enumerate(texts, start=1))]


def continues(layout: Layout, before: list[str], cells: list[str], entry: Entry) -> bool:
    """Whether this row holds another option of the question above it.

    Its stem is empty or, from a merged cell, the same; and the option is the next one by its mark, or
    the row has no number of its own.
    """
    if layout.packed is None or layout.options or not cells[layout.packed]:
        return False
    stem = cells[layout.stem]
    if not stem:
        return bool(entry.options)
    if stem != before[layout.stem]:
        return False
    mark = _MARK.match(cells[layout.packed])
    if mark is not None:
        return mark[1].upper() == LETTERS[len(entry.options) % len(LETTERS)] and len(entry.options) > 0
    return layout.number is not None and cells[layout.number] == before[layout.number] != ""


def add_to(entry: Entry, layout: Layout, cells: list[str]) -> None:
    assert layout.packed is not None
    entry.options.append(cells[layout.packed])
    entry.raw += "\n" + "\t".join(cells).strip()
    for column in layout.answers:
        if cells[column] and cells[column] not in entry.answers:
            entry.answers.append(cells[column])


def is_bare_judgement(draft: Draft, entry: Entry) -> bool:
    """Whether only the other rows can tell what kind this is: no options, no gap, an answer such as 1 or 否."""
    return not draft.kind and not entry.options and _verdict(entry) is not None


def are_judgements(entries: list[Entry]) -> bool:
    return {_verdict(entry) for entry in entries} == {True, False}


def is_lettered_judgement(draft: Draft, entry: Entry) -> bool:
    """Whether this is a judgement answered A or B, without options that say which is which."""
    return draft.kind == kinds.TRUE_FALSE and not entry.options and draft.answer in (["A"], ["B"])


def _verdict(entry: Entry) -> bool | None:
    verdicts = {answer_notation.judgement(answer) for answer in entry.answers}
    return verdicts.pop() if len(verdicts) == 1 else None


def hole_in(options: list[str]) -> int | None:
    """The place of an empty option that has others after it."""
    return options.index("") if "" in options else None


def remark_hole(draft: Draft, place: int) -> None:
    letter = LETTERS[place]
    message = f"选项 {letter} 是空的，后面却还有选项；请补上选项 {letter}，或把后面的选项往前移并改答案。"
    draft.remarks.append(Remark(ERROR, "option_empty", message))


def remark_extra(draft: Draft, width: int) -> None:
    message = f"这一行多出了几列，表头只有 {width} 列；文字里有分隔符（如逗号）的，要给整格加英文双引号。"
    draft.remarks.append(Remark(ERROR, "columns_differ", message))


def name_cells(draft: Draft, columns: Mapping[str, str], row: int) -> None:
    """Say in which cell the fault lies of each error and warning that is about one column."""
    draft.columns, draft.row = columns, row
    draft.remarks[:] = [draft.naming_cell(remark) for remark in draft.remarks]


def columns_at_fault(layout: Layout, *, is_lettered: bool) -> dict[str, str]:
    """The names of the columns by the first words of the codes of mistakes about them."""
    options = layout.options[0] if layout.options else layout.packed
    answers = next(iter([*layout.answers, *layout.gaps]), None)
    places = {
        **dict.fromkeys(
            ("answer", "answers", "letter", "judgement", "single", "multiple", "ordering"), answers
        ),
        **dict.fromkeys(("option", "options"), options),
        **dict.fromkeys(("stem", "gap", "gaps"), layout.stem),
        **dict.fromkeys(("matching",), layout.left),
        "kind": layout.kind,
        "difficulty": layout.difficulty,
    }
    return {
        word: column_letters(column) if is_lettered else f"第{column + 1}列"
        for word, column in places.items()
        if column is not None
    }


def column_letters(column: int) -> str:
    """27 as `AB`."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = LETTERS[rest] + letters
    return letters
