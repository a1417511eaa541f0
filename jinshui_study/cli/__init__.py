"""The `jinshui` command's groups; `__main__` adds `serve`."""

from flask import Flask

from jinshui_study.cli import bank, database, member, points, quiz, work
from jinshui_study.cli.demo import command as demo


def init_app(app: Flask) -> None:
    for command in (bank.group, member.group, points.group, quiz.group, database.group, work.work, demo.demo):
        app.cli.add_command(command)
