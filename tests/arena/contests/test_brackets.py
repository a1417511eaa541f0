"""Brackets: boards of a part of the contest, equal to what brute force says, on the API, the console and the screen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jinshui_study import cache
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena import brackets
from jinshui_study.arena.screens import links
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Invalid
from tests.arena.contests.contest import Contest
from tests.console.office import office_of, told
from tests.moments import MONDAY_NOON
from tests.world import Person, World

Clock = Callable[[datetime], None]
STRICT = Profile("strict")


@pytest.fixture
def contest(world: World) -> Contest:
    return Contest(world)


@pytest.fixture
def crowd(contest: Contest) -> list[Person]:
    return contest.crowd()


def divide(contest: Contest, *titles: str, published: bool = False) -> None:
    named = {street.public_id: title for street, title in zip(contest.world.streets, titles, strict=True)}
    with unit_of_work():
        brackets.change(
            contest.row(), named, is_published=published, member_id=contest.admin.id, now=MONDAY_NOON
        )
    cache.forget_all()


def test_each_bracket_has_its_own_boards(contest: Contest, crowd: list[Person]) -> None:
    divide(contest, "东片组", "西片组")
    me = crowd[3]
    rules = contest.world.get(me, f"/quizzes/{contest.quiz}")["rules"]
    assert rules["brackets"] == [{"code": "g1", "title": "东片组"}, {"code": "g2", "title": "西片组"}]
    whole = {item["member_id"]: item["points"] for item in contest.board(me)["items"]}
    for code, people, title in (("g1", crowd[:3], "东片组"), ("g2", crowd[3:], "西片组")):
        page = contest.board(me, bracket=code)
        listed = [one.public_id for one in people if one.ranking_opt_in]
        assert {item["member_id"]: item["points"] for item in page["items"]} == {
            public_id: whole[public_id] for public_id in listed
        }
        assert [item["rank"] for item in page["items"]] == [1, 2]
        assert (page["board"]["bracket"], page["board"]["total"]) == (title, 2)
    assert contest.board(me, bracket="g1")["me"]["rank"] is None
    assert contest.board(me, bracket="g2")["me"]["rank"] == 1
    every = contest.board(me, of="branches")["items"]
    found = [contest.board(me, of="branches", bracket=code)["items"] for code in ("g1", "g2")]
    assert [len(items) for items in found] == [1, 1]
    assert {item["score"] for items in found for item in items} == {item["score"] for item in every}
    assert len(contest.board(me, of="streets", bracket="g2")["items"]) == 1


def test_one_bracket_of_several_streets_is_all_of_them(contest: Contest, crowd: list[Person]) -> None:
    divide(contest, "同组", "同组")
    for of in ("members", "branches", "streets"):
        whole, page = contest.board(crowd[0], of=of), contest.board(crowd[0], of=of, bracket="g1")
        for name in ("items", "me", "around_me", "next"):
            assert page[name] == whole[name]


def test_a_bracket_there_is_not_and_one_with_a_node_are_refused(
    contest: Contest, crowd: list[Person]
) -> None:
    world, me = contest.world, crowd[0]
    path = f"/quizzes/{contest.quiz}/leaderboard?bracket=g1"
    assert world.call(me, "GET", path).status_code == 404
    divide(contest, "东片组", "")
    assert world.call(me, "GET", f"{path}&within={world.streets[0].public_id}").status_code == 422


def test_brackets_of_a_street_are_branches(world: World) -> None:
    contest = Contest(world, owner=world.streets[0])
    people = [world.person(branch=branch) for branch in (0, 0, 1)]
    for right, who in enumerate(people):
        contest.play(who, right)
    with unit_of_work():
        titles = {world.branches[0].public_id: "甲组", world.branches[1].public_id: "乙组"}
        brackets.change(
            contest.row(), titles, is_published=False, member_id=contest.admin.id, now=MONDAY_NOON
        )
    page = contest.board(people[0], bracket="g1")
    assert [item["points"] for item in page["items"]] == [100, 0]


def test_what_cannot_be_is_refused_and_what_changes_is_noted(contest: Contest) -> None:
    with pytest.raises(Invalid):
        divide(contest, "长" * 13, "")
    with pytest.raises(Conflict):
        divide(contest, "东片组", "", published=True)
    divide(contest, "东片组", "")
    divide(contest, "", "")
    assert contest.row().rules["brackets"] == []
    lines = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "quiz.brackets")).all()
    assert [line.details["brackets"] for line in lines] == [1, 0]


def test_the_console_divides_by_kind_and_shows_each_board(
    contest: Contest, crowd: list[Person], client: FlaskClient
) -> None:
    office = office_of(contest.world, client, "district_admin", contest.world.district)
    here = f"/contests/{contest.quiz}/brackets"
    assert office.read(f"{here}?by=kind").count('value="街道组"') == 2
    sent = {
        f"of-{street.public_id}": title for street, title in zip(contest.world.streets, "甲乙", strict=True)
    }
    assert told(office.follow(here, sent))[0] == "组别已保存。"
    page = office.read(f"{here}?bracket=g2")
    assert "花园路街道" in page.split("<tbody>")[1].split("</tbody>")[0]
    assert "经八路街道" not in page.split("<tbody>")[1].split("</tbody>")[0]


def test_a_screen_shows_one_bracket(
    app: Flask, contest: Contest, crowd: list[Person], client: FlaskClient
) -> None:
    divide(contest, "东片组", "西片组")
    with unit_of_work():
        link = links.make(contest.quiz, "12", contest.admin.id, MONDAY_NOON)
        key = links.key_of(link, contest.quiz, app.config["SECRET_KEY"])
    page = client.get(f"/screen/{contest.quiz}?key={key}&bracket=g2")
    assert page.location == f"/screen/{contest.quiz}?bracket=g2"
    assert f"/screen/{contest.quiz}/board?bracket=g2" in client.get(page.location).get_data(as_text=True)

    def board(query: str) -> Any:
        return client.get(f"/screen/{contest.quiz}/board{query}").get_json()

    assert board("?bracket=g2")["title"].endswith("西片组")
    assert len(board("?bracket=g2")["branches"]) == 1
    assert len(board("")["branches"]) == 2
    assert client.get(f"/screen/{contest.quiz}/board?bracket=g9").status_code == 404
