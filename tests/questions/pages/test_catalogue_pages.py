"""The catalogue in the browser: searching, tagging, retiring many at once, editing with nothing lost."""

import re

import pytest

from jinshui_study.db import db, unit_of_work
from tests.console.office import Office, text_of, told, undo_form
from tests.questions.desk import Desk, one_of_each
from tests.questions.samples import draft

EDIT = {
    "kind": "single",
    "stem": "哪一年？",
    "option": ["1919年", "1920年", "1921年", "1922年"],
    "key": "2",
    "explanation": "史料如此。",
    "source": "《文献》",
    "topic": "专题",
    "difficulty": "2",
    "base": "1",
}


@pytest.fixture
def ids(desk: Desk, office: Office) -> list[str]:
    """The public ids of six questions in use."""
    with unit_of_work():
        desk.load(*one_of_each())
        return [question.public_id for question in desk.questions()]


def listed(page: str) -> list[str]:
    return re.findall(r'name="question" value="([^"]+)"', page)


def states(desk: Desk) -> list[str]:
    db.session.expire_all()
    return [question.state for question in desk.questions()]


def tags(desk: Desk) -> list[list[str]]:
    db.session.expire_all()
    return [question.tags for question in desk.questions()]


def test_questions_are_found_by_what_the_address_says(desk: Desk, office: Office, ids: list[str]) -> None:
    page = office.read(f"/questions/?bank={desk.bank.public_id}")
    assert listed(page) == ids[::-1]
    assert "符合条件的有 6 道" in page
    found = office.read(f"/questions/?bank={desk.bank.public_id}&text=1920年&state=ready")
    assert listed(found) == [ids[0]]
    assert 'value="1920年"' in found
    assert "没有符合这些条件的题。" in office.read("/questions/?text=没有这种题")


def test_strange_filters_filter_nothing_or_find_nothing(desk: Desk, office: Office, ids: list[str]) -> None:
    for query in ("difficulty=9", "state=x", "kind=%00x", "flag=_", "page=-3"):
        assert office.get(f"/questions/?{query}").status_code in (200, 400)
    assert not listed(office.read(f"/questions/?bank={'x' * 500}"))


def test_tags_come_and_go_for_many_at_once(desk: Desk, office: Office, ids: list[str]) -> None:
    form = {"action": "tag", "tag": "二十大", "question": ids[:2]}
    page = office.follow("/questions/", form)
    assert told(page) == ["已给 2 道题加上标签“二十大”。"]
    again = office.follow("/questions/", {**form, "question": ids[:3]})
    assert told(again) == ["已给 1 道题加上标签“二十大”。"]
    undo, fields = undo_form(again)
    office.follow(undo, fields)
    assert tags(desk) == [["二十大"], ["二十大"], [], [], [], []]
    office.follow("/questions/", {"action": "untag", "tag": "二十大", "question": ids})
    assert tags(desk) == [[], [], [], [], [], []]
    desk.assert_bystanders_untouched()


def test_an_empty_tag_is_told(desk: Desk, office: Office, ids: list[str]) -> None:
    page = office.follow("/questions/", {"action": "tag", "tag": " ", "question": ids[0]})
    assert "标签应有" in told(page)[0]


def test_retired_questions_come_back_as_they_were(desk: Desk, office: Office, ids: list[str]) -> None:
    with unit_of_work():
        desk.question("multiple").state = "pending"
    page = office.follow("/questions/?kind=", {"action": "retire", "question": ids[:3]})
    assert told(page) == ["已停用 3 道题，以后不会再抽到；已有的成绩不受影响。"]
    assert states(desk)[:4] == ["retired", "retired", "retired", "ready"]
    undo, fields = undo_form(page)
    back = office.follow(undo, fields)
    assert told(back) == ["已恢复 3 道题。"]
    assert states(desk)[:4] == ["ready", "pending", "ready", "ready"]
    assert "撤销</button>" not in back


def test_brought_back_by_hand_they_wait_for_review(desk: Desk, office: Office, ids: list[str]) -> None:
    office.follow("/questions/", {"action": "retire", "question": ids[0]})
    office.follow("/questions/", {"action": "bring_back", "question": ids[0]})
    assert states(desk)[0] == "pending"


def test_the_way_back_of_a_whole_page_fits_into_the_cookie(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.load(*(draft(code=f"c{number}", stem=f"第{number}题？") for number in range(50)))
        ids = [question.public_id for question in desk.questions()]
    reply = office.send("/questions/", {"action": "retire", "question": ids})
    cookie = office.client.get_cookie("jinshui_session")
    assert reply.status_code == 302
    assert cookie is not None
    assert len(cookie.value) < 3500
    undo, fields = undo_form(office.read("/questions/"))
    office.follow(undo, fields)
    assert states(desk) == ["ready"] * 50


def test_nothing_chosen_changes_nothing(desk: Desk, office: Office, ids: list[str]) -> None:
    assert "还没有选中试题" in told(office.follow("/questions/", {"action": "retire"}))[0]
    assert told(office.follow("/questions/", {"action": "x", "question": ids})) == ["请选择要做什么。"]
    assert states(desk) == ["ready"] * 6


def test_a_question_is_edited_on_a_page_of_its_own(desk: Desk, office: Office, ids: list[str]) -> None:
    page = office.read(f"/questions/{ids[0]}/edit")
    assert "<h1>修改试题</h1>" in page
    assert 'name="base" value="1"' in page
    page = office.follow(f"/questions/{ids[0]}/edit", {**EDIT, "stem": "是哪一年？"})
    assert told(page) == ["已保存。"]
    assert "是哪一年？" in page
    assert states(desk)[0] == "pending"


def test_who_reviews_may_keep_it_in_use(desk: Desk, office: Office, ids: list[str]) -> None:
    office.follow(f"/questions/{ids[0]}/edit", {**EDIT, "stem": "是哪一年？", "keep_ready": "yes"})
    assert states(desk)[0] == "ready"


def test_what_cannot_be_saved_comes_back_as_it_was_typed(desk: Desk, office: Office, ids: list[str]) -> None:
    reply = office.send(f"/questions/{ids[0]}/edit", {**EDIT, "stem": "改了的题干？", "key": []})
    page = text_of(reply)
    assert reply.status_code == 422
    assert "没有答案" in page
    assert re.search(r'<textarea name="stem"[^>]*>改了的题干？</textarea>', page)
    assert desk.current(desk.question("single")).stem == "哪一年？"


def test_somebody_elses_change_is_not_overwritten(desk: Desk, office: Office, ids: list[str]) -> None:
    office.follow(f"/questions/{ids[0]}/edit", {**EDIT, "stem": "第一次改？"})
    for base in ("1", "", "x", "9" * 30):
        reply = office.send(f"/questions/{ids[0]}/edit", {**EDIT, "stem": "第二次改？", "base": base})
        assert reply.status_code == 409
        assert "这道题刚刚被别人修改过" in text_of(reply)
        assert "第二次改？" in text_of(reply)
    assert desk.current(desk.question("single")).stem == "第一次改？"


def test_all_kinds_open_in_the_form_and_are_saved_unchanged(
    desk: Desk, office: Office, ids: list[str]
) -> None:
    for question_id in ids:
        page = office.read(f"/questions/{question_id}/edit")
        form = fields_of(page)
        office.follow(f"/questions/{question_id}/edit", form)
    db.session.expire_all()
    assert [desk.current(question).number for question in desk.questions()] == [1] * 6
    assert states(desk) == ["ready"] * 6


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser would send of the form on this page."""
    form = re.search(r'<form class="editor.*?</form>', page, re.S)
    assert form is not None
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form[0]):
        kind = re.search(r'type="(\w+)"', tag)
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name is not None
        assert value is not None
        if kind is None or kind[1] in ("text", "hidden") or " checked" in tag:
            sent.setdefault(name[1], []).append(value[1])
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.S):
        sent[name] = [text]
    for name, body in re.findall(r'<select name="([^"]+)">(.*?)</select>', form[0], re.S):
        sent[name] = re.findall(r'<option value="([^"]*)" selected', body)
    return sent
