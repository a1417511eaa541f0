"""Questions that stand twice, in one file or in several of a set."""

from typing import Any

import pytest

from jinshui_study.questions import check
from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, Remark
from tests.questions.samples import bank_file, check_all, codes, draft


def test_the_same_question_twice_is_imported_once() -> None:
    copy = draft(
        stem="哪一年？", options=["1922年。", "１９２１年", "1920 年", "1919年"], answer=["B"], where="行 9"
    )
    report = check_all(draft(), copy)
    (finding,) = report.findings
    assert (finding.severity, finding.code, finding.where) == (NOTICE, "duplicate", "行 9")
    assert "“a.yaml”行 5" in finding.message
    assert (report.found, report.duplicates, len(report.checked)) == (2, 1, 1)
    assert (report.has_errors, report.rejected) == (False, [])


def test_the_same_question_under_two_ids_is_an_error_of_the_second() -> None:
    report = check_all(draft(code="q-1"), draft(code="q-2", where="行 9"))
    (finding,) = report.findings
    assert (finding.severity, finding.code, finding.where) == (ERROR, "duplicate", "行 9")
    assert (report.duplicates, len(report.checked), len(report.rejected)) == (1, 1, 1)


def test_a_copy_of_a_question_that_is_not_imported_is_none() -> None:
    spoilt = draft(remarks=[Remark(ERROR, "answers_conflict", "两处答案不同。")])
    report = check_all(spoilt, draft(where="行 9"))
    assert codes(report) == ["answers_conflict"]
    assert [item.draft.where for item in report.checked] == ["行 9"]


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("single", ["A"]),
        ("multiple", ["A", "B"]),
        ("true_false", ["false"]),
        ("blank", ["1921", "1950"]),
        ("ordering", ["A", "B", "C"]),
        ("matching", ["A-1", "B-2", "C-3"]),
    ],
)
def test_the_same_question_with_another_answer_is_a_graver_error(kind: str, other: list[str]) -> None:
    report = check_all(draft(kind), draft(kind, answer=other))
    assert codes(report, ERROR) == ["answers_differ"]
    assert (report.duplicates, len(report.checked)) == (1, 1)


def test_of_two_questions_that_differ_in_the_answer_the_first_is_warned_of() -> None:
    others = [draft(answer=[letter], where=f"行 {letter}") for letter in "ABD"]
    report = check_all(draft(), *others)
    assert [(f.severity, f.where) for f in report.findings if f.code == "answers_differ"] == [
        (WARNING, "行 5"),
        (ERROR, "行 A"),
        (ERROR, "行 B"),
        (ERROR, "行 D"),
    ]


def test_the_first_of_two_is_warned_of_in_its_own_file() -> None:
    first, second = check.check_set([bank_file(draft()), bank_file(draft(answer=["A"]), file="b.yaml")])
    assert (codes(first, WARNING), codes(second, ERROR)) == (["answers_differ"], ["answers_differ"])


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("multiple", {"options": ["丁", "丙", "乙", "甲"], "answer": ["A", "B", "D"]}),
        ("ordering", {"options": ["甲", "乙", "丙"], "answer": ["A", "B", "C"]}),
        ("matching", {"left": ["丙", "乙", "甲"], "answer": ["A-1", "B-3", "C-2"]}),
        ("blank", {"answer": ["1921年| 1921", "１９４９"]}),
    ],
)
def test_the_same_answer_in_another_order_is_a_plain_copy(kind: str, changes: dict[str, Any]) -> None:
    assert codes(check_all(draft(kind), draft(kind, **changes))) == ["duplicate"]


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_the_same_stem_with_other_options_is_warned_of(kind: str) -> None:
    other = draft(kind, options=["子", "丑", "寅", "卯"], where="行 9")
    report = check_all(draft(kind), other)
    assert codes(report, WARNING) == codes(report) == ["stem_repeated"]
    assert len(report.checked) == 2


def test_a_stem_that_serves_several_orderings_is_fine() -> None:
    other = draft("ordering", options=["子", "丑", "寅"])
    assert check_all(draft("ordering"), other, draft("single", stem="排列先后。")).findings == []


def test_an_id_used_twice_in_a_file_is_an_error() -> None:
    report = check_all(draft(code="q-1"), draft("blank", code="q-1", where="行 9"), draft("multiple"))
    (finding,) = report.findings
    assert (finding.code, finding.where) == ("id_repeated", "行 9")
    assert "“q-1”" in finding.message
    assert [item.draft.kind for item in report.checked] == ["single", "multiple"]


def test_ids_and_questions_are_compared_over_the_files_of_a_bank() -> None:
    known = check.Known()
    first = check.check(bank_file(draft(code="q-1"), draft("blank", code="q-2")), known)
    second = check.check(
        bank_file(draft("multiple", code="q-1"), draft("blank", code="q-3"), file="b.yaml"), known
    )
    assert first.findings == []
    assert codes(second, ERROR) == ["id_repeated", "duplicate"]
    assert all("“a.yaml”行 5" in finding.message for finding in second.findings)
    assert second.checked == []


def test_another_bank_may_use_the_same_id_and_the_same_question_is_warned_of() -> None:
    """A sealed question that can be practised is none."""
    known = check.Known()
    check.check(bank_file(draft(code="q-1"), draft("blank", code="q-2")), known)
    report = check.check(
        bank_file(draft(code="q-1", where="行 8"), draft("multiple", code="q-2"), bank="c", file="c.yaml"),
        known,
    )
    assert codes(report, WARNING) == codes(report) == ["in_another_bank"]
    assert len(report.checked) == 2
