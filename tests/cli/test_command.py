"""The `jinshui` command as an operator calls it: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jinshui_study import __version__

pytestmark = pytest.mark.slow


def jinshui(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.run(
        [sys.executable, "-m", "jinshui_study", *arguments],
        env={**kept, "DATA_DIR": str(folder), "LOG_LEVEL": "ERROR", **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_arguments_it_lists_its_commands(tmp_path: Path) -> None:
    done = jinshui(tmp_path)
    assert done.returncode == 0
    for word in ("bank", "member", "quiz", "points", "db", "work", "demo", "serve", "题库"):
        assert word in done.stdout


def test_it_tells_its_version(tmp_path: Path) -> None:
    assert jinshui(tmp_path, "--version").stdout.strip() == __version__


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bank", "check"], "缺少参数"),
        (["bank", "check", "x", "--no-such"], "没有选项 --no-such"),
        (["no-such-command"], "命令用法不对"),
        (["serve", "--port", "many"], "参数不正确"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    done = jinshui(tmp_path, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"DATABASE_URL": "mysql://localhost/x"}, "只支持 SQLite 和 PostgreSQL"),
        ({"DATABASE_URL": "postgresql://localhost/x"}, "SECRET_KEY 和 PHONE_KEYS"),
        ({"COMPLIANCE_PROFILE": "loose"}, "只能是 strict 或 open"),
        ({"TOKEN_DAYS": "ten"}, "TOKEN_DAYS 必须是"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_chinese(
    tmp_path: Path, environ: dict[str, str], sentence: str
) -> None:
    done = jinshui(tmp_path, "points", "verify", **environ)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_an_upgrade_may_be_repeated_and_verify_finds_nothing(tmp_path: Path) -> None:
    assert [jinshui(tmp_path, "db", "upgrade").returncode for _ in range(2)] == [0, 0]
    done = jinshui(tmp_path, "points", "verify")
    assert (done.returncode, "没有差异" in done.stdout) == (0, True)


def test_a_change_of_the_compliance_profile_is_told_once(tmp_path: Path) -> None:
    told = [
        jinshui(tmp_path, "db", "upgrade", COMPLIANCE_PROFILE=profile).stdout
        for profile in ("strict", "strict", "open", "open", "strict")
    ]
    assert ["合规模式" in text for text in told] == [True, False, True, False, True]
