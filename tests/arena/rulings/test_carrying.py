"""A ruling that concerns many is worked off in parts; whatever interrupts it, nothing is lost or done twice."""

import pytest
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.arena.models import Answer, Attempt, Regrade
from jinshui_study.arena.rulings import carrying, queueing, regrading, rulings
from jinshui_study.cli import work
from jinshui_study.db import db, unit_of_work
from tests.arena.rulings.affairs import Affair, differences, profile, states, told, work_off
from tests.world import Person, World

CROWD = 7


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every ruling concerns many, two members at a time."""
    monkeypatch.setattr(carrying, "FEW", -1)
    monkeypatch.setattr(carrying, "BATCH", 2)


def crowd(affair: Affair) -> dict[int, tuple[Person, str]]:
    """Members who were right all along, by id, with their attempts."""
    people = [affair.world.person(branch=index % 4) for index in range(CROWD)]
    return {who.id: (who, affair.play(who)["attempt_id"]) for who in people}


def step(ruling_id: int) -> bool:
    with unit_of_work():
        return carrying.step(ruling_id, profile(), clock.now())


class PowerCut(Exception):
    """Comes before the commit."""


def step_until_the_power_goes(ruling_id: int) -> None:
    with unit_of_work():
        carrying.step(ruling_id, profile(), clock.now())
        raise PowerCut


def decided(affair: Affair) -> int:
    """A ruling that is decided and not carried out yet; its id."""
    public_id = affair.propose()
    work_off()
    affair.decide(public_id)
    return rulings.get(public_id, affair.editor.id)[0].id


def scores() -> list[int | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Attempt.score).order_by(Attempt.member_id)))


def test_each_member_changes_whole_and_the_boards_agree_at_every_moment(world: World, many: None) -> None:
    affair = Affair(world)
    people = crowd(affair)
    ruling_id = decided(affair)
    assert scores() == [400] * CROWD
    changed = []
    while step(ruling_id):
        assert differences() == []
        for who, attempt_id in people.values():
            result = world.get(who, f"/attempts/{attempt_id}")
            done = result["score"] == 500
            shown = next(one for one in result["review"] if one["stem"].startswith("存疑"))
            assert (shown["score"] == 100) is done
            assert result["points_awarded"] == (5 if done else 4)
            assert world.get(who, "/points/today")["total"] == (5 if done else 4)
            assert len(told(who)) == int(done)
        changed.append(scores().count(500))
    assert changed[:5] == [0, 2, 4, 6, 7]
    assert states() == ["settled"]


def test_what_is_interrupted_goes_on_where_it_was(world: World, many: None) -> None:
    affair = Affair(world)
    crowd(affair)
    ruling_id = decided(affair)
    for _ in range(2):
        step(ruling_id)

    with pytest.raises(PowerCut):
        step_until_the_power_goes(ruling_id)
    assert scores().count(500) == 2
    assert differences() == []
    work_off()
    assert scores() == [500] * CROWD
    assert differences() == []


def test_new_attempts_go_by_the_ruling_while_the_old_ones_wait(world: World, many: None) -> None:
    affair = Affair(world)
    crowd(affair)
    decided(affair)
    late = world.person()
    assert affair.play(late)["score"] == 500
    work_off()
    assert told(late) == []
    assert differences() == []


def test_the_rounds_of_the_background_work_carry_rulings_out(world: World, many: None) -> None:
    affair = Affair(world)
    crowd(affair)
    public_id = affair.propose()
    assert (work.run_once("one") or {})["执行裁定"] == 5
    affair.decide(public_id)
    assert (work.run_once("one") or {})["执行裁定"] == 8
    assert states() == ["settled"]
    assert scores() == [500] * CROWD
    assert (work.run_once("one") or {})["执行裁定"] == 0


def test_an_attempt_that_was_closed_by_the_old_key_at_the_last_moment_is_found(world: World) -> None:
    """As PostgreSQL may let one through whose closing runs while the decision commits."""
    affair = Affair(world)
    me = world.person()
    affair.rule()
    result = affair.play(me, quiz=affair.new_quiz())
    assert result["score"] == 500
    late = world.person(branch=2)
    other = affair.play(late)
    with unit_of_work() as session:
        row = session.get_one(Attempt, (late.id, other["attempt_id"]))
        row.paper = [
            {**line, "revision": affair.revision_id} if line["revision"] == affair.current()[1] else line
            for line in row.paper
        ]
        row.score, row.correct = 400, 4
        answer = session.scalars(
            select(Answer).where(Answer.member_id == late.id, Answer.revision_id == affair.current()[1])
        ).one()
        answer.revision_id, answer.correct, answer.score = affair.revision_id, False, 0
    assert states() == ["decided"]
    work_off()
    assert states() == ["settled"]
    assert affair.result(late, other)["score"] == 500
    assert db.session.scalars(select(Regrade.member_id)).all() == [late.id]


def test_carrying_out_again_changes_nothing(world: World) -> None:
    affair = Affair(world)
    people = crowd(affair)
    public_id = affair.rule()
    ruling, *_ = rulings.get(public_id, affair.editor.id)
    before = [len(told(who)) for who, _ in people.values()]
    with unit_of_work():
        queueing.fill(ruling)
        regrading.carry_out(ruling, list(people), profile(), clock.now())
    assert [len(told(who)) for who, _ in people.values()] == before
    assert scores() == [500] * CROWD
    assert differences() == []


def test_a_round_does_only_so_much_and_the_next_one_goes_on(
    world: World, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MOST_STEPS", 3)
    affair = Affair(world)
    crowd(affair)
    decided(affair)
    done = [(work.run_once("one") or {})["执行裁定"] for _ in range(4)]
    assert done == [3, 3, 2, 0]
    assert states() == ["settled"]
