"""Item and quiz statistics: published tables, a naive second implementation, and what must not matter."""

from collections import Counter
from fractions import Fraction
from math import isclose, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import statistics
from jinshui_study.questions.statistics import Analysis, Pairs, analyse, flags_of
from tests.questions.published_marks import (
    MOODLE_ITEMS,
    MOODLE_MARKS,
    MOODLE_QUIZ,
    SPREADSHEET_KURT,
    SPREADSHEET_SKEW,
    SPREADSHEET_VALUES,
)

Row = list[int | None]


def moodle_table() -> list[list[float]]:
    return [[float(cell) for cell in line.split(",")] for line in MOODLE_MARKS.splitlines()]


@pytest.mark.parametrize("name", MOODLE_ITEMS)
def test_items_have_the_figures_moodle_published(name: str) -> None:
    items = analyse(moodle_table(), [1] * 7).items
    assert [getattr(item, name) for item in items] == pytest.approx(MOODLE_ITEMS[name], rel=1e-5)


@pytest.mark.parametrize("name", MOODLE_QUIZ)
def test_the_quiz_has_the_figures_moodle_published(name: str) -> None:
    quiz = analyse(moodle_table(), [1] * 7).quiz
    assert getattr(quiz, name) == pytest.approx(MOODLE_QUIZ[name], rel=1.5e-5)


def test_skewness_and_kurtosis_are_those_of_spreadsheets() -> None:
    counts = Counter(SPREADSHEET_VALUES)
    assert statistics.skewness(counts) == pytest.approx(SPREADSHEET_SKEW, abs=1e-9)
    assert statistics.kurtosis(counts) == pytest.approx(SPREADSHEET_KURT, abs=1e-9)


def test_each_intended_weight_is_its_part_of_the_full_mark() -> None:
    items = analyse([[1, 2, 0]], [1, 2, 5]).items
    assert [item.intended_weight for item in items] == [12.5, 25, 62.5]


# A second implementation, as the definitions are written: lists, means, and no regard for speed.


def naive_mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def naive_covariance(left: list[Fraction], right: list[Fraction]) -> Fraction | None:
    if len(left) < 2:
        return None
    middle, other = naive_mean(left), naive_mean(right)
    return sum(((a - middle) * (b - other) for a, b in zip(left, right, strict=True)), Fraction(0)) / (
        len(left) - 1
    )


def naive(rows: list[Row], most: list[int]) -> dict[str, Any]:
    marks = [[Fraction(mark or 0) for mark in row] for row in rows]
    totals = [sum(row, Fraction(0)) for row in marks]
    spread = naive_covariance(totals, totals)
    items, variances, roots = [], [], []
    for place, limit in enumerate(most):
        own = [row[place] for row in marks]
        rest = [total - mark for total, mark in zip(totals, own, strict=True)]
        together, alone = naive_covariance(own, rest), naive_covariance(own, own)
        others = naive_covariance(rest, rest)
        greatest = naive_covariance(sorted(own), sorted(rest))
        whole = naive_covariance(own, totals)
        variances.append(alone or 0)
        roots.append(None if whole is None or whole < 0 else sqrt(whole))
        items.append(
            {
                "mean": naive_mean(own),
                "facility": naive_mean(own) / limit if limit else None,
                "standard_deviation": None if alone is None else sqrt(alone),
                "discrimination_index": 100 * together / sqrt(alone * others)
                if together is not None and alone and others
                else None,
                "discriminative_efficiency": 100 * together / greatest
                if together is not None and greatest
                else None,
            }
        )
    sum_of_roots = sum(root for root in roots if root is not None)
    for item, root in zip(items, roots, strict=True):
        item["effective_weight"] = 100 * root / sum_of_roots if root is not None and sum_of_roots else None
    cic = (
        100 * len(most) / (len(most) - 1) * (1 - sum(variances) / spread)
        if len(most) > 1 and spread
        else None
    )
    return {"quiz": naive_quiz(totals, spread, cic), "items": items}


def naive_quiz(totals: list[Fraction], spread: Fraction | None, cic: Any) -> dict[str, Any]:
    count, middle = len(totals), naive_mean(totals)
    second, third, fourth = (
        sum(((total - middle) ** power for total in totals), Fraction(0)) / count for power in (2, 3, 4)
    )
    k2 = Fraction(count, count - 1) * second if count > 1 else Fraction(0)
    k3 = Fraction(count**2, (count - 1) * (count - 2)) * third if count > 2 else None
    k4 = None
    if count > 3:
        over = count**2 * ((count + 1) * fourth - 3 * (count - 1) * second**2)
        k4 = over / ((count - 1) * (count - 2) * (count - 3))
    ordered = sorted(totals)
    deviation = None if spread is None else sqrt(spread)
    error_ratio = None if cic is None else 100 * sqrt(max(0, 1 - cic / 100))
    return {
        "mean": middle,
        "median": (ordered[(count - 1) // 2] + ordered[count // 2]) / 2,
        "standard_deviation": deviation,
        "skewness": None if k3 is None or not k2 else float(k3) / float(k2) ** 1.5,
        "kurtosis": None if k4 is None or not k2 else float(k4 / k2**2),
        "cic": cic,
        "error_ratio": error_ratio,
        "standard_error": None if error_ratio is None or deviation is None else error_ratio * deviation / 100,
    }


def agree(ours: float | None, theirs: Any) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return isclose(ours, float(theirs), rel_tol=1e-9, abs_tol=1e-7)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Row], list[int]]:
    most = draw(st.lists(st.integers(0, 10), min_size=1, max_size=5))
    row = st.tuples(*(st.none() | st.integers(-2, limit) for limit in most)).map(list)
    return draw(st.lists(row, min_size=1, max_size=12)), most


@given(tables())
def test_the_figures_are_those_of_the_definitions(table: tuple[list[Row], list[int]]) -> None:
    rows, most = table
    found, expected = analyse(rows, most), naive(rows, most)
    for name, value in expected["quiz"].items():
        assert agree(getattr(found.quiz, name), value), name
    for item, figures in zip(found.items, expected["items"], strict=True):
        for name, value in figures.items():
            assert agree(getattr(item, name), value), name


FREE_OF_UNITS = (
    "facility",
    "discrimination_index",
    "discriminative_efficiency",
    "intended_weight",
    "effective_weight",
)


def free_of_units(found: Analysis) -> list[Any]:
    quiz = found.quiz
    return [[getattr(item, name) for name in FREE_OF_UNITS] for item in found.items] + [
        [quiz.skewness, quiz.kurtosis, quiz.cic, quiz.error_ratio]
    ]


def close(left: list[Any], right: list[Any]) -> bool:
    return all(
        agree(a, b) for one, other in zip(left, right, strict=True) for a, b in zip(one, other, strict=True)
    )


@given(tables(), st.integers(2, 1000))
def test_other_units_of_marks_change_nothing_but_the_units(
    table: tuple[list[Row], list[int]], factor: int
) -> None:
    rows, most = table
    scaled = [[None if mark is None else Fraction(mark, factor) for mark in row] for row in rows]
    found = analyse(scaled, [Fraction(limit, factor) for limit in most])
    assert close(free_of_units(found), free_of_units(analyse(rows, most)))
    as_is = analyse(rows, most).quiz
    assert agree(found.quiz.mean, None if as_is.mean is None else as_is.mean / factor)
    assert agree(
        found.quiz.standard_error, None if as_is.standard_error is None else as_is.standard_error / factor
    )


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_attempts_does_not_matter(table: tuple[list[Row], list[int]], dice: Any) -> None:
    rows, most = table
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert analyse(shuffled, most) == analyse(rows, most)


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(table: tuple[list[Row], list[int]], dice: Any) -> None:
    rows, most = table
    order = list(range(len(most)))
    dice.shuffle(order)
    turned = analyse([[row[place] for place in order] for row in rows], [most[place] for place in order])
    straight = analyse(rows, most)
    assert close(free_of_units(turned)[-1:], free_of_units(straight)[-1:])
    assert close(free_of_units(turned)[:-1], [free_of_units(straight)[place] for place in order])


@given(tables())
def test_an_answer_that_was_not_given_counts_nothing(table: tuple[list[Row], list[int]]) -> None:
    rows, most = table
    assert analyse(rows, most) == analyse([[mark or 0 for mark in row] for row in rows], most)


@given(tables())
def test_figures_stay_within_their_bounds(table: tuple[list[Row], list[int]]) -> None:
    rows, most = table
    found = analyse(rows, most)
    for item in found.items:
        for value in (item.discrimination_index, item.discriminative_efficiency):
            assert value is None or value <= 100 + 1e-6
        assert item.discrimination_index is None or item.discrimination_index >= -100 - 1e-6
    assert found.quiz.cic is None or found.quiz.cic <= 100 + 1e-6
    weights = [item.effective_weight for item in found.items if item.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(100)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=15), st.data())
def test_what_is_counted_out_again_was_never_there(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    kept, all_of_them = Pairs(), Pairs()
    stays = [data.draw(st.booleans()) for _ in pairs]
    for pair, stay in zip(pairs, stays, strict=True):
        all_of_them.add(*pair)
        if stay:
            kept.add(*pair)
    for pair, stay in zip(pairs, stays, strict=True):
        if not stay:
            all_of_them.add(*pair, times=-1)
    assert all_of_them == kept


def test_a_figure_that_would_divide_by_a_variance_of_0_is_none() -> None:
    found = analyse([[0.1, 0.2], [0.1, 0.2], [0.1, 0.2]], [1, 1])
    assert {item.discrimination_index for item in found.items} == {None}
    assert {item.discriminative_efficiency for item in found.items} == {None}
    assert {item.effective_weight for item in found.items} == {None}
    quiz = found.quiz
    assert (quiz.skewness, quiz.kurtosis, quiz.cic, quiz.error_ratio, quiz.standard_error) == (None,) * 5
    assert quiz.standard_deviation == 0


def test_totals_that_are_equal_in_decimals_are_equal() -> None:
    """In binary 0.1 + 0.5 and 0.2 + 0.4 differ in the last place, and so would have a variance."""
    found = analyse([[0.1, 0.5], [0.2, 0.4]], [1, 1])
    assert found.quiz.standard_deviation == 0
    assert found.quiz.cic is None


def test_one_attempt_has_a_mean_and_no_spread() -> None:
    found = analyse([[1, 0]], [1, 1])
    assert (found.quiz.mean, found.quiz.median, found.quiz.standard_deviation) == (1, 1, None)
    assert found.items[0].facility == 1
    assert found.items[0].discrimination_index is None


def test_no_attempts_have_no_figures() -> None:
    found = analyse([], [1, 1])
    assert (found.quiz.attempts, found.quiz.mean, found.quiz.median, found.quiz.cic) == (0, None, None, None)
    assert found.items[0].facility is None


def test_a_single_item_has_no_rest_and_no_consistency() -> None:
    found = analyse([[1], [0], [1]], [1])
    assert found.items[0].discrimination_index is None
    assert found.items[0].effective_weight == 100
    assert found.quiz.cic is None


def test_an_item_without_worth_has_no_facility() -> None:
    assert analyse([[0, 1], [0, 0]], [0, 1]).items[0].facility is None


def test_an_item_against_the_rest_has_no_effective_weight() -> None:
    found = analyse([[1, 0, 0, 0], [0, 1, 1, 1], [0, 1, 1, 0]], [1] * 4)
    assert (found.items[0].discrimination_index or 0) < -90
    assert found.items[0].effective_weight is None
    assert sum(item.effective_weight or 0 for item in found.items) == pytest.approx(100)


def test_rows_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="unequal"):
        analyse([[1, 0], [1]], [1, 1])


@pytest.mark.parametrize("mark", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(mark: float) -> None:
    with pytest.raises((ValueError, OverflowError)):
        analyse([[mark]], [1])


@pytest.mark.parametrize(
    ("asked", "facility", "discrimination", "flags"),
    [
        (30, 0.5, 40.0, []),
        (30, 0.2, 15.0, []),
        (30, 0.95, 15.0, []),
        (30, 0.199, 40.0, ["too_hard"]),
        (30, 0.951, 40.0, ["too_easy"]),
        (30, 0.5, 14.9, ["weak"]),
        (30, 0.5, 0.0, ["weak"]),
        (30, 0.5, -0.1, ["negative"]),
        (30, 0.1, -20.0, ["negative", "too_hard"]),
        (30, 0.99, 3.0, ["too_easy", "weak"]),
        (30, 1.0, None, ["too_easy"]),
        (29, 0.1, -20.0, []),
    ],
)
def test_flags_are_raised_from_thirty_attempts_on(
    asked: int, facility: float, discrimination: float | None, flags: list[str]
) -> None:
    assert flags_of(asked, facility, discrimination) == flags


def test_shares_are_parts_of_those_asked() -> None:
    assert statistics.shares({"0": 3, "2": 1}, 8) == {"0": 0.375, "2": 0.125}
    assert statistics.shares({"0": 0}, 0) == {"0": None}
