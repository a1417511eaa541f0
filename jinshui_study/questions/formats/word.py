"""Question banks written in Word (.docx, .docm): paragraphs, tables, text boxes and automatic numbers, as lines."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO
from xml.etree.ElementTree import Element

from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, BankFile, Finding
from jinshui_study.questions.formats import limits, markdown
from jinshui_study.questions.formats.office import (
    compound,
    marked_options,
    word_names,
    word_numbering,
    word_text,
)
from jinshui_study.questions.formats.office.marked_options import Looks
from jinshui_study.questions.formats.office.word_names import child, value
from jinshui_study.questions.formats.office.word_numbering import Numbering
from jinshui_study.questions.formats.prose import papers
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.prose.papers import Table
from jinshui_study.questions.formats.tables.question_rows import Row
from jinshui_study.questions.formats.understanding import headings

LAYOUT = "word"
DEEPEST = 20
PLAIN: frozenset[str] = frozenset()
MOST_COLUMNS = 200

OLD = "这是旧版 Word 文件（.doc），请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再导入。"
RICH = "这是 RTF 文件，请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再导入。"
BROKEN = "Word 文件已损坏，请用 Word 或 WPS 打开后另存一份 .docx 再试。"
BY_LOOK = "文件里没有写答案，每道题都有标出来的选项（颜色、底纹、下划线或加粗），已当作答案，请核对。"
TOO_LARGE = "Word 文件里有一个表格太大，请分成几个表格或几个文件。"

_DOCUMENT = re.compile(r"word/document\d*\.xml")
_BODY = 2
"""Paragraphs and tables stand two below the root: document, body."""
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_WRAPPERS = frozenset(
    ["sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"]
)


def recognises(data: bytes) -> bool:
    if data.startswith(compound.MAGIC):
        return "WordDocument" in compound.names(data)
    if data.startswith(b"{\\rtf"):
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(map(_DOCUMENT.fullmatch, archive.namelist()))
    except limits.BAD_ZIP:
        return b"word/document" in data


def read(data: bytes, file: str, key: Sequence[KeyGroup] = ()) -> BankFile:
    """All questions in `data`; `key` holds answers that came in a file of their own."""
    result = BankFile(file=file, layout=LAYOUT, encoding="docx")
    refusal = refused(data)
    if refusal is not None:
        result.encoding = "unknown"
        result.findings.append(refusal)
        return result
    looks: dict[str, Looks] = {}
    pieces = _with_shown_keys(list(pieces_of(data, result.findings, looks)), looks, result.findings)
    pieces = _unmarked(pieces)
    if any(finding.severity == ERROR for finding in result.findings):
        return result
    return papers.read_into(result, pieces, key)


def _with_shown_keys(
    pieces: list[Line | Table], looks: dict[str, Looks], findings: list[Finding]
) -> list[Line | Table]:
    """With a line of its own for each answer that is only shown by the look of its options."""
    keys = marked_options.told([piece for piece in pieces if isinstance(piece, Line)], looks) if looks else {}
    if not keys:
        return pieces
    findings.append(Finding(WARNING, "answers_by_look", "全文", BY_LOOK))
    found: list[Line | Table] = []
    for piece in pieces:
        found.append(piece)
        if isinstance(piece, Line) and piece.where in keys:
            found.append(Line(f"答案：{keys[piece.where]}", piece.where))
    return found


def _unmarked(pieces: list[Line | Table]) -> list[Line | Table]:
    """Markdown that was pasted into Word brought its marks along."""
    if not markdown.is_marked("\n".join(piece.text for piece in pieces if isinstance(piece, Line))):
        return pieces
    return [markdown.unmarked(piece) if isinstance(piece, Line) else piece for piece in pieces]


def refused(data: bytes) -> Finding | None:
    """Why a file that `recognises` knows can't be read at all, or None."""
    if data.startswith(compound.MAGIC):
        return Finding(ERROR, "word_old", "全文", OLD)
    if data.startswith(b"{\\rtf"):
        return Finding(ERROR, "word_rtf", "全文", RICH)
    try:
        limits.check_zip(data)
    except limits.Refused as refusal:
        return refusal.finding
    return None


def pieces_of(
    data: bytes, findings: list[Finding], looks: dict[str, Looks] | None = None
) -> Iterator[Line | Table]:
    """The lines and tables of a file that isn't `refused`; what goes wrong is added to `findings`, how the signs of a
    line look to `looks` by its place."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            styles = _part(archive, "word/styles.xml")
            numbering = word_numbering.numbering_of(_part(archive, "word/numbering.xml"), styles)
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                findings.append(Finding(NOTICE, "macro_ignored", "全文", "文件里有宏，已忽略。"))
            name = next(filter(_DOCUMENT.fullmatch, names))
            with archive.open(name) as stream:
                yield from _Reader(numbering, _levels(styles), {} if looks is None else looks).read(stream)
    except word_names.TooLarge:
        findings.append(Finding(ERROR, "word_too_large", "全文", TOO_LARGE))
    except (*limits.BAD_ZIP, *word_names.BAD_XML, StopIteration, KeyError):
        findings.append(Finding(ERROR, "word_unreadable", "全文", BROKEN))


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A part of the file that may be missing; one that is broken counts as missing."""
    if name not in archive.namelist():
        return None
    try:
        with archive.open(name) as stream:
            return word_names.whole(stream)
    except word_names.BAD_XML:
        return None


def _levels(styles: Element | None) -> dict[str, int]:
    """The styles that are headings, with their levels."""
    found = {}
    for style in [] if styles is None else list(styles):
        name = value(child(style, "name"))
        match = _HEADING.match(name)
        if style.tag == "style" and match is not None:
            found[style.get("styleId", "")] = int(match[1])
        elif style.tag == "style" and name.lower() in ("title", "标题"):
            found[style.get("styleId", "")] = 1
    return found


class _Reader:
    """Goes through the body and counts paragraphs and tables, so that a place can be named."""

    def __init__(self, numbering: Numbering, levels: dict[str, int], looks: dict[str, Looks]) -> None:
        self.numbering = numbering
        self.levels = levels
        self.looks = looks
        self.paragraphs = 0
        self.tables = 0

    def read(self, stream: IO[bytes]) -> Iterator[Line | Table]:
        for node in word_names.parts(stream, _BODY):
            yield from self._piece(node, 0)

    def _piece(self, node: Element, depth: int) -> Iterator[Line | Table]:
        if depth > DEEPEST:
            return
        if node.tag == "p":
            self.paragraphs += 1
            yield from self._paragraph(node, f"第 {self.paragraphs} 段", depth)
        elif node.tag == "tbl":
            self.tables += 1
            yield self._table(node, depth)
        elif node.tag in _WRAPPERS:
            for one in node:
                yield from self._piece(one, depth + 1)

    def _paragraph(self, node: Element, where: str, depth: int) -> Iterator[Line | Table]:
        properties = child(node, "pPr")
        written = word_text.written(node)
        has_text = any(text.strip() for text in written.lines)
        label = self.numbering.label(properties) if has_text or child(properties, "numPr") is not None else ""
        level = self.levels.get(value(child(properties, "pStyle")), 0)
        for count, text in enumerate(written.lines, 1):
            text = f"{label} {text}" if label and count == 1 else text
            place = where if count == 1 else f"{where}第 {count} 行"
            if written.looks and written.looks[count - 1]:
                self.looks[place] = [PLAIN] * (len(text) - len(written.looks[count - 1])) + written.looks[
                    count - 1
                ]
            yield Line(text, place, level)
        for number, box in enumerate(written.boxes, 1):
            yield from self._box(box, f"{where}文本框 {number}", depth + 1)

    def _box(self, box: Element, where: str, depth: int) -> Iterator[Line | Table]:
        if depth > DEEPEST:
            return
        for count, node in enumerate(box, 1):
            if node.tag == "p":
                yield from self._paragraph(node, f"{where}第 {count} 段", depth)
            elif node.tag == "tbl":
                self.tables += 1
                yield self._table(node, depth)

    def _table(self, table: Element, depth: int) -> Table:
        place = f"表 {self.tables}"
        rows: list[Row] = []
        lines: list[Line] = []
        above: list[str] = []
        for count, node in enumerate(_rows(table), 1):
            where = f"{place} 行 {count}"
            cells: list[str] = []
            seen: list[list[str]] = []
            for cell in _cells(node):
                texts = self._cell(cell, where, depth)
                properties = child(cell, "tcPr")
                merged = child(properties, "vMerge")
                goes_on = merged is not None and value(merged) not in ("restart",)
                text = "\n".join(texts)
                if goes_on and len(cells) < len(above):
                    text = above[len(cells)]
                elif texts:
                    seen.append(texts)
                span = value(child(properties, "gridSpan"))
                cells.extend([text] * min(int(span) if span.isdecimal() else 1, MOST_COLUMNS))
            above = cells[:MOST_COLUMNS]
            rows.append(Row(where, above))
            lines.extend(_row_lines(seen, where))
        return Table(rows, lines, place)

    def _cell(self, cell: Element, where: str, depth: int) -> list[str]:
        """The lines of a cell, those of tables inside it among them."""
        texts: list[str] = []
        for node in cell:
            for piece in self._inside(node, where, depth + 1):
                found = [piece] if isinstance(piece, Line) else piece.lines
                texts.extend(line.text for line in found if not line.is_blank)
        return texts

    def _inside(self, node: Element, where: str, depth: int) -> Iterator[Line | Table]:
        if depth > DEEPEST:
            return
        if node.tag == "p":
            yield from self._paragraph(node, where, depth)
        elif node.tag == "tbl":
            yield self._table(node, depth)
        elif node.tag in _WRAPPERS:
            for one in node:
                yield from self._inside(one, where, depth + 1)


def _rows(table: Element) -> Iterator[Element]:
    for node in table:
        if node.tag == "tr":
            yield node
        elif node.tag in _WRAPPERS:
            yield from _rows(node)


def _cells(row: Element) -> Iterator[Element]:
    for node in row:
        if node.tag == "tc":
            yield node
        elif node.tag in _WRAPPERS:
            yield from _cells(node)


def _row_lines(cells: list[list[str]], where: str) -> Iterator[Line]:
    """A row as lines: one line where each cell holds one, else the lines of each cell in turn."""
    texts = [text for cell in cells for text in cell]
    found = map(headings.heading_of, texts)
    is_heading = any(heading is not None and heading.kind for heading in found)
    if texts and len(texts) == len(cells) and not is_heading:
        texts = ["\t".join(texts)]
    for count, text in enumerate(texts, 1):
        yield Line(text, where if count == 1 else f"{where}第 {count} 行")
