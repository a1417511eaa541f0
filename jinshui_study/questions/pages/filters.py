"""The filters of the review queue and the catalogue: read from the address, and written back into it. Pure."""

from collections.abc import Mapping
from typing import Any

from jinshui_study.questions.pages import words

LONGEST = 100
CHOICES = {
    "kind": set(words.KINDS),
    "state": set(words.QUESTION_STATES),
    "flag": set(words.FLAGS),
    "difficulty": {str(level) for level in words.DIFFICULTIES},
}


def read(args: Mapping[str, str]) -> dict[str, Any]:
    """The filters an address asks for; what is not among the choices filters nothing."""
    texts = {name: args.get(name, "").strip()[:LONGEST] for name in ("text", "bank", "topic", "tag", "batch")}
    chosen = {
        name: args.get(name, "") if args.get(name) in allowed else "" for name, allowed in CHOICES.items()
    }
    difficulty = int(chosen.pop("difficulty") or 0)
    return {**texts, **chosen, "difficulty": difficulty}


def address(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What of the filters belongs into an address: those that filter."""
    return {name: value for name, value in wanted.items() if value}
