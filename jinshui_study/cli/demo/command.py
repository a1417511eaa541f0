"""jinshui demo"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts import audit
from jinshui_study.accounts.models import AuditEntry, Organization
from jinshui_study.cli.database import bring_up_to_date, is_empty
from jinshui_study.cli.demo import activity, doubles, people, places, season
from jinshui_study.cli.demo.activity import Made
from jinshui_study.cli.demo.doubles import Cast
from jinshui_study.cli.demo.people import Settled
from jinshui_study.cli.demo.season import Season
from jinshui_study.cli.output import tells_problems
from jinshui_study.cli.points import rebuild_all
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import bank_folder, banks

SEED = 19210723


@dataclass(frozen=True)
class Built:
    settled: Settled
    season: Season
    made: Made
    days: int


@click.command("demo", help="演示数据：在空的内置数据库里建立虚构的组织、党员和一段时间的作答")
@click.option(
    "--members", type=click.IntRange(100, 200_000), default=2160, show_default=True, help="党员人数"
)
@click.option(
    "--days", type=click.IntRange(1, 366), default=30, show_default=True, help="到昨天为止有多少天的作答"
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="随机数种子：相同则内容相同")
@click.option(
    "--bank",
    type=click.Path(exists=True, path_type=Path),
    help="题库文件或文件夹，默认为随产品提供的题库",
)
@click.option("--anyway", is_flag=True, help="数据库不是 SQLite 时也生成")
@click.option("--if-empty", is_flag=True, help="已有数据时不改动，也不算出错")
@with_appcontext
@tells_problems
def demo(members: int, days: int, seed: int, bank: Path | None, anyway: bool, if_empty: bool) -> None:
    """Everything in one transaction: what is interrupted leaves nothing."""
    if if_empty and _has_data():
        _tell_log_ins()
        return
    if not current_app.extensions["settings"].embedded and not anyway:
        raise click.ClickException("演示数据只能建在内置的 SQLite 数据库里；确实需要时请加 --anyway。")
    if members > places.LARGE and current_app.extensions["settings"].embedded:
        raise click.ClickException(f"超过 {places.LARGE} 人的演示数据只能建在 PostgreSQL 里。")
    folder = bank or bank_folder.find()
    bring_up_to_date()
    with unit_of_work() as session:
        if session.scalar(select(Organization.id).limit(1)) is not None:
            raise click.ClickException("数据库里已经有党组织，演示数据只能建在空的数据库里，什么都没有改动。")
        built = _build(members, days, folder, Random(seed))
        audit.record("demo.create", "setting:demo", clock.now(), members=members, days=days, seed=seed)
    _tell(built)


def _build(number: int, length: int, folder: Path, dice: Random) -> Built:
    now = clock.now()
    days = days_before(clock.local_day(now), length)
    click.echo("正在建立组织、名册和题库……")
    settled = people.settle(number, dice, now)
    prepared = season.prepare(banks.check_path(folder), settled.district, days, now, dice)
    cast = doubles.cast_of(settled.residents, dice) if number > places.LARGE else Cast(settled.residents, [])
    with click.progressbar(length=len(cast.played), label="正在生成作答记录") as bar:
        made = activity.play_all(cast.played, prepared, days, dice, bar.update)
    click.echo("正在计算名次……")
    rebuild_all(current_app.extensions["profile"])
    if cast.doubles:
        with click.progressbar(length=len(cast.doubles), label="正在推及全区") as bar:
            doubles.copy_all(cast.doubles, made, dice, bar.update)
    return Built(settled, prepared, made, length)


def days_before(today: date, number: int) -> list[date]:
    """The `number` days that end yesterday."""
    return [today - timedelta(days=back) for back in range(number, 0, -1)]


def _tell(built: Built) -> None:
    click.echo(
        f"演示数据已建立：{len(places.STREETS)} 个街道和区直机关工委，{built.settled.branches} 个支部，"
        f"{len(built.settled.residents)} 名党员，姓名均为虚构。\n"
        f"题库 {len(built.season.exercises)} 道题（其中密封 {built.season.sealed} 道，只用于竞赛），"
        f"答题活动 {built.season.quizzes} 个；到昨天为止 {built.days} 天里"
        f"作答 {built.made.attempts} 次、答题 {built.made.answers} 道、积分流水 {built.made.entries} 条。"
    )
    _tell_log_ins()


def _has_data() -> bool:
    bring_up_to_date()
    return not is_empty(Organization)


def _tell_log_ins() -> None:
    """The demo's log-ins, where this database is a demo."""
    if db.session.scalar(select(AuditEntry.id).where(AuditEntry.action == "demo.create").limit(1)) is None:
        return
    click.echo(f"演示账号，密码都是 {people.PASSWORD}：")
    for login in people.LOGINS:
        click.echo(f"  {login.phone}  {login.title}  {login.name}")
