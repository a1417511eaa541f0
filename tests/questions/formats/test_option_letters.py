"""Letters before options told from letters in the stem, in brackets and in the options' own texts."""

import pytest

from tests.questions.formats.papers import questions, read

ASKED = "1、自主研制的大飞机是（ ）。"
PLANES = ["运十", "C919客机", "A380", "D型样机"]


@pytest.mark.parametrize(
    "options",
    [
        "A运十\nBC919客机\nCA380\nDD型样机",
        "A 运十\nB C919客机\nC A380\nD D型样机",
        "A运十  BC919客机\nCA380  DD型样机",
        "Ａ运十\tＢC919客机\tＣA380\tＤD型样机",
        "A. 运十\nB. C919客机\nC. A380\nD. D型样机",
        "（A）运十\n（B）C919客机\n（C）A380\n（D）D型样机",
        "A运十 BC919客机\nCA380 DD型样机",
        "A、运十\nBC919客机\nC、A380\nDD型样机",
    ],
)
def test_the_letter_that_is_due_is_the_mark_and_no_other(options: str) -> None:
    ((_, _, found, answer),) = questions(f"{ASKED}\n{options}\n答案：B")
    assert (found, answer) == (PLANES, ["B"])


def test_bare_letters_with_one_blank_between_are_told_from_other_words() -> None:
    options = "A经济建设 B生态文明建设 C北斗三号 GPS增强系统 DC919客机 E文化建设"
    ((_, _, found, _),) = questions(f"1、总体布局包括（ ）。\n{options}\n答案：ABE")
    assert found == ["经济建设", "生态文明建设", "北斗三号 GPS增强系统", "C919客机", "文化建设"]


@pytest.mark.parametrize("marks", ["{} ", "{}. ", "{}、", "（{}）"])
def test_a_letter_between_words_begins_no_option(marks: str) -> None:
    texts = ["歼 十", "国产 C919 客机", "维生素 D 片", "运 E 型"]
    lines = [f"{marks.format(letter)}{text}" for letter, text in zip("ABCD", texts, strict=True)]
    ((_, _, found, _),) = questions("\n".join([ASKED, *lines, "答案：B"]))
    assert found == texts


def test_an_explanation_keeps_the_letters_it_speaks_of() -> None:
    text = f"{ASKED}\nA、甲甲\nB、乙乙\nC、丙丙\n答案：B\n解析：\nA项说的是C\nB项对\nC项错"
    assert read(text).drafts[0].explanation == "A项说的是C B项对C项错"


@pytest.mark.parametrize(
    "line",
    [
        "1、会议地点是（A）。 （A）遵义   （B）贵阳",
        "1、会议地点是( A )。 A.遵义 B.贵阳",
        "1、会议地点是（ A ）。 A遵义   B贵阳",
        "1、会议地点是【A】。A、遵义 B、贵阳",
    ],
)
@pytest.mark.parametrize("below", ["", "\n答案：A"])
def test_the_answer_in_the_bracket_is_no_option_on_the_same_line(line: str, below: str) -> None:
    ((_, stem, options, answer),) = questions(f"一、单选题\n{line}{below}")
    assert (stem, options, answer) == ("会议地点是（ ）。", ["遵义", "贵阳"], ["A"])


@pytest.mark.parametrize(
    "texts", [["①②", "②③", "③①"], ["①", "②", "③"], ["①→②", "②→①", "③→②"], ["(1)(2)", "(2)(3)", "(3)(1)"]]
)
def test_options_of_numbers_of_a_list_keep_their_first(texts: list[str]) -> None:
    options = "\n".join(f"{letter}.{text}" for letter, text in zip("ABC", texts, strict=True))
    ((_, _, found, _),) = questions(f"1. 说法正确的是（ ）\n①甲甲\n②乙乙\n③丙丙\n{options}\n答案：C")
    assert found == texts


def test_verdicts_may_stand_right_behind_their_letters() -> None:
    text = "一、判断题\n1．红旗渠在林州。\nA√    B×\n2．二七塔在洛阳。\nA√    B×\n参考答案\n1.A  2.B"
    assert [(stem, answer) for _, stem, _, answer in questions(text)] == [
        ("红旗渠在林州。", ["true"]),
        ("二七塔在洛阳。", ["false"]),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["1.2万公里", "跋山涉水", "3.5亿元", "爬雪山"],
        ["跋山涉水", "2.5万里", "过草地", "4、5个省"],
        ["1.2万", "2.5万", "过草地", "爬雪山"],
    ],
)
def test_figures_behind_the_mark_of_an_option_number_no_question(texts: list[str]) -> None:
    options = "\n".join(f"（{letter}）{text}" for letter, text in zip("ABCD", texts, strict=True))
    ((_, stem, found, answer),) = questions(f"一、多选题\n1、长征包括（ ）。\n{options}\n答案：BD")
    assert (stem, found, answer) == ("长征包括（ ）。", texts, ["B", "D"])


@pytest.mark.parametrize("between", ["　　", "  ", "\t"])
def test_nor_where_several_options_share_a_line(between: str) -> None:
    lines = [f"（A）1.2万公里{between}（B）遵义", f"（C）3.5亿元{between}（D）延安"]
    for options in ("\n".join(lines), between.join(lines)):
        ((_, _, found, answer),) = questions(f"一、多选题\n1、长征包括(bd)。\n{options}")
        assert (found, answer) == (["1.2万公里", "遵义", "3.5亿元", "延安"], ["B", "D"])


def test_answers_before_the_numbers_may_follow_the_alphabet() -> None:
    lines = [
        f"（{letter}）{number}.第{number}次会议在（ ）。 A.甲 B.乙 C.丙"
        for number, letter in enumerate("ABC", 1)
    ]
    assert [answer for *_, answer in questions("\n".join(lines))] == [["A"], ["B"], ["C"]]


def test_who_set_a_question_may_stand_between_it_and_bare_options() -> None:
    text = "一、单选题\n1 （ ）年，党的一大召开。（出题：第九党支部） A1920   B1921   C1922\n答案\n1.B"
    ((_, stem, options, answer),) = questions(text)
    assert (stem, options, answer) == ("（ ）年，党的一大召开。", ["1920", "1921", "1922"], ["B"])


@pytest.mark.parametrize("options", ["(A)1921   (B)1922   (C)1923", "A.1921 B.1922 C.1923"])
def test_the_answer_may_stand_where_the_stem_begins(options: str) -> None:
    ((_, stem, found, answer),) = questions(f"一、单选题\n1、(A)年，党的一大召开。 {options}")
    assert (stem, found, answer) == ("（ ）年，党的一大召开。", ["1921", "1922", "1923"], ["A"])
