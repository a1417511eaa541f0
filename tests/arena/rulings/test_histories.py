"""Random attempts and random rulings: everything is as if the keys had been right from the start.

What is expected is worked out here from the answers alone, by the rules as the product states them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from jinshui_study import cache
from jinshui_study.arena import deadlines
from jinshui_study.arena.models import Attempt
from jinshui_study.arena.rulings import carrying, rulings
from jinshui_study.db import db, unit_of_work
from jinshui_study.points.models import LedgerEntry, MemberStanding
from jinshui_study.questions import corrections, pools
from jinshui_study.questions.models import Revision
from tests.arena.rulings.affairs import differences, profile, work_off
from tests.arena.rulings.histories import (
    FREEZES,
    PEOPLE,
    QUESTIONS,
    QUIZZES,
    STEPS_OF_TASK,
    Fact,
    History,
    Scene,
)
from tests.moments import at
from tests.world import World


@pytest.fixture
def scene(world: World, now: Callable[[datetime], None]) -> Scene:
    return Scene(world, now)


@contextmanager
def clean_state(connection: Connection) -> Iterator[None]:
    db.session.remove()
    cache.forget_all()
    pools.forget_all()
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        savepoint.rollback()


def begin(history: History, scene: Scene, who: int, quiz: str, answers: list[int | None]) -> str | None:
    """Start an attempt and save its answers; None where the quiz lets nobody in any more."""
    person = scene.people[who]
    reply = scene.world.call(person, "POST", f"/quizzes/{scene.quizzes[quiz]}/attempts")
    if reply.status_code == 409:
        assert reply.get_json()["code"] in ("no_tries_left", "not_open", "attempt_open")
        return None
    attempt = reply.get_json()
    for asked in attempt["questions"]:
        chosen = answers[int(asked["stem"][1])]
        if chosen is not None:
            option = next(one["id"] for one in asked["options"] if one["text"] == f"选项{chosen}")
            path = f"/attempts/{attempt['id']}/answers/{asked['number']}"
            put = scene.world.call(person, "PUT", path, {"response": {"options": [option]}})
            assert put.status_code == 200
    return str(attempt["id"])


def note_closed(history: History, scene: Scene, submitted: str | None = None) -> None:
    """Write down what has been closed since the last look."""
    db.session.rollback()
    for (who, quiz), (attempt_id, answers) in list(history.open.items()):
        row = db.session.get_one(Attempt, (scene.people[who].id, attempt_id), populate_existing=True)
        if row.state != "finished":
            continue
        del history.open[who, quiz]
        asked = [0] * QUESTIONS
        for line in row.paper:
            stem = db.session.get_one(Revision, line["revision"]).stem
            asked[int(stem[1])] = line["revision"]
        order = history.now, row.finished_at, row.ordinal, row.id
        history.facts.append(Fact(who, quiz, attempt_id, asked, answers, attempt_id == submitted, order, row))


def carry_out(history: History, scene: Scene, step: tuple[Any, ...]) -> None:
    """One step, in the service and on the list of facts; no two attempts are closed at the same moment."""
    kind, *rest = step
    history.now += timedelta(seconds=1)
    scene.clock(history.now)
    match kind:
        case "try" | "leave":
            who, quiz, answers = rest
            attempt_id = begin(history, scene, who, quiz, answers)
            note_closed(history, scene)
            if attempt_id is None:
                return
            history.open[who, quiz] = (attempt_id, answers)
            if kind == "try":
                history.now += timedelta(seconds=7)
                scene.clock(history.now)
                scene.world.submit(scene.people[who], {"id": attempt_id})
                note_closed(history, scene, attempt_id)
        case "finish" if history.open:
            who, quiz = sorted(history.open)[rest[0] % len(history.open)]
            attempt_id, _ = history.open[who, quiz]
            late = history.now > db.session.get_one(
                Attempt, (scene.people[who].id, attempt_id)
            ).expires_at + timedelta(seconds=30)
            scene.world.submit(scene.people[who], {"id": attempt_id})
            note_closed(history, scene, None if late else attempt_id)
        case "close":
            for attempt_id, owner in deadlines.overdue(history.now, 100):
                history.now += timedelta(milliseconds=1)
                with unit_of_work():
                    deadlines.close(attempt_id, owner, profile(), history.now)
                note_closed(history, scene)
        case "rule":
            rule(history, scene, *rest)
        case "work":
            for _ in range(rest[0]):
                for ruling_id in carrying.running():
                    with unit_of_work():
                        carrying.step(ruling_id, profile(), history.now)
        case "wait":
            history.now += timedelta(minutes=rest[0])


def rule(history: History, scene: Scene, number: int, key: int | None, back: int) -> None:
    """Rule on the question as it is asked now, or on an earlier revision of it."""
    current = scene.revisions()[number]
    known = sorted(history.lineage(current), reverse=True)
    target = known[min(back, len(known) - 1)]
    _, asked, revision = corrections.get_by_id(target)
    verdict, answer = ("void", []) if key is None else ("correct", ["ABC"[key]])
    if history.keys.get(target, 0) == key:
        return
    with unit_of_work():
        made = rulings.propose(
            asked, revision, verdict, answer, "", "", scene.editor.id, history.now
        ).public_id
    while not carrying.is_looked_through(rulings.get(made, scene.editor.id)[0]):
        with unit_of_work():
            ruling, *_ = rulings.get(made, scene.editor.id)
            carrying.step(ruling.id, profile(), history.now)
    with unit_of_work():
        assert rulings.decide(rulings.get(made, scene.editor.id)[0], scene.editor.id, profile(), history.now)
    for revision_id in history.lineage(target):
        history.keys[revision_id] = key
    after = scene.revisions()[number]
    if after != current:
        history.parents[after] = target
        history.keys[after] = key


def mark(history: History, fact: Fact) -> list[bool]:
    """Which questions of an attempt are right, by the keys that hold in the end."""
    right = []
    for revision, answer in zip(fact.asked, fact.answers, strict=True):
        key = history.keys.get(revision, 0)
        right.append(key is None or answer == key)
    return right


def expected(history: History, scene: Scene) -> dict[str, tuple[int, int, int]]:
    """Score, correct and points of every closed attempt."""
    found: dict[str, tuple[int, int, int]] = {}
    used: dict[tuple[int, Any, str], int] = defaultdict(int)
    paid: dict[tuple[int, str], list[tuple[Any, int]]] = defaultdict(list)
    for fact in sorted(history.facts, key=lambda fact: fact.order):
        correct = sum(mark(history, fact))
        percent = correct * 100 // QUESTIONS
        task = QUIZZES[fact.quiz]["preset"]
        if task == "daily":
            worth, cap = correct, 5
            if not fact.submitted and None in fact.answers:
                found[fact.id] = (correct * 100, correct, 0)
                continue
        else:
            steps, cap = STEPS_OF_TASK[task]
            worth = max((points for least, points in steps if percent >= least), default=0)
        earlier = paid[fact.who, fact.quiz]
        pays = QUIZZES[fact.quiz].get("pays", "each" if task == "topic" else "improvement")
        if pays == "improvement":
            worth -= sum(points for _, points in earlier)
        elif pays == "daily_improvement":
            worth -= sum(points for day, points in earlier if day == fact.row.day)
        day = fact.row.finished_at.astimezone(at(1).tzinfo).date()
        given = max(0, min(worth, cap - used[fact.who, day, task]))
        used[fact.who, day, task] += given
        earlier.append((fact.row.day, given))
        found[fact.id] = (correct * 100, correct, given)
    return found


def expected_boards(
    history: History, scores: dict[str, tuple[int, int, int]], before: datetime | None
) -> dict[tuple[int, str], tuple[int, int]]:
    """What counts by member and quiz, of attempts finished before a moment."""
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for fact in sorted(history.facts, key=lambda fact: fact.row.ordinal):
        rules, place = QUIZZES[fact.quiz], (fact.who, fact.quiz)
        score, correct, _ = scores[fact.id]
        if before is not None and fact.row.finished_at >= before:
            continue
        if correct * 100 < rules.get("pass_percent", 0) * QUESTIONS:
            continue
        mine, held = (score, fact.row.duration_ms), found.get(place)
        counts = rules.get("counts", "first")
        if counts == "first_k" and fact.row.ordinal_of_day > rules["first_k"]:
            continue
        better = held is None or (mine[0], -mine[1]) > (held[0], -held[1])
        if counts == "last" or (better if counts != "first" else held is None):
            found[place] = mine
    return found


def kept_boards(scene: Scene, suffix: str = "") -> dict[tuple[int, str], tuple[int, int]]:
    names = {f"quiz:{public_id}{suffix}": name for name, public_id in scene.quizzes.items()}
    numbers = {person.id: number for number, person in enumerate(scene.people)}
    rows = db.session.scalars(select(MemberStanding).where(MemberStanding.board.in_(names)))
    return {(numbers[row.member_id], names[row.board]): (row.points, row.duration_ms or 0) for row in rows}


def check(history: History, scene: Scene) -> None:
    db.session.rollback()
    scores = expected(history, scene)
    kept = {
        row.id: (row.score, row.correct, row.points_awarded)
        for row in db.session.scalars(select(Attempt).where(Attempt.state == "finished"))
    }
    assert kept == scores
    check_points(scores)
    check_bests(history, scores)
    assert kept_boards(scene) == expected_boards(history, scores, None)
    frozen = {
        place: result
        for place, result in expected_boards(history, scores, FREEZES).items()
        if "freezes_at" in QUIZZES[place[1]]
    }
    assert kept_boards(scene, ":frozen") == frozen
    assert differences() == []


def check_points(scores: dict[str, tuple[int, int, int]]) -> None:
    """The ledger's lines of an attempt add up to what it should have been paid, and only reversals take away."""
    sums: dict[str, int] = defaultdict(int)
    for entry in db.session.scalars(select(LedgerEntry)):
        key = entry.reverses or entry.source_key
        sums[key.removeprefix("attempt:").split("#")[0]] += entry.points
        assert (entry.points <= 0) if entry.reverses else (entry.points >= 0)
    assert dict(sums) == {attempt: points for attempt, (_, _, points) in scores.items() if attempt in sums}
    assert all(points == 0 for attempt, (_, _, points) in scores.items() if attempt not in sums)


def check_bests(history: History, scores: dict[str, tuple[int, int, int]]) -> None:
    for fact in history.facts:
        before = [
            other
            for other in history.facts
            if (other.who, other.quiz) == (fact.who, fact.quiz) and other.row.ordinal < fact.row.ordinal
        ]
        mine = scores[fact.id][0], -fact.row.duration_ms
        best = all(mine > (scores[other.id][0], -other.row.duration_ms) for other in before)
        kept = db.session.scalar(select(Attempt.personal_best).where(Attempt.id == fact.id))
        assert kept is best


WHO = st.integers(0, PEOPLE - 1)
NAME = st.sampled_from(sorted(QUIZZES))
CHOICES = st.lists(st.sampled_from((0, 0, 1, 1, 2, None)), min_size=QUESTIONS, max_size=QUESTIONS)
RULES = st.tuples(
    st.just("rule"),
    st.integers(0, QUESTIONS - 1),
    st.sampled_from((1, 1, 2, 0, None)),
    st.sampled_from((0, 0, 0, 1, 2)),
)
STEPS = st.one_of(
    st.tuples(st.just("try"), WHO, NAME, CHOICES),
    st.tuples(st.just("try"), WHO, NAME, CHOICES),
    st.tuples(st.just("try"), WHO, NAME, CHOICES),
    st.tuples(st.just("leave"), WHO, NAME, CHOICES),
    st.tuples(st.just("finish"), st.integers(0, 9)),
    st.tuples(st.just("close")),
    st.tuples(st.just("wait"), st.sampled_from((1, 10, 25, 700, 1500))),
    RULES,
    RULES,
    st.tuples(st.just("work"), st.integers(1, 3)),
)


@pytest.mark.parametrize("few", [carrying.FEW, -1], ids=["at once", "in parts"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=8, max_size=30))
def test_everything_is_as_if_the_keys_had_been_right_from_the_start(
    scene: Scene, connection: Connection, monkeypatch: pytest.MonkeyPatch, few: int, steps: list[Any]
) -> None:
    monkeypatch.setattr(carrying, "FEW", few)
    monkeypatch.setattr(carrying, "BATCH", 2)
    with clean_state(connection):
        history = History(at(23, 20))
        for step in steps:
            carry_out(history, scene, step)
        history.now += timedelta(hours=1)
        carry_out(history, scene, ("close",))
        work_off()
        check(history, scene)
        settled = db.session.scalar(select(func.count()).select_from(LedgerEntry))
        work_off()
        assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == settled
        check(history, scene)
