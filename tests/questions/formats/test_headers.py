from pathlib import Path

import pytest

from jinshui_study.questions.formats import bank_yaml
from jinshui_study.questions.formats.tables import headers
from jinshui_study.questions.formats.tables.headers import Head, head_of

FOLDER = Path(__file__).parents[3] / "question_bank"

WORDS = {
    headers.STEM: "题干 题目 问题 问题内容 题目内容 试题题目 试题内容 content question stem",
    headers.ANSWER: "答案 正确答案 正确选项 参考答案 answer 标准答案 correct_answer",
    headers.EXPLANATION: "解析 答案解析 题目解析 提示 explanation",
    headers.DIFFICULTY: "难度 难易度 题目难度 difficulty",
    headers.IGNORED: "分值 分数 score",
    headers.CHAPTER: "章节 目录 知识点 所属题库 专题 chapter",
    headers.TAGS: "标签 tags",
    headers.KIND: "题型 试题类型 类型 type",
    headers.SOURCE: "出处 来源 依据 source",
    headers.NUMBER: "序号 题号 No.",
    headers.OPTIONS: "选项 备选答案 options",
}


@pytest.mark.parametrize(("field", "words"), WORDS.items())
def test_words_name_fields(field: str, words: str) -> None:
    assert {word: head.field for word in words.split() if (head := head_of(word))} == dict.fromkeys(
        words.split(), field
    )


@pytest.mark.parametrize(
    "word",
    [
        "选项C",
        "C",
        "C选项",
        "选项3",
        "选项三",
        "Option C",
        "option_c",
        "optionC",
        "选项（C）",
        "选项 Ｃ",
        "*选项C",
        "C.",
        "备选答案C",
        "第三个选项",
    ],
)
def test_options_are_named_by_letter_or_number(word: str) -> None:
    assert head_of(word) == Head(headers.OPTION, 2)


@pytest.mark.parametrize(
    "word",
    [
        "答案",
        " 答 案 ",
        "*答案",
        "答案*",
        "答案（必填）",
        "【答案】",
        "答案：",
        "答　案",
        "\ufeff答案",
        "答案\n（多选用逗号隔开）",
        "答案/Answer",
        "ＡＮＳＷＥＲ",
    ],
)
def test_marks_blanks_width_and_case_do_not_matter(word: str) -> None:
    head = head_of(word)
    assert head is not None
    assert head.field == headers.ANSWER


@pytest.mark.parametrize(
    "word", ["", "   ", "中国共产党成立于哪一年？", "1921年", "AB", "题" * 200, "单选题", "（ ）", "党的一大"]
)
def test_other_texts_name_nothing(word: str) -> None:
    assert head_of(word) is None


@pytest.mark.parametrize(
    "word", ["答案：C", "答案：1921年", "题目：中国共产党成立于哪一年", "答案/解析一下", "解析：七月在上海"]
)
def test_a_field_with_its_content_is_no_header(word: str) -> None:
    assert head_of(word) is None


@pytest.mark.parametrize(
    "word", ["答案：多选用逗号隔开", "答案\n必填", "答案/正确答案", "答案 - choose one", "答案,最多4个"]
)
def test_a_header_may_say_how_to_fill_in(word: str) -> None:
    head = head_of(word)
    assert head is not None
    assert head.field == headers.ANSWER


def test_answers_in_several_columns_have_places() -> None:
    assert [head_of(word) for word in ("答案1", "答案二", "空3", "第4空")] == [
        Head(headers.ANSWER_PART, place) for place in range(4)
    ]


def test_the_surer_word_goes_first() -> None:
    words = ["题干", "题目", "内容"]
    assert sorted(words, key=lambda word: head_of(word) or Head("")) == words


def test_no_text_of_our_bank_passes_for_a_header() -> None:
    drafts = [
        draft for path in FOLDER.glob("*.yaml") for draft in bank_yaml.read(path.read_bytes(), "").drafts
    ]
    texts = [
        text for draft in drafts for text in (draft.stem, *draft.options, draft.explanation, *draft.tags)
    ]
    assert len(texts) > 1000
    assert [text for text in texts if head_of(text)] == []


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("出处说明", headers.SOURCE),
        ("来源说明", headers.SOURCE),
        ("依据内容", headers.SOURCE),
        ("出处来源", headers.SOURCE),
        ("答案解析", headers.EXPLANATION),
        ("解析备注", headers.EXPLANATION),
        ("答案说明", headers.EXPLANATION),
    ],
)
def test_a_second_word_that_adds_nothing_leaves_the_first_its_meaning(word: str, field: str) -> None:
    head = head_of(word)
    assert head is not None
    assert head.field == field


@pytest.mark.parametrize("word", ["出处图片", "解析难度", "答案备注", "题型信息说明", "出处说明一览"])
def test_two_words_that_mean_two_things_are_no_header(word: str) -> None:
    assert head_of(word) is None
