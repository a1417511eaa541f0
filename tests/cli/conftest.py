"""A demo that is made once and read by many tests, and empty databases to make one in."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from jinshui_study.app import create_app
from tests.cli.demo_database import DAYS, MEMBERS, Built, dispose, forget, run
from tests.conftest import BACKENDS, new_database, settings_for


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(settings_for(f"sqlite:///{folder / 'demo.db'}", folder))
    result = run(app, "--members", str(MEMBERS), "--days", str(DAYS))
    assert result.exit_code == 0, result.output
    yield Built(app, result.output)
    dispose(app)


@pytest.fixture
def demo(once: Built, now: Callable[[datetime], None]) -> Iterator[Built]:
    """The demo at the moment it was built; tests read it and change nothing but log-ins."""
    forget(once.app)
    yield once
    forget(once.app)


@pytest.fixture
def inside(demo: Built) -> Iterator[Built]:
    """The demo with a session to read its tables."""
    with demo.app.app_context():
        yield demo


@pytest.fixture
def empty(tmp_path: Path, now: Callable[[datetime], None]) -> Iterator[Flask]:
    """An application on a database without tables."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path))
    yield app
    dispose(app)


@pytest.fixture(params=BACKENDS)
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Like `empty`, on each kind of database."""
    databases = new_database(request.param, tmp_path)
    app = create_app(settings_for(next(databases), tmp_path))
    yield app
    dispose(app)
    next(databases, None)
