"""One request to WeChat's servers and its reply: short timeouts, tries again where that is safe, problems in Chinese.

Nothing of a request is logged but its path and WeChat's error number: the rest names people or is secret.
"""

import json
import logging
import random
import time
from collections.abc import Mapping
from typing import Any

import httpx
from flask import Flask, current_app

from jinshui_study.config import Settings, WeChatAccount
from jinshui_study.wechat.breaker import Breaker
from jinshui_study.wechat.refusals import (
    MISCONFIGURED,
    PAUSES,
    REFUSALS,
    UNKNOWN,
    UNREACHABLE,
    UNREADABLE,
    Refusal,
)

log = logging.getLogger(__name__)

CONNECT_SECONDS = 1.0
READ_SECONDS = 2.5
ALTOGETHER_SECONDS = 4.0
"""A whole call with all its tries, however slowly the reply drips: a worker may have one thread only."""
MOST_BYTES = 2 * 1024 * 1024


class Refused(Exception):
    """WeChat answered with an error number; without the message, which may name somebody."""

    def __init__(self, number: int) -> None:
        super().__init__(f"errcode {number}")
        self.number = number


class _NoAnswer(Exception):
    """No whole reply came; `untouched` where WeChat cannot have seen the request, `slow` where it took all its time."""

    def __init__(self, *, untouched: bool = False, slow: bool = False) -> None:
        super().__init__()
        self.untouched, self.slow = untouched, slow


class Client:
    """WeChat for one application of ours. Threads share it."""

    def __init__(self, account: WeChatAccount) -> None:
        self.account = account
        self._breaker = Breaker()
        self._http = httpx.Client(
            base_url=account.api_url,
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=4, keepalive_expiry=15),
            follow_redirects=False,
        )

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        repeatable: bool = False,
    ) -> dict[str, Any] | bytes:
        """The reply as a JSON object, or as bytes where it is a picture.

        `repeatable` calls are made again when the connection broke on the way; a one-time code may be used up then.
        Raises Refused with WeChat's error number, and Unavailable where it gives no answer one can read.
        """
        end = time.monotonic() + ALTOGETHER_SECONDS
        tries: dict[int, int] = {}
        broken = 0
        while True:
            try:
                reply = _read(self._send(method, path, query, body, end))
            except _NoAnswer as failure:
                broken += 1
                if broken > 1 or not (failure.untouched or repeatable) or time.monotonic() > end:
                    log.warning("wechat gives no answer", extra={"path": path})
                    raise UNREACHABLE.as_problem() from None
                continue
            number = _number_of(reply)
            if not number:
                return reply
            pauses, tried = PAUSES.get(number, ()), tries.get(number, 0)
            pause = pauses[tried] * random.uniform(0.7, 1.3) if tried < len(pauses) else None
            if pause is None or time.monotonic() + pause > end:
                raise Refused(number)
            tries[number] = tried + 1
            time.sleep(pause)

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
        end: float,
    ) -> bytes:
        if not self._breaker.lets_through():
            raise UNREACHABLE.as_problem()
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            data = self._stream(method, path, query, content, end)
        except httpx.HTTPError as error:
            self._breaker.note(answered=False, slow=isinstance(error, httpx.TimeoutException))
            raise _NoAnswer(untouched=isinstance(error, httpx.ConnectError)) from None
        except _NoAnswer as failure:
            self._breaker.note(answered=False, slow=failure.slow)
            raise
        self._breaker.note(answered=True)
        return data

    def _stream(
        self, method: str, path: str, query: Mapping[str, str] | None, content: bytes | None, end: float
    ) -> bytes:
        """The body of the reply, given up where it is longer or comes slower than any of WeChat's."""
        headers = {"Content-Type": "application/json"} if content is not None else {}
        left = max(0.1, min(READ_SECONDS, end - time.monotonic()))
        timeout = httpx.Timeout(left, connect=min(left, CONNECT_SECONDS))
        data = b""
        with self._http.stream(
            method, path, params=query, content=content, headers=headers, timeout=timeout
        ) as reply:
            for part in reply.iter_bytes():
                data += part
                if len(data) > MOST_BYTES or time.monotonic() > end:
                    raise _NoAnswer(slow=True)
            if reply.status_code >= 500:
                raise _NoAnswer
        return data

    def close(self) -> None:
        self._http.close()


def _read(data: bytes) -> dict[str, Any] | bytes:
    """JSON as an object; pictures, which begin otherwise, as they are."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        return data
    try:
        reply = json.loads(data)
    except (ValueError, RecursionError):
        reply = None
    if not isinstance(reply, dict):
        log.warning("wechat gives an answer one cannot read")
        raise UNREADABLE.as_problem()
    return reply


def _number_of(reply: dict[str, Any] | bytes) -> int:
    if isinstance(reply, bytes):
        return 0
    number = reply.get("errcode", 0)
    if isinstance(number, bool) or not isinstance(number, int):
        raise UNREADABLE.as_problem()
    return number


def refuse(refused: Refused, own: Mapping[int, Refusal] | None = None) -> Exception:
    """The problem for an error number; `own` is what the call means by it where that is another thing."""
    refusal = (own or {}).get(refused.number) or REFUSALS.get(refused.number, UNKNOWN)
    log.log(
        logging.ERROR if refusal.ours or refusal is UNKNOWN else logging.INFO,
        "wechat refused",
        extra={"errcode": refused.number, "code": refusal.code},
    )
    return refusal.as_problem()


def init_app(app: Flask, settings: Settings) -> None:
    """WeChat where an account is configured. httpx would log addresses, and WeChat's hold the secret."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    app.extensions["wechat"] = Client(settings.wechat) if settings.wechat else None


def switched_on() -> bool:
    return current_app.extensions["wechat"] is not None


def the_client() -> Client:
    """WeChat as configured. Raises Unavailable where it is off."""
    client = current_app.extensions["wechat"]
    if client is None:
        raise MISCONFIGURED.as_problem()
    return client
