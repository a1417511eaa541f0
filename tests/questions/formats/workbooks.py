"""Workbooks for the tests: new ones through xlsxwriter, old ones written record by record."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import xlsxwriter

SECTOR = 512
END, FAT, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SMALLEST_STREAM = 4096


def written(fill: Callable[[Any], object]) -> bytes:
    """An .xlsx that `fill` has written into."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        fill(workbook)
    return target.getvalue()


def xlsx(*sheets: tuple[str, Iterable[Sequence[object]]]) -> bytes:
    def fill(workbook: Any) -> None:
        for name, rows in sheets:
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    return written(fill)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The zip with one entry changed, or added where there was none."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in source.namelist():
            content = source.read(entry)
            copy.writestr(entry, change(content) if entry == name else content)
        if name not in source.namelist():
            copy.writestr(name, change(b""))
    return target.getvalue()


def xls(*sheets: tuple[str, Iterable[Sequence[object]]]) -> bytes:
    """An .xls as Excel 97 to 2003 keep it, with texts, numbers, booleans and dates."""
    return compound("Workbook", _workbook(sheets))


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0x41, 6))


def _workbook(sheets: Sequence[tuple[str, Iterable[Sequence[object]]]]) -> bytes:
    styles = b"".join(
        _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, number_format, 1, 0, 0, 0, 0, 0, 0, 0))
        for number_format in (0, 14)
    )
    bodies = [_sheet(rows) for _, rows in sheets]
    names = [name.encode("utf-16-le") for name, _ in sheets]
    length = len(_begin(5)) + len(styles) + sum(4 + 8 + len(name) for name in names) + 4
    told = b""
    at = length
    for name, body in zip(names, bodies, strict=True):
        told += _record(0x0085, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name)
        at += len(body)
    return _begin(5) + styles + told + _record(0x000A, b"") + b"".join(bodies)


def _sheet(rows: Iterable[Sequence[object]]) -> bytes:
    cells = b"".join(
        _cell(number, column, value)
        for number, row in enumerate(rows)
        for column, value in enumerate(row)
        if value != ""
    )
    return _begin(0x10) + cells + _record(0x000A, b"")


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 1 if isinstance(value, dt.date) else 0)
    if isinstance(value, bool):
        return _record(0x0205, place + bytes([value, 0]))
    if isinstance(value, dt.date):
        return _record(0x0203, place + struct.pack("<d", (value - dt.date(1899, 12, 30)).days))
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", value))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def compound(name: str, content: bytes) -> bytes:
    """An OLE compound file with one stream."""
    content = content.ljust(max(SMALLEST_STREAM, -(-len(content) // SECTOR) * SECTOR), b"\0")
    sectors = len(content) // SECTOR
    tables = -(-(sectors + 2) // (SECTOR // 4 - 1))
    chain = [FAT] * tables + [END] + [tables + 2 + at for at in range(sectors - 1)] + [END]
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    directory = _entry("Root Entry", 5, END, 0, 1) + _entry(name, 2, tables + 1, len(content), FREE)
    directory += _entry("", 0, 0, 0, FREE) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, tables, tables, 0, SMALLEST_STREAM, END, 0, END, 0)
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + content


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    fields = struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<IQ", start, size)
