"""Bindings, codes and scans by several in the same moment: one effect, and nobody gets an error of ours."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import SystemRandom

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import func, select

from jinshui_study.accounts import members, organizations
from jinshui_study.accounts.joining import bindings, entering, invitations, requests, scans
from jinshui_study.accounts.joining.models import BindingRequest, Scene
from jinshui_study.accounts.joining.tickets import Subject
from jinshui_study.accounts.models import AuditEntry, Identity, Member
from jinshui_study.app import create_app
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Problem
from tests.conftest import BACKENDS, new_database, settings_for
from tests.moments import MONDAY_NOON

pytestmark = pytest.mark.slow

TIMES = 6


class Town:
    """An application on a database of its own, where transactions are real; a secretary and two members."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), unit_of_work():
            district = organizations.create("district", "金水区")
            street = organizations.create("street", "经八路街道", district)
            branch = organizations.create("branch", "第一支部", street)
            secretary = members.create("王秀英", branch, MONDAY_NOON, phone="13900000001")
            members.grant_role(secretary, "secretary", branch)
            people = [
                members.create(name, branch, MONDAY_NOON, phone=phone)
                for name, phone in (("张晓明", "13900000002"), ("李雷", "13900000003"))
            ]
            self.secretary = secretary.id
            self.people = [
                (member.id, member.name, f"1390000000{at + 2}") for at, member in enumerate(people)
            ]

    def invite(self, at: int) -> str:
        with self.app.app_context(), unit_of_work():
            member = members.get(self.people[at][0])
            return invitations.make(member, self.secretary, MONDAY_NOON, SystemRandom())[0]

    def at_once(self, *acts: Callable[[], object]) -> list[str]:
        """What became of each act, all begun together: `done`, `waiting`, or the code of the problem."""

        def run(act: Callable[[], object]) -> str:
            with self.app.app_context():
                try:
                    with unit_of_work():
                        return "waiting" if isinstance(act(), BindingRequest) else "done"
                except Problem as problem:
                    return problem.code

        with ThreadPoolExecutor(len(acts)) as pool:
            return sorted(pool.map(run, acts))

    def count(self, model: type, *conditions: object) -> int:
        with self.app.app_context():
            query = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
            return db.session.scalar(query) or 0


@pytest.fixture(params=BACKENDS)
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    databases = new_database(request.param, tmp_path)
    app = create_app(settings_for(next(databases), tmp_path, pool_size=TIMES + 2))
    with app.app_context():
        flask_migrate.upgrade()
    yield Town(app)
    with app.app_context():
        db.engine.dispose()
    next(databases, None)


def by_phone(town: Town, openid: str, at: int) -> Callable[[], object]:
    _, name, phone = town.people[at]
    return lambda: bindings.by_phone(Subject("wechat", openid), name, phone, MONDAY_NOON)


def test_one_wechat_bound_many_times_at_once_is_bound_once(town: Town) -> None:
    assert town.at_once(*[by_phone(town, "oSame", 0)] * TIMES) == ["done"] * TIMES
    assert town.count(Identity, Identity.kind == "wechat") == 1
    assert town.count(AuditEntry, AuditEntry.action == "identity.bind") == 1


def test_one_wechat_bound_to_two_members_at_once_is_one_members(town: Town) -> None:
    codes = [town.invite(0), town.invite(1)]
    who = Subject("wechat", "oSame")
    done = town.at_once(
        *[lambda code=code: bindings.by_invitation(who, code, None, MONDAY_NOON) for code in codes]  # type: ignore[misc]
    )
    assert done in (["done", "done"], ["done", "identity_taken"])
    assert town.count(Identity, Identity.kind == "wechat") == 1


def test_two_wechats_bound_to_one_member_at_once_are_one_binding_and_requests(town: Town) -> None:
    done = town.at_once(*[by_phone(town, f"o-{number}", 0) for number in range(TIMES)])
    assert done == ["done"] + ["waiting"] * (TIMES - 1)
    assert town.count(Identity, Identity.kind == "wechat") == 1
    assert town.count(BindingRequest, BindingRequest.state == "waiting") == TIMES - 1


def test_one_invite_code_used_many_times_at_once_lets_one_in(town: Town) -> None:
    code = town.invite(0)
    acts = [
        lambda number=number: entering.by_invitation(code, None, f"password-{number}", MONDAY_NOON)  # type: ignore[misc]
        for number in range(TIMES)
    ]
    assert town.at_once(*acts) == ["done"] + ["invite_used"] * (TIMES - 1)
    assert town.count(AuditEntry, AuditEntry.action == "member.enter") == 1


def test_one_invite_code_used_by_a_browser_and_by_wechat_at_once_is_used_once(town: Town) -> None:
    code = town.invite(0)
    done = town.at_once(
        lambda: entering.by_invitation(code, None, "a long password", MONDAY_NOON),
        lambda: bindings.by_invitation(Subject("wechat", "oSame"), code, None, MONDAY_NOON),
    )
    assert done == ["done", "invite_used"]


def test_wrong_codes_sent_together_are_counted_each(town: Town) -> None:
    code = town.invite(0)
    near = code[:-1] + ("3" if code[-1] != "3" else "4")

    def guess() -> None:
        with pytest.raises(Problem, match="邀请码不对"):
            invitations.look_up(near, MONDAY_NOON)

    town.at_once(*[guess] * TIMES)
    assert town.at_once(lambda: entering.by_invitation(code, None, "a long password", MONDAY_NOON)) == [
        "invite_void"
    ]


def test_the_same_request_made_and_decided_many_times_at_once_is_one(town: Town) -> None:
    who = Subject("wechat", "oSame")
    phone = town.people[0][2]
    asked = town.at_once(*[lambda: bindings.by_phone(who, "张小明", phone, MONDAY_NOON)] * TIMES)
    assert asked == ["waiting"] * TIMES
    assert town.count(BindingRequest) == 1
    with town.app.app_context():
        request = db.session.scalars(select(BindingRequest.public_id)).one()
    acts = [lambda: requests.approve(request, town.secretary, None, MONDAY_NOON)] * 3
    acts += [lambda: requests.refuse(request, town.secretary, "不是本人。", MONDAY_NOON)] * 3  # type: ignore[list-item]
    assert town.at_once(*acts) == ["done"] + ["request_decided"] * 5


def test_one_scene_confirmed_and_used_many_times_at_once_opens_one_session(town: Town) -> None:
    with town.app.app_context(), unit_of_work():
        scene, secret = scans.ask_to_log_in("a-scene", "浏览器", "localhost", MONDAY_NOON)
        scene_id = scene.id

    def confirm() -> object:
        member = db.session.get_one(Member, town.secretary)
        return scans.decide(scene_id, member, confirmed=True, now=MONDAY_NOON)

    assert town.at_once(*[confirm] * TIMES) == ["done"] + ["scene_decided"] * (TIMES - 1)
    used = town.at_once(*[lambda: scans.use(scene_id, secret, MONDAY_NOON)] * TIMES)
    assert used == ["done"] + ["scene_not_confirmed"] * (TIMES - 1)
    assert town.count(Scene, Scene.state == "used") == 1
