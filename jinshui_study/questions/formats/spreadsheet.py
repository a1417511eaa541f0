"""Excel and WPS spreadsheets, new (.xlsx, .xlsm) and old (.xls, .et), by their bytes whatever they are called."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import Any

from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, BankFile, Finding
from jinshui_study.questions.formats import limits
from jinshui_study.questions.formats.limits import Refused
from jinshui_study.questions.formats.office import compound
from jinshui_study.questions.formats.prose import answer_giving, answer_lists, answer_rows, papers
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.tables import cells, question_rows, row_words
from jinshui_study.questions.formats.tables.question_rows import Reading, Row

PROCESS = Path(__file__).with_name("office") / "sheet_process.py"
MEMORY = 200 * limits.MEGABYTE
SECONDS = 30
KEPT_VARIABLES = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""What the process needs of our environment; the rest, keys among it, is not its business."""
MOST_CELLS_OF_PROSE = 2
"""Cells a row has on average where a sheet holds no table but lines."""
OLD_STREAMS = frozenset(["Workbook", "Book", "WORKBOOK", "BOOK"])
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
ABOUT_FILLING = re.compile(
    "说明|须知|注意|示例|样例|帮助|字典|下拉|数据源|参数|readme|example|instruction", re.IGNORECASE
)
OF_ANSWERS = re.compile(r"答\s*案|answer|key", re.IGNORECASE)
ORDINARY_NAME = re.compile(
    r"(?:sheet|工作表|表|题库|试题|题目|试题库|数据|result|导出|export|data|questions?)[\s\d_()（）-]*",
    re.IGNORECASE,
)

_MESSAGES = {
    "file_encrypted": "文件设了密码，请在 Excel 或 WPS 里取消密码后再导入。",
    "sheet_unreadable": "表格已损坏或不是 Excel 文件，请用 Excel 或 WPS 打开后另存为 .xlsx 再试。",
    "too_many_rows": f"表格超过 {limits.MOST_ROWS} 行，请分成几个文件。",
    "too_many_characters": f"表格里的文字超过 {limits.MOST_TEXT // 10_000} 万字，请分成几个文件。",
    "sheet_too_large": "表格太大，请删去空白的行和列，或分成几个文件。",
}


@dataclass
class Sheet:
    """What the reading process says of a sheet, and how many of its rows were read."""

    name: str
    is_visible: bool
    formula: str = ""
    far: str = ""
    rows: int = 0
    key: list[KeyGroup] = field(default_factory=list)
    """The answers it lists, where it is a sheet of answers."""

    @property
    def place(self) -> str:
        return f"工作表“{self.name}”"

    @property
    def is_about_filling(self) -> bool:
        return ABOUT_FILLING.search(self.name) is not None


def recognises(data: bytes) -> bool:
    if data.startswith(compound.MAGIC):
        names = compound.names(data)
        return bool(names & OLD_STREAMS) or "EncryptedPackage" in names
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except limits.BAD_ZIP:
        return b"xl/workbook" in data and b"word/document" not in data
    return any(name.startswith("xl/workbook") for name in names) or OPEN_DOCUMENT in data[:200]


def read(data: bytes, file: str) -> BankFile:
    """The questions of all visible sheets; one that tells how to fill in is passed over where others have some."""
    result = BankFile(file=file, layout="xlsx" if data.startswith(b"PK") else "xls", encoding="binary")
    try:
        _check(data, result)
        readings = list(_readings(data))
        if not readings:
            raise _refused("sheet_unreadable", "")
    except Refused as refused:
        result.findings.append(refused.finding)
        return result
    _put_together(readings, result)
    if not result.drafts and not any(finding.severity == ERROR for finding in result.findings):
        result.findings.append(Finding(ERROR, "no_questions", "全文", question_rows.NO_QUESTIONS))
    return result


def _check(data: bytes, result: BankFile) -> None:
    if result.layout == "xls":
        if "EncryptedPackage" in compound.names(data):
            raise Refused("file_encrypted", _MESSAGES["file_encrypted"])
    elif "xl/vbaProject.bin" in limits.check_zip(data):
        result.findings.append(
            Finding(NOTICE, "macros_ignored", "全文", "文件里有宏，没有运行它；题目照常读取。")
        )


def rows_of(data: bytes) -> Iterator[Row]:
    """The rows of all sheets as texts, whatever they mean. Raises Refused."""
    if data.startswith(b"PK"):
        limits.check_zip(data)
    messages = _messages(data)
    with closing(messages):
        for message in messages:
            sheet = Sheet(message["sheet"], message["visible"])
            yield from _rows(sheet, messages)


def _readings(data: bytes) -> Iterator[tuple[Sheet, Reading]]:
    messages = _messages(data)
    with closing(messages):
        for message in messages:
            sheet = Sheet(
                message["sheet"], message["visible"], message.get("formula", ""), message.get("far", "")
            )
            rows = _rows(sheet, messages)
            yield sheet, _read_sheet(sheet, rows)
            deque(rows, maxlen=0)


def _messages(data: bytes) -> Generator[Any, None, None]:
    """What the reading process says. Raises Refused for what it can't read, and when it dies over it."""
    arguments = [MEMORY, SECONDS, limits.MOST_ROWS, limits.MOST_COLUMNS, limits.MOST_TEXT]
    command = [sys.executable, "-I", str(PROCESS), *map(str, arguments)]
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    far = ""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "RUST_BACKTRACE": "0"},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(BrokenPipeError), process.stdin as target:
                target.write(data)
            for line in process.stdout:
                message = json.loads(line.decode())
                if isinstance(message, dict):
                    if "end" in message:
                        return
                    if "error" in message:
                        raise _refused(message["error"], far)
                    far = message.get("far", "" if "sheet" in message else far)
                yield message
        finally:
            process.kill()
    raise _refused("sheet_too_large", far)


def _refused(code: str, far: str) -> Refused:
    if code == "sheet_too_large" and far:
        message = f"单元格 {far} 离题目太远，整张表因此读不了；请删去这个单元格所在的行和列，保存后再导入。"
        return Refused("cell_too_far", message)
    return Refused(code, _MESSAGES.get(code, _MESSAGES["sheet_unreadable"]))


def _rows(sheet: Sheet, messages: Iterator[Any]) -> Iterator[Row]:
    """The rows of one sheet as texts, merged cells filled."""
    filling = Filling()
    text = cells.text
    for message in messages:
        if isinstance(message, dict):
            if "done" in message:
                return
            filling = Filling(message["merged"])
            continue
        number = message[0]
        texts = [text(value) for value in message[1:]]
        filling.fill(number - 1, texts)
        sheet.rows += 1
        yield Row(f"{sheet.place} 第{number}行", texts, number)


class Filling:
    """Puts the text of a merged cell into each cell it covers."""

    def __init__(self, merged: Sequence[Sequence[Sequence[int]]] = ()) -> None:
        """Where areas overlap, as no program writes them, the first to begin in a cell or a column stays."""
        self.starts: dict[int, dict[int, tuple[int, int]]] = {}
        self.open: dict[int, tuple[int, str]] = {}
        for (top, left), (bottom, right) in merged:
            if left < limits.MOST_COLUMNS:
                area = bottom, min(right, limits.MOST_COLUMNS - 1)
                self.starts.setdefault(top, {}).setdefault(left, area)

    def fill(self, number: int, texts: list[str]) -> None:
        if self.open:
            self.open = {column: area for column, area in self.open.items() if area[0] >= number}
        for left, (bottom, right) in self.starts.get(number, {}).items():
            text = texts[left] if left < len(texts) else ""
            if text:
                free = takewhile(lambda column: column not in self.open, range(left, right + 1))
                self.open.update(dict.fromkeys(free, (bottom, text)))
        if self.open:
            texts.extend([""] * (max(self.open) + 1 - len(texts)))
            for column, (_, text) in self.open.items():
                texts[column] = texts[column] or text


def _read_sheet(sheet: Sheet, rows: Iterator[Row]) -> Reading:
    if not sheet.is_visible:
        return Reading()
    kind = row_words.section_of(sheet.name)
    chapter = "" if kind or "题" in sheet.name or ORDINARY_NAME.fullmatch(sheet.name) else sheet.name
    first = list(islice(rows, question_rows.SAMPLE))
    reading = question_rows.read_rows(chain(first, rows), kind=kind, chapter=chapter, place=sheet.place)
    return reading if reading.is_table else _read_prose(sheet, chain(first, rows))


def _read_prose(sheet: Sheet, rows: Iterable[Row]) -> Reading:
    """A sheet that holds lines of prose, as pasted from a text, is read as these, one of answers as a key."""
    rows = list(rows)
    if OF_ANSWERS.search(sheet.name) or answer_rows.columns_of(rows) is not None:
        sheet.key = answer_lists.groups_of(answer_rows.lines_of(rows))
        if sheet.key:
            return Reading()
    filled = [sum(1 for cell in row.cells if cell) for row in rows]
    if not rows or sum(filled) > len(rows) * MOST_CELLS_OF_PROSE:
        return Reading()
    prose = papers.read_into(BankFile(file="", layout="", encoding=""), _lines_of(rows))
    if not any(not draft.has_errors for draft in prose.drafts):
        return Reading()
    return Reading(True, prose.drafts, prose.findings, prose.declared)


def _lines_of(rows: Iterable[Row]) -> Iterator[Line]:
    for row in rows:
        text = "\t".join(filter(None, row.cells))
        for number, line in enumerate(text.split("\n"), start=1):
            yield Line(line, row.where if number == 1 else f"{row.where} 第{number}段")


def _put_together(readings: list[tuple[Sheet, Reading]], result: BankFile) -> None:
    asked = [(sheet, reading) for sheet, reading in readings if reading.drafts and not sheet.is_about_filling]
    for sheet, reading in readings:
        if not sheet.is_visible:
            _find(result, NOTICE, "sheet_hidden", sheet, "是隐藏的，没有读取；要导入的话请先取消隐藏。")
        elif asked and sheet.is_about_filling:
            _find(result, NOTICE, "sheet_skipped", sheet, "是填写说明，没有读取。")
        elif reading.is_table:
            _add(reading, sheet, result)
        elif sheet.key and asked:
            _find(result, NOTICE, "sheet_of_answers", sheet, "是答案，已按题号对到各题。")
        elif sheet.rows:
            severity = WARNING if asked else ERROR
            message = "没有找到表头，没有读取；请在题目上面一行写明列名，如 题型、题干、选项A、选项B、答案。"
            _find(result, severity, "header_unknown", sheet, message)
    groups = [group for sheet, _ in readings if sheet.is_visible for group in sheet.key]
    if groups and result.drafts:
        answer_giving.give(result, groups)


def _add(reading: Reading, sheet: Sheet, result: BankFile) -> None:
    result.drafts.extend(reading.drafts)
    result.findings.extend(reading.findings)
    if reading.declared is not None:
        result.declared = (result.declared or 0) + reading.declared
    if sheet.far:
        message = f"单元格 {sheet.far} 离题目太远，没有读取；如果里面有题目，请移到表格里。"
        result.findings.append(Finding(WARNING, "cell_too_far", f"{sheet.place} {sheet.far}", message))
    if sheet.formula:
        message = f"从 {sheet.formula} 起有公式，用的是文件保存时算出的结果。"
        result.findings.append(Finding(NOTICE, "formula_value", f"{sheet.place} {sheet.formula}", message))


def _find(result: BankFile, severity: str, code: str, sheet: Sheet, words: str) -> None:
    result.findings.append(Finding(severity, code, sheet.place, f"{sheet.place}{words}"))
