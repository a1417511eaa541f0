"""The `jinshui` command's groups; `__main__` adds `serve`."""

from flask import Flask

from jinshui_study.cli import (
    almanac,
    api,
    audit,
    bank,
    bank_statistics,
    bank_stock,
    checking,
    database,
    member,
    points,
    quiz,
    work,
)
from jinshui_study.cli.demo.command import demo

COMMANDS = (
    almanac.group,
    bank.group,
    member.group,
    quiz.group,
    points.group,
    audit.group,
    database.group,
    api.group,
    work.work,
    demo,
)
for command in (bank_statistics.command, bank_stock.command, checking.check_upload):
    bank.group.add_command(command)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
