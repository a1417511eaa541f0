"""Questions in JSON: lists of objects with any of the usual keys, lists of rows, objects `{"stem|opt|opt": answer}`,
one object a line, and any of these inside other objects."""

import re
from dataclasses import dataclass
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, LETTERS, BankFile, Finding
from jinshui_study.questions.formats import decoding, limits
from jinshui_study.questions.formats.interchange import json_questions, json_values
from jinshui_study.questions.formats.interchange.json_questions import Found
from jinshui_study.questions.formats.interchange.json_values import Fields, Part
from jinshui_study.questions.formats.limits import Refused
from jinshui_study.questions.formats.tables import headers, question_rows, row_words
from jinshui_study.questions.formats.tables.question_rows import Row
from jinshui_study.questions.formats.understanding import kind_words
from jinshui_study.questions.formats.understanding.interpreting import interpret

DEEPEST = 8
NO_QUESTIONS = "未识别到题目：文件里没有试题的列表；每道题请写 题干、选项、答案 这样的项目。"
MOSTLY = 0.9

_INNER_LIST = re.compile(r'"([^"\n]{1,60})"\s*:(?=\s*\[\s*\{)')
_CHINESE = re.compile("[\u4e00-\u9fff]")


def recognises(data: bytes) -> bool:
    text = decoding.decode(data[: 64 * 1024])
    return text is not None and json_values.looks_like_json(text.text)


def read(data: bytes, file: str) -> BankFile:
    text = decoding.decode(data)
    if text is None:
        finding = Finding(ERROR, "encoding_unknown", "全文", "文件的编码读不出来，请另存为 UTF-8 后再试。")
        return BankFile(file=file, layout="json", encoding="unknown", findings=[finding])
    result = BankFile(file=file, layout="json", encoding=text.encoding, findings=list(text.findings))
    try:
        _read_text(text.text, result)
    except Refused as refused:
        result.findings.append(refused.finding)
    return result


def _read_text(text: str, result: BankFile) -> None:
    parts, is_list = json_values.parts_of(text)
    result.layout = "json" if is_list or len(parts) < 2 else "ndjson"
    if not is_list and parts and parts[0].is_broken:
        parts = max(_inner_parts(text), parts, key=_questions_in)
    _Walk(result).read(parts, is_list)
    if not result.drafts and not result.unread:
        result.findings.append(Finding(ERROR, "no_questions", "全文", NO_QUESTIONS))


def _inner_parts(text: str) -> list[Part]:
    """The parts of the first list, other than one of options, inside an object that is broken somewhere."""
    lists = ((match, headers.head_of(match[1])) for match in _INNER_LIST.finditer(text))
    found = next((match for match, head in lists if head is None or head.field == headers.STEM), None)
    if found is None:
        return []
    line = text.count("\n", 0, found.end())
    parts, _ = json_values.parts_of(text[found.end() :])
    for part in parts:
        part.line += line
    return parts


def _questions_in(parts: list[Part]) -> int:
    return sum(isinstance(part.value, Fields) and json_questions.is_question(part.value) for part in parts)


@dataclass
class _Place:
    """Where a value stands and what the keys above it say."""

    where: str
    raw: str = ""
    kind: str = ""
    chapter: str = ""
    depth: int = 0


class _Walk:
    """Goes through the values of a file and collects the questions."""

    def __init__(self, result: BankFile) -> None:
        self.result = result
        self.found: list[Found] = []
        self.taken = 0

    def read(self, parts: list[Part], is_list: bool) -> None:
        if parts and all(isinstance(part.value, list) for part in parts):
            self._take_rows([part.value for part in parts], [part.line for part in parts])
        else:
            self._take_parts(parts, depth=int(is_list or len(parts) > 1))
        _count_from_one(self.found)
        self.result.drafts.extend(interpret(found.entry) for found in self.found)

    def _take_parts(self, parts: list[Part], depth: int) -> None:
        line = 0
        for number, part in enumerate(parts, start=1):
            where = f"行 {part.line}" if part.line != line else f"行 {part.line} 第{number}个"
            line = part.line
            if part.is_broken:
                self._miss(
                    "json_unreadable", where, "这一项不合 JSON 的写法，请检查引号、括号和逗号。", part.text
                )
            else:
                self._take(part.value, _Place(where, part.text, depth=depth))

    def _take(self, value: Any, place: _Place) -> None:
        if place.depth > DEEPEST:
            self._miss("json_too_deep", place.where, f"层次太深，最多 {DEEPEST} 层。", place.raw)
        elif isinstance(value, Fields):
            self._take_object(value, place)
        elif isinstance(value, list):
            self._take_list(value, place)
        else:
            self._miss("not_a_question", place.where, "这一项不是试题。", json_questions.text_of(value))

    def _take_object(self, fields: Fields, place: _Place) -> None:
        if json_questions.is_question(fields):
            self._add(json_questions.entry_of(fields, place.where, place.raw, place.kind, place.chapter))
        elif _maps_stems_to_answers(fields):
            for number, (key, value) in enumerate(fields.pairs, start=1):
                self._add(_of_pair(key, value, _inside(place, f"第{number}项", place.kind, place.chapter)))
        elif any(isinstance(value, list | Fields) and value for value in fields.values()):
            self._open(fields, place)
        elif json_questions.has_stem(fields) or json_questions.asks(fields):
            self._add(json_questions.entry_of(fields, place.where, place.raw, place.kind, place.chapter))
        else:
            self._miss("not_a_question", place.where, "这一项里没有题干，不是试题。", place.raw)

    def _open(self, fields: Fields, place: _Place) -> None:
        """An object around questions: its keys and its own texts may name the kind and the chapter."""
        kind, chapter = _said_by(fields, place)
        for number, (key, value) in enumerate(fields.pairs, start=1):
            if (
                isinstance(value, Fields)
                and json_questions.asks(value)
                and not json_questions.has_stem(value)
            ):
                inner = _inside(place, f"第{number}项", kind, chapter)
                self._add(json_questions.entry_of(value, inner.where, inner.raw, kind, chapter, stem=key))
            elif isinstance(value, list | Fields) and value:
                own = _kind_of(key)
                named = _CHINESE.search(key) and not own and headers.head_of(key) is None
                self._take(value, _inside(place, key, own or kind, key if named else chapter))
            elif isinstance(value, int) and key.lower() in ("total", "count", "总数", "题目总数"):
                self.result.declared = value

    def _take_list(self, values: list[Any], place: _Place) -> None:
        if values and all(isinstance(value, list) for value in values):
            self._take_rows(values, [])
            return
        for number, value in enumerate(values, start=1):
            self._take(value, _inside(place, f"第{number}项", place.kind, place.chapter))

    def _take_rows(self, values: list[list[Any]], lines: list[int]) -> None:
        """A list of lists is a table."""
        if len(values) > limits.MOST_ROWS:
            raise Refused("too_many_rows", json_values.TOO_MANY)
        unique = len(set(lines)) == len(values)
        rows = (
            Row(
                f"行 {lines[at]}" if unique else f"第{at + 1}项",
                [json_questions.text_of(cell) for cell in cells],
            )
            for at, cells in enumerate(values)
        )
        reading = question_rows.read_rows(rows, place="全文")
        self.result.drafts.extend(reading.drafts)
        self.result.findings.extend(reading.findings)
        if not reading.is_table:
            self._miss(
                "header_unknown",
                "全文",
                "没有找到表头，请让第一项写明列名，如 题干、选项A、选项B、答案。",
                "",
            )

    def _add(self, found: Found) -> None:
        self._count()
        self.found.append(found)

    def _count(self) -> None:
        self.taken += 1
        if self.taken > limits.MOST_ROWS:
            raise Refused("too_many_rows", json_values.TOO_MANY)

    def _miss(self, code: str, where: str, message: str, excerpt: str) -> None:
        self._count()
        self.result.unread += 1
        self._find(code, where, message, excerpt)

    def _find(self, code: str, where: str, message: str, excerpt: str = "") -> None:
        self.result.findings.append(Finding(ERROR, code, where, message, excerpt[:20]))


def _inside(place: _Place, name: str, kind: str, chapter: str) -> _Place:
    return _Place(f"{place.where} {name}", "", kind, chapter, place.depth + 1)


def _said_by(fields: Fields, place: _Place) -> tuple[str, str]:
    kind, chapter = place.kind, place.chapter
    for key, value in fields.pairs:
        head = headers.head_of(key)
        if head is not None and isinstance(value, str):
            kind = value if head.field == headers.KIND and kind_words.meaning_of(value) else kind
            is_name = head.field == headers.CHAPTER or (head.field == headers.STEM and place.depth > 0)
            chapter = value if is_name else chapter
    return kind, chapter


def _kind_of(key: str) -> str:
    meaning = kind_words.meaning_of(key)
    return row_words.section_of(key) or (meaning if meaning in kinds.KINDS else "")


def _maps_stems_to_answers(fields: Fields) -> bool:
    """`{"stem|opt|opt": answer}`: keys that are no words for fields, values that are no objects."""
    pairs = fields.pairs
    named = sum(headers.head_of(key) is not None for key, _ in pairs)
    plain = sum(not isinstance(value, Fields) and not _has_objects(value) for _, value in pairs)
    long = sum("|" in key or len(key) >= json_questions.SHORTEST_STEM for key, _ in pairs)
    return bool(pairs) and named <= len(pairs) * (1 - MOSTLY) and min(plain, long) >= len(pairs) * MOSTLY


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, Fields | list) for part in value)


def _of_pair(key: str, value: Any, place: _Place) -> Found:
    stem, *options = [text.strip() for text in key.split("|")]
    fields = Fields([("题干", stem), ("选项", options), ("答案", value)])
    raw = f"{key}: {json_questions.text_of(value)}"
    return json_questions.entry_of(fields, place.where, raw, place.kind, place.chapter)


def _count_from_one(found: list[Found]) -> None:
    """Numbers of options that count from 0 become letters: there is a 0, and none as large as the options are many.

    For options 对 and 错 a 0 may say 错 as well, so these show nothing.
    """
    asked = [one for one in found if one.numbers and len(one.entry.options) > 1]
    telling = [one for one in asked if len(one.entry.options) > 2]
    fits = all(0 <= number < len(one.entry.options) for one in asked for number in one.numbers)
    has_zero = any(number == 0 for one in telling for number in one.numbers)
    if telling and fits and (has_zero or all(one.counts_from_zero for one in telling)):
        for one in asked:
            one.entry.answers = ["".join(LETTERS[number] for number in one.numbers)]
