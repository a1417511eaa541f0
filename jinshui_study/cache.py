"""Redis when configured, in-process otherwise, behind one interface. What is kept here may vanish at any time."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_caching import Cache

try:
    import redis
    from redis.exceptions import RedisError
except ImportError:  # the embedded service runs without
    redis = None  # type: ignore[assignment]

    class RedisError(Exception):  # type: ignore[no-redef]
        """Never raised: there is no Redis here."""


T = TypeVar("T")
log = logging.getLogger(__name__)
_cache = Cache()

REDIS_TIMEOUT_SECONDS = 0.5


def init_app(app: Flask, redis_url: str | None) -> None:
    client = connect(redis_url) if redis_url else None
    app.extensions["redis"] = client
    if client is None:
        _cache.init_app(app, {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 10_000})
    else:
        _cache.init_app(
            app,
            {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_HOST": client, "CACHE_KEY_PREFIX": "jinshui:cache:"},
        )


def connect(url: str) -> Any:
    if redis is None:
        raise RuntimeError("redis is not installed")
    return redis.Redis.from_url(
        url, socket_timeout=REDIS_TIMEOUT_SECONDS, socket_connect_timeout=REDIS_TIMEOUT_SECONDS
    )


def redis_client() -> Any:
    """The Redis connection of this application, or None where it runs without."""
    return current_app.extensions["redis"]


def remember(key: str, seconds: float, make: Callable[[], T]) -> T:
    """The value kept under `key`, made anew when it is older than `seconds` or the cache is down."""
    try:
        kept = _cache.get(key)
    except RedisError as error:  # a cache that is down must not take the service with it
        log.warning("cache unavailable", extra={"error": type(error).__name__})
        return make()
    if kept is not None:
        return kept
    value = make()
    try:
        _cache.set(key, value, timeout=timedelta(seconds=seconds))
    except RedisError as error:
        log.warning("cache unavailable", extra={"error": type(error).__name__})
    return value


def forget_all() -> None:
    _cache.clear()
    _kept_here.clear()


_kept_here: dict[str, tuple[float, Any]] = {}


def remember_here(key: str, seconds: float, make: Callable[[], T]) -> T:
    """Like `remember`, but as an object in this process: for what is the same for everybody and costly to pickle."""
    kept = _kept_here.get(key)
    now = time.monotonic()
    if kept is not None and kept[0] > now:
        return kept[1]
    value = make()
    if len(_kept_here) >= 5_000:
        _kept_here.clear()
    _kept_here[key] = (now + seconds, value)
    return value
