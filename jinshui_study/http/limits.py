"""Rate limits by account, never by address: a whole office shares one."""

from flask import Flask, Response, g, request
from flask_limiter import Limiter, RequestLimit
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.config import Settings
from jinshui_study.errors import TooManyRequests
from jinshui_study.http.problems import problem_response

UNLIMITED = (None, "observability")
"""Blueprints that are not counted: probes must answer when nothing else does."""


def init_app(app: Flask, settings: Settings) -> None:
    """Count the requests of each account, over all addresses; each application counts for itself."""
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=(
            {"socket_timeout": 0.5, "socket_connect_timeout": 0.5} if settings.redis_url else {}
        ),
        RATELIMIT_APPLICATION=f"{settings.requests_per_minute}/minute",
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_KEY_PREFIX="jinshui",
        RATELIMIT_HEADERS_ENABLED=False,
        RATELIMIT_ENABLED=settings.requests_per_minute < 1_000_000,
    )
    app.before_request(_note_account)
    limiter = Limiter(key_func=_account, on_breach=_refuse)
    limiter.init_app(app)
    limiter.request_filter(lambda: not _account())


def _note_account() -> None:
    """Find out who asks before the limiter does, which would take a database that is down for its own storage.

    The member counts, not the token: who logs in on ten devices has no ten times as many requests.
    """
    counted = request.blueprint not in UNLIMITED and current_user.is_authenticated
    g.account = current_user.public_id if counted else ""


def _account() -> str:
    return g.account


def _refuse(limit: RequestLimit) -> Response:
    wait = max(1, round(limit.reset_at - clock.now().timestamp()))
    return problem_response(TooManyRequests(headers={"Retry-After": str(wait)}))
