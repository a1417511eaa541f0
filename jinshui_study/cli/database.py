"""jinshui db …: migrations, and what a start of the service brings up to date."""

import click
import flask_migrate
from flask import current_app
from flask.cli import AppGroup

from jinshui_study import clock
from jinshui_study.accounts import audit
from jinshui_study.db import db, unit_of_work
from jinshui_study.points import verification

group = AppGroup("db", help="数据库：建表、升级", short_help="数据库")


@group.command("upgrade")
def upgrade() -> None:
    """建表或升级到最新版本，可重复执行。"""
    bring_up_to_date()
    click.echo("数据库已是最新。")


@group.command("downgrade")
@click.argument("revision", default="-1")
def downgrade(revision: str) -> None:
    """退回上一个版本（或指定的版本）。"""
    flask_migrate.downgrade(revision=revision)
    click.echo("已退回。")


@group.command("migrate")
@click.argument("message")
@click.option("--rev-id", required=True, help="版本编号，如 0002")
def migrate(message: str, rev_id: str) -> None:
    """（开发用）比较模型与数据库，写出新的迁移脚本。"""
    flask_migrate.migrate(message=message, rev_id=rev_id)


def bring_up_to_date() -> None:
    """Migrate, chain what older versions have logged, and note the compliance profile.

    When the profile has changed, boards are listed anew.
    """
    flask_migrate.upgrade()
    profile = current_app.extensions["profile"]
    with unit_of_work():
        audit.adopt_strays(clock.now())
    with unit_of_work():
        if audit.note_profile(profile.name, clock.now()):
            verification.relist_everybody(profile)
            click.echo(f"合规模式：{'严格' if profile.strict else '公开'}。")


def is_empty(model: type) -> bool:
    """Whether the table of `model` has no row."""
    return db.session.execute(db.select(model).limit(1)).first() is None
