"""All kinds of data kept about a member, as the slices tell them."""

from datetime import datetime
from typing import Any

from jinshui_study import compliance
from jinshui_study.accounts import disclosure
from jinshui_study.accounts import kept as accounts_kept
from jinshui_study.accounts.disclosure import Kind, Phone, Value
from jinshui_study.accounts.joining import kept as joining_kept
from jinshui_study.arena import kept as arena_kept
from jinshui_study.arena.integrity import kept as integrity_kept
from jinshui_study.errors import NotFound
from jinshui_study.personal import wording
from jinshui_study.points import kept as points_kept

KINDS = (
    *accounts_kept.KINDS,
    *joining_kept.KINDS,
    *arena_kept.KINDS,
    *integrity_kept.KINDS,
    *points_kept.KINDS,
)

BESIDE = {
    "login_tries": "counts wrong passwords for a quarter of an hour under a hash of the number, and goes with it",
    "scenes": "what a code to scan stands for, for minutes, and goes with the member",
}
"""Tables about members that no kind tells of, and why."""

SHOWN = 50


def get(code: str) -> Kind:
    """A kind by its code. Raises NotFound."""
    for kind in KINDS:
        if kind.code == code:
            return kind
    raise NotFound("没有这一类数据。")


def describe(kind: Kind, member_id: int) -> dict[str, Any]:
    """A kind in plain words, with how much of it is kept about a member."""
    return {
        "code": kind.code,
        "title": kind.title,
        "count": disclosure.count(kind, member_id),
        "what": kind.what,
        "why": kind.why,
        "kept_for": kind.kept_for,
        "goes": kind.goes,
        "on_erasure": kind.on_erasure,
    }


def newest(kind: Kind, member_id: int, now: datetime) -> dict[str, Any]:
    """The newest of what is kept of a kind, as lines of labelled values; phone numbers are masked."""
    rows = disclosure.rows(kind, member_id, now, SHOWN)
    return {
        **describe(kind, member_id),
        "items": [
            [
                {"label": label, "text": text}
                for name, label in kind.columns.items()
                if (text := wording.in_words(_masked(row[name]), now))
            ]
            for row in rows
        ],
    }


def _masked(value: Value) -> Value:
    return compliance.mask_phone(value) if isinstance(value, Phone) else value
