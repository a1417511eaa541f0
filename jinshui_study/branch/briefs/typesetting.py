"""Breaking Chinese text into lines: between any two characters, except where one of them may not stand alone. Pure."""

import re
from collections.abc import Callable, Iterator

NOT_FIRST = frozenset("，。、；：！？）》〉」』】”’%…—,.;:!?)]}")  # noqa: RUF001
"""What never begins a line."""
NOT_LAST = frozenset("（《〈「『【“‘([{")  # noqa: RUF001
"""What never ends one."""
_PIECE = re.compile(r"[0-9A-Za-z.%+/-]+|\s+|.", re.DOTALL)


def pieces(text: str) -> Iterator[str]:
    """The text in what must not be broken: words and numbers, and characters with the punctuation they carry."""
    held = ""
    for piece in _PIECE.findall(text):
        if held and (piece[0] in NOT_FIRST or held[-1] in NOT_LAST):
            held += piece
        else:
            if held:
                yield held
            held = piece
    if held:
        yield held


def lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines no wider than `width`, unless one piece is."""
    found, line = [], ""
    for piece in pieces(text):
        if line and measure((line + piece).rstrip()) > width:
            found.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*found, line.rstrip()] if line.rstrip() or not found else found
