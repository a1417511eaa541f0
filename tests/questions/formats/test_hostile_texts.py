"""Texts and tables made to hurt: small as they are, none may take long."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from jinshui_study.questions import formats
from jinshui_study.questions.formats.spreadsheet import Filling
from tests.questions.formats.understood import read

SECONDS = 5
QUESTION = "1、党的一大召开于（ ）。\nA、1920年\nB、1921年\n答案：B\n"


@contextmanager
def in_time() -> Iterator[None]:
    """Fail instead of hanging: patterns listen to signals."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    "line",
    [
        "答案\n1-50 " + "ABCD" * 15 + "见附页",
        "姓名 单位 " * 25 + "张三",
        "2、党的一大（ ）\nA、" + "—" * 20_000 + "\nB、乙\n答案：A",
        "**甲 " * 10_000,
    ],
)
def test_a_line_of_text_is_looked_at_in_no_time(line: str) -> None:
    with in_time():
        file = formats.read(f"{QUESTION}{line}\n".encode(), "题库.txt")
    assert file.drafts[0].answer == ["B"]


def test_an_answer_of_numbers_is_understood_in_no_time() -> None:
    with in_time():
        draft = read(answers=["1" + ".0" * 60 + "x"])
    assert draft.has_errors


def test_a_stem_of_letters_is_understood_in_no_time() -> None:
    with in_time():
        draft = read(stem="党的一大 " + "A " * 8000 + "！")
    assert draft.answer == []


@pytest.mark.parametrize("piece", ["\n", "\n "])
def test_a_stem_of_empty_lines_is_understood_in_no_time(piece: str) -> None:
    with in_time():
        draft = read(stem=f"党的一大（{piece * 3000}召开于哪一年？", answers=["B"])
    assert (draft.stem, draft.answer) == ("党的一大（\n召开于哪一年？", ["B"])


def test_merged_areas_one_over_the_other_are_filled_in_no_time() -> None:
    with in_time():
        filling = Filling([((top, 0), (50_000, 1)) for top in range(5000)])
        for number in range(10_000):
            texts = [f"第{number}行"] if number < 5000 else []
            filling.fill(number, texts)
    assert texts == ["第0行", "第0行"]
