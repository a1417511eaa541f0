"""Rate limits by account, never by address: a whole office shares one."""

import hashlib

from flask import Flask, request, session
from flask_limiter import Limiter

from jinshui_study.config import Settings


def account_key() -> str:
    """The account a request speaks for, as far as its header or cookie says; empty for nobody."""
    header = request.headers.get("Authorization")
    if header:
        return "token:" + hashlib.sha256(header.encode("utf-8", "replace")).hexdigest()[:32]
    return f"session:{session['_user_id']}" if "_user_id" in session else ""


limiter = Limiter(key_func=account_key)


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=(
            {"socket_timeout": 0.5, "socket_connect_timeout": 0.5} if settings.redis_url else {}
        ),
        RATELIMIT_DEFAULT=f"{settings.requests_per_minute}/minute",
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_KEY_PREFIX="jinshui",
        RATELIMIT_HEADERS_ENABLED=False,
        RATELIMIT_ENABLED=settings.requests_per_minute < 1_000_000,
    )
    limiter.init_app(app)
    limiter.request_filter(_speaks_for_nobody)


def _speaks_for_nobody() -> bool:
    return not account_key()
