"""The review queue in the browser: filters, decisions one by one and many at once, and the way back of each."""

import re

import pytest
from flask.testing import FlaskClient

from jinshui_study.accounts import members
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import registry, review
from jinshui_study.questions.models import Question
from jinshui_study.questions.registry import NewBank
from tests.console.office import Office, text_of, told, undo_form
from tests.moments import MONDAY_NOON
from tests.questions.desk import Desk, one_of_each
from tests.questions.samples import draft
from tests.world import PASSWORD


@pytest.fixture
def waiting(desk: Desk, office: Office) -> list[str]:
    """The public ids of six questions that wait."""
    with unit_of_work():
        desk.bring(*one_of_each())
        return [question.public_id for question in desk.questions()]


def states(desk: Desk) -> list[str]:
    db.session.expire_all()
    return [question.state for question in desk.questions()]


def cards(page: str) -> list[str]:
    return re.findall(r'<article [^>]*id="q-([^"]+)"', page)


def test_an_empty_queue_says_what_comes_here(desk: Desk, office: Office) -> None:
    page = office.read("/review/")
    assert "没有等待审核的题" in page
    assert not cards(page)


def test_what_waits_is_shown_with_its_key(desk: Desk, office: Office, waiting: list[str]) -> None:
    page = office.read("/review/")
    assert cards(page) == waiting
    assert "一共 6 道题在等审核" in page
    assert re.search(r'<li class="key"><b>C</b><span>1921年</span><span class="sign">', page)
    assert "史料如此。" in page
    assert "《文献》" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=single", [0]),
        ("kind=nothing", [0, 1, 2, 3, 4, 5]),
        ("text=1921", [0, 3]),
        ("topic=专题", [0, 1, 2, 3, 4, 5]),
        ("topic=别的", []),
        ("flag=lacking", []),
        ("state=ready", [0, 1, 2, 3, 4, 5]),
        ("difficulty=3", []),
    ],
)
def test_filters_live_in_the_address(
    query: str, found: list[int], desk: Desk, office: Office, waiting: list[str]
) -> None:
    page = office.read(f"/review/?{query}")
    assert cards(page) == [waiting[place] for place in found]
    if not found:
        assert "没有符合这些条件的题。" in page


def test_addresses_from_elsewhere_lead_nowhere_else(desk: Desk, office: Office, waiting: list[str]) -> None:
    path = "/review/?_external=1&_scheme=javascript&_anchor=x&text=x&page=3"
    reply = office.send(path, {"action": "approve", "question": waiting[0]})
    assert reply.location == "/console/review/?text=x"


def test_chosen_questions_are_approved_at_once_and_can_be_taken_back(
    desk: Desk, office: Office, waiting: list[str]
) -> None:
    page = office.follow("/review/?kind=", {"action": "approve", "question": waiting[:3]})
    assert told(page) == ["已通过 3 道题，可以用在答题里了。"]
    assert states(desk) == ["ready"] * 3 + ["pending"] * 3
    undo, fields = undo_form(page)
    assert told(office.follow(undo, fields)) == ["已撤销，3 道题回到待审核。"]
    assert states(desk) == ["pending"] * 6
    desk.assert_bystanders_untouched()


def test_what_lacks_its_source_stays_while_the_rest_is_approved(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(draft(code="a"), draft(code="b", stem="没有出处？", source=""))
        ids = [question.public_id for question in desk.questions()]
    page = office.follow("/review/", {"action": "approve", "question": ids})
    assert told(page) == [
        "已通过 1 道题，可以用在答题里了。另有 1 道缺解析或出处，补上以后才能通过，仍在这里。"
    ]
    assert states(desk) == ["ready", "pending"]
    page = office.follow("/review/", {"action": "approve", "question": ids[1]})
    assert "没有出处，补上以后才能启用。" in told(page)[0]
    page = office.follow("/review/", {"action": "source", "question": ids, "source": " 《年表》 "})
    assert told(page) == ["已给 1 道没有出处的题填上出处。"]
    assert desk.current(desk.question("b")).source == "《年表》"
    assert desk.current(desk.question("a")).source == "《文献》"


def test_all_that_pass_the_filters_are_approved_not_only_the_page(desk: Desk, office: Office) -> None:
    with unit_of_work():
        many = [draft(code=f"c{number}", stem=f"第{number}题？") for number in range(60)]
        desk.bring(*many, draft("true_false", code="other"))
    page = office.read("/review/?kind=single")
    assert len(cards(page)) == 50
    assert "通过全部 60 道符合条件的题" in page
    page = office.follow("/review/?kind=single", {"action": "approve", "scope": "all"})
    assert told(page) == ["已通过 60 道题，可以用在答题里了。"]
    assert states(desk) == ["ready"] * 60 + ["pending"]
    undo, fields = undo_form(page)
    office.follow(undo, fields)
    assert states(desk) == ["pending"] * 61


def test_all_are_those_one_reviews_though_one_edits_others(desk: Desk, client: FlaskClient) -> None:
    """Whoever loads for the district and reviews for a street sees, and approves, the street's questions only."""
    with unit_of_work():
        desk.bring(draft(code="others"))
        mine = registry.create(NewBank("街道题库", desk.street), desk.editor.id, MONDAY_NOON)
        desk.stage_and_carry(draft(stem="街道的？"), target=mine, who=desk.editor)
    both = desk.world.person(role="editor", over=desk.street, password=PASSWORD)
    with unit_of_work():
        members.grant_role(members.get(both.id), "unit_admin", desk.district)
    page = Office(client, both).follow("/review/", {"action": "approve", "scope": "all"})
    assert told(page) == ["已通过 1 道题，可以用在答题里了。"]
    assert states(desk) == ["pending"]


def test_sending_back_takes_a_reason(desk: Desk, office: Office, waiting: list[str]) -> None:
    page = office.follow("/review/", {"action": "send_back", "question": waiting[0], "reason": " "})
    assert "请写明退回的理由" in told(page)[0]
    assert states(desk) == ["pending"] * 6
    form = {"action": "send_back", "question": waiting[0], "reason": "日期不符"}
    page = office.follow("/review/", form)
    assert told(page) == ["已退回 1 道题。"]
    assert states(desk)[0] == "draft"
    assert desk.questions()[0].review_reason == "日期不符"
    undo, fields = undo_form(page)
    office.follow(undo, fields)
    assert states(desk) == ["pending"] * 6


def test_nothing_chosen_is_told(desk: Desk, office: Office, waiting: list[str]) -> None:
    assert "还没有选中试题" in told(office.follow("/review/", {"action": "approve"}))[0]
    form = {"action": "dance", "question": waiting[0]}
    assert told(office.follow("/review/", form)) == ["请选择要做什么。"]
    assert states(desk) == ["pending"] * 6


@pytest.mark.parametrize("at", ["", "yesterday", "2026-11-23T12:00:00"])
def test_a_way_back_that_names_no_moment_leads_nowhere(
    at: str, desk: Desk, office: Office, waiting: list[str]
) -> None:
    office.follow("/review/", {"action": "approve", "question": waiting})
    assert told(office.follow("/review/reopen", {"at": at})) == ["这一步已经不能撤销。"]
    assert states(desk) == ["ready"] * 6


def test_a_way_back_takes_only_ones_own_decisions_back(
    desk: Desk, office: Office, waiting: list[str]
) -> None:
    with unit_of_work():
        review.approve(desk.questions()[:2], desk.editor.id, MONDAY_NOON)
    office.follow("/review/reopen", {"at": MONDAY_NOON.isoformat()})
    assert states(desk) == ["ready"] * 2 + ["pending"] * 4


def test_one_question_is_decided_in_place_and_taken_back_there(
    desk: Desk, office: Office, waiting: list[str]
) -> None:
    path = f"/review/{waiting[0]}"
    piece = text_of(office.send(path, {"action": "approve"}, part=True))
    assert cards(piece) == [waiting[0]]
    assert "data-done" in piece
    assert "已启用" in piece
    assert "撤销" in piece
    assert states(desk)[0] == "ready"
    piece = text_of(office.send(path, {"action": "reopen"}, part=True))
    assert "data-done" not in piece
    assert states(desk) == ["pending"] * 6


def test_without_scripts_a_decision_leads_back_to_the_queue(
    desk: Desk, office: Office, waiting: list[str]
) -> None:
    office.follow(f"/review/{waiting[0]}", {"action": "approve"})
    assert states(desk)[0] == "ready"


def test_a_refusal_in_place_is_a_problem_for_the_page_to_show(
    desk: Desk, office: Office, waiting: list[str]
) -> None:
    reply = office.send(f"/review/{waiting[0]}", {"action": "send_back"}, part=True)
    assert (reply.status_code, reply.mimetype) == (422, "application/problem+json")
    assert "请写明退回的理由" in reply.get_json(force=True)["detail"]


def test_what_is_lacking_is_written_on_the_spot_and_approved_with_that(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(draft(code="a", explanation="", source=""))
        (question,) = desk.questions()
        path = f"/review/{question.public_id}"
    page = office.read("/review/")
    assert "有 1 道题还缺解析或出处。" in page
    assert "党员答完马上看到解析" in page
    form = {"action": "complete", "base": "1", "explanation": "一大召开。", "source": "", "then": "approve"}
    piece = text_of(office.send(path, form, part=True))
    assert "请填写出处。" in piece
    assert ">一大召开。</textarea>" in piece
    assert (states(desk), len(desk.revisions("a"))) == (["pending"], 1)
    piece = text_of(office.send(path, {**form, "source": "《简史》"}, part=True))
    assert "data-done" in piece
    assert states(desk) == ["ready"]
    latest = desk.revisions("a")[-1]
    assert (latest.number, latest.explanation, latest.source) == (2, "一大召开。", "《简史》")
    assert office.send(path, {**form, "base": "1"}, part=True).status_code == 409


def test_what_is_lacking_may_be_written_without_approving(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(draft(code="a", explanation="", source=""))
        (question,) = desk.questions()
        path = f"/review/{question.public_id}"
    form = {"action": "complete", "base": "1", "explanation": "一大召开。", "source": "《简史》"}
    assert "已保存。" in office.follow(path, form)
    assert states(desk) == ["pending"]


def test_all_that_lack_a_source_are_given_one_from_the_top_of_the_queue(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(
            draft(code="a", source=""), draft(code="b", stem="乙？", source=""), draft(code="c", stem="丙？")
        )
    page = office.follow("/review/?flag=lacking", {"action": "source", "scope": "all", "source": "《简史》"})
    assert "已给 2 道没有出处的题填上出处。" in page
    assert [revision.source for code in "ab" for revision in desk.revisions(code)] == ["", "《简史》"] * 2
    assert len(desk.revisions("c")) == 1
    (entry,) = desk.audit("question.edit")
    assert len(entry.details["questions"]) == 2


def test_a_question_is_edited_in_place_and_approved_with_it(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(draft(code="a", explanation="", source=""))
        (question,) = desk.questions()
        path = f"/questions/{question.public_id}/edit"
    page = office.read("/review/")
    assert "保存并看下一题" in page
    assert 'name="action" value="approve">' not in page.split('id="many"')[0]
    piece = office.read(path, part=True)
    assert 'name="then" value="approve" checked' in piece
    form = {
        "kind": "single",
        "stem": "哪一年成立？",
        "option": ["1919年", "1920年", "1921年"],
        "key": "2",
        "explanation": "一大召开。",
        "source": "《简史》",
        "topic": "专题",
        "difficulty": "2",
        "base": "1",
        "then": "approve",
    }
    short = text_of(office.send(path, {**form, "source": ""}, part=True))
    assert "没有出处" in short
    assert "哪一年成立？" in short
    assert states(desk) == ["pending"]
    piece = text_of(office.send(path, form, part=True))
    assert "data-done" in piece
    assert states(desk) == ["ready"]
    kept = db.session.get_one(Question, desk.questions()[0].id)
    assert (desk.current(kept).stem, desk.current(kept).number) == ("哪一年成立？", 2)
