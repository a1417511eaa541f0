"""Bank files on the disk: one, or all of a folder, with the bank each goes to."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jinshui_study.questions import formats
from jinshui_study.questions.check import LONGEST_BANK, LONGEST_TITLE, PASSED, STRICT, Stock
from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, BankFile, Finding
from jinshui_study.questions.formats import answer_keys
from jinshui_study.questions.formats.answer_keys import AnswerKey

SUFFIXES = frozenset(
    [".yaml", ".yml", ".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv", ".docx", ".doc", ".wps", ".txt", ".md"]
    + [".json", ".jsonl", ".ndjson", ".gift", ".xml", ".zip"]
)
"""Names that promise a bank: in a folder, what has none of them and holds no question is passed over."""
NOTES = frozenset([".txt", ".md"])
"""Names that may also be of a note."""

_ABOUT = re.compile(r"[A-Z][A-Z_-]+(\.(md|txt|yaml))?")
"""README.md, SOURCES.md: what speaks of a folder, or is no bank beside the banks, is named in capitals."""


@dataclass(frozen=True)
class Target:
    """Where what names no bank goes: the bank's code, title and purpose as far as somebody has chosen them."""

    code: str = ""
    title: str = ""
    purpose: str = ""


ANYWHERE = Target()


def read(path: Path, key: Path | None = None, most_bytes: int = formats.MOST_BYTES) -> list[BankFile]:
    """The file, with the answers of its key file if it has one; or each file of a folder.

    What cannot be read is a BankFile that says why.
    """
    if not os.path.isdir(path):  # unlike Path.is_dir it takes any name
        return [
            _read(path, shown(path.name), most_bytes, None if key is None else _read_key(key, most_bytes))
        ]
    files = [_read_one_of(file, path, most_bytes) for file in _files_in(path)]
    if all(file.layout == PASSED for file in files):
        message = "文件夹里没有题库文件，请放入 Word、Excel、文本、JSON 或 YAML 题库文件。"
        return [formats.unread(shown(path), "no_files", message)]
    return files


def _files_in(folder: Path) -> list[Path]:
    """Without hidden files, the locks office programs leave, and what is about the folder."""
    return sorted(
        path
        for path in folder.rglob("*")
        if not os.path.isdir(path)
        and not any(part.startswith((".", "~$", "__MACOSX")) for part in path.relative_to(folder).parts)
        and not _ABOUT.fullmatch(path.name)
    )


def _read_one_of(path: Path, folder: Path, most_bytes: int) -> BankFile:
    """A note among the banks is none of them, and no reason to refuse the others."""
    file = _read(path, shown(path.relative_to(folder)), most_bytes)
    if file.drafts or file.unread or _suffix(file.file) in SUFFIXES - NOTES:
        return file
    severity = WARNING if _suffix(file.file) in NOTES else NOTICE
    message = "没有认出题目（没有选项或答案标记），已跳过；如果是题库，请单独检查这个文件。"
    file.layout, file.findings = PASSED, [Finding(severity, "file_passed", "全文", message)]
    return file


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _read(path: Path, name: str, most_bytes: int, key: AnswerKey | None = None) -> BankFile:
    data = _bytes_of(path, name, most_bytes)
    if isinstance(data, Finding):
        return formats.unread(name, data.code, data.message)
    return formats.read(data, name, key, most_bytes)


def _read_key(path: Path, most_bytes: int) -> AnswerKey:
    name = shown(path.name)
    data = _bytes_of(path, name, most_bytes)
    return AnswerKey(name, findings=[data]) if isinstance(data, Finding) else answer_keys.read(data, name)


def _bytes_of(path: Path, name: str, most_bytes: int) -> bytes | Finding:
    """What is in the file, as far as a bank may go; or why it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most_bytes + 1)
    except FileNotFoundError:
        message = f"没有“{name}”这个文件或文件夹，请核对路径。"
        return Finding(ERROR, "file_missing", "全文", message)
    except OSError as error:
        return Finding(ERROR, "file_unreadable", "全文", f"无法读取文件“{name}”（{error.strerror}）。")


def shown(path: Path | str) -> str:
    """A file's name as it can be printed: names from old archives need not be UTF-8."""
    return os.fsencode(path).decode(errors="replace")


def address(files: Iterable[BankFile], path: Path, target: Target, stock: Stock | None) -> None:
    """Give what names no bank of its own the bank of `target`, else one named after `path`."""
    name = shown(path.resolve().name if os.path.isdir(path) else path.stem)
    code = target.code or code_of(name)
    named = target.title or " ".join(name.split())[:LONGEST_TITLE]
    title, purpose = stock.banks.get(code, (named, "")) if stock is not None else (named, "")
    for file in files:
        if not file.bank and file.layout != STRICT:
            file.bank, file.title = code, title
            file.purpose = target.purpose or purpose or file.purpose
        elif target.code not in ("", file.bank):
            message = f"文件里写的题库是“{file.bank}”，与指定的“{target.code}”不同，请改成一样的。"
            file.findings.append(Finding(ERROR, "bank_differs", "行 1", message))


def code_of(name: str) -> str:
    """A bank's code out of a file's name, the same each time."""
    narrow = unicodedata.normalize("NFKC", name)
    code = re.sub(r"[\W_]+", "-", narrow).strip("-")
    if code and len(code) <= LONGEST_BANK:
        return code
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{code[: LONGEST_BANK - 9] or 'bank'}-{mark}"
