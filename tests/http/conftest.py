"""Applications with settings of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from jinshui_study.app import create_app
from jinshui_study.db import db
from tests.conftest import settings_for


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Applications on an SQLite file of their own, with tables; `make_app(metrics_token="…")`."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        url = changes.pop("database_url", f"sqlite:///{tmp_path / 'own.db'}")
        app = create_app(settings_for(url, tmp_path, **changes))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
