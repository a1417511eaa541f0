"""Several texts in one cell: as lists that programs write, or joined with signs no text holds.

What people join with (`;` `，` `|` or line ends) is told apart later, by the marks of the options.
"""

import ast
import json
import re
from typing import Any

LONGEST_LIST = 20_000

_JOINT = re.compile(r"\$;\$|\${2,}|#{2,}|@{2,}|&{2,}|\|{2,}|~{2,}|\^{2,}|/{2,}|;{2,}|；{2,}|<br\s?/?>")
_LETTER = re.compile("[A-Oa-o]")


def options_in(text: str) -> list[str]:
    """The options of one cell, or the cell itself where nothing tells them apart surely."""
    found = _listed(text) if text.startswith(("[", "{")) else None
    if found is not None:
        return found
    parts = [part for part in map(str.strip, _JOINT.split(text)) if part]
    return parts if len(parts) > 1 else [text]


def _listed(text: str) -> list[str] | None:
    """The texts of a list or an object, in the notation of JSON or of Python."""
    if len(text) > LONGEST_LIST or text[-1] not in "]}":
        return None
    try:
        value = _value(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if isinstance(value, dict):
        is_lettered = all(isinstance(key, str) and _LETTER.fullmatch(key) for key in value)
        value = [value[key] for key in sorted(value)] if is_lettered else None
    if not isinstance(value, list) or len(value) < 2:
        return None
    return (
        [str(part).strip() for part in value]
        if all(isinstance(part, str | int | float) for part in value)
        else None
    )


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return ast.literal_eval(text)
