"""The names inside an OLE compound file: what old Word and Excel files, and encrypted new ones, are kept in."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = 128
FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not places."""
NOBODY = 0xFFFFFFFF
FAT_IN_HEADER = 109


def names(data: bytes) -> frozenset[str]:
    """The names at the top, such as WordDocument, Workbook, EncryptedPackage; none if it isn't such a file."""
    if not data.startswith(MAGIC) or len(data) < 512:
        return frozenset()
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return frozenset()
    (first,) = struct.unpack_from("<I", data, 48)
    directory = b"".join(_sector(data, shift, number) for number in _chain(data, shift, first))
    return frozenset(_top(directory))


def _sector(data: bytes, shift: int, number: int) -> bytes:
    start = (number + 1) << shift
    return data[start : start + (1 << shift)]


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _fat_sectors(data: bytes, shift: int) -> list[int]:
    found = list(struct.unpack_from(f"<{FAT_IN_HEADER}I", data, 76))
    (following,) = struct.unpack_from("<I", data, 68)
    seen = set()
    while following < FREE and following not in seen:
        seen.add(following)
        *more, following = _numbers(_sector(data, shift, following)) or (FREE,)
        found.extend(more)
    return [number for number in found if number < FREE]


def _chain(data: bytes, shift: int, first: int) -> list[int]:
    """The sectors of the stream that begins at `first`, as far as the file goes."""
    per_sector = (1 << shift) // 4
    fat = _fat_sectors(data, shift)
    chain: list[int] = []
    seen = set()
    number = first
    while number < FREE and number not in seen and number // per_sector < len(fat):
        seen.add(number)
        chain.append(number)
        table = _numbers(_sector(data, shift, fat[number // per_sector]))
        at = number % per_sector
        number = table[at] if at < len(table) else FREE
    return chain


def _top(directory: bytes) -> list[str]:
    """The children of the root, which stand in a tree of siblings."""
    found = []
    waiting = [struct.unpack_from("<I", directory, 76)[0]] if len(directory) >= ENTRY else []
    seen = {NOBODY}
    while waiting:
        number = waiting.pop()
        entry = directory[number * ENTRY : (number + 1) * ENTRY]
        if number in seen or len(entry) < ENTRY:
            continue
        seen.add(number)
        (length,) = struct.unpack_from("<H", entry, 64)
        found.append(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        waiting.extend(struct.unpack_from("<II", entry, 68))
    return found
