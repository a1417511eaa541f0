"""Every layout that banks of text come in, each read to stem, options and answer."""

import pytest

from jinshui_study.questions import formats
from jinshui_study.questions.drafts import BankFile, Draft

Shown = tuple[str, str, list[str], list[str]]


def read(text: str) -> BankFile:
    return formats.read(text.encode(), "题库.txt")


def shown(draft: Draft) -> Shown:
    return draft.kind, draft.stem, draft.options, draft.answer


def questions(text: str) -> list[Shown]:
    """What is read, where nothing is said against it."""
    result = read(text)
    assert [finding for finding in result.findings if finding.severity == "error"] == []
    assert [remark for draft in result.drafts for remark in draft.remarks if remark.severity == "error"] == []
    return [shown(draft) for draft in result.drafts]


FIRST = ("single", "党的一大召开于（ ）。", ["1920年", "1921年", "1922年", "1923年"], ["B"])
SECOND = ("single", "遵义会议召开于（ ）。", ["1934年", "1935年", "1936年", "1937年"], ["B"])
BOTH = [FIRST, SECOND]


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


BARE = """1、党的一大召开于（ ）。
A、1920年
B、1921年
C、1922年
D、1923年
2、遵义会议召开于（ ）。
A、1934年
B、1935年
C、1936年
D、1937年
"""


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
        ("true_false", "五四运动发生在1919年。", [], ["true"]),
        ("true_false", "南昌起义发生在1928年。", [], ["false"]),
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
        ("true_false", "五四运动发生在1919年。", [], ["true"], "第一章 建党时期"),
        (*SECOND, "第二章 土地革命时期"),
        ("true_false", "南昌起义发生在1928年。", [], ["false"], "第二章 土地革命时期"),
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


def test_judgements_say_so_in_many_ways() -> None:
    text = """三、判断题
1、甲是对的。（√）
2、乙是错的。（×）
3、丙是对的。（ 对 ）
4、丁是错的（错）。
5、戊是对的。(T)
6、己是错的。（F）
7、庚是错的。（ⅹ）
8、辛是对的。（ ）
答案：正确
9、壬是错的。
答案：错误
10、癸是对的。√
11、子是错的。  错
12、丑是对的。
√
13、寅是错的。
答案：B
A.对
B.错
14、卯是错的。（X）
15、辰是错的（ ）
答案：错。应为别的。
"""
    result = read(text)
    assert ["".join(draft.answer)[0] for draft in result.drafts] == list("tftftfftftftfff")
    assert all(
        draft.kind == "true_false" and not draft.options and not draft.remarks for draft in result.drafts
    )
    assert result.drafts[3].stem == "丁是错的。"
    assert result.drafts[9].stem == "癸是对的。"
    assert result.drafts[14].explanation == "应为别的。"


def test_blanks_are_drawn_and_answered_in_many_ways() -> None:
    text = """填空题
1、党的根本宗旨是（  ）。
答案：全心全意为人民服务
2、____年____月，党的一大召开。
答案：1921、7
3、《   》的中文全译本出版于1920年。
答案：共产党宣言
4、红军长征始于\xa0\xa0\xa0\xa0\xa0\xa0年。
答案：1934|1934年
5、________和________是两件大事。
答案：(1) 长征 (2) 会师
6、五四运动爆发于 ______ 年。
1919
7、“两个务必”是：务必继续保持______的作风，务必继续保持______的作风。
答案：谦虚、谨慎、不骄、不躁；艰苦奋斗
8、党的生日是（　　）。
答案：7月1日。
"""
    assert questions(text) == [
        ("blank", "党的根本宗旨是____。", [], ["全心全意为人民服务"]),
        ("blank", "____年____月，党的一大召开。", [], ["1921", "7"]),
        ("blank", "____的中文全译本出版于1920年。", [], ["共产党宣言"]),
        ("blank", "红军长征始于____年。", [], ["1934|1934年"]),
        ("blank", "____和____是两件大事。", [], ["长征", "会师"]),
        ("blank", "五四运动爆发于 ____ 年。", [], ["1919"]),
        (
            "blank",
            "“两个务必”是：务必继续保持____的作风，务必继续保持____的作风。",
            [],
            ["谦虚、谨慎、不骄、不躁", "艰苦奋斗"],
        ),
        ("blank", "党的生日是____。", [], ["7月1日"]),
    ]


def test_orderings_and_matchings() -> None:
    text = """五、排序题
1、按时间先后排列下列事件。
A、遵义会议
B、南昌起义
C、会师
答案：BAC
2、按时间先后排列下列事件：①遵义会议；②南昌起义；③会师。
答案：②①③
六、连线题
3、把会议和年份连起来。
A、一大    1、1935年
B、遵义会议    2、1921年
答案：A-2，B-1
"""
    result = read(text)
    assert [shown(draft) for draft in result.drafts[:2]] == [
        ("ordering", "按时间先后排列下列事件。", ["遵义会议", "南昌起义", "会师"], ["B", "A", "C"]),
        ("ordering", "按时间先后排列下列事件：", ["遵义会议", "南昌起义", "会师"], ["B", "A", "C"]),
    ]
    last = result.drafts[2]
    assert (last.kind, last.left, last.right, last.answer) == (
        "matching",
        ["一大", "遵义会议"],
        ["1935年", "1921年"],
        ["A-2", "B-1"],
    )


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
        ("true_false", "五四运动发生在1919年。", [], ["true"]),
        ("true_false", "南昌起义发生在1928年。", [], ["false"]),
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


def test_answers_on_the_line_of_a_gap() -> None:
    text = """党建知识竞赛试题及答案
1.中国共产党是中国人民和__B__的先锋队，是领导核心。
A.新社会阶层
B.中华民族
2.__A__是第一人。
A.甲
B.乙
3.抗战历时_14_年。
4.1935年1月，_遵义会议___确定了地位。
"""
    assert questions(text) == [
        ("single", "中国共产党是中国人民和（ ）的先锋队，是领导核心。", ["新社会阶层", "中华民族"], ["B"]),
        ("single", "（ ）是第一人。", ["甲", "乙"], ["A"]),
        ("blank", "抗战历时____年。", [], ["14"]),
        ("blank", "1935年1月，____确定了地位。", [], ["遵义会议"]),
    ]


def test_a_judgement_may_be_put_right_behind_its_verdict() -> None:
    text = (
        "1、五四运动发生在1928年。（×）（应为1919年）\n2、甲乙丙（×）\n应为丁\n3、戊己。\n答案：（×）应为庚\n"
    )
    assert [(draft.stem, draft.answer, draft.explanation) for draft in read(text).drafts] == [
        ("五四运动发生在1928年。", ["false"], "应为1919年"),
        ("甲乙丙", ["false"], "应为丁"),
        ("戊己。", ["false"], "应为庚"),
    ]


def test_a_heading_may_explain_the_letters_of_judgements() -> None:
    for words in ("正确的选A，错误的选B", "A为正确，B为错误", "对的打A，错的打B"):
        text = f"二、判断题（{words}）\n1、甲乙丙\n答案：A\n2、丁\n答案：B\n"
        assert [draft.answer for draft in read(text).drafts] == [["true"], ["false"]]
    text = "二、判断题（错误选A，正确选B）\n1、甲乙丙\n答案：A\n"
    assert [draft.answer for draft in read(text).drafts] == [["false"]]


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
