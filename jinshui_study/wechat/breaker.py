"""A fuse: when WeChat does not answer, calls fail at once for a while instead of waiting each in turn."""

import threading
import time

BLOWS_AFTER = 3
RESTS_SECONDS = 20.0


class Breaker:
    """Of one process. Blown, it lets a single call through each `RESTS_SECONDS` to see whether WeChat is back.

    A worker may have one thread only: without it, every member who logs in while WeChat hangs would keep all others
    waiting for the whole timeout.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def lets_through(self) -> bool:
        with self._lock:
            if self._failures < BLOWS_AFTER:
                return True
            moment = time.monotonic()
            if moment < self._closed_until:
                return False
            self._closed_until = moment + RESTS_SECONDS
            return True

    def note(self, *, answered: bool) -> None:
        """Say whether WeChat answered, whatever its answer was."""
        with self._lock:
            self._failures = 0 if answered else self._failures + 1
            if self._failures == BLOWS_AFTER:
                self._closed_until = time.monotonic() + RESTS_SECONDS
