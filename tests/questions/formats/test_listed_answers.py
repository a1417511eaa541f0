"""Lists of answers apart from their questions, in papers of text."""

import pytest

from tests.questions.formats.papers import BARE, BOTH, FIRST, SECOND, questions, read, shown


@pytest.mark.parametrize(
    "key",
    [
        "参考答案\n1.B 2.B",
        "参考答案：\n1、B\n2、B",
        "答案\n1-2 BB",
        "答案：1-2 BB",
        "1—2 BB",
        "1～2：B B",
        "【参考答案】\n1~2 B、B",
        "1B 2B",
        "1 B\n2 B",
        "附：参考答案\n题号 1 2\n答案 B B",
        "参考答案及解析\n1.B 【解析】党的一大于1921年召开。\n2.【答案】B 解析：遵义会议于1935年召开。",
        "单选题答案：1.B；2.B",
        "一、单项选择题\n1．B 2．B",
        "一、单选题答案 1-2 BB",
        "1.（B） 2.（B）",
        "1．B．2．B．",
    ],
)
def test_the_answers_stand_in_a_list_at_the_end(key: str) -> None:
    assert questions(f"{BARE}\n{key}\n") == BOTH


def test_a_list_may_explain_its_answers() -> None:
    key = "参考答案及解析\n1.B 【解析】党的一大于1921年召开。\n会址在上海。\n2.【答案】B 解析：遵义会议于1935年召开。"
    drafts = read(f"{BARE}\n{key}\n").drafts
    assert [draft.explanation for draft in drafts] == [
        "党的一大于1921年召开。\n会址在上海。",
        "遵义会议于1935年召开。",
    ]


def test_each_section_has_its_numbers_and_its_list() -> None:
    text = """一、单项选择题（每题1分，共2分）
1．党的一大召开于（ ）。
A．1920年 B．1921年 C．1922年 D．1923年
2．遵义会议召开于（ ）。
A．1934年 B．1935年 C．1936年 D．1937年
二、多项选择题（每题2分，共2分）
1．党的优良作风有（ ）。
A．理论联系实际 B．密切联系群众 C．批评与自我批评 D．形式主义
三、判断题（每题1分，共2分）
1．五四运动发生在1919年。（ ）
2．南昌起义发生在1928年。（ ）
四、填空题
1．党的根本宗旨是____。
2．“两个务必”是在____年____月提出的。

参考答案
一、单项选择题
1-2 BB
二、多项选择题
1．ABC
三、判断题
1．√ 2．×
四、填空题
1．全心全意为人民服务
2．1949；3
"""
    assert questions(text) == [
        *BOTH,
        (
            "multiple",
            "党的优良作风有（ ）。",
            ["理论联系实际", "密切联系群众", "批评与自我批评", "形式主义"],
            ["A", "B", "C"],
        ),
        ("true_false", "五四运动发生在1919年。（ ）", [], ["true"]),
        ("true_false", "南昌起义发生在1928年。（ ）", [], ["false"]),
        ("blank", "党的根本宗旨是____。", [], ["全心全意为人民服务"]),
        ("blank", "“两个务必”是在____年____月提出的。", [], ["1949", "3"]),
    ]


def test_a_list_ends_each_chapter() -> None:
    text = """第一章 建党时期
1．党的一大召开于（ ）。
A．1920年 B．1921年 C．1922年 D．1923年
2．五四运动发生在1919年。（ ）
答案：1．B 2．√
第二章 土地革命时期
1．遵义会议召开于（ ）。
A．1934年 B．1935年 C．1936年 D．1937年
2．南昌起义发生在1928年。（ ）
参考答案
1．B
2．×
"""
    result = read(text)
    assert [(*shown(draft), draft.topic) for draft in result.drafts] == [
        (*FIRST, "第一章 建党时期"),
        ("true_false", "五四运动发生在1919年。（ ）", [], ["true"], "第一章 建党时期"),
        (*SECOND, "第二章 土地革命时期"),
        ("true_false", "南昌起义发生在1928年。（ ）", [], ["false"], "第二章 土地革命时期"),
    ]


def test_long_lists_of_five_letters_each() -> None:
    stems = "".join(f"{n}、第{n}个问题是（ ）\nA.甲{n} B.乙{n} C.丙{n} D.丁{n}\n" for n in range(1, 16))
    answers = [
        draft.answer for draft in read(f"{stems}\n答案\n1—10 DBAAD CDCBC\n11A\n12 B 13.C\n14-15DA\n").drafts
    ]
    assert "".join(letter for (letter,) in answers) == "DBAADCDCBCABCDA"


def test_a_list_of_several_letters_each() -> None:
    stems = "".join(
        f"{n}、第{n}个问题有（ ）\nA.甲{n} B.乙{n} C.丙{n} D.丁{n} E.戊{n}\n" for n in range(1, 7)
    )
    text = f"二、多选题\n{stems}\n答案\n1-4 ABC BD ACD ABCD\n5 ABDE\n6、A,C,E\n"
    assert ["".join(draft.answer) for draft in read(text).drafts] == [
        "ABC",
        "BD",
        "ACD",
        "ABCD",
        "ABDE",
        "ACE",
    ]


PAIR = "二、多选题\n1、大别山在（ ）。\nA、河南\nB、湖北\nC、安徽\n2、太行山在（ ）。\nA、山西\nB、河北\nC、安徽\n"


@pytest.mark.parametrize(
    "key", ["1-2 A、C A、B", "1-2 A,C A,B", "1-2 A、C；A、B", "1-2：AC，AB", "1-2 AC AB"]
)
def test_a_range_may_hold_several_letters_with_marks_between(key: str) -> None:
    assert [answer for *_, answer in questions(f"{PAIR}答案：\n{key}\n")] == [["A", "C"], ["A", "B"]]


@pytest.mark.parametrize("heading", ["三、填空", "三、填空题", "填空"])
def test_the_headings_of_a_list_may_be_short(heading: str) -> None:
    text = (
        f"{PAIR}三、填空题（共2题）\n1.鲁迅写下《 》一文。\n3.井冈山会师在____年____月。\n"
        f"【参考答案】\n1、A,C  2、A,B\n{heading}\n1、友邦惊诧论\n3、（1）1928 （2）4\n"
    )
    assert [answer for *_, answer in questions(text)] == [
        ["A", "C"],
        ["A", "B"],
        ["友邦惊诧论"],
        ["1928", "4"],
    ]


def test_a_list_that_names_its_kind_chooses_first() -> None:
    text = "三、填空题\n1.井冈山会师在____年。\n参考答案\n1、A,C  2、A,B\n三、填空\n1、1928\n"
    result = read(text)
    assert [shown(draft)[3] for draft in result.drafts] == [["1928"]]
    assert [finding.code for finding in result.findings] == ["key_unused"]
