"""Reading our own YAML: every value as it was typed, every fault with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import formats
from jinshui_study.questions.drafts import BankFile, Finding
from jinshui_study.questions.formats import bank_yaml
from jinshui_study.questions.formats.interchange import yaml_nodes

HEADER = "bank: b\ntitle: 题库\ntopic: 专题\nquestions:\n"
"""Four lines; the first question stands on line 5."""


def read(text: str | bytes) -> BankFile:
    return formats.read(text.encode() if isinstance(text, str) else text, "a.yaml")


def only_finding(text: str | bytes) -> Finding:
    (finding,) = read(text).findings
    return finding


def fault(text: str | bytes) -> tuple[str, str, str]:
    finding = only_finding(text)
    return finding.severity, finding.code, finding.where


def test_a_question_is_read_with_all_its_fields() -> None:
    read_file = read(
        HEADER
        + """
  - id: q-1
    kind: matching
    difficulty: 3
    stem: 连线。
    left: [甲, 乙]
    right: [一, 二]
    answer: [A-2, B-1]
    explanation: 史料如此。
    source: 《文献》
    tags: [标签]
"""
    )
    assert (read_file.bank, read_file.title, read_file.purpose) == ("b", "题库", "study")
    assert (read_file.layout, read_file.encoding, read_file.findings) == ("yaml", "utf-8", [])
    (draft,) = read_file.drafts
    assert draft.as_dict() == {
        "kind": "matching",
        "stem": "连线。",
        "options": ["甲", "乙"],
        "answer": ["A-2", "B-1"],
        "explanation": "史料如此。",
        "source": "《文献》",
        "chapter": "专题",
        "difficulty": "3",
        "where": "行 6",
        "right": ["一", "二"],
    }
    assert (draft.code, draft.tags, draft.pinned) == ("q-1", ["标签"], [])


def test_a_question_of_its_own_topic_keeps_it() -> None:
    drafts = read(HEADER + "  - {stem: 甲, topic: 别的}\n  - stem: 乙\n").drafts
    assert [draft.topic for draft in drafts] == ["别的", "专题"]
    assert [draft.where for draft in drafts] == ["行 5", "行 6"]
    assert [draft.difficulty for draft in drafts] == [2, 2]


@pytest.mark.parametrize(
    "typed",
    [
        "1921-07-23",
        "1921-07-23 10:00:00",
        "9:30",
        "1.10",
        "007",
        "0x1F",
        "1_000",
        "1e5",
        ".5",
        "No",
        "on",
        "=",
    ],
)
def test_values_stay_as_they_were_typed(typed: str) -> None:
    (draft,) = read(f"{HEADER}  - {{stem: {typed}, options: [{typed}, '{typed}'], answer: {typed}}}\n").drafts
    assert (draft.stem, draft.options, draft.answer) == (typed, [typed, typed], [typed])


@pytest.mark.parametrize(
    ("typed", "answer"), [("[true]", "true"), ("[false]", "false"), ("True", "true"), ("['FALSE']", "false")]
)
def test_judgements_are_true_or_false(typed: str, answer: str) -> None:
    (draft,) = read(f"{HEADER}  - {{kind: true_false, stem: 甲, answer: {typed}}}\n").drafts
    assert draft.answer == [answer]


@pytest.mark.parametrize(
    ("typed", "number"), [("1", 1), ("3", 3), ("", 2), ("4", 0), ("难", 0), ("1.0", 0), ("9" * 5000, 0)]
)
def test_difficulties(typed: str, number: int) -> None:
    (draft,) = read(f"{HEADER}  - stem: 甲\n    difficulty: {typed}\n").drafts
    assert draft.difficulty == number


def test_nothing_and_blanks_are_nothing() -> None:
    (draft,) = read(HEADER + "  - {stem: '  ', source: ~, options: null, explanation: }\n").drafts
    assert (draft.stem, draft.source, draft.options, draft.explanation) == ("", "", [], "")


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        pytest.param(HEADER + "  - stem: [甲\n    kind: x\n", "yaml_unreadable", "行 6", id="open bracket"),
        pytest.param(HEADER + "  - stem: 甲: 乙\n", "yaml_unreadable", "行 5", id="colon in a text"),
        pytest.param(HEADER + "  - stem: 甲\n   kind: x\n", "yaml_unreadable", "行 6", id="indentation"),
        pytest.param(HEADER + "\t- stem: 甲\n", "yaml_unreadable", "行 5", id="tab"),
        pytest.param(HEADER + "  - stem: '甲\n", "yaml_unreadable", "行 6", id="open quote"),
        pytest.param(HEADER + "  - stem: &a 甲\n  - stem: *a\n", "yaml_unreadable", "行 6", id="alias"),
        pytest.param(HEADER + "  - stem: !!int 3\n", "yaml_unreadable", "行 5", id="tag"),
        pytest.param(HEADER + "  - !!set {甲}\n", "yaml_unreadable", "行 5", id="tag of a collection"),
        pytest.param(HEADER + "  - [甲]: 乙\n", "yaml_unreadable", "行 5", id="key that is a list"),
        pytest.param(HEADER + "  - ~: 乙\n", "yaml_unreadable", "行 5", id="key that is nothing"),
        pytest.param(HEADER + "  - stem: 甲\n---\nbank: c\n", "yaml_unreadable", "行 7", id="two documents"),
        pytest.param(HEADER + "  - stem: 甲\n    stem: 乙\n", "key_repeated", "行 6", id="key twice"),
        pytest.param(HEADER + "bank: c\n", "key_repeated", "行 5", id="key of the header twice"),
        pytest.param(HEADER + "  - stem: 甲\x07\n", "control_character", "行 5", id="control character"),
        pytest.param(HEADER + '  - stem: "\\0"\n', "control_character", "行 5", id="escaped NUL"),
        pytest.param(HEADER + "  - " + "[" * 100_000, "yaml_unreadable", "行 5", id="deep nesting"),
        pytest.param("questions: 3\n", "no_questions", "行 1", id="no list"),
        pytest.param("- questions: 3\n- 4\n", "no_questions", "全文", id="a list"),
        pytest.param(
            "- 1\nquestions: []\n", "yaml_unreadable", "行 2", id="a list that turns into a mapping"
        ),
        pytest.param("title: 题库\nbank: b\n", "no_questions", "行 1", id="header alone"),
        pytest.param("", "file_empty", "全文", id="empty"),
        pytest.param("\ufeff \r\n\t", "file_empty", "全文", id="blanks"),
        pytest.param("一段普通的文字。\n", "no_questions", "全文", id="plain text"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", "format_unknown", "全文", id="a picture"),
        pytest.param((HEADER + "  - stem: 甲\n").encode("utf-16-le"), "no_questions", "全文", id="UTF-16"),
    ],
)
def test_what_cannot_be_read_is_one_error_with_its_line(text: str | bytes, code: str, where: str) -> None:
    assert fault(text) == ("error", code, where)
    assert read(text).drafts == []


def test_a_chinese_sentence_says_what_is_wrong() -> None:
    assert only_finding(HEADER + "  - stem: 甲\n    stem: 乙\n").message == "“stem”写了两次（前一次在行 5）。"
    assert "缩进" in only_finding(HEADER + "  - stem: 甲: 乙\n").message
    assert "没有 questions" in only_finding("questions: 3\n").message


def test_a_file_in_another_encoding_says_so_with_its_line() -> None:
    data = (HEADER + "  - stem: 五四运动\n").encode("gb18030")
    assert fault(data) == ("error", "encoding_unknown", "行 2")
    assert "GBK" in only_finding(data).message


def test_a_byte_order_mark_is_noticed_and_ignored() -> None:
    read_file = read(b"\xef\xbb\xbf" + (HEADER + "  - stem: 甲\n").encode())
    assert [draft.stem for draft in read_file.drafts] == ["甲"]
    assert read_file.bank == "b"
    assert [(f.severity, f.code) for f in read_file.findings] == [("notice", "bom_removed")]


def test_lines_end_as_windows_or_unix_ends_them() -> None:
    drafts = read((HEADER + "  - stem: 甲\n  - stem: 乙\n").replace("\n", "\r\n")).drafts
    assert [(draft.stem, draft.where) for draft in drafts] == [("甲", "行 5"), ("乙", "行 6")]


def test_a_file_of_21_mb_is_refused() -> None:
    assert fault(HEADER.encode() + b"#" * 21 * 1024 * 1024) == ("error", "file_too_large", "全文")


def test_unknown_fields_are_warned_of_and_left_out() -> None:
    read_file = read(
        HEADER + "  - stem: 五四运动爆发于哪一年？哪一月？哪一日？\n    hint: 想一想\nauthor: 某人\n"
    )
    assert [finding.as_dict() for finding in read_file.findings] == [
        {
            "severity": "warning",
            "code": "field_unknown",
            "where": "行 7",
            "excerpt": "",
            "message": "没有“author”这个项目，已忽略。",
        },
        {
            "severity": "warning",
            "code": "field_unknown",
            "where": "行 6",
            "excerpt": "五四运动爆发于哪一年？哪一月？哪一日？"[:20],
            "message": "没有“hint”这个项目，已忽略。",
        },
    ]
    assert len(read_file.drafts) == 1


def test_an_item_that_is_no_question_is_an_error_and_the_others_are_read() -> None:
    read_file = read(HEADER + "  - 只有一句话\n  - stem: 甲\n  - [乙]\n")
    assert [(f.code, f.where, f.excerpt) for f in read_file.findings] == [
        ("not_a_question", "行 5", "只有一句话"),
        ("not_a_question", "行 7", ""),
    ]
    assert (len(read_file.drafts), read_file.unread) == (1, 2)


def test_a_text_that_yaml_takes_for_a_mapping_is_pointed_at() -> None:
    read_file = read(
        HEADER + "  - stem: 甲\n    options:\n      - 时间: 1921年\n      - 乙\n    source: [丙]\n"
    )
    assert [(f.code, f.where) for f in read_file.findings] == [("not_a_text", "行 7"), ("not_a_text", "行 9")]
    assert (read_file.drafts, read_file.unread) == ([], 1)


@pytest.mark.parametrize(
    "header", ["title: 题库\n", "bank: b\n", "bank: ''\ntitle: 题库\n", "bank: [b]\ntitle: 甲\n"]
)
def test_bank_and_title_are_asked_for(header: str) -> None:
    assert fault(header + "questions: [{stem: 甲}]\n") == ("error", "bank_missing", "行 1")


def test_a_bank_serves_study_or_contests() -> None:
    assert read("bank: b\ntitle: 甲\npurpose: sealed\nquestions: [{stem: 甲}]\n").purpose == "sealed"
    assert fault("bank: b\ntitle: 甲\npurpose: exam\nquestions: []\n") == ("error", "purpose_unknown", "行 3")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for text in (data, HEADER.encode() + data, b"bank:" + data):
        read_file = read(text)
        assert read_file.findings or read_file.drafts or bank_yaml.recognises(text)


@given(st.text("-:[]{}&*!|>'\"%@#? \n\t甲aA0\\,~", max_size=80))
def test_no_yaml_breaks_the_reader(text: str) -> None:
    read_file = read(HEADER + "  - " + text)
    assert read_file.findings or read_file.drafts


@given(
    st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1), max_size=5)
)
def test_quoted_texts_come_back_as_they_were(texts: list[str]) -> None:
    quoted = ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
    (draft,) = read(f"{HEADER}  - {{stem: 甲, options: [{quoted}]}}\n").drafts
    assert draft.options == texts


def test_the_parser_in_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + "  - {stem: 9:30, options: ['', ~, 甲], answer: [true]}\n"
    by_c = read(text).drafts
    monkeypatch.setattr(yaml_nodes, "_LOADER", yaml_nodes.yaml.SafeLoader)
    assert read(text).drafts == by_c
    assert fault(HEADER + "  - stem: 甲: 乙\n") == ("error", "yaml_unreadable", "行 5")
    assert fault(HEADER + "  - " + "[" * 1000) == ("error", "yaml_unreadable", "行 5")
    assert fault(HEADER + '  - stem: "\\ud800"\n') == ("error", "control_character", "行 5")
