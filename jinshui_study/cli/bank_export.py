"""jinshui bank export"""

from pathlib import Path

import click
from flask.cli import with_appcontext

from jinshui_study import clock
from jinshui_study.accounts import audit
from jinshui_study.cli.output import tells_problems
from jinshui_study.db import unit_of_work
from jinshui_study.questions import banks
from jinshui_study.questions.formats.writing.exporting import WRITERS


@click.command("export")
@click.argument("code")
@click.option(
    "--format", "name", type=click.Choice(list(WRITERS)), default="yaml", help="文件格式，默认 yaml"
)
@click.option("--output", type=click.Path(path_type=Path), help="写到这个文件，默认输出到屏幕")
@with_appcontext
@tells_problems
def export(code: str, name: str, output: Path | None) -> None:
    """导出一个题库（含答案），不含已停用的试题；格式有本系统的 YAML、Excel、GIFT 和 Moodle XML。"""
    writer = WRITERS[name]
    if output is None and not writer.is_text:
        raise click.ClickException(f"{writer.name}不能输出到屏幕，请用 --output 写到文件。")
    with unit_of_work():
        bank = banks.get_by_code(code)
        file = banks.export(bank)
        data = writer.write(file)
        audit.record("bank.export", f"bank:{bank.public_id}", clock.now(), questions=len(file.drafts))
    if output is None:
        click.echo(data, nl=False)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"无法写到“{output}”（{error.strerror}）。") from error
    click.echo(f"已导出 {len(file.drafts)} 道题到 {output}。")
