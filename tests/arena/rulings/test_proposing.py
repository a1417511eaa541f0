"""Before a ruling is carried out it tells whose score changes and by how much, and changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from jinshui_study.accounts.models import Notice
from jinshui_study.arena.models import Answer, Attempt, Regrade, Ruling
from jinshui_study.arena.rulings import carrying, impact, rulings
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict, Invalid, NotFound
from jinshui_study.points.models import BranchStanding, DailyProgress, LedgerEntry, MemberStanding
from jinshui_study.questions import corrections
from jinshui_study.questions.models import Question, Revision
from tests.arena.rulings.affairs import Affair, differences, profile, states, work_off
from tests.world import Person, World

TABLES = (
    Attempt,
    Answer,
    LedgerEntry,
    MemberStanding,
    BranchStanding,
    DailyProgress,
    Notice,
    Question,
    Revision,
)


def contents() -> dict[str, list[Any]]:
    """Every row of what a ruling may change."""
    db.session.rollback()
    found = {}
    for model in TABLES:
        table = model.__table__
        rows = db.session.connection().execute(select(table).order_by(*table.primary_key.columns))
        found[str(table)] = [tuple(row) for row in rows]
    return found


@contextmanager
def unchanged() -> Iterator[None]:
    before = contents()
    yield
    assert contents() == before


def sums_of(affair: Affair, public_id: str) -> dict[str, int]:
    return rulings.sums(rulings.get(public_id, affair.editor.id)[0])


def crowd(affair: Affair) -> list[Person]:
    """Two who win, one who loses, one who stays; in three branches."""
    world = affair.world
    people = [world.person(name=f"张晓{n}", branch=branch) for n, branch in enumerate((0, 1, 2, 0))]
    for who, chosen in zip(people, (["乙对"], ["乙对"], ["甲错"], ["丁错"]), strict=True):
        affair.play(who, doubtful=chosen)
    return people


@pytest.mark.parametrize("few", [carrying.FEW, -1], ids=["at once", "in parts"])
def test_a_proposal_changes_nothing_and_tells_what_would(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(carrying, "FEW", few)
    affair = Affair(world)
    crowd(affair)
    with unchanged():
        public_id = affair.propose()
        work_off()
    assert sums_of(affair, public_id) == {
        "attempts": 3,
        "members": 3,
        "score": 100,
        "up": 2,
        "down": 1,
        "points": 1,
    }
    assert states() == ["proposed"]


@pytest.mark.parametrize("verdict", ["correct", "void"])
def test_what_is_carried_out_is_what_was_shown(world: World, verdict: str) -> None:
    affair = Affair(world)
    crowd(affair)
    public_id = affair.propose(verdict)
    before, page = sums_of(affair, public_id), listed(affair, public_id)
    affair.decide(public_id)
    work_off()
    assert (sums_of(affair, public_id), listed(affair, public_id)) == (before, page)
    assert page != []
    for row in db.session.scalars(select(Regrade)):
        attempt = db.session.get_one(Attempt, (row.member_id, row.attempt_id))
        assert (attempt.score, attempt.points_awarded) == (row.score_after, row.points_after)
    assert differences() == []


def listed(affair: Affair, public_id: str, viewer: Person | None = None) -> list[tuple[Any, ...]]:
    ruling, *_ = rulings.get(public_id, affair.editor.id)
    rows = impact.page(ruling, (viewer or affair.editor).id, profile(), 50)
    return [
        (row.name, row.quiz, row.score_before, row.score_after, row.points_before, row.points_after)
        for row in rows
    ]


def test_names_are_masked_and_shown_within_reach_only(world: World) -> None:
    affair = Affair(world)
    crowd(affair)
    public_id = affair.propose()
    rows = listed(affair, public_id)
    quiz = "测试活动 daily"
    assert rows == [
        ("张*0", quiz, 400, 500, 4, 5),
        ("张*1", quiz, 400, 500, 4, 5),
        ("张*2", quiz, 500, 400, 5, 4),
    ]
    near = world.person(role="editor", over=world.streets[0])
    names = [row[0] for row in listed(affair, public_id, near)]
    assert names == ["张*0", "张*1", "（其他党组织）"]


def test_the_list_is_paged_in_one_order(world: World) -> None:
    affair = Affair(world)
    crowd(affair)
    ruling, *_ = rulings.get(affair.propose(), affair.editor.id)
    whole = impact.page(ruling, affair.editor.id, Profile("strict"), 10)
    found: list[impact.Impact] = []
    after = None
    while page := impact.page(ruling, affair.editor.id, Profile("strict"), 2, after):
        found += page
        after = page[-1].place
    assert found == whole


def test_a_new_proposal_takes_the_place_of_the_one_before(world: World) -> None:
    affair = Affair(world)
    crowd(affair)
    first = affair.propose()
    second = affair.propose("void")
    assert states() == ["withdrawn", "proposed"]
    with pytest.raises(Conflict) as caught:
        affair.decide(first)
    assert caught.value.code == "proposal_withdrawn"
    assert set(db.session.scalars(select(Regrade.ruling_id))) == {
        db.session.scalar(select(Ruling.id).where(Ruling.public_id == second))
    }
    assert affair.decide(second)


def test_who_finishes_between_the_preview_and_the_decision_is_dealt_with_too(world: World) -> None:
    affair = Affair(world)
    crowd(affair)
    public_id = affair.propose()
    late = world.person()
    result = affair.play(late)
    affair.decide(public_id)
    assert affair.result(late, result)["score"] == 500
    assert differences() == []


def test_deciding_twice_does_it_once(world: World) -> None:
    affair = Affair(world)
    crowd(affair)
    public_id = affair.propose()
    assert affair.decide(public_id)
    with unchanged():
        assert not affair.decide(public_id)
        work_off()
        assert not affair.decide(public_id)


def test_a_decision_waits_for_its_preview(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    affair = Affair(world)
    crowd(affair)
    monkeypatch.setattr(carrying, "FEW", -1)
    public_id = affair.propose()
    with pytest.raises(Conflict) as caught:
        affair.decide(public_id)
    assert caught.value.code == "preview_running"


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [
        ("single", ["A", "B"], "bad_key"),
        ("single", [], "bad_key"),
        ("single", ["E"], "bad_key"),
        ("single", ["A"], "same_key"),
        ("multiple", ["B"], "bad_key"),
        ("multiple", ["D", "A"], "same_key"),
        ("true_false", ["maybe"], "bad_key"),
        ("blank", ["对"], "bad_key"),
        ("blank", ["对", " | "], "bad_key"),
        ("ordering", ["A", "B", "B"], "bad_key"),
        ("matching", ["A-1", "B-1", "C-2"], "bad_key"),
    ],
)
def test_a_key_that_does_not_fit_is_refused(world: World, kind: str, answer: list[str], code: str) -> None:
    affair = Affair(world, kind)
    with pytest.raises(Invalid) as caught:
        affair.propose("correct", answer)
    assert caught.value.code == code
    assert states() == []


def test_keeping_needs_a_reason_and_something_to_answer(world: World) -> None:
    affair = Affair(world)
    _, _, revision = corrections.get_by_id(affair.revision_id)
    with pytest.raises(Invalid), unit_of_work():
        rulings.keep(revision, "", affair.editor.id, revision.created_at)
    with pytest.raises(Conflict) as caught, unit_of_work():
        rulings.keep(revision, "维持。", affair.editor.id, revision.created_at)
    assert caught.value.code == "nothing_to_answer"
    assert states() == []


def test_a_revision_out_of_reach_is_not_there(world: World) -> None:
    affair = Affair(world)
    question_id, number = affair.address()
    public_id = affair.propose()
    for role, over in (
        ("editor", world.streets[0]),
        ("secretary", world.district),
        ("unit_admin", world.district),
    ):
        stranger = world.person(role=role, over=over)
        with pytest.raises(NotFound):
            rulings.get_revision(question_id, number, stranger.id)
        with pytest.raises(NotFound):
            rulings.get(public_id, stranger.id)
    assert rulings.get_revision(question_id, number, affair.editor.id)[2].id == affair.revision_id
    with pytest.raises(NotFound):
        rulings.get_revision(question_id, number + 1, affair.editor.id)


def test_attempts_that_stay_as_they_are_leave_the_queue(world: World) -> None:
    affair = Affair(world)
    crowd(affair)
    affair.rule()
    work_off()
    rows = db.session.scalars(select(Regrade)).all()
    assert (len(rows), {row.state for row in rows}) == (3, {"done"})
    assert db.session.scalar(select(func.count()).select_from(Ruling)) == 1
