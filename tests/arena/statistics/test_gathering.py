"""Counting behind the answers: every finished attempt once, whenever it came, and again after a ruling."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, select, update

from jinshui_study import clock
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.arena.statistics import gathering, keeping
from jinshui_study.arena.statistics.gathering import Overtaken
from jinshui_study.arena.statistics.models import (
    CountingRound,
    ItemStatistic,
    QuizItemStatistic,
    QuizStatistic,
)
from jinshui_study.cli import work
from jinshui_study.db import changed_rows, db, unit_of_work
from jinshui_study.questions import statistics
from jinshui_study.questions.sampling import DrawRule
from tests.arena.steps import put, run
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.world import Person, World

Clock = Callable[[datetime], None]
ALL = 1000


def count(limit: int = ALL) -> int:
    with unit_of_work(reads_first=True):
        return gathering.count_due(limit, clock.now())


def kept() -> list[tuple[Any, ...]]:
    """Everything that is kept, without when."""
    db.session.expire_all()
    items = [
        (row.revision_id, row.answered, row.marks, row.rests, row.products, row.lone_marks, row.choices)
        for row in db.session.scalars(select(ItemStatistic).order_by(ItemStatistic.revision_id))
        if row.asked
    ]
    quizzes = [
        (row.quiz_id, row.attempts, row.totals)
        for row in db.session.scalars(select(QuizStatistic).order_by(QuizStatistic.quiz_id))
        if row.attempts
    ]
    return [*items, *quizzes]


def asked() -> int:
    return sum(row.asked for row in db.session.scalars(select(ItemStatistic)))


def quiz_id(public_id: str) -> int:
    found = db.session.scalar(select(Quiz.id).where(Quiz.public_id == public_id))
    assert found is not None
    return found


def test_a_finished_attempt_is_counted_once(world: World) -> None:
    me = world.person()
    quiz = world.quiz("daily")
    world.play(me, quiz, right=3)
    world.start(world.bystander, quiz)
    assert count() == 1
    assert (asked(), sum(row.answered for row in db.session.scalars(select(ItemStatistic)))) == (5, 5)
    facilities = sorted(row.facility or 0 for row in db.session.scalars(select(ItemStatistic)))
    assert facilities == [0, 0, 1, 1, 1]
    before = kept()
    assert count() == 0
    assert kept() == before


def test_an_attempt_that_closed_itself_is_counted_though_it_ended_before_others_that_are(
    world: World, now: Clock
) -> None:
    """It counts as finished when its time was over, hours ago: no watermark over that moment would see it."""
    me = world.person()
    attempt = world.start(me, world.quiz("daily", closes_at=MONDAY_NOON + timedelta(hours=1)))
    put(world, me, attempt, 1)
    now(MONDAY_NOON + timedelta(hours=3))
    world.play(world.bystander, world.quiz("daily"), right=5)
    assert count() == 1
    assert work.run_once("one") is not None
    ended = db.session.get_one(Attempt, (me.id, attempt["id"])).finished_at
    assert ended == MONDAY_NOON + timedelta(hours=1) - timedelta(milliseconds=1)
    assert asked() == 10
    assert list(gathering.differences()) == []


def test_an_attempt_in_which_nothing_was_answered_is_not_counted(world: World, now: Clock) -> None:
    world.start(world.person(), world.quiz("daily"))
    now(TUESDAY_NOON)
    assert work.run_once("one") is not None
    assert asked() == 0
    assert count() == 0


def test_of_a_paper_for_all_only_the_first_try_counts_and_of_drawn_papers_every_try(world: World) -> None:
    me = world.person()
    same, drawn = world.quiz("weekly", questions=5, same_for_all=True), world.quiz("weekly", questions=5)
    for quiz in (same, drawn):
        for right in (1, 5):
            world.play(me, quiz, right=right)
    assert count() == 4
    attempts = {row.quiz_id: row.totals for row in db.session.scalars(select(QuizStatistic))}
    assert attempts == {quiz_id(same): {"100": 1}, quiz_id(drawn): {"100": 1, "500": 1}}


def test_only_a_quiz_of_one_paper_keeps_figures_of_its_items(world: World) -> None:
    me = world.person()
    same, drawn = world.quiz("weekly", questions=5, same_for_all=True), world.quiz("weekly", questions=5)
    survival = world.quiz("survival", same_for_all=True)
    for quiz in (same, drawn):
        world.play(me, quiz, right=1)
    run(world, me, survival, [True, False])
    count()
    assert {row.quiz_id for row in db.session.scalars(select(QuizItemStatistic))} == {quiz_id(same)}


def test_choices_are_counted_by_option_as_written(world: World) -> None:
    quiz = world.quiz(
        "daily", questions=1, draw=[DrawRule(count=1, score=100, banks=("study",), kinds=("single",))],
        same_for_all=True,
    )  # fmt: skip
    for right in (1, 1, 0):
        world.play(world.person(), quiz, right=right)
    count()
    row = db.session.scalars(select(ItemStatistic)).one()
    assert sorted(row.choices.values()) == [1, 2]
    assert row.asked == 3


def matrix_of(quiz: str) -> tuple[list[list[int]], list[int], list[int]]:
    """Marks by attempt and item as the tables have them now, the items' worths, and their revisions."""
    found = db.session.scalars(select(Quiz).where(Quiz.public_id == quiz)).one()
    paper = found.paper or []
    rows = []
    for attempt in db.session.scalars(
        select(Attempt).where(Attempt.quiz_id == found.id, Attempt.ordinal == 1, Attempt.state == "finished")
    ):
        marks = dict(
            db.session.execute(
                select(Answer.revision_id, Answer.score).where(
                    Answer.member_id == attempt.member_id, Answer.attempt_id == attempt.id
                )
            ).all()
        )
        if marks:
            rows.append([marks.get(line["revision"]) or 0 for line in paper])
    return rows, [line["worth"] for line in paper], [line["revision"] for line in paper]


def assert_figures_are_those_of_the_matrix(quiz: str) -> None:
    marks, worths, revisions = matrix_of(quiz)
    expected = statistics.analyse(marks, worths)
    rows = {
        row.revision_id: keeping.pairs_of(row)
        for row in db.session.scalars(
            select(QuizItemStatistic)
            .where(QuizItemStatistic.quiz_id == quiz_id(quiz))
            .execution_options(populate_existing=True)
        )
    }
    pairs = [rows[revision] for revision in revisions]
    assert statistics.items_of(pairs, worths) == expected.items
    totals = keeping.counts_of(
        db.session.get_one(QuizStatistic, quiz_id(quiz), populate_existing=True).totals
    )
    assert statistics.quiz_of(totals, sum(worths), pairs) == expected.quiz


@pytest.mark.parametrize("seed", range(4))
def test_a_random_history_comes_to_what_all_answers_together_give(
    world: World, now: Clock, seed: int
) -> None:
    dice = Random(seed)
    people = [world.person(branch=number % 4) for number in range(9)]
    same = world.quiz("weekly", questions=6, same_for_all=True, partial=bool(seed % 2))
    quizzes = [same, world.quiz("weekly", questions=4), world.quiz("topic", questions=3)]
    moment, left_open = MONDAY_NOON, []
    for _ in range(25):
        moment += timedelta(seconds=dice.randint(1, 40))
        now(moment)
        me, quiz = dice.choice(people), dice.choice(quizzes)
        step = dice.random()
        if step < 0.15:
            attempt = start_or_none(world, me, quiz)
            if attempt is not None:
                left_open.append((me, attempt))
                put(world, me, attempt, 1, right=dice.random() < 0.5)
        elif step < 0.3:
            rescore(dice)
        elif step < 0.45:
            count(dice.randint(1, 3))
        elif not any(one.id == me.id for one, _ in left_open):
            world.play(me, quiz, right=dice.randint(0, 6))
    now(TUESDAY_NOON + timedelta(days=1))
    work.run_once("one")
    while count(2):
        pass
    assert list(gathering.differences()) == []
    assert_figures_are_those_of_the_matrix(same)


def start_or_none(world: World, me: Person, quiz: str) -> dict[str, Any] | None:
    reply = world.call(me, "POST", f"/quizzes/{quiz}/attempts")
    return dict(reply.get_json()) if reply.status_code == 201 else None


def rescore(dice: Random) -> None:
    """What a ruling does: a question's answers get other scores, its attempts other totals."""
    revisions = list(db.session.scalars(select(Answer.revision_id).where(Answer.locked).distinct()))
    if not revisions:
        return
    revision = dice.choice(sorted(revisions))
    with unit_of_work():
        for answer in db.session.scalars(select(Answer).where(Answer.revision_id == revision, Answer.locked)):
            answer.score = dice.choice([0, 100, answer.score or 0])
        db.session.flush()
        recount(revision)


def recount(revision: int) -> int:
    """What a ruling leaves on the attempts concerned: another version of their marks."""
    answered = select(Answer.attempt_id).where(Answer.revision_id == revision)
    finished = update(Attempt).where(Attempt.id.in_(answered), Attempt.state == "finished")
    return changed_rows(finished.values(marks_version=Attempt.marks_version + 1))


def test_after_a_ruling_an_attempt_is_counted_out_and_in_again(world: World) -> None:
    quiz = world.quiz("weekly", questions=5, same_for_all=True)
    for right in (1, 3, 5):
        world.play(world.person(), quiz, right=right)
    count()
    revision = db.session.scalars(select(QuizItemStatistic.revision_id)).first()
    assert revision is not None
    with unit_of_work():
        db.session.execute(update(Answer).where(Answer.revision_id == revision).values(score=100))
        assert recount(revision) == 3
    assert count() == 3
    db.session.expire_all()
    row = db.session.get_one(ItemStatistic, revision)
    assert (row.asked, row.facility) == (3, 1)
    assert list(gathering.differences()) == []
    assert_figures_are_those_of_the_matrix(quiz)


def test_a_ruling_that_told_nobody_is_found(world: World) -> None:
    world.play(world.person(), world.quiz("daily"), right=2)
    count()
    with unit_of_work():
        db.session.execute(update(Answer).values(score=0))
    assert list(gathering.differences()) == ["1 份作答在统计之后得分有变动，没有重新统计"]


def test_a_hand_in_the_database_is_found_and_a_rebuild_mends_it(world: World) -> None:
    quiz = world.quiz("weekly", questions=5, same_for_all=True)
    for right in (1, 3):
        world.play(world.person(), quiz, right=right)
    count()
    right_state = kept()
    revision = db.session.scalars(select(ItemStatistic.revision_id)).first()
    with unit_of_work():
        db.session.execute(
            update(ItemStatistic).where(ItemStatistic.revision_id == revision).values(answered=9)
        )
        db.session.execute(update(QuizStatistic).values(totals={"7": 1}))
        db.session.execute(delete(QuizItemStatistic).where(QuizItemStatistic.revision_id == revision))
    assert list(gathering.differences()) == [
        f"试题版本 {revision} 的统计与作答不符",
        f"答题活动 {quiz_id(quiz)} 的统计与作答不符",
        f"活动中的试题 ({quiz_id(quiz)}, {revision}) 的统计与作答不符",
    ]
    with unit_of_work():
        assert gathering.forget_all() == 2
    assert count() == 2
    assert kept() == right_state
    assert list(gathering.differences()) == []


def test_who_is_interrupted_while_writing_has_done_nothing(world: World, connection: Connection) -> None:
    world.play(world.person(), world.quiz("daily"), right=2)

    def pull_the_plug(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO quiz_statistics"):
            raise RuntimeError("the power went")

    event.listen(connection, "before_cursor_execute", pull_the_plug)
    with pytest.raises(RuntimeError, match="the power went"):
        count()
    event.remove(connection, "before_cursor_execute", pull_the_plug)
    assert kept() == []
    assert count() == 1
    assert asked() == 5


@pytest.fixture
def meanwhile(connection: Connection) -> Iterator[list[str]]:
    """Statements that somebody else runs between the reading of a round and its writing."""
    others: list[str] = []

    def interfere(_conn: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO counting_rounds"):
            while others:
                cursor.execute(others.pop())

    event.listen(connection, "before_cursor_execute", interfere)
    yield others
    event.remove(connection, "before_cursor_execute", interfere)


def test_a_round_that_another_overtook_keeps_nothing(world: World, meanwhile: list[str]) -> None:
    quiz = world.quiz("daily")
    world.play(world.person(), quiz, right=2)
    count()
    world.play(world.person(), quiz, right=2)
    before = kept()
    meanwhile.append("UPDATE counting_rounds SET number = number + 1")
    with pytest.raises(Overtaken):
        count()
    assert kept() == before
    assert count() == 1
    assert list(gathering.differences()) == []


def test_a_round_that_a_ruling_overtook_keeps_nothing(world: World, meanwhile: list[str]) -> None:
    world.play(world.person(), world.quiz("daily"), right=2)
    meanwhile.append("UPDATE attempts SET marks_version = marks_version + 1")
    meanwhile.append("UPDATE answers SET score = 0")
    with pytest.raises(Overtaken):
        count()
    assert kept() == []
    assert db.session.get(CountingRound, 1) is None


def test_being_overtaken_is_no_failure_of_the_round(
    world: World, meanwhile: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    world.play(world.person(), world.quiz("daily"), right=2)
    meanwhile.append("UPDATE attempts SET marks_version = marks_version + 1")
    with caplog.at_level(logging.ERROR, logger=work.__name__):
        done = work.run_once("one")
    assert done is not None
    assert done["统计作答"] == 0
    assert not caplog.records
    again = work.run_once("one")
    assert again is not None
    assert again["统计作答"] == 1


def test_an_attempt_that_cannot_be_read_keeps_none_of_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    quiz = world.quiz("daily")
    broken = world.play(world.bystander, quiz, right=1)
    world.play(world.person(), quiz, right=5)
    with unit_of_work():
        attempt = db.session.get_one(Attempt, (world.bystander.id, broken["attempt_id"]))
        attempt.paper = [{"revision": line["revision"]} for line in attempt.paper]
    with caplog.at_level(logging.ERROR, logger=gathering.__name__):
        assert count() == 2
    assert [record.message for record in caplog.records] == ["attempt not counted"]
    assert asked() == 5
    assert count() == 0
