"""The lots of a quiz: committed to, told after the end, and enough to draw every paper again."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from jinshui_study.arena import lots, papers
from jinshui_study.arena.models import Attempt, Exposure, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db
from jinshui_study.questions import pools
from jinshui_study.questions.sampling import Drawable, DrawRule
from tests.moments import MONDAY_NOON
from tests.world import Person, World

Clock = Callable[[datetime], None]
SECOND = timedelta(seconds=1)
names = st.text("abcdefghjkmnpqrstuvwxyz", min_size=4, max_size=12)
KINDS = ("single", "multiple", "blank")


def pool(size: int) -> list[Drawable]:
    return [Drawable(number, number, "b", KINDS[number % 3], "甲", 1) for number in range(size)]


def picked(seed: str, member: str, seen: dict[int, int], size: int, ordinal: int = 1) -> list[Any]:
    rules = [DrawRule(4, 100), DrawRule(2, 50, kinds=("single",))]
    hands = [[question for question in pool(size) if rule.admits(question)] for rule in rules]

    def seen_of(ids: Collection[int]) -> dict[int, int]:
        return {number: seen[number] for number in ids if number in seen}

    return lots.pick(rules, hands, seen_of, Random(lots.of_attempt(seed, member, ordinal)))


@given(st.randoms(use_true_random=False))
def test_the_commitment_is_what_anybody_can_reckon_of_the_seed(dice: Random) -> None:
    seed = lots.draw(dice)
    assert len(seed) == 64
    assert lots.commitment(seed) == sha256(seed.encode("ascii")).hexdigest()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**64),
    names,
    st.dictionaries(st.integers(0, 400), st.integers(0, 99)),
    st.integers(6, 400),
)
def test_the_same_seed_and_attempt_draw_the_same_paper(
    number: int, member: str, seen: dict[int, int], size: int
) -> None:
    seed = lots.draw(Random(number))
    found = picked(seed, member, seen, size)
    assert found == picked(seed, member, seen, size)
    ids = [question.question_id for question, _ in found]
    assert len(ids) == len(set(ids)) <= 6
    unseen = [question for question in pool(size) if question.question_id not in seen]
    if len(unseen) == size:
        assert len(ids) == 6


@given(st.integers(0, 2**64), names, names, st.integers(1, 9))
def test_lots_differ_by_seed_member_and_try(number: int, one: str, other: str, ordinal: int) -> None:
    seed, another = lots.draw(Random(number)), lots.draw(Random(number + 1))
    mine = lots.of_attempt(seed, one, ordinal)
    assert mine != lots.of_attempt(another, one, ordinal)
    assert mine != lots.of_attempt(seed, one, ordinal + 1)
    assert (mine == lots.of_attempt(seed, other, ordinal)) == (one == other)
    assert mine not in seed


def quiz_as(world: World, who: Person, quiz: str) -> dict[str, Any]:
    return dict(world.get(who, f"/quizzes/{quiz}"))


def test_the_seed_is_told_only_when_nothing_is_taken_any_more(world: World, now: Clock) -> None:
    closes_at = MONDAY_NOON + timedelta(hours=1)
    quiz = world.quiz("contest", closes_at=closes_at)
    me, admin = world.person(), world.person(role="district_admin", over=world.district)
    before = quiz_as(world, me, quiz)
    assert before["seed"] is None
    for moment in (closes_at - SECOND, closes_at, closes_at + 30 * SECOND):
        now(moment)
        for who in (me, admin):
            assert quiz_as(world, who, quiz)["seed"] is None
    now(closes_at + 31 * SECOND)
    told = quiz_as(world, me, quiz)
    assert lots.commitment(told["seed"]) == told["seed_commitment"] == before["seed_commitment"]


def test_no_reply_before_the_end_holds_the_seed(world: World) -> None:
    quiz, me = world.quiz("contest"), world.person()
    seed = db.session.scalars(select(Quiz.seed).where(Quiz.public_id == quiz)).one()
    assert seed is not None
    attempt = world.start(me, quiz)
    lot = db.session.scalars(select(Attempt.seed)).one()
    for path in (f"/quizzes/{quiz}", "/quizzes", f"/attempts/{attempt['id']}", "/attempts", "/personal-data"):
        text = world.call(me, "GET", path).get_data(as_text=True)
        assert seed not in text, path
        assert lot not in text, path


def test_a_paper_can_be_drawn_again_from_what_is_told(world: World, now: Clock) -> None:
    quiz, me = world.quiz("contest", questions=5), world.person()
    for _ in range(2):
        seen = dict(
            db.session.execute(
                select(Exposure.question_id, Exposure.seen_at).where(Exposure.member_id == me.id)
            ).all()
        )
        attempt = world.start(me, quiz)
        world.submit(me, attempt)
        kept = db.session.scalars(select(Attempt).where(Attempt.id == attempt["id"])).one()
        row = db.session.scalars(select(Quiz).where(Quiz.public_id == quiz)).one()
        draws = [DrawRule.from_data(rule) for rule in row.draw]
        dice = Random(lots.of_attempt(row.seed or "", me.public_id, kept.ordinal))
        found = lots.pick(draws, [pools.drawable(rule) for rule in draws], lambda _, seen=seen: seen, dice)  # type: ignore[misc]
        wordings = pools.wordings(question.revision_id for question, _ in found)
        lines = [(wordings[question.revision_id], worth) for question, worth in found]
        assert papers.compose(lines, Rules.from_data(row.rules), dice) == kept.paper
        now(MONDAY_NOON + SECOND)


def test_the_paper_for_all_comes_of_the_seed_too(world: World) -> None:
    quiz = world.quiz("daily", same_for_all=True)
    row = db.session.scalars(select(Quiz).where(Quiz.public_id == quiz)).one()
    rule = DrawRule.from_data(row.draw[0])
    hand = lots.of_all(row.seed or "").sample(pools.drawable(rule), 60)
    assert [line["revision"] for line in row.paper or []] == [one.revision_id for one in hand[:5]]
