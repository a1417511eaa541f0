"""Questions that stand already, in a file or in a bank."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import check, kinds
from jinshui_study.questions.check import Kept, Report, Stock
from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, Draft, checked
from tests.questions.samples import bank_file, draft


def kept(bank: str = "b", code: str | None = None, state: str = "pending", **changes: Any) -> Kept:
    """A question of a bank; without a code of its own it got one from its fingerprint."""
    item = checked(draft(**changes))
    code = item.fingerprint[:32] if code is None else code
    return Kept(
        bank, f"题库{bank}", code, item.draft.kind, state, item.draft.stem, item.content, item.fingerprint
    )


def held_against(stock: list[Kept], *drafts: Draft, **file: Any) -> Report:
    (report,) = check.check_set([bank_file(*drafts, **file)], Stock({"b": ("题库b", "study")}, stock))
    return report


def told(report: Report) -> list[tuple[str, str]]:
    return [(finding.severity, finding.code) for finding in report.findings]


def counts(report: Report) -> tuple[int, int, int]:
    return len(report.checked), report.duplicates, report.in_bank


@pytest.mark.parametrize("state", ["draft", "pending", "ready", "retired"])
def test_what_the_bank_holds_is_left_out_with_a_notice(state: str) -> None:
    turned = draft(stem=" 哪一年", options=["1922年", "1921年", "1920年", "1919年"], answer=["B"])
    report = held_against([kept(state=state, stem="哪一年")], turned)
    assert told(report) == [(NOTICE, "in_bank")]
    assert counts(report) == (0, 1, 1)
    assert report.as_dict()["summary"]["duplicates_in_bank"] == 1
    assert "题库“题库b”里的“哪一年”" in report.findings[0].message
    assert report.rejected == []


def test_another_answer_than_the_banks_is_an_error() -> None:
    report = held_against([kept()], draft(answer=["A"]))
    assert told(report) == [(ERROR, "answers_differ_in_bank")]
    assert counts(report) == (0, 1, 1)
    assert len(report.rejected) == 1


def test_what_the_bank_has_mended_since_is_left_as_the_bank_has_it() -> None:
    """An editor corrected an option: the old file must not bring the old wording back as a new question."""
    old = checked(draft())
    mended = kept(code=old.fingerprint[:32], options=["1919年", "1920年", "1921年", "1923年"])
    report = held_against([mended], draft())
    assert told(report) == [(NOTICE, "in_bank")]
    assert counts(report) == (0, 1, 1)


def test_every_copy_of_what_the_bank_holds_is_left_out() -> None:
    report = held_against([kept()], draft(), draft(where="行 9"), draft("blank"))
    assert told(report) == [(NOTICE, "in_bank"), (NOTICE, "in_bank")]
    assert counts(report) == (1, 2, 2)


def test_the_same_question_in_another_bank_is_warned_of_and_imported() -> None:
    report = held_against([kept("c")], draft(), draft("blank"))
    assert told(report) == [(WARNING, "in_another_bank")]
    assert counts(report) == (2, 0, 0)


def test_the_same_stem_in_the_bank_with_other_options_is_warned_of() -> None:
    report = held_against([kept(options=["子", "丑", "寅", "卯"])], draft())
    assert told(report) == [(WARNING, "stem_in_bank")]
    assert len(report.checked) == 1


def test_a_question_with_an_id_brings_the_banks_up_to_date() -> None:
    stock = [kept(code="q-1")]
    assert told(held_against(stock, draft(code="q-1", explanation="讲得更细。"))) == []
    changed = held_against(stock, draft(code="q-1", options=["1919年", "1920年", "1921年", "1923年"]))
    assert told(changed) == [(NOTICE, "revises")]
    assert counts(changed) == (1, 0, 0)


def test_an_id_of_a_file_from_elsewhere_may_mean_another_question() -> None:
    report = held_against([kept(code="1001")], draft(code="1001", stem="哪一月？"), layout="table")
    assert told(report) == [(WARNING, "revises")]


def test_a_question_with_an_id_that_the_bank_has_without_one_is_the_same() -> None:
    report = held_against([kept()], draft(code="q-1"))
    assert told(report) == [(NOTICE, "same_in_bank")]
    assert counts(report) == (1, 0, 0)


def test_an_id_may_not_become_the_copy_of_another_question_of_the_bank() -> None:
    stock = [kept(code="q-1", stem="哪一月？"), kept(code="q-2")]
    report = held_against(stock, draft(code="q-1"))
    assert (ERROR, "duplicate_in_bank") in told(report)
    assert report.checked == []


def test_two_ids_of_the_bank_may_swap_their_wordings() -> None:
    stock = [kept(code="q-1"), kept("b", "q-2", stem="哪一月？")]
    swapped = [draft(code="q-2"), draft(code="q-1", stem="哪一月？", where="行 9")]
    report = held_against(stock, *swapped)
    assert told(report) == [(NOTICE, "revises")] * 2
    assert len(report.checked) == 2


def test_an_id_never_changes_its_kind() -> None:
    report = held_against([kept(code="q-1")], draft("blank", code="q-1"))
    assert told(report) == [(ERROR, "kind_differs")]
    assert report.checked == []


def test_ids_of_other_banks_are_not_meant() -> None:
    assert told(held_against([kept("c", "q-1", stem="哪一月？")], draft("blank", code="q-1"))) == []


def test_an_id_that_comes_twice_in_a_file_from_elsewhere_is_dropped() -> None:
    report = held_against([], draft(code="1"), draft("blank", code="1", where="行 9"), layout="table")
    assert told(report) == [(WARNING, "id_repeated")]
    assert [item.draft.code for item in report.checked] == ["1", ""]


def test_copies_with_ids_from_elsewhere_are_merged_like_any_others() -> None:
    report = held_against([], draft(code="x1"), draft(code="x2", where="行 9"), layout="table")
    assert told(report) == [(NOTICE, "duplicate")]
    assert counts(report) == (1, 1, 0)


LETTERS = st.permutations("ABCD")
QUESTIONS = st.tuples(
    st.sampled_from(["甲？", "乙", " 乙。"]), st.sampled_from([3, 4]), LETTERS, st.integers(0, 2)
)


def made(number: int, question: tuple[str, int, list[str], int]) -> Draft:
    stem, size, order, right = question
    texts = [f"选项{letter}" for letter in order if letter in "ABCD"[:size]]
    answer = "ABCD"[texts.index(f"选项{'ABC'[right]}")]
    return draft(stem=stem, options=texts, answer=[answer], where=f"行 {number}")


@given(st.lists(QUESTIONS, max_size=12), st.lists(QUESTIONS, max_size=4))
def test_copies_are_those_of_the_same_stem_and_the_same_set_of_options(
    questions: list[tuple[str, int, list[str], int]], held: list[tuple[str, int, list[str], int]]
) -> None:
    """By the book: what comes first of a key is imported, what comes later is a copy, or worse."""
    keys: dict[tuple[str, int], tuple[int, bool]] = {}
    for stem, size, _, right in held:
        keys.setdefault((kinds.fold(stem), size), (right, True))
    stock = [kept(**_fields(made(0, question))) for question in held]
    expected = []
    for number, (stem, size, _, right) in enumerate(questions):
        first, in_bank = keys.setdefault((kinds.fold(stem), size), (right, False))
        if (first, in_bank) == (right, False) and number == _first(questions, stem, size):
            expected.append("imported")
        elif first == right:
            expected.append("in_bank" if in_bank else "duplicate")
        else:
            expected.append("answers_differ_in_bank" if in_bank else "answers_differ")
    drafts = [made(number, question) for number, question in enumerate(questions)]
    report = held_against(list({one.fingerprint: one for one in reversed(stock)}.values())[::-1], *drafts)
    assert [_fate(one, report) for one in drafts] == expected
    assert report.duplicates == len(expected) - expected.count("imported")
    assert report.found == len(report.checked) + len(report.rejected) + sum(
        fate in ("in_bank", "duplicate") for fate in expected
    )


def _fields(one: Draft) -> dict[str, Any]:
    return {"stem": one.stem, "options": one.options, "answer": one.answer}


def _first(questions: list[tuple[str, int, list[str], int]], stem: str, size: int) -> int:
    return next(
        number
        for number, question in enumerate(questions)
        if (kinds.fold(question[0]), question[1]) == (kinds.fold(stem), size)
    )


def _fate(one: Draft, report: Report) -> str:
    if any(item.draft is one for item in report.checked):
        return "imported"
    copies = {"duplicate", "in_bank", "answers_differ", "answers_differ_in_bank"}
    return next(f.code for f in report.findings if f.where == one.where and f.code in copies)
