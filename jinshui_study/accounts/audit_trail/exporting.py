"""The audit log as a file: what was searched for, with each line's place in the chain and its hash."""

import io
import json
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from sqlalchemy import Row

from jinshui_study import clock, spreadsheets
from jinshui_study.accounts.audit_trail import searching, words
from jinshui_study.accounts.audit_trail.searching import Wanted
from jinshui_study.errors import Invalid
from jinshui_study.spreadsheets import MOST_ROWS, Cell

COLUMNS = ("行号", "时间", "操作人", "操作", "代码", "对象", "对象编号", "详情", "指纹")
FORMATS = {
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "xlsx": ("Excel", spreadsheets.XLSX),
}
SHEET = "审计日志"
IN_MEMORY = 1024 * 1024


def person(row: Row[Any]) -> str:
    """Officers by name; whoever did something for themselves as a member is not named."""
    if row.member_id is None:
        return "系统"
    if row.name is None or row.erased_at is not None:
        return "已注销"
    return row.name if row.is_officer else "党员本人"


def write(wanted: Wanted, format_name: str) -> BinaryIO:
    """An open temporary file in one of FORMATS, at its beginning. Raises Invalid for more lines than a sheet holds."""
    if format_name not in FORMATS:
        raise Invalid("请选择导出的格式。")
    target: Any = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 whoever sends it closes it
    if format_name == "xlsx":
        if searching.count(wanted, MOST_ROWS + 1) > MOST_ROWS:
            raise Invalid(f"超过 {MOST_ROWS} 行，Excel 放不下；请缩小时间范围，或导出 CSV。")
        spreadsheets.write_xlsx(COLUMNS, _rows(wanted), target, SHEET)
    else:
        text = io.TextIOWrapper(target, "utf-8", newline="")
        spreadsheets.write_csv(COLUMNS, _rows(wanted), text)
        text.detach()
    target.seek(0)
    return target


def _rows(wanted: Wanted) -> Iterator[list[Cell]]:
    for row in searching.every(wanted):
        kind, name = words.object_of(row.subject)
        details = json.dumps(row.details, ensure_ascii=False) if row.details else ""
        yield [
            row.number,
            clock.local(row.at),
            person(row),
            words.action_of(row.action),
            row.action,
            kind,
            name,
            details,
            row.hash,
        ]
