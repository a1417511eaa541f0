"""The project's own bank, written in each layout of a table and read back."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, BankFile, Draft
from jinshui_study.questions.formats import bank_yaml, delimited, json_list, spreadsheet
from tests.questions.formats import workbooks

FOLDER = Path(__file__).parents[3] / "question_bank"
DRAFTS = [
    draft
    for path in sorted(FOLDER.glob("*.yaml"))
    for draft in bank_yaml.read(path.read_bytes(), path.name).drafts
]
CHOICES = [draft for draft in DRAFTS if draft.options]
MOST = max(len(draft.options) for draft in DRAFTS)
DIFFICULTIES = {1: "易", 2: "中", 3: "难"}


def written_answer(draft: Draft) -> str:
    if draft.kind == kinds.TRUE_FALSE:
        return "正确" if draft.answer == ["true"] else "错误"
    if draft.kind == kinds.BLANK and len(draft.answer) > 1:
        return "".join(f"({place}) {text} " for place, text in enumerate(draft.answer, start=1))
    return ",".join(draft.answer)


def columns(draft: Draft) -> dict[str, Any]:
    letters = dict(zip(LETTERS, draft.options, strict=False))
    return {
        "编号": draft.code,
        "题型": kinds.CHINESE[draft.kind],
        "题干": draft.stem,
        **{f"选项{letter}": letters.get(letter, "") for letter in LETTERS[:MOST]},
        "左栏": "\n".join(draft.left),
        "右栏": "\n".join(draft.right),
        "正确答案": written_answer(draft),
        "解析": draft.explanation,
        "出处": draft.source,
        "专题": draft.topic,
        "难度": DIFFICULTIES[draft.difficulty],
        "标签": "，".join(draft.tags),
    }


def table() -> list[list[str]]:
    rows = [columns(draft) for draft in DRAFTS]
    return [list(rows[0]), *([str(cell) for cell in row.values()] for row in rows)]


def packed(joint: str, mark: str) -> list[list[str]]:
    def row(draft: Draft) -> list[str]:
        options = [mark.format(letter) + text for letter, text in zip(LETTERS, draft.options, strict=False)]
        return [kinds.CHINESE[draft.kind], draft.stem, joint.join(options), written_answer(draft)]

    return [["题型", "试题内容", "选项", "答案"], *(row(draft) for draft in DRAFTS if not draft.left)]


def as_csv(delimiter: str, encoding: str) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(table())
    return target.getvalue().encode(encoding)


def content(draft: Draft) -> tuple[Any, ...]:
    return (draft.kind, draft.stem, draft.options, draft.left, draft.right, draft.answer)


def whole(draft: Draft) -> tuple[Any, ...]:
    labels = (draft.explanation, draft.source, draft.topic, draft.difficulty, draft.code, draft.tags)
    return (*content(draft), *labels)


def assert_same(file: BankFile, wanted: list[Draft], shown: Callable[[Draft], tuple[Any, ...]]) -> None:
    assert [finding for finding in file.findings if finding.severity == "error"] == []
    assert len(file.drafts) == len(wanted)
    for read, meant in zip(file.drafts, wanted, strict=True):
        assert shown(read) == shown(meant), (read.raw, read.remarks)


@pytest.mark.parametrize("make", [workbooks.xlsx, workbooks.xls])
def test_a_workbook_gives_back_what_was_written(make: Callable[..., bytes]) -> None:
    assert_same(spreadsheet.read(make(("题库", table())), ""), DRAFTS, whole)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_gives_back_what_was_written(delimiter: str, encoding: str) -> None:
    assert_same(delimited.read(as_csv(delimiter, encoding), ""), DRAFTS, whole)


@pytest.mark.parametrize("joint", ["\n", "|", ";", "；"])
@pytest.mark.parametrize("mark", ["", "{}.", "{}、", "({})", "{}："])
def test_options_in_one_cell_give_back_what_was_written(joint: str, mark: str) -> None:
    wanted = [draft for draft in DRAFTS if not draft.left]
    assert_same(spreadsheet.read(workbooks.xlsx(("题库", packed(joint, mark))), ""), wanted, content)


def test_a_table_without_a_header_gives_back_what_was_written() -> None:
    wanted = [draft for draft in CHOICES if draft.kind in (kinds.SINGLE, kinds.MULTIPLE)]
    rows = [
        [draft.stem, *draft.options, *[""] * (MOST - len(draft.options)), "".join(draft.answer)]
        for draft in wanted
    ]
    assert_same(spreadsheet.read(workbooks.xlsx(("题库", rows)), ""), wanted, content)


def test_sheets_by_kind_give_back_what_was_written() -> None:
    sheets = []
    for kind in (kinds.SINGLE, kinds.MULTIPLE, kinds.TRUE_FALSE, kinds.BLANK):
        rows = [list(columns(draft).values())[2:] for draft in DRAFTS if draft.kind == kind]
        sheets.append((kinds.CHINESE[kind], [list(columns(DRAFTS[0]))[2:], *rows]))
    wanted = [draft for kind in kinds.KINDS[:4] for draft in DRAFTS if draft.kind == kind]
    assert_same(spreadsheet.read(workbooks.xlsx(*sheets), ""), wanted, content)


def test_json_gives_back_what_was_written() -> None:
    items = [columns(draft) for draft in DRAFTS]
    assert_same(json_list.read(json.dumps(items).encode(), ""), DRAFTS, whole)
    lines = "".join(json.dumps(item, ensure_ascii=False) + ",\n" for item in items)
    assert_same(json_list.read(lines.encode("gb18030"), ""), DRAFTS, whole)


def test_stems_joined_with_options_give_back_what_was_written() -> None:
    wanted = [draft for draft in CHOICES if draft.kind in (kinds.SINGLE, kinds.MULTIPLE)]
    pairs = {"|".join([draft.stem, *draft.options]): "".join(draft.answer) for draft in wanted}
    assert_same(json_list.read(json.dumps(pairs).encode(), ""), wanted, content)
