"""jinshui audit verify | export"""

import re
import shutil
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup

from jinshui_study import clock
from jinshui_study.accounts import audit
from jinshui_study.accounts.audit_chain import Link
from jinshui_study.accounts.audit_trail import exporting, verification
from jinshui_study.accounts.audit_trail.searching import Wanted
from jinshui_study.accounts.audit_trail.verification import Broken
from jinshui_study.cli.output import tells_problems
from jinshui_study.db import set_writing, unit_of_work
from jinshui_study.points.verification import see_one_moment

group = AppGroup("audit", help="审计日志：核对、导出", short_help="审计日志")

NOTED = re.compile(r"([0-9]{1,15}):([0-9a-f]{64})")


def _noted(_context: click.Context, _option: click.Parameter, text: str | None) -> Link | None:
    if text is None:
        return None
    found = NOTED.fullmatch(text.strip().lower())
    if found is None:
        raise click.ClickException("--noted 应为“行号:指纹”，即上次核对时显示的那一串。")
    return Link(int(found[1]), found[2])


@group.command("verify")
@click.option("--noted", callback=_noted, help="以前核对时抄下的“行号:指纹”，可发现整体改写和删尾")
def verify(noted: Link | None) -> None:
    """逐行核对审计日志的指纹；断链时说出第一处，退出码为 1。"""
    set_writing(False)
    see_one_moment()
    found = verification.verify(noted)
    if isinstance(found, Broken):
        raise click.ClickException(f"审计日志断在第 {found.number} 行。{found.sentence}")
    click.echo(f"核对完成：审计日志共 {found.number} 行，首尾相连。")
    click.echo(f"末行指纹（请抄存，下次用 --noted 核对）：{found.number}:{found.hash}")


@group.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="从哪天起，如 2026-11-01")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="到哪天止，含当天")
@tells_problems
def export(path: Path, since: click.DateTime | None, until: click.DateTime | None) -> None:
    """导出审计日志，按文件名选格式：.csv 或 .xlsx。"""
    format_name = path.suffix.removeprefix(".").lower()
    if format_name not in exporting.FORMATS:
        raise click.ClickException("文件名应以 .csv 或 .xlsx 结尾。")
    days = {"since": str(since or "")[:10], "until": str(until or "")[:10]}
    with unit_of_work():
        with exporting.write(Wanted(**days), format_name) as file:
            _keep(file, path)
        asked = {name: day for name, day in days.items() if day}
        audit.record("audit.export", "setting:audit", clock.now(), format=format_name, filters=asked or None)
    click.echo(f"已导出：{path}")


def _keep(file: BinaryIO, path: Path) -> None:
    try:
        with path.open("wb") as target:
            shutil.copyfileobj(file, target)
    except OSError as error:
        raise click.ClickException(f"无法写入文件“{path}”。") from error
