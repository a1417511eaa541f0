"""Files made to hurt: each is read in a process of its own, whose memory is measured."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinshui_study.questions.formats import spreadsheet
from tests.questions.formats import workbooks
from tests.questions.formats.rows import CITIES, GAP, LETTERED, TRUE, YEAR

pytestmark = pytest.mark.slow

SHEET = "xl/worksheets/sheet1.xml"
MOST_MEGABYTES = 300
MEASURE = """
import json, re, resource, sys, time
from pathlib import Path
from jinshui_study.questions import formats
begun = time.perf_counter()
file = formats.read(Path(sys.argv[1]).read_bytes(), "bank")
seconds = time.perf_counter() - begun
ours = int(re.search("VmHWM:[^0-9]*([0-9]+)", Path("/proc/self/status").read_text())[1])
reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
codes = [finding.code for finding in file.findings]
megabytes = [ours // 1024, reader // 1024]
print(json.dumps({"drafts": len(file.drafts), "codes": codes, "megabytes": megabytes, "seconds": seconds}))
"""


def measured(data: bytes, folder: Path) -> dict[str, Any]:
    path = folder / "bank"
    path.write_bytes(data)
    command = [sys.executable, "-c", MEASURE, str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def with_rows(rows: bytes) -> bytes:
    data = workbooks.xlsx(("题库", [LETTERED, YEAR]))
    return workbooks.with_part(data, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def text_cell(place: str, text: bytes) -> bytes:
    return b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (place.encode(), text)


def many_rows(count: int) -> bytes:
    return with_rows(
        b"".join(b'<row r="%d">%s</row>' % (at, text_cell(f"B{at}", b"x")) for at in range(3, count))
    )


def one_text_everywhere() -> bytes:
    rows = [["题干", "答案"], *([["长" * 32_000, "A"]] * 50_000)]
    return workbooks.xlsx(("题库", rows))


def lone_cell(place: str, text: bytes = b"a") -> bytes:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return with_rows(b'<row r="%s">%s</row>' % (row.encode(), text_cell(place, text)))


def without_places(rows: int, columns: int) -> bytes:
    cell = b"<c><v>1</v></c>"
    return with_rows(b"<row>" + cell * columns + b"</row>" + (b"<row>" + cell + b"</row>") * rows)


def entities() -> bytes:
    document = (
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "' + b"&a;" * 1000 + b'">]><workbook>&b;</workbook>'
    )
    return workbooks.with_part(workbooks.xlsx(("题库", [LETTERED])), "xl/workbook.xml", lambda _: document)


def old_with_far_cell() -> bytes:
    return workbooks.xls(("题库", [LETTERED, *[[""]] * 65_000, [""] * 255 + ["x"]]))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb of 300 KB": (lambda: lone_cell("A3", b"a" * 300_000_000), "zip_too_large"),
    "a smaller bomb": (lambda: lone_cell("A3", b"a" * 15_000_000), "row_skipped"),
    "a far cell": (lambda: lone_cell("XFD1048576"), "cell_too_far"),
    "a far row": (lambda: lone_cell("B1048576"), "cell_too_far"),
    "a far column": (lambda: lone_cell("XFD9000"), "cell_too_far"),
    "a million rows": (lambda: many_rows(1_000_000), "too_many_rows"),
    "one long text in 50,000 cells": (one_text_everywhere, "sheet_too_large"),
    "no cell says where it is": (lambda: without_places(0, 500_000), "row_skipped"),
    "cells without places, far apart": (lambda: without_places(300_000, 300_000), "sheet_too_large"),
    "an entity in an entity": (entities, "sheet_unreadable"),
    "an old file with a far cell": (old_with_far_cell, "sheet_too_large"),
}


SIZE = 19 * 1024 * 1024
PAGE = "<table><tr><td>题目<td>答案"
CSV = ",".join(LETTERED) + "\n"


def filled(head: str, piece: str, tail: str = "") -> Callable[[], bytes]:
    """As much of a piece as a file may hold."""
    return lambda: (head + piece * ((SIZE - len(head.encode())) // len(piece.encode())) + tail).encode()


HOSTILE |= {
    "a list of nothings": (filled("[", "{},", "{}]"), "too_many_rows"),
    "a list of ones inside": (filled('{"data":[', "1,", "1]}"), "too_many_rows"),
    "a list of lists": (filled("[", "[],", "[]]"), "too_many_rows"),
    "stems without end": (filled("{", '"中国共产党成立于哪一年":1,', '"a":1}'), "too_many_rows"),
    "JSON that is broken everywhere": (filled("[", '{"a":\n'), "too_many_rows"),
    "JSON of blank lines": (filled('[{"a"', "\n"), "json_unreadable"),
    "JSON without an end": (filled('[{"a":"', "a"), "json_unreadable"),
    "a csv of line ends": (filled(CSV, "\n"), "too_many_rows"),
    "a csv of commas": (filled(CSV + "单选题", ","), "no_questions"),
    "a csv of quotes": (filled(CSV + '单选题,"', '""'), ""),
    "a csv of single quotes": (filled(CSV, '单选题,"\n'), "too_many_rows"),
    "a page of cells": (filled(PAGE, "<td>"), "too_many_rows"),
    "a page of rows": (filled(PAGE, "<tr><td colspan=999>a"), "too_many_rows"),
    "a page of tables": (filled(PAGE, "<table>"), "too_many_rows"),
    "a page of comments": (filled(PAGE, "<!--"), "header_unknown"),
    "a page of brackets": (filled(PAGE, "<"), "too_many_rows"),
}


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_costs_little_memory_and_time(
    make: Callable[[], bytes], code: str, tmp_path: Path
) -> None:
    found = measured(make(), tmp_path)
    assert sum(found["megabytes"]) < MOST_MEGABYTES, found
    assert found["seconds"] < 30
    assert set(found["codes"]) == ({code} if code else set())


def test_20_000_rows_cost_little_memory_and_time(tmp_path: Path) -> None:
    rows = [[*YEAR[:1], f"{YEAR[1]}（第 {number} 问）", *YEAR[2:]] for number in range(20_000)]
    found = measured(workbooks.xlsx(("题库", [LETTERED, *rows])), tmp_path)
    assert found["drafts"] == 20_000
    assert sum(found["megabytes"]) < MOST_MEGABYTES, found


SOURCES = [make(("题库", [LETTERED, YEAR, CITIES, TRUE, GAP])) for make in (workbooks.xlsx, workbooks.xls)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SOURCES), st.integers(0, 2**32), st.integers(1, 30))
def test_a_workbook_with_changed_bytes_is_read_without_raising(
    source: bytes, seed: int, changes: int
) -> None:
    dice = random.Random(seed)
    data = bytearray(source)
    for _ in range(changes):
        data[dice.randrange(len(data))] = dice.randrange(256)
    spreadsheet.recognises(bytes(data))
    file = spreadsheet.read(bytes(data), "bank")
    assert all(finding.message.endswith("。") for finding in file.findings)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", SHEET]), st.data())
def test_a_workbook_with_changed_parts_is_read_without_raising(part: str, data: st.DataObject) -> None:
    def change(xml: bytes) -> bytes:
        at = data.draw(st.integers(0, len(xml)))
        length = data.draw(st.integers(0, 40))
        inserted = data.draw(
            st.binary(max_size=10) | st.sampled_from([b"<", b">", b'r="ZZ99999"', b"</row>", b"&x;"])
        )
        return xml[:at] + inserted + xml[at + length :]

    file = spreadsheet.read(workbooks.with_part(SOURCES[0], part, change), "bank")
    assert all(finding.message.endswith("。") for finding in file.findings)
