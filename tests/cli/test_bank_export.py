"""jinshui bank export, in every format, to a file or the screen."""

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
from jinshui_study.questions import banks, check, kinds
from jinshui_study.questions.formats import gift, moodle_xml, spreadsheet
from jinshui_study.questions.formats.writing import exporting
from tests.moments import MONDAY_NOON
from tests.questions.formats.hostile import held
from tests.questions.samples import bank_file, draft

READERS: dict[str, Any] = {"gift": gift, "moodle": moodle_xml, "xlsx": spreadsheet}


@pytest.fixture
def district(app: Flask, now: Callable[[datetime], None]) -> None:
    organizations.create("district", "金水区")


@pytest.fixture
def stored(district: None) -> None:
    questions = [draft(kind, code=f"q-{kind}", tags=["标签"]) for kind in kinds.KINDS]
    banks.load([check.check(bank_file(*questions))], organizations.get_district(), MONDAY_NOON)


def export(built: Flask, *arguments: str) -> Result:
    return built.test_cli_runner().invoke(args=["bank", "export", *arguments])


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("name", list(exporting.WRITERS))
def test_every_format_is_written_to_a_file_and_noted(built: Flask, tmp_path: Path, name: str) -> None:
    target = tmp_path / "题库"
    result = export(built, "b", "--format", name, "--output", str(target))
    assert (result.exit_code, result.output) == (0, f"已导出 6 道题到 {target}。\n")
    if name in READERS:
        again = READERS[name].read(target.read_bytes(), "a")
        assert held(again) == held(banks.export(banks.get_by_code("b")))
    (line,) = db.session.query(AuditEntry).filter_by(action="bank.export")
    assert line.details == {"questions": 6}


@pytest.mark.usefixtures("stored")
def test_texts_may_go_to_the_screen_and_a_workbook_may_not(built: Flask) -> None:
    assert export(built, "b").stdout.startswith("bank: b\n")
    assert export(built, "b", "--format", "gift").stdout.startswith("// bank: b\n")
    assert export(built, "b", "--format", "moodle").stdout.startswith("<?xml")
    refused = export(built, "b", "--format", "xlsx")
    assert (refused.exit_code, refused.output) == (
        1,
        "Error: Excel 表格不能输出到屏幕，请用 --output 写到文件。\n",
    )
    assert db.session.query(AuditEntry).filter_by(action="bank.export").count() == 3


@pytest.mark.usefixtures("stored")
def test_a_file_that_cannot_be_written_is_told(built: Flask, tmp_path: Path) -> None:
    result = export(built, "b", "--output", str(tmp_path))
    assert result.exit_code == 1
    assert result.output.startswith("Error: 无法写到“")


@pytest.mark.usefixtures("district")
def test_a_bank_that_is_not_there_is_not_written(built: Flask, tmp_path: Path) -> None:
    result = export(built, "nowhere", "--format", "moodle", "--output", str(tmp_path / "a.xml"))
    assert (result.exit_code, result.output) == (1, "Error: 没有编号为“nowhere”的题库。\n")
    assert not list(tmp_path.iterdir())
