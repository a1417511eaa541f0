"""Every layout that banks of text come in, each read to stem, options and answer."""

import pytest

from jinshui_study.questions import formats
from tests.questions.formats.papers import BARE, BOTH, FIRST, SECOND, questions, read, shown


@pytest.mark.parametrize(
    "label",
    [
        "正确答案：B",
        "答案：B",
        "答案:B",
        "答案： Ｂ",
        "**答案**：B",
        "参考答案：B 1921年",
        "【答案】:B",
        "【答案】B",
        "[答案]B",
        "（答案）B",
        "答案 B",
        "答案B",
        "答案为B",
        "正确答案是：B",
        "标准答案：b",
        "答：B",
        "Answer: B",
        "正确选项：B",
        "B",
        "（B）",
        "B、1921年",
        "答案：B. 1921年",
        "答案：1921年",
        "答案：2",
        "答案：\nB",
    ],
)
def test_the_answer_stands_on_its_own_line(label: str) -> None:
    text = f"1．党的一大召开于（  ）。\nA、1920年\nB、1921年\nC、1922年\nD、1923年\n{label}\n"
    assert questions(text) == [FIRST]


@pytest.mark.parametrize(
    "number",
    [
        "1．",
        "1.",
        "1、",
        "1 ",
        "1,",
        "1\t",
        "**1.** ",
        "#### 1. ",
        "1",
        "(1)",
        "（1）",
        "第1题 ",
        "第1题：",
        "【1】",
        "1) ",
        "★1.",
    ],
)
def test_numbers_are_written_in_many_ways(number: str) -> None:
    text = (
        f"{number}党的一大召开于（ B ）。\nA.1920年\nB.1921年\nC.1922年\nD.1923年\n"
        f"{number.replace('1', '2')}遵义会议召开于（ B ）。\nA.1934年\nB.1935年\nC.1936年\nD.1937年\n"
    )
    assert questions(text) == BOTH


@pytest.mark.parametrize(
    "options",
    [
        "A、1920年\nB、1921年\nC、1922年\nD、1923年",
        "A.1920年\nB．1921年\nC、1922年\nD 1923年",
        "A 1920年\nB 1921年\nC 1922年\nD 1923年",
        "A1920年\nB1921年\nC1922年\nD1923年",
        "(A)1920年\n(B)1921年\n(C)1922年\n(D)1923年",
        "（Ａ）1920年\n（Ｂ）1921年\n（Ｃ）1922年\n（Ｄ）1923年",
        "[A] 1920年\n[B] 1921年\n[C] 1922年\n[D] 1923年",
        "a. 1920年\nb. 1921年\nc. 1922年\nd. 1923年",
        "A：1920年\nB：1921年\nC：1922年\nD：1923年",
        "选项A：1920年\n选项B：1921年\n选项C：1922年\n选项D：1923年",
        "- A. 1920年\n- B. 1921年\n- C. 1922年\n- D. 1923年",
        "A、1920年      B、1921年\nC、1922年      D、1923年",
        "A、1920年   B、1921年   C、1922年   D、1923年",
        "A、1920年\tB、1921年\tC、1922年\tD、1923年",
        "A.1920年B.1921年C.1922年D.1923年",
        "A．1920年 B.1921年 C、1922年 D 1923年",
        "A 1920年    B 1921年    C 1922年    D 1923年",
        "（A）1920年 （B）1921年\n（C）1922年 （D）1923年",
        "A.1920年；\nB.1921年；\nC.1922年；\nD.1923年",
        "A、\n1920年\nB、\n1921年\nC、\n1922年\nD、\n1923年",
        "A.1920年 B.1921年 C.1922年\nD.1923年",
    ],
)
def test_options_are_marked_in_many_ways(options: str) -> None:
    (kind, stem, texts, answer) = questions(f"1、党的一大召开于（  ）。\n{options}\n答案：B\n")[0]
    assert (kind, stem, answer) == ("single", "党的一大召开于（ ）。", ["B"])
    assert [text.rstrip("；") for text in texts] == FIRST[2]


def test_options_may_follow_the_stem_on_its_line() -> None:
    text = (
        "1、党的一大召开于（ B ）。 A.1920年 B.1921年 C.1922年 D.1923年\n"
        "2、遵义会议召开于（ B ）。A、1934年 B、1935年\nC、1936年 D、1937年\n"
    )
    assert questions(text) == BOTH


@pytest.mark.parametrize(
    "bracket", ["（ B ）", "（B）", "(B)", "(  B  )", "（Ｂ）", "( b )", "【B】", "__B__"]
)
def test_the_answer_stands_in_the_bracket_of_the_stem(bracket: str) -> None:
    text = f"1、党的一大召开于{bracket}。\nA、1920年\nB、1921年\nC、1922年\nD、1923年\n"
    assert questions(text) == [FIRST]


def test_the_bracket_may_hold_several_letters_and_stand_anywhere() -> None:
    text = (
        "1、（ A、C ）是党的优良作风。\nA.密切联系群众\nB.享乐主义\nC.批评与自我批评\nD.官僚主义\n"
        "2、下列（ABD）属于抗日根据地\nA.晋察冀 B.晋冀豫 C.井冈山 D.晋绥\n"
    )
    assert questions(text) == [
        (
            "multiple",
            "（ ）是党的优良作风。",
            ["密切联系群众", "享乐主义", "批评与自我批评", "官僚主义"],
            ["A", "C"],
        ),
        ("multiple", "下列（ ）属于抗日根据地", ["晋察冀", "晋冀豫", "井冈山", "晋绥"], ["A", "B", "D"]),
    ]


def test_the_bracket_may_stand_before_the_number() -> None:
    text = (
        "（B）1、党的一大召开于（ ）。\nA、1920年\nB、1921年\nC、1922年\nD、1923年\n"
        "（ × ）2、南昌起义发生在1928年。\n(√)3、五四运动发生在1919年。\n"
    )
    assert questions(text) == [
        FIRST,
        ("true_false", "南昌起义发生在1928年。", [], ["false"]),
        ("true_false", "五四运动发生在1919年。", [], ["true"]),
    ]


def test_facts_beside_the_answer() -> None:
    text = """1．党的一大召开于（ ）。
A．1920年
B．1921年
C．1922年
D．1923年
【答案】:B
解析:党的一大于1921年7月23日
在上海召开。
难度：易
知识点：建党
出处：《中国共产党简史》
2．遵义会议召开于（ ）。
A．1934年 B．1935年 C．1936年 D．1937年 答案：B 解析：见教材。 难度：难
"""
    first, second = read(text).drafts
    assert [shown(first), shown(second)] == BOTH
    assert (first.explanation, first.difficulty, first.topic, first.source) == (
        "党的一大于1921年7月23日在上海召开。",
        1,
        "建党",
        "《中国共产党简史》",
    )
    assert (second.explanation, second.difficulty) == ("见教材。", 3)


def test_questions_without_numbers() -> None:
    text = """党的一大召开于（ ）。
A．1920年
B．1921年
C．1922年
D．1923年
答案：B

遵义会议召开于（ ）。
A．1934年
B．1935年
C．1936年
D．1937年
答案：B

五四运动发生在1919年。（√）
南昌起义发生在1928年。（×）
"""
    assert questions(text) == [
        *BOTH,
        ("true_false", "五四运动发生在1919年。（ ）", [], ["true"]),
        ("true_false", "南昌起义发生在1928年。（ ）", [], ["false"]),
    ]


def test_questions_without_numbers_and_without_blank_lines() -> None:
    text = """党的一大召开于（B）。
A．1920年
B．1921年
C．1922年
D．1923年
遵义会议召开于（B）。
A．1934年
B．1935年
C．1936年
D．1937年
"""
    assert questions(text) == BOTH


def test_fields_may_all_be_named() -> None:
    text = """题型：单选题
题干：党的一大召开于（ ）。
选项：
A．1920年
B．1921年
C．1922年
D．1923年
答案：B
解析：略去不谈。

题型：判断题
题目：五四运动发生在1919年。
答案：正确
"""
    assert questions(text) == [FIRST, ("true_false", "五四运动发生在1919年。", [], ["true"])]


def test_a_blank_line_behind_every_line_divides_nothing() -> None:
    text = f"{BARE}".replace("2、", "答案：B\n2、").replace("\n", "\n\n") + "答案：B\n"
    assert questions(text) == BOTH


def test_several_questions_may_share_a_line() -> None:
    text = (
        "一、判断题（3道）1、五四运动发生在1919年。（√） 2、南昌起义发生在1928年。（×）3、1921年7月，党成立了。（√）\n"
        "二、单选题1.党的一大召开于(B)。A.1920年B.1921年C.1922年D.1923年2.遵义会议召开于（B）。A.1934年B.1935年C.1936年D.1937年\n"
    )
    result = read(text)
    assert [(shown(draft)[0], *shown(draft)[2:]) for draft in result.drafts] == [
        ("true_false", [], ["true"]),
        ("true_false", [], ["false"]),
        ("true_false", [], ["true"]),
        (FIRST[0], *FIRST[2:]),
        (SECOND[0], *SECOND[2:]),
    ]
    assert len({draft.where for draft in result.drafts}) == 5


def test_the_answer_follows_the_stem_behind_a_dash() -> None:
    text = "1、党的一大召开于-B:1921年\nA、1920年\nB、1921年\nC、1922年\nD、1923年\n"
    assert questions(text) == [("single", "党的一大召开于", FIRST[2], ["B"])]
    (draft,) = read("1、党的一大召开于-B:1921年\n").drafts
    assert [remark.code for remark in draft.remarks] == ["answer_without_options"]


def test_line_ends_and_encodings_make_no_difference() -> None:
    text = f"{BARE}答案\n1.B 2.B\n"
    for data in (
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        text.encode("gb18030"),
        text.encode("utf-16"),
        text.encode("utf-8-sig"),
    ):
        result = formats.read(data, "题库.txt")
        assert ([shown(draft) for draft in result.drafts], result.layout) == (BOTH, "text")


def test_the_title_may_name_the_kind() -> None:
    assert [
        draft.kind for draft in read("党史判断题 20 道\n1、甲乙丙\n2、丁戊己\n参考答案：1.√ 2.×\n").drafts
    ] == ["true_false"] * 2


def test_chinese_numbers_may_be_those_of_questions() -> None:
    text = "一、党的一大召开于（ ）\nA.甲 B.乙 C.丙\n答案：A\n二、党的二大召开于哪一年\nA.甲 B.乙 C.丙\n答案：C\n"
    assert [(draft.stem, draft.answer) for draft in read(text).drafts] == [
        ("党的一大召开于（ ）", ["A"]),
        ("党的二大召开于哪一年", ["C"]),
    ]


def test_headings_may_be_spread_out() -> None:
    text = "一、多 选 题\n1、甲乙（AB）\nA.甲\nB.乙\nC.丙\n"
    assert read(text).drafts[0].kind == "multiple"


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ("1920年\n1921年\n1922年\n1923年", "1921年"),
        ("1920年\n1921年\n1922年\n1923年", "B"),
        ("1920年；1921年；1922年；1923年", "1921年"),
        ("1920年|1921年|1922年|1923年", "B"),
        ("①1920年 ②1921年 ③1922年 ④1923年", "②"),
        ("①1920年\n②1921年\n③1922年\n④1923年", "②"),
        ("1)1920年\n2)1921年\n3)1922年\n4)1923年", "2"),
        ("（1）1920年 （2）1921年 （3）1922年 （4）1923年", "(2)"),
    ],
)
def test_options_without_letters_are_known_by_the_answer(options: str, answer: str) -> None:
    text = f"1、党的一大召开于（ ）。\n{options}\n答案：{answer}\n"
    assert questions(text) == [FIRST]


def test_what_somebody_answered_is_not_the_answer() -> None:
    options = "A、1920年\nB、1921年\nC、1922年\nD、1923年\n"
    text = f"1. 党的一大召开于（ ）。（单选题，2分）\n{options}我的答案：C 正确答案：B 得分：0.0分\n"
    assert questions(text) == [FIRST]
