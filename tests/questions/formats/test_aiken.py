"""Aiken as Moodle's documentation has it, and the ways people stray from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.questions import check
from jinshui_study.questions.drafts import BankFile, Draft
from jinshui_study.questions.formats import aiken

SAMPLE = """党的一大最后一天的会议在哪里举行？
A. 上海望志路
B. 嘉兴南湖
C. 北京
ANSWER: B

遵义会议是哪一年召开的？
A) 1934年
B) 1935年
ANSWER: B
"""


def read(text: str) -> BankFile:
    return aiken.read(text.encode(), "a.txt")


def only(text: str) -> Draft:
    (draft,) = read(text).drafts
    return draft


def test_both_ways_to_mark_options_are_read() -> None:
    first, second = read(SAMPLE).drafts
    assert (first.kind, first.stem, first.answer) == ("single", "党的一大最后一天的会议在哪里举行？", ["B"])
    assert first.options == ["上海望志路", "嘉兴南湖", "北京"]
    assert (second.options, second.answer) == (["1934年", "1935年"], ["B"])
    assert (first.where, second.where) == ("行 1", "行 7")
    assert first.remarks == second.remarks == []


def test_blank_lines_may_be_missing_or_anywhere() -> None:
    lines = SAMPLE.replace("\n\n", "\n")
    scattered = SAMPLE.replace("\n", "\n\n")
    assert [draft.answer for draft in read(lines).drafts] == [["B"], ["B"]]
    assert [draft.options for draft in read(scattered).drafts] == [
        draft.options for draft in read(SAMPLE).drafts
    ]


def test_a_stem_of_two_lines_stays_two_lines() -> None:
    assert only("第一行\n第二行\nA. 甲\nB. 乙\nANSWER: A").stem == "第一行\n第二行"


def test_numbers_that_count_the_questions_are_taken_off() -> None:
    numbered = "1. 甲题\nA. 甲\nB. 乙\nANSWER: A\n\n2. 乙题\nA. 甲\nB. 乙\nANSWER: B\n"
    assert [draft.stem for draft in read(numbered).drafts] == ["甲题", "乙题"]
    years = "1921. 甲题\nA. 甲\nB. 乙\nANSWER: A\n\n1949. 乙题\nA. 甲\nB. 乙\nANSWER: B\n"
    assert [draft.stem for draft in read(years).drafts] == ["1921. 甲题", "1949. 乙题"]


def test_true_and_false_are_a_judgement() -> None:
    draft = only("党成立于1921年。\nA. 对\nB. 错\nANSWER: A")
    assert (draft.kind, draft.answer) == ("true_false", ["true"])


def test_several_letters_are_a_multiple_and_say_so() -> None:
    draft = only("题\nA. 甲\nB. 乙\nC. 丙\nANSWER: A, C")
    assert (draft.kind, draft.answer) == ("multiple", ["A", "C"])
    assert [remark.code for remark in draft.remarks] == ["aiken_several"]


@pytest.mark.parametrize(
    ("answer", "code"), [("D", "letter_unknown"), ("甲", "answer_unreadable"), ("1", "answer_unreadable")]
)
def test_an_answer_that_is_no_option_is_an_error(answer: str, code: str) -> None:
    draft = only(f"题\nA. 甲\nB. 乙\nANSWER: {answer}")
    assert [remark.code for remark in draft.remarks] == [code]
    assert draft.answer == []


def test_a_question_without_answer_does_not_swallow_the_next() -> None:
    first, second = read("甲题\nA. 甲\nB. 乙\n\n乙题\nA. 丙\nB. 丁\nANSWER: B").drafts
    assert (first.stem, first.answer) == ("甲题", [])
    assert (second.stem, second.options, second.answer) == ("乙题", ["丙", "丁"], ["B"])
    report = check.check(read("甲题\nA. 甲\nB. 乙\n\n乙题\nA. 丙\nB. 丁\nANSWER: B"))
    assert "answer_missing" in [finding.code for finding in report.findings]


def test_a_stem_that_begins_like_an_option_is_a_stem() -> None:
    draft = only("B. 是哪一项？\nA. 甲\nB. 乙\nANSWER: B")
    assert (draft.stem, draft.options) == ("B. 是哪一项？", ["甲", "乙"])


def test_a_question_without_end_is_refused() -> None:
    draft = read("题\n" + "A. 甲\n" * (aiken.MOST_LINES + 5)).drafts[0]
    assert [remark.code for remark in draft.remarks] == ["question_too_long"]
    assert len(draft.raw.split("\n")) == aiken.MOST_LINES


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_any_encoding_is_recognised(encoding: str) -> None:
    data = SAMPLE.encode(encoding)
    assert aiken.recognises(data)
    assert len(aiken.read(data, "a").drafts) == 2


@pytest.mark.parametrize(
    "text", ["题\nA. 甲\nB. 乙\n答案：A", "ANSWER: A\n", "The ANSWER is A.", '{"ANSWER": "A"}', "题{=甲 ~乙}"]
)
def test_other_texts_are_not_taken_for_aiken(text: str) -> None:
    assert not aiken.recognises(text.encode())


@settings(deadline=None)
@given(st.binary() | st.text("AB.)：: \n甲ANSWER1").map(str.encode))
def test_no_bytes_raise(data: bytes) -> None:
    aiken.recognises(data)
    read_file = aiken.read(data, "a")
    assert len({draft.where for draft in read_file.drafts}) == len(read_file.drafts)
