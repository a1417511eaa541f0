"""Looking at the pages of statistics, and what must have happened before there is anything to see."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.arena.statistics import flagging, gathering
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions.models import Question
from jinshui_study.questions.sampling import DrawRule
from tests.arena.statistics.test_flagging import AGAINST
from tests.console.test_pages import log_in
from tests.moments import MONDAY_NOON
from tests.world import PASSWORD, Person, World

PAGES = ("/", "/quizzes", "/stock")
SINGLES = (DrawRule(count=1, score=100, banks=("study",), kinds=("single",)),)


def look(client: FlaskClient, path: str) -> str:
    reply = client.get(f"/console/statistics{path}")
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return reply.get_data(as_text=True)


def plain(page: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def status(client: FlaskClient, path: str) -> int:
    return client.get(f"/console/statistics{path}").status_code


def count() -> None:
    with unit_of_work(reads_first=True):
        gathering.count_due(1000, clock.now())


def play(world: World, quiz: str, rights: list[int]) -> None:
    """Somebody new for each; the first questions right, as many as told."""
    for right in rights:
        world.play(world.person(), quiz, right=right)
    count()


def question_of(code: str) -> Question:
    return db.session.scalars(select(Question).where(Question.code == code)).one()


def as_role(world: World, client: FlaskClient, role: str, over: Organization) -> Person:
    who = world.person(role=role, over=over, password=PASSWORD)
    log_in(client, who.phone)
    return who


def flag(code: str, kept=AGAINST) -> int:  # type: ignore[no-untyped-def]
    revision = question_of(code).current_revision_id
    assert revision is not None
    flags = flagging.judged({revision: kept})
    with unit_of_work():
        flagging.write(flags, MONDAY_NOON)
    return revision
