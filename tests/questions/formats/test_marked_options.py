"""Keys that a Word file only shows: by colour, shade, line or weight of the options."""

from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor

from jinshui_study.questions import check, formats
from jinshui_study.questions.drafts import BankFile
from tests.questions.formats import prose

KEYS = ["B", "AC", "D"]


def red(run: Any) -> None:
    run.font.color.rgb = RGBColor(255, 0, 0)


def marker(run: Any) -> None:
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def underline(run: Any) -> None:
    run.underline = True


def bold(run: Any) -> None:
    run.bold = True


def paper(show: Callable[[Any], None], keys: list[str], extra: str = "") -> BankFile:
    document = docx.Document()
    for number, key in enumerate(keys, 1):
        document.add_paragraph(f"{number}. 第{number}题的说法，正确的是（ ）。")
        for letter in "ABCD":
            run = document.add_paragraph().add_run(f"{letter}. 说法{number}{letter.lower()}")
            if letter in key:
                show(run)
    if extra:
        document.add_paragraph(extra)
    return formats.read(prose.saved(document), "题库.docx")


def codes(file: BankFile) -> list[str]:
    return [finding.code for finding in file.findings]


@pytest.mark.parametrize("show", [red, marker, underline, bold])
def test_options_shown_in_every_question_are_the_answers(show: Callable[[Any], None]) -> None:
    file = paper(show, KEYS)
    assert [checked.draft.answer for checked in check.check(file).checked] == [["B"], ["A", "C"], ["D"]]
    assert "answers_by_look" in codes(file)


@pytest.mark.parametrize("keys", [["B", "", "D"], ["B", "ABCD", "D"], ["B", "C"]])
def test_nothing_is_guessed_where_a_question_shows_none_or_all_or_there_are_few(keys: list[str]) -> None:
    file = paper(red, keys)
    assert not any(draft.answer for draft in file.drafts)
    assert "answers_by_look" not in codes(file)


def test_a_written_answer_counts_alone() -> None:
    file = paper(red, KEYS, "答案：A")
    assert [draft.answer for draft in file.drafts] == [[], [], ["A"]]
