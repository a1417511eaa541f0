"""What a board costs: few statements whatever the size, and none of them scans a table."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Connection

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.db import db, insert, table_of, unit_of_work
from jinshui_study.points import leaderboards, rankings, verification
from jinshui_study.points.leaderboards import Scope
from jinshui_study.points.verification import Total
from tests.moments import MONDAY_NOON
from tests.world import Person, World

WEEK = "week:2026-11-23"


def grow(world: World, size: int, me: Person) -> None:
    """So many members over the four branches, all on this week's board, me among them."""
    with unit_of_work() as session:
        rows = [
            {
                "public_id": f"grown-{number}",
                "name": "张三",
                "branch_id": world.branches[number % 4].id,
                "active": True,
                "ranking_opt_in": True,
                "full_name_on_boards": False,
                "created_at": MONDAY_NOON,
            }
            for number in range(size)
        ]
        session.connection().execute(insert(table_of(Member)), rows)
        ids = session.execute(
            select(Member.id, Member.branch_id).where(Member.public_id.startswith("grown-"))
        ).all()
        streets = {branch.id: branch.street_id for branch in world.branches}
        people = [*ids, (me.id, me.branch_id)]
        totals = [
            Total(
                id,
                place % 7,
                None,
                MONDAY_NOON + timedelta(seconds=place),
                1,
                branch,
                streets[branch] or 0,
                True,
            )
            for place, (id, branch) in enumerate(people)
        ]
        verification.replace(WEEK, totals)


PATHS = [
    "members?limit=100",
    "members?limit=5&within={street}",
    "members?limit=5&within={committee}",
    "members?limit=5&within={branch}",
    "branches?within={street}",
    "branches?limit=2",
    "streets?limit=2",
]


@pytest.mark.parametrize("size", [20, 300])
def test_a_warm_board_takes_three_statements_at_any_size(
    world: World, statements: list[str], order: Any, size: int
) -> None:
    with unit_of_work():
        street = db.session.get_one(Organization, world.streets[0].id)
        committee = organizations.create("committee", "机关党委", street)
        world.branches[0] = organizations.create("branch", "机关支部", committee)
    me = world.person()
    grow(world, size, me)
    nodes = {"street": world.streets[0], "committee": committee, "branch": world.branches[0]}
    for path in PATHS:
        path = path.format(**{name: node.public_id for name, node in nodes.items()})
        first = world.get(me, f"/leaderboards/{path}")
        del statements[:]
        assert world.get(me, f"/leaderboards/{path}") == first
        assert first["me"]["rank"]
        assert len(statements) <= 3, (path, statements)


def test_points_of_today_take_two_statements(world: World, statements: list[str]) -> None:
    me = world.person()
    world.get(me, "/points/today")
    del statements[:]
    world.get(me, "/points/today")
    assert len(statements) == 2


@contextmanager
def explained(connection: Connection) -> Iterator[list[str]]:
    """The plans of the statements run meanwhile; PostgreSQL is told not to scan where it has another way."""
    run: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            run.append((statement, parameters))

    plans: list[str] = []
    event.listen(connection, "before_cursor_execute", note)
    yield plans
    event.remove(connection, "before_cursor_execute", note)
    words = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    for statement, parameters in run:
        rows = connection.exec_driver_sql(words + statement, parameters).all()
        plans.append("\n".join(str(row[-1]) for row in rows))


TABLES = "member_standings|standing_counts|members|organizations"
SCANS = re.compile(rf"SCAN ({TABLES})(_\d+)?\b|Seq Scan on ({TABLES})\b")


def read_by_sql(scope: Scope, who: Person) -> None:
    me = leaderboards.read_me(WEEK, scope, who.id)
    page = leaderboards.read_page(WEEK, scope, me, who.id, None, 5)
    leaderboards.read_page(WEEK, scope, me, who.id, page.next, 5)


def read_rows(scope: Scope, who: Person) -> None:
    db.session.connection().execute(
        rankings._rows_statement(), {"board": WEEK, "node_id": scope.street_id, "ids": [who.id, who.id + 1]}
    ).all()


@pytest.mark.parametrize("kind", ["district", "street", "branches"])
@pytest.mark.parametrize("read", [read_by_sql, read_rows])
def test_no_statement_of_a_board_scans_a_table(
    world: World, connection: Connection, kind: str, read: Callable[[Scope, Person], None]
) -> None:
    me = world.person()
    grow(world, 300, me)
    scope = Scope(
        kind,
        street_id=me.street_id if kind == "street" else 0,
        branch_ids=(me.branch_id,) if kind == "branches" else (),
    )
    with explained(connection) as plans:
        read(scope, me)
    assert plans
    for plan in plans:
        assert "member_standings" in plan
        assert not SCANS.search(plan), plan


def test_a_plan_that_scans_is_told(world: World, connection: Connection) -> None:
    """The check above can fail."""
    with explained(connection) as plans:
        connection.exec_driver_sql("SELECT count(points) FROM member_standings WHERE entries = 3")
    assert SCANS.search(plans[0])
