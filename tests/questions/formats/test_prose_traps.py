"""The traps of real banks of text, each with a file of its own."""

import pytest

from jinshui_study.questions.check import Report, check, mistakes_of
from jinshui_study.questions.drafts import Draft
from tests.questions.formats.papers import questions, read, shown


def codes(draft: Draft) -> list[str]:
    """Everything that keeps a draft out: what the reader says, and what checking adds to it."""
    said = [remark.code for remark in draft.remarks if remark.severity == "error"]
    return said or [code for code, _ in mistakes_of(draft) if code != "topic_missing"]


def noted(draft: Draft) -> list[tuple[str, str]]:
    return [(remark.severity, remark.code) for remark in draft.remarks]


def stems(text: str) -> list[str]:
    return [draft.stem for draft in read(text).drafts]


OPTIONS = "A.甲甲\nB.乙乙\nC.丙丙\nD.丁丁\n"


def question(stem: str, answer: str = "答案：B") -> str:
    return f"{stem}\n{OPTIONS}{answer}\n"


def test_only_the_expected_number_is_one() -> None:
    text = (
        question("1.1930年1月，红军来到（ ）。")
        + question("2、1921年7月，（ ）召开。")
        + question("3 2012年11月，（ ）召开。")
        + question("4．1838年6月，发生了（ ）。")
        + question("5，1,200名代表出席了（ ）。")
        + question("6、5.4运动发生在（ ）。")
        + question("71949年10月1日，（ ）。")
        + question("8、3.5亿人参加了（ ）。")
    )
    assert stems(text) == [
        "1930年1月，红军来到（ ）。",
        "1921年7月，（ ）召开。",
        "2012年11月，（ ）召开。",
        "1838年6月，发生了（ ）。",
        "1,200名代表出席了（ ）。",
        "5.4运动发生在（ ）。",
        "1949年10月1日，（ ）。",
        "3.5亿人参加了（ ）。",
    ]


def test_a_number_left_over_before_a_year_is_no_part_of_the_stem() -> None:
    text = "".join(question(f"{number}、甲乙丙丁（ ）。") for number in range(1, 95))
    assert (
        stems(text + question("95、7.2012年，党的十八大在（ ）召开。"))[94]
        == "2012年，党的十八大在（ ）召开。"
    )


def test_lines_of_a_stem_that_begin_with_a_year_or_a_number_go_on() -> None:
    text = question("1、党的一大于\n1921年7月召开，出席代表\n13人，地点在（ ）。") + question(
        "2、甲乙（ ）。"
    )
    assert [stem.replace("\n", "") for stem in stems(text)] == [
        "党的一大于1921年7月召开，出席代表13人，地点在（ ）。",
        "甲乙（ ）。",
    ]


def test_lines_that_begin_with_the_number_that_is_due_may_go_on() -> None:
    text = (
        question("1、甲乙（ ）。")
        + "2、下列不正确的是（ ）。\nA.红军有\n3万人\nB.乙\nC.丙\n答案：B\n"
        + question("3、党的\n4个代表是（ ）。")
        + question("4、戊己（ ）。")
    )
    assert [stem.replace("\n", "") for stem in stems(text)] == [
        "甲乙（ ）。",
        "下列不正确的是（ ）。",
        "党的4个代表是（ ）。",
        "戊己（ ）。",
    ]
    assert read(text).drafts[1].options == ["红军有3万人", "乙", "丙"]


def test_lists_inside_stems_and_explanations_are_no_questions() -> None:
    text = (
        question(
            "1、下列说法正确的是（ ）\n①甲说\n②乙说\n③丙说",
            "答案：B\n解析：理由有三：\n1.第一点。\n2.第二点。\n3.第三点。",
        )
        + question("2、根据下列条件判断（ ）\n（1）甲条件\n（2）乙条件\n（3）丙条件")
        + question("3、甲乙（ ）。")
    )
    result = read(text)
    assert [draft.stem for draft in result.drafts] == [
        "下列说法正确的是（ ）\n①甲说\n②乙说\n③丙说",
        "根据下列条件判断（ ）\n（1）甲条件\n（2）乙条件\n（3）丙条件",
        "甲乙（ ）。",
    ]
    assert result.drafts[0].explanation == "理由有三：\n1.第一点。\n2.第二点。\n3.第三点。"


def test_numbers_may_be_wrong_repeated_or_left_out() -> None:
    text = "".join(
        question(f"{number}、甲{place}乙（ ）")
        for place, number in enumerate([1, 2, 2, 4, 7, 8, 9, 100, 11, 12], 1)
    )
    assert stems(text) == [f"甲{place}乙（ ）" for place in range(1, 11)]


def test_numbers_begin_anew_without_any_heading() -> None:
    text = "".join(question(f"{number}、甲{number}乙（ ）") for number in (1, 2, 3, 1, 2, 3, 1, 2))
    assert len(stems(text)) == 8


def test_a_question_without_a_number_among_others() -> None:
    text = question("1、第一题（ ）") + question("第二题没有编号（ ）") + question("3、第三题（ ）")
    assert stems(text) == ["第一题（ ）", "第二题没有编号（ ）", "第三题（ ）"]


def test_options_and_explanations_over_several_lines() -> None:
    text = """1、下列哪项正确（ ）
A.很长很长的一个选项，写到了
下一行
B.乙乙
C.丙丙
D.丁丁，也写到了
下一行
答案：A
解析：第一行
第二行
"""
    (draft,) = read(text).drafts
    assert draft.options == ["很长很长的一个选项，写到了下一行", "乙乙", "丙丙", "丁丁，也写到了下一行"]
    assert draft.explanation == "第一行第二行"


def test_an_explanation_that_goes_through_the_options_is_one() -> None:
    text = question(
        "1、甲乙（ ）", "答案：B\n解析：\nA.错误，因为甲。\nB.正确，因为乙。\nA项错误。\nB项正确。"
    ) + question("2、丙丁（ ）")
    result = read(text)
    assert [draft.stem for draft in result.drafts] == ["甲乙（ ）", "丙丁（ ）"]
    assert result.drafts[0].explanation.count("\n") == 3


def test_page_numbers_and_running_titles_are_no_text() -> None:
    text = (
        "党史知识题库\n"
        + question("1、甲乙（ ）")
        + "- 1 -\n党史知识题库\n"
        + question("2、丙丁（ ）\n第 2 页 共 9 页")
        + "党史知识题库\n\f3\n"
        + question("3、戊己（ ）")
        + "———————\n4\n"
    )
    assert [shown(draft) for draft in read(text).drafts] == [
        ("single", stem, ["甲甲", "乙乙", "丙丙", "丁丁"], ["B"])
        for stem in ("甲乙（ ）", "丙丁（ ）", "戊己（ ）")
    ]


def test_what_a_form_asks_for_is_no_blank() -> None:
    text = "党史知识竞赛试卷\n姓名：______ 单位：________ 得分：____\n" + question("1、甲乙（ ）")
    assert stems(text) == ["甲乙（ ）"]


def test_kind_and_score_before_and_behind_the_stem_are_taken_off() -> None:
    text = (
        question("1.【单选题】（2分）甲乙（ ）。")
        + question("2.（多选）丙丁（ ）。（2分）", "答案：AB")
        + "3.[判断题]戊己。（ × ）\n"
        + "4、【填空题】庚是____。（1.5分）\n答案：辛\n"
        + question("5.单选题：壬癸（ ）（单选题）")
    )
    assert questions(text) == [
        ("single", "甲乙（ ）。", ["甲甲", "乙乙", "丙丙", "丁丁"], ["B"]),
        ("multiple", "丙丁（ ）。", ["甲甲", "乙乙", "丙丙", "丁丁"], ["A", "B"]),
        ("true_false", "戊己。（ ）", [], ["false"]),
        ("blank", "庚是____。", [], ["辛"]),
        ("single", "壬癸（ ）", ["甲甲", "乙乙", "丙丙", "丁丁"], ["B"]),
    ]


def test_provenance_leaves_the_stem() -> None:
    (draft, other) = read(
        question("1、甲乙（ ）。（出题：某某支部）") + question("2、丙丁（ ）（出处：《党章》）")
    ).drafts
    assert (draft.stem, draft.tags, draft.source) == ("甲乙（ ）。", ["出题：某某支部"], "")
    assert (other.stem, other.tags, other.source) == ("丙丁（ ）", [], "《党章》")
    assert ("notice", "prefix_removed") in noted(draft)


def test_an_error_rate_leaves_the_explanation() -> None:
    text = (
        question("1、甲乙（ ）", "答案：B\n解析：4.73%")
        + question("2、甲乙（ ）", "答案：B\n解析：见党章。 4.73%")
        + question("3、甲乙（ ）", "答案：B\n解析：占60%以上的人口，错误率：12.5%")
        + question("4、甲乙（ ）", "答案：B\n解析：比上年增长 4.73%，所以选B")
    )
    drafts = read(text).drafts
    assert [draft.explanation for draft in drafts] == [
        "",
        "见党章。",
        "占60%以上的人口，",
        "比上年增长 4.73%，所以选B",
    ]
    assert [bool(noted(draft)) for draft in drafts] == [True, True, True, False]


def test_entities_wide_blanks_and_marks_nobody_sees() -> None:
    text = question(
        "\ufeff1、甲\u200b乙&nbsp;&ldquo;丙&rdquo;\u3000丁\xa0（\u3000）。<br/>", "答案：&nbsp;B"
    ).replace("甲甲", "甲&lt;甲&gt;")
    (draft,) = read(text).drafts
    assert draft.stem == "甲乙 “丙” 丁 （ ）。"
    assert draft.options[0] == "甲<甲>"


def test_slips_of_a_scanner_are_mended_and_told() -> None:
    (draft, other) = read(
        question("1、l949年l0月，（ ）召开了会议（甲）o") + question("2、2O21年O3月的World（ ）", "答案：B")
    ).drafts
    assert draft.stem == "1949年10月，（ ）召开了会议（甲）。"
    assert ("notice", "slip_mended") in noted(draft)
    assert other.stem == "2021年03月的World（ ）"


def test_two_three_five_and_six_options() -> None:
    text = "".join(
        f"{place}、第{place}题（ ）\n"
        + "".join(f"{letter}.第{letter}项\n" for letter in letters)
        + f"答案：{letters[-1]}\n"
        for place, letters in enumerate(["AB", "ABC", "ABCDE", "ABCDEF"], 1)
    )
    assert [(len(draft.options), draft.answer) for draft in read(text).drafts] == [
        (2, ["B"]),
        (3, ["C"]),
        (5, ["E"]),
        (6, ["F"]),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (question("1、甲乙（ ）", ""), "answer_missing"),
        (question("1、甲乙（ ）", "答案："), "answer_missing"),
        (question("1、甲乙（ ）", "答案：未作答"), "answer_missing"),
        ("1、甲乙（ ）\n答案：B\n", "answer_without_options"),
        ("一、单选题\n1、甲乙（ ）\n答案：B\n", "answer_without_options"),
        (question("1、甲乙（ ）", "答案：E"), "letter_unknown"),
        ("一、单选题\n" + question("1、甲乙（ ）", "答案：AB"), "single_many"),
        ("二、多选题\n" + question("1、甲乙（ ）", "答案：B"), "multiple_one"),
        (question("1、甲乙（ A ）"), "answers_conflict"),
        ("1、甲乙。（√）\n答案：错误\n", "answers_conflict"),
        (question("1、甲乙（ ）") + "参考答案\n1.C\n", "answers_conflict"),
        ("1、____和____\n答案：一个\n", "gaps_differ"),
        ("四、简答题\n1、谈谈体会。\n答：略\n", "kind_subjective"),
        ("四、问答题\n1、什么是党？\n答案：是党。\n", "kind_subjective"),
        ("五、材料分析题\n1、读材料（ ）。\n答案：略\n", "kind_subjective"),
        ("五、论述题\n1、论党。\n答案：略\n", "kind_subjective"),
        ("六、名词解释\n1、党\n答案：略\n", "kind_subjective"),
        ("1、甲乙（ ）\nA.甲\nB.乙\nD.丁\n答案：D\n", "option_missing"),
        ("1、甲乙（ ）\nA.甲\nB.\nC.丙\n答案：C\n", "option_missing"),
        ("1、甲乙（ ）\nA.甲\nB.甲\n答案：A\n", "options_equal"),
        ("一、判断题\n1、甲乙\n答案：A\n", "judgement_unknown"),
        ("一、判断题\n" + question("1、甲乙"), "kind_contradicts"),
        ("一、填空题\n" + question("1、甲乙____"), "kind_contradicts"),
        ("一、单选题\n1、甲乙。\n答案：对\n", "kind_contradicts"),
        (question("1、甲乙（ ）", "答案：戊戊"), "answer_unknown"),
        (question("1、甲乙（ ）", "答案：B、丙丙"), "answers_conflict"),
        ("1、甲是哪一年？\n答案：1921年\n", "kind_unknown"),
        ("五、排序题\n1、排列\nA.甲\nB.乙\nC.丙\n答案：先甲后乙\n", "answer_unknown"),
    ],
)
def test_what_is_not_sure_stays_out_and_says_why(text: str, code: str) -> None:
    result = read(text)
    assert result.drafts
    assert codes(result.drafts[0]) == [code]


def test_a_choice_of_one_or_several_takes_either() -> None:
    text = "三、不定项选择题\n" + question("1、甲乙（ ）", "答案：B") + question("2、丙丁（ ）", "答案：ABD")
    assert [(draft.kind, draft.answer) for draft in read(text).drafts] == [
        ("single", ["B"]),
        ("multiple", ["A", "B", "D"]),
    ]


def test_a_heading_states_how_many_there_are() -> None:
    text = (
        "一、单选题（每题1分，共3题）\n"
        + question("1、甲乙（ ）")
        + "二、多选题（共2小题）\n"
        + question("1、丙丁（ ）", "答案：AB")
    )
    assert (read(text).declared, len(read(text).drafts)) == (5, 2)
    assert read("党史题库（1500题）\n" + question("1、甲乙（ ）")).declared == 1500
    assert read("党史题库\n本题库共收录1500道题。\n" + question("1、甲乙（ ）")).declared == 1500


def test_the_same_answer_in_two_places_is_one() -> None:
    text = question("1、甲乙（ B ）") + "参考答案\n1.B\n"
    assert questions(text) == [("single", "甲乙（ ）", ["甲甲", "乙乙", "丙丙", "丁丁"], ["B"])]


def test_listed_answers_without_a_question_are_told() -> None:
    result = read(question("1、甲乙（ ）", "") + question("2、丙丁（ ）", "") + "参考答案\n1.A 2.B 3.C\n")
    assert [draft.answer for draft in result.drafts] == [["A"], ["B"]]
    assert [(finding.code, finding.severity) for finding in result.findings] == [("key_unused", "warning")]


def test_the_templates_own_example_is_not_imported() -> None:
    text = question("1、【示例需删除】甲乙（ ）") + question("2、丙丁（ ）")
    first, second = read(text).drafts
    assert (codes(first), codes(second)) == (["template_row"], [])


NOTES = """学习心得体会
今年以来，我认真学习了党史，有以下三点体会。
一、提高认识
1．加强理论学习，做到真学真懂。
2．深入调查研究，密切联系群众。
二、狠抓落实
1、建立台账；
2、明确责任。
"""


@pytest.mark.parametrize(
    "text",
    [
        NOTES,
        "一段普通的文字。\n",
        "党史\n\n1921年7月，党的一大召开。\n1922年7月，党的二大召开。\n",
        "1921\n1922\n",
    ],
)
def test_notes_and_essays_have_no_question_and_say_why(text: str) -> None:
    result = read(text)
    assert (result.drafts, [(finding.severity, finding.code) for finding in result.findings]) == (
        [],
        [("error", "no_questions")],
    )
    assert result.findings[0].message.startswith("未识别到题目：文件里没有选项或答案标记")


def test_notes_before_and_between_questions_are_left_out() -> None:
    text = (
        "党史知识题库\n注意事项：\n1.本卷共2题。\n2.请在30分钟内完成。\n一、单选题（每题5分）\n"
        "请选出最合适的一项，将字母填入（ ）内。\n" + question("1、甲乙（ ）") + question("2、丙丁（ ）")
    )
    assert stems(text) == ["甲乙（ ）", "丙丁（ ）"]


def test_numbered_text_that_may_have_been_a_question_is_told() -> None:
    text = question("1、甲乙（ ）") + "第二部分 说明\n1、这里是一段说明文字\n2、这里也是\n"
    result = read(text)
    assert [draft.stem for draft in result.drafts] == ["甲乙（ ）"]
    assert [finding.code for finding in result.findings] == ["text_unread", "text_unread"]


def checked(text: str) -> Report:
    return check(read(text))


def test_copies_and_contradictions_are_found_by_the_check() -> None:
    same = question("1、甲乙（ ）")
    other_order = "2、甲乙（ ）\nA.丁丁\nB.丙丙\nC.乙乙\nD.甲甲\n答案：C\n"
    other_answer = question("3、甲乙（ ）", "答案：A")
    other_options = "4、甲乙（ ）\nA.戊\nB.己\nC.庚\nD.辛\n答案：A\n"
    result = read(same + other_order + other_answer + other_options)
    for draft in result.drafts:
        draft.topic = "专题"
    found = [
        (finding.severity, finding.code)
        for finding in check(result).findings
        if not finding.code.endswith("_missing")
    ]
    assert found == [
        ("notice", "duplicate"),
        ("warning", "answers_differ"),
        ("error", "answers_differ"),
        ("warning", "stem_repeated"),
    ]
