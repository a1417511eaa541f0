"""Answers in a file of their own (`--key`): read from text, Markdown, Word or a table, and given to the questions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, BankFile, Draft, Finding
from jinshui_study.questions.formats import decoding, markdown, spreadsheet, word
from jinshui_study.questions.formats.limits import Refused
from jinshui_study.questions.formats.prose import answer_lists, answer_matching, lines
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.prose.papers import Table
from jinshui_study.questions.formats.prose.raw_questions import Raw
from jinshui_study.questions.formats.tables.question_rows import Row
from jinshui_study.questions.formats.understanding import interpreting
from jinshui_study.questions.formats.understanding.entries import Entry

_NUMBER = re.compile(r"\s*(?:题\s*号|序\s*号|编\s*号|题目编号)\s*")
_ANSWER = re.compile(r"\s*(?:正确|参考|标准)?答\s*案\s*")
_KIND = re.compile(r"\s*(?:题\s*型|试题类型|题目类型|类型)\s*")


@dataclass
class AnswerKey:
    """The answers of a key file, group by group as its headings have them, and what is wrong with it."""

    file: str
    groups: list[KeyGroup] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(data: bytes, file: str) -> AnswerKey:
    """The answers in a key file; never raises for bad content."""
    key = AnswerKey(file)
    found = _lines(data, key.findings)
    key.groups = answer_lists.groups_of(lines.without_noise(found))
    if not key.groups and not key.findings:
        message = "答案文件里没有认出答案，请写成“1.A 2.B”或“1-5 DACAC”这样。"
        key.findings.append(Finding(ERROR, "key_unreadable", "全文", message))
    key.findings = [replace(one, where=f"答案文件“{file}”{one.where}") for one in key.findings]
    for group in key.groups:
        for item in group.items:
            item.where = f"答案文件“{file}”{item.where}"
    return key


def _lines(data: bytes, findings: list[Finding]) -> list[Line]:
    if word.recognises(data):
        refusal = word.refused(data)
        if refusal is None:
            return _flat(word.pieces_of(data, findings))
        findings.append(refusal)
        return []
    if spreadsheet.recognises(data):
        try:
            return _of_rows(list(spreadsheet.rows_of(data)))
        except Refused as refused:
            findings.append(refused.finding)
            return []
    text = decoding.decode(data)
    if text is None:
        message = "答案文件无法识别，请用文本、Word 或 Excel 文件。"
        findings.append(Finding(ERROR, "format_unknown", "全文", message))
        return []
    return _flat(markdown.pieces_of(text.text)) if markdown.recognises(data) else lines.of_text(text.text)


def _flat(pieces: Iterable[Line | Table]) -> list[Line]:
    found: list[Line] = []
    for piece in pieces:
        if isinstance(piece, Line):
            found.append(piece)
        else:
            found.extend(piece.lines if _columns(piece.rows) is None else _of_rows(piece.rows))
    return found


def _of_rows(rows: list[Row]) -> list[Line]:
    """A table of answers as lines: number and answer, and a heading wherever the kind changes."""
    columns = _columns(rows)
    if columns is None:
        return [Line("\t".join(filter(None, row.cells)), row.where) for row in rows]
    number, answer, kind = columns
    found: list[Line] = []
    last = ""
    for row in rows:
        cells = [*row.cells, *[""] * (max(number, answer, kind) + 1)]
        if kind >= 0 and cells[kind] not in ("", last):
            last = cells[kind]
            found.append(Line(last, row.where))
        found.append(Line(f"{cells[number]}. {cells[answer]}", row.where))
    return found


def _columns(rows: list[Row]) -> tuple[int, int, int] | None:
    """The columns of number, answer and kind (-1 for none), where a header names them."""
    for row in rows[:5]:
        places = [_place(row.cells, pattern) for pattern in (_NUMBER, _ANSWER, _KIND)]
        if places[0] >= 0 and places[1] >= 0 and sum(map(bool, map(_ANSWER.fullmatch, row.cells))) == 1:
            return places[0], places[1], places[2]
    return None


def _place(cells: list[str], pattern: re.Pattern[str]) -> int:
    return next((place for place, cell in enumerate(cells) if pattern.fullmatch(cell)), -1)


def apply(file: BankFile, key: AnswerKey) -> BankFile:
    """Give each question of a file its answer from the key: by kind, section and number.

    Readers of prose know the numbers themselves and take the key while reading (see `formats.read`); here the
    questions count as they stand in the file. What has an answer already is compared; a difference is an error.
    """
    raws = [
        Raw(draft.where, kinds.CHINESE.get(draft.kind, ""), number=place)
        for place, draft in enumerate(file.drafts, 1)
    ]
    file.findings.extend(key.findings)
    file.findings.extend(answer_matching.match(raws, key.groups))
    file.drafts = [
        _answered(draft, [text for answer in raw.answers for text in answer]) if raw.answers else draft
        for draft, raw in zip(file.drafts, raws, strict=True)
    ]
    return file


def _answered(draft: Draft, answers: Sequence[str]) -> Draft:
    known = ["；".join(draft.answer)] if draft.answer else []
    again = interpreting.interpret(
        Entry(
            where=draft.where,
            raw=draft.raw,
            kind=kinds.CHINESE.get(draft.kind, "") if known else "",
            stem=draft.stem,
            options=draft.options,
            left=draft.left,
            right=draft.right,
            answers=[*known, *answers],
            explanation=draft.explanation,
            source=draft.source,
            chapter=draft.topic,
            difficulty=str(draft.difficulty),
            code=draft.code,
            tags=draft.tags,
        )
    )
    again.remarks[:0] = [remark for remark in draft.remarks if remark.severity != ERROR]
    return again
