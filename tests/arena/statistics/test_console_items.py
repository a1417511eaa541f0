"""The pages of questions: figures in words, filters in the address, and flags put away."""

import re
from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena.statistics.models import ItemFlag, ItemStatistic
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import listing
from jinshui_study.questions.models import Question, Revision
from jinshui_study.questions.sampling import DrawRule
from tests.arena.statistics.looking import (
    SINGLES,
    as_role,
    count,
    flag,
    look,
    plain,
    play,
    question_of,
    status,
)
from tests.arena.steps import run
from tests.console.test_pages import token_on
from tests.moments import MONDAY_NOON
from tests.world import Person, World


def test_the_list_has_the_figures_and_links_to_the_question(
    world: World, client: FlaskClient, editor: Person
) -> None:
    quiz = world.quiz("daily", questions=1, draw=SINGLES, same_for_all=True)
    play(world, quiz, [1, 0, 1, 1])
    page = look(client, "/")
    row = db.session.execute(
        select(Question.public_id, Revision.stem)
        .join(Revision, Revision.question_id == Question.id)
        .join(ItemStatistic, ItemStatistic.revision_id == Revision.id)
    ).one()
    assert f"/console/statistics/questions/{row.public_id}?revision=1" in page
    assert row.stem in page
    assert "共 1 道" in plain(page)
    assert "75%" in page


def test_filters_and_order_live_in_the_address(world: World, client: FlaskClient, editor: Person) -> None:
    play(world, world.quiz("weekly", questions=60), [20, 40])
    flag("single-3")
    bank = db.session.scalars(select(Question.bank_id)).first()
    assert bank is not None
    everything = look(client, "/")
    assert "共 60 道" in plain(everything)
    assert "第 1 页，共 2 页" in everything
    assert everything.count("?revision=1") == listing.SIZE
    flagged = look(client, "/?flag=any")
    assert flagged.count("?revision=1") == 1
    assert "答案可能有误" in flagged
    assert "符合条件的有 1 道" in plain(flagged)
    assert look(client, "/?flag=negative").count("?revision=1") == 1
    assert "没有符合这些条件的题" in look(client, "/?flag=too_easy")
    assert look(client, "/?kind=blank").count("?revision=1") == 10
    assert look(client, "/?topic=专题1&kind=blank").count("?revision=1") == 5
    assert look(client, "/?page=2&sort=-facility").count("?revision=1") == 10
    assert "sort=-facility" in look(client, "/?sort=-facility")


def test_what_an_address_asks_for_that_there_is_not_is_left_out(
    world: World, client: FlaskClient, editor: Person
) -> None:
    play(world, world.quiz("daily"), [3])
    for query in (
        "sort=revision_id;drop",
        "kind=essay",
        "bank=somebody-elses",
        "flag=boring",
        "topic=%F0%9F%92%A5",
        "page=0",
        "page=-1",
        "page=x",
        "old=yes",
    ):
        assert look(client, f"/?{query}").count("?revision=1") == 5, query
    assert look(client, "/?page=99999999999999999999").count("?revision=1") == 5
    assert look(client, "/?page=9").count("?revision=1") == 5


def test_the_list_is_ordered_by_what_was_asked_for(world: World, client: FlaskClient, editor: Person) -> None:
    draws = [
        (DrawRule(count=1, score=100, banks=("study",), kinds=(kind,)),) for kind in ("single", "true_false")
    ]
    hard, easy = (world.quiz("daily", questions=1, draw=draw, same_for_all=True) for draw in draws)
    play(world, hard, [0, 0])
    play(world, easy, [1, 1, 1])
    for sort, first in (("facility", "单选"), ("-facility", "判断"), ("asked", "单选"), ("-asked", "判断")):
        page = look(client, f"/?sort={sort}")
        found = re.findall(r'\?revision=1">(单选|判断)', page)
        assert found[0] == first, sort


def test_old_wordings_are_shown_when_asked_for(world: World, client: FlaskClient, editor: Person) -> None:
    play(world, world.quiz("daily", questions=1, draw=SINGLES, same_for_all=True), [1])
    revision = db.session.scalars(select(ItemStatistic.revision_id)).one()
    kept = db.session.get_one(Revision, revision)
    with unit_of_work():
        newer = Revision(
            question_id=kept.question_id,
            number=2,
            stem="换过的题干",
            content=kept.content,
            explanation="",
            source="",
            created_at=MONDAY_NOON,
        )
        db.session.add(newer)
        db.session.flush()
        question = db.session.get_one(Question, kept.question_id)
        question.current_revision_id = newer.id
        public_id = question.public_id
    assert "没有统计" in look(client, "/")
    assert "?revision=1" in look(client, "/?old=1")
    assert "这个版本还没有人答过" in look(client, f"/questions/{public_id}")
    assert "（旧版）" in look(client, f"/questions/{public_id}?revision=1")
    assert status(client, f"/questions/{public_id}?revision=3") == 404


def test_a_question_shows_its_options_with_their_shares_and_the_key(
    world: World, client: FlaskClient, editor: Person
) -> None:
    quiz = world.quiz("daily", questions=1, draw=SINGLES, same_for_all=True)
    play(world, quiz, [1, 1, 1, 0])
    revision = db.session.scalars(select(ItemStatistic.revision_id)).one()
    question = db.session.get_one(Question, db.session.get_one(Revision, revision).question_id)
    page = plain(look(client, f"/questions/{question.public_id}"))
    key = db.session.get_one(Revision, revision).content["key"][0]
    assert re.search(rf"{'ABCD'[key]} .对 答案 75% 3 次", page)
    assert "全部得分 满分 75% 3 次" in page
    assert "没有得分 25% 1 次" in page
    assert "得分率 75.0%" in page
    assert "难度：较易" in page
    assert "不满 30 人次" in page


def test_a_run_that_ends_with_a_mistake_has_no_discrimination(
    world: World, client: FlaskClient, editor: Person
) -> None:
    me = world.person()
    quiz = world.quiz("survival", questions=3, same_for_all=True)
    attempt = run(world, me, quiz, [True, False])
    world.submit(me, attempt)
    count()
    question = db.session.execute(
        select(Question.public_id)
        .join(Revision, Revision.question_id == Question.id)
        .join(ItemStatistic, ItemStatistic.revision_id == Revision.id)
    ).first()
    assert question is not None
    assert "区分度：无法计算" in look(client, f"/questions/{question.public_id}")


def test_a_median_time_is_shown_from_five_answers_on(
    world: World, client: FlaskClient, editor: Person, now: Callable[[datetime], None]
) -> None:
    quiz = world.quiz("daily", questions=1, draw=SINGLES, same_for_all=True)
    play(world, quiz, [1, 1, 1, 1])
    revision = db.session.scalars(select(ItemStatistic.revision_id)).one()
    question = db.session.get_one(Question, db.session.get_one(Revision, revision).question_id)
    path = f"/questions/{question.public_id}"
    assert "不足 5 次作答有用时，不显示。" in look(client, path)
    assert " 秒" not in look(client, "/")
    play(world, quiz, [1])
    assert "一半的作答快于 0 秒。" in look(client, path)
    assert "0 秒" in look(client, "/")


def dismiss(client: FlaskClient, question: str, **form: str) -> TestResponse:
    token = token_on(client.get("/console/"))
    return client.post(
        f"/console/statistics/questions/{question}/flags",
        data={"csrf_token": token, "revision": "1", "reason": "negative", **form},
    )


def test_a_flag_is_put_away_by_who_reviews_and_noted(
    world: World, client: FlaskClient, editor: Person
) -> None:
    flag("single-3")
    question = question_of("single-3").public_id
    page = look(client, f"/questions/{question}")
    assert "可能是标准答案有误" in page
    assert f'href="/console/disputes/{question}/1"' in page
    reply = dismiss(client, question)
    assert (reply.status_code, reply.location) == (
        302,
        f"/console/statistics/questions/{question}?revision=1",
    )
    db.session.expire_all()
    kept = db.session.scalars(select(ItemFlag)).one()
    assert (kept.state, kept.decided_by) == ("dismissed", editor.id)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "item.flag_dismissed")).one()
    assert (line.member_id, line.subject) == (editor.id, f"question:{question}")
    assert line.details == {"reason": "negative", "revision": 1}
    assert "可能是标准答案有误" not in look(client, f"/questions/{question}")
    assert dismiss(client, question).status_code == 302
    assert (
        len(list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "item.flag_dismissed"))))
        == 1
    )


def test_who_only_sees_puts_no_flag_away(world: World, client: FlaskClient) -> None:
    flag("single-3")
    question = question_of("single-3").public_id
    as_role(world, client, "unit_admin", world.district)
    page = look(client, f"/questions/{question}")
    assert "可能是标准答案有误" in page
    assert "看过了，没有问题" not in page
    assert dismiss(client, question).status_code == 403
    as_role(world, client, "editor", world.streets[0])
    assert dismiss(client, question).status_code == 404
    assert db.session.scalars(select(ItemFlag.state)).one() == "open"


def test_a_flag_needs_the_pages_own_form_and_a_reason_there_is(
    world: World, client: FlaskClient, editor: Person
) -> None:
    flag("single-3")
    question = question_of("single-3").public_id
    bare = client.post(f"/console/statistics/questions/{question}/flags", data={"reason": "negative"})
    assert bare.status_code == 400
    assert dismiss(client, question, reason="boring").status_code == 404
    assert db.session.scalars(select(ItemFlag.state)).one() == "open"
