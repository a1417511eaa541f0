"""A database with the demo in it, and ways to read what it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, func, insert, select, update

from jinshui_study import cache, clock
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena import attempts, finishing
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.cli.demo.people import PASSWORD
from jinshui_study.compliance import Profile
from jinshui_study.db import db, table_of, unit_of_work
from jinshui_study.points.models import (
    BranchStanding,
    DailyProgress,
    LedgerEntry,
    MemberStanding,
    StandingCount,
)
from jinshui_study.questions import pools
from tests.moments import MONDAY_NOON

MEMBERS, DAYS = 300, 5


@dataclass(frozen=True)
class Built:
    """An application whose database the demo was built in, and what the command said."""

    app: Flask
    output: str

    def get(self, token: str, path: str) -> Any:
        reply = self.app.test_client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
        assert reply.status_code == 200, reply.get_data(as_text=True)
        return reply.get_json()

    def log_in(self, phone: str) -> Any:
        login = {"login": phone, "password": PASSWORD}
        reply = self.app.test_client().post("/api/v1/auth/login", json=login)
        assert reply.status_code == 200, reply.get_data(as_text=True)
        return reply.get_json()


def run(app: Flask, *options: str) -> Result:
    """`jinshui demo` at noon of a Monday, with nothing left in the process of other databases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: MONDAY_NOON)
        forget(app)
        return app.test_cli_runner().invoke(args=["demo", *options])


def forget(app: Flask) -> None:
    with app.app_context():
        cache.forget_all()
        pools.forget_all()


def dispose(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    forget(app)


def count(model: type, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


@dataclass(frozen=True)
class Played:
    attempt: Attempt
    quiz: Quiz
    rules: Rules
    answers: dict[int, Answer]


def played() -> Iterator[Played]:
    answers: dict[str, dict[int, Answer]] = {}
    for answer in db.session.scalars(select(Answer)):
        answers.setdefault(answer.attempt_id, {})[answer.number] = answer
    for attempt, quiz in db.session.execute(select(Attempt, Quiz).join(Quiz, Quiz.id == Attempt.quiz_id)):
        yield Played(attempt, quiz, Rules.from_data(quiz.rules), answers.get(attempt.id, {}))


def story() -> list[Any]:
    """Who did what and when, without the ids that are drawn anew each time."""
    query = select(Member.name, Quiz.title, Attempt.started_at, Attempt.score, Attempt.seed)
    joined = query.join(Attempt, Attempt.member_id == Member.id).join(Quiz, Quiz.id == Attempt.quiz_id)
    return sorted(db.session.execute(joined).all())


def finish_anew(member_ids: Sequence[int], profile: Profile) -> list[tuple[Any, Any]]:
    """Attempts and ledger lines of members as they are, each with what the arena makes of the same answers.

    Every attempt is opened again and submitted at its moment, one after the other; nothing of it is kept.
    """
    home = select(Member.id, Member.branch_id, Organization.street_id, Member.ranking_opt_in)
    with unit_of_work() as session:
        owners = {
            row.id: row
            for row in session.execute(home.join(Organization, Organization.id == Member.branch_id))
        }
        before = _attempts_and_entries(member_ids)
        for model in (LedgerEntry, DailyProgress, Attempt):
            session.execute(delete(model).where(model.member_id.in_(member_ids)))
        for model in (MemberStanding, BranchStanding, StandingCount):
            session.execute(delete(model))
        for row, _ in before:
            _reopen(row)
            attempt = attempts.get(row["id"], row["member_id"], lock=True)
            finishing.submit(attempt, {}, owners[attempt.member_id], profile, row["finished_at"])
        after = _attempts_and_entries(member_ids)
        session.rollback()
    return list(zip(before, after, strict=True))


def _attempts_and_entries(member_ids: Sequence[int]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The rows of attempts in their order, each with its ledger line's without the line's own id."""
    table, ledger = table_of(Attempt), table_of(LedgerEntry)
    mine = select(table).where(table.c.member_id.in_(member_ids)).order_by(table.c.started_at, table.c.id)
    entries = {
        row["source_key"]: {name: value for name, value in row.items() if name != "id"}
        for row in db.session.execute(select(ledger).where(ledger.c.member_id.in_(member_ids))).mappings()
    }
    return [(dict(row), entries[f"attempt:{row['id']}"]) for row in db.session.execute(mine).mappings()]


def _reopen(row: dict[str, Any]) -> None:
    """The attempt as it was before its submit: answers are drafts unless their feedback was shown."""
    closing = "finished_at score max_score correct questions duration_ms points_awarded personal_best"
    db.session.execute(
        insert(table_of(Attempt)), [{**row, "state": "open", **dict.fromkeys(closing.split())}]
    )
    quiz = db.session.get_one(Quiz, row["quiz_id"])
    if quiz.rules["feedback"] != "each":
        drafts = update(Answer).where(Answer.attempt_id == row["id"])
        db.session.execute(drafts.values(locked=False, correct=None, score=None))
