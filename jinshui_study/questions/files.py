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
from jinshui_study.questions.drafts import ERROR, NOTICE, BankFile, Finding

SUFFIXES = frozenset(
    [".yaml", ".yml", ".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv", ".docx", ".doc", ".wps", ".txt", ".md"]
    + [".json", ".jsonl", ".ndjson", ".gift", ".xml", ".zip"]
)
"""Names that promise a bank: in a folder, what has none of them and cannot be read is passed over."""

_ABOUT = re.compile(r"[A-Z][A-Z_-]+(\.(md|txt))?")
"""README.md, SOURCES.md: what speaks of a folder instead of belonging to it is named in capitals."""


@dataclass(frozen=True)
class Target:
    """Where what names no bank goes: the bank's code, title and purpose as far as somebody has chosen them."""

    code: str = ""
    title: str = ""
    purpose: str = ""


ANYWHERE = Target()


def read(path: Path) -> list[BankFile]:
    """The file, or each file of a folder; what cannot be read is a BankFile that says why."""
    if not os.path.isdir(path):  # unlike Path.is_dir it takes any name
        return [_read(path, shown(path.name))]
    files = [_read_one_of(file, path) for file in _files_in(path)]
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


def _read_one_of(path: Path, folder: Path) -> BankFile:
    file = _read(path, shown(path.relative_to(folder)))
    if file.layout == "unknown" and not _promises(file.file):
        message = "不是能识别的题库格式，已跳过。"
        file.layout, file.findings = PASSED, [Finding(NOTICE, "file_passed", "全文", message)]
    return file


def _promises(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in SUFFIXES


def _read(path: Path, name: str) -> BankFile:
    try:
        with path.open("rb") as file:
            data = file.read(formats.MOST_BYTES + 1)
    except FileNotFoundError:
        return formats.unread(name, "file_missing", f"没有“{name}”这个文件或文件夹，请核对路径。")
    except OSError as error:
        return formats.unread(name, "file_unreadable", f"无法读取文件“{name}”（{error.strerror}）。")
    return formats.read(data, name)


def shown(path: Path | str) -> str:
    """A file's name as it can be printed: names from old archives need not be UTF-8."""
    return os.fsencode(path).decode(errors="replace")


def address(files: Iterable[BankFile], path: Path, target: Target, stock: Stock | None) -> None:
    """Give what names no bank of its own the bank of `target`, else one named after `path`."""
    name = shown(path.resolve().name if os.path.isdir(path) else path.stem)
    code, title = target.code or code_of(name), target.title or " ".join(name.split())[:LONGEST_TITLE]
    purposes = stock.purposes if stock is not None else {}
    for file in files:
        if not file.bank and file.layout != STRICT:
            file.bank, file.title = code, title
            file.purpose = target.purpose or purposes.get(code, file.purpose)
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
