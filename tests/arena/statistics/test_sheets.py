"""What one attempt tells: marks, choices, times, and whether it is counted at all."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from jinshui_study.arena import modes
from jinshui_study.arena.statistics import sheets
from jinshui_study.arena.statistics.sheets import Line
from tests.moments import MONDAY_NOON

KINDS = {1: "single", 2: "multiple", 3: "true_false", 4: "blank", 5: "ordering", 6: "matching"}


def attempt(*revisions: int, opened: int | None = None, worths: dict[int, int] | None = None) -> Any:
    paper = [{"revision": revision, "worth": (worths or {}).get(revision, 100)} for revision in revisions]
    return SimpleNamespace(
        quiz_id=7,
        started_at=MONDAY_NOON,
        opened=len(paper) if opened is None else opened,
        paper=paper,
    )


def answer(
    response: dict[str, Any] | None = None, *, score: int | None = 100, after: float = 5, elapsed_ms: int = 0
) -> Any:
    return SimpleNamespace(
        response=response or {"options": [0]},
        score=score,
        answered_at=MONDAY_NOON + timedelta(seconds=after),
        elapsed_ms=elapsed_ms,
    )


def read(
    the_attempt: Any, answers: dict[int, Any], preset: str = "weekly", *, fixed: bool = False
) -> sheets.Sheet:
    return sheets.read(the_attempt, modes.preset(preset), answers, KINDS, fixed=fixed)


def test_an_answer_has_its_score_and_what_was_not_answered_has_none() -> None:
    sheet = read(attempt(1, 2), {1: answer(score=60)})
    assert [(line.score, line.worth, line.asked, line.answered) for line in sheet.lines] == [
        (60, 100, True, True),
        (0, 100, True, False),
    ]
    assert sheet.counted == [[60, 100, 1], [0, 100, 0]]


def test_what_was_never_opened_was_not_asked() -> None:
    sheet = read(attempt(1, 2, 3, opened=2), {1: answer()}, "contest")
    assert [line.asked for line in sheet.lines] == [True, True, False]


@pytest.mark.parametrize(
    ("revision", "response", "choices"),
    [
        (1, {"options": [2]}, ("2",)),
        (2, {"options": [0, 3]}, ("0", "3")),
        (3, {"value": True}, ("true",)),
        (3, {"value": False}, ("false",)),
        (4, {"texts": ["对"]}, ()),
        (5, {"options": [1, 0]}, ()),
        (6, {"pairs": [[0, 1]]}, ()),
    ],
)
def test_choices_are_counted_where_there_are_options(
    revision: int, response: dict[str, Any], choices: tuple[str, ...]
) -> None:
    assert read(attempt(revision), {1: answer(response)}).lines[0].choices == choices


def test_a_run_that_ends_with_the_first_mistake_says_nothing_of_the_rest() -> None:
    sheet = read(attempt(1, 2), {1: answer()}, "survival", fixed=True)
    assert (sheet.paired, sheet.fixed) == (False, False)
    other = read(attempt(1, 2), {1: answer()}, "contest", fixed=True)
    assert (other.paired, other.fixed) == (True, True)


def test_in_a_sequence_time_runs_from_the_opening_of_the_question() -> None:
    answers = {1: answer(elapsed_ms=7_400), 2: answer(elapsed_ms=7_500), 3: answer(elapsed_ms=3_600_000)}
    sheet = read(attempt(1, 2, 1), answers, "contest")
    assert [line.seconds for line in sheet.lines] == [7, 8, 600]


def test_otherwise_time_runs_from_the_answer_before() -> None:
    answers = {1: answer(after=30), 2: answer(after=10), 3: answer(after=31.4)}
    sheet = read(attempt(1, 2, 1), answers)
    assert [line.seconds for line in sheet.lines] == [20, 10, 1]


def test_of_answers_that_came_together_no_time_is_known() -> None:
    answers = {1: answer(after=10), 2: answer(after=60), 3: answer(after=60)}
    sheet = read(attempt(1, 2, 1), answers)
    assert [line.seconds for line in sheet.lines] == [10, None, None]


def test_clocks_that_differ_give_no_time_below_nothing() -> None:
    assert read(attempt(1), {1: answer(after=-1)}).lines[0].seconds == 0


@pytest.mark.parametrize(
    ("ordinal", "answers", "fixed", "counted"),
    [
        (1, 1, True, True),
        (1, 1, False, True),
        (2, 5, False, True),
        (2, 5, True, False),
        (1, 0, False, False),
        (1, 0, True, False),
    ],
)
def test_which_attempts_are_counted(ordinal: int, answers: int, fixed: bool, counted: bool) -> None:
    assert sheets.counts(ordinal, answers, fixed=fixed) is counted


def test_a_sheet_can_be_seen_as_it_was_counted() -> None:
    now = read(attempt(1, 2), {1: answer(score=100), 2: answer({"options": [1]}, after=9)})
    before = now.as_counted([[0, 100, 1], [0, 50, 0]])
    assert before.lines == (
        Line(1, 0, 100, answered=True, choices=("0",), seconds=5),
        Line(2, 0, 50),
    )
    assert now.as_counted(now.counted) == now


def test_what_was_counted_of_another_paper_is_refused() -> None:
    with pytest.raises(ValueError):
        read(attempt(1, 2), {1: answer()}).as_counted([[0, 100, 1]])
