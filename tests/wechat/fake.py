"""A local HTTP server that answers like WeChat, errors, slowness and broken replies included."""

import json
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jinshui_study.config import WeChatAccount

APP_ID, APP_SECRET = "wx0123456789abcdef", "a-secret-of-the-app-0123456789"
SESSION_KEY = "c2Vzc2lvbi1rZXktbmV2ZXItbGVhdmVz"
PICTURE = b"\xff\xd8\xff\xe0 a picture of a code"

LOGIN = "/sns/jscode2session"
TOKEN = "/cgi-bin/stable_token"
PHONE = "/wxa/business/getuserphonenumber"
CHECK = "/wxa/msg_sec_check"
SEND = "/cgi-bin/message/subscribe/send"
CODE = "/wxa/getwxacodeunlimit"


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    path: str
    query: dict[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class Raw:
    """Bytes in place of an answer; `pause` seconds before them, `drip` seconds between their tenths."""

    data: bytes = b"{}"
    pause: float = 0.0
    drip: float = 0.0
    status: int = 200


class Hangup:
    """The connection is closed without an answer."""


Answer = dict[str, Any] | bytes | Raw | type[Hangup]


def error(number: int) -> dict[str, Any]:
    return {"errcode": number, "errmsg": f"something about {SESSION_KEY} rid: 1"}


@dataclass
class WeChat:
    """What this WeChat knows, and what it was asked. `script` puts answers before its own."""

    port: int = 0
    openids: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    country: str = "86"
    pages: set[str] = field(default_factory=lambda: {"pages/scan/index"})
    consents: int = 1
    verdict: dict[str, Any] = field(default_factory=lambda: {"suggest": "pass", "label": 100})
    asked: list[Asked] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    valid: set[str] = field(default_factory=set)
    token_pause: float = 0.0
    down: Answer | None = None
    """What every request gets while it is set."""
    _scripts: defaultdict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    _used: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def account(self) -> WeChatAccount:
        return WeChatAccount(APP_ID, APP_SECRET, f"http://127.0.0.1:{self.port}")

    def script(self, path: str, *answers: Answer) -> None:
        self._scripts[path].extend(answers)

    def times(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)

    def forced(self) -> int:
        return sum(asked.path == TOKEN and asked.body["force_refresh"] is True for asked in self.asked)

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            if self.down is not None:
                return self.down
            if self._scripts[asked.path]:
                return self._scripts[asked.path].pop(0)
            own: dict[str, Callable[[Asked], Answer]] = {
                LOGIN: self._log_in,
                TOKEN: self._token,
                PHONE: self._phone,
                CHECK: self._check,
                SEND: self._send,
                CODE: self._code,
            }
            if asked.path not in (LOGIN, TOKEN) and asked.query.get("access_token") not in self.valid:
                return error(40001)
            return own[asked.path](asked) if asked.path in own else error(-1)

    def _log_in(self, asked: Asked) -> Answer:
        query = asked.query
        if query["appid"] != APP_ID:
            return error(40013)
        if query["secret"] != APP_SECRET:
            return error(40125)
        assert query["grant_type"] == "authorization_code"
        code = query["js_code"]
        if code in self._used:
            return error(40163)
        if code not in self.openids:
            return error(40029)
        self._used.add(code)
        return {"openid": self.openids[code], "session_key": SESSION_KEY, "unionid": "union"}

    def _token(self, asked: Asked) -> Answer:
        body = asked.body
        assert body["grant_type"] == "client_credential"
        if body["appid"] != APP_ID or body["secret"] != APP_SECRET:
            return error(40125)
        if body["force_refresh"] or not self.tokens:
            self.tokens.append(f"token-{len(self.tokens)}-" + "x" * 512)
            self.valid = {self.tokens[-1]}
        reply = json.dumps({"access_token": self.tokens[-1], "expires_in": 7200}).encode()
        return Raw(reply, pause=self.token_pause)

    def expire_token(self) -> None:
        """As when another system forced a new one: the old one is refused, the new one is given to whoever asks."""
        self.tokens.append(f"token-{len(self.tokens)}-" + "x" * 512)
        self.valid = {self.tokens[-1]}

    def lose_token(self) -> None:
        """The token is refused, and still what WeChat gives to whoever asks without force."""
        self.valid = set()

    def _phone(self, asked: Asked) -> Answer:
        code = asked.body["code"]
        if code not in self.phones:
            return error(40029)
        number = self.phones.pop(code)
        info = {"phoneNumber": number, "purePhoneNumber": number, "countryCode": self.country}
        return {"errcode": 0, "errmsg": "ok", "phone_info": {**info, "watermark": {"appid": APP_ID}}}

    def _check(self, asked: Asked) -> Answer:
        assert asked.body["version"] == 2
        assert asked.body["scene"] in (1, 2, 3, 4)
        assert asked.body["openid"]
        return {"errcode": 0, "errmsg": "ok", "trace_id": "trace", "result": self.verdict, "detail": []}

    def _send(self, asked: Asked) -> Answer:
        if self.consents < 1:
            return error(43101)
        if any(len(part["value"]) > 20 for part in asked.body["data"].values()):
            return error(47003)
        self.consents -= 1
        return {"errcode": 0, "errmsg": "ok", "msgid": 1}

    def _code(self, asked: Asked) -> Answer:
        if asked.body["check_path"] and asked.body["page"] not in self.pages:
            return error(41030)
        return PICTURE


def handler_of(wechat: WeChat) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._reply(self._asked(b""))

        def do_POST(self) -> None:
            self._reply(self._asked(self.rfile.read(int(self.headers["Content-Length"]))))

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def _asked(self, body: bytes) -> Asked:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            return Asked(parts.path, query, json.loads(body) if body else {})

        def _reply(self, asked: Asked) -> None:
            answer = wechat.answer(asked)
            if answer is Hangup:
                self._hang_up()
                return
            if isinstance(answer, dict):
                answer = Raw(json.dumps(answer).encode())
            raw = answer if isinstance(answer, Raw) else Raw(bytes(answer))  # type: ignore[arg-type]
            try:
                self._send_slowly(raw)
            except OSError:  # whoever asked has lost patience
                self.close_connection = True

        def _send_slowly(self, raw: Raw) -> None:
            time.sleep(raw.pause)
            self.send_response(raw.status)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(raw.data)))
            self.end_headers()
            if not raw.drip:
                self.wfile.write(raw.data)
                return
            size = max(1, len(raw.data) // 10)
            for at in range(0, len(raw.data), size):
                self.wfile.write(raw.data[at : at + size])
                self.wfile.flush()
                time.sleep(raw.drip)

        def _hang_up(self) -> None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    return Handler


@contextmanager
def wechat_server() -> Iterator[WeChat]:
    wechat = WeChat()

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Connections that end half-way are part of the play."""

    server = Server(("127.0.0.1", 0), handler_of(wechat))
    wechat.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield wechat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
