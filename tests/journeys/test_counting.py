"""Counting exactly once: several count at the same time, one is killed again and again, and answers go on coming."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from jinshui_study.arena.models import Attempt
from jinshui_study.arena.statistics import gathering
from jinshui_study.arena.statistics.models import ItemStatistic, QuizStatistic
from jinshui_study.db import db, set_writing
from tests.conftest import FreshClient
from tests.journeys.conftest import Site

pytestmark = pytest.mark.slow

COUNTER = """
import sys, time
from pathlib import Path
from jinshui_study import clock
from jinshui_study.app import create_app
from jinshui_study.arena.statistics import gathering
from jinshui_study.db import unit_of_work
stop = Path(sys.argv[1])
app = create_app()
print("counting", flush=True)
while True:
    with app.app_context():
        last = stop.exists()
        try:
            with unit_of_work(reads_first=True):
                done = gathering.count_due(3, clock.now())
        except gathering.Overtaken:
            continue
    if last and not done:
        break
    time.sleep(0.01)
"""
BEFORE, MEANWHILE, KILLS = 36, 30, 3


def counter(site: Site, stop: Path) -> subprocess.Popen[str]:
    """A process that counts, as soon as it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", COUNTER, str(stop)],
        env={**os.environ, **site.environ, "DATA_DIR": str(site.folder), "LOG_LEVEL": "CRITICAL"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == "counting\n"
    return process


def test_every_attempt_is_counted_once_whoever_dies(site: Site, tmp_path: Path) -> None:
    world, stop = site.world, tmp_path / "stop"
    site.app.test_client_class = FreshClient
    world.client = site.app.test_client()
    quizzes = [world.quiz("weekly", questions=5, same_for_all=True), world.quiz("daily")]
    for number in range(BEFORE):
        world.play(world.person(), quizzes[number % 2], right=number % 6)
    counters = [counter(site, stop) for _ in range(2)]
    doomed = counter(site, stop)
    for number in range(MEANWHILE):
        world.play(world.person(), quizzes[number % 2], right=number % 6)
        if number % (MEANWHILE // KILLS) == 0:
            doomed.kill()
            doomed.wait()
            doomed = counter(site, stop)
    stop.touch()
    for process in (*counters, doomed):
        assert process.wait(60) == 0
    set_writing(False)
    db.session.rollback()
    finished = db.session.scalar(select(func.count()).select_from(Attempt).where(Attempt.state == "finished"))
    assert finished == BEFORE + MEANWHILE
    assert db.session.scalar(select(func.sum(QuizStatistic.attempts))) == finished
    assert db.session.scalar(select(func.sum(ItemStatistic.asked))) == finished * 5
    assert list(gathering.differences()) == []
