"""Judgements, blanks, orderings and matchings in papers of text."""

from tests.questions.formats.papers import questions, read, shown


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
    assert result.drafts[3].stem == "丁是错的（ ）。"
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
        ("五四运动发生在1928年。（ ）", ["false"], "应为1919年"),
        ("甲乙丙（ ）", ["false"], "应为丁"),
        ("戊己。", ["false"], "应为庚"),
    ]


def test_a_heading_may_explain_the_letters_of_judgements() -> None:
    for words in ("正确的选A，错误的选B", "A为正确，B为错误", "对的打A，错的打B"):
        text = f"二、判断题（{words}）\n1、甲乙丙\n答案：A\n2、丁\n答案：B\n"
        assert [draft.answer for draft in read(text).drafts] == [["true"], ["false"]]
    text = "二、判断题（错误选A，正确选B）\n1、甲乙丙\n答案：A\n"
    assert [draft.answer for draft in read(text).drafts] == [["false"]]
