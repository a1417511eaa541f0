"""The pages of statistics: who sees what, quizzes with their charts, and the stock."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import modes, programmes
from jinshui_study.arena.statistics.models import ItemStatistic
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import banks, check
from jinshui_study.questions.drafts import BankFile
from jinshui_study.questions.models import Question, Revision
from jinshui_study.questions.sampling import DrawRule
from tests.arena.statistics.looking import (
    PAGES,
    SINGLES,
    as_role,
    look,
    plain,
    play,
    question_of,
    status,
)
from tests.console.test_pages import token_on
from tests.world import Person, World, six_questions


@pytest.mark.parametrize("role", ["unit_admin", "editor", "district_admin"])
def test_who_may_see_statistics_sees_every_page(world: World, client: FlaskClient, role: str) -> None:
    as_role(world, client, role, world.district)
    assert [status(client, path) for path in PAGES] == [200, 200, 200]


def test_a_secretary_sees_none(world: World, client: FlaskClient) -> None:
    as_role(world, client, "secretary", world.branches[0])
    question = question_of("single-0").public_id
    paths = (*PAGES, f"/questions/{question}", "/quizzes/nothing")
    assert {status(client, path) for path in paths} == {403}
    form = {"csrf_token": token_on(client.get("/console/")), "reason": "negative", "revision": "1"}
    assert client.post(f"/console/statistics/questions/{question}/flags", data=form).status_code == 403


def test_whoever_is_not_logged_in_is_led_to_the_log_in(world: World, client: FlaskClient) -> None:
    assert {client.get(f"/console/statistics{path}").location for path in PAGES} == {"/console/login"}


def test_nothing_counted_yet_is_said(world: World, client: FlaskClient, editor: Person) -> None:
    assert "还没有统计" in look(client, "/")
    assert "还没有可以统计的活动" in look(client, "/quizzes")
    assert "没有每日自动出题的活动" in look(client, "/stock")


def street_bank(world: World) -> None:
    """A bank of the first street, with a question like no other's."""
    file = BankFile(
        file="street.yaml", layout="yaml", encoding="utf-8", bank="street", title="街道题库", purpose="study"
    )
    file.drafts.extend(six_questions(200))
    with unit_of_work():
        home = db.session.get_one(Organization, world.streets[0].id)
        banks.load([check.check(file)], home, clock.now(), state="ready")


def test_questions_and_quizzes_of_other_organizations_are_not_seen(world: World, client: FlaskClient) -> None:
    street_bank(world)
    draw = (DrawRule(count=6, score=100, banks=("street",)),)
    quiz = world.quiz("daily", questions=6, draw=draw, owner=world.streets[0], same_for_all=True)
    play(world, quiz, [0, 1, 3, 4, 6])
    question = question_of("single-200").public_id
    paths = (f"/questions/{question}", f"/quizzes/{quiz}")
    as_role(world, client, "unit_admin", world.streets[1])
    assert [status(client, path) for path in paths] == [404, 404]
    assert "单选200" not in look(client, "/?old=1")
    assert "测试活动" not in look(client, "/quizzes")
    assert "街道题库" not in look(client, "/")
    as_role(world, client, "unit_admin", world.streets[0])
    assert [status(client, path) for path in paths] == [200, 200]
    assert "单选200" in look(client, "/")
    assert "测试活动" in look(client, "/quizzes")


def test_a_quiz_of_ones_own_with_questions_of_others_shows_figures_without_their_words(
    world: World, client: FlaskClient
) -> None:
    quiz = world.quiz("daily", questions=1, draw=SINGLES, owner=world.streets[0], same_for_all=True)
    play(world, quiz, [0, 1, 1, 0, 1])
    as_role(world, client, "unit_admin", world.streets[0])
    page = look(client, f"/quizzes/{quiz}")
    assert "试题属于别的党组织的题库" in page
    assert "单选" not in page
    assert "60%" in page


def test_a_quiz_of_one_paper_shows_its_figures_charts_and_items(
    world: World, client: FlaskClient, editor: Person
) -> None:
    quiz = world.quiz("weekly", questions=5, same_for_all=True)
    play(world, quiz, [0, 1, 3, 4, 5, 5])
    page = look(client, f"/quizzes/{quiz}")
    text = plain(page)
    assert "作答份数 6" in text
    assert "平均分（满分 50） 30.0" in text
    assert "克龙巴赫 α" in text
    assert page.count("<circle") == 5
    assert page.count("<rect") >= 10
    assert "90%–100% 2" in text
    assert "设定权重" in text
    assert "20.0%" in text


def test_a_quiz_of_drawn_papers_has_no_consistency_and_says_why(
    world: World, client: FlaskClient, editor: Person
) -> None:
    quiz = world.quiz("weekly", questions=5)
    play(world, quiz, [0, 1, 3, 4, 5])
    text = plain(look(client, f"/quizzes/{quiz}"))
    assert "内部一致性 —" in text
    assert "每人试题不同" in text


def test_fewer_than_five_attempts_are_not_shown(world: World, client: FlaskClient, editor: Person) -> None:
    quiz = world.quiz("weekly", questions=5, same_for_all=True)
    play(world, quiz, [1, 2, 3, 4])
    page = look(client, f"/quizzes/{quiz}")
    assert "作答不足 5 份" in page
    assert "<svg" not in page.split("<main")[1]
    assert "不足 5 份，暂不统计" in look(client, "/quizzes")
    question = db.session.execute(
        select(Question.public_id)
        .join(Revision, Revision.question_id == Question.id)
        .join(ItemStatistic, ItemStatistic.revision_id == Revision.id)
    ).first()
    assert question is not None
    assert "测试活动" not in look(client, f"/questions/{question.public_id}")
    play(world, quiz, [5])
    assert "测试活动" in look(client, f"/questions/{question.public_id}")


def test_a_quiz_of_one_branch_would_tell_of_its_participation(
    world: World, client: FlaskClient, editor: Person, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = world.quiz("weekly", questions=5, owner=world.branches[0])
    play(world, quiz, [0, 1, 2, 3, 4])
    assert status(client, f"/quizzes/{quiz}") == 404
    assert "测试活动" not in look(client, "/quizzes")
    monkeypatch.setitem(app.extensions, "profile", Profile("open"))
    assert status(client, f"/quizzes/{quiz}") == 200
    assert "测试活动" in look(client, "/quizzes")


def test_the_stock_is_shown_for_the_programmes_in_reach(
    world: World, client: FlaskClient, editor: Person
) -> None:
    with unit_of_work():
        programmes.create(
            db.session.get_one(Organization, world.district.id),
            "daily",
            "day",
            "每日答题（{date}）",
            modes.preset("daily"),
            (DrawRule(count=5, score=100, banks=("study",)),),
            clock.now(),
            same_for_all=False,
        )
    text = plain(look(client, "/stock"))
    assert "整个活动 金水区 12 天 12 天" in text
    assert "专题1 较难" in text
    as_role(world, client, "unit_admin", world.streets[0])
    assert "没有每日自动出题的活动" in look(client, "/stock")


def test_the_pages_name_nobody_and_carry_no_code_of_their_own(
    world: World, client: FlaskClient, editor: Person
) -> None:
    quiz = world.quiz("weekly", questions=5, same_for_all=True)
    play(world, quiz, [0, 1, 3, 4, 5, 5])
    question = question_of("single-3").public_id
    for path in (*PAGES, f"/quizzes/{quiz}", f"/questions/{question}"):
        page = look(client, path).split("<main")[1]
        assert "张晓明" not in page
        assert "<script" not in page
        assert not re.search(r"\s(style|on\w+)=", page)


def test_a_page_costs_the_same_however_much_there_is(
    world: World, client: FlaskClient, editor: Person, statements: list[str]
) -> None:
    quiz = world.quiz("weekly", questions=5, same_for_all=True)
    play(world, quiz, [0, 1, 3, 4, 5, 5])
    counts = []
    for more in range(2):
        statements.clear()
        for path in ("/", "/quizzes", f"/quizzes/{quiz}"):
            look(client, path)
        counts.append(len(statements))
        if not more:
            for _ in range(3):
                play(world, world.quiz("weekly", questions=20), [3, 7, 9, 12, 15])
    assert counts[1] <= counts[0], statements
