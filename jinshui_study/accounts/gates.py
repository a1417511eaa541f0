"""What a request must pass before any view of a blueprint runs; FEATURES in app.py names one for each."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect

from jinshui_study.accounts import rights
from jinshui_study.errors import BadRequest, Forbidden, Unauthorized

Gate = Callable[[], ResponseReturnValue | None]

csrf = CSRFProtect()

OPEN_ENDPOINTS: set[str] = set()
"""Endpoints behind a gate that anybody may reach: those that log in."""


def anybody() -> None:
    """No log-in needed."""


def members() -> None:
    """A member, by bearer token, or by cookie with a CSRF token on what writes."""
    if request.endpoint in OPEN_ENDPOINTS:
        return
    if not current_user.is_authenticated:
        raise Unauthorized
    check_csrf()


def officers() -> ResponseReturnValue | None:
    """Somebody with a role, in a browser: whoever is not logged in is led to the log-in page."""
    if request.endpoint in OPEN_ENDPOINTS:
        check_csrf()
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("console.log_in_page"))
    check_csrf()
    if not rights.may(current_user.id, "console.enter"):
        raise Forbidden("管理后台只对支部书记和管理员开放。")
    return None


def check_csrf() -> None:
    """Whoever is known by a cookie proves that the page was ours; a bearer token proves it by itself."""
    if "Authorization" in request.headers:
        return
    try:
        csrf.protect()
    except CSRFError as error:
        raise BadRequest("页面已过期，请刷新后重试。", code="csrf_failed") from error
