"""Large files on their way: one each, claimed by one, taken up again when silent, and never left hanging."""

import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from jinshui_study.cli import checking
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Forbidden, NotFound
from jinshui_study.questions.imports import uploads
from jinshui_study.questions.imports.uploads import GAVE_UP, KEPT, MOST_TRIES, SILENT, STOPPED
from jinshui_study.questions.models import Import, Upload
from jinshui_study.questions.registry import NewBank
from tests.console.office import Office, office_of
from tests.moments import MONDAY_NOON
from tests.questions.desk import Desk, data_of, states
from tests.questions.pages.test_import_pages import file
from tests.questions.samples import draft

NOW = MONDAY_NOON
LATER = NOW + SILENT + timedelta(seconds=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def office(desk: Desk, client: FlaskClient) -> Office:
    return office_of(desk.world, client, "editor", desk.world.district)


def hand_in(desk: Desk, **more: object) -> Upload:
    with unit_of_work():
        data = data_of(draft(code="", topic=""), draft(code="", stem="又一道？", answer=["E"]))
        return uploads.hand_in(data, "大.yaml", desk.bank, desk.editor.id, NOW, **more)  # type: ignore[arg-type]


def fresh(upload: Upload) -> Upload:
    db.session.expire_all()
    return db.session.get_one(Upload, upload.id)


def imports() -> int:
    return db.session.scalar(select(func.count()).select_from(Import)) or 0


def test_a_claimed_file_becomes_the_dry_run_it_would_have_been(desk: Desk) -> None:
    upload = hand_in(desk, topic="党的创立", source="《简史》")
    with unit_of_work():
        assert uploads.claim("me", NOW) == upload.id
        assert uploads.claim("other", NOW) is None
        seen: list[str] = []
        batch = uploads.check(upload.id, "me", NOW, lambda what, things: seen.append(what) or things)
    assert batch is not None
    assert states(batch) == ["good", "bad"]
    assert (batch.file, batch.created_by, batch.bank_id) == ("大.yaml", desk.editor.id, desk.bank.id)
    assert seen[0] == "检查试题"
    ended = fresh(upload)
    assert (ended.state, ended.import_id, ended.data) == ("done", batch.id, None)
    assert uploads.under_way(desk.editor.id) is None
    desk.assert_bystanders_untouched()


def test_a_new_bank_and_a_key_file_go_with_it(desk: Desk) -> None:
    text = "1. 党的一大于哪一年召开？\nA. 1919年 B. 1920年 C. 1921年\n".encode()
    with unit_of_work():
        target = NewBank("新题库", desk.street, purpose="sealed")
        key = (b"1.C", "答案.txt")
        upload = uploads.hand_in(text, "题.txt", target, desk.admin.id, NOW, key=key)
        uploads.claim("me", NOW)
        batch = uploads.check(upload.id, "me", NOW)
    assert batch is not None
    assert (batch.bank_title, batch.bank_purpose, batch.organization_id) == (
        "新题库",
        "sealed",
        desk.street.id,
    )
    assert batch.summary["importable"] == 1


def test_one_person_has_one_check_at_a_time(desk: Desk) -> None:
    upload = hand_in(desk)
    with pytest.raises(Conflict) as raised:
        hand_in(desk)
    assert (raised.value.code, "“大.yaml”" in raised.value.detail) == ("check_running", True)
    with unit_of_work():
        uploads.hand_in(b"x", "别人的.txt", desk.bank, desk.admin.id, NOW)
        uploads.stop(fresh(upload), NOW)
    assert hand_in(desk).state == "waiting"


def test_who_may_not_work_on_the_bank_hands_nothing_in(desk: Desk) -> None:
    stranger = desk.world.person(role="unit_admin", over=desk.world.streets[1])
    with pytest.raises(Forbidden):
        uploads.hand_in(b"x", "a", desk.bank, stranger.id, NOW)
    upload = hand_in(desk)
    with pytest.raises(NotFound):
        uploads.get(upload.public_id, stranger.id)


def test_what_falls_silent_is_taken_up_again_and_given_up_in_the_end(desk: Desk) -> None:
    upload = hand_in(desk)
    moment = NOW
    for number in range(MOST_TRIES):
        with unit_of_work():
            assert uploads.claim(f"holder {number}", moment) == upload.id
            assert uploads.go_on(upload.id, f"holder {number}", moment, "检查试题", 40)
            assert uploads.claim("other", moment + SILENT) is None
        moment += SILENT + SECOND
    with unit_of_work():
        assert uploads.any_due(moment)
        assert uploads.claim("other", moment) is None
    assert (fresh(upload).state, fresh(upload).problem) == ("failed", GAVE_UP)
    assert not uploads.any_due(moment)


def test_whoever_lost_a_check_keeps_nothing_of_it(desk: Desk) -> None:
    upload, before = hand_in(desk), imports()
    with unit_of_work():
        uploads.claim("slow", NOW)
        uploads.claim("quick", LATER)
    with unit_of_work():
        assert not uploads.go_on(upload.id, "slow", LATER, "检查试题", 90)
        assert uploads.check(upload.id, "slow", LATER) is None
    assert (imports(), fresh(upload).holder) == (before, "quick")
    with unit_of_work():
        uploads.fail(upload.id, "slow", LATER, "不作数")
        assert uploads.check(upload.id, "quick", LATER) is not None
    assert (imports(), fresh(upload).state) == (before + 1, "done")


def test_what_is_stopped_is_checked_by_nobody(desk: Desk) -> None:
    upload, before = hand_in(desk), imports()
    with unit_of_work():
        uploads.claim("me", NOW)
        uploads.stop(fresh(upload), NOW)
        assert not uploads.go_on(upload.id, "me", NOW, "检查试题", 10)
    assert (fresh(upload).state, fresh(upload).problem, fresh(upload).data) == ("failed", STOPPED, None)
    with unit_of_work():
        assert uploads.check(upload.id, "me", NOW) is None
    assert imports() == before


def test_how_checks_ended_is_forgotten_after_two_days(desk: Desk) -> None:
    upload = hand_in(desk)
    with unit_of_work():
        assert uploads.forget_old(NOW + 9 * KEPT) == 0
        uploads.stop(fresh(upload), NOW)
        assert uploads.forget_old(NOW + KEPT) == 0
        assert uploads.forget_old(NOW + KEPT + SECOND) == 1


def test_the_child_says_on_the_page_what_could_not_be(desk: Desk, app: Flask) -> None:
    with unit_of_work():
        upload = uploads.hand_in(b"x", "a", NewBank("甲", desk.street), desk.admin.id, NOW)
        uploads.claim("me", NOW)
        fresh(upload).created_by = desk.world.bystander.id
    result = app.test_cli_runner().invoke(args=["bank", "check-upload", str(upload.id), "me"])
    assert result.exit_code == 0
    assert (fresh(upload).state, fresh(upload).problem) == ("failed", "您没有进行此操作的权限。")


def test_a_child_that_cannot_be_attended_is_ended(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database may be out of reach for a moment, while a child works on for as long as it likes."""

    def fail(*_words: object) -> None:
        raise OSError

    child = tmp_path / "child"
    child.write_text("#!/bin/sh\nexec sleep 20\n")
    child.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(child))
    monkeypatch.setattr(checking, "_attend", fail)
    hand_in(desk)
    begun = time.monotonic()
    with pytest.raises(OSError):  # noqa: PT011
        checking.run_once("one")
    assert time.monotonic() - begun < 10


def test_the_child_tells_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(checking.told("检查试题", ["a", "b"])) == ["a", "b"]
    out = capsys.readouterr().out
    assert checking._last(out.encode()) == (checking.KEEPING, 0)
    assert checking._last(out.splitlines()[0].encode() + b"\n[half") == ("检查试题", 0)
    assert checking._last(b"") is None


def test_a_large_file_is_answered_at_once_by_a_page_that_says_how_far_it_is(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGE", 100)
    before = imports()
    reply = office.send("/imports/", {"bank": desk.bank.public_id, "file": file(data_of(draft()), "大.yaml")})
    path = str(reply.location).removeprefix("/console")
    page = office.read(path)
    assert imports() == before
    assert "已收到，正在排队" in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "“大.yaml”正在检查" in office.read("/")
    assert "看进度" in office.read("/imports/new")
    second = office.send("/imports/", {"bank": desk.bank.public_id, "text": "1. 甲？"})
    assert second.status_code == 409
    with unit_of_work():
        upload = db.session.scalars(select(Upload)).one()
        uploads.claim("me", NOW)
        uploads.go_on(upload.id, "me", NOW, "检查试题", 40)
    assert re_value(office.read(path, part=True)) == "40"
    with unit_of_work():
        batch = uploads.check(upload.id, "me", NOW)
        assert batch is not None
        result = f"/console/imports/{batch.public_id}/"
    assert f'data-to="{result}"' in office.read(path, part=True)
    assert office.get(path).location == result


def re_value(page: str) -> str:
    return page.split('<progress max="100" value="')[1].split('"')[0]


def test_a_failed_check_says_why_and_leads_on(desk: Desk, office: Office) -> None:
    with unit_of_work():
        upload = uploads.hand_in(b"x", "坏.xlsx", desk.bank, office.who.id, NOW)
        path = f"/imports/checks/{upload.public_id}/"
    assert "已停止检查“坏.xlsx”" in office.follow(f"{path}stop")
    page = office.read(path)
    assert STOPPED in page
    assert "没有检查成" in page
    assert "http-equiv" not in page
    assert "重新交文件" in page
