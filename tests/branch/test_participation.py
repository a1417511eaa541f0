"""Who of a branch is missing in an open quiz, and a reminder that comes once a day."""

from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry, Member, Notice, Outgoing
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from tests.branch.steps import appoint, plain, play
from tests.console.office import Office, told
from tests.moments import TUESDAY_NOON, at
from tests.world import Person, World


def names_on(page: str) -> tuple[str, str]:
    """Who has not taken part, and who has, as the page lists them."""
    missing, taken = page.split("还没有参加</h2>")[1].split("已经参加</h2>")
    return plain(missing), plain(taken)


def look(office: Office, world: World, quiz: str) -> tuple[str, str]:
    return names_on(office.read(f"/branch/{world.branches[0].public_id}/quizzes/{quiz}/"))


def remind(office: Office, world: World, quiz: str) -> list[str]:
    here = f"/branch/{world.branches[0].public_id}/quizzes/{quiz}"
    return told(office.follow(f"{here}/reminders"))


def sent() -> Sequence[Outgoing]:
    return db.session.scalars(select(Outgoing).order_by(Outgoing.member_id)).all()


def absent(world: World, *names: str, branch: int = 0) -> list[Person]:
    return [world.person(name=name, branch=branch) for name in names]


def test_the_secretary_sees_who_is_missing_and_nobody_of_another_branch(
    world: World, client: FlaskClient
) -> None:
    quiz, other = world.quiz("daily"), world.quiz("weekly", questions=3)
    absent(world, "赵一", "钱二")
    absent(world, "外人", branch=1)
    world.play(world.person(name="孙三"), quiz, right=2)
    world.play(world.person(name="李四"), other, right=1)
    world.start(world.person(name="周五"), quiz)
    play(world, quiz, 1, [1, 2])
    office = appoint(world, client, "secretary")
    missing, taken = look(office, world, quiz)
    assert "孙三" in taken
    for name in ("赵一", "钱二", "李四", "周五 正在答", "王秀英"):
        assert name in missing, name
    for name in ("外人", "党员1", world.bystander.name):
        assert name not in missing + taken, name
    assert "提醒这 5 人" in missing


@pytest.mark.parametrize("role", ["unit_admin", "district_admin"])
def test_in_the_open_too_the_list_is_the_own_secretarys_and_the_console_says_so(
    app: Flask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setitem(app.extensions, "profile", Profile("open"))
    quiz = world.quiz("daily")
    office = appoint(world, client, role)
    assert office.get(f"/branch/{world.branches[0].public_id}/quizzes/{quiz}/").status_code == 403
    assert "未参加人员名单只对本支部书记显示" in office.read("/compliance")


def test_who_has_left_is_not_missed(world: World, client: FlaskClient) -> None:
    quiz = world.quiz("daily")
    gone = absent(world, "赵一")[0]
    with unit_of_work():
        db.session.get_one(Member, gone.id).active = False
    office = appoint(world, client, "secretary")
    assert "赵一" not in "".join(look(office, world, quiz))
    remind(office, world, quiz)
    assert gone.id not in {one.member_id for one in sent()}


def test_one_tap_reminds_each_once_a_day_of_each_quiz(world: World, client: FlaskClient, now) -> None:
    quiz = world.quiz("weekly", questions=3, closes_at=at(27))
    other = world.quiz("daily")
    people = absent(world, "赵一", "钱二")
    absent(world, "外人", branch=1)
    world.play(world.person(name="孙三"), quiz, right=2)
    office = appoint(world, client, "secretary")
    everybody = sorted([*(one.id for one in people), office.who.id])
    assert remind(office, world, quiz) == ["已排队提醒 3 人。同一个活动每人每天最多提醒一次。"]
    assert [(one.member_id, one.channel, one.template) for one in sent()] == [
        (member_id, "wechat", "reminder") for member_id in everybody
    ]
    assert remind(office, world, quiz) == ["今天没有要提醒的人：没参加的今天都已提醒过。"]
    assert "提醒这" not in look(office, world, quiz)[0]
    latecomer = absent(world, "吴六")[0]
    assert remind(office, world, quiz)[0].startswith("已排队提醒 1 人")
    assert sent()[-1].member_id == latecomer.id
    assert remind(office, world, other)[0].startswith("已排队提醒 5 人")
    now(at(23, 23, 59))
    assert len(sent()) == 9
    now(at(24, 11))
    assert remind(office, world, quiz)[0].startswith("已排队提醒 4 人")


def test_the_reminder_says_what_until_when_and_that_one_is_free(world: World, client: FlaskClient) -> None:
    quiz = world.quiz("weekly", questions=3, closes_at=at(27, 18, 30))
    who = absent(world, "赵一")[0]
    remind(appoint(world, client, "secretary"), world, quiz)
    notice = db.session.scalars(select(Notice).where(Notice.member_id == who.id)).one()
    assert "11月27日 18:30 截止" in notice.text
    assert "由您自己决定" in notice.text
    assert notice.link == f"/quizzes/{quiz}"
    listed = world.get(who, "/notices")["items"]
    assert [one["title"] for one in listed] == ["答题提醒"]
    message = next(one for one in sent() if one.member_id == who.id)
    assert message.key == f"reminder:{quiz}:2026-11-23"
    assert message.payload == {"title": notice.title, "text": notice.text, "link": notice.link}


def test_a_reminder_is_written_down_without_names(world: World, client: FlaskClient) -> None:
    quiz = world.quiz("daily")
    absent(world, "赵一")
    remind(appoint(world, client, "secretary"), world, quiz)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "branch.remind")).one()
    assert line.details == {"organization": world.branches[0].public_id, "queued": 2}
    assert line.subject == f"quiz:{quiz}"


def test_when_a_quiz_is_over_the_list_is_gone_and_nobody_is_reminded(
    world: World, client: FlaskClient, now
) -> None:
    quiz = world.quiz("daily", closes_at=at(23, 18))
    absent(world, "赵一")
    office = appoint(world, client, "secretary")
    here = f"/branch/{world.branches[0].public_id}"
    assert "谁参加了" in office.read(f"{here}/")
    now(at(23, 18))
    assert office.get(f"{here}/quizzes/{quiz}/").status_code == 409
    assert office.send(f"{here}/quizzes/{quiz}/reminders").status_code == 409
    assert "谁参加了" not in office.read(f"{here}/")
    assert sent() == []


def test_quizzes_that_have_not_opened_or_are_of_others_are_not_there(
    world: World, client: FlaskClient
) -> None:
    later = world.quiz("daily", opens_at=TUESDAY_NOON, closes_at=at(25))
    theirs = world.quiz("topic", owner=world.branches[1])
    office = appoint(world, client, "secretary")
    for quiz in (later, theirs):
        here = f"/branch/{world.branches[0].public_id}/quizzes/{quiz}/"
        assert office.get(here).status_code == 404
        assert office.send(f"{here}reminders").status_code == 404


def test_lists_and_reminders_cost_the_same_for_many_as_for_few(
    world: World, client: FlaskClient, statements: list[str]
) -> None:
    quiz = world.quiz("daily")
    office = appoint(world, client, "secretary")
    here = f"/branch/{world.branches[0].public_id}/quizzes/{quiz}/"
    office.read(here)
    counts = []
    for number in (2, 12):
        absent(world, *(f"党员{number}{letter}" for letter in "甲乙丙丁戊己庚辛壬癸"[:number]))
        statements.clear()
        office.read(here)
        counts.append(len(statements))
        statements.clear()
        assert office.send(f"{here}reminders").status_code == 302
        counts.append(len(statements))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 20
