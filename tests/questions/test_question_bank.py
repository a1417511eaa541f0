"""The questions that come with the service keep to what question_bank/README.md promises."""

import re
from collections import Counter
from pathlib import Path

import pytest

import jinshui_study
from jinshui_study.questions import banks, grading, kinds
from jinshui_study.questions.check import Checked, Report
from jinshui_study.questions.checking import dates, giveaways, similarity

FOLDER = Path(jinshui_study.__file__).parent.parent / "question_bank"
NEAR = 0.8
"""From which share of common runs of three characters on two questions are nearly one."""
HOME = re.compile("河南|郑州|金水|豫|中原|焦裕禄|红旗渠|大别山|二七")
SENTENCE = re.compile("[^。！？]+")


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return banks.check_path(FOLDER)


@pytest.fixture(scope="module")
def questions(reports: list[Report]) -> list[Checked]:
    return [item for report in reports for item in report.checked]


def test_it_has_no_error_and_no_warning(reports: list[Report]) -> None:
    assert [(report.file, finding) for report in reports for finding in report.findings] == []


def test_it_has_at_least_600_questions_and_all_are_importable(reports: list[Report]) -> None:
    assert sum(len(report.checked) for report in reports) >= 600
    assert all(len(report.checked) == report.found for report in reports)


def test_it_has_at_least_40_of_each_kind(questions: list[Checked]) -> None:
    numbers = Counter(item.draft.kind for item in questions)
    assert numbers.keys() == set(kinds.KINDS)
    assert min(numbers.values()) >= 40


def test_two_fifths_are_easy_two_fifths_middling_and_one_fifth_hard(questions: list[Checked]) -> None:
    numbers = Counter(item.draft.difficulty for item in questions)
    shares = [numbers[difficulty] / len(questions) for difficulty in (1, 2, 3)]
    assert sum(shares) == pytest.approx(1)
    assert shares == pytest.approx([0.4, 0.4, 0.2], abs=0.04)


def test_at_least_60_are_about_the_province_and_the_city(questions: list[Checked]) -> None:
    local = [item for item in questions if item.draft.topic in ("红色中原", "河南郑州地方党史")]
    assert len(local) >= 60
    told = [
        item for item in local if HOME.search(f"{item.draft.stem}{item.draft.explanation}{item.draft.tags}")
    ]
    assert len(told) >= 60


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


def test_keys_stand_evenly_at_every_position(questions: list[Checked]) -> None:
    for kind in (kinds.SINGLE, kinds.MULTIPLE):
        contents = [item.content for item in questions if item.draft.kind == kind]
        sizes = Counter(len(content["options"]) for content in contents)
        for size in sizes:
            group = [content for content in contents if len(content["options"]) == size]
            even = [1 / size] * size
            assert giveaways.key_shares(group, size) == pytest.approx(even, abs=0.05), (kind, size)


def test_keys_are_as_long_as_the_other_options(questions: list[Checked]) -> None:
    for wanted in ({kinds.SINGLE}, {kinds.MULTIPLE}, {kinds.SINGLE, kinds.MULTIPLE}):
        contents = [item.content for item in questions if item.draft.kind in wanted]
        assert giveaways.key_length_ratio(contents) == pytest.approx(1, abs=0.1), wanted


def test_half_the_judgements_are_true(questions: list[Checked]) -> None:
    keys = [item.content["key"] for item in questions if item.draft.kind == kinds.TRUE_FALSE]
    assert 0.45 <= sum(keys) / len(keys) <= 0.55


def test_no_option_stands_for_the_others_and_no_stem_asks_for_what_is_not_so(
    questions: list[Checked],
) -> None:
    choices = [item for item in questions if item.draft.kind in (kinds.SINGLE, kinds.MULTIPLE)]
    assert [item.draft.code for item in choices if giveaways.has_all_of_them(item)] == []
    assert [item.draft.code for item in choices if giveaways.asks_in_the_negative(item)] == []
    assert not any(item.draft.pinned for item in choices)


def test_no_two_questions_are_nearly_one(questions: list[Checked]) -> None:
    assert similarity.LEAST <= NEAR
    found = similarity.alike([item.texts for item in questions], range(len(questions)))
    assert [
        (questions[one.place].draft.code, questions[one.other].draft.code)
        for one in found
        if one.share >= NEAR
    ] == []


def test_every_explanation_has_one_to_three_sentences(questions: list[Checked]) -> None:
    lengths = {
        item.draft.code: sum(
            1 for part in SENTENCE.findall(item.draft.explanation) if part.strip(" ”’」』）")
        )
        for item in questions
    }
    assert {code: length for code, length in lengths.items() if not 1 <= length <= 3} == {}


def test_every_source_names_a_work_or_a_dated_report(questions: list[Checked]) -> None:
    named = re.compile(r"《.+》|\d{4}年")
    assert [item.draft.code for item in questions if not named.search(item.draft.source)] == []


def test_every_date_is_possible_and_none_contradicts_another(questions: list[Checked]) -> None:
    read = sum(len(re.findall("\\d月", item.draft.stem + item.draft.explanation)) for item in questions)
    assert read > 300
    assert [(item.draft.code, found) for item in questions for found in dates.impossible_in(item)] == []
    assert [(item.draft.code, found) for item in questions if (found := dates.contradiction(item))] == []
