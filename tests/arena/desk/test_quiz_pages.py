"""The quiz pages of the console: who gets how far, the list with its figures, the form with its preview."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from jinshui_study.arena import lots
from jinshui_study.arena.models import Programme, Quiz
from jinshui_study.db import db, unit_of_work
from tests.arena.statistics.looking import count
from tests.console.office import BROWSER, Office, office_of, text_of, told
from tests.moments import MONDAY_NOON
from tests.questions.samples import draft
from tests.world import World

FORM = {
    "preset": "contest",
    "contest": "henan-2023",
    "title": "七一竞赛",
    "opens_at": "2026-11-23T09:00",
    "closes_at": "2026-11-30T18:00",
    "row": "1",
    "banks-1": "study",
    "count-1": "5",
    "score-1": "10",
    "minutes_total": "15",
    "tries_per_day": "5",
    "counts": "best",
    "feedback": "after_close",
}
PEOPLE = ("nobody", "secretary", "elsewhere", "unit_admin", "editor", "district_admin")
OUT, NO, GONE, SEES, DOES, WRONG = 302, 403, 404, 200, 302, 422
LISTS = (OUT, NO, SEES, SEES, NO, SEES)
OWN = (OUT, NO, GONE, SEES, NO, SEES)
CHANGES = (OUT, NO, GONE, DOES, NO, DOES)
TABLE: list[tuple[str, str, dict[str, Any], tuple[int, ...]]] = [
    ("GET", "/quizzes/", {}, LISTS),
    ("GET", "/quizzes/new", {}, LISTS),
    ("GET", "/quizzes/new?preset=daily", {}, LISTS),
    ("POST", "/quizzes/new", {**FORM, "organization": "{street}"}, (OUT, NO, NO, DOES, NO, DOES)),
    ("GET", "/quizzes/{quiz}/", {}, OWN),
    ("GET", "/quizzes/{quiz}/edit", {}, OWN),
    ("POST", "/quizzes/{quiz}/edit", {**FORM, "organization": "{street}"}, CHANGES),
    ("POST", "/quizzes/{quiz}/close", {"when": "10"}, CHANGES),
    ("POST", "/quizzes/programmes/{programme}", {"active": "no"}, CHANGES),
    ("POST", "/quizzes/{quiz}/call-off", {}, CHANGES),
]


@pytest.fixture
def office(world: World, client: FlaskClient) -> Office:
    return office_of(world, client, "district_admin", world.district)


def names(world: World) -> dict[str, Any]:
    """A street's quiz and programme."""
    with unit_of_work():
        programme = Programme(
            organization_id=world.streets[0].id,
            preset="daily",
            every="day",
            title="每日答题（{date}）",
            rules={},
            draw=[],
            same_for_all=False,
            created_at=MONDAY_NOON,
        )
        db.session.add(programme)
        db.session.flush()
        quiz = world.quiz("contest", owner=world.streets[0])
        return {"quiz": quiz, "programme": programme.id, "street": world.streets[0].public_id}


@pytest.mark.parametrize("place", range(len(PEOPLE)), ids=PEOPLE)
def test_everybody_gets_exactly_this_far(place: int, world: World, client: FlaskClient) -> None:
    person, filled = PEOPLE[place], names(world)
    over = {
        "secretary": world.branches[0],
        "elsewhere": world.streets[1],
        "unit_admin": world.streets[0],
        "editor": world.district,
        "district_admin": world.district,
    }
    role = "unit_admin" if person == "elsewhere" else person
    office = None if person == "nobody" else office_of(world, client, role, over[person])
    got = []
    for method, template, form, _ in TABLE:
        path = template.format(**filled)
        sent = {name: value.format(**filled) for name, value in form.items()}
        if office is None:
            reply = client.open(f"/console{path}", method=method, data=sent, headers=BROWSER)
        else:
            reply = office.get(path) if method == "GET" else office.send(path, sent)
        got.append((method, template, reply.status_code))
    assert got == [(method, template, expected[place]) for method, template, _, expected in TABLE]


def test_the_table_leaves_no_page_out(app: Flask) -> None:
    urls = app.url_map.bind("localhost")
    filled = {"quiz": "x", "programme": 1, "street": "x"}
    held = {
        urls.match(f"/console{path.format(**filled)}".split("?")[0], method)[0] for method, path, *_ in TABLE
    }
    assert held == {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("quiz_pages")
    }


def test_every_form_needs_the_token_of_our_page(world: World, office: Office) -> None:
    filled = names(world)
    for method, template, form, _ in TABLE:
        if method == "POST":
            path = template.format(**filled)
            assert office.client.post(f"/console{path}", data=form, headers=BROWSER).status_code == 400
    assert db.session.scalar(select(func.count()).select_from(Quiz)) == 1


def test_whoever_has_no_quiz_is_led_to_the_first(world: World, office: Office) -> None:
    assert "新建第一个活动" in office.read("/quizzes/")
    page = office.read("/quizzes/new")
    assert [
        name for name in ("每日答题", "专项答题", "挑战答题", "每周答题", "竞赛：") if name not in page
    ] == []


def test_a_quiz_is_made_and_members_can_enter_it(world: World, office: Office) -> None:
    page = office.follow("/quizzes/new", FORM)
    assert told(page) == ["活动“七一竞赛”已建好。现在就能答了，党员在手机“学习擂台”里可以看到。"]
    assert "全卷限时 15 分钟" in page
    quiz = db.session.scalars(select(Quiz).where(Quiz.title == "七一竞赛")).one()
    assert (quiz.organization_id, quiz.created_by) == (world.district.id, office.who.id)
    assert world.start(world.bystander, quiz.public_id)["total"] == 5


def test_what_cannot_be_comes_back_as_typed(world: World, office: Office) -> None:
    reply = office.send("/quizzes/new", {**FORM, "count-1": "99", "title": "太多的竞赛"})
    page = text_of(reply)
    assert reply.status_code == 409
    assert "题库里符合条件的试题不足：需要 99 道，只能抽出 60 道。" in page
    assert 'value="太多的竞赛"' in page
    page = text_of(
        office.send("/quizzes/new", {**FORM, "tries_per_day": "很多", "closes_at": "2026-11-01T00:00"})
    )
    assert "每天次数应是 1 到 1000 的整数。" in page
    page = text_of(office.send("/quizzes/new", {**FORM, "closes_at": "2026-11-01T00:00"}))
    assert "结束时间应晚于开始时间。" in page
    assert db.session.scalar(select(func.count()).select_from(Quiz)) == 0


@pytest.mark.parametrize("name", ["title", "organization", "banks-1", "topics-1", "count-1"])
def test_what_no_database_keeps_is_refused(office: Office, name: str) -> None:
    reply = office.send("/quizzes/new", {**FORM, name: "一\x00"})
    assert reply.status_code == 422
    assert "无法保存的字符" in reply.get_data(as_text=True)


def test_the_preview_says_which_row_is_short_before_anything_is_saved(world: World, office: Office) -> None:
    form = {
        **FORM,
        "row": ["1", "2"],
        "banks-2": "study",
        "count-2": "59",
        "score-2": "10",
        "action": "preview",
    }
    page = text_of(office.send("/quizzes/new", form, part=True))
    assert "不够：要 64 道，只能抽出 60 道。" in page
    assert re.search(r'id="row-note-1".*?别的行也要用，这一行还缺 4 道', page, re.S)
    assert "够抽" in page
    assert "<html" not in page
    assert "够：5 道都能抽到。" in text_of(office.send("/quizzes/new", {**FORM, "action": "preview"}))
    foreign = text_of(
        office.send("/quizzes/new", {**FORM, "banks-1": "nobody's", "action": "preview"}, part=True)
    )
    assert "只能抽出 0 道" in foreign
    assert db.session.scalar(select(func.count()).select_from(Quiz)) == 0


def test_the_preview_counts_what_those_who_take_part_have_not_seen(world: World, office: Office) -> None:
    quiz = world.quiz("weekly")
    for _ in range(5):
        world.start(world.person(), quiz)
    page = text_of(office.send("/quizzes/new", {**FORM, "action": "preview"}, part=True))
    assert re.search(r'<td class="number">5</td><td class="number">60</td><td class="number">40</td>', page)


def test_rows_come_and_go_without_scripts(world: World, office: Office) -> None:
    page = text_of(office.send("/quizzes/new", {**FORM, "action": "add"}))
    assert (page.count('class="draw-row'), 'value="七一竞赛"' in page) == (2, True)
    two = {**FORM, "row": ["1", "2"], "count-2": "7", "banks-2": "study", "score-2": "10"}
    page = text_of(office.send("/quizzes/new", {**two, "action": "drop-1"}))
    assert page.count('class="draw-row') == 1
    assert 'name="count-1" inputmode="numeric" autocomplete="off" value="7"' in page


def test_sealed_banks_are_offered_for_contests_alone(world: World, office: Office) -> None:
    with unit_of_work():
        world.load_bank("sealed", [draft()], purpose="sealed")
    assert 'value="sealed"' in office.read("/quizzes/new?preset=contest")
    assert 'value="sealed"' not in office.read("/quizzes/new?preset=topic")


def test_a_quiz_is_changed_on_the_same_form(world: World, office: Office) -> None:
    quiz = world.quiz("contest", questions=5)
    page = office.read(f"/quizzes/{quiz}/edit")
    assert 'name="seconds_per_question" inputmode="numeric" autocomplete="off" value="20"' in page
    office.follow(f"/quizzes/{quiz}/edit", {**FORM, "title": "改过的"})
    assert "改过的" in office.read("/quizzes/")
    world.start(world.bystander, quiz)
    assert told(office.follow(f"/quizzes/{quiz}/edit", FORM)) == [
        "已经有人开始作答，不能再改规则；可以提前结束后另建一个。"
    ]
    assert "修改</a>" not in office.read(f"/quizzes/{quiz}/")


def test_the_list_shows_states_and_how_often_each_was_taken(world: World, office: Office) -> None:
    open_quiz = world.quiz("weekly", questions=5)
    of_branch = world.quiz("topic", owner=world.branches[0])
    for quiz in (open_quiz, of_branch):
        world.play(world.person(), quiz, right=2)
    count()
    page = office.read("/quizzes/")
    rows = {
        title: row for row, title in re.findall(r"(<tr data-at.*?>(测试活动 \w+)</a>.*?</tr>)", page, re.S)
    }
    assert 'data-label="已统计的作答">1<' in rows["测试活动 weekly"]
    assert 'data-label="已统计的作答">—<' in rows["测试活动 topic"]
    assert "进行中" in rows["测试活动 weekly"]
    assert "测试活动" not in office.read("/quizzes/?state=over").split("<main")[1]


def test_a_daily_quiz_may_appear_by_itself_and_be_stopped(world: World, office: Office) -> None:
    form = {**FORM, "preset": "daily", "contest": "", "title": "每日答题（11月23日）", "repeats": "yes"}
    page = office.follow("/quizzes/new", {**form, "feedback": "end", "counts": "first", "tries_per_day": ""})
    assert "“每日答题”已设好" in told(page)[0]
    assert "每天一期" in page
    programme = db.session.scalars(select(Programme)).one()
    page = office.follow(f"/quizzes/programmes/{programme.id}", {"active": "no"})
    assert "恢复自动新建" in page
    with unit_of_work():
        db.session.execute(update(Programme).values(title="每周答题（{date}起）", every="week"))
    page = office.follow(f"/quizzes/programmes/{programme.id}", {"active": "yes"})
    assert told(page)[0].startswith("“每周答题”恢复")
    assert "<b>每周答题</b>" in page


def test_a_quiz_page_tells_the_seed_only_after_the_end(
    world: World, office: Office, now: Callable[[datetime], None]
) -> None:
    quiz = world.quiz("contest", closes_at=MONDAY_NOON + timedelta(hours=1))
    seed = db.session.scalars(select(Quiz.seed).where(Quiz.public_id == quiz)).one()
    page = office.read(f"/quizzes/{quiz}/")
    assert lots.commitment(seed or "") in page
    assert (seed or "") not in page
    now(MONDAY_NOON + timedelta(hours=2))
    assert (seed or "") in office.read(f"/quizzes/{quiz}/")
