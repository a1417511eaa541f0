"""jinshui db upgrade, and what a start of the service brings up to date."""

import click
import flask_migrate
from flask import current_app
from flask_migrate.cli import db as group

from jinshui_study import clock
from jinshui_study.accounts import audit
from jinshui_study.db import db, unit_of_work
from jinshui_study.points import verification

__all__ = ["bring_up_to_date", "group"]


def bring_up_to_date() -> None:
    """Migrate, and note the compliance profile; when it has changed, boards are listed anew."""
    flask_migrate.upgrade()
    profile = current_app.extensions["profile"]
    with unit_of_work():
        if audit.note_profile(profile.name, clock.now()):
            verification.relist_everybody(profile)
            click.echo(f"合规模式：{'严格' if profile.strict else '公开'}。")


def is_empty(model: type) -> bool:
    return db.session.execute(db.select(model).limit(1)).first() is None
