"""kill -9 of the server at any moment: what was acknowledged is there, nothing counts twice."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from jinshui_study.arena.models import Attempt
from jinshui_study.db import db
from tests.journeys.conftest import Site
from tests.journeys.server import Server, call, running
from tests.world import Person, answer_to

pytestmark = pytest.mark.slow

SUBMITS = 1000
MEMBERS = 50
CLIENTS = 8
KILLS = 6
PATIENCE_SECONDS = 150.0


def until_answered(server: Server, method: str, path: str, **request: object):  # type: ignore[no-untyped-def]
    """Ask again, with the same key, until a reply comes: what a phone on a bad network does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            reply = call(server.port, method, path, **request)  # type: ignore[arg-type]
        except OSError:
            time.sleep(0.05)
            continue
        if reply.status != 503:
            return reply
        time.sleep(0.05)
    raise AssertionError(f"no reply to {method} {path}")


def play(server: Server, person: Person, quiz: str, times: int) -> dict[str, int]:
    """Run through a quiz several times; the acknowledged scores by attempt."""
    acknowledged = {}
    for number in range(times):
        started = until_answered(
            server, "POST", f"/api/v1/quizzes/{quiz}/attempts", token=person.token, key=f"start-{number}"
        )
        assert started.status == 201, started.body
        answers = [
            {"number": q["number"], "response": answer_to(q, right=q["number"] != number % 7)}
            for q in started.json["questions"]
        ]
        submitted = until_answered(
            server,
            "POST",
            f"/api/v1/attempts/{started.json['id']}/submission",
            token=person.token,
            key=f"submit-{number}",
            body={"answers": answers},
        )
        assert submitted.status == 200, submitted.body
        acknowledged[started.json["id"]] = submitted.json["score"]
    return acknowledged


def cut_power(server: Server, finished: threading.Event, dice: random.Random) -> int:
    kills = 0
    while kills < KILLS and not finished.wait(dice.uniform(0.4, 1.5)):
        server.kill()
        server.start()
        kills += 1
    return kills


def test_no_acknowledged_submit_is_lost_and_none_counts_twice(site: Site) -> None:
    people = [site.world.person(branch=index % 4) for index in range(MEMBERS)]
    quiz = site.world.quiz("weekly", questions=5)
    finished = threading.Event()
    with running(site.folder, 2, site.environ) as server, ThreadPoolExecutor(CLIENTS + 1) as pool:
        killer = pool.submit(cut_power, server, finished, random.Random(7))
        runs = [pool.submit(play, server, person, quiz, SUBMITS // MEMBERS) for person in people]
        acknowledged = {attempt: score for run in runs for attempt, score in run.result().items()}
        finished.set()
        assert killer.result() >= 3
    db.session.rollback()
    kept = {
        attempt.id: attempt.score
        for attempt in db.session.scalars(select(Attempt).where(Attempt.state == "finished"))
    }
    assert len(acknowledged) == SUBMITS
    assert kept == acknowledged
    assert site.differences() == []
