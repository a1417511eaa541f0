"""Answers in a file of their own (`--key`): read from text, Markdown, Word or a table, and given to the questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from jinshui_study.questions.drafts import ERROR, BankFile, Finding
from jinshui_study.questions.formats import decoding, markdown, spreadsheet, word
from jinshui_study.questions.formats.limits import Refused
from jinshui_study.questions.formats.prose import answer_giving, answer_lists, answer_rows, lines
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.prose.papers import Table


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
            return answer_rows.lines_of(list(spreadsheet.rows_of(data)))
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
            found.extend(
                piece.lines
                if answer_rows.columns_of(piece.rows) is None
                else answer_rows.lines_of(piece.rows)
            )
    return found


def apply(file: BankFile, key: AnswerKey) -> BankFile:
    """Give each question of a file its answer from the key: by kind, section and number.

    Readers of prose know the numbers themselves and take the key while reading (see `formats.read`); here the
    questions count as they stand in the file. What has an answer already is compared; a difference is an error.
    """
    file.findings.extend(key.findings)
    return answer_giving.give(file, key.groups)
