"""Findings decided, appeals settled and points taken by many at once, on both databases: one wins, none is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from jinshui_study import clock
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena.contests import adjusting
from jinshui_study.arena.integrity import deciding
from jinshui_study.arena.integrity.models import Finding
from jinshui_study.arena.models import Adjustment, Attempt, Quiz
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Problem
from tests.conftest import FreshClient
from tests.journeys.conftest import Site
from tests.world import Person

pytestmark = pytest.mark.slow

AT_ONCE = 8
STRICT = Profile("strict")


def together(site: Site, deed: Callable[[int], object]) -> Counter[str]:
    """Do something many times at the same moment; the codes of what was refused, and how often it was done."""
    gate = Barrier(AT_ONCE)

    def one(number: int) -> str:
        with site.app.app_context():
            gate.wait()
            try:
                with unit_of_work():
                    deed(number)
                return "done"
            except Problem as problem:
                return problem.code
            finally:
                db.session.remove()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))


@pytest.fixture
def quiz(site: Site) -> str:
    site.app.test_client_class = FreshClient
    site.world.client = site.app.test_client()
    rules = {"seconds_per_question": None, "speed_percent": 0, "questions": 5}
    return site.world.quiz("contest", **rules)


@pytest.fixture
def judges(site: Site) -> list[Person]:
    over = site.world.district
    return [site.world.person(role="district_admin", over=over) for _ in range(AT_ONCE)]


def odd(site: Site, quiz: str) -> tuple[str, Person]:
    me = site.world.person()
    attempt = site.world.play(me, quiz, right=4)["attempt_id"]
    with unit_of_work() as session:
        quiz_id = session.scalars(select(Quiz.id).where(Quiz.public_id == quiz)).one()
        finding = Finding(
            quiz_id=quiz_id,
            member_id=me.id,
            attempt_id=attempt,
            kind="fast",
            together=attempt,
            details={},
            found_at=clock.now(),
            state="open",
        )
        session.add(finding)
        session.flush()
        return finding.public_id, me


def test_of_many_who_decide_at_once_one_wins(site: Site, quiz: str, judges: list[Person]) -> None:
    finding, me = odd(site, quiz)

    def decide(number: int) -> object:
        action = "void" if number % 2 else "dismiss"
        return deciding.decide(finding, action, "原因", STRICT, judges[number].id, clock.now())

    assert together(site, decide) == {"done": 1, "decided": AT_ONCE - 1}
    db.session.rollback()
    state = db.session.scalars(select(Finding.state)).one()
    assert db.session.scalars(select(Attempt.voided)).one() is (state == "voided")
    decisions = ("integrity.void", "integrity.dismiss")
    lines = select(func.count()).select_from(AuditEntry).where(AuditEntry.action.in_(decisions))
    assert db.session.scalar(lines) == 1
    assert site.differences() == []


def test_of_many_who_settle_an_appeal_at_once_one_wins(site: Site, quiz: str, judges: list[Person]) -> None:
    finding, me = odd(site, quiz)
    with unit_of_work():
        found = deciding.decide(finding, "void", "原因", STRICT, judges[0].id, clock.now())
        attempt = found.attempt_id
    with unit_of_work():
        deciding.appeal(attempt, "不是我", me.id, clock.now())
    other = site.world.person(role="district_admin", over=site.world.district)

    def settle(number: int) -> object:
        action = "restore" if number % 2 else "keep"
        return deciding.settle(finding, action, "答复", STRICT, other.id, clock.now())

    assert together(site, settle) == {"done": 1, "decided": AT_ONCE - 1}
    db.session.rollback()
    state = db.session.scalars(select(Finding.state)).one()
    assert db.session.scalars(select(Attempt.voided)).one() is (state == "kept")
    assert site.differences() == []


def test_points_taken_by_many_at_once_never_fall_below_nothing(
    site: Site, quiz: str, judges: list[Person]
) -> None:
    me = site.world.person()
    site.world.play(me, quiz, right=4)
    with unit_of_work():
        row = db.session.scalars(select(Quiz).where(Quiz.public_id == quiz)).one()
        row.closes_at = row.opens_at.replace(microsecond=0)
    db.session.rollback()

    def take(number: int) -> object:
        row = db.session.scalars(select(Quiz).where(Quiz.public_id == quiz)).one()
        by = judges[number].id
        return adjusting.adjust(row, me.public_id, -150, -3, "扣分", STRICT, by, clock.now())

    assert together(site, take) == {"done": 2, "invalid": AT_ONCE - 2}
    db.session.rollback()
    assert len(db.session.scalars(select(Adjustment)).all()) == 2
    assert site.differences() == []
