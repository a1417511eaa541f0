"""What the database holds before measuring: a district, a bank, a quiz, members with log-ins, standings."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import flask_migrate
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import delete, insert, select

from jinshui_study import clock
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import AccessToken, Identity, Member, Organization
from jinshui_study.accounts.sealing import blind, seal
from jinshui_study.arena import modes, papers, quizzes
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, opaque_id, unit_of_work
from jinshui_study.points import boards, verification
from jinshui_study.points.models import BranchStanding, MemberStanding, StandingCount
from jinshui_study.points.verification import Total
from jinshui_study.questions import banks, kinds, pools
from jinshui_study.questions.models import Bank
from jinshui_study.questions.sampling import DrawRule

BANK_FILE = Path(__file__).parent.parent / "question_bank" / "dangzhang-dangji.yaml"
STREETS = 18
BRANCHES_PER_STREET = 10
PASSWORD = "benchmark-password"
PASSWORD_HASH = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(PASSWORD)
QUESTIONS = 10
BATCH = 5_000


MODEL = 900_000_001
"""Ids of the model member, whose statements the floor repeats: no other number of the database is like them."""
MODEL_STREET, MODEL_BRANCH = 900_000_002, 900_000_003


@dataclass(frozen=True)
class Person:
    """A member who can log in: plain values for requests."""

    id: int
    branch_id: int
    street_id: int
    phone: str
    token: str


@dataclass(frozen=True)
class Sheet:
    """An attempt that is open, and right answers to it."""

    person: Person
    attempt_id: str
    answers: list[dict[str, Any]]


@dataclass(frozen=True)
class District:
    """A filled database; `people` can log in, the model member is none of them."""

    quiz: str
    people: list[Person]
    model: Person


def fill(app: Flask, members: int, people: int, periods: Sequence[str] = boards.PERIODS) -> District:
    """Migrate an empty database and put a tree, one bank, one quiz and ranked members into it.

    `people` of the members get a log-in of their own; they stand all over the board.
    """
    dice = Random(7)
    with app.app_context():
        flask_migrate.upgrade()
        with unit_of_work():
            homes = _plant_tree()
            quiz = _make_quiz(dice)
        enrolled = _enrol(homes, members, people)
        model = _enrol_one(
            Person(MODEL, MODEL_BRANCH, MODEL_STREET, "13899999999", secrets.token_urlsafe(32))
        )
        _rank_everybody(dice, periods)
        _analyse()
    return District(quiz, enrolled, model)


def _analyse() -> None:
    """PostgreSQL does this by itself within a minute; SQLite runs without, as the service does."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _plant_tree() -> list[tuple[int, int]]:
    """Branch and street of every branch that members are spread over."""
    district = organizations.create("district", "金水区")
    homes = []
    for number in range(1, STREETS + 1):
        street = organizations.create("street", f"第{number}街道", district)
        for branch in range(1, BRANCHES_PER_STREET + 1):
            home = organizations.create("branch", f"第{number}街道第{branch}支部", street)
            homes.append((home.id, street.id))
    _insert(Organization, [_node("street", MODEL_STREET, district.id, f"/{district.id}/{MODEL_STREET}/")])
    path = f"/{district.id}/{MODEL_STREET}/{MODEL_BRANCH}/"
    _insert(Organization, [_node("branch", MODEL_BRANCH, MODEL_STREET, path)])
    return homes


def _node(kind: str, number: int, parent: int, path: str) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": opaque_id(),
        "kind": kind,
        "name": f"样板{kind}",
        "parent_id": parent,
        "street_id": MODEL_STREET,
        "path": path,
        "depth": path.count("/") - 1,
        "member_count": 1,
    }


def _make_quiz(dice: Random) -> str:
    """Ten questions, all shown at the start, answers revealed at the end, any number of tries."""
    now, district = clock.now(), organizations.get_district()
    banks.load(banks.check_path(BANK_FILE), district, now, state="ready")
    code = db.session.scalars(select(Bank.code)).one()
    plan = quizzes.Plan(
        preset="topic",
        title="测速答题",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
        rules=modes.preset("topic", questions=QUESTIONS, feedback="end"),
        draw=(DrawRule(count=QUESTIONS, score=100, banks=(code,)),),
    )
    return quizzes.create(plan, district, now, dice).public_id


def _enrol(homes: Sequence[tuple[int, int]], count: int, with_log_in: int) -> list[Person]:
    """Members spread over the branches, all ranked, inserted in bulk; every n-th has a log-in."""
    every = max(1, count // with_log_in)
    people = []
    for first in range(1, count + 1, BATCH):
        batch = [
            Person(
                number, *homes[number % len(homes)], str(13_900_000_000 + number), secrets.token_urlsafe(32)
            )
            for number in range(first, min(first + BATCH, count + 1))
        ]
        chosen = [person for person in batch if person.id % every == 0]
        with unit_of_work():
            _insert_people(batch, chosen)
        people += chosen
    return people[:with_log_in]


def _enrol_one(person: Person) -> Person:
    with unit_of_work():
        _insert_people([person], [person])
    return person


def _insert_people(batch: Sequence[Person], with_log_in: Sequence[Person]) -> None:
    now = clock.now()
    _insert(Member, [_member(person, PASSWORD_HASH, now) for person in batch])
    _insert(AccessToken, [_token(person, now) for person in with_log_in])
    _insert(Identity, [_identity(person) for person in with_log_in])


def _member(person: Person, password_hash: str, now: datetime) -> dict[str, Any]:
    return {
        "id": person.id,
        "public_id": opaque_id(),
        "name": f"党员{person.id}",
        "branch_id": person.branch_id,
        "active": True,
        "ranking_opt_in": True,
        "full_name_on_boards": False,
        "password_hash": password_hash,
        "created_at": now,
    }


def _token(person: Person, now: datetime) -> dict[str, Any]:
    return {
        "id": opaque_id(),
        "member_id": person.id,
        "secret_hash": hashlib.sha256(person.token.encode()).hexdigest(),
        "kind": "bearer",
        "device": "benchmark",
        "created_at": now,
        "expires_at": now + timedelta(days=30),
    }


def _identity(person: Person) -> dict[str, Any]:
    return {
        "member_id": person.id,
        "kind": "phone",
        "subject_hash": blind("phone", person.phone),
        "subject_sealed": seal(person.phone),
    }


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.connection().execute(insert(model.__table__), rows)


def _rank_everybody(dice: Random, periods: Sequence[str]) -> None:
    """Points on the boards of today for every member, many of them equal."""
    now = clock.now()
    with unit_of_work():
        rows = db.session.execute(
            select(Member.id, Member.branch_id, Organization.street_id).join(
                Organization, Organization.id == Member.branch_id
            )
        ).all()
        totals = [
            Total(
                member_id=row.id,
                points=dice.randrange(1, 60),
                duration_ms=None,
                reached_at=now - timedelta(milliseconds=dice.randrange(3_600_000)),
                entries=1,
                branch_id=row.branch_id,
                street_id=row.street_id,
                listed=True,
            )
            for row in rows
        ]
        for period in periods:
            verification.replace(boards.of_period(period, clock.local_day(now)), totals)


def clear_attempts(app: Flask) -> None:
    """Take away every attempt and what it counted for, so that each round finds the same: nobody has tried yet."""
    with app.app_context():
        with unit_of_work():
            for model in (Answer, Attempt):
                db.session.execute(delete(model))
            for board in (MemberStanding, BranchStanding, StandingCount):
                db.session.execute(delete(board).where(board.board.like("quiz:%")))
        _analyse()


def open_attempts(app: Flask, district: District, people: Sequence[Person]) -> list[Sheet]:
    """An open attempt for each of `people`, written directly, with right answers to it."""
    clear_attempts(app)
    now, dice = clock.now(), Random(8)
    with app.app_context(), unit_of_work():
        quiz = db.session.scalars(select(Quiz).where(Quiz.public_id == district.quiz)).one()
        made = [_open_attempt(quiz, person, now, dice) for person in people]
        for start in range(0, len(made), BATCH):
            _insert(Attempt, [row for row, _ in made[start : start + BATCH]])
    return [Sheet(person, row["id"], answers) for person, (row, answers) in zip(people, made, strict=True)]


def _open_attempt(
    quiz: Quiz, person: Person, now: datetime, dice: Random
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    rules = Rules.from_data(quiz.rules)
    pool = pools.drawable(DrawRule.from_data(quiz.draw[0]))
    drawn = dice.sample(pool, QUESTIONS)
    wordings = pools.wordings(question.revision_id for question in drawn)
    paper = papers.compose([(wordings[question.revision_id], 100) for question in drawn], rules, dice)
    row = {
        "member_id": person.id,
        "id": opaque_id(),
        "quiz_id": quiz.id,
        "ordinal": 1,
        "ordinal_of_day": 1,
        "day": clock.local_day(now),
        "state": "open",
        "started_at": now,
        "expires_at": rules.expires_at(now, quiz.closes_at),
        "opened": len(paper),
        "opened_at": now,
        "revives": 0,
        "paper": paper,
        "seed": "0" * 32,
    }
    answers = []
    for number, line in enumerate(paper, start=1):
        wording = wordings[line["revision"]]
        key = papers.from_stored(line, kinds.key_response(wording.kind, wording.content))
        answers.append({"number": number, "response": key})
    return row, answers
