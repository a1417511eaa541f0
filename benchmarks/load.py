"""The load: clients that each keep one connection and send their next request when the last is answered."""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context

PATIENCE_SECONDS = 15.0


@dataclass
class Measured:
    """Latencies of the requests that were answered 2xx, in seconds, and how many were not."""

    latencies: list[float] = field(default_factory=list)
    failures: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0


@dataclass
class Client:
    socket: socket.socket
    sent_at: float = 0.0
    received: bytes = b""


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A whole HTTP/1.1 request, made before the clock runs."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: benchmark", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def drive(port: int, requests: Sequence[bytes], clients: int, seconds: float, repeat: bool) -> Measured:
    """Send `requests` in their order for at most `seconds`, over again with `repeat`."""
    waiting = _endless(requests) if repeat else iter(requests)
    measured = Measured()
    begin = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for _ in range(clients if repeat else min(clients, len(requests))):
            client = Client(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS))
            client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(client.socket, selectors.EVENT_READ, client)
            _send(selector, client, waiting)
        while selector.get_map():
            ready = selector.select(PATIENCE_SECONDS)
            if not ready:
                measured.failures += len(selector.get_map())
                break
            for key, _ in ready:
                if _receive(key.data, measured):
                    over = time.perf_counter() - begin >= seconds
                    _send(selector, key.data, iter(()) if over else waiting)
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    measured.seconds = time.perf_counter() - begin
    return measured


def _endless(requests: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from requests


def _send(selector: selectors.BaseSelector, client: Client, waiting: Iterator[bytes]) -> None:
    following = next(waiting, None)
    if following is None:
        selector.unregister(client.socket)
        client.socket.close()
        return
    client.received = b""
    client.sent_at = time.perf_counter()
    client.socket.sendall(following)


def _receive(client: Client, measured: Measured) -> bool:
    """Take what has come; whether the reply is whole, or the connection gone."""
    try:
        data = client.socket.recv(262_144)
    except OSError:
        data = b""
    client.received += data
    head, found, body = client.received.partition(b"\r\n\r\n")
    if data and (not found or len(body) < _length(head)):
        return False
    if head[9:10] == b"2" and found:
        measured.latencies.append(time.perf_counter() - client.sent_at)
    else:
        measured.failures += 1
    if not data:
        address = client.socket.getpeername()
        raise ConnectionError(f"{address} closed the connection: {head[:80]!r}")
    return True


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0] or 0)


@contextmanager
def own_process() -> Iterator[ProcessPoolExecutor]:
    """A process for the load alone, which ends with the block."""
    pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
