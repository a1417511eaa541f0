"""From a question in its writer's notation to a draft, one notation at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import kinds
from jinshui_study.questions.check import mistakes_of
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.formats.understanding import cleaning, gaps, kind_words, option_marks, stem_marks
from jinshui_study.questions.formats.understanding.entries import Entry
from jinshui_study.questions.formats.understanding.interpreting import interpret
from tests.questions.formats import prose
from tests.questions.formats.understood import OPTIONS, read


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        (["A、甲", "B.乙", "C 丙", "(D)丁"], "甲乙丙丁"),
        (["A甲", "B乙", "C丙"], "甲乙丙"),
        (["甲;乙;丙;丁"], "甲乙丙丁"),
        (["甲；乙；丙"], "甲乙丙"),
        (["甲，乙，丙"], "甲乙丙"),
        (["甲|乙|丙"], "甲乙丙"),
        (["A.甲 B.乙 C.丙 D.丁"], "甲乙丙丁"),
        (["A.甲B.乙C.丙"], "甲乙丙"),
        (["A.甲;B.乙;C.丙"], "甲乙丙"),
        (["A、甲\nB、乙\nC、丙"], "甲乙丙"),
        (["A.甲", "乙", "C.丙", "D.丁"], "甲乙丙丁"),
        (["1、甲", "2、乙", "3、丙"], "甲乙丙"),
        (["①甲", "②乙", "③丙"], "甲乙丙"),
        (["甲", "", "  "], "甲"),
    ],
)
def test_options_come_marked_joined_or_plain(options: list[str], texts: str) -> None:
    assert option_marks.options_of(options) == list(texts)


@pytest.mark.parametrize(
    "options",
    [
        ["A股", "B股", "H股"],
        ["B超", "CT"],
        ["3.14", "2.71"],
        ["A.P.C", "甲", "乙"],
        ["AB", "BC", "CD"],
        ["维生素A", "维生素B"],
        ["甲，乙", "丙"],
    ],
)
def test_what_only_looks_like_a_mark_stays(options: list[str]) -> None:
    assert option_marks.options_of(options) == options


def test_options_repeated_in_the_stem_leave_it() -> None:
    draft = read(stem="下列哪项正确（ ）A.甲甲 B.乙乙 C.丙丙 D.丁丁", answers=["A"])
    assert (draft.stem, draft.options) == ("下列哪项正确（ ）", OPTIONS)
    alone = read(stem="下列哪项正确（ ）\nA.甲甲\nB.乙乙", options=[], answers=["A"])
    assert (alone.stem, alone.options, alone.kind) == ("下列哪项正确（ ）", ["甲甲", "乙乙"], "single")


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        *(
            (word, kinds.SINGLE)
            for word in ("单选", "单选题", "单项选择题", "一、单选题", "single", "Single Choice")
        ),
        *((word, kinds.MULTIPLE) for word in ("多选", "多选题", "多项选择题", "multiple", "复选题")),
        *(
            (word, kind_words.CHOICE)
            for word in ("不定项选择题", "选择题", "单选题和多选题", "Multiple Choice")
        ),
        *((word, kinds.TRUE_FALSE) for word in ("判断", "判断题", "是非题", "true_false", "判断对错题")),
        *((word, kinds.BLANK) for word in ("填空", "填空题", "blank")),
        *((word, kinds.ORDERING) for word in ("排序题", "ordering")),
        *((word, kinds.MATCHING) for word in ("连线题", "匹配题", "matching")),
        *(
            (word, kind_words.SUBJECTIVE)
            for word in ("简答题", "问答题", "主观题", "材料题", "论述题", "名词解释", "essay")
        ),
        *((word, "") for word in ("", "必答题", "抢答题", "第一章", "判断题和填空题")),
    ],
)
def test_words_for_kinds(word: str, meaning: str) -> None:
    assert kind_words.meaning_of(word) == meaning


def test_an_unknown_word_for_the_kind_leaves_it_to_the_question() -> None:
    assert read(kind="必答题", answers=["AB"]).kind == "multiple"


def test_the_kind_in_the_stem_is_nearer_than_that_of_the_file() -> None:
    assert read(kind="单选题", stem="（多选）哪些正确", answers=["AB"]).kind == "multiple"


@pytest.mark.parametrize(
    ("word", "difficulty"),
    [
        ("", 2),
        ("易", 1),
        ("容易", 1),
        ("简单", 1),
        ("1", 1),
        ("中", 2),
        ("中等", 2),
        ("一般", 2),
        ("难", 3),
        ("较难", 3),
        ("3.0", 3),
        ("★★★", 3),
        ("较易", 1),
        ("5", 3),
    ],
)
def test_words_for_difficulties(word: str, difficulty: int) -> None:
    draft = read(difficulty=word, answers=["A"])
    assert (draft.difficulty, draft.remarks) == (difficulty, [])


def test_an_unknown_difficulty_is_told() -> None:
    draft = read(difficulty="0.65", answers=["A"])
    assert (draft.difficulty, [remark.code for remark in draft.remarks]) == (2, ["difficulty_unknown"])


def test_options_that_speak_of_the_others_keep_their_place() -> None:
    assert read(options=["甲", "乙", "以上都对"], answers=["C"]).pinned == ["C"]
    assert read(options=["甲", "乙", "A和B"], answers=["C"]).pinned == ["A", "B", "C"]
    assert read(answers=["A"]).pinned == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("（ ）o", "（ ）。"),
        ("召开了会议o", "召开了会议。"),
        ("l2月", "12月"),
        ("2O21年", "2021年"),
        ("19l9年", "1919年"),
        ("CO2月", "CO2月"),
        ("Hello o", "Hello o"),
        ("DNA", "DNA"),
        ("101年", "101年"),
    ],
)
def test_slips_that_can_mean_one_thing_only(text: str, mended: str) -> None:
    assert cleaning.mended(text) == mended


def test_a_bracket_that_holds_other_words_stays() -> None:
    for stem in ("世界贸易组织（WTO）成立于", "下列（甲）正确", "维生素（A）和（B）"):
        assert read(stem=stem, answers=["C"]).stem == stem


def test_brackets_are_kept_in_one_form() -> None:
    assert [gaps.settled(stem) for stem in ("甲()乙", "甲（　　）乙", "甲(  )乙", "甲______乙")] == [
        "甲（ ）乙",
        "甲（ ）乙",
        "甲（ ）乙",
        "甲____乙",
    ]


def test_what_stands_around_a_stem_is_told() -> None:
    stem = stem_marks.unwrapped("12、【单选题】（2分）甲乙（出题：某支部）")
    assert (stem.text, stem.kind, stem.tags) == ("甲乙", "单选题", ["出题：某支部"])
    assert stem.removed == ["（出题：某支部）", "12、", "【单选题】", "（2分）"]


@pytest.mark.parametrize("draft", prose.our_drafts(), ids=lambda draft: draft.code)
def test_our_own_questions_are_understood_as_they_are(draft: Draft) -> None:
    again = interpret(
        Entry(
            where=draft.where,
            kind=draft.kind,
            stem=draft.stem,
            options=draft.options,
            left=draft.left,
            right=draft.right,
            answers=[prose.answer_of(draft)],
            explanation=draft.explanation,
            source=draft.source,
            chapter=draft.topic,
            difficulty=str(draft.difficulty),
            code=draft.code,
            tags=draft.tags,
        )
    )
    assert again == draft


TEXTS = st.text("甲乙ABCD12（）() .、；|，_[]'\"<>&;√×对错\n\t\u3000\xa0①②-→%ｏo", max_size=40)


@given(
    st.builds(
        Entry,
        where=st.just("行 1"),
        kind=st.sampled_from(
            ["", "单选题", "多选题", "判断题", "填空题", "排序题", "连线题", "简答题", "选择题", "甲"]
        ),
        stem=TEXTS,
        options=st.lists(TEXTS, max_size=6),
        left=st.lists(TEXTS, max_size=3),
        right=st.lists(TEXTS, max_size=3),
        answers=st.lists(TEXTS, max_size=3),
        explanation=TEXTS,
        difficulty=TEXTS,
    )
)
def test_no_entry_breaks_the_interpreter(entry: Entry) -> None:
    draft = interpret(entry)
    assert draft.where == "行 1"
    list(mistakes_of(draft))


@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        ("（判断）", "true_false"),
        ("【判断对错】", "true_false"),
        ("（判断题，2分）", "true_false"),
        ("（多选）", "multiple"),
        ("（单选）。", "single"),
        ("（填空）", "blank"),
    ],
)
def test_the_kind_behind_a_stem_is_taken_off(tail: str, kind: str) -> None:
    draft = interpret(Entry(where="行 1", stem=f"红旗渠在____林州。{tail}"))
    assert (draft.stem.rstrip("。"), draft.kind) == ("红旗渠在____林州", kind)


def test_a_word_of_the_stem_in_a_bracket_stays() -> None:
    draft = interpret(Entry(where="行 1", kind="填空题", stem="党员要坚持原则，明辨（是非）。"))
    assert (draft.stem, draft.answer) == ("党员要坚持原则，明辨____。", ["是非"])


@pytest.mark.parametrize("label", [" [单选题]", "（单选）", "（单选题，2分）"])
def test_the_kind_may_stand_above_a_list_of_the_stem(label: str) -> None:
    stem = f"说法正确的是（ ）{label}\n①甲甲\n②乙乙"
    draft = interpret(Entry(where="行 1", stem=stem, options=["①", "②", "①②"], answers=["C"]))
    assert (draft.kind, draft.stem) == ("single", "说法正确的是（ ）\n①甲甲\n②乙乙")
