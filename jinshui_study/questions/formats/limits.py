"""How large a bank file may be, and the look into a zip before anybody unpacks it.

Word, Excel and QTI files are zips: a few hundred kilobytes can hold gigabytes. Their readers call `check_zip` first.
"""

import io
import struct
import zipfile
import zlib

from jinshui_study.questions.drafts import ERROR, Finding

MEGABYTE = 1024 * 1024

MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 128 * MEGABYTE
MOST_ENTRIES = 5_000
MOST_RATIO = 200
"""How many times its size a zip may unpack to, once that is more than `RATIO_FROM`."""
RATIO_FROM = 16 * MEGABYTE

ENCRYPTED = 1
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

MOST_ROWS = 50_000
"""Rows of one file: its questions take some 100 MB then, and the process that reads a workbook as much again."""
MOST_COLUMNS = 200
MOST_TEXT = 30_000_000
"""Characters in all cells of a workbook: one long text can be shared by any number of cells."""
LONGEST_CELL = 32_767
"""Signs of one cell, as in Excel; no field of a question may be as long."""

BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
"""What `zipfile` raises for bytes that aren't a zip it can read."""


class Refused(Exception):
    """A file that isn't read at all: a stable code and a Chinese sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def finding(self) -> Finding:
        return Finding(ERROR, self.code, "全文", self.message)


def check_zip(data: bytes, most_unpacked: int = MOST_UNPACKED) -> frozenset[str]:
    """The names in a zip that is safe to unpack with `zipfile`. Raises Refused.

    The sizes are those the zip declares; `zipfile` never gives more of an entry than that.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except BAD_ZIP as error:
        raise Refused("zip_unreadable", "文件已损坏，压缩包打不开；请用原来的软件打开后另存一份。") from error
    if len(entries) > MOST_ENTRIES:
        raise Refused("zip_too_many_entries", f"压缩包里有 {len(entries)} 个文件，最多 {MOST_ENTRIES} 个。")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Refused("file_encrypted", "文件设了密码，请取消密码后再导入。")
    if any(entry.compress_type not in COMPRESSIONS for entry in entries):
        raise Refused("zip_unreadable", "压缩包用了不认识的压缩方法；请用原来的软件打开后另存一份。")
    _check_sizes(sum(entry.file_size for entry in entries), len(data), most_unpacked)
    return frozenset(entry.filename for entry in entries)


def _check_sizes(unpacked: int, packed: int, most: int) -> None:
    mend = "请删去空白的行列和图片，或分成几个文件。"
    if unpacked > most:
        found = f"解压后有 {unpacked // MEGABYTE} MB，最多 {most // MEGABYTE} MB"
        raise Refused("zip_too_large", f"文件{found}；{mend}")
    if unpacked > max(RATIO_FROM, MOST_RATIO * packed):
        raise Refused("zip_too_large", f"文件解压后是原来的 {unpacked // packed} 倍，几乎没有内容；{mend}")
