"""jinshui almanac check: the file of 党史上的今天, line by line."""

from pathlib import Path

import click
from flask.cli import AppGroup

from jinshui_study import clock
from jinshui_study.news import almanac
from jinshui_study.questions import bank_folder

group = AppGroup("almanac", help="党史上的今天", short_help="党史上的今天")


@group.command("check", with_appcontext=False)
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--least", default=0, metavar="N", help="少于 N 天有条目也算错误")
def check(path: Path | None, least: int) -> None:
    """检查“党史上的今天”文件：日期、重复、长短、出处。有错误时退出码为 1。"""
    path = path or bank_folder.find() / almanac.NAME
    found, faults = almanac.read(path.read_text("utf-8"), clock.local_day(clock.now()))
    for fault in faults:
        click.echo(f"错误 {path.name} 行 {fault.line} {fault.message}")
    counts = "、".join(f"{month}月{count}" for month, count in enumerate(almanac.months(found), start=1))
    click.echo(f"共 {len(found)} 天有条目：{counts}")
    if len(found) < least:
        click.echo(f"错误 {path.name} 只有 {len(found)} 天有条目，应至少 {least} 天。")
    if faults or len(found) < least:
        raise SystemExit(1)
