"""Counting in and out: one by one, in any order and all at once come to the same."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena.statistics.sheets import Line, Sheet
from jinshui_study.arena.statistics.tallies import ItemTally, Tallies
from jinshui_study.questions import statistics
from jinshui_study.questions.statistics import analyse

WORTHS = {1: 100, 2: 50, 3: 200, 4: 100}


def lines() -> st.SearchStrategy[Line]:
    def line(revision: int) -> st.SearchStrategy[Line]:
        worth = WORTHS[revision]
        missing = st.builds(
            Line, st.just(revision), st.just(0), st.just(worth), asked=st.booleans(), answered=st.just(False)
        )
        answered = st.builds(
            Line,
            revision=st.just(revision),
            score=st.integers(0, worth),
            worth=st.just(worth),
            answered=st.just(True),
            choices=st.sampled_from([(), ("0",), ("1", "2")]),
            seconds=st.none() | st.integers(0, 600),
        )
        return missing | answered

    return st.sampled_from(list(WORTHS)).flatmap(line)


sheets = st.builds(
    Sheet,
    quiz=st.integers(1, 2),
    lines=st.lists(lines(), min_size=1, max_size=4, unique_by=lambda line: line.revision).map(tuple),
    paired=st.booleans(),
    fixed=st.booleans(),
)


def rescored(sheet: Sheet, dice: Random) -> Sheet:
    """The sheet after a ruling: other scores and worths, the same answers."""
    changed = [
        replace(line, score=dice.randint(0, line.worth), worth=dice.choice([line.worth, 0, 70]))
        for line in sheet.lines
    ]
    return replace(sheet, lines=tuple(replace(line, score=min(line.score, line.worth)) for line in changed))


def without_empty(tallies: Tallies) -> tuple[object, ...]:
    return (
        {key: tally for key, tally in tallies.items.items() if tally != ItemTally()},
        {key: totals for key, totals in tallies.totals.items() if totals},
        {key: pairs for key, pairs in tallies.quiz_items.items() if pairs.marks},
    )


def batch(all_of_them: list[Sheet]) -> Tallies:
    tallies = Tallies()
    for sheet in all_of_them:
        tallies.add(sheet)
    return tallies


@given(st.lists(sheets, max_size=12), st.randoms(use_true_random=False))
def test_a_history_with_rulings_comes_to_what_counting_its_end_gives(
    history: list[Sheet], dice: Random
) -> None:
    kept, counted = Tallies(), dict[int, tuple[Sheet, list[list[int]]]]()
    waiting = list(range(len(history)))
    while waiting:
        chunk = [waiting.pop(dice.randrange(len(waiting))) for _ in range(min(len(waiting), 3))]
        added = Tallies()
        for number in chunk:
            sheet = history[number]
            if number in counted:
                added.add(sheet.as_counted(counted[number][1]), -1)
            elif dice.random() < 0.4:
                history[number] = rescored(sheet, dice)
                waiting.append(number)
            added.add(sheet)
            counted[number] = (sheet, sheet.counted)
        kept.merge(added)
    assert without_empty(kept) == without_empty(batch(history))


@given(st.lists(sheets, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_counting_does_not_matter(history: list[Sheet], dice: Random) -> None:
    shuffled = list(history)
    dice.shuffle(shuffled)
    assert batch(shuffled) == batch(history)


matrices = st.lists(
    st.tuples(*(st.integers(0, worth) for worth in WORTHS.values())).map(list), min_size=1, max_size=10
)


def sheet_of(marks: list[int]) -> Sheet:
    answered = [
        Line(revision, mark, worth, answered=True)
        for (revision, worth), mark in zip(WORTHS.items(), marks, strict=True)
    ]
    return Sheet(quiz=1, lines=tuple(answered), fixed=True)


@given(matrices)
def test_the_figures_of_a_quiz_are_those_of_its_matrix(matrix: list[list[int]]) -> None:
    tallies = batch([sheet_of(marks) for marks in matrix])
    pairs = [tallies.quiz_items[1, revision] for revision in WORTHS]
    expected = analyse(matrix, list(WORTHS.values()))
    assert statistics.items_of(pairs, list(WORTHS.values())) == expected.items
    assert statistics.quiz_of(tallies.totals[1], sum(WORTHS.values()), pairs) == expected.quiz


@given(matrices)
def test_the_figures_over_all_quizzes_are_those_of_its_fractions(matrix: list[list[int]]) -> None:
    """Marks in thousandths of their worth beside rests in hundredths of theirs, as a matrix of two columns."""
    tallies = batch([sheet_of(marks) for marks in matrix])
    whole = sum(WORTHS.values())
    for place, (revision, worth) in enumerate(WORTHS.items()):
        pairs = [
            [
                round_half_up(marks[place] * 1000, worth) * 10,
                round_half_up((sum(marks) - marks[place]) * 100, whole - worth) * 100,
            ]
            for marks in matrix
        ]
        expected = analyse(pairs, [10_000, 10_000]).items[0]
        figures = tallies.items[revision].figures
        assert figures.facility == pytest.approx(expected.facility)
        assert figures.discrimination == pytest.approx(expected.discrimination_index)
        assert figures.efficiency == pytest.approx(expected.discriminative_efficiency)


def round_half_up(over: int, under: int) -> int:
    return int(over / under + 0.5)


def tally_of(*all_of_them: Sheet, revision: int = 1) -> ItemTally:
    return batch(list(all_of_them)).items[revision]


def test_what_was_not_answered_counts_nothing_and_what_was_not_asked_is_not_counted() -> None:
    tally = tally_of(
        Sheet(1, (Line(1, 100, 100, answered=True), Line(2, 0, 100))),
        Sheet(1, (Line(1, 0, 100), Line(2, 0, 100))),
        Sheet(1, (Line(1, 0, 100, asked=False), Line(2, 0, 100))),
    )
    figures = tally.figures
    assert (figures.asked, figures.answered, figures.facility) == (2, 1, 0.5)


def test_in_a_quiz_of_one_paper_what_was_not_reached_counts_nothing() -> None:
    sheet = Sheet(1, (Line(1, 100, 100, answered=True), Line(2, 0, 100, asked=False)), fixed=True)
    tallies = batch([sheet])
    assert tallies.quiz_items[1, 2].marks == {0: 1}
    assert 2 not in tallies.items


def test_marks_without_a_rest_count_for_the_facility_alone() -> None:
    alone = tally_of(Sheet(1, (Line(1, 100, 100),)))
    run = tally_of(Sheet(1, (Line(1, 100, 100), Line(2, 0, 100)), paired=False))
    for tally in (alone, run):
        assert (tally.pairs.marks, tally.lone) == (Counter(), Counter({1000: 1}))
        assert tally.figures.facility == 1


def test_a_median_time_needs_five_answers() -> None:
    quick = [Sheet(1, (Line(1, 0, 100, answered=True, seconds=second),)) for second in (3, 9, 4, 600)]
    assert tally_of(*quick).figures.median_seconds is None
    assert tally_of(*quick, Sheet(1, (Line(1, 0, 100, seconds=5),))).figures.median_seconds == 5


def test_a_worth_of_nothing_gives_no_mark() -> None:
    assert tally_of(Sheet(1, (Line(1, 0, 0), Line(2, 50, 50)))).figures.facility == 0
