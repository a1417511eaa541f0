"""Lists of which a page shows a part: numbered pages, as people leaf through them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func

from jinshui_study.db import db

SIZE = 50
MOST = 200

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Part `number` (from 1) of a list of `total` items, `size` to a page."""

    items: list[T]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def cut(
    query: Select[*tuple[Any, ...]],
    number: int,
    size: int,
    make: Callable[[Any], T],
    counted: Select[*tuple[Any, ...]] | None = None,
) -> Page[T]:
    """Page `number` of an ordered query, the last page where there are fewer; `make` turns a row into an item.

    `counted` is a query that finds as many rows with less to do, where there is one.
    """
    size = min(max(size, 1), MOST)
    counted = (query if counted is None else counted).order_by(None)
    total = db.session.scalar(counted.with_only_columns(func.count(), maintain_column_froms=True))
    page: Page[T] = Page([], total or 0, 1, size)
    number = min(max(number, 1), page.pages)
    rows: Sequence[Any] = db.session.execute(query.limit(size).offset((number - 1) * size)).all()
    return Page([make(row) for row in rows], page.total, number, size)
