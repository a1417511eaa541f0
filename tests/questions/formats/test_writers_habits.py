"""Habits of writers and of the programs they copy from: each a small paper, read to the letter."""

import pytest

from jinshui_study.questions import check, formats, kinds
from jinshui_study.questions.drafts import Draft

OPTIONS = "A. 1919年\nB. 1921年\nC. 1927年\nD. 1949年"


def read(text: str) -> list[Draft]:
    return [checked.draft for checked in check.check(formats.read(text.encode(), "题库.txt")).checked]


def test_a_questionnaire_marks_the_key_behind_its_option() -> None:
    first = "1. 党的一大召开于哪一年？ [单选题] *\n○A. 1919年\n○B. 1921年 (正确答案)\n○C. 1927年\n"
    second = "2. 下列属于河南的有哪些？ [多选题] *\n□A. 红旗渠（正确答案）\n□B. 遵义\n□C. 焦裕禄干部学院（正确答案）\n"
    single, multiple = read(first + "\n" + second)
    assert (single.stem, single.options) == ("党的一大召开于哪一年？", ["1919年", "1921年", "1927年"])
    assert (single.kind, single.answer) == ("single", ["B"])
    assert (multiple.kind, multiple.answer) == ("multiple", ["A", "C"])
    assert multiple.options == ["红旗渠", "遵义", "焦裕禄干部学院"]


@pytest.mark.parametrize("theirs", ["您的答案：A  得分：0", "你的答案: A", "考生的作答：A　得分：2"])
def test_what_somebody_answered_is_not_the_answer(theirs: str) -> None:
    (draft,) = read(f"1. 党的一大召开于哪一年？\n{OPTIONS}\n正确答案：B  {theirs}")
    assert (draft.answer, draft.explanation, draft.remarks) == (["B"], "", [])


@pytest.mark.parametrize(
    ("paper", "stem"),
    [
        ("1、党的一大召开于1921年。（√）", "党的一大召开于1921年。（ ）"),
        ("1、党的一大召开于1921年（对）。", "党的一大召开于1921年（ ）。"),
        ("1、（ √ ）党的一大召开于1921年。", "（ ）党的一大召开于1921年。"),
        ("（√）1、党的一大召开于1921年。", "党的一大召开于1921年。"),
        ("1、党的一大召开于1921年。（是）", "党的一大召开于1921年。（ ）"),
        ("1、党的一大召开于1921年。（  ）\n答案：正确", "党的一大召开于1921年。（ ）"),
        ("1、党的一大召开于1921年。√", "党的一大召开于1921年。"),
    ],
)
def test_a_judgement_keeps_its_bracket_without_the_verdict(paper: str, stem: str) -> None:
    (draft,) = read(f"判断题\n{paper}")
    assert (draft.kind, draft.stem, draft.answer) == ("true_false", stem, ["true"])
    assert kinds.folded_stem(draft.kind, draft.stem) == "党的一大召开于1921年"


def test_a_bracket_inside_a_judgement_stays() -> None:
    (draft,) = read("判断题\n1、党的一大（第一次全国代表大会）召开于1921年。（√）")
    assert draft.stem == "党的一大（第一次全国代表大会）召开于1921年。（ ）"


@pytest.mark.parametrize("answer", ["①重庆②双十", "（1）重庆（2）双十", "(1) 重庆 (2) 双十", "重庆；双十"])
def test_answers_of_several_gaps_may_be_numbered_without_a_space(answer: str) -> None:
    (draft,) = read(f"填空题\n1、毛泽东飞抵____谈判，签署了____协定。\n答案：{answer}")
    assert draft.answer == ["重庆", "双十"]


def test_a_title_without_words_is_a_gap() -> None:
    (draft,) = read("填空题\n1、毛泽东1930年写了《   》一文。\n答案：反对本本主义")
    assert (draft.stem, draft.answer) == ("毛泽东1930年写了____一文。", ["反对本本主义"])


def test_gaps_that_are_filled_in_already_give_the_answers_and_a_warning() -> None:
    (draft,) = read("填空题\n1、江岸分工会委员长（林祥谦）英勇就义。")
    assert (draft.stem, draft.answer) == ("江岸分工会委员长____英勇就义。", ["林祥谦"])
    assert [remark.code for remark in draft.remarks] == ["answer_from_bracket"]
