"""Loading a roster from a spreadsheet: errors by row, all or nothing, the same file twice adds nobody."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from jinshui_study.accounts import members, organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.errors import Invalid, TooLarge

HEADERS = {
    "name": ("姓名", "党员姓名"),
    "phone": ("手机号", "手机", "手机号码", "电话", "联系电话"),
    "street": ("街道", "街道党工委", "党工委", "所属街道"),
    "committee": ("党委", "党总支", "党委/党总支", "上级党组织"),
    "branch": ("支部", "党支部", "所在支部", "所在党支部"),
}
NEEDED = ("name", "phone", "street", "branch")
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 100
MOST_CELLS = 4_000_000
LONGEST_NAME = 40


@dataclass
class Imported:
    added: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Row:
    number: int
    name: str
    phone: str
    street: str
    committee: str
    branch: str


def load(data: bytes, district: Organization, now: datetime) -> Imported:
    """Put everybody in the sheet on the roster, making committees and branches that are missing.

    Raises Invalid with a sentence for each bad row (`errors` maps 第 n 行 to sentences), and then nothing is loaded.
    """
    rows = list(_rows(data))
    problems = _problems(rows, district)
    if problems:
        raise Invalid("名册里有错误，什么都没有导入。", code="roster_has_errors", errors=problems)
    imported = Imported()
    branches: dict[tuple[str, str, str], Organization] = {}
    for row in rows:
        place = (row.street, row.committee, row.branch)
        branch = branches.get(place) or branches.setdefault(place, _branch(district, *place))
        phone = members.normalise_phone(row.phone)
        known = members.find_by_identity("phone", phone) if phone else None
        if known is None:
            members.create(row.name, branch, now, phone=phone)
            imported.added += 1
        else:
            imported.unchanged += 1
    return imported


def _rows(data: bytes) -> Iterator[Row]:
    """The rows below the header, which stands somewhere in the first five."""
    sheet = _read_sheet(data)
    for index, cells in enumerate(sheet[:5]):
        columns = _columns(cells)
        if all(name in columns for name in NEEDED):
            for number, row in enumerate(sheet[index + 1 :], start=index + 2):
                texts = {
                    name: _text(row[column]) if column < len(row) else "" for name, column in columns.items()
                }
                if any(texts.values()):
                    yield Row(
                        number,
                        texts["name"],
                        texts["phone"],
                        texts["street"],
                        texts.get("committee", ""),
                        texts["branch"],
                    )
            return
    raise Invalid("前五行里没有找到表头：需要“姓名、手机号、街道、支部”四列。", code="roster_header_missing")


def _columns(cells: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        header = re.sub(r"[\s*＊]", "", _text(cell))
        for name, words in HEADERS.items():
            if header in words:
                found.setdefault(name, column)
    return found


def _read_sheet(data: bytes) -> list[list[Any]]:
    _refuse_bomb(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = workbook.get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Invalid("这不是可以读取的 Excel 文件（xlsx）。", code="not_a_workbook") from error


def _refuse_bomb(data: bytes) -> None:
    """Look before unpacking: the reader would take the machine's memory, or end the process, on some files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
                raise TooLarge("表格解开后太大。")
            for item in archive.infolist():
                if item.filename.lower().endswith(".xml") and _reaches_far(archive.read(item)):
                    raise TooLarge("表格太大，或者有位置很远的单元格。请另存一份只含名册的表格。")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Invalid("这不是可以读取的 Excel 文件（xlsx）。", code="not_a_workbook") from error


def _reaches_far(part: bytes) -> bool:
    """Whether the cells of a sheet span more than a roster can: the reader makes room for every cell between."""
    columns, rows = 1, 1
    for column, row in set(re.findall(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,9})["']""", part)):
        columns, rows = max(columns, _column_number(column)), max(rows, int(row))
    return columns > MOST_COLUMNS or rows > MOST_ROWS or columns * rows > MOST_CELLS


def _column_number(letters: bytes) -> int:
    """A is 1, CV is 100."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip() if cell is not None else ""


def _problems(rows: list[Row], district: Organization) -> dict[str, list[str]]:
    if not rows:
        return {"表格": ["表头下面没有名单。"]}
    problems: dict[str, list[str]] = {}
    phones: dict[str, int] = {}
    for row in rows:
        sentences = list(_row_problems(row, district, phones))
        if sentences:
            problems[f"第 {row.number} 行"] = sentences
    return problems


def _row_problems(row: Row, district: Organization, phones: dict[str, int]) -> Iterator[str]:
    if not row.name or len(row.name) > LONGEST_NAME:
        yield "姓名为空或过长。"
    if not row.branch or len(row.branch) > 80 or len(row.committee) > 80:
        yield "支部为空，或组织名称过长。"
    if organizations.find_child(district, row.street) is None:
        yield f"没有名为“{row.street[:20]}”的街道。"
    phone = members.normalise_phone(row.phone)
    if phone is None:
        yield "手机号不正确。"
        return
    if phone in phones:
        yield f"手机号与第 {phones[phone]} 行重复。"
    phones.setdefault(phone, row.number)
    known = members.find_by_identity("phone", phone)
    if known is not None and known.name != row.name:
        yield "手机号已登记在另一位党员名下。"


def _branch(district: Organization, street: str, committee: str, branch: str) -> Organization:
    parent = organizations.find_child(district, street)
    if parent is None:
        raise Invalid(f"没有名为“{street}”的街道。")
    if committee:
        parent = organizations.find_child(parent, committee) or organizations.create(
            "committee", committee, parent
        )
    found = organizations.find_child(parent, branch) or organizations.create("branch", branch, parent)
    if found.kind != "branch":
        raise Invalid(f"“{branch}”已是另一种组织。", code="not_a_branch")
    return found
