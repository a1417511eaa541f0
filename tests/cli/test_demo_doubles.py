"""A demo of a whole district: most did what somebody else did, and every rule of the service still holds."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from jinshui_study import clock
from jinshui_study.accounts.models import Member
from jinshui_study.app import create_app
from jinshui_study.arena.models import Answer, Attempt, Exposure, Quiz
from jinshui_study.cli.demo import doubles, places
from jinshui_study.cli.demo.people import LOGINS
from jinshui_study.cli.points import find_differences
from jinshui_study.db import db
from jinshui_study.points.models import LedgerEntry
from tests.cli.demo_database import Built, count, dispose, run
from tests.conftest import BACKENDS, new_database, settings_for

NUMBER = 700


@pytest.fixture(scope="module", params=BACKENDS[1:])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("large")
    databases = new_database(request.param, folder)
    app = create_app(settings_for(next(databases), folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "LARGE", 500)
        patch.setattr(doubles, "EVERY", 4)
        patch.setattr(doubles, "BATCH", 100)
        result = run(app, "--members", str(NUMBER), "--days", "4", "--anyway")
    assert result.exit_code == 0, result.output
    yield Built(app, result.output)
    dispose(app)
    next(databases, None)


@pytest.fixture
def within(large: Built) -> Iterator[Built]:
    with large.app.app_context():
        yield large


def test_standings_are_what_the_ledger_and_the_attempts_say(within: Built) -> None:
    assert find_differences(within.app.extensions["profile"]) == []


def test_doubles_have_attempts_answers_lines_and_things_seen_of_their_own(within: Built) -> None:
    active = db.session.scalar(select(func.count(Attempt.member_id.distinct()))) or 0
    assert active > 0.75 * NUMBER
    assert count(Attempt) == db.session.scalar(select(func.count(Attempt.id.distinct())))
    joined = select(func.count()).join(
        Attempt, (Attempt.member_id == Answer.member_id) & (Attempt.id == Answer.attempt_id)
    )
    assert count(Answer) == db.session.scalar(joined.select_from(Answer))
    assert f"作答 {count(Attempt)} 次、答题 {count(Answer)} 道" in within.output
    keys = {tuple(row) for row in db.session.execute(select(LedgerEntry.member_id, LedgerEntry.source_key))}
    runs = db.session.execute(select(Attempt.member_id, Attempt.id))
    assert keys == {(member, f"attempt:{attempt}") for member, attempt in runs}
    assert db.session.scalar(select(func.count(Exposure.member_id.distinct()))) == active


def test_doubles_are_paid_in_their_own_branch(within: Built) -> None:
    away = select(func.count()).select_from(LedgerEntry).join(Member, Member.id == LedgerEntry.member_id)
    assert db.session.scalar(away.where(Member.branch_id != LedgerEntry.branch_id)) == 0


def test_nobody_began_before_the_quiz_or_on_another_day(within: Built) -> None:
    moments = set()
    for attempt, quiz in db.session.execute(select(Attempt, Quiz).join(Quiz, Quiz.id == Attempt.quiz_id)):
        assert quiz.opens_at <= attempt.started_at <= attempt.opened_at < attempt.finished_at
        assert clock.local_day(attempt.started_at) == clock.local_day(attempt.finished_at) == attempt.day
        assert attempt.finished_at < attempt.expires_at
        moments.add(attempt.started_at)
    assert len(moments) > 0.9 * count(Attempt)


def test_who_can_log_in_was_played(large: Built) -> None:
    for login in LOGINS:
        token = large.log_in(login.phone)["token"]
        assert large.get(token, "/points/entries")["items"]


def test_a_whole_district_does_not_go_into_sqlite(empty: Flask) -> None:
    result = empty.test_cli_runner().invoke(args=["demo", "--members", "60000"])
    assert result.exit_code == 1
    assert "只能建在 PostgreSQL 里" in result.output
