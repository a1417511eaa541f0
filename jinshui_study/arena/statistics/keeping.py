"""Rows and tallies: what is kept is read, added to and written back with few statements."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, tuple_

from jinshui_study.arena.statistics.models import ItemStatistic, QuizItemStatistic, QuizStatistic
from jinshui_study.arena.statistics.tallies import ItemTally, Tallies
from jinshui_study.db import db, insert, table_of
from jinshui_study.questions.statistics import Pairs

_items = table_of(ItemStatistic)
_quizzes = table_of(QuizStatistic)
_quiz_items = table_of(QuizItemStatistic)

_ITEMS = select(_items).where(_items.c.revision_id.in_(bindparam("ids", expanding=True)))
_QUIZZES = select(_quizzes).where(_quizzes.c.quiz_id.in_(bindparam("ids", expanding=True)))
_QUIZ_ITEMS = select(_quiz_items).where(
    tuple_(_quiz_items.c.quiz_id, _quiz_items.c.revision_id).in_(bindparam("keys", expanding=True))
)


def _upsert(table: Any) -> Any:
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    fresh = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=fresh)


_PUT_ITEMS, _PUT_QUIZZES, _PUT_QUIZ_ITEMS = map(_upsert, (_items, _quizzes, _quiz_items))


def item_of(row: Any) -> ItemTally:
    tally = ItemTally(
        lone=counts_of(row.lone_marks),
        answered=row.answered,
        choices=Counter(row.choices),
        seconds=counts_of(row.seconds),
    )
    tally.pairs.marks, tally.pairs.rests = counts_of(row.marks), counts_of(row.rests)
    tally.pairs.products = row.products
    return tally


def pairs_of(row: Any, unit: int = 1) -> Pairs:
    """A revision in one quiz: in tenths of a point, or with a unit of 10 in points."""
    return Pairs(counts_of(row.marks), counts_of(row.rests), row.products, unit, unit)


def counts_of(kept: Mapping[str, int]) -> Counter[int]:
    return Counter({int(value): times for value, times in kept.items()})


def _kept(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(value): times for value, times in counts.items()}


def merged(tallies: Tallies) -> Tallies:
    """The rows that `tallies` touch as they will be: what is kept with what was counted added."""
    connection = db.session.connection()
    items = connection.execute(_ITEMS, {"ids": list(tallies.items)})
    quizzes = connection.execute(_QUIZZES, {"ids": list(tallies.totals)})
    whole = Tallies(
        items={row.revision_id: item_of(row) for row in items},
        totals={row.quiz_id: counts_of(row.totals) for row in quizzes},
    )
    if tallies.quiz_items:
        rows = connection.execute(_QUIZ_ITEMS, {"keys": list(tallies.quiz_items)})
        whole.quiz_items = {(row.quiz_id, row.revision_id): pairs_of(row) for row in rows}
    whole.merge(tallies)
    return whole


def write(whole: Tallies, now: datetime) -> None:
    """Write rows anew; nobody else may have counted since they were read."""
    _put(_PUT_ITEMS, [_item_row(revision, tally, now) for revision, tally in sorted(whole.items.items())])
    _put(_PUT_QUIZZES, [_quiz_row(quiz, totals, now) for quiz, totals in sorted(whole.totals.items())])
    _put(_PUT_QUIZ_ITEMS, [_quiz_item_row(*key, pairs) for key, pairs in whole.quiz_items.items()])


def _item_row(revision_id: int, tally: ItemTally, now: datetime) -> dict[str, Any]:
    figures = tally.figures
    return {
        "revision_id": revision_id,
        "answered": tally.answered,
        "marks": _kept(tally.pairs.marks),
        "rests": _kept(tally.pairs.rests),
        "products": tally.pairs.products,
        "lone_marks": _kept(tally.lone),
        "choices": dict(tally.choices),
        "seconds": _kept(tally.seconds),
        "asked": figures.asked,
        "facility": figures.facility,
        "discrimination": figures.discrimination,
        "efficiency": figures.efficiency,
        "median_seconds": figures.median_seconds,
        "updated_at": now,
    }


def _quiz_row(quiz_id: int, totals: Counter[int], now: datetime) -> dict[str, Any]:
    attempts = sum(totals.values())
    return {"quiz_id": quiz_id, "attempts": attempts, "totals": _kept(totals), "updated_at": now}


def _quiz_item_row(quiz_id: int, revision_id: int, pairs: Pairs) -> dict[str, Any]:
    return {
        "quiz_id": quiz_id,
        "revision_id": revision_id,
        "marks": _kept(pairs.marks),
        "rests": _kept(pairs.rests),
        "products": pairs.products,
    }


def _put(statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.session.connection().execute(statement, list(rows))


def differences(tallies: Tallies) -> Iterator[str]:
    """Sentences for rows that are not what `tallies` say; an empty tally and no row are the same."""
    connection = db.session.connection()
    items = {row.revision_id: item_of(row) for row in connection.execute(select(_items))}
    yield from _unequal("试题版本", items, tallies.items, ItemTally())
    totals = {row.quiz_id: counts_of(row.totals) for row in connection.execute(select(_quizzes))}
    yield from _unequal("答题活动", totals, tallies.totals, Counter())
    pairs = {(row.quiz_id, row.revision_id): pairs_of(row) for row in connection.execute(select(_quiz_items))}
    yield from _unequal("活动中的试题", pairs, tallies.quiz_items, Pairs())


def _unequal(name: str, kept: Mapping[Any, Any], right: Mapping[Any, Any], empty: Any) -> Iterator[str]:
    for key in sorted(kept.keys() | right.keys()):
        if kept.get(key, empty) != right.get(key, empty):
            yield f"{name} {key} 的统计与作答不符"
