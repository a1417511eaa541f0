"""A member erases their data: who they were is gone, and every total is what it was."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select, text, update

from jinshui_study import cache, clock
from jinshui_study.accounts import members, notices, outbox, roster
from jinshui_study.accounts.joining import bindings
from jinshui_study.accounts.joining.models import BindingCandidate, BindingRequest
from jinshui_study.accounts.joining.tickets import Subject
from jinshui_study.accounts.models import (
    AuditEntry,
    Identity,
    LoginTries,
    Member,
    Notice,
    Organization,
    Outgoing,
)
from jinshui_study.accounts.notices import News
from jinshui_study.accounts.outbox import Message
from jinshui_study.arena import deadlines
from jinshui_study.arena.models import Answer, Attempt, Dispute
from jinshui_study.cli.points import find_differences
from jinshui_study.compliance import Profile
from jinshui_study.db import Base, db, unit_of_work
from jinshui_study.errors import NotFound
from jinshui_study.points import verification
from jinshui_study.points.models import BranchStanding, LedgerEntry, MemberStanding
from tests.moments import TUESDAY_NOON
from tests.personal.steps import age_log_in, busy_member, erase, export
from tests.points.deeds import award, profile
from tests.world import PASSWORD, Person, World

Clock = Callable[[datetime], None]
GOES = ("identities", "role_grants", "access_tokens", "notices", "outbox", "stored_replies")


def rows_of(who: Person, table: str) -> int:
    columns = Base.metadata.tables[table].columns
    return db.session.scalar(select(func.count()).where(columns["member_id"] == who.id)) or 0


def totals(model: Any) -> Any:
    db.session.rollback()
    return db.session.execute(select(func.count(), func.sum(model.points))).one()


def boards(world: World, viewer: Person) -> dict[str, Any]:
    cache.forget_all()
    return {
        f"{of}:{period}": world.get(viewer, f"/leaderboards/{of}?period={period}")["items"]
        for of in ("members", "branches", "streets")
        for period in ("day", "week", "all")
    }


def roster_of(*people: Person, branch: str = "第1支部") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "手机号", "街道", "支部"])
        for row, person in enumerate(people, start=1):
            sheet.write_row(row, 0, [person.name, person.phone, "经八路街道", branch])
    return file.getvalue()


def test_who_the_member_was_is_gone(world: World) -> None:
    who = busy_member(world)
    world.call(None, "POST", "/auth/login", {"login": who.phone, "password": "wrong"})
    assert all(rows_of(who, table) for table in GOES)
    assert erase(world, who, password=PASSWORD).status_code == 204
    assert world.call(who, "GET", "/me").status_code == 401
    db.session.rollback()
    assert {table: rows_of(who, table) for table in GOES} == dict.fromkeys(GOES, 0)
    kept = members.get(who.id)
    assert (kept.name, kept.active, kept.password_hash) == ("已注销", False, None)
    assert (kept.ranking_opt_in, kept.full_name_on_boards, kept.erased_at) == (False, False, clock.now())
    assert db.session.scalars(select(Dispute.text).where(Dispute.member_id == who.id)).all() == [""]
    assert db.session.scalars(select(LoginTries)).all() == []
    login = {"login": who.phone, "password": PASSWORD}
    assert world.call(None, "POST", "/auth/login", login).get_json()["code"] == "wrong_login"


def test_nothing_that_is_kept_names_the_member(world: World) -> None:
    who = busy_member(world)
    erase(world, who, password=PASSWORD)
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            assert not {"张晓明", who.phone} & {str(value) for value in row}, table.name
            assert who.name not in str(tuple(row)), table.name
    assert who.name == "张晓明"


def test_requests_for_a_binding_go_with_who_made_them_and_with_the_only_one_meant(world: World) -> None:
    who, namesake = world.person(name="张晓明"), world.person(name="张晓明", branch=1)
    own, foreign, unsure = (Subject("wechat", name) for name in ("oOwn", "oForeign", "oUnsure"))
    with unit_of_work():
        bindings.by_phone(own, "张小明", who.phone, clock.now())
        bindings.by_phone(own, "张晓明", who.phone, clock.now())
        bindings.by_phone(foreign, "李雷", who.phone, clock.now())
        bindings.by_phone(unsure, "张晓明", "13700000000", clock.now())
        bindings.by_phone(Subject("wechat", "oOther"), "王五", namesake.phone, clock.now())
    asked = select(BindingRequest.name).order_by(BindingRequest.id)
    assert db.session.scalars(asked).all() == ["张小明", "李雷", "张晓明", "王五"]
    assert erase(world, who).status_code == 204
    db.session.rollback()
    assert db.session.scalars(asked).all() == ["张晓明", "王五"]
    assert set(db.session.scalars(select(BindingCandidate.member_id))) == {namesake.id}


@pytest.mark.parametrize("way", ["member", "phone"])
def test_nobody_is_bound_to_a_member_who_has_been_erased_just_now(world: World, way: str) -> None:
    who, wechat = world.person(name="张晓明"), Subject("wechat", "oOwn")
    acts: dict[str, Callable[[Member], object]] = {
        "member": lambda member: bindings.by_member(wechat, member, clock.now()),
        "phone": lambda member: bindings.by_phone(wechat, member.name, who.phone, clock.now()),
    }
    with unit_of_work() as session:
        read_before = members.get(who.id)
        erased = update(Member).where(Member.id == who.id).values(active=False)
        session.execute(erased.execution_options(synchronize_session=False))
        with pytest.raises(NotFound):
            acts[way](read_before)


def test_what_totals_are_made_of_stays(world: World) -> None:
    who, other = busy_member(world), world.person(name="李明", branch=1)
    world.play(other, world.quiz("daily"), right=5)
    kept = (Attempt, Answer, LedgerEntry, Dispute)
    before = [db.session.scalar(select(func.count()).select_from(model)) for model in kept]
    sums = [totals(LedgerEntry), totals(MemberStanding)]
    groups = db.session.execute(select(BranchStanding.board, BranchStanding.total)).all()
    erase(world, who, password=PASSWORD)
    assert [db.session.scalar(select(func.count()).select_from(model)) for model in kept] == before
    assert [totals(LedgerEntry), totals(MemberStanding)] == sums
    assert db.session.execute(select(BranchStanding.board, BranchStanding.total)).all() == groups
    assert find_differences(profile()) == []


@pytest.mark.parametrize("name", ["strict", "open"])
def test_the_member_leaves_personal_boards_for_good(
    world: World, app: Flask, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(app.extensions, "profile", Profile(name))
    who, other = busy_member(world), world.person(name="李明")
    world.play(other, world.quiz("daily"), right=2)
    before = boards(world, other)
    assert len(before["members:all"]) == 2
    erase(world, who, password=PASSWORD)
    after = boards(world, other)
    for period in ("day", "week", "all"):
        (row,) = after[f"members:{period}"]
        assert (row["rank"], row["member_id"]) == (1, other.public_id)
        assert after[f"branches:{period}"] == [
            {**row, "members": row["members"] - 1} for row in before[f"branches:{period}"]
        ]
    award(who, 3)
    award(who, 3, at=TUESDAY_NOON)
    with unit_of_work():
        verification.relist_everybody(profile())
    assert [row["member_id"] for row in boards(world, other)["members:all"]] == [other.public_id]
    assert find_differences(profile()) == []


def test_the_roster_has_one_member_less_and_may_bring_the_person_anew(world: World) -> None:
    who = busy_member(world)
    size = select(Organization.member_count).where(Organization.id == who.branch_id)
    before = db.session.scalar(size) or 0
    erase(world, who, password=PASSWORD)
    db.session.rollback()
    assert db.session.scalar(size) == before - 1
    with unit_of_work():
        district = db.session.get_one(Organization, world.district.id)
        assert roster.load(roster_of(who), district, clock.now()).added == 1
    db.session.rollback()
    assert db.session.scalar(size) == before
    anew = members.find_by_identity("phone", who.phone)
    assert anew is not None
    assert (anew.id != who.id, anew.name, anew.erased_at) == (True, "张晓明", None)


def test_an_open_attempt_still_closes_by_itself(world: World, now: Clock) -> None:
    who = busy_member(world)
    world.start(who, world.quiz("weekly", questions=5))
    erase(world, who, password=PASSWORD)
    late = clock.now() + timedelta(hours=12)
    now(late)
    db.session.rollback()
    ((attempt_id, owner),) = deadlines.overdue(late, 10)
    with unit_of_work():
        deadlines.close(attempt_id, owner, profile(), late)
    assert find_differences(profile()) == []


def test_a_password_is_asked_for_unless_the_log_in_is_fresh(world: World, now: Clock) -> None:
    who = world.person(password=PASSWORD)
    assert world.get(who, "/me/data")["proof"] == "nothing"
    now(clock.now() + timedelta(minutes=11))
    assert world.get(who, "/me/data")["proof"] == "password"
    refused = erase(world, who).get_json()
    assert (refused["status"], refused["code"], list(refused["errors"])) == (
        422,
        "password_needed",
        ["password"],
    )
    assert erase(world, who, password="wrong").get_json()["code"] == "wrong_password"
    assert world.get(who, "/me")["name"] == who.name
    assert erase(world, who, password=PASSWORD).status_code == 204


def test_a_fresh_log_in_is_proof_enough(world: World) -> None:
    who = world.person()
    assert erase(world, who).status_code == 204
    assert world.call(who, "GET", "/me").status_code == 401


def test_without_a_password_an_old_log_in_must_be_made_anew(world: World) -> None:
    who = world.person()
    age_log_in(who)
    assert world.get(who, "/me/data")["proof"] == "log_in"
    refused = erase(world, who, password="anything")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "log_in_anew")


def test_passwords_cannot_be_tried_out_here(world: World) -> None:
    who = busy_member(world)
    for _ in range(5):
        assert erase(world, who, password="wrong").status_code == 422
    refused = erase(world, who, password=PASSWORD)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "901")
    assert world.get(who, "/me")["name"] == who.name


@pytest.mark.parametrize("body", [{}, {"understood": False}, {"understood": "yes, all"}])
def test_nothing_happens_until_the_question_is_answered(world: World, body: dict[str, Any]) -> None:
    who = world.person()
    assert world.call(who, "POST", "/me/data/erasure", body).status_code == 422
    assert world.get(who, "/me")["name"] == who.name


def test_an_erased_member_gets_no_more_notices(world: World) -> None:
    who, other = world.person(), world.person()
    erase(world, who)
    with unit_of_work():
        notices.send([News(one.id, "test", "消息", "内容") for one in (who, other)], clock.now())
        outbox.put([Message("wechat", one.id, "due", {}) for one in (who, other)], clock.now())
    assert db.session.scalars(select(Notice.member_id)).all() == [other.id]
    assert db.session.scalars(select(Outgoing.member_id)).all() == [other.id]


def test_the_erasure_is_logged_by_ids_alone(world: World) -> None:
    who = busy_member(world)
    export(world, who)
    erase(world, who, password=PASSWORD)
    db.session.rollback()
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "personal.erase")).one()
    assert (line.member_id, line.subject, line.details) == (who.id, f"member:{who.public_id}", {})


def test_nobody_else_loses_anything(world: World) -> None:
    other = busy_member(world, branch=1)
    before = export(world, other)[0]
    who = busy_member_beside(world)
    erase(world, who)
    after = export(world, other)[0]
    for data in (before, after):
        for name in ("made_at", "audit"):
            del data[name]
    assert after == before
    assert db.session.scalar(select(func.count()).where(Identity.member_id == other.id)) == 2


def busy_member_beside(world: World) -> Person:
    who = world.person(name="王小丫", branch=1)
    world.play(who, world.quiz("daily"), right=1)
    return who


def test_a_second_erasure_changes_nothing(world: World) -> None:
    who = world.person()
    erase(world, who)
    db.session.rollback()
    assert erase(world, who).status_code == 401
    size = db.session.scalar(select(Organization.member_count).where(Organization.id == who.branch_id))
    assert size == 0
    assert (
        db.session.scalar(select(func.count()).select_from(Member).where(text("erased_at IS NOT NULL"))) == 1
    )
