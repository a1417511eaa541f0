"""党史上的今天: one event for a day of the year, from a file that people edit beside the question bank.

Pure but for `bundled()`, which reads the file once in a process.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinshui_study.errors import NotFound
from jinshui_study.questions import bank_folder
from jinshui_study.questions.checking import dates
from jinshui_study.questions.formats.interchange import yaml_nodes
from jinshui_study.questions.formats.interchange.yaml_nodes import Node, Unreadable

NAME = "TODAY_IN_HISTORY.yaml"
FIELDS = ("date", "text", "source")
FIRST_YEAR = 1840
SHORTEST, LONGEST = 20, 120


@dataclass(frozen=True)
class Entry:
    """What happened on a day: a sentence or two, and the published work that says so."""

    date: date
    text: str
    source: str

    @property
    def told(self) -> str:
        """The event with its date before it, as it stands on the home page."""
        return f"{self.date.year}年{self.date.month}月{self.date.day}日，{self.text}"


@dataclass(frozen=True)
class Fault:
    """What is wrong at a line of the file."""

    line: int
    code: str
    message: str


Almanac = dict[tuple[int, int], Entry]
"""Entries by month and day."""


def read(text: str, today: date) -> tuple[Almanac, list[Fault]]:
    """The entries of a file that are without fault, and the faults of the others."""
    try:
        nodes = _entries(yaml_nodes.parse(text))
    except Unreadable as error:
        line = re.sub(r"\D", "", error.where)
        return {}, [Fault(int(line or 1), error.code, error.message)]
    almanac: Almanac = {}
    faults: list[Fault] = []
    for node in nodes:
        entry, found = _read_one(node, today)
        if entry is not None and (entry.date.month, entry.date.day) in almanac:
            found.append(Fault(node.line, "day_repeated", f"{entry.date:%m-%d} 已经有一条，一天只写一条。"))
        faults += found
        if entry is not None and not found:
            almanac[entry.date.month, entry.date.day] = entry
    return almanac, faults


def _entries(top: Node) -> list[Node]:
    entries = top.value.get("entries") if isinstance(top.value, dict) else None
    if entries is None or not isinstance(entries.value, list):
        raise Unreadable("entries_missing", top.line, "文件应以 entries: 开头，下面是各天的条目。")
    return entries.value


def _read_one(node: Node, today: date) -> tuple[Entry | None, list[Fault]]:
    fields = node.value if isinstance(node.value, dict) else {}
    texts = {name: one.value.strip() for name, one in fields.items() if isinstance(one.value, str)}
    faults = [Fault(node.line, "field_missing", f"缺少 {name}。") for name in FIELDS if not texts.get(name)]
    faults += [Fault(node.line, "field_unknown", f"不认识 {name}。") for name in fields if name not in FIELDS]
    if faults:
        return None, faults
    try:
        day = date.fromisoformat(texts["date"])
    except ValueError:
        return None, [
            Fault(node.line, "date_impossible", f"“{texts['date']}”不是一个日期，请写成 1921-07-23。")
        ]
    entry = Entry(day, texts["text"], texts["source"])
    return entry, [Fault(node.line, code, message) for code, message in _faults_of(entry, today)]


def _faults_of(entry: Entry, today: date) -> Iterator[tuple[str, str]]:
    if entry.date.year < FIRST_YEAR or entry.date > today:
        yield "date_out_of_range", f"日期 {entry.date} 太早，或还没有到。"
    if not SHORTEST <= len(entry.text) <= LONGEST:
        yield "text_length", f"正文 {len(entry.text)} 字，应为 {SHORTEST} 至 {LONGEST} 字。"
    if not entry.text.endswith(("。", "”")):
        yield "text_unfinished", "正文应以句号结尾。"
    if entry.text.startswith((str(entry.date.year), f"{entry.date.month}月{entry.date.day}日")):
        yield "date_repeated", "正文前面会自动写上日期，不必再写。"
    for found in dates.impossible(entry.text):
        yield "date_impossible", f"“{found}”不是一个可能的日期。"


def on(day: date, almanac: Almanac) -> Entry | None:
    """The entry of this day of the year, if it has one."""
    return almanac.get((day.month, day.day))


def months(almanac: Iterable[tuple[int, int]]) -> list[int]:
    """How many days of each month have an entry, January first."""
    counts = [0] * 12
    for month, _ in almanac:
        counts[month - 1] += 1
    return counts


@functools.cache
def bundled(folder: Path | None = None) -> Almanac:
    """The almanac that comes with the product; empty where there is none."""
    try:
        path = (folder or bank_folder.find()) / NAME
    except NotFound:
        return {}
    return read(path.read_text("utf-8"), date.max)[0] if path.is_file() else {}
