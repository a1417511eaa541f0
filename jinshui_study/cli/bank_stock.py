"""jinshui bank stock: how many days of unseen questions the daily programmes have left."""

import secrets
from random import Random
from typing import Any

import click
from flask.cli import with_appcontext

from jinshui_study import clock
from jinshui_study.arena import stock
from jinshui_study.arena.stock import Stock
from jinshui_study.arena.supplies import SHORT_DAYS
from jinshui_study.cli.output import print_json
from jinshui_study.db import set_writing

HELP = f"""各每日答题活动的试题还够用多少天，按专题和难度列出。

天数 = 还没做过的可用试题 ÷ 平均每天抽取的题数，对近 30 天参加过的党员抽样计算：
median 为一般党员（中位数），active 为最积极的十分之一。后者不足 {SHORT_DAYS} 天时提醒。"""


@click.command("stock", help=HELP, short_help="每日答题的试题还够用多少天")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@with_appcontext
def command(as_json: bool) -> None:
    set_writing(False)
    found = stock.of_daily_programmes(clock.now(), Random(secrets.token_hex(8)))
    if as_json:
        print_json({"programmes": [as_data(one) for one in found]})
        return
    for one in found:
        _tell(one)
    if not found:
        click.echo("没有每日自动出题的活动。")


def as_data(one: Stock) -> dict[str, Any]:
    """Days and questions as numbers, None where nothing is drawn; the first days are those of the whole programme."""
    return {
        "title": one.title,
        "organization": one.organization,
        "same_for_all": one.same_for_all,
        "sampled": one.sampled,
        "days_median": _short(one.outlook.days),
        "days_active": _short(one.outlook.days_active),
        "short": one.outlook.short,
        "cells": [
            {
                "topic": cell.topic,
                "difficulty": cell.difficulty,
                "ready": cell.ready,
                "per_day": _short(cell.per_day),
                "unseen_median": cell.unseen,
                "unseen_active": cell.unseen_active,
                "days_median": _short(cell.days),
                "days_active": _short(cell.days_active),
                "short": cell.short,
            }
            for cell in one.outlook.cells
        ],
    }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _tell(one: Stock) -> None:
    click.echo(f"{one.title}（{one.organization}）：{_days(one.outlook.days, one.outlook.days_active)}")
    for cell in one.outlook.cells:
        mark = "！" if cell.short else "　"
        click.echo(
            f"{mark} {cell.topic}　难度 {cell.difficulty}　可用 {cell.ready} 道，"
            f"平均每天抽 {cell.per_day:.2f} 道，{_days(cell.days, cell.days_active)}"
        )


def _days(median: float | None, active: float | None) -> str:
    if median is None or active is None:
        return "不会抽到"
    return f"一般还够 {int(median)} 天，最积极的十分之一还够 {int(active)} 天"
