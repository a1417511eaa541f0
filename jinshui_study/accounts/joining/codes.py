"""Invite codes as people read, type and dictate them, and names as they are written twice. Pure."""

import re
import unicodedata
from random import Random

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
"""Without letters and digits that look alike: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V."""
LENGTH, SELECTOR = 10, 4
"""Ten letters; the first four find the invitation. The other six leave a guess a chance of 1 in 148 million."""
NOISE = re.compile(r"[\s\-_.\u200b-\u200f\u2010-\u2015\u202a-\u202e\ufeff]")
DOTS = re.compile(r"[·•‧∙・･．.]")


def draw(dice: Random) -> str:
    return "".join(dice.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """In two halves, as it is printed: K7QM3-XHNTA."""
    return f"{code[:5]}-{code[5:]}"


def normalise(text: str) -> str | None:
    """The code however it is typed; None where it cannot be one."""
    code = NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def bare_name(name: str) -> str:
    """A name without what people write differently: blanks, width, the dot between its parts, case."""
    plain = re.sub(r"[\s\u200b-\u200f\ufeff]", "", unicodedata.normalize("NFKC", name))
    return DOTS.sub("·", plain).casefold()


def same_name(one: str, other: str) -> bool:
    return bare_name(one) == bare_name(other)
