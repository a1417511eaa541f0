"""Answers in the notations people use, one notation at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions.formats.understanding import answer_notation
from tests.questions.formats.understood import errors, read


@pytest.mark.parametrize(
    ("answer", "letters"),
    [
        ("A", "A"),
        ("ｂ", "B"),
        ("（C）", "C"),
        ("ABD", "ABD"),
        ("DBA", "ABD"),
        ("A,B", "AB"),
        ("A、B、D", "ABD"),
        ("A;B", "AB"),
        ("A|B", "AB"),
        ("a b", "AB"),
        ("A和C", "AC"),
        ("['A', 'C']", "AC"),
        ('["A","C"]', "AC"),
        ("[A][C]", "AC"),
        ("答案：A、C。", "AC"),
        ("1", "A"),
        ("1,2,4", "ABD"),
        ("124", "ABD"),
        ("3.0", "C"),
        ("[1, 3]", "AC"),
        ("①③", "AC"),
        ("甲甲", "A"),
        ("甲甲；丙丙", "AC"),
        ("['甲甲', '丙丙']", "AC"),
        ("甲甲|丁丁", "AD"),
        ("B、乙乙", "B"),
        ("B. 乙乙", "B"),
        ("B 乙乙", "B"),
        ("A.甲甲；C.丙丙", "AC"),
        ("A、甲甲 C、丙丙", "AC"),
    ],
)
def test_answers_of_choices_in_every_notation(answer: str, letters: str) -> None:
    draft = read(answers=[answer])
    assert (draft.kind, "".join(draft.answer)) == ("single" if len(letters) == 1 else "multiple", letters)
    assert errors(draft) == []


@pytest.mark.parametrize("answer", ["", "未作答", "无答案", "暂无", "-", "null", "（ ）", "NaN"])
def test_no_answer_is_none(answer: str) -> None:
    assert errors(read(answers=[answer])) == ["answer_missing"]


@pytest.mark.parametrize(
    ("options", "answer", "letter"),
    [(["1921", "1922", "1", "2"], "1", ""), (["3", "2", "1"], "2", "B"), (["AB", "BC", "AC"], "AB", "A")],
)
def test_a_number_that_is_also_an_option_is_not_guessed(options: list[str], answer: str, letter: str) -> None:
    draft = read(options=options, answers=[answer])
    assert "".join(draft.answer) == letter
    assert errors(draft) == ([] if letter else ["answer_unknown"])


def test_words_behind_the_letter_are_an_explanation() -> None:
    draft = read(answers=["B 解析：因为如此"])
    assert (draft.answer, draft.explanation, draft.remarks) == (["B"], "因为如此", [])
    doubtful = read(answers=["B，见第三章"])
    assert (doubtful.answer, doubtful.explanation) == (["B"], "见第三章")
    assert [remark.code for remark in doubtful.remarks] == ["answer_text_differs"]
    assert read(answers=["B、乙乙（1921年）"]).remarks == []


@pytest.mark.parametrize(
    ("word", "said"),
    [
        *(
            (word, "true")
            for word in [
                "√",
                "✓",
                "✔",
                "对",
                "正确",
                "是",
                "T",
                "true",
                "Y",
                "yes",
                "1",
                "1.0",
                "TRUE",
                "（√）",
                "对。",
                "[√]",
            ]
        ),
        *(
            (word, "false")
            for word in [
                "×",
                "✗",
                "✘",
                "错",
                "错误",
                "否",
                "F",
                "false",
                "N",
                "no",
                "0",
                "0.0",
                "x",
                "X",
                "ⅹ",
                "不正确",
                "（错）",
            ]
        ),
    ],
)
def test_judgements_in_every_notation(word: str, said: str) -> None:
    assert read(kind="判断题", options=[], answers=[word]).answer == [said]
    assert read(kind="是非题", options=["对", "错"], answers=[word]).answer == [said]


def test_a_judgement_by_the_letter_of_an_option() -> None:
    assert read(kind="判断题", options=["A.对", "B.错"], answers=["B"]).answer == ["false"]
    assert read(options=["错误", "正确"], answers=["B"]).answer == ["true"]
    assert read(options=["正确", "错误"], answers=["正确"]).answer == ["true"]
    assert read(stem="甲乙。A.正确 B.错误", kind="判断题", options=[], answers=["B"]).answer == ["false"]
    assert errors(read(kind="判断题", options=[], answers=["A"])) == ["judgement_unknown"]


@pytest.mark.parametrize(
    ("stem", "kept", "said"),
    [
        ("甲乙。（错）", "甲乙。（ ）", "false"),
        ("甲乙（√）。", "甲乙（ ）。", "true"),
        ("（×）甲乙。", "（ ）甲乙。", "false"),
        ("甲乙。【正确】", "甲乙。（ ）", "true"),
        ("甲乙。(答案：错误)", "甲乙。（ ）", "false"),
        ("甲乙。√", "甲乙。", "true"),
        ("甲乙 ×", "甲乙", "false"),
    ],
)
def test_a_judgement_in_the_stem(stem: str, kept: str, said: str) -> None:
    draft = read(stem=stem, options=[])
    assert (draft.kind, draft.stem, draft.answer) == ("true_false", kept, [said])


@pytest.mark.parametrize(
    ("stem", "answer", "kept", "texts"),
    [
        ("党成立于（  ）年", "1921", "党成立于____年", ["1921"]),
        ("党成立于____年", "1921|1921年", "党成立于____年", ["1921|1921年"]),
        ("党成立于_____________年", "1921。", "党成立于____年", ["1921"]),
        ("____年____月", "1921、7", "____年____月", ["1921", "7"]),
        ("____年____月", "1921；7", "____年____月", ["1921", "7"]),
        ("____年____月", "1921，7", "____年____月", ["1921", "7"]),
        ("____年____月", "1921  7", "____年____月", ["1921", "7"]),
        ("____年____月", "(1) 1921 (2) 7", "____年____月", ["1921", "7"]),
        ("____年____月", "①1921 ②7", "____年____月", ["1921", "7"]),
        ("____年____月", "1、1921 2、7", "____年____月", ["1921", "7"]),
        ("____年____月", "['1921', '7']", "____年____月", ["1921", "7"]),
        ("____和____", "甲、乙；丙、丁", "____和____", ["甲、乙", "丙、丁"]),
        ("____和____", "甲|乙；丙", "____和____", ["甲|乙", "丙"]),
        ("《  》是谁写的", "宣言", "____是谁写的", ["宣言"]),
        ("《____》是谁写的", "宣言", "《____》是谁写的", ["宣言"]),
        ("（____）是首都", "北京", "____是首都", ["北京"]),
        ("____（1）____和____（2）____", "甲；乙", "____和____", ["甲", "乙"]),
        ("__①__和__②__", "甲；乙", "____和____", ["甲", "乙"]),
        ("党成立于\xa0\xa0\xa0\xa0年", "1921", "党成立于____年", ["1921"]),
        ("党成立于　　年", "1921", "党成立于____年", ["1921"]),
        ("党成立于<u>&nbsp;&nbsp;</u>年", "1921", "党成立于____年", ["1921"]),
        ("党成立于_年", "1921", "党成立于____年", ["1921"]),
        ("党成立于————年", "1921", "党成立于____年", ["1921"]),
        ("【  】是首都", "北京", "____是首都", ["北京"]),
    ],
)
def test_gaps_and_their_answers(stem: str, answer: str, kept: str, texts: list[str]) -> None:
    draft = read(stem=stem, kind="填空题", options=[], answers=[answer])
    assert (draft.kind, draft.stem, draft.answer) == ("blank", kept, texts)
    assert errors(draft) == []


@pytest.mark.parametrize(
    ("answer", "letters"),
    [
        ("DBAC", "DBAC"),
        ("D、B、A、C", "DBAC"),
        ("④②①③", "DBAC"),
        ("4-2-1-3", "DBAC"),
        ("4213", "DBAC"),
        ("D→B→A→C", "DBAC"),
        ("丁丁→乙乙→甲甲→丙丙", "DBAC"),
    ],
)
def test_orders_in_every_notation(answer: str, letters: str) -> None:
    draft = read(stem="按先后排序", kind="排序题", answers=[answer])
    assert (draft.kind, "".join(draft.answer)) == ("ordering", letters)


@pytest.mark.parametrize(
    "answer",
    ["A-2,B-1", "A2 B1", "A—2；B—1", "1-2,2-1", "2-A,1-B", "甲-二；乙-一", "['A-2', 'B-1']", "A→②，B→①"],
)
def test_pairs_in_every_notation(answer: str) -> None:
    draft = read(stem="连线", options=[], left=["甲", "乙"], right=["一", "二"], answers=[answer])
    assert (draft.kind, draft.answer) == ("matching", ["A-2", "B-1"])


@given(st.text(max_size=60))
def test_no_answer_breaks_the_notations(text: str) -> None:
    answer_notation.judged(text)
    answer_notation.listed(text)
    answer_notation.pairs(text, 4)
    answer_notation.order(text, 4)
    assert len(answer_notation.gap_texts(text, 1)) == 1 or text.strip().startswith("[")


@pytest.mark.parametrize("bracket", ["（ A|D ）", "（A｜D）", "(A/D)", "（AD）"])
def test_letters_in_a_bracket_may_have_bars_between(bracket: str) -> None:
    draft = read(stem=f"特区包括{bracket}。", kind="多选题")
    assert (draft.stem, draft.answer, errors(draft)) == ("特区包括（ ）。", ["A", "D"], [])


@pytest.mark.parametrize(("bracket", "answer"), [("（A）", "true"), ("( B )", "false"), ("（√）", "true")])
@pytest.mark.parametrize("kind", ["判断题", ""])
def test_a_judgement_with_options_may_have_its_letter_in_the_bracket(
    kind: str, bracket: str, answer: str
) -> None:
    draft = read(stem=f"红旗渠在林州。{bracket}", kind=kind, options=["A.正确", "B.错误"])
    assert (draft.kind, draft.stem, draft.options) == ("true_false", "红旗渠在林州。（ ）", [])
    assert (draft.answer, errors(draft)) == ([answer], [])


def test_the_letter_in_the_bracket_means_what_its_option_says() -> None:
    draft = read(stem="红旗渠在林州。（A）", kind="判断题", options=["A.错误", "B.正确"])
    assert draft.answer == ["false"]


def test_an_answer_of_circled_numbers_that_is_an_option_is_its_text() -> None:
    draft = read(stem="说法正确的是（ ）", options=["①②③", "①②", "②③④"], answers=["①②"], kind="单选题")
    assert (draft.answer, errors(draft)) == (["B"], [])
    assert read(kind="多选题", answers=["①②"]).answer == ["A", "B"]
