"""jinshui bank check | load | export"""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations
from jinshui_study.cli import bank_export
from jinshui_study.cli.output import print_json, tells_problems
from jinshui_study.db import unit_of_work
from jinshui_study.questions import banks
from jinshui_study.questions.check import Report
from jinshui_study.questions.drafts import SEVERITIES
from jinshui_study.questions.kinds import CHINESE

group = AppGroup("bank", help="题库：检查、导入、导出", short_help="题库")


@group.command("check", with_appcontext=False)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出全部结果")
def check(path: Path, as_json: bool) -> None:
    """检查一个题库文件或一个文件夹，不改动任何数据。有错误时退出码为 1。"""
    reports = banks.check_path(path)
    if as_json:
        print_json(merged(path, reports) if os.path.isdir(path) else reports[0].as_dict())
    else:
        _tell(reports)
    if any(report.has_errors for report in reports):
        raise SystemExit(1)


def merged(path: Path, reports: list[Report]) -> dict[str, Any]:
    """The reports of a folder as one, each problem with its file."""
    singles = [report.as_dict() for report in reports]
    counts = ("found", "importable", "skipped", "duplicates")
    by_kind: Counter[str] = Counter()
    for single in singles:
        by_kind.update(single["summary"]["by_kind"])
    return {
        "file": banks.shown(path),
        "layout": "folder",
        "encoding": "utf-8",
        "questions": [
            {**question, "file": single["file"]} for single in singles for question in single["questions"]
        ],
        "problems": [
            {**problem, "file": single["file"]} for single in singles for problem in single["problems"]
        ],
        "summary": {
            **{name: sum(single["summary"][name] for single in singles) for name in counts},
            "by_kind": dict(by_kind),
        },
    }


def _tell(reports: list[Report]) -> None:
    for report in reports:
        for finding in report.findings:
            excerpt = f"“{finding.excerpt}”：" if finding.excerpt else ""
            click.echo(
                f"{SEVERITIES[finding.severity]} {report.file} {finding.where} {excerpt}{finding.message}"
            )
    kinds = Counter(item.draft.kind for report in reports for item in report.checked)
    shares = "、".join(f"{CHINESE[kind]} {count}" for kind, count in kinds.items())
    found = sum(report.found for report in reports)
    click.echo(f"共 {found} 道题，可导入 {kinds.total()} 道。{shares}")


@group.command("load")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--ready", is_flag=True, help="已经审核过，导入后立即可用（默认为待审核）")
@tells_problems
def load(path: Path, ready: bool) -> None:
    """检查并导入题库：有错误则什么都不导入；同样的文件再导入一次不会有变化。"""
    reports = banks.check_path(path)
    if any(report.has_errors for report in reports):
        _tell(reports)
        raise click.ClickException("题库文件有错误，什么都没有导入。")
    now = clock.now()
    with unit_of_work():
        owner = organizations.get_district()
        loaded = banks.load(reports, owner, now, state="ready" if ready else "pending")
        audit.record(
            "bank.load", f"organization:{owner.public_id}", now, added=loaded.added, revised=loaded.revised
        )
    click.echo(f"导入完成：新增 {loaded.added} 道，更新 {loaded.revised} 道，未变 {loaded.unchanged} 道。")


group.add_command(bank_export.export)
