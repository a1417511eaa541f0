"""What pages for browsers do alike: page numbers, pieces of page for editing in place, and problems told on them."""

import io
from collections.abc import Mapping

from flask import Response, flash, redirect, request, send_file
from flask.typing import ResponseReturnValue

from jinshui_study.db import db
from jinshui_study.errors import Problem
from jinshui_study.http.problems import wants_json

MOST_PAGES = 100_000


def number_of(args: Mapping[str, str]) -> int:
    """The page asked for; the first where that is no number."""
    return min(whole(args.get("page", "")), MOST_PAGES) or 1


def whole(text: str) -> int:
    """A number in a form, 0 where there is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def wants_part() -> bool:
    """Whether a page edits in place and wants only the piece that changes."""
    return request.headers.get("X-Part") == "1"


def sentence(problem: Problem) -> str:
    """What a problem says; the sentences of its fields where it has no better one itself."""
    said = [text for texts in (problem.errors or {}).values() for text in texts if isinstance(text, str)]
    return problem.detail if not said or problem.detail != type(problem).detail else "".join(said)


def tell(problem: Problem, to: str) -> ResponseReturnValue:
    """Take back what was begun and say what was wrong at the top of the page `to`; programs get the problem itself."""
    if wants_json():
        raise problem
    if not problem.keeps_changes:
        db.session.rollback()
    flash(sentence(problem), "problem")
    return redirect(to)


def done(
    text: str, *, undo: tuple[str, Mapping[str, str]] | None = None, link: tuple[str, str] | None = None
) -> None:
    """Say on the next page what was done; `undo` is the address and the fields that take it back, `link` leads on."""
    message = {
        "text": text,
        "undo": undo and {"to": undo[0], "fields": list(undo[1].items())},
        "link": link and {"to": link[0], "text": link[1]},
    }
    flash(message, "done")  # type: ignore[arg-type]


def file(name: str, media_type: str, data: bytes) -> Response:
    """A file to be kept by the browser under this name."""
    reply = send_file(io.BytesIO(data), media_type, as_attachment=True, download_name=name)
    reply.headers["Cache-Control"] = "no-store"
    return reply
