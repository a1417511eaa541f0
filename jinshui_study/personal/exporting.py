"""A member's data as a file to take along: JSON for programs, pages for people."""

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any

from flask import render_template

from jinshui_study import clock
from jinshui_study.accounts import disclosure
from jinshui_study.accounts.disclosure import Kind, Shown
from jinshui_study.accounts.models import Member
from jinshui_study.personal import wording
from jinshui_study.personal.inventory import KINDS


def build(member: Member, now: datetime) -> bytes:
    """A zip of everything kept about the member: `data.json`, `index.html` and a page for each kind."""
    found = {kind: list(disclosure.rows(kind, member.id, now)) for kind in KINDS}
    made_at = wording.in_words(now, now)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", _as_json(found, now))
        archive.writestr("index.html", render_template("personal/index.html", found=found, made_at=made_at))
        for kind, rows in found.items():
            lines = [[wording.in_words(row[name], now) for name in kind.columns] for row in rows]
            page = render_template("personal/kind.html", kind=kind, lines=lines)
            archive.writestr(f"{kind.code}.html", page)
    return file.getvalue()


def _as_json(found: dict[Kind, list[Shown]], now: datetime) -> str:
    data: dict[str, Any] = {"made_at": clock.local(now)}
    for kind, rows in found.items():
        data[kind.code] = {
            "title": kind.title,
            "what": kind.what,
            "why": kind.why,
            "kept_for": kind.kept_for,
            "columns": dict(kind.columns),
            "items": rows,
        }
    return json.dumps(data, ensure_ascii=False, indent=1, default=_moment)


def _moment(value: datetime | date) -> str | None:
    return clock.local(value) if isinstance(value, datetime) else value.isoformat()
