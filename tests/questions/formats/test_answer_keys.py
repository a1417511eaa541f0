"""Answers in a file of their own."""

import pytest

from jinshui_study.questions import formats
from jinshui_study.questions.drafts import BankFile
from jinshui_study.questions.formats import answer_keys
from jinshui_study.questions.formats.prose import answer_lists
from jinshui_study.questions.formats.prose.answer_lists import KeyItem
from jinshui_study.questions.formats.prose.lines import Line
from tests.questions.formats import prose, workbooks
from tests.questions.formats.papers import BARE, BOTH, shown
from tests.questions.formats.test_prose_traps import OPTIONS


def read(text: str, key: bytes | str) -> BankFile:
    data = key.encode() if isinstance(key, str) else key
    return formats.read(text.encode(), "题库.txt", answer_keys.read(data, "答案.txt"))


@pytest.mark.parametrize(
    "key",
    [
        "1.B\n2.B\n",
        "1-2 BB\n",
        "参考答案\n1-2：BB",
        "党史题库参考答案\n\n一、单选题\n1、B 2、B",
        "1\tB\n2\tB\n",
        "题号,答案\n1,B\n2,B\n",
        "1B\n2B\n",
        "1.（B）\n2.（B）\n",
        "1.【答案】B\n【解析】党的一大于1921年召开。\n2.【答案】B\n",
        "| 题号 | 答案 |\n| --- | --- |\n| 1 | B |\n| 2 | B |\n",
        "第1题：B\n第2题：B\n",
    ],
)
def test_a_key_gives_each_question_its_answer(key: str) -> None:
    result = read(BARE, key)
    assert ([shown(draft) for draft in result.drafts], result.findings) == (BOTH, [])


def test_a_key_may_come_as_word_or_excel() -> None:
    for key in (
        prose.word("参考答案\n1-2 BB"),
        workbooks.xlsx(("答案", [["题号", "题型", "答案"], [1, "单选题", "B"], [2, "单选题", "B"]])),
        workbooks.xlsx(("答案", [[1, "B"], [2, "B"]])),
    ):
        result = read(BARE, key)
        assert ([shown(draft) for draft in result.drafts], result.findings) == (BOTH, [])


SECTIONS = (
    f"一、单选题\n1、甲乙（ ）\n{OPTIONS}2、丙丁（ ）\n{OPTIONS}二、多选题\n1、戊己（ ）\n{OPTIONS}"
    "三、判断题\n1、庚辛。\n2、壬癸。\n四、填空题\n1、____是首都。\n"
)


@pytest.mark.parametrize(
    "key",
    [
        "一、单选题\n1.A 2.B\n二、多选题\n1.ABC\n三、判断题\n1.√ 2.×\n四、填空题\n1.北京",
        "1-2 AB\n1.ABC\n1.√\n2.×\n1.北京",
        "单选题：1.A 2.B\n多选题：1.ABC\n判断题：1.对 2.错\n填空题\n1、北京\n",
        "三、判断题\n1.√ 2.×\n一、单选题\n1.A 2.B\n四、填空题\n1.北京\n二、多选题\n1.ABC\n",
    ],
)
def test_a_key_is_numbered_by_section_where_the_file_is(key: str) -> None:
    result = read(SECTIONS, key)
    assert [draft.answer for draft in result.drafts] == [
        ["A"],
        ["B"],
        ["A", "B", "C"],
        ["true"],
        ["false"],
        ["北京"],
    ]
    assert result.findings == []


def test_a_key_that_disagrees_is_a_conflict() -> None:
    result = read(f"1、甲乙（ A ）\n{OPTIONS}2、丙丁（ B ）\n{OPTIONS}", "1.B 2.B")
    assert [[remark.code for remark in draft.remarks] for draft in result.drafts] == [
        ["answers_conflict"],
        [],
    ]


def test_a_key_that_has_too_much_is_warned_of() -> None:
    (finding,) = read(BARE, "1.B 2.B 3.C").findings
    assert (finding.severity, finding.code, finding.where) == (
        "warning",
        "key_unused",
        "答案文件“答案.txt”行 1",
    )


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("这里没有答案。", "key_unreadable"),
        (b"", "key_unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", "format_unknown"),
        (workbooks.compound("WordDocument", b"x" * 9000), "word_old"),
    ],
)
def test_a_key_that_cannot_be_read_says_so(key: bytes | str, code: str) -> None:
    result = read(BARE, key)
    assert [(finding.severity, finding.code) for finding in result.findings] == [("error", code)]
    assert result.findings[0].where == "答案文件“答案.txt”全文"


def test_a_table_takes_a_key_too() -> None:
    rows = [
        "题干,A,B,C,D",
        "党的一大召开于（ ）,1920年,1921年,1922年,1923年",
        "遵义会议召开于（ ）,1934年,1935年,1936年,1937年",
    ]
    result = read("\n".join(rows), "1.B 2.C")
    assert result.layout == "csv"
    assert [(draft.kind, draft.answer) for draft in result.drafts] == [("single", ["B"]), ("single", ["C"])]
    answered = [f"{row},{answer}" for row, answer in zip(rows, ["答案", "A", "C"], strict=True)]
    conflicting = read("\n".join(answered), "1.B 2.C").drafts
    assert [draft.has_errors for draft in conflicting] == [True, False]
    assert "answers_conflict" in [remark.code for remark in conflicting[0].remarks]


def items(text: str) -> list[tuple[int, str]] | None:
    line = answer_lists.key_line(Line(text, "行 1"))
    return None if line is None else [(item.number, item.answer) for item in line.items]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.A 2.B", [(1, "A"), (2, "B")]),
        ("1-5 DACAC", [(1, "D"), (2, "A"), (3, "C"), (4, "A"), (5, "C")]),
        ("1—3：D A C", [(1, "D"), (2, "A"), (3, "C")]),
        ("1-3 ABC AD BCD", [(1, "ABC"), (2, "AD"), (3, "BCD")]),
        ("11A", [(11, "A")]),
        ("5 ABDE", [(5, "ABDE")]),
        ("1-2 √× 3-4 对错", [(1, "√"), (2, "×"), (3, "对"), (4, "错")]),
        ("１．Ａ　２．Ｂ", [(1, "A"), (2, "B")]),
        ("1.A、C 2.B", [(1, "A、C"), (2, "B")]),
        ("第1题 A 第2题 B", [(1, "A"), (2, "B")]),
        ("一、单选题：1.A 2.B", [(1, "A"), (2, "B")]),
        ("1-3 AB", None),
        ("1.党的一大", None),
        ("2012年A股", None),
        ("1921", None),
        ("1.对照检查", None),
    ],
)
def test_lines_of_lists(text: str, found: list[tuple[int, str]] | None) -> None:
    assert items(text) == found


def test_a_row_of_numbers_over_a_row_of_letters() -> None:
    assert answer_lists.rows_of(Line("题号 1 2", "行 1"), Line("答案 A BC", "行 2")) == [
        KeyItem(1, "A", "行 2"),
        KeyItem(2, "BC", "行 2"),
    ]
    assert answer_lists.rows_of(Line("题号 1 2", "行 1"), Line("答案 A", "行 2")) is None
    assert answer_lists.rows_of(Line("1 2", "行 1"), Line("甲 乙", "行 2")) is None
