"""Workbooks of an organization: the figures of its pages, for whom they may be, and written down."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from jinshui_study import cache
from jinshui_study.accounts.audit_trail import words
from jinshui_study.accounts.models import AuditEntry, Organization
from jinshui_study.branch import boards, exports
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from tests.branch.steps import appoint, cells, fill, play
from tests.console.office import Office
from tests.moments import at
from tests.world import World

GROUPS = ([4, 4, 4, 4], [9, 9, 9], [6, 6, 6], [50, 50])
PARTICIPATION = {"参加人数", "党员人数", "参与率", "笔数"}
Table = list[list[Any]]


@pytest.fixture
def openly(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "profile", Profile("open"))


def save(office: Office, organization: Organization, table: str, **asked: str) -> Table:
    cache.forget_all()
    with office.send(f"/branch/{organization.public_id}/export", {"table": table, **asked}) as reply:
        assert reply.status_code == 200, reply.get_data(as_text=True)
        assert reply.headers["Cache-Control"] == "no-store"
        data = reply.data
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def notes() -> list[dict[str, Any]]:
    lines = select(AuditEntry).where(AuditEntry.action == "branch.export").order_by(AuditEntry.id)
    return [{"subject": line.subject, **line.details} for line in db.session.scalars(lines)]


def test_the_comparison_of_streets_has_the_figures_of_the_page(world: World, client: FlaskClient) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "district_admin")
    table = save(office, world.district, "streets", board="week")
    assert table[0] == ["名次", "街道", "得分"]
    page = office.read(f"/branch/{world.district.public_id}/")
    for rank, name, score in table[1:]:
        assert cells(page, name)[:2] == [str(int(rank)), f"{score:.1f}"]
    assert [row[1] for row in table[1:]] == ["花园路街道", "经八路街道"]


def test_a_street_saves_its_own_branches_and_no_others(world: World, client: FlaskClient) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "unit_admin")
    table = save(office, world.streets[0], "branches", board="month")
    assert [row[1:3] for row in table[1:]] == [["第2支部", "经八路街道"], ["第1支部", "经八路街道"]]


@pytest.mark.parametrize("role", ["secretary", "unit_admin", "district_admin"])
def test_under_strict_no_workbook_tells_how_many_took_part(
    role: str, world: World, client: FlaskClient
) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, role)
    tables = [save(office, world.branches[0], "weeks")]
    if role != "secretary":
        tables.append(save(office, world.streets[0], "branches"))
    for table in tables:
        assert not PARTICIPATION & set(table[0])
    reply = office.send(f"/branch/{world.branches[0].public_id}/export", {"table": "lines"})
    assert reply.status_code == 403
    assert 'value="lines"' not in office.read(f"/branch/{world.branches[0].public_id}/")


def test_under_open_participation_and_the_lines_are_among_them(
    world: World, client: FlaskClient, openly: None
) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "district_admin")
    assert save(office, world.district, "streets")[2][3:] == [7, 8, "88%"]
    assert save(office, world.branches[0], "lines")[1:] == [["boundless", 16, 4, 7]]
    assert save(office, world.branches[0], "weeks")[0][-1] == "参加人数"


def test_mistakes_and_topics_are_saved_as_they_are_shown(world: World, client: FlaskClient, now) -> None:
    office = appoint(world, client, "secretary")
    rules = {"questions": 3, "same_for_all": True, "shuffle_questions": False}
    quiz = world.quiz("weekly", closes_at=at(23, 20), **rules)
    play(world, quiz, 0, [0, 0, 0, 1, 1])
    now(at(24, 9))
    table = save(office, world.branches[0], "mistakes")
    assert table[0] == ["题型", "题干", "选项", "答案", "解析", "出处", "答错"]
    assert [row[-1] for row in table[1:]][:2] == ["九成以上答错", "九成以上答错"]
    assert all(row[4] == "因为史料如此记载。" and row[5] == "《测试文献》" for row in table[1:])
    topics = save(office, world.branches[0], "topics", quiz=quiz)
    assert topics[0] == ["专题", "答对", "题数"]
    assert {row[0] for row in topics[1:]} <= {"专题0", "专题1"}


def test_a_name_that_would_be_a_formula_stays_a_name(world: World, client: FlaskClient) -> None:
    fill(world, *GROUPS)
    with unit_of_work():
        db.session.get_one(Organization, world.branches[1].id).name = "=1+1支部"
    table = save(appoint(world, client, "unit_admin"), world.streets[0], "branches")
    assert table[1][1] == "=1+1支部"


def test_every_workbook_is_written_down(world: World, client: FlaskClient) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "district_admin")
    save(office, world.district, "branches", board="month")
    save(office, world.branches[0], "weeks")
    office.send(f"/branch/{world.branches[0].public_id}/mistakes/export").close()
    office.send(f"/branch/{world.branches[0].public_id}/export", {"table": "no such"})
    subject = f"organization:{world.branches[0].public_id}"
    assert notes() == [
        {
            "subject": f"organization:{world.district.public_id}",
            "table": "branches",
            "format": "xlsx",
            "board": "month",
        },
        {"subject": subject, "table": "weeks", "format": "xlsx"},
        {"subject": subject, "table": "mistakes", "format": "docx"},
    ]


def test_a_table_there_is_not_is_refused(world: World, client: FlaskClient) -> None:
    office = appoint(world, client, "district_admin")
    reply = office.send(f"/branch/{world.district.public_id}/export", {"table": "missing"})
    assert reply.status_code == 422


def test_the_district_and_its_streets_say_how_their_figures_come(world: World, client: FlaskClient) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "district_admin")
    whole = office.read(f"/branch/{world.district.public_id}/")
    assert "全区人均 = 全区累计分 ÷ 全区参加人数" in whole
    assert "积分按自带的规则计算。" in whole
    street = office.read(f"/branch/{world.streets[0].public_id}/")
    assert "由下面各支部的累计分相加而成" in street
    assert "积分按自带的规则计算。" in street


def test_under_open_the_sums_of_a_street_are_those_of_its_branches(
    world: World, client: FlaskClient, openly: None
) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "district_admin")
    cache.forget_all()
    whole = office.read(f"/branch/{world.district.public_id}/")
    assert "全区人均 = 全区累计 161.0 ÷ 参加 12 人" in whole
    assert cells(whole, "经八路街道")[-2:] == ["43.0", "7 / 8 人"]
    street = office.read(f"/branch/{world.streets[0].public_id}/")
    assert "累计 43.0" in street
    assert [cells(street, name)[-2] for name in ("第1支部", "第2支部")] == ["16.0", "27.0"]


def test_the_audit_log_has_words_for_every_table_and_board() -> None:
    assert set(words.TABLES) == set(exports.TABLES)
    assert words.BOARDS == boards.PERIODS
