"""The first page: what waits for whom, and where to begin."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from jinshui_study.clock import SHANGHAI
from jinshui_study.console import dates
from jinshui_study.db import unit_of_work
from jinshui_study.questions import review
from tests.console.office import Office, office_of
from tests.moments import MONDAY_NOON, TUESDAY_NOON, at
from tests.questions.desk import Desk, one_of_each
from tests.questions.samples import draft
from tests.world import World


def test_an_editor_sees_what_waits(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(*one_of_each())
        review.send_back(desk.questions()[:2], "日期不符", desk.editor.id, TUESDAY_NOON)
        desk.stage(draft(code="b", stem="另一道？"))
    page = office.read("/")
    assert '<span class="number">4</span> 道题等您审核' in page
    assert '<span class="number">2</span> 道题被退回' in page
    assert "“题.yaml”已检查，还没有导入" in page
    assert "合规模式" in page


def test_who_only_edits_is_not_asked_to_review(desk: Desk, client: FlaskClient) -> None:
    with unit_of_work():
        desk.bring(*one_of_each())
    page = office_of(desk.world, client, "unit_admin", desk.world.district).read("/")
    assert "等您审核" not in page
    assert 'href="/console/review/"' not in page
    assert 'href="/console/imports/new"' in page


def test_who_has_no_bank_is_shown_the_way(world: World, client: FlaskClient) -> None:
    page = office_of(world, client, "unit_admin", world.streets[0]).read("/")
    assert "从第一个题库开始" in page
    assert "待办" not in page


def test_a_secretary_sees_nothing_of_banks(desk: Desk, client: FlaskClient) -> None:
    page = office_of(desk.world, client, "secretary").read("/")
    assert "题库" not in page
    assert "合规模式" in page


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (MONDAY_NOON, "11月23日 周一 12:00"),
        (at(29, 23, 59), "11月29日 周日 23:59"),
        (MONDAY_NOON - timedelta(days=365), "2025年11月23日 周日 12:00"),
        (None, ""),
    ],
)
def test_moments_are_told_as_people_write_them(moment: object, words: str) -> None:
    assert dates.in_words(moment, MONDAY_NOON.astimezone(SHANGHAI)) == words  # type: ignore[arg-type]
