"""What tries would have been paid: the same as paying them one after the other, and never beyond the cap."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena import modes
from jinshui_study.arena.modes import Rules
from jinshui_study.arena.rulings import repaying
from jinshui_study.arena.rulings.repaying import Payment
from jinshui_study.arena.rulings.tries import Try
from jinshui_study.points.lines import Line, deed_of
from jinshui_study.points.rules import Task
from tests.moments import MONDAY_NOON

DAY = date(2026, 11, 23)
TASK = Task("contest", "竞赛", cap=6, measure="correct", each=1)
RULES = {
    "improvement": modes.preset("topic", pays="improvement"),
    "daily_improvement": modes.preset("topic", pays="daily_improvement"),
    "each": modes.preset("topic"),
}


def attempt(number: int, correct: int, *, quiz: int = 1, day: int = 0, points: int = 0) -> Try:
    moment = MONDAY_NOON + timedelta(days=day, minutes=number)
    return Try(
        f"a{number}", quiz, number, 1, DAY + timedelta(day), moment, moment, 0, correct, 10, 0, points, True
    )


def line(one: Try, points: int = 0) -> Line:
    return Line(
        1,
        f"attempt:{one.id}",
        f"attempt:{one.id}",
        f"quiz:{one.quiz_id}",
        "contest",
        points,
        one.day,
        0,
        1,
        1,
    )


def payment(one: Try, pays: str, task: Task = TASK) -> Payment:
    return Payment(line(one), one, RULES[pays], task)


@pytest.mark.parametrize(
    ("pays", "correct", "points"),
    [
        ("each", [2, 3, 4], [2, 3, 1]),
        ("improvement", [2, 3, 1], [2, 1, 0]),
        ("improvement", [3, 2, 5], [3, 0, 2]),
        ("improvement", [9, 9, 9], [6, 0, 0]),
    ],
)
def test_tries_of_a_day_are_paid_in_turn_under_its_cap(
    pays: str, correct: list[int], points: list[int]
) -> None:
    tries = [attempt(number, right) for number, right in enumerate(correct, start=1)]
    paid = repaying.repay([payment(one, pays) for one in tries], tries, {})
    assert [paid[one.id] for one in tries] == points


def test_what_others_have_of_the_day_is_taken_off_its_cap() -> None:
    one = attempt(1, 5)
    assert repaying.repay([payment(one, "each")], [one], {DAY: 4}) == {"a1": 2}
    assert repaying.repay([payment(one, "each")], [one], {DAY: 9}) == {"a1": 0}


def test_an_improvement_on_another_day_is_paid_from_that_days_cap() -> None:
    tries = [attempt(1, 4), attempt(2, 6, day=1)]
    for pays, points in (("improvement", [4, 2]), ("daily_improvement", [4, 6])):
        paid = repaying.repay([payment(one, pays) for one in tries], tries, {})
        assert [paid[one.id] for one in tries] == points


def test_tries_whose_line_was_taken_back_count_as_paid_what_they_were_paid() -> None:
    tries = [attempt(1, 4, points=4), attempt(2, 6)]
    assert repaying.repay([payment(tries[1], "improvement")], tries, {})["a2"] == 2


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 2), st.integers(0, 2)), max_size=12))
def test_the_cap_holds_and_nothing_is_paid_twice(runs: list[tuple[int, int, int]]) -> None:
    runs = sorted(runs, key=lambda run: run[2])
    tries = [attempt(n, correct, quiz=quiz, day=day) for n, (correct, quiz, day) in enumerate(runs, start=1)]
    paid = repaying.repay([payment(one, "improvement") for one in tries], tries, {})
    for day in {one.day for one in tries}:
        assert sum(paid[one.id] for one in tries if one.day == day) <= TASK.cap
    for quiz in (1, 2):
        mine = [one for one in tries if one.quiz_id == quiz]
        assert sum(paid[one.id] for one in mine) <= max((one.correct for one in mine), default=0)
    assert all(points >= 0 for points in paid.values())


RULES_OF: dict[str, Rules] = {"quiz:1": RULES["improvement"], "quiz:2": RULES["each"]}


def test_days_are_joined_by_quizzes_that_pay_for_improvements_only() -> None:
    lines = [
        line(attempt(number, 0, quiz=quiz, day=day))
        for number, (quiz, day) in enumerate([(1, 0), (2, 0), (1, 2), (2, 3), (2, 2), (3, 5)], start=1)
    ]
    found = repaying.concerned(lines, {DAY}, RULES_OF)
    assert [one.deed for one in found] == [f"attempt:a{number}" for number in (1, 2, 3, 5)]
    alone = repaying.concerned(lines, {DAY + timedelta(3)}, RULES_OF)
    assert [one.deed for one in alone] == ["attempt:a4"]


def test_a_deed_is_known_by_the_key_it_was_first_paid_under() -> None:
    assert [deed_of(key) for key in ("attempt:x", "attempt:x#2", "attempt:x#31")] == ["attempt:x"] * 3


def test_tries_are_paid_in_the_order_they_were_closed_in() -> None:
    first = attempt(1, 6, quiz=1)
    late = Try(**{**vars(attempt(2, 6, quiz=2)), "closed_at": later(first.closed_at), "finished_at": DAWN})
    paid = repaying.repay([payment(late, "each"), payment(first, "each")], [first, late], {})
    assert (paid["a1"], paid["a2"]) == (6, 0)


DAWN = MONDAY_NOON - timedelta(hours=6)


def later(moment: datetime) -> datetime:
    return moment + timedelta(hours=1)
