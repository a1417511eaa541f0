"""Starting the service and the floor as processes of their own, and ending them by their process group."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

START_SECONDS = 60.0
END_SECONDS = 10.0
ROOT = Path(__file__).parent.parent


class StartError(Exception):
    """A server that did not come up; the message holds the end of its log."""


@contextmanager
def running(module: str, arguments: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[int]:
    """`python -m module … --port N` in a process group of its own; yields the port."""
    port = free_port()
    command = [sys.executable, "-m", module, *arguments, "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        _wait(process, port, log)
        yield port
    finally:
        _end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        time.sleep(0.1)
    raise StartError(log.read_text(errors="replace")[-2000:])


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the group, then make it: its workers may outlive the first of them."""
    for number, patience in ((signal.SIGTERM, END_SECONDS), (signal.SIGKILL, END_SECONDS)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
