"""jinshui bank check beside a database: it compares with what is there, and leaves everything as it was."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from click.testing import CliRunner

from jinshui_study.accounts import organizations
from jinshui_study.app import create_app
from jinshui_study.cli.bank import group
from jinshui_study.config import SettingError
from jinshui_study.db import db, looking_at, unit_of_work
from jinshui_study.questions import banks, check
from tests.conftest import BACKENDS, new_database, settings_for
from tests.moments import MONDAY_NOON
from tests.questions.samples import bank_file, draft

TEXT = """bank: {bank}
title: 题库
topic: 专题
questions:
  - kind: single
    stem: 哪一年？
    options: [1919年, 1920年, 1921年, 1922年]
    answer: [C]
    explanation: 史料如此。
    source: 《文献》
"""


@dataclass
class Standing:
    """A database a service has left behind, with bank `b` in it."""

    url: str
    folder: Path

    def state(self) -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="module", params=BACKENDS)
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    folder = tmp_path_factory.mktemp("数据 #1?")
    databases = new_database(request.param, folder)
    url = next(databases)
    app = create_app(settings_for(url, folder))
    with app.app_context():
        flask_migrate.upgrade()
        with unit_of_work():
            district = organizations.create("district", "金水区")
            banks.load([check.check(bank_file(draft(code="q-1")))], district, MONDAY_NOON)
        db.session.remove()
        db.engine.dispose()
    yield Standing(url, folder)
    next(databases, None)


def checked(folder: Path, bank: str = "b", *options: str) -> dict[str, Any]:
    path = folder / "a.yaml"
    path.write_text(TEXT.format(bank=bank), encoding="utf-8")
    result = CliRunner().invoke(group, ["check", str(path), "--json", *options])
    return {"exit": result.exit_code, **json.loads(result.stdout)}


def told(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem["severity"], problem["code"]) for problem in report["problems"]]


def test_what_the_bank_holds_is_counted_as_duplicate(
    standing: Standing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", standing.url)
    before = standing.state()
    report = checked(tmp_path)
    assert (report["exit"], told(report)) == (0, [("notice", "in_bank")])
    assert report["summary"] == {
        "found": 1,
        "importable": 0,
        "skipped": 1,
        "duplicates": 1,
        "duplicates_in_bank": 1,
        "declared": None,
        "by_kind": {},
    }
    assert told(checked(tmp_path, "c")) == [("warning", "in_another_bank")]
    assert standing.state() == before


def test_the_connection_to_look_by_cannot_write(standing: Standing) -> None:
    with looking_at(standing.url) as connection:
        assert connection is not None
        with pytest.raises(Exception, match="read-?only"):
            connection.exec_driver_sql("DELETE FROM revisions")


@pytest.mark.parametrize("environment", [{}, {"DATABASE_URL": "sqlite:///nowhere/jinshui.db"}])
def test_without_a_database_only_the_file_is_checked_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATA_DIR", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    report = checked(tmp_path)
    assert (report["exit"], told(report), report["summary"]["importable"]) == (0, [], 1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_a_database_in_the_data_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "jinshui.db").write_bytes(b"")
    assert told(checked(tmp_path)) == [("notice", "database_unread")]
    assert (tmp_path / "jinshui.db").read_bytes() == b""


@pytest.mark.parametrize("url", ["sqlite:///{folder}/other.db", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_cannot_be_read_is_told_and_the_file_still_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    (tmp_path / "other.db").write_bytes(b"this is no database at all" * 100)
    monkeypatch.setenv("DATABASE_URL", url.format(folder=tmp_path))
    report = checked(tmp_path)
    assert (report["exit"], told(report)) == (0, [("notice", "database_unread")])
    assert report["summary"]["importable"] == 1


def test_a_database_that_is_none_is_a_wrong_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://localhost/x")
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert isinstance(CliRunner().invoke(group, ["check", str(path)]).exception, SettingError)


def test_a_bank_may_be_named_for_the_check(
    standing: Standing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", standing.url)
    assert told(checked(tmp_path, "b", "--bank", "b")) == [("notice", "in_bank")]
    report = checked(tmp_path, "b", "--bank", "c")
    assert (report["exit"], ("error", "bank_differs") in told(report)) == (1, True)
