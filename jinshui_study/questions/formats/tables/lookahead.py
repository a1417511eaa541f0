"""Rows that can be looked at before they are taken."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Ahead(Generic[Item]):
    """An iterator over rows."""

    def __init__(self, rows: Iterable[Item]) -> None:
        self.rows = iter(rows)
        self.seen: deque[Item] = deque()

    def __iter__(self) -> Iterator[Item]:
        while True:
            if self.seen:
                yield self.seen.popleft()
            else:
                row = next(self.rows, None)
                if row is None:
                    return
                yield row

    def sample(self, count: int) -> list[Item]:
        """The next rows, `count` where there are as many. They stay to be taken."""
        self.seen.extend(islice(self.rows, max(0, count - len(self.seen))))
        return list(self.seen)

    def restart(self, rows: Iterable[Item]) -> None:
        self.rows = iter(rows)
        self.seen.clear()

    def skip(self, count: int) -> None:
        for _ in range(count):
            self.seen.popleft()
