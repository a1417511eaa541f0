"""Questions in rows: from the sheets of a spreadsheet, a csv or a table in a Word file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import NOTICE, WARNING, Draft, Finding
from jinshui_study.questions.formats.tables import (
    guessed_layouts,
    headers,
    layouts,
    pair_rows,
    row_words,
    sealed_rows,
    table_rows,
)
from jinshui_study.questions.formats.tables.layouts import Layout
from jinshui_study.questions.formats.tables.lookahead import Ahead
from jinshui_study.questions.formats.understanding import headings, kind_words
from jinshui_study.questions.formats.understanding.entries import Entry
from jinshui_study.questions.formats.understanding.interpreting import interpret

HEADER_WITHIN = 20
"""Rows that hold something among which the first header is looked for."""
SAMPLE = 200
LONGEST_TITLE = 40
MOST_IN_TITLE = 4
"""Texts of a row above the header (`单位：… 时间：…`) that still are a title."""
LONGEST_HEAD_OF_STEM = 24
MOST_IN_PART = 2


NO_QUESTIONS = "未识别到题目：表格里只有表头，或者没有内容；请在表头下面每行写一道题。"


class Row(NamedTuple):
    """One row: where it is, in words; its cells' texts from the first column on; its number for naming a cell.

    A merged cell's text stands in each cell it covers.
    """

    where: str
    cells: list[str]
    number: int = 0


@dataclass
class Reading:
    """What a table gave. Where `is_table` is false nothing was read: no header, and contents that don't tell."""

    is_table: bool = False
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    declared: int | None = None


def read_rows(
    rows: Iterable[Row], *, kind: str = "", chapter: str = "", place: str = "表格", is_exact: bool = False
) -> Reading:
    """The questions in the rows of one table, each as a draft.

    `kind` and `chapter` are what stands before the table (a heading, a sheet's name) and hold until a row says
    otherwise; `place` names the table where a finding is about all of it. Rows with a number get cells named `D12`.
    In a table that `is_exact` a row with more cells than the header has is a mistake: its delimiters went wrong.
    """
    return _Table(kind, chapter, place, is_exact).read(rows)


class _Table:
    """Reads rows one after the other; the layout is that of the last header above them."""

    def __init__(self, kind: str, chapter: str, place: str, is_exact: bool) -> None:
        self.is_exact = is_exact
        self.kind = kind
        self.chapter = chapter
        self.place = place
        self.reading = Reading()
        self.layout = Layout(0)
        self.columns: dict[str, str] | None = None
        self.header: list[str] = []
        self.sealed: dict[str, int] | None = None
        self.is_turned = False
        self.entry: Entry | None = None
        self.cells: list[str] = []
        self.number = 0
        self.bare: list[tuple[int, Entry]] = []
        self.lettered: list[tuple[int, Entry]] = []
        self.passed: Counter[str] = Counter()
        self.first_passed: dict[str, str] = {}

    def read(self, rows: Iterable[Row]) -> Reading:
        ahead = Ahead(row for row in rows if any(row.cells))
        if not self._begin(ahead):
            return self.reading
        self.reading.is_table = True
        for row in ahead:
            self._take(row, ahead)
        self._finish_entry()
        self._settle_judgements()
        self._tell_passed()
        return self.reading

    def _settle_judgements(self) -> None:
        """Judgements that only all rows together show as such: answered 1 or 0 without a kind, or A or B without
        options. Both answers must occur."""
        if table_rows.are_judgements([entry for _, entry in self.bare]):
            for place, entry in self.bare:
                entry.kind = kinds.CHINESE[kinds.TRUE_FALSE]
                self.reading.drafts[place] = interpret(entry)
            message = "有些题没有写题型，也没有选项，答案只有两种（如 1 和 0），已当作判断题，请核对。"
            self._find(WARNING, "kind_guessed", self.place, message)
        if len({"".join(entry.answers).upper() for _, entry in self.lettered}) > 1:
            for place, entry in self.lettered:
                entry.options = ["正确", "错误"]
                self.reading.drafts[place] = interpret(entry)
            message = "判断题的答案写的是 A 和 B，已把 A 当作正确、B 当作错误，请核对。"
            self._find(WARNING, "judgement_guessed", self.place, message)

    def _begin(self, ahead: Ahead[Row]) -> bool:
        """Find the layout and go to the first row below the header; false where there is no table."""
        sample = _parted(ahead)
        for at, row in enumerate(sample[:HEADER_WITHIN]):
            if layouts.heads_of(row.cells) is None:
                continue
            guessed = guessed_layouts.of_contents([above.cells for above in sample[:at]])
            if guessed is not None:
                return self._begin_without_header(guessed)
            taken = self._take_header(row, sample[at + 1 :])
            if taken:
                for above in sample[:at]:
                    self._take_title(above)
                ahead.skip(at + taken)
                return True
        if self._turn(ahead, sample):
            return True
        guessed = guessed_layouts.of_contents([row.cells for row in sample])
        return guessed is not None and self._begin_without_header(guessed)

    def _begin_without_header(self, guessed: Layout) -> bool:
        self.layout, self.columns = guessed, None
        message = "没有表头，已按内容认出题干、选项和答案所在的列，请核对；最好在第一行写上列名。"
        self._find(WARNING, "header_missing", self.place, message)
        return True

    def _turn(self, ahead: Ahead[Row], sample: list[Row]) -> bool:
        """Read a table that is written downwards, if this is one."""
        if pair_rows.turned([row.cells for row in sample]) is None:
            return False
        everything = [*sample, *ahead.rows]
        turned = pair_rows.turned([row.cells for row in everything])
        if turned is None:
            return False
        self.is_turned = True
        names, records = turned
        ahead.restart([Row(self.place, names), *(Row(everything[at].where, cells) for at, cells in records)])
        header, *below = ahead.sample(SAMPLE)
        taken = self._take_header(header, below)
        ahead.skip(taken)
        return taken > 0

    def _take_header(self, row: Row, below: list[Row]) -> int:
        """How many rows a header takes here: 0, 1, or 2 where 选项 stands over A, B, C, D."""
        heads = layouts.heads_of(row.cells)
        if heads is None:
            return 0
        second = layouts.option_heads_of(below[0].cells) if below else None
        if second is not None:
            heads = layouts.merged_heads(heads, second)
        taken = 1 if second is None else 2
        names = row.cells + [""] * (len(heads) - len(row.cells))
        layout = layouts.of_heads(heads, names, [other.cells for other in below[taken - 1 :]])
        if layout is None:
            return 0
        self.layout, self.header, self.columns = layout, row.cells, None
        self.kind = row_words.kind_in_name(names[layout.stem]) or self.kind
        self.sealed = sealed_rows.columns_of(row.cells)
        for column, name in layout.unknown:
            message = f"没有用到“{name[:20]}”这一列。"
            self._find(NOTICE, "column_unused", _column_name(row, column, self.place), message)
        return taken

    def _take_title(self, row: Row) -> None:
        """A title above the header may name the kind, and how many questions there are."""
        texts = list(dict.fromkeys(filter(None, row.cells)))
        for text in texts:
            self._declare(text)
            meaning = kind_words.meaning_of(text) if len(text) <= LONGEST_TITLE else ""
            self.kind = meaning if meaning in kinds.KINDS else self.kind
        if len(texts) > MOST_IN_TITLE and not row_words.is_instruction(texts[0], texts):
            self._find(
                WARNING, "row_skipped", row.where, "这一行在表头上面，没有当作题目，已跳过。", texts[0]
            )

    def _declare(self, text: str) -> None:
        declared = headings.declared_in(text)
        if declared is not None:
            self.reading.declared = (self.reading.declared or 0) + declared

    def _take(self, row: Row, ahead: Ahead[Row]) -> None:
        layout = self.layout
        if len(row.cells) < layout.width:
            row.cells.extend([""] * (layout.width - len(row.cells)))
        cells = row.cells
        own = sealed_rows.draft_of(self.sealed, cells, row.where) if self.sealed else None
        if own is not None:
            self._finish_entry()
            self.reading.drafts.append(own)
            return
        if self._is_header(row, ahead) or self._is_heading(row):
            return
        if not any(cells[column] for column in layout.content):
            self._pass("blank", row)
        elif row_words.is_example(cells):
            self._pass("example", row)
        elif row_words.is_instruction(cells[layout.stem], cells):
            self._pass("note", row)
        elif self.entry is None or not table_rows.continues(layout, self.cells, cells, self.entry):
            self._finish_entry()
            self.entry = table_rows.entry_of(layout, row.where, cells, self.kind, self.chapter)
            self.cells, self.number = cells, row.number
        else:
            table_rows.add_to(self.entry, layout, cells)

    def _is_header(self, row: Row, ahead: Ahead[Row]) -> bool:
        """Take another header if this is one: of a new table further down, or repeated on each page."""
        name = row.cells[self.layout.stem] or next(filter(None, row.cells))
        if len(name) > LONGEST_HEAD_OF_STEM or headers.head_of(name) is None:
            return False
        if row.cells == self.header:
            return True
        if layouts.heads_of(row.cells) is None:
            return False
        self._finish_entry()
        taken = self._take_header(row, ahead.sample(SAMPLE))
        ahead.skip(max(0, taken - 1))
        return taken > 0

    def _is_heading(self, row: Row) -> bool:
        """A row of one text alone is a heading or a note, unless it stands where stems or options do."""
        texts = [text for text in row.cells if text]
        text = texts[0]
        if len(texts) > 1 and (text != texts[1] or len(set(texts)) > 1 or len(text) > LONGEST_TITLE):
            return False
        column = row.cells.index(text)
        own = len(texts) == 1 and column in self.layout.content
        section = row_words.section_of(text)
        if section:
            self._finish_entry()
            self.kind = section
            self._declare(text)
            return True
        if own and not row_words.is_note(text) and not row_words.is_surely_chapter(text):
            return False
        self._take_heading(row, text, column)
        return True

    def _take_heading(self, row: Row, text: str, column: int) -> None:
        if row_words.is_note(text) or row_words.is_example([text]):
            self._pass("note", row)
        elif headers.head_of(text) is not None or column == self.layout.number and len(text) < 6:
            self._pass("blank", row)
        elif row_words.chapter_of(text):
            self._finish_entry()
            self.chapter = row_words.chapter_of(text)
            self._declare(text)
        elif headings.declared_in(text) is not None:
            self._declare(text)
        else:
            message = "这一行不像题目，已跳过。"
            self._find(WARNING, "row_skipped", row.where, message, text)

    def _finish_entry(self) -> None:
        if self.entry is None:
            return
        draft = interpret(self.entry)
        if table_rows.is_bare_judgement(draft, self.entry):
            self.bare.append((len(self.reading.drafts), self.entry))
        elif table_rows.is_lettered_judgement(draft, self.entry):
            self.lettered.append((len(self.reading.drafts), self.entry))
        hole = table_rows.hole_in(self.entry.options)
        if hole is not None:
            table_rows.remark_hole(draft, hole)
        extra = sum(1 for cell in self.cells[len(self.header) :] if cell) if self.header else 0
        if self.is_exact and extra:
            table_rows.remark_extra(draft, len(self.header))
        if not self.is_turned:
            table_rows.name_cells(draft, self._columns_at_fault(), self.number)
        if self.sealed:
            sealed_rows.keep(draft, self.sealed, self.cells)
        self.reading.drafts.append(draft)
        self.entry = None

    def _columns_at_fault(self) -> dict[str, str]:
        if self.columns is None:
            self.columns = table_rows.columns_at_fault(self.layout, is_lettered=self.number > 0)
        return self.columns

    def _pass(self, why: str, row: Row) -> None:
        self.passed[why] += 1
        self.first_passed.setdefault(why, row.where)

    def _tell_passed(self) -> None:
        for why, count in self.passed.items():
            code, words = _PASSED[why]
            rows = "这一行" if count == 1 else f"从这里起共有 {count} 行"
            self._find(NOTICE, code, self.first_passed[why], f"{rows}{words}，已跳过。")

    def _find(self, severity: str, code: str, where: str, message: str, excerpt: str = "") -> None:
        self.reading.findings.append(Finding(severity, code, where, message, excerpt[:20]))


def _parted(ahead: Ahead[Row]) -> list[Row]:
    """The first rows; where the header says its columns twice, each row is taken as two."""
    sample = ahead.sample(SAMPLE)
    width = next(filter(None, (layouts.repeated(row.cells) for row in sample[:HEADER_WITHIN])), 0)
    if not width:
        return sample
    everything = [*sample, *ahead.rows]
    ahead.restart([part for row in everything for part in _parts(row, width)])
    return ahead.sample(SAMPLE)


def _parts(row: Row, width: int) -> Iterator[Row]:
    """A title above the header stays whole; a part without contents is none."""
    if len(set(filter(None, row.cells))) < MOST_IN_PART:
        yield row
        return
    for begin in range(0, len(row.cells), width):
        cells = row.cells[begin : begin + width]
        if any(cells):
            yield Row(row.where, cells)


_PASSED = {
    "blank": ("row_empty", "没有题干和答案"),
    "example": ("example_skipped", "是模板里的示例"),
    "note": ("note_skipped", "是填写说明"),
}


def _column_name(row: Row, column: int, place: str) -> str:
    if row.number:
        return f"{place} {table_rows.column_letters(column)}{row.number}"
    return f"{row.where} 第{column + 1}列"
