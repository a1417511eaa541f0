"""Rows of a dry run, mended on the spot and on pages of their own."""

import re

import pytest

from jinshui_study.questions.imports import rows
from tests.console.office import Office, text_of
from tests.questions.desk import Desk, one_of_each
from tests.questions.pages.test_import_pages import BAD, latest, shown_rows, upload
from tests.questions.samples import draft

MENDED = {
    "kind": "single",
    "stem": "答案在选项里？",
    "option": ["甲", "", "乙", "丙"],
    "key": "2",
    "explanation": "史料如此。",
    "source": "《文献》",
    "topic": "专题",
    "difficulty": "3",
    "tags": "党章 二十大",
}


@pytest.fixture
def path(desk: Desk, office: Office) -> str:
    return upload(office, *one_of_each(), BAD, bank=desk.bank.public_id)


def test_a_row_opens_in_place_with_all_its_fields(office: Office, path: str) -> None:
    piece = office.read(f"{path}rows/7/edit", part=True)
    assert shown_rows(piece) == [7]
    assert "<html" not in piece
    assert re.search(r'<textarea name="stem"[^>]*>答案不在选项里？</textarea>', piece)
    assert 'value="乙"' in piece
    assert 'id="tally"' in piece
    assert '<span class="number" id="share-errors">' in piece
    assert "只导入合格的 6 道" in piece


def test_mending_a_row_counts_it_at_once(office: Office, path: str) -> None:
    piece = text_of(office.send(f"{path}rows/7/", MENDED, part=True))
    assert "可以导入" in piece
    assert "已保存" in piece
    assert '<form class="editor' not in piece
    assert "全部导入（7 道）" in piece
    fields = rows.get(latest(), 7).fields
    assert (fields["options"], fields["answer"]) == (["甲", "乙", "丙"], ["B"])
    assert (fields["difficulty"], fields["tags"]) == (3, ["党章", "二十大"])


def test_what_is_still_wrong_keeps_the_form_open(office: Office, path: str) -> None:
    piece = text_of(office.send(f"{path}rows/7/", {**MENDED, "key": []}, part=True))
    assert "已保存，还有错误要改" in piece
    assert "没有答案" in piece
    assert '<form class="editor' in piece
    assert rows.get(latest(), 7).fields["stem"] == "答案在选项里？"


def test_without_scripts_a_row_has_pages_of_its_own(office: Office, path: str) -> None:
    page = office.read(f"{path}rows/7/edit")
    assert "<h1>修改" in page
    reply = office.send(f"{path}rows/7/", MENDED)
    assert reply.status_code == 302
    assert reply.location.endswith("?show=all&page=1#row-7")
    still_bad = office.send(f"{path}rows/7/", {**MENDED, "key": []})
    assert still_bad.status_code == 200
    assert "<html" in text_of(still_bad)


def test_a_row_is_left_out_and_taken_back(office: Office, path: str) -> None:
    piece = text_of(office.send(f"{path}rows/7/drop", part=True))
    assert "恢复这道题" in piece
    assert "全部导入（6 道）" in piece
    piece = text_of(office.send(f"{path}rows/7/take-back", part=True))
    assert "只导入合格的 6 道" in piece


def test_the_other_of_two_copies_comes_in_when_the_first_is_left_out(desk: Desk, office: Office) -> None:
    path = upload(office, draft(code=""), draft(code=""), bank=desk.bank.public_id)
    assert [row.state for row in rows.page(latest()).items] == ["good", "duplicate"]
    piece = text_of(office.send(f"{path}rows/1/drop", part=True))
    assert "全部导入（1 道）" in piece
    assert rows.get(latest(), 2).state == "good"


@pytest.mark.parametrize("number", ["0", "8", "9999999"])
def test_rows_that_are_not_there_are_404(number: str, office: Office, path: str) -> None:
    assert office.get(f"{path}rows/{number}/").status_code == 404
    assert office.send(f"{path}rows/{number}/", MENDED).status_code == 404


def test_numbers_too_large_for_any_database_are_404(office: Office, path: str) -> None:
    assert office.get(f"{path}rows/{10**30}/").status_code == 404


def test_a_row_of_a_finished_import_cannot_be_changed(office: Office, path: str) -> None:
    office.follow(f"{path}carry-out", {"only": "good"})
    reply = office.send(f"{path}rows/7/", MENDED, part=True)
    assert (reply.status_code, reply.mimetype) == (409, "application/problem+json")
    assert "修改</a>" not in office.read(f"{path}?show=all")
