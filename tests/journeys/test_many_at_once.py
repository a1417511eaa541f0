"""Many at once, against real worker processes: one effect, one ledger line, the same reply."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from jinshui_study.arena.models import Attempt
from jinshui_study.db import db
from jinshui_study.points.models import LedgerEntry
from tests.journeys.conftest import Site
from tests.journeys.server import Reply, call, running
from tests.world import Person, answer_to

pytestmark = pytest.mark.slow

AT_ONCE = 50
WORKERS = 3


def in_parallel(job, times: int) -> list[Reply]:  # type: ignore[no-untyped-def]
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(job, range(times)))


def lines_of(site: Site, person: Person) -> Sequence[LedgerEntry]:
    db.session.rollback()
    return db.session.scalars(select(LedgerEntry).where(LedgerEntry.member_id == person.id)).all()


def test_fifty_submits_at_once_have_one_effect_and_one_reply(site: Site) -> None:
    person = site.world.person()
    quiz = site.world.quiz("daily")
    with running(site.folder, WORKERS, site.environ) as server:
        started = call(server.port, "POST", f"/api/v1/quizzes/{quiz}/attempts", token=person.token).json
        answers = [
            {"number": q["number"], "response": answer_to(q, right=True)} for q in started["questions"]
        ]
        path = f"/api/v1/attempts/{started['id']}/submission"
        for key in ("", "the-same-key"):
            replies = in_parallel(
                lambda _, key=key: call(
                    server.port, "POST", path, token=person.token, body={"answers": answers}, key=key
                ),
                AT_ONCE,
            )
            assert [reply.body for reply in replies if reply.status != 200] == []
            assert len({reply.body for reply in replies}) == 1
            assert replies[0].json["points_awarded"] == 5
    (line,) = lines_of(site, person)
    assert (line.points, line.source_key) == (5, f"attempt:{started['id']}")
    assert site.differences() == []


def test_fifty_starts_at_once_make_one_attempt(site: Site) -> None:
    person = site.world.person()
    quiz = site.world.quiz("topic")
    path = f"/api/v1/quizzes/{quiz}/attempts"
    with running(site.folder, WORKERS, site.environ) as server:
        plain = in_parallel(lambda _: call(server.port, "POST", path, token=person.token), AT_ONCE)
        assert sorted({reply.status for reply in plain}) == [201, 409]
        assert [reply.status for reply in plain].count(201) == 1
        assert {reply.json["code"] for reply in plain if reply.status == 409} == {"attempt_open"}
        other = site.world.person()
        keyed = in_parallel(lambda _: call(server.port, "POST", path, token=other.token, key="k"), AT_ONCE)
        assert {reply.status for reply in keyed} == {201}
        assert len({reply.body for reply in keyed}) == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 2


def test_the_cap_holds_when_many_deeds_are_paid_at_once(site: Site) -> None:
    person = site.world.person()
    quizzes = [site.world.quiz("topic") for _ in range(12)]
    with running(site.folder, WORKERS, site.environ) as server:
        bodies = []
        for quiz in quizzes:
            started = call(server.port, "POST", f"/api/v1/quizzes/{quiz}/attempts", token=person.token).json
            bodies.append(
                (
                    f"/api/v1/attempts/{started['id']}/submission",
                    [
                        {"number": q["number"], "response": answer_to(q, right=True)}
                        for q in started["questions"]
                    ],
                )
            )
        replies = in_parallel(
            lambda index: call(
                server.port, "POST", bodies[index][0], token=person.token, body={"answers": bodies[index][1]}
            ),
            len(bodies),
        )
        assert {reply.status for reply in replies} == {200}
        today = call(server.port, "GET", "/api/v1/points/today", token=person.token).json
    assert sum(reply.json["points_awarded"] for reply in replies) == 6
    assert [task["current"] for task in today["tasks"] if task["code"] == "topic"] == [6]
    assert len(lines_of(site, person)) == len(quizzes)
    assert site.differences() == []


def test_many_members_submit_at_once_and_the_sums_are_right(site: Site) -> None:
    quiz = site.world.quiz("daily", same_for_all=True)
    people = [site.world.person(branch=index % 4) for index in range(40)]

    def run(index: int) -> Reply:
        token = people[index].token
        started = call(server.port, "POST", f"/api/v1/quizzes/{quiz}/attempts", token=token).json
        answers = [
            {"number": q["number"], "response": answer_to(q, right=q["number"] <= index % 6)}
            for q in started["questions"]
        ]
        path = f"/api/v1/attempts/{started['id']}/submission"
        return call(server.port, "POST", path, token=token, body={"answers": answers})

    with running(site.folder, WORKERS, site.environ) as server:
        replies = in_parallel(run, len(people))
    assert [reply.status for reply in replies] == [200] * len(people)
    assert [reply.json["correct"] for reply in replies] == [index % 6 for index in range(len(people))]
    assert site.differences() == []
