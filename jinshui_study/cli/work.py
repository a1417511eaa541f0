"""jinshui work: what runs by itself. Any number may run; one leads by a lease."""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from jinshui_study import clock
from jinshui_study.accounts import sessions
from jinshui_study.arena import finishing, leases, programmes
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Problem
from jinshui_study.http import idempotency

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
LEASE = timedelta(seconds=30)
BATCH = 200


def run_once(holder: str) -> dict[str, int] | None:
    """One round of everything that is due, each job in its own transaction; None where somebody else leads."""
    with unit_of_work():
        if not leases.take("work", holder, clock.now(), LEASE):
            return None
    return {name: _run(name, job) for name, job in JOBS.items()}


def _run(name: str, job: Callable[[], int]) -> int:
    """A job that fails is told in the log and tried again next round; the others go on."""
    try:
        with unit_of_work():
            return job()
    except (Problem, SQLAlchemyError) as error:
        log.error("job failed", extra={"job": name, "error": str(error)})
        return 0


def _make_quizzes() -> int:
    return len(programmes.make_due(clock.now(), Random(secrets.token_hex(16))))


def _close_attempts() -> int:
    return finishing.close_overdue(clock.now(), BATCH, current_app.extensions["profile"])


JOBS: dict[str, Callable[[], int]] = {
    "quizzes made": _make_quizzes,
    "attempts closed": _close_attempts,
    "log-ins expired": lambda: sessions.forget_expired(clock.now()),
    "replies forgotten": lambda: idempotency.forget_old_replies(clock.now()),
}


def run_for_ever(app: Flask, stop: Event) -> None:
    """The loop of `jinshui work`, and of the thread in the embedded `jinshui serve`."""
    holder = secrets.token_hex(8)
    while not stop.is_set():
        with app.app_context():
            try:
                run_once(holder)
            except SQLAlchemyError as error:
                db.session.rollback()
                log.error("work failed", extra={"error": type(error).__name__})
        stop.wait(EVERY_SECONDS)


@click.command("work", help="后台任务：每日出题、到时交卷、清理；可同时运行多个")
@click.option("--once", is_flag=True, help="只运行一轮")
@with_appcontext
def work(once: bool) -> None:
    if once:
        done = run_once(secrets.token_hex(8))
        click.echo("另一个进程正在运行。" if done is None else f"完成：{done}")
        return
    try:
        run_for_ever(current_app._get_current_object(), Event())  # type: ignore[attr-defined]
    except KeyboardInterrupt:
        time.sleep(0)
