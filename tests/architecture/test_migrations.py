"""Migrations run up, down and up again on both databases, and leave nothing the models have and they have not."""

import flask_migrate
from flask import Flask
from sqlalchemy import inspect

from jinshui_study.app import create_app
from jinshui_study.db import db
from tests.conftest import BACKENDS, new_database, settings_for


def pytest_generate_tests(metafunc) -> None:  # type: ignore[no-untyped-def]
    if "backend" in metafunc.fixturenames:
        metafunc.parametrize("backend", BACKENDS)


def empty_app(url: str, folder) -> Flask:  # type: ignore[no-untyped-def]
    return create_app(settings_for(url, folder))


def test_migrations_run_up_down_and_up_again(backend: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    databases = new_database(backend, tmp_path)
    with empty_app(next(databases), tmp_path).app_context():
        flask_migrate.upgrade()
        tables = set(inspect(db.engine).get_table_names())
        flask_migrate.downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        flask_migrate.upgrade()
        assert set(inspect(db.engine).get_table_names()) == tables
        db.engine.dispose()
    next(databases, None)


def test_the_models_have_nothing_the_migrations_lack(backend: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    databases = new_database(backend, tmp_path)
    with empty_app(next(databases), tmp_path).app_context():
        flask_migrate.upgrade()
        flask_migrate.check()
        db.engine.dispose()
    next(databases, None)


def test_foreign_keys_hold_on_the_connection_that_has_migrated(tmp_path) -> None:  # type: ignore[no-untyped-def]
    databases = new_database("sqlite", tmp_path)
    with empty_app(next(databases), tmp_path).app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert inspect(connection).get_table_names()
        db.engine.dispose()
    next(databases, None)
