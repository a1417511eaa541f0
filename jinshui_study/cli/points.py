"""jinshui points verify | rebuild"""

from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import AppGroup

from jinshui_study.arena import boards as quiz_boards
from jinshui_study.compliance import Profile
from jinshui_study.db import set_writing, unit_of_work
from jinshui_study.points import verification
from jinshui_study.points.verification import Difference, Total

group = AppGroup("points", help="积分：核对、重算", short_help="积分")

MOST_SHOWN = 50


def boards_and_totals(profile: Profile) -> Iterator[tuple[str, list[Total]]]:
    """Every board with what it should hold: periods by the ledger, quizzes by their attempts."""
    for board in verification.period_boards():
        yield board, verification.totals_of_period(board, profile)
    yield from quiz_boards.totals(profile)


def find_differences(profile: Profile) -> list[Difference]:
    found = verification.progress_differences()
    for board, totals in boards_and_totals(profile):
        found.extend(verification.compare(board, totals))
    return found


def rebuild_all(profile: Profile) -> int:
    """Write all standings anew; returns how many boards. Writers wait meanwhile."""
    verification.hold_writers()
    verification.replace_progress()
    count = 0
    for board, totals in list(boards_and_totals(profile)):
        verification.replace(board, totals)
        count += 1
    return count


@group.command("verify")
def verify() -> None:
    """从积分流水和作答重算全部名次数据并比较；有差异时退出码为 1。"""
    set_writing(False)
    verification.see_one_moment()
    found = find_differences(current_app.extensions["profile"])
    for difference in found[:MOST_SHOWN]:
        click.echo(f"{difference.board} {difference.row}：现为 {difference.kept}，应为 {difference.right}")
    if found:
        raise click.ClickException(f"共有 {len(found)} 处差异。运行 jinshui points rebuild 可以重建。")
    click.echo("核对完成：名次数据与积分流水一致，没有差异。")


@group.command("rebuild")
def rebuild() -> None:
    """从积分流水和作答重建全部名次数据。"""
    with unit_of_work():
        count = rebuild_all(current_app.extensions["profile"])
    click.echo(f"重建完成：{count} 个榜单。")
