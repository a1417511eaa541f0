"""A fuse: when WeChat does not answer, calls fail at once for a while instead of waiting each in turn."""

import threading
import time

BLOWS_AFTER = 3
"""Failures in a row that cost little time; one that used up its whole time blows it alone."""
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 40.0


class Breaker:
    """Of one process. Blown, it lets one call through after each rest, and rests twice as long when that fails too.

    A worker may have one thread only: without it, every member who logs in while WeChat hangs would keep all others
    waiting for the whole timeout.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._rest = 0.0
        self._closed_until = 0.0

    def lets_through(self) -> bool:
        with self._lock:
            if not self._rest:
                return True
            moment = time.monotonic()
            if moment < self._closed_until:
                return False
            self._closed_until = moment + self._rest
            return True

    def note(self, *, answered: bool, slow: bool = False) -> None:
        """Say whether WeChat answered, whatever its answer was; `slow` where it kept a thread waiting in vain."""
        with self._lock:
            if answered:
                self._failures, self._rest = 0, 0.0
                return
            self._failures += 1
            if slow or self._rest or self._failures >= BLOWS_AFTER:
                self._rest = min(LONGEST_REST_SECONDS, self._rest * 2 or FIRST_REST_SECONDS)
                self._closed_until = time.monotonic() + self._rest
