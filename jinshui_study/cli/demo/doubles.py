"""A district of full size: some are played move by move, the others did what one of these did, some minutes earlier.

Playing everybody would take half an hour. The database copies instead, so this is for PostgreSQL alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Interval,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.exc import ProgrammingError

from jinshui_study.accounts.models import Organization
from jinshui_study.arena.models import Answer, Attempt, Exposure, Quiz
from jinshui_study.cli.demo.activity import Made
from jinshui_study.cli.demo.people import Resident
from jinshui_study.db import Base, UTCDateTime, db, table_of
from jinshui_study.points import boards
from jinshui_study.points.models import (
    BranchStanding,
    DailyProgress,
    LedgerEntry,
    MemberStanding,
    StandingCount,
)

EVERY = 40
"""One branch in so many is played."""
EARLIER = timedelta(minutes=30)
BATCH = 2_000
KEPT_OF_ID = 11
"""So many characters of an id are kept; the rest tells the doubles apart."""

COPIED: tuple[type[Base], ...] = (Attempt, Answer, LedgerEntry, Exposure, DailyProgress, MemberStanding)

_doubles = Table(
    "demo_doubles",
    MetaData(),
    Column("member_id", BigInteger, primary_key=True),
    Column("template_id", BigInteger, index=True),
    Column("branch_id", BigInteger),
    Column("street_id", BigInteger),
    Column("earlier", Interval),
    Column("suffix", String(5)),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)


@dataclass(frozen=True)
class Cast:
    """Who is played, and for each of the others whose double they are."""

    played: list[Resident]
    doubles: list[tuple[Resident, Resident]]


def cast_of(residents: Sequence[Resident], dice: Random) -> Cast:
    """Every so manyth branch is played, and those with a log-in; the branches in between take after the one before."""
    branches: dict[int, list[Resident]] = defaultdict(list)
    for resident in residents:
        branches[resident.branch_id].append(resident)
    played: list[Resident] = []
    doubles: list[tuple[Resident, Resident]] = []
    templates: list[Resident] = []
    for place, roster in enumerate(branches.values()):
        if place % EVERY == 0:
            templates = roster
        if place % EVERY == 0 or any(resident.login for resident in roster):
            played += roster
        else:
            doubles += [(resident, dice.choice(templates)) for resident in roster]
    return Cast(played, doubles)


def copy_all(
    doubles: Sequence[tuple[Resident, Resident]], made: Made, dice: Random, tick: Callable[[int], object]
) -> None:
    """Copy what was played, and the standings that came of it, for all doubles; `made` counts them.

    Members one after the other, so that primary keys grow at their end; `tick(n)` after every n of them.
    """
    connection = db.session.connection()
    _doubles.create(connection)
    _note(doubles, dice)
    _check_no_keys()
    _analyze("demo_doubles", *(model.__tablename__ for model in COPIED))
    with _without_indexes():
        for start in range(0, len(doubles), BATCH):
            part = [resident.member_id for resident, _ in doubles[start : start + BATCH]]
            mine = _doubles.c.member_id.between(min(part), max(part))
            made.attempts += _copy(Attempt, mine, id=_own_id(Attempt))
            made.answers += _copy(Answer, mine, attempt_id=_own(table_of(Answer).c.attempt_id))
            made.entries += _copy(LedgerEntry, mine, id=_own_id(LedgerEntry), source_key=_own_key())
            for model in COPIED[-3:]:
                _copy(model, mine)
            tick(len(part))
    _sum_branches()
    _count_standings()
    summed: list[type[Base]] = [*COPIED, BranchStanding, StandingCount]
    _analyze(*(model.__tablename__ for model in summed))


def _analyze(*tables: str) -> None:
    """Tell the planner how much there is now, before anybody asks."""
    for table in tables:
        db.session.connection().execute(text(f"ANALYZE {table}"))


def _note(doubles: Sequence[tuple[Resident, Resident]], dice: Random) -> None:
    """Write down who doubles whom, and how much earlier: never before a quiz has opened."""
    connection = db.session.connection()
    slack: dict[int, timedelta] = dict(
        connection.execute(
            select(Attempt.member_id, func.min(Attempt.started_at - Quiz.opens_at, type_=Interval))
            .join(Quiz, Quiz.id == Attempt.quiz_id)
            .group_by(Attempt.member_id)
        ).all()  # type: ignore[arg-type]
    )
    streets = {
        row.id: row.street_id for row in connection.execute(select(Organization.id, Organization.street_id))
    }
    columns = ", ".join(_doubles.c.keys())
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY demo_doubles ({columns}) FROM STDIN") as lines:
        for number, (resident, template) in enumerate(doubles):
            most = min(EARLIER, slack.get(template.member_id, EARLIER))
            earlier = timedelta(milliseconds=int(dice.random() * (most // timedelta(milliseconds=1))))
            branch = resident.branch_id
            lines.write_row(
                (resident.member_id, template.member_id, branch, streets[branch], earlier, f"{number:05x}")
            )


def _check_no_keys() -> None:
    """Have this transaction not look up every foreign key where we may say so: what is copied was looked up before."""
    try:
        with db.session.begin_nested():
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
    except ProgrammingError:
        return


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Build the indexes beside the primary keys at the end: that takes a fraction of keeping them row by row."""
    connection = db.session.connection()
    indexes = [index for model in COPIED for index in table_of(model).indexes]
    for index in indexes:
        index.drop(connection)
    yield
    connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
    for index in indexes:
        index.create(connection)


def _own(column: Any) -> Any:
    return func.substr(column, 1, KEPT_OF_ID).concat(_doubles.c.suffix)


def _own_id(model: type[Base]) -> Any:
    return _own(table_of(model).c.id)


def _own_key() -> Any:
    """`attempt:` and the id of the double's attempt."""
    begins = len("attempt:")
    return func.substr(table_of(LedgerEntry).c.source_key, 1, begins + KEPT_OF_ID).concat(_doubles.c.suffix)


def _copy(model: type[Base], mine: ColumnElement[bool], **changed: Any) -> int:
    """Copy the templates' rows of a table for some doubles; times are moved, and whose they are."""
    table = table_of(model)
    for name in ("member_id", "branch_id", "street_id"):
        if name in table.c:
            changed[name] = _doubles.c[name]
    for column in table.c:
        if isinstance(column.type, UTCDateTime):
            changed[column.name] = column - _doubles.c.earlier
    source = (
        select(*(changed.get(column.name, column) for column in table.c))
        .join_from(_doubles, table, _doubles.c.template_id == table.c.member_id)
        .where(mine)
    )
    return db.session.connection().execute(insert(table).from_select(table.c.keys(), source)).rowcount


def _sum_branches() -> None:
    standing = table_of(MemberStanding)
    sums = select(
        standing.c.branch_id,
        standing.c.board,
        standing.c.street_id,
        func.sum(standing.c.points),
        func.count(),
    ).group_by(standing.c.branch_id, standing.c.board, standing.c.street_id)
    _write(BranchStanding, ["branch_id", "board", "street_id", "total", "participants"], sums)


def _count_standings() -> None:
    """For the district, whose node is 0, and for each street."""
    standing = table_of(MemberStanding)
    bucket = standing.c.rank_key.op("/")(boards.BUCKET)
    of_street = (
        select(standing.c.board, standing.c.street_id, bucket.label("bucket"), func.count().label("members"))
        .where(standing.c.listed)
        .group_by(standing.c.board, standing.c.street_id, bucket)
        .cte("of_street")
    )
    none = literal(0, BigInteger)
    whole = select(of_street.c.board, none, of_street.c.bucket, none, func.sum(of_street.c.members))
    counts = select(
        of_street.c.board, of_street.c.street_id, of_street.c.bucket, none, of_street.c.members
    ).union_all(whole.group_by(of_street.c.board, of_street.c.bucket))
    _write(StandingCount, ["board", "node_id", "bucket", "shard", "members"], counts)


def _write(model: type[Base], columns: list[str], rows: Any) -> None:
    connection = db.session.connection()
    connection.execute(delete(table_of(model)))
    connection.execute(insert(table_of(model)).from_select(columns, rows))
