"""jinshui bank check | load | export"""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations
from jinshui_study.cli import bank_export, progress
from jinshui_study.cli.output import print_items_json, tells_problems
from jinshui_study.config import read_database_url, read_upload_bytes
from jinshui_study.db import begin_writing, db, looking_at, unit_of_work
from jinshui_study.questions import banks, files
from jinshui_study.questions.banks import Loaded
from jinshui_study.questions.check import Report, Stock
from jinshui_study.questions.drafts import NOTICE, SEVERITIES, Finding
from jinshui_study.questions.files import Target
from jinshui_study.questions.formats.writing import failed_rows
from jinshui_study.questions.kinds import CHINESE

group = AppGroup("bank", help="题库：检查、导入、导出", short_help="题库")

UNREAD = Finding(NOTICE, "database_unread", "全文", "数据库读不了，没有与题库里已有的题比较。")
_FILE = click.Path(path_type=Path)


def _takes_files(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--bank", "code", default="", help="文件没有写明题库时，归入哪个题库（编号），默认用文件名"
        ),
        click.option("--key", type=_FILE, help="单独的答案文件"),
        click.argument("path", type=_FILE),
    ):
        command = option(command)
    return command


@group.command("check", with_appcontext=False)
@_takes_files
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出全部结果")
def check(path: Path, code: str, key: Path | None, as_json: bool) -> None:
    """检查一个题库文件或一个文件夹里的全部题库文件，不改动任何数据。

    已经建了数据库的，还与题库里已有的题比较。有错误时退出码为 1。
    """
    with _without_collecting():
        stock, unread = _stock()
        reports = _checked(path, key, Target(code), stock)
    if unread:
        reports[-1].findings.append(UNREAD)
    if as_json:
        print_items_json(merged(path, reports) if os.path.isdir(path) else reports[0].as_dict())
    else:
        _tell(reports)
    if any(report.has_errors for report in reports):
        raise SystemExit(1)


def _stock() -> tuple[Stock | None, bool]:
    """What the banks hold, None where there is no database; and whether there is one that cannot be read."""
    try:
        with looking_at(read_database_url()) as connection:
            return (None if connection is None else banks.stock(connection)), False
    except SQLAlchemyError:
        return None, True


def _checked(path: Path, key: Path | None, target: Target, stock: Stock | None) -> list[Report]:
    if key is not None and os.path.isdir(path):
        raise click.ClickException("--key 只能配一个题库文件，不能配文件夹。")
    return banks.check_path(path, target, stock, progress.shown, key, read_upload_bytes())


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Tens of thousands of questions are no garbage, and looking for it among them costs a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def merged(path: Path, reports: list[Report]) -> dict[str, Any]:
    """The reports of a folder as one, each problem with its file."""
    singles = [report.as_dict() for report in reports]
    counts = ("found", "importable", "skipped", "duplicates", "duplicates_in_bank")
    by_kind: Counter[str] = Counter()
    for single in singles:
        by_kind.update(single["summary"]["by_kind"])
    declared = [report.declared for report in reports if report.declared is not None]
    return {
        "file": files.shown(path),
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
            "declared": sum(declared) if declared else None,
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
    found, duplicates = (sum(getattr(report, name) for report in reports) for name in ("found", "duplicates"))
    copies = f"，重复 {duplicates} 道" if duplicates else ""
    click.echo(f"共 {found} 道题，可导入 {kinds.total()} 道{copies}。{shares}")


@group.command("load")
@_takes_files
@click.option("--title", default="", help="新建题库的标题，默认用文件名")
@click.option("--purpose", type=click.Choice(["study", "sealed"]), help="新建题库的用途，默认 study（练习）")
@click.option("--ready", is_flag=True, help="已经审核过，导入后立即可用（默认为待审核）")
@click.option("--good-only", is_flag=True, help="有错误的题不导入，只导入合格的")
@click.option("--failed", type=_FILE, help="把没有导入的题连同错误原因写到这个 xlsx 文件")
@tells_problems
def load(
    path: Path,
    code: str,
    key: Path | None,
    title: str,
    purpose: str | None,
    ready: bool,
    good_only: bool,
    failed: Path | None,
) -> None:
    """检查并导入题库，导入后待审核。

    有错误则什么都不导入（--good-only 除外）；同样的文件再导入一次不会有变化。
    """
    with _without_collecting():
        stock = banks.stock(db.session.connection())
        reports = _checked(path, key, Target(code, title, purpose or ""), stock)
    if any(report.has_errors for report in reports):
        _tell(reports)
        _write_failed(reports, failed)
        if not good_only:
            raise click.ClickException("题库文件有错误，什么都没有导入。加上 --good-only 则只导入合格的题。")
    loaded = _load(reports, "ready" if ready else "pending", good_only)
    _tell_banks(reports)
    _tell_loaded(reports, loaded)


def _load(reports: list[Report], state: str, only_good: bool) -> Loaded:
    now = clock.now()
    begin_writing()
    with unit_of_work():
        owner = organizations.get_district()
        loaded = banks.load(reports, owner, now, state=state, only_good=only_good)
        audit.record(
            "bank.load", f"organization:{owner.public_id}", now, added=loaded.added, revised=loaded.revised
        )
    return loaded


def _write_failed(reports: list[Report], path: Path | None) -> None:
    rows = [row for report in reports for row in failed_rows.failed_in(report.rejected, report.findings)]
    if path is None or not rows:
        return
    try:
        path.write_bytes(failed_rows.write(rows))
    except OSError as error:
        raise click.ClickException(f"无法写到“{files.shown(path)}”（{error.strerror}）。") from error
    click.echo(f"没有导入的 {len(rows)} 道题写到了 {files.shown(path)}。")


def _tell_loaded(reports: list[Report], loaded: Loaded) -> None:
    duplicates = sum(report.duplicates for report in reports)
    rejected = sum(len(report.rejected) for report in reports)
    copies = f"，重复 {duplicates} 道没有再导入" if duplicates else ""
    bad = f"，不合格 {rejected} 道没有导入" if rejected else ""
    counts = f"新增 {loaded.added} 道，更新 {loaded.revised} 道，未变 {loaded.unchanged} 道"
    click.echo(f"导入完成：{counts}{copies}{bad}。")


def _tell_banks(reports: list[Report]) -> None:
    """Where the questions went whose file did not say so."""
    for code, title in {
        report.bank: report.title for report in reports if report.found and not report.is_strict
    }.items():
        click.echo(f"题库：{title}（编号 {code}）")


group.add_command(bank_export.export)
