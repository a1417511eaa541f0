"""GIFT as Moodle's documentation writes it, and as people do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.questions.drafts import ERROR, BankFile, Draft
from jinshui_study.questions.formats import gift, limits

SAMPLE = """// 建党部分
$CATEGORY: $course$/top/党史/建党

::一大::党的一大最后一天的会议在哪里举行？{
    =嘉兴南湖#正确
    ~上海望志路#这里是开幕的地方
    ~北京
    ####会场受到搜查，因此转移。
}

党的一大通过了哪些文件？{~%50%党的第一个纲领 ~%50%关于当前实际工作的决议 ~%-100%党章}

中国共产党成立于1921年。{T}

建党时的早期组织首先在{=上海 =%50%申城}建立。

将人物与地方连线。{=董必武 -> 武汉 =王尽美 -> 济南 =谭平山 -> 广州}
"""


def read(text: str) -> BankFile:
    return gift.read(text.encode(), "a.gift")


def only(text: str) -> Draft:
    (draft,) = read(text).drafts
    return draft


def codes(draft: Draft) -> list[str]:
    return [remark.code for remark in draft.remarks]


def test_the_kinds_of_gift_become_ours() -> None:
    single, multiple, judgement, blank, matching = read(SAMPLE).drafts
    assert (single.kind, single.stem, single.options, single.answer) == (
        "single",
        "党的一大最后一天的会议在哪里举行？",
        ["嘉兴南湖", "上海望志路", "北京"],
        ["A"],
    )
    assert (multiple.kind, multiple.answer) == ("multiple", ["A", "B"])
    assert (judgement.kind, judgement.stem, judgement.answer) == (
        "true_false",
        "中国共产党成立于1921年。",
        ["true"],
    )
    assert (blank.kind, blank.stem, blank.answer) == (
        "blank",
        "建党时的早期组织首先在____建立。",
        ["上海"],
    )
    assert (matching.kind, matching.left, matching.right, matching.answer) == (
        "matching",
        ["董必武", "王尽美", "谭平山"],
        ["武汉", "济南", "广州"],
        ["A-1", "B-2", "C-3"],
    )


def test_a_question_carries_its_category_line_and_text() -> None:
    first, second, *_ = read(SAMPLE).drafts
    assert (first.topic, first.where, second.where) == ("建党", "行 4", "行 11")
    assert first.raw.startswith("::一大::党的一大")
    assert first.explanation == "会场受到搜查，因此转移。"
    assert codes(first) == ["feedback_dropped"]


@pytest.mark.parametrize(
    ("category", "topic"),
    [
        ("$course$/top/建党", "建党"),
        ("建党/一大", "一大"),
        ("$course$/A//B 与 C", "A/B 与 C"),
        ("$course$/top/Default for 党史课", ""),
        ("$system$/top", ""),
    ],
)
def test_the_last_name_of_a_category_is_the_topic(category: str, topic: str) -> None:
    assert only(f"$CATEGORY: {category}\n\n题{{T}}").topic == topic


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\=", "="),
        (r"\~", "~"),
        (r"\#", "#"),
        (r"\{x\}", "{x}"),
        (r"\:\:", "::"),
        (r"\\", "\\"),
        (r"\\n", "\\n"),
        (r"甲\n乙", "甲\n乙"),
        (r"a\b", r"a\b"),
        (r"\\\=", r"\="),
    ],
)
def test_an_escaped_mark_stands_for_itself(written: str, meant: str) -> None:
    draft = only(f"::名::题{written}题{{=对{written}对 ~错{written}错 ####因{written}因}}")
    assert draft.stem == f"题{meant}题"
    assert draft.options == [f"对{meant}对", f"错{meant}错"]
    assert draft.explanation == f"因{meant}因"
    assert draft.answer == ["A"]


@pytest.mark.parametrize(
    ("answers", "true", "explanation"),
    [
        ("{T}", True, ""),
        ("{TRUE}", True, ""),
        ("{F}", False, ""),
        ("{FALSE#应为1921年}", False, "应为1921年"),
        ("{T#答错了#答对了}", True, "答对了"),
        ("{false####因为}", False, "因为"),
    ],
)
def test_a_judgement_may_say_why(answers: str, true: bool, explanation: str) -> None:
    draft = only(f"党成立于1921年。{answers}")
    assert (draft.kind, draft.answer) == ("true_false", ["true" if true else "false"])
    assert draft.explanation == explanation


def test_several_accepted_texts_are_variants_of_one_gap() -> None:
    draft = only("谁写了《反对本本主义》？{=毛泽东 =毛主席 =%0%朱德}")
    assert (draft.stem, draft.answer) == ("谁写了《反对本本主义》？____", ["毛泽东|毛主席"])


def test_several_gaps_in_one_sentence_are_read() -> None:
    draft = only("党的一大于{=1921|一九二一}年在{=上海}开幕。")
    assert (draft.stem, draft.answer) == ("党的一大于____年在____开幕。", ["1921|一九二一", "上海"])
    assert codes(draft) == ["bar_in_answer"]


@pytest.mark.parametrize("answers", ["{#1921}", "{#=1921}", "{#1921:0}", "{#\n=1921:0.0#对\n}"])
def test_an_exact_number_becomes_a_gap(answers: str) -> None:
    draft = only(f"党成立于哪一年？{answers}")
    assert (draft.kind, draft.stem, draft.answer) == ("blank", "党成立于哪一年？____", ["1921"])
    assert not draft.has_errors


@pytest.mark.parametrize("answers", ["{#1921:1}", "{#1920..1922}", "{#=1921:0 =%50%1921:2}", "{#abc}"])
def test_a_number_with_a_margin_is_refused(answers: str) -> None:
    assert codes(only(f"党成立于哪一年？{answers}")) == ["kind_unsupported"]


def test_an_essay_is_kept_out_and_says_why() -> None:
    draft = only("::论述::谈谈你的体会。{}")
    assert draft.has_errors
    assert draft.remarks[0].message == "问答题（主观题）没有标准答案，不能自动判分，没有导入。"


def test_a_text_without_answers_is_passed_over() -> None:
    read_file = read("下面是第一部分。\n\n题{T}")
    assert [finding.code for finding in read_file.findings] == ["description_skipped"]
    assert len(read_file.drafts) == 1


def test_an_ordering_is_read_in_the_right_order() -> None:
    draft = only("排序。{>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none\n五四运动\n党的一大\n党的二大\n}")
    assert (draft.kind, draft.options, draft.answer) == (
        "ordering",
        ["五四运动", "党的一大", "党的二大"],
        ["A", "B", "C"],
    )


def test_html_is_read_as_text_and_pictures_are_told() -> None:
    draft = only(
        r"[html]<p>H<sub>2</sub>O 与<br/>&lt;水&gt;</p><img src\='a.png' />{=<b>对的</b> ~[plain]<b>}"
    )
    assert draft.stem == "H₂O 与\n<水>"
    assert draft.options == ["对的", "<b>"]
    assert codes(draft) == ["picture_dropped"]


def test_plain_text_that_looks_like_html_stays() -> None:
    draft = only("[plain]用<b>什么{=a &amp; b ~c}")
    assert (draft.stem, draft.options) == ("用<b>什么", ["a &amp; b", "c"])


def test_one_right_option_of_several_becomes_a_single() -> None:
    draft = only("题{~%100%甲 ~乙 ~丙}")
    assert (draft.kind, draft.answer, codes(draft)) == ("single", ["A"], ["kind_changed"])


def test_two_options_that_say_true_and_false_are_a_judgement() -> None:
    draft = only("党成立于1921年。{~错误 =正确}")
    assert (draft.kind, draft.options, draft.answer) == ("true_false", [], ["true"])


def test_a_wildcard_is_refused_unless_another_text_stands_beside_it() -> None:
    assert "wildcard" in [remark.code for remark in only("谁？{=毛*}").remarks if remark.severity == ERROR]
    beside = only("谁？{=毛* =毛泽东}")
    assert (beside.answer, beside.has_errors) == (["毛泽东"], False)
    assert only(r"星号写作{=\\*}").answer == ["*"]


def test_blank_lines_inside_braces_do_not_end_the_question() -> None:
    draft = only("题{\n=甲\n\n~乙\n\n####为什么\n}")
    assert (draft.options, draft.explanation) == (["甲", "乙"], "为什么")


def test_questions_line_by_line_are_told_apart() -> None:
    first, second = read("第一题{=甲 ~乙}\n第二题{T}\n").drafts
    assert (first.stem, second.stem, second.where) == ("第一题", "第二题", "行 2")
    assert codes(first) == codes(second) == ["blank_line_missing"]


@pytest.mark.parametrize("text", ["题{=甲 ~乙", "题=甲}", "题{=甲{~乙}}"])
def test_braces_that_do_not_match_are_an_error(text: str) -> None:
    assert codes(only(text)) == ["braces_unpaired"]


def test_id_and_tags_in_the_comments_are_kept() -> None:
    draft = only("// question: 5 [id:q-1] [tag:建党] [tag:带\\]括号]\n题{T}")
    assert (draft.code, draft.tags) == ("q-1", ["建党", "带]括号"])


def test_the_name_is_the_stem_where_there_is_no_other() -> None:
    assert only("::党成立于1921年。::{T}").stem == "党成立于1921年。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_encoding_is_read(encoding: str) -> None:
    data = SAMPLE.encode(encoding)
    assert gift.recognises(data)
    assert len(gift.read(data, "a").drafts) == 5


@pytest.mark.parametrize(
    "text",
    [
        "1. 党成立于哪年？\nA. 1921\nB. 1922\n答案：A",
        '[{"stem": "题", "answer": "T"}]',
        '{"题": "=A"}',
        "<quiz><question>{=a}</question></quiz>",
        "bank: b\nquestions: [{stem: a}]",
        "程序里写 if (x) { return; }",
        "",
    ],
)
def test_other_texts_are_not_taken_for_gift(text: str) -> None:
    assert not gift.recognises(text.encode())


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_raise(data: bytes) -> None:
    gift.recognises(data)
    gift.read(data, "a")


@settings(deadline=None)
@given(st.data())
def test_no_mutation_raises(data: st.DataObject) -> None:
    text = SAMPLE
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        until = data.draw(st.integers(at, min(len(text), at + 5)))
        piece = data.draw(st.text("{}=~#%\\:[]->>TF\n 甲1.", max_size=4))
        text = text[:at] + piece + text[until:]
    read_file = read(text)
    assert len({draft.where for draft in read_file.drafts}) == len(read_file.drafts)


def test_a_question_without_end_is_refused_without_reading_it() -> None:
    (first, second) = read("题{T}\n\n题{=甲 " + "~乙 " * gift.LONGEST).drafts
    assert first.kind == "true_false"
    assert codes(second) == ["question_too_long"]
    assert len(second.raw) == gift.LONGEST


def test_no_more_questions_than_a_file_may_hold_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 2)
    read_file = read("题{T}\n\n" * 4)
    assert len(read_file.drafts) == 2
    assert [finding.code for finding in read_file.findings] == ["too_many_questions"]


def test_texts_without_answers_are_told_of_together() -> None:
    read_file = read("题{T}\n\n" + "说明\n\n" * 3)
    assert [(finding.code, finding.where) for finding in read_file.findings] == [
        ("description_skipped", "行 3")
    ]
    assert read_file.findings[0].message.startswith("从这里起共有 3 段")
