"""jinshui points verify and rebuild, on a database of their own that is really committed to."""

from collections.abc import Iterator

import flask_migrate
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from jinshui_study import cache, clock
from jinshui_study.app import create_app
from jinshui_study.db import db, table_of, unit_of_work
from jinshui_study.points.models import LedgerEntry, MemberStanding
from jinshui_study.questions import pools
from tests.conftest import BACKENDS, FreshClient, new_database, settings_for
from tests.moments import MONDAY_NOON
from tests.points.deeds import award
from tests.world import World

DAMAGES = {
    "UPDATE member_standings SET points = 99 WHERE board = 'all'": "all member",
    "UPDATE member_standings SET listed = false WHERE board = 'all'": "all member",
    "DELETE FROM member_standings WHERE board LIKE 'week:%'": "week:2026-11-23 member",
    "UPDATE branch_standings SET participants = participants + 1 WHERE board = 'all'": "all branch",
    "UPDATE standing_counts SET members = 0 WHERE board = 'all'": "all count",
    "INSERT INTO standing_counts VALUES ('day:2020-01-01', 0, -5, 0, 1)": "day:2020-01-01 count",
    "UPDATE daily_progress SET points = 99": "progress task",
    "UPDATE member_standings SET points = 99 WHERE board LIKE 'quiz:%'": "member",
}


@pytest.fixture(scope="module", params=BACKENDS)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A district where four people have points and three of them finished the daily quiz."""
    folder = tmp_path_factory.mktemp("points")
    databases = new_database(request.param, folder)
    app = create_app(settings_for(next(databases), folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: MONDAY_NOON)
        with app.app_context():
            forget()
            flask_migrate.upgrade()
            app.test_client_class = FreshClient
            world = World(app.test_client())
            people = [world.person(name=f"党员{number}号", branch=number % 2) for number in range(3)]
            for points, one in enumerate([*people, world.bystander], start=1):
                award(one, points)
            quiz = world.quiz("daily")
            for right, one in enumerate(people, start=2):
                world.play(one, quiz, right=right)
        yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        forget()
    next(databases, None)


def forget() -> None:
    cache.forget_all()
    pools.forget_all()


@pytest.fixture
def app(played: Flask) -> Iterator[Flask]:
    yield played
    assert points(played, "rebuild").exit_code == 0


def points(app: Flask, command: str) -> Result:
    return app.test_cli_runner().invoke(args=["points", command])


def damage(app: Flask, statement: str) -> None:
    with app.app_context(), unit_of_work() as session:
        assert session.execute(text(statement)).rowcount


def test_standings_that_are_right_are_said_to_be(app: Flask) -> None:
    result = points(app, "verify")
    assert (result.exit_code, result.output) == (0, "核对完成：名次数据与积分流水一致，没有差异。\n")


@pytest.mark.parametrize(("statement", "named"), DAMAGES.items())
def test_a_damage_is_found_named_and_mended(app: Flask, statement: str, named: str) -> None:
    damage(app, statement)
    found = points(app, "verify")
    assert found.exit_code == 1
    assert named in found.output
    assert "现为" in found.output
    assert "处差异。运行 jinshui points rebuild 可以重建。" in found.output
    mended = points(app, "rebuild")
    assert mended.exit_code == 0
    assert mended.output.startswith("重建完成：")
    assert points(app, "verify").exit_code == 0


def test_a_ledger_line_added_by_hand_is_found_and_counted(app: Flask) -> None:
    with app.app_context(), unit_of_work() as session:
        line = session.scalars(select(LedgerEntry).order_by(LedgerEntry.member_id)).first()
        who = line.member_id
        values = {column.name: getattr(line, column.name) for column in table_of(LedgerEntry).c}
        session.add(LedgerEntry(**{**values, "source_key": "by hand", "id": "by hand", "points": 50}))
        before = session.get(MemberStanding, (who, "all")).points
    assert points(app, "verify").exit_code == 1
    assert points(app, "rebuild").exit_code == 0
    with app.app_context():
        assert db.session.get(MemberStanding, (who, "all")).points == before + 50


def test_many_differences_are_counted_and_fifty_shown(app: Flask) -> None:
    with app.app_context(), unit_of_work() as session:
        rows = [("day:2020-01-01", 0, -bucket, 0, 1) for bucket in range(1, 61)]
        for row in rows:
            session.connection().exec_driver_sql(f"INSERT INTO standing_counts VALUES {row}")
    found = points(app, "verify")
    assert found.output.count("现为") == 50
    assert "共有 60 处差异" in found.output


def test_a_rebuild_of_what_is_right_changes_no_row(app: Flask) -> None:
    def rows() -> list[tuple[object, ...]]:
        with app.app_context():
            table = table_of(MemberStanding)
            kept = select(*(column for column in table.c if column.name != "entries"))
            return [tuple(row) for row in db.session.execute(kept.order_by(table.c.member_id, table.c.board))]

    before = rows()
    assert len(before) == 4 * 5 + 3
    assert points(app, "rebuild").exit_code == 0
    assert rows() == before
