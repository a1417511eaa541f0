"""Redis when configured, in-process otherwise, behind one interface. What is kept here may vanish at any time."""

import logging
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_caching import Cache

from jinshui_study.errors import Unavailable

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

PREFIX = "jinshui:cache:"
REDIS_TIMEOUT_SECONDS = 0.5
PATIENCE_SECONDS = 6.0
"""How long one waits for another who is making a shared value."""
LOOK_EVERY_SECONDS = 0.03


def init_app(app: Flask, redis_url: str | None) -> None:
    client = connect(redis_url) if redis_url else None
    app.extensions["redis"] = client
    if client is None:
        _cache.init_app(app, {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 10_000})
    else:
        _cache.init_app(
            app,
            {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_HOST": client, "CACHE_KEY_PREFIX": PREFIX},
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
    kept = recall(key)
    if kept is not None:
        return kept
    value = make()
    keep(key, seconds, value)
    return value


def recall(key: str) -> Any:
    """The value kept under `key`; None where there is none, or the cache is down."""
    try:
        return _cache.get(key)
    except RedisError as error:  # a cache that is down must not take the service with it
        _note_trouble(error)
        return None


def keep(key: str, seconds: float, value: Any) -> None:
    """Keep a value for so long, where the cache is not down."""
    try:
        _cache.set(key, value, timeout=timedelta(seconds=seconds))
    except RedisError as error:
        _note_trouble(error)


def _note_trouble(error: Exception) -> None:
    log.warning("cache unavailable", extra={"error": type(error).__name__})


def forget_all() -> None:
    _cache.clear()
    _kept_here.clear()
    _shared_here.clear()


_making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def share(key: str, make: Callable[[], tuple[T, float]], *, instead_of: T | None = None) -> T:
    """A value that all workers share, and the seconds it is good for, made by one of them while the others wait.

    `instead_of` is a value that turned out bad: it is made anew, unless somebody has done so meanwhile. Where
    Redis is down, each process has one of its own. Raises what `make` raises, and Unavailable when it takes too long.
    """

    def good() -> Any:
        kept = _recall_shared(key)
        return None if kept == instead_of else kept

    found = good()
    if found is not None:
        return found
    with _alone(key):
        found = good()
        if found is not None:
            return found
        value, seconds = make()
        keep(key, seconds, value)
        _shared_here[key] = (time.monotonic() + seconds, value)
        return value


_shared_here: dict[str, tuple[float, Any]] = {}


def _recall_shared(key: str) -> Any:
    try:
        return _cache.get(key)
    except RedisError as error:
        _note_trouble(error)
    until, value = _shared_here.get(key, (0.0, None))
    return value if until > time.monotonic() else None


@contextmanager
def _alone(key: str) -> Iterator[None]:
    """One thread of this process at a time, and with Redis one of all processes."""
    lock = _making[key]
    if not lock.acquire(timeout=PATIENCE_SECONDS):
        raise Unavailable(headers={"Retry-After": "1"})
    try:
        with _alone_in_redis(f"{PREFIX}making:{key}"):
            yield
    finally:
        lock.release()


@contextmanager
def _alone_in_redis(name: str) -> Iterator[None]:
    """A lock that lapses with the patience of those who wait: who dies holding it stops nobody."""
    mine, end = secrets.token_hex(8).encode(), time.monotonic() + PATIENCE_SECONDS
    client = redis_client()
    try:
        while client and not client.set(name, mine, nx=True, px=int(PATIENCE_SECONDS * 1000)):
            if time.monotonic() > end:
                raise Unavailable(headers={"Retry-After": "1"})
            time.sleep(LOOK_EVERY_SECONDS)
    except RedisError as error:
        _note_trouble(error)
        client = None
    try:
        yield
    finally:
        _let_go(client, name, mine)


def _let_go(client: Any, name: str, mine: bytes) -> None:
    try:
        if client and client.get(name) == mine:
            client.delete(name)
    except RedisError as error:
        _note_trouble(error)


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
