"""jinshui work: what runs by itself. Any number may run; one leads by a lease."""

import contextlib
import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from random import Random
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from jinshui_study import clock
from jinshui_study.accounts import outbox, sessions
from jinshui_study.accounts.joining import invitations, requests, scans
from jinshui_study.arena import deadlines, leases, programmes
from jinshui_study.arena.integrity import inspecting
from jinshui_study.arena.rulings import carrying
from jinshui_study.arena.statistics import gathering
from jinshui_study.branch.briefs import tallies
from jinshui_study.cli import checking
from jinshui_study.db import db, unit_of_work
from jinshui_study.http import idempotency
from jinshui_study.questions.imports import batches, uploads

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
LEASE = timedelta(seconds=30)
BATCH = 200
MOST_STEPS = 40
"""Parts of a ruling that are done in one round, each in a transaction of its own."""
COUNTED_AT_ONCE = 100
MOST_TALLIED = 200_000
"""After so many answers of streets the next street waits for the next round."""
MOST_COUNTED = 1000
"""How many attempts are counted in a transaction, so that nobody waits long, and in a round, so that a rush of submits
keeps the processor; what is left comes in the next rounds."""


def run_once(holder: str) -> dict[str, int] | None:
    """One round of everything that is due, by job how much was done; None where somebody else leads."""
    with unit_of_work():
        if not leases.take("work", holder, clock.now(), LEASE):
            return None
    return {name: job() for name, job in JOBS.items()}


def _in_one_transaction(name: str, job: Callable[[], int], *, reads_first: bool = False) -> int:
    """Run a job or a part of one. If it fails, the log tells, the others go on, and the next round tries it again."""
    try:
        with unit_of_work(reads_first=reads_first):
            return job()
    except gathering.Overtaken:
        return 0
    except Exception as error:
        log.error("job failed", exc_info=error, extra={"job": name})
        return 0


def _make_quizzes() -> int:
    def make() -> int:
        return len(programmes.make_due(clock.now(), Random(secrets.token_hex(16))))

    return _in_one_transaction("make quizzes", make)


def _close_attempts() -> int:
    """Each in its own transaction: one that cannot be closed keeps none of the others open."""
    now, profile = clock.now(), current_app.extensions["profile"]
    overdue = deadlines.overdue(now, BATCH)
    db.session.rollback()

    def close(attempt_id: str, owner: deadlines.Owner) -> int:
        deadlines.close(attempt_id, owner, profile, now)
        return 1

    return sum(
        _in_one_transaction("close attempt", lambda one=one: close(*one))  # type: ignore[misc]
        for one in overdue
    )


def _carry_rulings() -> int:
    profile, steps = current_app.extensions["profile"], 0
    running = carrying.running()
    db.session.rollback()
    for ruling_id in running:

        def step(ruling_id: int = ruling_id) -> int:
            return int(carrying.step(ruling_id, profile, clock.now()))

        while steps < MOST_STEPS and _in_one_transaction("carry out ruling", step):
            steps += 1
    return steps


def _count_answers() -> int:
    """Read and reckon outside the writing part of each transaction: see `gathering`."""
    counted = 0
    while counted < MOST_COUNTED:
        done = _in_one_transaction(
            "count answers", lambda: gathering.count_due(COUNTED_AT_ONCE, clock.now()), reads_first=True
        )
        counted += done
        if done < COUNTED_AT_ONCE:
            break
    return counted


def _tally_streets() -> int:
    """Streets whose month is due, each in its own transaction, as long as their answers are few: other jobs wait."""
    streets = answers = 0

    def count() -> int:
        nonlocal streets, answers
        found = tallies.count_next(clock.now())
        streets += found is not None
        answers += found or 0
        return int(found is not None)

    while answers < MOST_TALLIED and _in_one_transaction("tally streets", count, reads_first=True):
        pass
    return streets


def _inspect() -> int:
    """Look through contests for what is odd, each in a transaction of its own."""
    found, limit = 0, current_app.extensions["settings"].reading_limit
    waiting = inspecting.due(clock.now())
    db.session.rollback()
    for quiz_id in waiting:

        def look(quiz_id: int = quiz_id) -> int:
            return inspecting.look(quiz_id, limit, clock.now())

        found += _in_one_transaction("inspect contest", look, reads_first=True)
    return found


def _forget_logins() -> int:
    return _in_one_transaction("forget log-ins", lambda: sessions.forget_expired(clock.now()))


def _forget_joining() -> int:
    """Invite codes, binding requests and scenes that are over."""

    def forget() -> int:
        now = clock.now()
        return sum(one.forget_old(now) for one in (invitations, requests, scans))

    return _in_one_transaction("forget invitations", forget)


def _forget_replies() -> int:
    return _in_one_transaction("forget replies", lambda: idempotency.forget_old_replies(clock.now()))


def _forget_messages() -> int:
    return _in_one_transaction("forget messages", lambda: outbox.forget_old(clock.now()))


def _forget_imports() -> int:
    def forget() -> int:
        return batches.discard_stale(clock.now()) + uploads.forget_old(clock.now())

    return _in_one_transaction("forget dry runs", forget)


JOBS: dict[str, Callable[[], int]] = {
    "新建活动": _make_quizzes,
    "到时交卷": _close_attempts,
    "执行裁定": _carry_rulings,
    "统计作答": _count_answers,
    "汇总街道答题": _tally_streets,
    "查看异常": _inspect,
    "清理过期登录": _forget_logins,
    "清理旧邀请": _forget_joining,
    "清理旧回执": _forget_replies,
    "清理旧消息": _forget_messages,
    "清理旧预检": _forget_imports,
}
"""What is due in each round, by the name an operator reads."""


def run_for_ever(app: Flask, stop: Event) -> None:
    """The loop of `jinshui work`, and of the thread in the embedded `jinshui serve`; nothing ends it but `stop`."""
    holder = secrets.token_hex(8)
    while not stop.is_set():
        with app.app_context():
            try:
                run_once(holder)
            except Exception as error:
                db.session.rollback()
                log.error("work failed", exc_info=error)
        stop.wait(EVERY_SECONDS)


@click.command(
    "work", help="后台任务：每日出题、到时交卷、检查题库、执行裁定、统计、查看异常、清理；可同时运行多个"
)
@click.option("--once", is_flag=True, help="只运行一轮")
@with_appcontext
def work(once: bool) -> None:
    if not once:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        with contextlib.suppress(KeyboardInterrupt):
            checking.start(app, Event())
            run_for_ever(app, Event())
        return
    holder = secrets.token_hex(8)
    while checking.run_once(holder):
        pass
    done = run_once(holder)
    if done is None:
        click.echo("另一个进程正在运行。")
        return
    click.echo("完成：" + "，".join(f"{name} {count}" for name, count in done.items()) + "。")
