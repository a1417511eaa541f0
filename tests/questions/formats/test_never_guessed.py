"""What looks like an answer or an option and is none: it is listed, never imported."""

import pytest

from jinshui_study.questions.check import check
from jinshui_study.questions.drafts import Draft
from tests.questions.formats.papers import read

GOOD = "2、南昌起义于____年爆发。\n答案：1927\n"


def imported(text: str) -> list[Draft]:
    """The questions that a check of this paper would let in."""
    return [one.draft for one in check(read(text)).checked]


@pytest.mark.parametrize("answer", ["略", "（略）", "略。", "答案略", "见解析", "未作答"])
def test_a_blank_whose_answer_is_left_out_has_none(answer: str) -> None:
    (good,) = imported(f"一、填空题\n1、秋收起义于____年爆发。\n答案：{answer}\n{GOOD}")
    assert good.answer == ["1927"]


@pytest.mark.parametrize(
    "listed",
    ["①甲乙丙\n②丁戊己\n③庚辛壬", "(1)甲乙丙\n(2)丁戊己\n(3)庚辛壬", "①甲乙丙；②丁戊己；③庚辛壬"],
)
def test_a_list_in_the_stem_is_no_list_of_options_for_a_letter(listed: str) -> None:
    report = check(read(f"一、单选题\n1、关于长征，正确的是（ ）\n{listed}\n答案：B"))
    assert (report.found, report.checked) == (1, [])
    assert "answer_without_options" in [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    "stem",
    [
        "《可爱的中国》的作者是＿＿＿＿，写于＿＿＿＿年。",
        "《可爱的中国》的作者是＿＿，写于＿＿年。",
        "《可爱的中国》的作者是___，写于___年。",
        "《可爱的中国》的作者是﹍﹍﹍﹍在狱中﹍﹍﹍﹍写成的。",
    ],
)
def test_words_between_two_gaps_are_no_answer(stem: str) -> None:
    (good,) = imported(f"一、填空题\n1、{stem}\n{GOOD}")
    assert good.answer == ["1927"]


@pytest.mark.parametrize("drawn", ["__1927__", "___1927___", "＿1927＿", "＿＿1927＿＿"])
def test_words_written_on_a_line_are_the_answer(drawn: str) -> None:
    (draft,) = imported(f"一、填空题\n1、广州起义于{drawn}年爆发。")
    assert (draft.stem, draft.answer) == ("广州起义于____年爆发。", ["1927"])


@pytest.mark.parametrize(
    "stem", ["（1）1927 （2）30 （3）汉口", "（1）武汉（2）汉口", "会址在（1）武汉（2）汉口"]
)
def test_numbers_of_parts_are_no_filled_brackets(stem: str) -> None:
    assert imported(f"一、填空题\n5、{stem}") == []


def test_a_filled_bracket_may_hold_a_number() -> None:
    (draft,) = imported("一、填空题\n5、井冈山会师在（4）月。")
    assert (draft.stem, draft.answer) == ("井冈山会师在____月。", ["4"])


LABELLED = "1.红旗渠在林州。\n{label}\n2.二七塔在郑州。\n{label}对\n3.花园口在开封。\n{label}错\n"


@pytest.mark.parametrize("label", ["答案：", "标准答案：", "【答案】"])
def test_a_label_without_an_answer_opens_no_list(label: str) -> None:
    drafts = imported("一、判断题\n" + LABELLED.format(label=label))
    assert [(draft.stem, draft.answer) for draft in drafts] == [
        ("二七塔在郑州。", ["true"]),
        ("花园口在开封。", ["false"]),
    ]


def test_the_last_question_of_a_section_may_have_an_empty_label() -> None:
    choice = "{}.党的一大召开于（ ）{}。\nA.1920年\nB.1921年\n答案：{}\n"
    text = (
        choice.format(1, "夏", "B") + choice.format(2, "秋", "") + "二、判断题\n1.红旗渠在林州。\n答案：对\n"
    )
    assert [draft.answer for draft in imported("一、单选题\n" + text)] == [["B"], ["true"]]


def test_a_label_above_a_list_opens_it_also_where_others_have_their_answer() -> None:
    text = (
        "一、单选题\n1.党的一大召开于（ ）。\nA.1920年\nB.1921年\n答案：B\n"
        "二、填空题\n2.南昌起义于____年爆发。\n3.秋收起义于____年爆发。\n答案：\n2.一九二七\n3.1927\n"
    )
    assert [draft.answer for draft in imported(text)] == [["B"], ["一九二七"], ["1927"]]
