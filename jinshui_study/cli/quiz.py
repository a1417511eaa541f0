"""jinshui quiz create|repeat|verify"""

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import click
from flask.cli import AppGroup, ScriptInfo

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import modes, programmes, quizzes
from jinshui_study.arena.contests import checking, records
from jinshui_study.cli.output import tells_problems
from jinshui_study.db import set_writing, unit_of_work
from jinshui_study.questions.sampling import DrawRule

group = AppGroup("quiz", help="答题活动：新建、定期出题、核对成绩文件", short_help="答题活动")

MOST_SHOWN = 50
MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d"])


def takes_draw(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where questions come from and for whom."""
    for option in (
        click.option("--bank", "banks", multiple=True, required=True, help="题库编号，可写多个"),
        click.option("--topic", "topics", multiple=True, help="专题，可写多个，默认不限"),
        click.option("--same-for-all", is_flag=True, help="所有人同一套题"),
        click.option("--organization", help="党组织编号，默认全区"),
    ):
        command = option(command)
    return command


def _owner(organization: str | None) -> Organization:
    return organizations.get_by_public_id(organization) if organization else organizations.get_district()


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=clock.SHANGHAI)


@group.command("create")
@click.argument("title")
@click.option(
    "--preset", type=click.Choice(sorted(modes.PRESETS)), default="contest", show_default=True, help="底本"
)
@click.option("--contest", type=click.Choice(sorted(modes.CONTEST_PRESETS)), help="竞赛底本，代替 --preset")
@click.option("--opens", type=MOMENT, required=True, help="开始时间（北京时间）")
@click.option("--closes", type=MOMENT, required=True, help="结束时间（北京时间）")
@click.option("--freezes", type=MOMENT, help="封榜时间（北京时间）")
@click.option("--reveals", type=MOMENT, help="揭榜时间（北京时间）")
@takes_draw
@tells_problems
def create(
    title: str,
    preset: str,
    contest: str | None,
    opens: datetime,
    closes: datetime,
    freezes: datetime | None,
    reveals: datetime | None,
    banks: tuple[str, ...],
    topics: tuple[str, ...],
    same_for_all: bool,
    organization: str | None,
) -> None:
    """新建一个答题活动。"""
    rules = modes.CONTEST_PRESETS[contest][1] if contest else modes.PRESETS[preset]
    plan = quizzes.Plan(
        preset="contest" if contest else preset,
        title=title,
        opens_at=opens.replace(tzinfo=clock.SHANGHAI),
        closes_at=closes.replace(tzinfo=clock.SHANGHAI),
        rules=rules,
        draw=(DrawRule(count=rules.questions, score=quizzes.WORTH, banks=banks, topics=topics),),
        same_for_all=same_for_all,
        freezes_at=_local(freezes),
        reveals_at=_local(reveals),
    )
    now = clock.now()
    with unit_of_work():
        quiz = quizzes.create(plan, _owner(organization), now, Random(secrets.token_hex(16)))
        audit.record("quiz.create", f"quiz:{quiz.public_id}", now, preset=quiz.preset)
        told = f"已新建：{quiz.title}（{quiz.public_id}）。"
    click.echo(told)


@group.command("repeat")
@click.argument("title")
@click.option(
    "--preset", type=click.Choice(["daily", "weekly"]), default="daily", show_default=True, help="底本"
)
@takes_draw
@tells_problems
def repeat(
    title: str,
    preset: str,
    banks: tuple[str, ...],
    topics: tuple[str, ...],
    same_for_all: bool,
    organization: str | None,
) -> None:
    """每天或每周自动出一个活动；名称里的 {date} 换成日期，如 11月24日。"""
    rules, now = modes.PRESETS[preset], clock.now()
    draw = (DrawRule(count=rules.questions, score=quizzes.WORTH, banks=banks, topics=topics),)
    every = programmes.EVERY[preset]
    with unit_of_work():
        owner = _owner(organization)
        programme = programmes.create(
            owner, preset, every, title, rules, draw, now, same_for_all=same_for_all
        )
        audit.record("programme.create", f"programme:{programme.id}", now, preset=preset)
        made = programmes.make_due(now, Random(secrets.token_hex(16)))
    click.echo(f"已设好：{title}。现在新建了 {len(made)} 个活动，以后由后台任务按时新建。")


@group.command("verify", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--public-key", help="签发方公布的公钥（Base64）；不写就用文件里自带的，只能发现改动，不能证明是谁签的"
)
@click.option("--database", is_flag=True, help="再从数据库里的作答重算每个人的成绩")
@click.pass_context
@tells_problems
def verify(context: click.Context, file: Path, public_key: str | None, database: bool) -> None:
    """核对一份竞赛成绩文件：签名、种子、名次；有问题时退出码为 1。"""
    try:
        content = json.loads(file.read_bytes())
    except ValueError:
        raise click.ClickException("这个文件不是 JSON。") from None
    found = records.problems(content, public_key)
    if database and not found:
        app = context.ensure_object(ScriptInfo).load_app()
        with app.app_context():
            set_writing(False)
            found = list(checking.differences(content["document"], app.extensions["profile"]))
    for sentence in found[:MOST_SHOWN]:
        click.echo(sentence)
    if found:
        raise click.ClickException(f"核对不通过：共 {len(found)} 处问题。")
    document = content["document"]
    click.echo(f"核对通过：{document['quiz']['title']}，{len(document['participants'])} 人。")
    if public_key is None:
        click.echo(f"签名用的公钥：{content['signature']['public_key']}（请与签发方公布的比较）")
