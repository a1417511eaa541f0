"""jinshui bank check, load and export, as an operator types them."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.db import db
from jinshui_study.questions import banks
from jinshui_study.questions.models import Bank, Question, Revision

QUESTION = """
  - id: q-1
    kind: single
    difficulty: 1
    stem: 五四运动爆发于哪一年？
    options: [1917年, 1918年, 1919年, 1921年]
    answer: [C]
    explanation: 史料如此。
    source: 《文献》
"""
GOOD = f"bank: b\ntitle: 题库\ntopic: 专题\nquestions:{QUESTION}"
WARNED = GOOD + "    hint: 想一想\n"
WRONG = GOOD.replace("[C]", "[E]")
Bank_ = Callable[..., Result]


@pytest.fixture
def bank(built: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bank_:
    """Run `jinshui bank …`; where `check` looks for a database there is none."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "no data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*arguments: str | Path) -> Result:
        return built.test_cli_runner().invoke(args=["bank", *map(str, arguments)])

    return run


@pytest.fixture
def district(app: Flask, now: Callable[[datetime], None]) -> None:
    organizations.create("district", "金水区")


def file_of(folder: Path, text: str, name: str = "a.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows() -> int:
    return sum(db.session.query(table).count() for table in (Bank, Question, Revision))


def test_a_good_file_is_summed_up(bank: Bank_, tmp_path: Path) -> None:
    result = bank("check", file_of(tmp_path, GOOD))
    assert (result.exit_code, result.output) == (0, "共 1 道题，可导入 1 道。单选题 1\n")


def test_a_warning_is_told_and_still_exits_with_0(bank: Bank_, tmp_path: Path) -> None:
    result = bank("check", file_of(tmp_path, WARNED))
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "警告 a.yaml 行 13 “五四运动爆发于哪一年？”：没有“hint”这个项目，已忽略。",
        "共 1 道题，可导入 1 道。单选题 1",
    ]


def test_an_error_is_told_and_exits_with_1(bank: Bank_, tmp_path: Path) -> None:
    result = bank("check", file_of(tmp_path, WRONG))
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "错误 a.yaml 行 5 “五四运动爆发于哪一年？”：答案里有选项中没有的字母，请核对答案和选项。",
        "共 1 道题，可导入 0 道。",
    ]


def test_json_of_a_file_is_the_report_that_is_promised(bank: Bank_, tmp_path: Path) -> None:
    result = bank("check", file_of(tmp_path, WARNED), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "file": "a.yaml",
        "layout": "yaml",
        "encoding": "utf-8",
        "questions": [
            {
                "kind": "single",
                "stem": "五四运动爆发于哪一年？",
                "options": ["1917年", "1918年", "1919年", "1921年"],
                "answer": ["C"],
                "explanation": "史料如此。",
                "source": "《文献》",
                "chapter": "专题",
                "difficulty": "1",
                "where": "行 5",
            }
        ],
        "problems": [
            {
                "severity": "warning",
                "code": "field_unknown",
                "where": "行 13",
                "excerpt": "五四运动爆发于哪一年？",
                "message": "没有“hint”这个项目，已忽略。",
            }
        ],
        "summary": {
            "found": 1,
            "importable": 1,
            "skipped": 0,
            "duplicates": 0,
            "duplicates_in_bank": 0,
            "declared": None,
            "by_kind": {"single": 1},
        },
    }


def test_json_of_a_folder_is_one_report_that_names_the_files(bank: Bank_, tmp_path: Path) -> None:
    file_of(tmp_path, GOOD)
    file_of(tmp_path, GOOD, "b.yaml")
    result = bank("check", tmp_path, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert list(report) == ["file", "layout", "encoding", "questions", "problems", "summary"]
    assert (report["file"], report["layout"], report["encoding"]) == (str(tmp_path), "folder", "utf-8")
    assert [question["file"] for question in report["questions"]] == ["a.yaml"]
    assert [(problem["file"], problem["code"]) for problem in report["problems"]] == [
        ("b.yaml", "id_repeated"),
        ("b.yaml", "duplicate"),
    ]
    assert report["summary"] == {
        "found": 2,
        "importable": 1,
        "skipped": 1,
        "duplicates": 1,
        "duplicates_in_bank": 0,
        "declared": None,
        "by_kind": {"single": 1},
    }


def missing(folder: Path) -> Path:
    return folder / "nowhere.yaml"


def too_long_a_name(folder: Path) -> Path:
    return folder / ("甲" * 300)


def empty_folder(folder: Path) -> Path:
    file_of(folder, "不是题库。", "README.md")
    return folder


def binary_file(folder: Path) -> Path:
    path = folder / "a.yaml"
    path.write_bytes(bytes(range(256)) * 50)
    return path


def file_in_gbk(folder: Path) -> Path:
    path = folder / "a.yaml"
    path.write_bytes(GOOD.encode("gb18030"))
    return path


def name_that_is_not_utf_8(folder: Path) -> Path:
    path = Path(os.fsdecode(os.fsencode(folder) + "/题库.yaml".encode("gbk")))
    path.write_text("不是题库。", encoding="utf-8")
    return path


def empty_file(folder: Path) -> Path:
    return file_of(folder, "")


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("made", "code", "sentence"),
    [
        (missing, "file_missing", "没有“nowhere.yaml”这个文件或文件夹"),
        (too_long_a_name, "file_unreadable", "无法读取文件"),
        (empty_folder, "no_files", "文件夹里没有题库文件"),
        (binary_file, "format_unknown", "无法识别文件格式"),
        (file_in_gbk, "encoding_unknown", "文件不是 UTF-8 编码"),
        (name_that_is_not_utf_8, "no_questions", "未识别到题目"),
        (empty_file, "file_empty", "文件是空的。"),
    ],
)
def test_what_holds_no_bank_is_told_in_chinese_and_exits_with_1(
    bank: Bank_, tmp_path: Path, made: Callable[[Path], Path], code: str, sentence: str, as_json: bool
) -> None:
    result = bank("check", made(tmp_path), *(["--json"] if as_json else []))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert sentence in result.output
    assert "Traceback" not in result.output
    if as_json:
        report = json.loads(result.stdout)
        assert [(problem["severity"], problem["code"]) for problem in report["problems"]] == [("error", code)]
        assert (report["questions"], report["summary"]["found"]) == ([], 0)


@pytest.mark.usefixtures("district")
def test_checking_changes_nothing(bank: Bank_, tmp_path: Path, statements: list[str]) -> None:
    assert bank("check", file_of(tmp_path, GOOD)).exit_code == 0
    assert statements == []


@pytest.mark.usefixtures("district")
def test_loading_waits_for_review_and_says_what_it_did(bank: Bank_, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    result = bank("load", path)
    assert (result.exit_code, result.output) == (0, "导入完成：新增 1 道，更新 0 道，未变 0 道。\n")
    assert [question.state for question in db.session.query(Question)] == ["pending"]
    assert bank("load", path).output == "导入完成：新增 0 道，更新 0 道，未变 1 道。\n"
    assert rows() == 3


@pytest.mark.usefixtures("district")
def test_loading_reviewed_questions_makes_them_ready(bank: Bank_, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    bank("load", path)
    assert bank("load", path, "--ready").output == "导入完成：新增 0 道，更新 1 道，未变 0 道。\n"
    db.session.expire_all()
    assert [question.state for question in db.session.query(Question)] == ["ready"]


@pytest.mark.usefixtures("district")
def test_loading_leaves_a_line_in_the_audit_log(bank: Bank_, tmp_path: Path) -> None:
    bank("load", file_of(tmp_path, GOOD))
    (line,) = db.session.query(AuditEntry).filter_by(action="bank.load")
    assert line.details == {"added": 1, "revised": 0}


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    ("texts", "arguments", "sentence"),
    [
        ([WRONG], [], "题库文件有错误，什么都没有导入。"),
        (
            [GOOD, WRONG.replace("q-1", "q-2").replace("哪一年", "哪年")],
            [],
            "题库文件有错误，什么都没有导入。",
        ),
        ([GOOD.replace("    source: 《文献》\n", "")], ["--ready"], "没有解析或出处"),
    ],
)
def test_a_load_that_is_refused_leaves_nothing(
    bank: Bank_, tmp_path: Path, texts: list[str], arguments: list[str], sentence: str
) -> None:
    for number, text in enumerate(texts):
        file_of(tmp_path, text, f"{number}.yaml")
    result = bank("load", tmp_path, *arguments)
    assert result.exit_code == 1
    assert sentence in result.output
    assert rows() == 0
    assert db.session.query(AuditEntry).count() == 0


@pytest.mark.usefixtures("app", "now")
def test_loading_before_there_is_a_district_is_told(bank: Bank_, tmp_path: Path) -> None:
    result = bank("load", file_of(tmp_path, GOOD))
    assert (result.exit_code, result.output) == (1, "Error: 还没有建立组织架构。\n")


@pytest.mark.usefixtures("district")
def test_the_questions_that_come_with_the_service_load(bank: Bank_) -> None:
    folder = Path(__file__).parent.parent.parent / "question_bank"
    result = bank("load", folder, "--ready")
    assert result.exit_code == 0, result.output
    assert db.session.query(Question).filter_by(state="ready").count() >= 150
    assert "新增 0 道，更新 0 道" in bank("load", folder, "--ready").output


@pytest.mark.usefixtures("district")
def test_what_is_exported_can_be_loaded_again(bank: Bank_, tmp_path: Path) -> None:
    bank("load", file_of(tmp_path, GOOD))
    exported = bank("export", "b")
    assert exported.exit_code == 0
    assert exported.stdout.startswith("bank: b\ntitle: 题库\npurpose: study\nquestions:\n- id: q-1\n")
    again = bank("load", file_of(tmp_path, exported.stdout, "again.yaml"))
    assert again.output == "导入完成：新增 0 道，更新 0 道，未变 1 道。\n"
    (line,) = db.session.query(AuditEntry).filter_by(action="bank.export")
    assert line.subject == f"bank:{banks.get_by_code('b').public_id}"
    assert line.details == {"questions": 1}


@pytest.mark.usefixtures("district")
def test_a_bank_that_is_not_there_cannot_be_exported(bank: Bank_) -> None:
    result = bank("export", "nowhere")
    assert (result.exit_code, result.output) == (1, "Error: 没有编号为“nowhere”的题库。\n")
    assert db.session.query(AuditEntry).count() == 0


def test_help_speaks_chinese(bank: Bank_) -> None:
    listed: dict[str, Any] = {name: bank(name, "--help").output for name in ("check", "load", "export")}
    assert "不改动任何数据" in listed["check"]
    assert "待审核" in listed["load"]
    assert "YAML" in listed["export"]
