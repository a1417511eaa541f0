"""Cursor paging: opaque cursors, `limit` of at most 100."""

import base64
import binascii
import json
from typing import Any

from jinshui_study.errors import Invalid

MOST = 100


def encode_cursor(*values: int | str | None) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """The values of a cursor made by `encode_cursor`, None without one; Invalid when it is not of these kinds."""
    if cursor is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        values = None
    if (
        not isinstance(values, list)
        or len(values) != len(kinds)
        or not all(type(value) is kind for value, kind in zip(values, kinds, strict=True))
        or any(isinstance(value, int) and abs(value) >= 2**63 for value in values)
        or any(isinstance(value, str) and not value.isprintable() for value in values)
    ):
        raise Invalid(errors={"cursor": ["翻页标记无效，请从第一页重新开始。"]})
    return tuple(values)
