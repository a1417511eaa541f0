"""`jinshui demo`: believable data in an empty database, by the rules of the service itself."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from jinshui_study import clock
from jinshui_study.accounts import members, sessions
from jinshui_study.accounts.models import Identity, Member, Organization, RoleGrant
from jinshui_study.app import create_app
from jinshui_study.arena import modes, scoring
from jinshui_study.arena.models import Answer, Attempt, Exposure, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.cli.demo import places
from jinshui_study.cli.demo.people import LOGINS
from jinshui_study.cli.points import find_differences
from jinshui_study.db import db, unit_of_work
from jinshui_study.points.models import BranchStanding, DailyProgress, LedgerEntry, MemberStanding
from jinshui_study.points.rules import FIRST_RULES, from_data
from jinshui_study.questions import grading
from jinshui_study.questions.models import Question, Revision
from tests.cli.demo_database import (
    DAYS,
    MEMBERS,
    Built,
    count,
    dispose,
    finish_anew,
    played,
    run,
    story,
)
from tests.conftest import settings_for
from tests.moments import at

FIRST_DAY, TODAY = at(18).date(), at(23).date()
LEADERS = ("毛泽东", "周恩来", "邓小平", "李强", "方志敏", "张桂梅", "王进喜", "雷锋")


def test_the_tree_has_all_streets_and_every_branch_its_members_and_a_secretary(inside: Built) -> None:
    nodes = {node.id: node for node in db.session.scalars(select(Organization))}
    district = next(node for node in nodes.values() if node.parent_id is None)
    below = [node for node in nodes.values() if node.parent_id == district.id]
    assert (district.kind, district.name) == ("district", "中共郑州市金水区委员会")
    assert sorted(node.name for node in below if node.kind == "street") == sorted(places.NODES[:17])
    assert [node.name for node in below if node.kind == "committee"] == ["区直机关工委"]
    branches = {node.id: node.member_count for node in nodes.values() if node.kind == "branch"}
    assert {nodes[branch].street_id for branch in branches} == {node.id for node in below}
    homes = Counter(db.session.scalars(select(Member.branch_id)))
    assert homes == branches
    assert sum(branches.values()) == MEMBERS
    assert min(branches.values()) >= 5
    assert max(branches.values()) <= 80
    assert len(set(branches.values())) > 5
    led = select(RoleGrant.organization_id, Member.branch_id).join(Member, Member.id == RoleGrant.member_id)
    pairs = db.session.execute(led.where(RoleGrant.role == "secretary")).all()
    assert sorted(pairs) == sorted((branch, branch) for branch in branches)


def test_names_are_invented_and_everybody_chose_to_be_ranked(inside: Built) -> None:
    people = db.session.scalars(select(Member)).all()
    called = Counter(person.name for person in people)
    assert not called.keys() & set(LEADERS)
    assert called.most_common(1)[0][1] == 1
    assert all(person.ranking_opt_in and person.active for person in people)
    assert 0 < sum(person.full_name_on_boards for person in people) < MEMBERS / 2


def test_only_the_four_log_ins_have_a_phone_and_a_password(inside: Built) -> None:
    phones = [members.find_by_identity("phone", login.phone) for login in LOGINS]
    known = {person.id for person in phones if person is not None}
    assert len(known) == 4
    assert set(db.session.scalars(select(Identity.member_id))) == known
    assert set(db.session.scalars(select(Member.id).where(Member.password_hash.is_not(None)))) == known


@pytest.mark.parametrize(
    ("login", "roles"),
    [
        (LOGINS[0], []),
        (LOGINS[1], [("secretary", "branch")]),
        (LOGINS[2], [("unit_admin", "花园路街道党工委")]),
        (LOGINS[3], [("district_admin", places.DISTRICT), ("editor", places.DISTRICT)]),
    ],
    ids=lambda value: value.title if hasattr(value, "phone") else "",
)
def test_each_log_in_works_and_has_its_roles(demo: Built, login: Any, roles: list[Any]) -> None:
    me = demo.log_in(login.phone)["member"]
    expected = [(role, me["branch"]["name"] if over == "branch" else over) for role, over in roles]
    assert me["name"] == login.name
    assert sorted((grant["role"], grant["organization"]["name"]) for grant in me["roles"]) == sorted(expected)
    assert f"{login.phone}  {login.title}  {login.name}" in demo.output


def test_the_member_and_the_secretary_share_a_branch(demo: Built) -> None:
    member, secretary = (demo.log_in(login.phone)["member"] for login in LOGINS[:2])
    assert member["name"] == "张晓明"
    assert member["branch"] == secretary["branch"]
    assert member["path"][1]["name"] == "经八路街道党工委"


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.title)
def test_a_log_in_has_a_past_and_nothing_today(demo: Built, login: Any) -> None:
    token = demo.log_in(login.phone)["token"]
    today = demo.get(token, "/points/today")
    assert today["total"] == 0
    assert [task["current"] for task in today["tasks"]] == [0] * 5
    assert demo.get(token, "/points/entries")["items"]
    quizzes = demo.get(token, "/quizzes?open=true")["items"]
    lefts = {quiz["preset"]: quiz["tries_left"] for quiz in quizzes}
    assert lefts == {"daily": 1, "weekly": None, "contest": 2, "topic": None, "survival": None}
    assert all(quiz["open_attempt_id"] is None for quiz in quizzes)


def test_everything_happened_on_the_days_before_today(inside: Built) -> None:
    days = {FIRST_DAY + timedelta(days=number) for number in range(DAYS)}
    assert set(db.session.scalars(select(LedgerEntry.day))) == days
    for attempt in db.session.scalars(select(Attempt)):
        moments = (attempt.started_at, attempt.opened_at, attempt.finished_at)
        assert {clock.local_day(moment) for moment in moments if moment} == {attempt.day}
        assert attempt.started_at <= attempt.opened_at < attempt.finished_at < attempt.expires_at
    assert count(Answer, Answer.answered_at >= clock.day_starts(TODAY)) == 0
    assert count(Exposure, Exposure.seen_at >= clock.day_starts(TODAY)) == 0


def test_standings_are_what_the_ledger_and_the_attempts_say(inside: Built) -> None:
    assert find_differences(inside.app.extensions["profile"]) == []
    assert count(MemberStanding, MemberStanding.board == "all") > MEMBERS / 2
    assert count(BranchStanding, BranchStanding.board == "all") > 10


def test_no_day_pays_a_task_more_than_its_cap(inside: Built) -> None:
    caps = {task["code"]: task["cap"] for task in FIRST_RULES["tasks"]}
    most = select(DailyProgress.task, func.max(DailyProgress.points).label("points")).group_by(
        DailyProgress.task
    )
    paid = {row.task: row.points for row in db.session.execute(most)}
    assert paid.keys() == caps.keys()
    assert all(points <= caps[task] for task, points in paid.items())
    assert paid["topic"] == caps["topic"] < max(topics_before_the_cap().values())
    lines = select(LedgerEntry.source_key, LedgerEntry.points)
    attempts = select("attempt:" + Attempt.id, Attempt.points_awarded)
    assert sorted(db.session.execute(lines)) == sorted(db.session.execute(attempts))


def topics_before_the_cap() -> Counter[Any]:
    """By member and day: what topic quizzes alone would have paid."""
    task = from_data(1, FIRST_RULES).tasks[1]
    earned: Counter[Any] = Counter()
    for run_ in played():
        if run_.quiz.preset == "topic":
            attempt = run_.attempt
            earned[attempt.member_id, attempt.day] += task.worth(attempt.correct, attempt.questions)
    return earned


def test_every_attempt_scores_what_grading_its_answers_gives(inside: Built) -> None:
    contents = {
        revision.id: (kind, revision.content)
        for revision, kind in db.session.execute(
            select(Revision, Question.kind).join(Question, Question.id == Revision.question_id)
        )
    }
    for run_ in played():
        attempt, answers = run_.attempt, run_.answers
        for number, answer in answers.items():
            line = attempt.paper[number - 1]
            grade = grading.grade(*contents[answer.revision_id], answer.response)
            right = scoring.score(run_.rules, grade, line["worth"], answer.elapsed_ms)
            assert (answer.revision_id, answer.locked) == (line["revision"], True)
            assert (answer.correct, answer.score) == (grade.correct, right)
        worth = sum(line["worth"] for line in attempt.paper)
        total = scoring.total((answer.score or 0 for answer in answers.values()), worth)
        correct = sum(bool(answer.correct) for answer in answers.values())
        assert (attempt.score, attempt.max_score, attempt.correct) == (total, worth, correct)


def test_the_arena_finishes_every_attempt_just_so(inside: Built) -> None:
    everybody = db.session.scalars(select(Member.id).order_by(Member.id)).all()
    db.session.rollback()
    pairs = finish_anew(everybody[:60], inside.app.extensions["profile"])
    assert len(pairs) > 50
    for kept, anew in pairs:
        assert kept == anew


def test_papers_hold_as_many_different_questions_as_the_rules_say(inside: Built) -> None:
    for run_ in played():
        questions = [line["question"] for line in run_.attempt.paper]
        assert len(set(questions)) == len(questions) == run_.rules.questions
        if run_.quiz.paper:
            given_lines = sorted(line["revision"] for line in run_.quiz.paper)
            assert sorted(line["revision"] for line in run_.attempt.paper) == given_lines


def test_questions_with_a_limit_were_answered_one_by_one_within_it(inside: Built) -> None:
    seen: Counter[str] = Counter()
    for run_ in played():
        attempt, rules, answers = run_.attempt, run_.rules, run_.answers
        seen[run_.quiz.preset] += 1
        if rules.seconds_per_question is None:
            assert attempt.opened == len(attempt.paper) == len(answers)
            assert attempt.opened_at == attempt.started_at
            spent = [answer.elapsed_ms for _, answer in sorted(answers.items())]
            assert spent == sorted(spent)
            assert attempt.duration_ms == clock.milliseconds(attempt.finished_at - attempt.started_at)
            continue
        limit = rules.seconds_per_question * 1000
        assert all(0 < answer.elapsed_ms <= limit for answer in answers.values())
        assert max(answers, default=0) <= attempt.opened
        last = answers.get(attempt.opened)
        if last is not None:
            assert clock.milliseconds(last.answered_at - attempt.opened_at) == last.elapsed_ms
        missed = attempt.opened - len(answers)
        assert attempt.duration_ms == sum(answer.elapsed_ms for answer in answers.values()) + missed * limit
    assert seen.keys() == {"daily", "weekly", "topic", "survival", "contest"}


def test_a_survival_run_ends_at_the_mistake_it_was_not_revived_from(inside: Built) -> None:
    runs = [run_ for run_ in played() if run_.quiz.preset == "survival"]
    for run_ in runs:
        attempt, answers = run_.attempt, run_.answers
        assert attempt.questions == attempt.opened
        mistakes = [
            number
            for number in range(1, attempt.opened + 1)
            if number not in answers or not answers[number].correct
        ]
        ended = attempt.opened == len(attempt.paper) or mistakes[-1] == attempt.opened
        assert ended
        assert len(mistakes) - 1 <= attempt.revives <= len(mistakes)
        assert attempt.revives <= run_.rules.revives
    assert {run_.attempt.revives for run_ in runs} == {0, 1}


def test_tries_are_numbered_and_the_best_is_marked(inside: Built) -> None:
    order = select(Attempt, Quiz).join(Quiz, Quiz.id == Attempt.quiz_id).order_by(Attempt.started_at)
    tries: Counter[Any] = Counter()
    best: dict[Any, modes.Result] = {}
    for attempt, quiz in db.session.execute(order):
        key, of_day = (attempt.member_id, quiz.id), (attempt.member_id, quiz.id, attempt.day)
        tries.update([key, of_day])
        assert (attempt.ordinal, attempt.ordinal_of_day) == (tries[key], tries[of_day])
        assert quiz.opens_at <= attempt.started_at < quiz.closes_at
        assert attempt.expires_at == Rules.from_data(quiz.rules).expires_at(
            attempt.started_at, quiz.closes_at
        )
        result = modes.Result(attempt.score, attempt.duration_ms)
        assert attempt.personal_best == (key not in best or result.beats(best[key]))
        best[key] = result if attempt.personal_best else best[key]
    assert max(tries.values()) > 1


@pytest.mark.parametrize("preset", ["daily", "weekly", "topic", "survival", "contest"])
def test_a_finished_attempt_opens_with_its_review(demo: Built, preset: str) -> None:
    with demo.app.app_context():
        found = select(Attempt).join(Quiz, Quiz.id == Attempt.quiz_id).where(Quiz.preset == preset)
        attempt = db.session.scalars(found.order_by(Attempt.started_at).limit(1)).one()
        kept = (attempt.id, attempt.score, attempt.correct, attempt.points_awarded, attempt.opened)
        with unit_of_work():
            token, _ = sessions.issue(members.get(attempt.member_id), "bearer", clock.now(), 30)
    result = demo.get(token, f"/attempts/{kept[0]}")
    assert (result["attempt_id"], result["score"], result["correct"], result["points_awarded"]) == kept[:4]
    if preset == "contest":
        assert result["review"] is None
        return
    assert [line["number"] for line in result["review"]] == list(range(1, kept[4] + 1))
    assert sum(line["correct"] for line in result["review"]) == kept[2]
    assert all(line["key"] and line["explanation"] and line["source"] for line in result["review"])


def test_boards_have_entries(demo: Built) -> None:
    token = demo.log_in(LOGINS[0].phone)["token"]
    personal = demo.get(token, "/leaderboards/members?period=all&limit=100")
    assert len(personal["items"]) == 100
    assert personal["me"]["rank"] >= 1
    assert [row["is_me"] for row in personal["around_me"]].count(True) == 1
    assert len(demo.get(token, "/leaderboards/branches?period=month")["items"]) > 10
    assert len(demo.get(token, "/leaderboards/streets?period=month")["items"]) > 10
    contest = next(
        quiz for quiz in demo.get(token, "/quizzes?open=true")["items"] if quiz["preset"] == "contest"
    )
    assert demo.get(token, f"/quizzes/{contest['id']}/leaderboard")["items"]


def test_branches_differ_and_the_evening_is_busier_than_the_night(inside: Built) -> None:
    hours = Counter(
        moment.astimezone(clock.SHANGHAI).hour for moment in db.session.scalars(select(Attempt.started_at))
    )
    assert hours[20] > 3 * hours[10]
    assert not hours.keys() & set(range(6))
    shares = [
        line.participants / line.size
        for line in db.session.execute(
            select(BranchStanding.participants, Organization.member_count.label("size"))
            .join(Organization, Organization.id == BranchStanding.branch_id)
            .where(BranchStanding.board == f"day:{at(20).date()}")
        )
    ]
    assert max(shares) > 2 * min(shares)


def test_a_second_demo_is_refused_and_changes_nothing(demo: Built) -> None:
    def counts() -> list[int]:
        with demo.app.app_context():
            return [count(model) for model in (Organization, Member, Quiz, Attempt, LedgerEntry)]

    before = counts()
    result = run(demo.app, "--anyway")
    assert result.exit_code == 1
    assert "演示数据只能建在空的数据库里" in result.output
    assert counts() == before


def test_a_second_demo_only_tells_the_log_ins_when_asked_to_be_quiet(inside: Built) -> None:
    before = count(Attempt)
    result = run(inside.app, "--if-empty")
    assert result.exit_code == 0
    assert all(login.phone in result.output for login in LOGINS)
    assert count(Attempt) == before


def test_another_database_than_sqlite_is_refused_before_it_is_touched(tmp_path: Path) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nowhere"
    app = create_app(settings_for(nowhere, tmp_path))
    result = run(app)
    assert result.exit_code == 1
    assert "--anyway" in result.output
    dispose(app)


def test_a_bank_without_questions_leaves_the_database_empty(empty: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "bank"
    folder.mkdir()
    result = run(empty, "--bank", str(folder))
    assert result.exit_code == 1
    assert "错误" in result.output
    with empty.app_context():
        assert count(Organization) == count(Member) == 0


def test_the_same_seed_makes_the_same_demo_in_any_database(empty: Flask, another: Flask) -> None:
    told = []
    for app in (empty, another):
        assert run(app, "--members", "100", "--days", "1", "--anyway").exit_code == 0
        with app.app_context():
            told.append(story())
    assert told[0] == told[1]
    assert len(told[0]) > 10
