"""jinshui quiz create"""

import secrets
from datetime import datetime
from random import Random

import click
from flask.cli import AppGroup

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations
from jinshui_study.arena import modes, quizzes
from jinshui_study.cli.output import tells_problems
from jinshui_study.db import unit_of_work
from jinshui_study.questions.sampling import DrawRule

group = AppGroup("quiz", help="答题活动：新建", short_help="答题活动")

MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d"])


@group.command("create")
@click.argument("title")
@click.option(
    "--preset", type=click.Choice(sorted(modes.PRESETS)), default="contest", show_default=True, help="底本"
)
@click.option("--contest", type=click.Choice(sorted(modes.CONTEST_PRESETS)), help="竞赛底本")
@click.option("--opens", type=MOMENT, required=True, help="开始时间（北京时间）")
@click.option("--closes", type=MOMENT, required=True, help="结束时间（北京时间）")
@click.option("--bank", "banks", multiple=True, required=True, help="题库编号，可写多个")
@click.option("--topic", "topics", multiple=True, help="专题，可写多个，默认不限")
@click.option("--organization", help="党组织编号，默认全区")
@tells_problems
def create(
    title: str,
    preset: str,
    contest: str | None,
    opens: datetime,
    closes: datetime,
    banks: tuple[str, ...],
    topics: tuple[str, ...],
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
    )
    now = clock.now()
    with unit_of_work():
        owner = organizations.get_by_public_id(organization) if organization else organizations.get_district()
        quiz = quizzes.create(plan, owner, now, Random(secrets.token_hex(16)))
        audit.record("quiz.create", f"quiz:{quiz.public_id}", now, preset=quiz.preset)
    click.echo(f"已新建：{quiz.title}（{quiz.public_id}）。")
