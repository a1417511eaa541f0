"""jinshui audit verify | export"""

import csv
import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from jinshui_study.accounts import audit
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.db import db, unit_of_work
from tests.accounts.test_audit_chain import unlock
from tests.moments import MONDAY_NOON


@pytest.fixture
def lines(app: Flask, now: object) -> Flask:
    for number in range(3):
        with unit_of_work():
            audit.record("bank.rename", f"bank:{number}", MONDAY_NOON, to="=1+1")
    return app


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", *args])
    return result.exit_code, result.output


def test_a_whole_chain_is_said_to_be_whole_with_what_to_write_down(lines: Flask) -> None:
    code, said = run(lines, "verify")
    assert code == 0
    assert said.startswith("核对完成：审计日志共 3 行，首尾相连。\n")
    noted = said.strip().rsplit("：", 1)[1]
    assert run(lines, "verify", "--noted", noted)[0] == 0
    other = noted.replace(noted[-1], "0" if noted[-1] != "0" else "1")
    code, said = run(lines, "verify", "--noted", other)
    assert code == 1
    assert "第 3 行的指纹与您记下的不同" in said


def test_an_empty_log_is_whole(app: Flask) -> None:
    code, said = run(app, "verify")
    assert (code, said.splitlines()[0]) == (0, "核对完成：审计日志共 0 行，首尾相连。")


def test_the_first_broken_line_is_told_with_exit_code_1(lines: Flask) -> None:
    unlock()
    db.session.execute(text("UPDATE audit_entries SET subject = 'bank:x' WHERE subject = 'bank:1'"))
    db.session.commit()
    code, said = run(lines, "verify")
    assert code == 1
    assert "审计日志断在第 2 行。" in said


@pytest.mark.parametrize("noted", ["x", "3", "3:abc", ":" + "0" * 64])
def test_a_note_that_is_none_is_refused_in_words(lines: Flask, noted: str) -> None:
    code, said = run(lines, "verify", "--noted", noted)
    assert code != 0
    assert "--noted 应为“行号:指纹”" in said


def test_an_export_is_written_and_recorded(lines: Flask, tmp_path: Path) -> None:
    path = tmp_path / "日志.csv"
    assert run(lines, "export", str(path), "--since", "2026-11-23") == (0, f"已导出：{path}\n")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["对象编号"] for row in rows] == ["0", "1", "2"]
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.member_id) == ("audit.export", None)
    assert last.details == {"format": "csv", "filters": {"since": "2026-11-23"}}
    assert run(lines, "export", str(tmp_path / "日志.xlsx"), "--until", "2026-11-22")[0] == 0
    assert (tmp_path / "日志.xlsx").read_bytes()[:2] == b"PK"


def test_another_ending_is_refused(lines: Flask, tmp_path: Path) -> None:
    code, said = run(lines, "export", str(tmp_path / "日志.txt"))
    assert code == 1
    assert "应以 .csv 或 .xlsx 结尾" in said
