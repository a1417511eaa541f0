"""The review: who may do what to a question in which state, all or nothing, with a line in the audit log."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from jinshui_study.accounts.models import ROLES
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden, Invalid, Problem
from jinshui_study.questions import catalogue, registry, review
from jinshui_study.questions.catalogue import Filter
from jinshui_study.questions.models import Question
from jinshui_study.questions.registry import NewBank
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.questions.desk import Desk, everything, one_of_each
from tests.questions.samples import draft


def refusal(action: Callable[[], object], kind: type[Problem]) -> Problem:
    """The problem an action raises, and that it has changed nothing."""
    before = everything()
    with pytest.raises(kind) as raised, db.session.begin_nested():
        action()
    db.session.expire_all()
    assert everything() == before
    return raised.value


@pytest.fixture
def waiting(desk: Desk) -> list[Question]:
    desk.bring(*one_of_each())
    return desk.questions()


def test_approved_questions_are_ready(desk: Desk, waiting: list[Question]) -> None:
    assert review.approve(waiting[:4], desk.editor.id, TUESDAY_NOON) == 4
    assert [question.state for question in waiting] == ["ready"] * 4 + ["pending"] * 2
    for question in waiting[:4]:
        assert (question.reviewed_by, question.reviewed_at) == (desk.editor.id, TUESDAY_NOON)
        assert (question.first_ready_at, question.review_reason) == (TUESDAY_NOON, None)
    desk.assert_bystanders_untouched()
    (line,) = desk.audit("question.approve")
    assert (line.subject, line.member_id) == (f"bank:{desk.bank.public_id}", desk.editor.id)
    assert line.details == {"questions": [question.public_id for question in waiting[:4]]}


def test_approving_twice_changes_nothing_more(desk: Desk, waiting: list[Question]) -> None:
    review.approve(waiting, desk.editor.id, MONDAY_NOON)
    assert review.approve(waiting, desk.editor.id, TUESDAY_NOON) == 0
    assert {question.reviewed_at for question in waiting} == {MONDAY_NOON}
    assert len(desk.audit("question.approve")) == 1


@pytest.mark.parametrize(
    ("lacking", "sentences"),
    [
        ({"explanation": ""}, ["没有解析，补上以后才能启用。"]),
        ({"source": ""}, ["没有出处，补上以后才能启用。"]),
        ({"explanation": "", "source": ""}, ["没有解析，补上以后才能启用。", "没有出处，补上以后才能启用。"]),
    ],
)
def test_one_question_that_is_not_fit_keeps_all_from_being_approved(
    desk: Desk, lacking: dict[str, str], sentences: list[str]
) -> None:
    desk.bring(draft(code="fit"), draft(code="unfit", stem="另一题？", **lacking))
    problem = refusal(lambda: review.approve(desk.questions(), desk.editor.id, TUESDAY_NOON), Invalid)
    assert (problem.code, problem.errors) == ("not_ready", {desk.question("unfit").public_id: sentences})
    assert problem.detail == f"有 1 道题还不能启用（如“另一题？”：{sentences[0]}），一道都没有通过。"


@pytest.mark.parametrize(("state", "word"), [("draft", "已退回"), ("retired", "已停用")])
def test_what_does_not_wait_is_not_approved(
    desk: Desk, waiting: list[Question], state: str, word: str
) -> None:
    waiting[0].state = state
    problem = refusal(lambda: review.approve(waiting, desk.editor.id, TUESDAY_NOON), Invalid)
    assert problem.errors is not None
    ((public_id, (sentence,)),) = problem.errors.items()
    assert public_id == waiting[0].public_id
    assert word in sentence


def test_questions_are_sent_back_with_a_reason_and_handed_in_again(
    desk: Desk, waiting: list[Question]
) -> None:
    review.approve(waiting[:1], desk.editor.id, MONDAY_NOON)
    review.send_back(waiting[:2], " 请补\n出处 ", desk.editor.id, TUESDAY_NOON)
    for question in waiting[:2]:
        assert (question.state, question.review_reason) == ("draft", "请补 出处")
        assert (question.reviewed_by, question.reviewed_at) == (desk.editor.id, TUESDAY_NOON)
    assert [question.first_ready_at for question in waiting[:2]] == [MONDAY_NOON, None]
    assert [question.state for question in waiting[2:]] == ["pending"] * 4
    review.hand_in(waiting[:2], desk.admin.id, TUESDAY_NOON)
    assert [(question.state, question.review_reason) for question in waiting[:2]] == [
        ("pending", "请补 出处")
    ] * 2
    review.approve(waiting[:2], desk.editor.id, TUESDAY_NOON)
    assert waiting[0].review_reason is None
    assert [len(desk.audit(f"question.{act}")) for act in ("send_back", "hand_in")] == [1, 1]
    desk.assert_bystanders_untouched()


@pytest.mark.parametrize("reason", ["", " \n ", "长" * 501])
def test_nothing_is_sent_back_without_a_reason(desk: Desk, waiting: list[Question], reason: str) -> None:
    problem = refusal(lambda: review.send_back(waiting, reason, desk.editor.id, TUESDAY_NOON), Invalid)
    assert problem.errors is not None
    assert list(problem.errors) == ["reason"]


def test_a_decision_is_taken_back(desk: Desk, waiting: list[Question]) -> None:
    review.approve(waiting[:1], desk.editor.id, MONDAY_NOON)
    review.send_back(waiting[1:2], "请补出处", desk.editor.id, MONDAY_NOON)
    review.send_back(waiting[2:3], "请改题干", desk.editor.id, MONDAY_NOON)
    review.hand_in(waiting[2:3], desk.admin.id, MONDAY_NOON)
    review.reopen(waiting[:3], desk.editor.id, TUESDAY_NOON)
    assert [question.state for question in waiting] == ["pending"] * 6
    assert [question.review_reason for question in waiting[:3]] == [None, None, "请改题干"]
    assert waiting[0].first_ready_at == MONDAY_NOON
    assert len(desk.audit("question.reopen")) == 1


def test_questions_are_retired_and_brought_back_into_the_queue(desk: Desk, waiting: list[Question]) -> None:
    review.approve(waiting[:1], desk.editor.id, MONDAY_NOON)
    review.retire(waiting[:2], desk.editor.id, TUESDAY_NOON)
    review.retire(waiting[:2], desk.editor.id, TUESDAY_NOON)
    assert [question.state for question in waiting] == ["retired"] * 2 + ["pending"] * 4
    review.bring_back(waiting, desk.editor.id, TUESDAY_NOON)
    assert [question.state for question in waiting] == ["pending"] * 6
    lines = [*desk.audit("question.retire"), *desk.audit("question.bring_back")]
    assert [line.details["questions"] for line in lines] == [[one.public_id for one in waiting[:2]]] * 2
    desk.assert_bystanders_untouched()


@pytest.mark.parametrize(
    "act", [review.reopen, review.hand_in, lambda *args: review.send_back(args[0], "否", *args[1:])]
)
def test_what_is_retired_must_be_brought_back_first(
    desk: Desk, waiting: list[Question], act: Callable[..., object]
) -> None:
    waiting[0].state = "retired"
    problem = refusal(lambda: act(waiting, desk.editor.id, TUESDAY_NOON), Conflict)
    assert problem.code == "question_state"


def test_a_question_that_was_ready_without_a_note_of_it_gets_one_when_it_leaves(desk: Desk) -> None:
    desk.load(*one_of_each())
    questions = desk.questions()
    for question in questions:
        question.first_ready_at = None
    review.retire(questions[:1], desk.editor.id, TUESDAY_NOON)
    review.send_back(questions[1:2], "请改", desk.editor.id, TUESDAY_NOON)
    review.reopen(questions[2:3], desk.editor.id, TUESDAY_NOON)
    assert {question.first_ready_at for question in questions[:3]} == {TUESDAY_NOON}


def test_the_queue_holds_what_waits_the_oldest_first(desk: Desk, waiting: list[Question]) -> None:
    review.approve(waiting[2:3], desk.editor.id, TUESDAY_NOON)
    page = review.queue(desk.editor.id, Filter(state="ready"), 1, 3)
    assert [item.question.code for item in page.items] == ["single", "multiple", "blank"]
    assert (page.total, page.pages) == (5, 2)
    assert page.items[0].revision.id == waiting[0].current_revision_id
    assert page.items[0].bank == desk.bank
    assert [item.question.code for item in review.queue(desk.editor.id, Filter(kind="blank")).items] == [
        "blank"
    ]
    assert review.waiting(desk.editor.id) == 5


def test_the_queue_holds_only_what_is_the_members_to_review(desk: Desk, waiting: list[Question]) -> None:
    street_editor = desk.world.person(role="editor", over=desk.street)
    for who in (street_editor, desk.admin, desk.world.bystander):
        assert (review.queue(who.id, Filter()).total, review.waiting(who.id)) == (0, 0)
    bank = registry.create(NewBank("街道题库", desk.street, code="street"), street_editor.id, TUESDAY_NOON)
    desk.stage_and_carry(draft(), target=bank, who=street_editor)
    assert [item.bank.code for item in review.queue(street_editor.id, Filter()).items] == ["street"]
    assert (review.waiting(street_editor.id), review.waiting(desk.editor.id)) == (1, 7)


ACTS: dict[str, tuple[Callable[[Sequence[Question], int], object], str, str]] = {
    "approve": (
        lambda questions, who: review.approve(questions, who, TUESDAY_NOON),
        "pending",
        "bank.review",
    ),
    "send_back": (
        lambda questions, who: review.send_back(questions, "否", who, TUESDAY_NOON),
        "pending",
        "bank.review",
    ),
    "reopen": (lambda questions, who: review.reopen(questions, who, TUESDAY_NOON), "ready", "bank.review"),
    "hand_in": (lambda questions, who: review.hand_in(questions, who, TUESDAY_NOON), "draft", "bank.edit"),
    "retire": (lambda questions, who: review.retire(questions, who, TUESDAY_NOON), "pending", "bank.edit"),
    "retire_ready": (
        lambda questions, who: review.retire(questions, who, TUESDAY_NOON),
        "ready",
        "bank.review",
    ),
    "bring_back": (
        lambda questions, who: review.bring_back(questions, who, TUESDAY_NOON),
        "retired",
        "bank.edit",
    ),
    "add_tag": (
        lambda questions, who: catalogue.add_tag(questions, "会议", who, TUESDAY_NOON),
        "ready",
        "bank.edit",
    ),
    "remove_tag": (
        lambda questions, who: catalogue.remove_tag(questions, "会议", who, TUESDAY_NOON),
        "ready",
        "bank.edit",
    ),
}
MAY = {"bank.edit": {"unit_admin", "editor", "district_admin"}, "bank.review": {"editor", "district_admin"}}


@pytest.mark.parametrize("name", ACTS)
def test_each_role_may_what_the_table_says_and_only_in_its_own_banks(desk: Desk, name: str) -> None:
    act, state, right = ACTS[name]
    desk.load(draft(code="x"))
    bank = registry.create(NewBank("街道题库", desk.street, code="street"), desk.editor.id, TUESDAY_NOON)
    desk.stage_and_carry(draft(), target=bank, who=desk.editor)
    own = db.session.scalars(db.select(Question).filter_by(bank_id=bank.id)).one()
    own.state = desk.question("x").state = state
    db.session.flush()

    def may(who: Any, *questions: Question) -> bool:
        with db.session.begin_nested() as attempt:
            try:
                act(questions, who.id)
            except Forbidden:
                return False
            finally:
                attempt.rollback()
        return True

    for role in ROLES:
        who = desk.world.person(role=role, over=desk.street)
        elsewhere = desk.world.person(role=role, over=desk.world.streets[1])
        allowed = role in MAY[right]
        assert (may(who, own), may(elsewhere, own)) == (allowed, False)
        assert not may(who, own, desk.question("x"))
        assert may(desk.world.person(role=role, over=desk.district), own, desk.question("x")) == allowed
