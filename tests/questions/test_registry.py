"""Banks made, renamed, sealed, handed over and counted, each by whoever may."""

from typing import Any

import pytest

from jinshui_study.accounts.models import ROLES, Organization
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from jinshui_study.questions import registry, review
from jinshui_study.questions.models import Bank
from jinshui_study.questions.registry import NewBank
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk, one_of_each
from tests.world import Person


def test_a_bank_is_made_for_an_organization(desk: Desk) -> None:
    bank = registry.create(
        NewBank(" 经八路  题库 ", desk.street, purpose="sealed"), desk.admin.id, TUESDAY_NOON
    )
    assert (bank.title, bank.purpose, bank.organization_id) == ("经八路 题库", "sealed", desk.street.id)
    assert bank.created_at == TUESDAY_NOON
    assert bank.code.startswith("bank-")
    other = registry.create(NewBank("经八路 题库", desk.street, code="党史-1"), desk.admin.id, TUESDAY_NOON)
    assert other.code == "党史-1"
    line = desk.audit("bank.create")[-2]
    assert (line.subject, line.member_id) == (f"bank:{bank.public_id}", desk.admin.id)


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        ({"title": ""}, Invalid),
        ({"title": "题" * 81}, Invalid),
        ({"code": "a b"}, Invalid),
        ({"code": "x" * 41}, Invalid),
        ({"purpose": "secret"}, Invalid),
        ({"code": "b"}, Conflict),
    ],
)
def test_a_bank_that_cannot_be_is_refused(desk: Desk, new: dict[str, Any], kind: type[Problem]) -> None:
    with pytest.raises(kind):
        registry.create(
            NewBank(**{"title": "题库", "organization": desk.district, **new}), desk.editor.id, TUESDAY_NOON
        )


def test_a_bank_is_renamed_and_sealed(desk: Desk) -> None:
    registry.rename(desk.bank, " 新 名 ", desk.admin.id, TUESDAY_NOON)
    registry.change_purpose(desk.bank, "sealed", desk.editor.id, TUESDAY_NOON)
    assert (desk.bank.title, desk.bank.purpose) == ("新 名", "sealed")
    lines = [desk.audit(f"bank.{act}")[0] for act in ("rename", "purpose")]
    assert [line.details for line in lines] == [{}, {"before": "study", "to": "sealed"}]
    desk.assert_bystanders_untouched()
    with pytest.raises(Invalid):
        registry.rename(desk.bank, "  ", desk.editor.id, TUESDAY_NOON)
    with pytest.raises(Invalid):
        registry.change_purpose(desk.bank, "open", desk.editor.id, TUESDAY_NOON)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_table_says_and_only_where_it_reaches(desk: Desk, role: str) -> None:
    bank = registry.create(NewBank("街道题库", desk.street, code="street"), desk.editor.id, TUESDAY_NOON)
    branch = db.session.get_one(Organization, desk.world.branches[0].id)
    here = desk.world.person(role=role, over=desk.street)
    elsewhere = desk.world.person(role=role, over=desk.world.streets[1])
    edits, reviews = role != "secretary", role in ("editor", "district_admin")

    def may(who: Person, verb: Any, *args: Any) -> bool:
        with db.session.begin_nested() as attempt:
            try:
                verb(*args, who.id, TUESDAY_NOON)
            except Forbidden:
                return False
            finally:
                attempt.rollback()
        return True

    acts = {
        (registry.create, NewBank("新", desk.street)): edits,
        (registry.create, NewBank("新", branch)): edits,
        (registry.create, NewBank("新", desk.district)): False,
        (registry.rename, bank, "新"): edits,
        (registry.rename, desk.bank, "新"): False,
        (registry.change_purpose, bank, "sealed"): reviews,
        (registry.change_purpose, desk.bank, "sealed"): False,
    }
    for act, allowed in acts.items():
        assert may(here, *act) == allowed, act
        assert not may(elsewhere, *act)


@pytest.mark.parametrize("role", ROLES)
def test_banks_are_seen_by_those_who_work_on_them(desk: Desk, role: str) -> None:
    bank = registry.create(NewBank("街道题库", desk.street, code="street"), desk.editor.id, TUESDAY_NOON)
    here = desk.world.person(role=role, over=desk.street)
    elsewhere = desk.world.person(role=role, over=desk.world.streets[1])
    seen: list[Bank] = [] if role == "secretary" else [bank]
    assert [item.bank for item in registry.overview(here.id)] == seen
    assert registry.overview(elsewhere.id) == []
    for who in (elsewhere, here)[: 2 - len(seen)]:
        with pytest.raises(NotFound):
            registry.get(bank.public_id, who.id)
    if seen:
        assert registry.get(bank.public_id, here.id) == bank
    with pytest.raises(NotFound):
        registry.get(desk.bank.public_id, here.id)


def test_the_overview_counts_the_questions_in_each_state(desk: Desk, statements: list[str]) -> None:
    desk.bring(*one_of_each())
    questions = desk.questions()
    review.approve(questions[:3], desk.editor.id, TUESDAY_NOON)
    review.send_back(questions[3:4], "请改", desk.editor.id, TUESDAY_NOON)
    registry.create(NewBank("没有题", desk.street, code="empty"), desk.editor.id, TUESDAY_NOON)
    db.session.flush()
    statements.clear()
    overview = {item.bank.code: item for item in registry.overview(desk.editor.id)}
    assert len(statements) == 2
    assert set(overview) == {"b", "bystander", "empty", "study"}
    assert overview["b"].counts == {"draft": 1, "pending": 2, "ready": 3, "retired": 0}
    assert overview["bystander"].counts == {"draft": 0, "pending": 0, "ready": 6, "retired": 0}
    assert overview["empty"].counts == dict.fromkeys(("draft", "pending", "ready", "retired"), 0)
    assert overview["empty"].organization == desk.street
