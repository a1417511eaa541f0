"""Every route by which an officer can change something: it leaves an audit line of theirs, or says why it need not."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from jinshui_study.accounts.audit_trail import words
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena.rulings import rulings
from jinshui_study.arena.screens import links
from jinshui_study.arena.statistics.models import ItemFlag
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import review
from tests.console.office import Office, office_of
from tests.moments import MONDAY_NOON
from tests.questions.desk import Desk, data_of
from tests.questions.samples import draft

Sent = tuple[str, dict[str, Any]]

EXEMPT = {
    "accounts.log_in": "a log-in changes nothing, and log-ins are not counted (国办函〔2026〕12号)",
    "accounts.log_out": "one's own log-in",
    "accounts.read_all_notices": "one's own notices",
    "accounts.read_notice": "one's own notices",
    "accounts.revoke_token": "one's own log-in",
    "arena.open_next": "one's own answers",
    "arena.put_answer": "one's own answers",
    "arena.revive": "one's own answers",
    "arena.start_attempt": "one's own answers",
    "arena.submit": "one's own answers",
    "console.log_in": "a log-in changes nothing, and log-ins are not counted (国办函〔2026〕12号)",
    "console.log_out": "one's own log-in",
    "check_pages.stop_check": "one's own upload, of which nothing has been kept yet",
    "scan_pages.ask": "a log-in by scanning begins; it is recorded when it is confirmed",
    "scan_pages.enter": "a log-in changes nothing, and log-ins are not counted (国办函〔2026〕12号)",
    "wechat.log_in": "a log-in changes nothing, and log-ins are not counted (国办函〔2026〕12号)",
    "disputes.file_dispute": "one's own doubt, kept with its answer",
}
"""Routes that write and leave no audit line, each with the reason."""


BESIDE = {
    "binding_pages.decide": "binding.refuse",
    "branch_exports.export": "branch.export",
    "branch_exports.save_mistakes": "branch.export",
    "branch_pages.remind": "branch.remind",
    "brief_pages.export": "brief.export",
    "adjustment_pages.adjust": "quiz.adjust",
    "adjustment_pages.take_back": "quiz.adjust_back",
    "bracket_pages.change": "quiz.brackets",
    "contest_pages.publish": "quiz.publish",
    "contest_pages.reveal": "quiz.reveal",
    "contest_pages.set_freeze": "quiz.freeze",
    "integrity.appeal": "integrity.appeal",
    "integrity_pages.decide": "integrity.void",
    "integrity_pages.settle": "integrity.restore",
    "joining.decide": "binding.refuse",
    "joining.enter": "member.enter",
    "joining.revoke": "invitation.revoke",
    "joining.unbind": "identity.unbind",
    "joining.unbind_member": "identity.unbind",
    "member_pages.revoke": "invitation.revoke",
    "member_pages.unbind": "identity.unbind",
    "personal.erase": "personal.erase",
    "personal.export": "personal.export",
    "quiz_pages.call_off": "quiz.call_off",
    "quiz_pages.change": "quiz.change",
    "quiz_pages.close": "quiz.close",
    "quiz_pages.create": "quiz.create",
    "quiz_pages.switch": "programme.switch",
    "scenes.make_scene": "scene.make",
    "scenes.confirm_scene": "scene.confirmed",
    "wechat.add_identity": "identity.bind",
    "wechat.bind": "identity.bind",
}
"""Routes that are not tried here, with the line that their verb records."""


class Floor:
    """A district admin at the console, with something of everything to act on."""

    def __init__(self, desk: Desk, client: FlaskClient) -> None:
        world = desk.world
        self.desk, self.world = desk, world
        desk.load(draft(code="a"))
        desk.load(draft(code="p", stem="待审核的？"), state="pending")
        self.staged = desk.stage(draft(code="c", stem="新的一道？"), draft(code="d", stem="又一道？"))
        self.done = desk.bring(draft(code="e", stem="导入过的？"))
        self.office: Office = office_of(world, client, "district_admin", world.district)

    @property
    def me(self) -> int:
        return self.office.who.id

    def id_of(self, code: str) -> str:
        return self.desk.question(code).public_id

    def lines(self) -> list[str]:
        query = select(AuditEntry.action).where(AuditEntry.member_id == self.me).order_by(AuditEntry.id)
        return list(db.session.scalars(query))


def bank(floor: Floor, rest: str = "") -> str:
    return f"/banks/{floor.desk.bank.public_id}/{rest}"


def row(floor: Floor, rest: str = "") -> str:
    return f"/imports/{floor.staged.public_id}/rows/1/{rest}"


def left_out(floor: Floor) -> Sent:
    assert floor.office.send(row(floor, "drop")).status_code == 302
    return row(floor, "take-back"), {}


def just_approved(floor: Floor) -> Sent:
    with unit_of_work():
        review.approve([floor.desk.question("p")], floor.me, MONDAY_NOON)
    return "/review/reopen", {"at": MONDAY_NOON.isoformat()}


def flagged(floor: Floor) -> Sent:
    question = floor.desk.question("a")
    with unit_of_work() as session:
        flag = ItemFlag(revision_id=question.current_revision_id, reason="negative", state="open")
        flag.details, flag.raised_at = {}, MONDAY_NOON
        session.add(flag)
    return f"/statistics/questions/{question.public_id}/flags", {"reason": "negative", "revision": "1"}


def proposed(floor: Floor) -> Sent:
    question = floor.desk.question("a")
    revision = floor.desk.current(question)
    with unit_of_work():
        made = rulings.propose(question, revision, "void", [], "", "题目有误。", floor.me, MONDAY_NOON)
    return f"/rulings/{made.public_id}/decision", {}


def opened(floor: Floor) -> Sent:
    quiz = floor.world.quiz("topic")
    with unit_of_work():
        link = links.make(quiz, "12", floor.me, MONDAY_NOON)
    return f"/screens/{quiz}/links/{link.public_id}/revoke", {}


def uploaded(floor: Floor) -> Sent:
    file = FileStorage(io.BytesIO(data_of(draft(code="f", stem="传上来的？"))), "题.yaml")
    return "/imports/", {"bank": floor.desk.bank.public_id, "file": file}


DEEDS: dict[str, tuple[str, Callable[[Floor], Sent]]] = {
    "audit_pages.export": ("audit.export", lambda floor: ("/audit/export", {"format": "csv"})),
    "bank_pages.change_bank": ("bank.rename", lambda floor: (bank(floor), {"title": "改名"})),
    "bank_pages.create_bank": (
        "bank.create",
        lambda floor: ("/banks/", {"title": "新题库", "organization": floor.world.district.public_id}),
    ),
    "bank_pages.export_bank": ("bank.export", lambda floor: (bank(floor, "export"), {"format": "yaml"})),
    "batch_pages.undo": ("import.undo", lambda floor: (f"/imports/{floor.done.public_id}/undo", {})),
    "catalogue_pages.change_many": (
        "question.retire",
        lambda floor: ("/questions/", {"action": "retire", "question": floor.id_of("a")}),
    ),
    "catalogue_pages.save_question": (
        "question.edit",
        lambda floor: (
            f"/questions/{floor.id_of('a')}/edit",
            {"kind": "true_false", "stem": "改过的。", "truth": "true", "topic": "甲", "base": "1"}
            | {"kind": "single", "option": ["甲", "乙"], "key": "0"},
        ),
    ),
    "import_pages.carry_out": (
        "import.carry_out",
        lambda floor: (f"/imports/{floor.staged.public_id}/carry-out", {}),
    ),
    "import_pages.discard": (
        "import.discard",
        lambda floor: (f"/imports/{floor.staged.public_id}/discard", {}),
    ),
    "import_pages.stage": ("import.stage", uploaded),
    "member_pages.invite": (
        "invitation.make",
        lambda floor: (f"/members/{floor.world.bystander.public_id}/invitations", {}),
    ),
    "question_pages.change_state": (
        "question.retire",
        lambda floor: (f"/questions/{floor.id_of('a')}/", {"action": "retire"}),
    ),
    "review_pages.decide": (
        "question.approve",
        lambda floor: ("/review/", {"action": "approve", "question": floor.id_of("p")}),
    ),
    "review_pages.decide_one": (
        "question.send_back",
        lambda floor: (f"/review/{floor.id_of('p')}", {"action": "send_back", "reason": "日期不符"}),
    ),
    "review_pages.reopen": ("question.reopen", just_approved),
    "row_pages.drop_row": ("import.drop", lambda floor: (row(floor, "drop"), {})),
    "row_pages.mend_row": (
        "import.mend",
        lambda floor: (
            row(floor),
            {"kind": "true_false", "stem": "改过的。", "truth": "true", "topic": "甲"},
        ),
    ),
    "row_pages.take_back_row": ("import.take_back", left_out),
    "rulings.decide": ("dispute.rule", proposed),
    "rulings.rule": (
        "dispute.propose",
        lambda floor: (
            f"/disputes/{floor.id_of('a')}/1/rulings",
            {"verdict": "void", "reply": "题目有误。"},
        ),
    ),
    "screen_pages.make_link": (
        "screen.make",
        lambda floor: (f"/screens/{floor.world.quiz('topic')}/links", {"hours": "12"}),
    ),
    "screen_pages.revoke_link": ("screen.revoke", opened),
    "statistics_pages.dismiss_flag": ("item.flag_dismissed", flagged),
}
"""Routes of the console: the line that is expected, and what is sent."""

API_DEEDS: dict[str, tuple[str, str, str, Callable[[Floor], dict[str, Any]]]] = {
    "arena.create_quiz": (
        "quiz.create",
        "POST",
        "/quizzes",
        lambda floor: {
            "preset": "topic",
            "title": "新活动",
            "opens_at": MONDAY_NOON.isoformat(),
            "closes_at": (MONDAY_NOON + timedelta(days=1)).isoformat(),
            "draw": [{"count": 10, "banks": ["study"]}],
        },
    ),
    "joining.invite": ("invitation.make", "POST", "/members/{bystander}/invitations", lambda _: {}),
    "points.choose_ranking": ("ranking.choose", "PATCH", "/points/ranking", lambda _: {"opted_in": False}),
    "points.put_ranking": ("ranking.choose", "PUT", "/points/ranking", lambda _: {"opted_in": False}),
}


@pytest.fixture
def floor(desk: Desk, client: FlaskClient) -> Floor:
    return Floor(desk, client)


def test_every_route_that_writes_is_audited_or_says_why_not(app: Flask) -> None:
    """A new route fails here until it stands in one of the tables."""
    writing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert writing == set(EXEMPT) | set(DEEDS) | set(API_DEEDS) | set(BESIDE)
    assert all(EXEMPT.values())
    assert set(BESIDE.values()) <= set(words.ACTIONS)


@pytest.mark.parametrize("endpoint", DEEDS)
def test_a_form_of_the_console_leaves_its_line(app: Flask, floor: Floor, endpoint: str) -> None:
    action, prepare = DEEDS[endpoint]
    path, form = prepare(floor)
    assert app.url_map.bind("localhost").match(f"/console{path}", "POST")[0] == endpoint
    before = len(floor.lines())
    with floor.office.send(path, form) as reply:
        assert reply.status_code in (200, 302), reply.get_data(as_text=True)
    assert floor.lines()[before:] == [action]


@pytest.mark.parametrize("endpoint", API_DEEDS)
def test_a_call_of_the_api_leaves_its_line(app: Flask, floor: Floor, endpoint: str) -> None:
    action, method, path, body = API_DEEDS[endpoint]
    path = path.format(bystander=floor.world.bystander.public_id)
    assert app.url_map.bind("localhost").match(f"/api/v1{path}", method)[0] == endpoint
    reply = floor.world.call(floor.office.who, method, path, body(floor))
    assert reply.status_code in (200, 201), reply.get_data(as_text=True)
    assert floor.lines() == [action]
