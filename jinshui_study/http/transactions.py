"""One transaction per request: a view that returns commits, a view that raises rolls back."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from jinshui_study import db
from jinshui_study.http.problems import answer_database

View = TypeVar("View", bound=Callable[..., Any])

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_commit)


def reads_first(view: View) -> View:
    """Mark a writing view whose verb reads first and calls `db.begin_writing()` itself."""
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    reading = request.method in SAFE_METHODS or getattr(view, "reads_first", False)
    db.set_writing(not reading)


def _commit(response: Response) -> Response:
    """Commit; where the database fails just then, what it was about to confirm has not happened."""
    try:
        db.commit()
    except (DBAPIError, PoolTimeout) as error:
        response = answer_database(error)
    db.set_writing(False)
    return response
