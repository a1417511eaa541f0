"""The questions that come with the service keep to what question_bank/README.md promises."""

from collections import Counter
from pathlib import Path

import pytest

import jinshui_study
from jinshui_study.questions import banks, grading, kinds
from jinshui_study.questions.check import Checked, Report

FOLDER = Path(jinshui_study.__file__).parent.parent / "question_bank"


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return banks.check_path(FOLDER)


@pytest.fixture(scope="module")
def questions(reports: list[Report]) -> list[Checked]:
    return [item for report in reports for item in report.checked]


def test_it_has_no_error_and_no_warning(reports: list[Report]) -> None:
    assert [(report.file, finding) for report in reports for finding in report.findings] == []


def test_it_has_at_least_150_questions_and_all_are_importable(reports: list[Report]) -> None:
    assert sum(len(report.checked) for report in reports) >= 150
    assert all(len(report.checked) == report.found for report in reports)


def test_it_has_all_six_kinds_and_three_difficulties(questions: list[Checked]) -> None:
    assert {item.draft.kind for item in questions} == set(kinds.KINDS)
    assert {item.draft.difficulty for item in questions} == {1, 2, 3}


def test_every_question_has_an_id_an_explanation_and_a_source(questions: list[Checked]) -> None:
    lacking = [
        item.draft.code or item.draft.where
        for item in questions
        if not (item.draft.code and item.draft.explanation and item.draft.source and item.draft.topic)
    ]
    assert lacking == []


def test_ids_are_unique_over_all_files(questions: list[Checked]) -> None:
    assert [code for code, times in Counter(item.draft.code for item in questions).items() if times > 1] == []


def test_every_key_grades_as_correct(questions: list[Checked]) -> None:
    wrong = [
        item.draft.code
        for item in questions
        for key in [kinds.key_response(item.draft.kind, item.content)]
        if not grading.grade(item.draft.kind, item.content, key).correct
    ]
    assert wrong == []
