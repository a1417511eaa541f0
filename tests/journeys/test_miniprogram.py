"""The WeChat package: it builds, stays within WeChat's limits, and asks only the server it was built for."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.journeys.browser import ROOT

pytestmark = pytest.mark.slow

PACKAGE = ROOT / "miniprogram" / "dist" / "build" / "mp-weixin"
COMPILERS = ROOT / "miniprogram" / "node_modules" / "miniprogram-compiler" / "bin" / "linux"
SERVER = "https://study.example.cn"
NAMED_IN_MESSAGES = {"http://www.w3.org", "https://vuejs.org", "https://uniapp.dcloud.net.cn"}
"""Name spaces, and manuals that the libraries' warnings point to; nothing is asked of them."""
MOST_BYTES = 2 * 1024 * 1024


@pytest.fixture(scope="module")
def package() -> Path:
    """The package, built now, for a server that exists nowhere."""
    done = subprocess.run(
        [ROOT / ".ci" / "client", "mp-weixin"],
        env={**os.environ, "VITE_SERVER": SERVER},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return PACKAGE


def files(package: Path, *suffixes: str) -> list[Path]:
    found = [file for file in package.rglob("*") if file.is_file()]
    return [file for file in found if not suffixes or file.suffix in suffixes]


def test_the_main_package_keeps_within_two_megabytes(package: Path) -> None:
    size = sum(file.stat().st_size for file in files(package))
    print(f"main package {size / 1024:.0f} KiB")
    assert 50_000 < size < MOST_BYTES


def test_every_page_has_its_files(package: Path) -> None:
    pages = json.loads((package / "app.json").read_text())["pages"]
    assert len(pages) > 10
    for page in pages:
        for suffix in (".js", ".json", ".wxml"):
            assert (package / f"{page}{suffix}").is_file(), page + suffix


def test_it_asks_no_server_but_ours(package: Path) -> None:
    urls = {
        url
        for file in files(package, ".js", ".wxml", ".wxss", ".json")
        for url in re.findall(r"(?:https?|wss?)://[\w.-]+", file.read_text())
    }
    assert SERVER in urls
    assert urls - {SERVER} <= NAMED_IN_MESSAGES


def test_our_code_makes_no_code_and_knows_no_page(package: Path) -> None:
    """WeChat refuses code made of text, and has no document."""
    for file in files(package, ".js"):
        if file.is_relative_to(package / "common"):
            continue
        text = file.read_text()
        assert not re.search(r"\beval\(|new Function\(|\bdocument\.|\blocalStorage\b", text), file


def test_its_styles_name_nothing_that_only_a_browser_knows(package: Path) -> None:
    for file in files(package, ".wxss"):
        assert not re.search(r":root|uni-[a-z]+\b(?!-)|\*\s*\{", file.read_text()), file


def test_wechats_own_compilers_take_every_template_and_style(package: Path) -> None:
    for compiler, suffix in (("wcc", ".wxml"), ("wcsc", ".wxss")):
        names = [str(file.relative_to(package)) for file in files(package, suffix)]
        assert names
        done = compile_with(compiler, names, package)
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(done.stdout) > 1_000


def test_the_compiler_refuses_a_broken_template(tmp_path: Path) -> None:
    (tmp_path / "bad.wxml").write_text("<view><text></view>")
    done = compile_with("wcc", ["bad.wxml"], tmp_path)
    assert "expect end-tag" in done.stdout + done.stderr
    assert done.returncode != 0


def compile_with(compiler: str, names: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    program = COMPILERS / compiler
    program.chmod(0o755)
    flags = ["-d"] if compiler == "wcc" else []
    return subprocess.run([program, *flags, *names], cwd=folder, capture_output=True, text=True, check=False)
