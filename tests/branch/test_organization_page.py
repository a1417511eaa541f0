"""Where a branch stands and why, and what those above it see."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jinshui_study import cache
from jinshui_study.accounts import members
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from tests.branch.steps import appoint, cells, fill, page, plain, play
from tests.console.office import BROWSER
from tests.moments import MONDAY_NOON, TUESDAY_NOON, at
from tests.points.deeds import award
from tests.world import World

GROUPS = ([4, 4, 4, 4], [9, 9, 9], [6, 6, 6], [50, 50])
MEAN = (16 + 27 + 18 + 100) / 12


@pytest.fixture
def openly(app: Flask) -> None:
    """The other profile, for a test."""
    before = app.extensions["profile"]
    app.extensions["profile"] = Profile("open")
    yield
    app.extensions["profile"] = before


def score(total: int, participants: int) -> str:
    return f"{(total + 10 * MEAN) / (participants + 10):.1f}"


def test_the_secretary_sees_where_the_branch_stands_and_why(world: World, client: FlaskClient) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "secretary")
    said = page(office, world.branches[0])
    assert "全区支部名次 3 / 3" in said
    assert "经八路街道名次 2 / 2" in said
    assert f"得分 {score(16, 4)}" in said
    assert f"（累计 16.0 + 10 × 全区人均 {MEAN:.1f}）÷（参加 4 人 + 10）= {score(16, 4)}" in said
    gap = round(float(score(18, 3)) - float(score(16, 4)), 1)
    assert f"上一名是花园路街道第1支部，{score(18, 3)} 分，比本支部多 {gap} 分" in said
    assert f"累计再增加约 {-(-gap * 10 * 14 // 10):.1f} 分就能追平" in said
    assert "参加 4 / 5 人 参与率 80%" in said
    raw = office.read(f"/branch/{world.branches[0].public_id}/")
    assert cells(raw, "boundless") == ["16", "4", "7"]


def test_the_first_is_told_so_and_equals_share_a_rank(world: World, client: FlaskClient) -> None:
    fill(world, [9, 9, 9], [9, 9, 9])
    said = page(appoint(world, client, "secretary"), world.branches[0])
    assert "全区支部名次 1 / 2" in said
    assert "已经是第一名" in said


def test_too_few_have_no_rank_and_are_told_from_when(world: World, client: FlaskClient) -> None:
    fill(world, [4, 4], [9, 9, 9])
    said = page(appoint(world, client, "secretary"), world.branches[0])
    assert "还没有名次：参加满 3 人后开始排名" in said
    assert "现在有 2 人参加，共 3 人" in said
    assert "为什么是这个分数" not in said


@pytest.mark.parametrize("role", ["unit_admin", "district_admin"])
def test_under_strict_those_above_see_scores_but_not_how_many_took_part(
    role: str, world: World, client: FlaskClient
) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, role)
    for organization in (world.branches[0], world.streets[0]):
        said = page(office, organization)
        assert "只对本支部书记显示" in said
        for told in ("参加 4", "累计 16", "参与率", "全区人均 参加人数", "笔数"):
            assert told not in said, (organization.name, told)
    assert score(16, 4) in page(office, world.branches[0])


def test_under_open_those_above_see_participation(world: World, client: FlaskClient, openly: None) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "district_admin")
    assert "参加 4 / 5 人 参与率 80%" in page(office, world.branches[0])
    raw = office.read(f"/branch/{world.district.public_id}/")
    assert cells(raw, "经八路街道")[-1] == "7 / 8 人"


def test_from_the_district_one_goes_down_to_the_branch(world: World, client: FlaskClient) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "district_admin")
    raw, steps = office.read(f"/branch/{world.district.public_id}/?board=month"), []
    for name in ("花园路街道", "第1支部"):
        link = re.search(rf'<a href="(/console[^"]+)">{name}</a>', raw)
        assert link is not None
        raw = office.read(link[1].removeprefix("/console"))
        steps = re.findall(r'<nav class="crumbs".*?</nav>', raw, re.S)
    assert [name in steps[0] for name in ("金水区", "花园路街道", "第1支部")] == [True] * 3
    assert 'board=month" aria-current="page">本月' in raw


def test_streets_are_compared_and_those_without_a_rank_can_still_be_opened(
    world: World, client: FlaskClient
) -> None:
    fill(world, *GROUPS)
    office = appoint(world, client, "district_admin")
    cache.forget_all()
    raw = office.read(f"/branch/{world.district.public_id}/")
    assert "为什么是这个分数" not in raw
    assert cells(raw, "花园路街道")[:2] == ["1", score(118, 5)]
    assert cells(raw, "经八路街道")[:2] == ["2", score(43, 7)]
    street = office.read(f"/branch/{world.streets[1].public_id}/")
    assert cells(street, "第1支部")[:1] == ["1"]
    assert cells(street, "第2支部") == ["暂无名次"]
    assert "经八路街道" not in re.findall(r"<tbody>.*?</tbody>", street, re.S)[-1]


def test_a_street_is_placed_among_streets_by_its_own_branches(world: World, client: FlaskClient) -> None:
    fill(world, *GROUPS)
    said = page(appoint(world, client, "unit_admin"), world.streets[0])
    assert "各街道名次 2 / 2" in said
    assert f"得分 {score(43, 7)}" in said


def test_the_trend_has_a_line_for_every_week_and_counts_no_other_branch(
    world: World, client: FlaskClient, now
) -> None:
    people = [world.person() for _ in range(3)]
    others = [world.person(branch=2) for _ in range(3)]
    for who in people:
        award(who, 6, at(10))
    for who in others:
        award(who, 30, at(10))
        award(who, 3)
    office = appoint(world, client, "secretary")
    raw = office.read(f"/branch/{world.branches[0].public_id}/")
    mean = (18 + 90) / 6
    assert cells(raw, "11/9 起") == [f"{(18 + 10 * mean) / 13:.1f}", f"{mean:.1f}", "3"]
    assert cells(raw, "11/23 起") == ["—", "3.0", "0"]
    assert cells(raw, "10/5 起") == ["—", "—", "0"]


def test_the_trend_and_the_reason_tell_the_same_mean(world: World, client: FlaskClient) -> None:
    fill(world, [1, 2, 2])
    office = appoint(world, client, "secretary")
    raw = office.read(f"/branch/{world.branches[0].public_id}/")
    assert "全区人均 1.7）" in plain(raw)
    assert cells(raw, "11/23 起")[1] == "1.7"


@pytest.mark.parametrize("role", ["secretary", "unit_admin", "district_admin"])
def test_a_frozen_quiz_stays_as_it_was_for_whoever_may_not_see_it_live(
    role: str, world: World, client: FlaskClient, now
) -> None:
    quiz = world.quiz("weekly", freezes_at=MONDAY_NOON, reveals_at=at(24, 20), closes_at=at(25), questions=4)
    now(at(23, 11, 30))
    play(world, quiz, 0, [1, 1, 1])
    now(TUESDAY_NOON)
    play(world, quiz, 1, [4, 4, 4])
    office = appoint(world, client, role)
    said = page(office, world.branches[0], f"?board={quiz}")
    frozen = role != "district_admin"
    assert ("已封榜" in said) is frozen
    assert (f"全区支部名次 {1 if frozen else 2} / {1 if frozen else 2}") in said
    now(at(24, 21))
    assert "全区支部名次 2 / 2" in page(office, world.branches[0], f"?board={quiz}")


def test_quizzes_of_others_are_not_offered_and_not_there(world: World, client: FlaskClient) -> None:
    theirs = world.quiz("topic", owner=world.streets[1])
    ours = world.quiz("weekly", owner=world.streets[0])
    office = appoint(world, client, "secretary")
    said = page(office, world.branches[0])
    assert ("测试活动 weekly" in said, "测试活动 topic" in said) == (True, False)
    assert office.get(f"/branch/{world.branches[0].public_id}/?board={theirs}").status_code == 404
    assert office.get(f"/branch/{world.branches[0].public_id}/?board={ours}").status_code == 200
    assert office.get(f"/branch/{world.branches[0].public_id}/?board=fortnight").status_code == 404


def test_home_leads_to_the_one_organization_or_offers_several(world: World, client: FlaskClient) -> None:
    office = appoint(world, client, "secretary")
    reply = office.get("/branch/")
    assert (reply.status_code, reply.location) == (302, f"/console/branch/{world.branches[0].public_id}/")
    assert '<a href="/console/branch/"' in office.read(f"/branch/{world.branches[0].public_id}/")


def test_pages_cost_as_many_statements_for_many_members_as_for_few(
    world: World, client: FlaskClient, statements: list[str]
) -> None:
    fill(world, [4, 4, 4], [3, 3, 3], [5, 5, 5])
    counts = []
    secretary = appoint(world, client, "secretary")
    for _ in range(2):
        cache.forget_all()
        statements.clear()
        assert secretary.get(f"/branch/{world.branches[0].public_id}/").status_code == 200
        counts.append(len(statements))
        fill(world, [7] * 12, [2] * 9)
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_an_officer_without_a_session_is_led_to_the_log_in(world: World, client: FlaskClient) -> None:
    reply = client.get(f"/console/branch/{world.branches[0].public_id}/", headers=BROWSER)
    assert (reply.status_code, reply.location) == (302, "/console/login")


def test_who_answers_for_two_organizations_chooses(world: World, client: FlaskClient) -> None:
    office = appoint(world, client, "secretary")
    with unit_of_work():
        member = db.session.get_one(Member, office.who.id)
        members.grant_role(member, "unit_admin", db.session.get_one(Organization, world.streets[1].id))
        members.grant_role(member, "editor", db.session.get_one(Organization, world.district.id))
    said = plain(office.read("/branch/"))
    assert "花园路街道 看情况" in said
    assert "第1支部 看情况" in said
    assert "金水区 看情况" not in said
