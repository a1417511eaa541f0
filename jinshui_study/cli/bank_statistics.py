"""jinshui bank statistics: the figures of a file of marks; verifying and rebuilding those of our own questions."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from jinshui_study import clock
from jinshui_study.arena.statistics import gathering
from jinshui_study.arena.statistics.models import OPEN, ItemFlag, ItemStatistic
from jinshui_study.cli.output import print_json, tells_problems
from jinshui_study.db import db, set_writing, unit_of_work
from jinshui_study.errors import Invalid
from jinshui_study.points import verification
from jinshui_study.questions import marks, statistics
from jinshui_study.questions.marks import Marks
from jinshui_study.questions.statistics import Analysis, ItemFigures

DIGITS = 10
"""Places after the point that are printed: what lies beyond is noise of the arithmetic."""
AT_ONCE = 500
MOST_SHOWN = 50

HELP = """计算一份得分表的统计量（--marks），或核对、重建本系统试题的统计。

得分表是 CSV：每行一份作答，每列一道题，空格或“-”表示未作答，按 0 分计；可以有表头。
第一列是编号或姓名（表头写明，或不是数字）、最后一列表头为“总分”时，不作为题目。
定义与 Moodle 测验统计相同；方差为 0 等无法计算的量为 null。

\b
整卷 quiz：
  attempts 份数  max_mark 满分
  mean 平均分  median 中位数  standard_deviation 标准差  standard_error 标准误
    以上单位是分，另有 …_percent 为占满分的百分数
  skewness 偏度  kurtosis 峰度
  cic 内部一致性系数（百分数），cronbach_alpha = cic ÷ 100
  error_ratio 误差比（百分数）

\b
各题 items：
  mean 平均分  standard_deviation 标准差，单位是分
  facility 难度系数（得分率，0 到 1）
  facility_percent  standard_deviation_percent 为占该题满分的百分数
  discrimination_index 区分度  discriminative_efficiency 区分效率
  intended_weight 设定权重  effective_weight 有效权重，都是百分数
  flags 需要查看的原因（30 份以上才给出）：negative 区分度为负，可能答案有误；
    too_hard 难度系数低于 0.2；too_easy 高于 0.95；weak 区分度低于 15"""


@click.command("statistics", help=HELP, short_help="得分表的统计量；核对、重建试题统计")
@click.option("--marks", "path", type=click.Path(path_type=Path), help="得分表（CSV 文件）")
@click.option("--max-mark", help="每道题的满分：一个数用于所有题，或用逗号隔开逐题写明，如 1,1,2.5")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出全部结果")
@click.option("--verify", is_flag=True, help="从全部作答重算试题统计并比较，有差异时退出码为 1")
@click.option("--rebuild", is_flag=True, help="从全部作答重建试题统计")
@click.pass_context
@tells_problems
def command(
    context: click.Context,
    path: Path | None,
    max_mark: str | None,
    as_json: bool,
    verify: bool,
    rebuild: bool,
) -> None:
    if path is not None:
        _analyse(path, max_mark, as_json)
        return
    with context.ensure_object(ScriptInfo).load_app().app_context():
        if rebuild:
            _rebuild()
        elif verify:
            _verify()
        else:
            _tell_kept(as_json)


def _analyse(path: Path, max_mark: str | None, as_json: bool) -> None:
    if max_mark is None:
        raise Invalid("请用 --max-mark 写明满分：每道题 1 分就写 --max-mark 1。", code="max_mark_missing")
    found = marks.read(_bytes(path))
    most = marks.most_of_each(max_mark, len(found.items))
    marks.refuse_above(found, most)
    analysis = statistics.analyse(found.rows, most)
    if as_json:
        print_json(as_data(found, analysis))
    else:
        _tell(found, analysis)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(marks.MOST_BYTES + 1)
    except (OSError, ValueError):
        raise Invalid("无法读取得分表，请检查文件名。", code="file_unreadable") from None


def as_data(found: Marks, analysis: Analysis) -> dict[str, Any]:
    """What `--json` prints; `left_out` names the columns that were not taken for items."""
    quiz = analysis.quiz
    percents = {
        f"{name}_percent": _percent(getattr(quiz, name), quiz.max_mark)
        for name in ("mean", "median", "standard_deviation", "standard_error")
    }
    alpha = None if quiz.cic is None else quiz.cic / 100
    return {
        "quiz": _rounded({**asdict(quiz), **percents, "cronbach_alpha": alpha}),
        "items": [
            {"name": name, **_item_data(item)} for name, item in zip(found.items, analysis.items, strict=True)
        ],
        "left_out": found.left_out,
    }


def _item_data(item: ItemFigures) -> dict[str, Any]:
    data = _rounded(
        {
            **asdict(item),
            "facility_percent": _percent(item.facility, 1),
            "standard_deviation_percent": _percent(item.standard_deviation, item.max_mark),
        }
    )
    flags = statistics.flags_of(item.attempts, item.facility, item.discrimination_index)
    return {**data, "flags": flags}


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, DIGITS) if isinstance(value, float) else value for name, value in figures.items()
    }


def _percent(value: float | None, of: float) -> float | None:
    return None if value is None or not of else 100 * value / of


def _tell(found: Marks, analysis: Analysis) -> None:
    quiz = analysis.quiz
    click.echo(f"共 {quiz.attempts} 份作答，{len(analysis.items)} 道题，满分 {quiz.max_mark:g}。")
    if found.left_out:
        click.echo(f"不作为题目的列：{'、'.join(name or '（第一列）' for name in found.left_out)}。")
    named = {
        "平均分": quiz.mean,
        "中位数": quiz.median,
        "标准差": quiz.standard_deviation,
        "偏度": quiz.skewness,
        "峰度": quiz.kurtosis,
        "内部一致性 %": quiz.cic,
        "误差比 %": quiz.error_ratio,
        "标准误": quiz.standard_error,
    }
    click.echo("，".join(f"{name} {_short(value)}" for name, value in named.items()))
    click.echo("题目\t得分率\t标准差\t区分度 %\t区分效率 %\t设定权重 %\t有效权重 %")
    for name, item in zip(found.items, analysis.items, strict=True):
        figures = (
            item.facility,
            item.standard_deviation,
            item.discrimination_index,
            item.discriminative_efficiency,
            item.intended_weight,
            item.effective_weight,
        )
        click.echo("\t".join([name, *map(_short, figures)]))


def _short(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _verify() -> None:
    set_writing(False)
    verification.see_one_moment()
    found = list(gathering.differences())
    for sentence in found[:MOST_SHOWN]:
        click.echo(sentence)
    if found:
        raise click.ClickException(
            f"共有 {len(found)} 处差异。运行 jinshui bank statistics --rebuild 可以重建。"
        )
    click.echo("核对完成：试题统计与作答一致，没有差异。")


def _rebuild() -> None:
    """What is interrupted here is carried on by `jinshui work`."""
    with unit_of_work():
        due = gathering.forget_all()
    counted = 0
    with click.progressbar(length=due, label="正在重新统计") as bar:
        while done := _count_once():
            counted += done
            bar.update(done)
    click.echo(f"重建完成：{counted} 份作答。")


def _count_once() -> int:
    """Some attempts more, once more where the background work came in between."""
    while True:
        try:
            with unit_of_work(reads_first=True):
                return gathering.count_due(AT_ONCE, clock.now())
        except gathering.Overtaken:
            continue


def _tell_kept(as_json: bool) -> None:
    set_writing(False)
    items, asked = db.session.execute(
        select(func.count(), func.coalesce(func.sum(ItemStatistic.asked), 0)).where(ItemStatistic.asked > 0)
    ).one()
    flags = dict.fromkeys(statistics.FLAGS, 0)
    open_flags = select(ItemFlag.reason, func.count()).where(ItemFlag.state == OPEN)
    for reason, number in db.session.execute(open_flags.group_by(ItemFlag.reason)):
        flags[reason] = number
    due = gathering.due()
    if as_json:
        print_json({"items": items, "asked": int(asked), "due": due, "flags": flags})
        return
    click.echo(f"已统计 {items} 个试题版本，共 {asked} 题次；还有 {due} 份作答待统计。")
    click.echo(
        f"待查看：区分度为负 {flags['negative']}，偏难 {flags['too_hard']}，偏易 {flags['too_easy']}，"
        f"区分度低 {flags['weak']}。"
    )
