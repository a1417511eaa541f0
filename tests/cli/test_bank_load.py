"""jinshui bank load of files as people have them: they name no bank, lack this and that, and come again."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import Result
from flask import Flask
from python_calamine import CalamineWorkbook

from jinshui_study.accounts import organizations
from jinshui_study.db import db
from jinshui_study.questions.models import Bank, Question, Revision

HEADER = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析"]
Bank_ = Callable[..., Result]


@pytest.fixture
def bank(built: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bank_:
    """Run `jinshui bank …`; where `check` looks for a database there is none."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "no data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*arguments: str | Path) -> Result:
        return built.test_cli_runner().invoke(args=["bank", *map(str, arguments)])

    return run


@pytest.fixture(autouse=True)
def district(app: Flask, now: Callable[[datetime], None]) -> None:
    organizations.create("district", "金水区")


def question_of(number: int, key: str = "B") -> list[str]:
    return ["单选题", f"第{number}件大事发生在哪里？", "上海", "嘉兴", "延安", "郑州", key, ""]


def workbook(path: Path, *rows: list[str]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate([HEADER, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def banks_made() -> list[tuple[str, str, str]]:
    return [(one.code, one.title, one.purpose) for one in db.session.query(Bank)]


def states() -> list[str]:
    return [one.state for one in db.session.query(Question)]


def test_a_workbook_goes_to_a_bank_of_its_name_and_waits_for_review(bank: Bank_, tmp_path: Path) -> None:
    path = workbook(tmp_path / "党史 竞赛.xlsx", question_of(1), question_of(2))
    result = bank("load", path)
    assert result.output.splitlines() == [
        "题库：党史 竞赛（编号 党史-竞赛）",
        "导入完成：新增 2 道，更新 0 道，未变 0 道。",
    ]
    assert banks_made() == [("党史-竞赛", "党史 竞赛", "study")]
    assert states() == ["pending", "pending"]
    assert {one.topic for one in db.session.query(Question)} == {"综合"}


def test_the_same_workbook_again_adds_nothing(bank: Bank_, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", question_of(1), question_of(2), question_of(1))
    assert "新增 2 道，更新 0 道，未变 0 道，重复 1 道没有再导入。" in bank("load", path).output
    again = bank("load", path)
    assert again.exit_code == 0
    assert "新增 0 道，更新 0 道，未变 0 道，重复 3 道没有再导入。" in again.output
    assert db.session.query(Revision).count() == 2


def test_bank_title_and_purpose_can_be_chosen(bank: Bank_, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", question_of(1))
    result = bank("load", path, "--bank", "final", "--title", "决赛", "--purpose", "sealed")
    assert result.exit_code == 0
    assert banks_made() == [("final", "决赛", "sealed")]
    more = workbook(tmp_path / "b.xlsx", question_of(2))
    assert bank("load", more, "--bank", "final").exit_code == 0
    assert banks_made() == [("final", "决赛", "sealed")]
    other = workbook(tmp_path / "c.xlsx", question_of(3))
    refused = bank("load", other, "--bank", "final", "--purpose", "study")
    assert (refused.exit_code, "用途与文件所写不同" in refused.output) == (1, True)


def test_one_bad_row_keeps_everything_out_and_is_named(bank: Bank_, tmp_path: Path) -> None:
    rows = [question_of(number) for number in range(1, 41)]
    rows[24] = question_of(25, key="F")
    path = workbook(tmp_path / "a.xlsx", *rows)
    result = bank("load", path)
    assert result.exit_code == 1
    assert "错误 a.xlsx 工作表“Sheet1” 第26行 “第25件大事发生在哪里？”：" in result.output
    assert "什么都没有导入。加上 --good-only 则只导入合格的题。" in result.output
    assert (banks_made(), states()) == ([], [])


def test_the_good_ones_alone_are_loaded_when_that_is_chosen(bank: Bank_, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", question_of(1), question_of(2, key=""), question_of(3))
    result = bank("load", path, "--good-only")
    assert result.exit_code == 0
    assert "新增 2 道，更新 0 道，未变 0 道，不合格 1 道没有导入。" in result.output
    assert states() == ["pending", "pending"]


@pytest.mark.parametrize("options", [[], ["--good-only"]])
def test_what_was_not_imported_comes_back_as_a_workbook(
    bank: Bank_, tmp_path: Path, options: list[str]
) -> None:
    failed = tmp_path / "错题.xlsx"
    path = workbook(tmp_path / "a.xlsx", question_of(1), question_of(2, key="F"))
    result = bank("load", path, "--failed", failed, *options)
    assert f"没有导入的 1 道题写到了 {failed}。" in result.output
    header, row = CalamineWorkbook.from_path(str(failed)).get_sheet_by_index(0).to_python()
    cells = dict(zip(header, row, strict=True))
    assert cells["题干"] == "第2件大事发生在哪里？"
    assert "答案" in str(cells["错误原因"])


def test_where_everything_was_imported_no_workbook_is_written(bank: Bank_, tmp_path: Path) -> None:
    failed = tmp_path / "错题.xlsx"
    assert bank("load", workbook(tmp_path / "a.xlsx", question_of(1)), "--failed", failed).exit_code == 0
    assert not failed.exists()


def test_a_workbook_that_cannot_be_written_is_told(bank: Bank_, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", question_of(1, key="F"))
    result = bank("load", path, "--failed", tmp_path / "nowhere" / "错题.xlsx")
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)
    assert "无法写到" in result.output


QUESTIONS = """一、单选题
1. 中国共产党成立于哪一年？
A. 1919年
B. 1920年
C. 1921年
D. 1922年
2. 五四运动爆发于哪一年？
A. 1919年
B. 1920年
C. 1921年
D. 1922年
"""


def test_answers_come_from_a_key_file(bank: Bank_, tmp_path: Path) -> None:
    path, key = tmp_path / "题.txt", tmp_path / "答案.txt"
    path.write_text(QUESTIONS, encoding="utf-8")
    key.write_text("1.C 2.A", encoding="utf-8")
    assert bank("check", path).exit_code == 1
    assert bank("check", path, "--key", key).exit_code == 0
    assert bank("load", path, "--key", key).exit_code == 0
    kept = {one.stem: one.content["key"] for one in db.session.query(Revision)}
    assert kept == {"中国共产党成立于哪一年？": [2], "五四运动爆发于哪一年？": [0]}


def test_a_key_file_that_is_not_there_is_an_error(bank: Bank_, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", question_of(1))
    result = bank("check", path, "--key", tmp_path / "nowhere.txt")
    assert result.exit_code == 1
    assert "没有“nowhere.txt”这个文件" in result.output


def test_a_folder_has_no_key(bank: Bank_, tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", question_of(1))
    result = bank("check", tmp_path, "--key", tmp_path / "a.xlsx")
    assert result.exit_code == 1
    assert "不能配文件夹" in result.output


def test_files_of_a_folder_go_to_one_bank(bank: Bank_, tmp_path: Path) -> None:
    folder = tmp_path / "竞赛"
    folder.mkdir()
    workbook(folder / "一.xlsx", question_of(1))
    (folder / "说明.txt").write_text("这里是本季度的安排。", encoding="utf-8")
    (folder / "三.txt").write_text(QUESTIONS + "答案：1.C 2.A", encoding="utf-8")
    workbook(folder / "二.xlsx", question_of(2), question_of(1))
    result = bank("load", folder)
    assert result.exit_code == 0
    assert banks_made() == [("竞赛", "竞赛", "study")]
    assert "新增 4 道，更新 0 道，未变 0 道，重复 1 道没有再导入。" in result.output


def test_progress_of_long_files_keeps_off_standard_output(
    bank: Bank_, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jinshui_study.cli.progress.LONG", 2)
    path = workbook(tmp_path / "a.xlsx", *[question_of(number) for number in range(4)])
    result = bank("check", path, "--json")
    assert result.stderr == "检查试题：4 道……\n查找近似的题：4 道……\n"
    assert result.stdout.startswith("{")
