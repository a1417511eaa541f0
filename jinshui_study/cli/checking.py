"""Checking large uploads: a loop that claims them, and a process for each, so that its memory and its time end."""

import json
import logging
import os
import secrets
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from threading import Event
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext

from jinshui_study import clock
from jinshui_study.cli.processes import die_with_parent
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Problem
from jinshui_study.http import pages
from jinshui_study.questions.imports import uploads

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
WORD_SECONDS = 3.0
"""How long a check may be silent before we say for it that it goes on."""
LONGEST_SECONDS = 600.0
SHOWN_SECONDS = 0.3
"""How often a check says how far it is."""
READING, KEEPING = "读取文件", "保存结果"

TOO_LONG = "检查超过 10 分钟还没有完成，已经停止。请把文件分成几个再交。"
BROKE_OFF = "检查中断了，题库没有任何变化。请再交一次；还不行就把文件分成几个。"


def start(app: Flask, stop: Event) -> threading.Thread:
    """The loop in a thread of its own."""
    thread = threading.Thread(target=run_for_ever, args=(app, stop), name="checks", daemon=True)
    thread.start()
    return thread


def run_for_ever(app: Flask, stop: Event) -> None:
    """Check what is handed in, one after another; nothing ends it but `stop`."""
    holder = secrets.token_hex(8)
    while not stop.is_set():
        found = False
        with app.app_context():
            try:
                found = run_once(holder)
            except Exception as error:
                db.session.rollback()
                log.error("check failed", exc_info=error)
        if not found:
            stop.wait(EVERY_SECONDS)


def run_once(holder: str) -> bool:
    """Check an upload that is due; whether there was one."""
    due = uploads.any_due(clock.now())
    db.session.rollback()
    if not due:
        return False
    with unit_of_work():
        upload_id = uploads.claim(holder, clock.now())
    if upload_id is None:
        return False
    words = ["bank", "check-upload", str(upload_id), holder]
    command = [sys.executable, "-m", "jinshui_study", *words]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as child:
        try:
            problem = _attend(child, upload_id, holder)
        finally:
            child.kill()  # where attending it failed, nobody would ever end it
    if child.returncode:
        with unit_of_work():
            uploads.fail(upload_id, holder, clock.now(), problem or BROKE_OFF)
    return True


def _attend(child: subprocess.Popen[bytes], upload_id: int, holder: str) -> str:
    """Pass on how far the check is until it ends; end it where it is stopped or takes too long, and say why."""
    ends = time.monotonic() + LONGEST_SECONDS
    phase, percent = READING, 0
    for words in _heard(child):
        phase, percent = _last(words) or (phase, percent)
        with unit_of_work():
            ours = uploads.go_on(upload_id, holder, clock.now(), phase, percent)
        if not ours:
            child.kill()
        elif time.monotonic() > ends:
            child.kill()
            return TOO_LONG
    return ""


def _heard(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """What the child says as it says it, and nothing at times, until it has ended."""
    assert child.stdout is not None
    os.set_blocking(child.stdout.fileno(), False)
    while child.poll() is None:
        ready, _, _ = select.select([child.stdout], [], [], WORD_SECONDS)
        said = child.stdout.read() if ready else b""
        if ready and not said:
            try:
                child.wait(WORD_SECONDS)
            except subprocess.TimeoutExpired:
                yield b""
            continue
        yield said or b""


def _last(words: bytes) -> tuple[str, int] | None:
    """The last whole line said: a phase and how much of it is done."""
    lines = [line for line in words.split(b"\n")[:-1] if line.startswith(b"[")]
    if not lines:
        return None
    phase, percent = json.loads(lines[-1])
    return str(phase), int(percent)


def told(what: str, things: Sequence[Any]) -> Iterable[Any]:
    """Give the things on one by one, and say on standard output now and then how far they have come."""
    last = 0.0
    for number, thing in enumerate(things):
        if time.monotonic() - last > SHOWN_SECONDS:
            last = time.monotonic()
            _say(what, 100 * number // len(things))
        yield thing
    _say(KEEPING, 0)


def _say(phase: str, percent: int) -> None:
    click.echo(json.dumps([phase, percent], ensure_ascii=False))


@click.command("check-upload", hidden=True)
@click.argument("upload_id", type=int)
@click.argument("holder")
@with_appcontext
def check_upload(upload_id: int, holder: str) -> None:
    """The child: make the dry run; what cannot be is told on the page."""
    die_with_parent()
    try:
        with unit_of_work(reads_first=True):
            uploads.check(upload_id, holder, clock.now(), told)
    except Problem as problem:
        with unit_of_work():
            uploads.fail(upload_id, holder, clock.now(), pages.sentence(problem))
