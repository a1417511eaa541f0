"""Which questions may be drawn, and whose banks they are."""

from collections.abc import Callable
from datetime import datetime

import pytest

from jinshui_study import cache, clock
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.questions import banks, check, pools
from jinshui_study.questions.models import Question, Revision
from jinshui_study.questions.sampling import DrawRule
from tests.questions.samples import FIELDS, bank_file, draft

ANY = DrawRule(count=1, score=100, banks=("own",))


@pytest.fixture
def district(connection: object, now: Callable[[datetime], None]) -> Organization:
    """A district without anything, and a clock that stands."""
    return organizations.create("district", "金水区")


def load(owner: Organization, bank: str = "own", purpose: str = "study", state: str = "ready") -> None:
    """One question of each kind."""
    drafts = [draft(kind, code=kind, stem=f"{bank}{FIELDS[kind]['stem']}") for kind in FIELDS]
    report = check.check(bank_file(*drafts, bank=bank, purpose=purpose))
    banks.load([report], owner, clock.now(), state=state)
    cache.forget_all()


def drawable_kinds(rule: DrawRule) -> set[str]:
    return {question.kind for question in pools.drawable(rule)}


def set_state(kind: str, state: str) -> None:
    question = db.session.query(Question).where(Question.code == kind).one()
    question.state = state
    db.session.flush()


@pytest.mark.parametrize("state", ["draft", "pending", "retired"])
def test_only_ready_questions_may_be_drawn(district: Organization, state: str) -> None:
    load(district)
    set_state("single", state)
    assert drawable_kinds(ANY) == set(FIELDS) - {"single"}


def test_what_waits_for_review_is_not_drawn(district: Organization) -> None:
    load(district, state="pending")
    assert pools.drawable(ANY) == []


def test_other_banks_are_not_drawn_from(district: Organization) -> None:
    load(district)
    load(district, "other")
    assert {question.bank for question in pools.drawable(ANY)} == {"own"}
    both = DrawRule(count=1, score=100, banks=("own", "other"))
    assert len(pools.drawable(both)) == 2 * len(FIELDS)


def test_a_rule_without_banks_or_with_an_unknown_one_finds_nothing(district: Organization) -> None:
    load(district)
    assert pools.drawable(DrawRule(count=1, score=100)) == []
    assert pools.drawable(DrawRule(count=1, score=100, banks=("nowhere",))) == []


def test_a_pool_keeps_to_the_rule(district: Organization) -> None:
    load(district)
    wanted = DrawRule(count=1, score=100, banks=("own",), kinds=("single", "blank"))
    assert drawable_kinds(wanted) == {"single", "blank"}
    assert pools.drawable(DrawRule(count=1, score=100, banks=("own",), topics=("别的",))) == []
    assert pools.drawable(DrawRule(count=1, score=100, banks=("own",), difficulties=(3,))) == []


def test_a_pool_is_read_once_for_a_while(district: Organization, statements: list[str]) -> None:
    load(district)
    pools.drawable(ANY)
    before = len(statements)
    pools.drawable(ANY)
    assert len(statements) == before


def test_a_pool_holds_the_current_revision(district: Organization) -> None:
    load(district)
    changed = check.check(bank_file(draft("single", code="single", stem="新的题干？"), bank="own"))
    banks.load([changed], district, clock.now(), state="ready")
    cache.forget_all()
    (single,) = pools.drawable(DrawRule(count=1, score=100, banks=("own",), kinds=("single",)))
    assert pools.wordings([single.revision_id])[single.revision_id].stem == "新的题干？"


def test_wordings_are_read_once(district: Organization, statements: list[str]) -> None:
    load(district)
    ids = list(db.session.scalars(db.select(Revision.id)))
    first = pools.wordings(ids)
    before = len(statements)
    assert pools.wordings(ids[:3]) == {one: first[one] for one in ids[:3]}
    assert len(statements) == before
    assert {wording.kind for wording in first.values()} == set(FIELDS)


def test_wordings_that_fill_the_memory_make_room(
    district: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(district)
    ids = list(db.session.scalars(db.select(Revision.id)))
    monkeypatch.setattr(pools, "MOST_REVISIONS", 3)
    before = pools.wordings(ids[:4])
    assert set(pools.wordings(ids[3:])) == set(ids[3:])
    assert pools.wordings(ids[:4]) == before


def test_old_wordings_stay_readable(district: Organization) -> None:
    load(district)
    (single,) = pools.drawable(DrawRule(count=1, score=100, banks=("own",), kinds=("single",)))
    changed = check.check(bank_file(draft("single", code="single", stem="新的题干？"), bank="own"))
    banks.load([changed], district, clock.now(), state="ready")
    pools.forget_all()
    old = pools.wordings([single.revision_id])[single.revision_id]
    assert old.stem == f"own{FIELDS['single']['stem']}"
    assert old.content["key"] == [2]


def test_a_bank_is_open_to_its_subtree_only(district: Organization) -> None:
    street = organizations.create("street", "经八路街道", district)
    branch = organizations.create("branch", "第一支部", street)
    elsewhere = organizations.create("street", "花园路街道", district)
    load(district, "whole")
    load(street, "street")
    load(branch, "branch")
    load(elsewhere, "elsewhere")
    assert pools.banks_open_to(district) == ["whole"]
    assert pools.banks_open_to(street) == ["street", "whole"]
    assert pools.banks_open_to(branch) == ["branch", "street", "whole"]
    assert pools.banks_open_to(elsewhere) == ["elsewhere", "whole"]


def test_sealed_banks_are_told_from_those_to_practise(district: Organization) -> None:
    load(district, "open")
    load(district, "shut", purpose="sealed")
    assert pools.banks_open_to(district, "study") == ["open"]
    assert pools.banks_open_to(district, "sealed") == ["shut"]
    assert pools.sealed_among(["open", "shut", "nowhere"]) == ["shut"]
    assert pools.sealed_among(["open"]) == []
