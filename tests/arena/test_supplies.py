"""How long unseen questions last: demand, the median member and the most active tenth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena import supplies
from jinshui_study.arena.supplies import Outlook, Supply, Taker
from jinshui_study.questions.sampling import Drawable, DrawRule


def questions(topic: str, number: int, *, first: int = 0, difficulty: int = 1) -> list[Drawable]:
    return [
        Drawable(first + place, first + place, "study", "single", topic, difficulty)
        for place in range(number)
    ]


def rule(count: int) -> DrawRule:
    return DrawRule(count=count, score=100)


EASY, HARD = questions("甲", 30), questions("甲", 10, first=30, difficulty=3)


def outlook_of(*takers: Taker) -> Outlook:
    return supplies.outlook([rule(4)], [EASY + HARD], takers)


def by_difficulty(found: Outlook) -> dict[int, Supply]:
    return {cell.difficulty: cell for cell in found.cells}


def test_a_day_draws_from_each_cell_by_its_share_of_the_rule() -> None:
    assert supplies.demand([rule(4)], [EASY + HARD]) == {("甲", 1): 3, ("甲", 3): 1}


def test_what_several_rules_draw_from_a_cell_adds_up() -> None:
    assert supplies.demand([rule(4), rule(2)], [EASY + HARD, HARD]) == {("甲", 1): 3, ("甲", 3): 3}


def test_days_are_what_is_unseen_over_what_a_day_draws() -> None:
    cells = by_difficulty(outlook_of(Taker(1, set(range(15)))))
    assert (cells[1].ready, cells[1].unseen, cells[1].days) == (30, 15, 5)
    assert (cells[3].unseen, cells[3].days) == (10, 10)
    assert (cells[1].short, cells[3].short) == (True, False)


def test_somebody_new_has_everything_left() -> None:
    found = outlook_of()
    assert [cell.days for cell in found.cells] == [10, 10]
    assert (found.days, found.days_active) == (10, 10)


def test_the_most_active_tenth_runs_out_first() -> None:
    idle = [Taker(1, set()) for _ in range(18)]
    keen = [Taker(29, set(range(27))), Taker(30, set(range(24)))]
    cell = by_difficulty(outlook_of(*idle, *keen))[1]
    assert (cell.unseen, cell.unseen_active) == (30, 4.5)
    assert (cell.days, cell.days_active, cell.short) == (10, 1.5, True)


def test_a_programme_lasts_as_long_as_the_rule_that_ends_first() -> None:
    found = supplies.outlook([rule(1), rule(5)], [EASY, HARD], [Taker(1, {30, 31, 32})])
    assert found.days == 7 / 5
    assert found.short


def test_questions_seen_elsewhere_do_not_count() -> None:
    assert outlook_of(Taker(1, {500, 501})).cells[0].unseen == 30


def test_nothing_ready_is_no_day() -> None:
    found = supplies.outlook([rule(4)], [[]], [])
    assert (found.cells, found.days, found.short) == ([], 0, True)


@pytest.mark.parametrize(("takers", "tenth"), [(1, 1), (10, 1), (11, 2), (100, 10)])
def test_a_tenth_is_at_least_one(takers: int, tenth: int) -> None:
    assert len(supplies.most_active([Taker(number, ()) for number in range(takers)])) == tenth


@given(st.lists(st.tuples(st.integers(1, 30), st.sets(st.integers(0, 45))), max_size=12))
def test_cells_hold_together(takers: list[tuple[int, set[int]]]) -> None:
    found = outlook_of(*(Taker(times, seen) for times, seen in takers))
    assert sum(cell.per_day for cell in found.cells) == pytest.approx(4)
    for cell in found.cells:
        assert 0 <= cell.unseen <= cell.ready
        assert 0 <= cell.unseen_active <= cell.ready
