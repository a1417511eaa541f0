"""Bank files on the disk, and the bank each goes to."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import banks, check, files
from jinshui_study.questions.check import LONGEST_BANK, LONGEST_TITLE, Stock
from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, BankFile
from jinshui_study.questions.files import Target
from tests.questions.samples import bank_file, draft

GOOD = """bank: b
title: 题库
topic: 专题
questions:
  - {kind: true_false, stem: 甲, answer: true, explanation: 甲, source: 乙}
"""
UNKNOWN = b"\x89PNG\r\n\x1a\n\x00\x00"


def put(folder: Path, name: str, content: str | bytes = GOOD) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def found(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """The files read, with severity and code of what was found about each."""
    return {
        file.file: [(finding.severity, finding.code) for finding in file.findings]
        for file in files.read(folder)
    }


def test_a_folder_is_read_with_all_that_lies_below(tmp_path: Path) -> None:
    put(tmp_path, "b.yaml")
    put(tmp_path, "a/c.yml")
    put(tmp_path, "a/没有后缀")
    assert list(found(tmp_path)) == ["a/c.yml", "a/没有后缀", "b.yaml"]
    assert all(file.bank == "b" for file in files.read(tmp_path))


@pytest.mark.parametrize(
    "name",
    ["README.md", "SOURCES.md", "LICENSE", ".hidden.yaml", ".git/a.yaml", "~$题库.xlsx", "__MACOSX/a.yaml"],
)
def test_what_is_not_of_the_bank_is_passed_over_silently(tmp_path: Path, name: str) -> None:
    put(tmp_path, "b.yaml")
    put(tmp_path, name)
    assert found(tmp_path) == {"b.yaml": []}


def test_what_is_no_bank_by_name_nor_content_is_passed_over_with_a_notice(tmp_path: Path) -> None:
    put(tmp_path, "b.yaml")
    put(tmp_path, "合影.png", UNKNOWN)
    assert found(tmp_path) == {"b.yaml": [], "合影.png": [(NOTICE, "file_passed")]}
    assert not any(report.has_errors for report in banks.check_path(tmp_path))


def test_a_note_among_the_banks_is_passed_over_with_a_warning(tmp_path: Path) -> None:
    put(tmp_path, "b.yaml")
    put(tmp_path, "说明.txt", "这里是本季度学习的安排，请各支部按时完成。")
    assert found(tmp_path) == {"b.yaml": [], "说明.txt": [(WARNING, "file_passed")]}
    assert not any(report.has_errors for report in banks.check_path(tmp_path))


def test_what_promises_a_bank_by_its_name_and_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, "b.yaml")
    put(tmp_path, "坏.XLSX", UNKNOWN)
    assert found(tmp_path)["坏.XLSX"] == [(ERROR, "format_unknown")]


@pytest.mark.parametrize("name", ["合影.png", "README.md"])
def test_a_folder_without_any_bank_is_an_error(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, UNKNOWN)
    (file,) = files.read(tmp_path)
    assert [finding.code for finding in file.findings] == ["no_files"]


def addressed(path: Path, target: Target = files.ANYWHERE, stock: Stock | None = None) -> BankFile:
    file = bank_file(draft(), bank="", title="", layout="table")
    files.address([file], path, target, stock)
    return file


def test_what_names_no_bank_goes_to_one_named_after_the_file() -> None:
    file = addressed(Path("/somewhere/党史 竞赛（2024）.xlsx"))
    assert (file.bank, file.title, file.purpose) == ("党史-竞赛-2024", "党史 竞赛（2024）", "study")


def test_files_of_a_folder_go_to_one_bank_named_after_the_folder(tmp_path: Path) -> None:
    (tmp_path / "竞赛").mkdir()
    assert addressed(tmp_path / "竞赛").bank == "竞赛"


def test_what_names_no_bank_goes_where_it_is_sent() -> None:
    file = addressed(Path("a.xlsx"), Target("contest", "决赛", "sealed"))
    assert (file.bank, file.title, file.purpose) == ("contest", "决赛", "sealed")


def test_a_bank_that_is_there_keeps_its_title_and_purpose() -> None:
    """A file cannot say them, so nothing contradicts."""
    stock = Stock({"contest": ("决赛", "sealed")})
    file = addressed(Path("a.xlsx"), Target("contest"), stock)
    assert (file.title, file.purpose) == ("决赛", "sealed")
    assert addressed(Path("a.xlsx"), Target("contest", purpose="study"), stock).purpose == "study"


def test_what_names_its_bank_goes_there_and_nowhere_else() -> None:
    file = bank_file(draft())
    files.address([file], Path("a.yaml"), Target("b"), None)
    assert (file.bank, file.title, file.findings) == ("b", "题库", [])
    files.address([file], Path("a.yaml"), Target("c"), None)
    assert [(finding.severity, finding.code) for finding in file.findings] == [(ERROR, "bank_differs")]
    assert check.check(file).has_bad_header


def test_our_own_format_must_name_its_bank() -> None:
    file = bank_file(draft(), bank="")
    files.address([file], Path("a.yaml"), files.ANYWHERE, None)
    assert file.bank == ""


@given(st.text(max_size=120))
def test_every_name_gives_a_code_and_a_title_that_fit(name: str) -> None:
    code = files.code_of(name)
    assert 1 <= len(code) <= LONGEST_BANK
    assert code == files.code_of(name)
    assert not any(letter.isspace() for letter in code)


def test_long_names_that_begin_alike_give_different_codes() -> None:
    one, other = ("金水区" * 20 + end for end in "甲乙")
    assert files.code_of(one) != files.code_of(other)
    assert len(addressed(Path(f"/{one * 3}.xlsx")).title) == LONGEST_TITLE


def test_a_bank_may_be_as_large_as_the_setting_for_uploads(tmp_path: Path) -> None:
    path = put(tmp_path, "a.yaml")
    (refused,) = files.read(path, most_bytes=10)
    assert [finding.code for finding in refused.findings] == ["file_too_large"]
    (read,) = files.read(path, most_bytes=path.stat().st_size)
    assert read.drafts
