"""Figures in words."""

import pytest

from jinshui_study.arena.statistics import words
from jinshui_study.questions.statistics import FLAGS


@pytest.mark.parametrize(
    ("value", "word"),
    [(0.0, "极难，或者题目有误"), (0.2, "较难"), (0.5, "适中"), (0.949, "很易"), (1.0, "极易")],
)
def test_difficulty_in_words(value: float, word: str) -> None:
    assert words.facility(value) == word


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (-0.1, "可能有误：学得好的人反而答错"),
        (0.0, "几乎不能区分"),
        (29.9, "弱"),
        (30.0, "合格"),
        (80.0, "很好"),
    ],
)
def test_discrimination_in_words(value: float, word: str) -> None:
    assert words.discrimination(value) == word


def test_every_flag_has_its_words() -> None:
    assert set(words.FLAGS) == set(words.WHY) == set(FLAGS)


def test_numbers_are_short_and_nothing_is_a_dash() -> None:
    assert (words.percent(None), words.percent(0.734), words.percent(0.734, 1)) == ("—", "73%", "73.4%")
    assert (words.number(None), words.number(-27.04), words.number(-0.04)) == ("—", "-27.0", "0.0")
