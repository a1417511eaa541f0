"""A member sees and takes along what is kept about them: all of it, nobody else's, and no secret."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts import audit
from jinshui_study.accounts.disclosure import as_kept
from jinshui_study.accounts.joining import bindings, requests
from jinshui_study.accounts.joining.models import BindingRequest
from jinshui_study.accounts.joining.tickets import Subject
from jinshui_study.accounts.models import AccessToken, AuditEntry, Identity, Member
from jinshui_study.arena.kept import in_words
from jinshui_study.db import Base, db, unit_of_work
from jinshui_study.personal.inventory import BESIDE, KINDS
from tests.personal.steps import HOSTILE, OPENID, busy_member, export
from tests.world import World

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_table_about_members_is_told_of() -> None:
    told = {table for kind in KINDS for table in kind.tables} | BESIDE.keys()
    about = {
        table.name
        for table in Base.metadata.sorted_tables
        if "member_id" in table.columns
        or any(key.column.table.name == "members" for key in table.foreign_keys)
    }
    assert about <= told
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_rows_told_as_they_are_kept_have_the_columns_the_person_reads() -> None:
    as_they_are = [kind for kind in KINDS if kind.show is as_kept]
    assert len(as_they_are) == 7
    for kind in as_they_are:
        assert set(kind.query(0).selected_columns.keys()) == set(kind.columns), kind.code


def test_each_kind_says_in_plain_words_what_why_and_how_long(world: World) -> None:
    who = busy_member(world)
    page = world.get(who, "/me/data")
    assert page["proof"] == "password"
    assert len(page["items"]) == len(KINDS)
    for item in page["items"]:
        for name in ("title", "what", "why", "kept_for", "on_erasure"):
            assert CHINESE.search(item[name]), (item["code"], name)
    counts = {item["code"]: item["count"] for item in page["items"]}
    empty = {code for code, count in counts.items() if count == 0}
    assert empty == {"adjustments", "findings", "regrades", "invitations", "bindings"}
    assert (counts["member"], counts["identities"], counts["answers"], counts["entries"]) == (1, 2, 5, 1)


def test_the_newest_of_a_kind_are_shown_in_words_and_the_number_is_masked(world: World) -> None:
    who = busy_member(world)
    (attempt,) = world.get(who, "/me/data/attempts")["items"]
    shown = {one["label"]: one["text"] for one in attempt}
    assert shown["活动"] == "测试活动 daily"
    assert shown["交卷时间"] == "11月23日 周一 12:00"
    assert shown["积分"] == "3"
    identities = world.get(who, "/me/data/identities")
    text = str(identities)
    assert who.phone not in text
    assert f"{who.phone[:3]}****{who.phone[-4:]}" in text
    assert OPENID not in text
    assert world.call(who, "GET", "/me/data/nothing").status_code == 404


def test_the_number_of_a_binding_is_masked_on_the_page_and_whole_in_the_export(world: World) -> None:
    who, secretary = world.person(name="张晓明"), world.person(name="王秀英", role="secretary")
    with unit_of_work():
        asked = bindings.by_phone(Subject("wechat", OPENID), "张晓明", "13711112222", clock.now())
        assert isinstance(asked, BindingRequest)
        requests.approve(asked.public_id, secretary.id, None, clock.now())
    (shown,) = world.get(who, "/me/data/bindings")["items"]
    assert {"label": "微信证实的手机号", "text": "137****2222"} in shown
    (kept,) = export(world, who)[0]["bindings"]["items"]
    assert (kept["name"], kept["phone"], kept["state"]) == ("张晓明", "13711112222", "已同意")


def test_the_export_holds_everything_as_json_and_as_pages(world: World) -> None:
    who = busy_member(world)
    data, files = export(world, who)
    assert set(files) == {"data.json", "index.html", *(f"{kind.code}.html" for kind in KINDS)}
    (member,) = data["member"]["items"]
    assert (member["name"], member["branch"], member["has_password"]) == ("张晓明", "第1支部", True)
    assert who.phone in str(data["identities"]["items"])
    answers = data["answers"]["items"]
    assert len(answers) == 5
    assert sum(one["correct"] for one in answers) == 3
    (entry,) = data["entries"]["items"]
    assert (entry["points"], entry["day"], entry["rule_version"]) == (3, "2026-11-23", 0)
    assert {row["board"] for row in data["standings"]["items"]} >= {"日榜", "总榜", "活动榜"}
    assert data["disputes"]["items"][0]["text"] == HOSTILE
    assert data["notices"]["items"][0]["text"] == "消息的内容"
    for name, text in files.items():
        assert "<script" not in text or name == "data.json", name
    assert "&lt;script&gt;" in files["disputes.html"]
    for kind in KINDS:
        assert f'href="{kind.code}.html"' in files["index.html"]
        assert set(data[kind.code]["columns"]) == {*kind.columns}
        assert all(set(row) == {*kind.columns} for row in data[kind.code]["items"]), kind.code


def test_the_export_says_nothing_of_anybody_else(world: World) -> None:
    other = busy_member(world, branch=1)
    nobody = world.person(name="王小丫", branch=3)
    data, files = export(world, nobody)
    filled = {kind.code for kind in KINDS if data[kind.code]["items"]}
    assert filled == {"member", "identities", "log_ins"}
    text = "\n".join(files.values())
    for word in ("张晓明", "路人甲", other.phone, world.bystander.phone, "消息的内容", HOSTILE[-4:]):
        assert word not in text


def test_no_secret_is_in_the_export(world: World) -> None:
    who = busy_member(world)
    world.call(None, "POST", "/auth/login", {"login": who.phone, "password": "a long password"})
    text = "\n".join(export(world, who)[1].values())
    secrets = [who.token, OPENID, "a long password"]
    secrets += db.session.scalars(select(AccessToken.secret_hash))
    secrets += db.session.scalars(select(Identity.subject_hash))
    secrets += db.session.scalars(select(Identity.subject_sealed))
    secrets += [one for one in db.session.scalars(select(Member.password_hash)) if one]
    assert len(secrets) > 8
    assert [secret for secret in secrets if secret in text] == []


def test_verdicts_that_the_rules_keep_back_are_not_in_the_export(world: World) -> None:
    who = world.person()
    world.play(who, world.quiz("weekly", questions=5, feedback="after_close"), right=2)
    world.start(who, world.quiz("topic", questions=5))
    answers = export(world, who)[0]["answers"]["items"]
    assert len(answers) == 5
    assert {(one["correct"], one["score"]) for one in answers} == {(None, None)}


def test_exports_are_logged_by_ids_alone(world: World) -> None:
    who = busy_member(world)
    export(world, who)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "personal.export")).one()
    assert (line.member_id, line.subject, line.details) == (who.id, f"member:{who.public_id}", {})
    assert export(world, who)[0]["audit"]["items"][0]["action"] == "导出本人数据"


def test_the_log_says_in_words_what_was_done_and_by_whom_of_three(world: World) -> None:
    who, other = world.person(), world.person(role="secretary")
    subject = f"member:{who.public_id}"
    with unit_of_work():
        for action, by in (("binding.ask", None), ("invitation.make", other.id), ("member.enter", who.id)):
            audit.record(action, subject, clock.now(), by)
    lines = [(one["action"], one["by"]) for one in export(world, who)[0]["audit"]["items"]]
    assert lines == [("用邀请码进入", "本人"), ("发邀请码", "管理员"), ("申请绑定微信", "系统")]


@pytest.mark.parametrize("path", ["/me/data", "/me/data/attempts", "/me/data/export", "/me/data/erasure"])
def test_only_who_is_logged_in_gets_anything(world: World, path: str) -> None:
    method = "POST" if path.endswith(("export", "erasure")) else "GET"
    assert (
        world.call(None, method, path, {"understood": True} if method == "POST" else None).status_code == 401
    )


@pytest.mark.parametrize(
    ("kind", "content", "response", "words"),
    [
        ("single", {"options": ["甲", "乙"]}, {"options": [1]}, "乙"),
        ("multiple", {"options": ["甲", "乙", "丙"]}, {"options": [0, 2]}, "甲；丙"),
        ("true_false", {}, {"value": False}, "错误"),
        ("blank", {}, {"texts": ["南湖", "1921"]}, "南湖；1921"),
        ("ordering", {"options": ["甲", "乙"]}, {"options": [1, 0]}, "乙 → 甲"),
        ("matching", {"left": ["左"], "right": ["右"]}, {"pairs": [[0, 0]]}, "左 — 右"),
    ],
)
def test_answers_are_told_in_words(
    kind: str, content: dict[str, Any], response: dict[str, Any], words: str
) -> None:
    assert in_words(kind, content, response) == words
