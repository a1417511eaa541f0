"""The `jinshui` command's groups; `__main__` adds `serve`."""

from flask import Flask

from jinshui_study.cli import bank, bank_statistics, database, member, points, quiz, work
from jinshui_study.cli.demo.command import demo

COMMANDS = (bank.group, member.group, quiz.group, points.group, database.group, work.work, demo)
bank.group.add_command(bank_statistics.command)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
