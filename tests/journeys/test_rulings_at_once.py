"""A ruling decided many times at once, while its members go on answering, against real worker processes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from jinshui_study.accounts.models import Notice
from jinshui_study.arena.models import Attempt, Regrade, Ruling
from jinshui_study.arena.rulings import carrying
from jinshui_study.db import db
from jinshui_study.points.models import LedgerEntry
from tests.arena.rulings.affairs import Affair, work_off
from tests.conftest import FreshClient
from tests.journeys.conftest import Site
from tests.journeys.server import Reply, Server, call, running
from tests.world import Person

pytestmark = pytest.mark.slow

WORKERS = 3
DECISIONS = 20
FINISHED, OPEN = 24, 24
RULES = {
    "preset": "contest",
    "counts": "best",
    "tries_per_day": None,
    "seconds_per_question": None,
    "speed_percent": 0,
    "feedback": "end",
    "questions": 5,
}


def prepare(site: Site) -> tuple[Affair, list[Person], list[tuple[Person, dict[str, object]]]]:
    """Members who have finished a try; of half of them, and of as many others, one is open."""
    site.app.test_client_class = FreshClient
    site.world.client = site.app.test_client()
    affair = Affair(site.world, **RULES)  # type: ignore[arg-type]
    people = [site.world.person(branch=index % 4) for index in range(FINISHED + OPEN // 2)]
    for who in people[:FINISHED]:
        affair.play(who)
    tries = [(who, site.world.start(who, affair.quiz)) for who in people[FINISHED - OPEN // 2 :]]
    return affair, people, tries


def decide(server: Server, affair: Affair, ruling: str) -> Reply:
    return call(server.port, "POST", f"/console/rulings/{ruling}/decision", token=affair.editor.token)


def submit(server: Server, affair: Affair, who: Person, attempt: dict[str, object]) -> Reply:
    body = {"answers": affair.answers(attempt)}
    path = f"/api/v1/attempts/{attempt['id']}/submission"
    return call(server.port, "POST", path, token=who.token, body=body)


@pytest.mark.parametrize("few", [carrying.FEW, 5], ids=["at once", "in parts"])
def test_many_decisions_and_many_submits_at_once_end_right(
    site: Site, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    affair, people, tries = prepare(site)
    monkeypatch.setattr(carrying, "FEW", few)
    monkeypatch.setattr(carrying, "BATCH", 3)
    ruling = affair.propose()
    work_off()
    if few < FINISHED:  # as a process would that finds too many: decided, and left to the work
        affair.decide(ruling)
    with running(site.folder, WORKERS, site.environ) as server, ThreadPoolExecutor(24) as pool:
        jobs = [pool.submit(decide, server, affair, ruling) for _ in range(DECISIONS)]
        jobs += [pool.submit(submit, server, affair, who, attempt) for who, attempt in tries]
        parts = pool.submit(work_off_in, site)
        replies = [job.result() for job in jobs]
        parts.result()
    assert [reply.status for reply in replies[:DECISIONS]] == [302] * DECISIONS
    assert [reply.body for reply in replies[DECISIONS:] if reply.status != 200] == []
    work_off()
    check(site, affair, people)


def work_off_in(site: Site) -> None:
    """What `jinshui work` does, beside the server."""
    with site.app.app_context():
        for _ in range(3):
            work_off()
        db.session.remove()


def check(site: Site, affair: Affair, people: list[Person]) -> None:
    db.session.rollback()
    attempts = db.session.scalars(select(Attempt)).all()
    assert len(attempts) == FINISHED + OPEN
    assert {(row.state, row.score, row.correct) for row in attempts} == {("finished", 500, 5)}
    assert list(db.session.scalars(select(Ruling.state))) == ["settled"]
    paid = db.session.execute(
        select(LedgerEntry.member_id, func.sum(LedgerEntry.points)).group_by(LedgerEntry.member_id)
    )
    assert {int(points) for _, points in paid} == {10}
    done = db.session.execute(select(Regrade.member_id, Regrade.attempt_id, Regrade.state)).all()
    assert {state for *_, state in done} == {"done"}
    told = db.session.execute(select(Notice.member_id, func.count()).group_by(Notice.member_id)).all()
    assert {member_id for member_id, _ in told} >= {who.id for who in people[:FINISHED]}
    assert site.differences() == []
