"""The `jinshui` command."""

import os
import sys
import tempfile
import threading

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo
from granian import Granian
from granian.constants import Interfaces

from jinshui_study import __version__
from jinshui_study.app import create_app
from jinshui_study.cli import COMMANDS, checking
from jinshui_study.cli.database import bring_up_to_date
from jinshui_study.cli.output import sentence_of
from jinshui_study.cli.processes import die_with_parent
from jinshui_study.cli.work import run_for_ever
from jinshui_study.config import SettingError, Settings, read_settings
from jinshui_study.db import db
from jinshui_study.http import observability

WORKER = "jinshui_study.__main__:worker"


def worker() -> Flask:
    """The application of one worker process, which dies with its master.

    Embedded, each worker also runs the background work in a thread, and one of them leads; and the checks of uploads.
    """
    die_with_parent()
    app = create_app()
    if app.extensions["settings"].embedded:
        threading.Thread(target=run_for_ever, args=(app, threading.Event()), name="work", daemon=True).start()
        checking.start(app, threading.Event())
    return app


def prepare(settings: Settings) -> None:
    """Migrate, and close every connection: SQLite's locks must not be open when workers are forked."""
    app = create_app(settings)
    with app.app_context():
        bring_up_to_date()
        db.session.remove()
        db.engine.dispose()


jinshui = AppGroup(
    help="金水e起学党史：服务与管理命令。", context_settings={"help_option_names": ["--help", "-h"]}
)
click.version_option(__version__, message="%(version)s", help="显示版本。")(jinshui)
for command in COMMANDS:
    jinshui.add_command(command)


@jinshui.command("serve", with_appcontext=False, help="启动服务（SQLite 时含后台任务）")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", type=int, default=lambda: int(os.environ.get("PORT") or 8000), help="端口，默认 8000")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="工作进程数")
@click.option("--threads", type=click.IntRange(1, 64), help="每个进程的线程数，默认 SQLite 1，PostgreSQL 3")
def serve(host: str, port: int, workers: int, threads: int | None) -> None:
    settings = read_settings()
    if settings.metrics_token and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        observability.share_metrics(tempfile.mkdtemp(prefix="jinshui-metrics-"))
    prepare(settings)
    click.echo(f"服务地址：http://{host}:{port}/", err=True)
    Granian(
        WORKER,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=threads or (1 if settings.embedded else 3),
        log_level="warning",  # type: ignore[arg-type]
        respawn_failed_workers=True,
    ).serve()


def main() -> None:
    """Run the command; what is wrong is told in Chinese, with exit code 2 for a wrong call and 1 for the rest."""
    try:
        status = jinshui.main(
            prog_name="jinshui", obj=ScriptInfo(create_app=create_app), standalone_mode=False
        )
        sys.exit(status if isinstance(status, int) else 0)
    except SettingError as error:
        click.echo(f"设置有误：{error}", err=True)
        sys.exit(2)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(0)
    except click.ClickException as error:
        click.echo(f"错误：{sentence_of(error)}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("已取消。", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
