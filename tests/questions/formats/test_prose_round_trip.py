"""Our own bank in every layout of prose, read back as it was; and whatever else comes, nothing breaks."""

import random
import time
from collections import Counter
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinshui_study.questions import formats, kinds
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.formats import answer_keys, markdown, plain_text, word
from tests.questions.formats import prose
from tests.questions.formats.prose import Style

Content = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]

LONGEST_SECONDS = 10
NUMBERS = [
    "{}．",
    "{}.",
    "{}、",
    "{} ",
    "{},",
    "{}\t",
    "{}",
    "({})",
    "（{}）",
    "第{}题：",
    "【{}】",
    "★{}、",
    "**{}.** ",
    "#### {}. ",
]
MARKS = ["{}、", "{}.", "{}．", "{} ", "{}", "({})", "（{}）", "{}：", "【{}】", "{}）", "选项{}："]
LABELS = [
    "正确答案：",
    "答案：",
    "答案:",
    "**答案**：",
    "参考答案：",
    "【答案】:",
    "【答案】",
    "（答案）",
    "答案 ",
    "答:",
    "标准答案：",
]
EXPLAINS = ["", "解析：", "【解析】", "解析:", "答案解析：", "【答案解析】："]
ANSWERS = ["line", "bracket", "list", "ranges", "file", "next"]
GAPS = ["____", "（   ）", "（）", "________", "【  】"]


def content(draft: Draft, bracket: str = "") -> Content:
    """What has to come back, compared as the rest of the product compares texts."""
    return (
        draft.kind,
        kinds.fold(draft.stem + bracket),
        *(tuple(map(kinds.fold, texts)) for texts in (draft.options, draft.left, draft.right)),
        tuple(draft.answer),
    )


def expected(drafts: list[Draft]) -> Counter[Content]:
    """Choices and judgements were given a bracket for the answer, which stays, empty."""
    with_bracket = (kinds.SINGLE, kinds.MULTIPLE, kinds.TRUE_FALSE)
    return Counter(content(draft, "（ ）" if draft.kind in with_bracket else "") for draft in drafts)


def read_back(drafts: list[Draft], style: Style, *, as_word: bool = False) -> None:
    text, key = prose.paper(drafts, style)
    known = answer_keys.read(key.encode(), "答案.txt") if key else None
    result = formats.read(prose.word(text) if as_word else text.encode(), "题库", known)
    assert Counter(map(content, result.drafts)) == expected(drafts)
    assert [finding for finding in result.findings if finding.severity == "error"] == []
    assert [
        remark.code for draft in result.drafts for remark in draft.remarks if remark.severity == "error"
    ] == []


@pytest.mark.parametrize("answers", ANSWERS)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_with_every_place_of_the_answer(number: str, answers: str) -> None:
    read_back(list(prose.our_drafts()[::2]), Style(number=number, answers=answers))


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("per_line", [1, 2, 4])
def test_every_mark_with_options_below_and_beside_each_other(mark: str, per_line: int) -> None:
    read_back(list(prose.our_drafts()), Style(mark=mark, per_line=per_line, between=""))


@pytest.mark.parametrize("answers", ANSWERS)
@pytest.mark.parametrize("restarts", [True, False])
def test_every_place_of_the_answer_without_headings(answers: str, restarts: bool) -> None:
    read_back(list(prose.our_drafts()), Style(answers=answers, headings=False, restarts=restarts))


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("explains", EXPLAINS)
def test_every_label_with_every_explanation(label: str, explains: str) -> None:
    drafts = list(prose.our_drafts()[::6])
    style = Style(label=label, explains=explains)
    read_back(drafts, style)
    if explains:
        text, _ = prose.paper(drafts, style)
        read = {kinds.fold(draft.explanation) for draft in formats.read(text.encode(), "题库").drafts}
        assert read == {kinds.fold(draft.explanation) for draft in drafts}


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Style,
        number=st.sampled_from(NUMBERS),
        mark=st.sampled_from(MARKS),
        per_line=st.sampled_from([1, 2, 4]),
        answers=st.sampled_from(ANSWERS),
        label=st.sampled_from(LABELS),
        restarts=st.just(True) | st.booleans(),
        headings=st.just(True),
        between=st.sampled_from(["", "\n", "\n\n"]),
        gap=st.sampled_from(GAPS),
    ),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_any_mixture_reads_back(style: Style, as_word: bool, dice: random.Random) -> None:
    drafts = dice.sample(prose.our_drafts(), 25)
    read_back(sorted(drafts, key=lambda draft: kinds.KINDS.index(draft.kind)), style, as_word=as_word)


def test_a_mixture_of_styles_in_one_file() -> None:
    drafts = [draft for draft in prose.our_drafts() if draft.kind == kinds.SINGLE][:60]
    dice = random.Random(1)
    lines = []
    for number, draft in enumerate(drafts, 1):
        style = Style(
            number=dice.choice(["{}．", "{}.", "{}、", "{} ．", "{},"]),
            mark=dice.choice(["{}、", "{}.", "{}．", "{} ", "({})"]),
            per_line=dice.choice([1, 2, 4]),
            answers=dice.choice(["line", "bracket"]),
            label=dice.choice(LABELS),
        )
        lines.extend(prose.question(draft, number, style))
    result = formats.read("\n".join(lines).encode(), "题库.txt")
    assert Counter(map(content, result.drafts)) == expected(drafts)


WORDS = """1、 2. 3． (4) 第5题 一、单选题 二、判断题 A. B、 C． (D) A B 甲乙 党的一大 （ ） （A） （√） ____ 答案：B
答案： 【答案】 解析：甲 参考答案 1.A 1-3ABC 2.√ √ × 1921年 ① ② 难度：易 - | # ** > 第一章 共5题 （2分） &nbsp; 《》
。 ？ ； ,
<u> </u> 题号 题干：
选项： A-1，B-2 12345 页"""
PIECES = st.sampled_from([*WORDS.split(), "\xa0\xa0\xa0\xa0", "\t", "\f", "\ue000", "\ufeff", " "])


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n", "\n\n"])), max_size=60))
def test_no_text_breaks_the_line_machine(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + end for piece, end in pieces)
    for reader in (plain_text, markdown):
        result = reader.read(text.encode(), "甲")
        assert result.drafts or result.findings
        assert len({draft.where for draft in result.drafts}) == len(result.drafts)
    answer_keys.read(text.encode(), "甲")
    word.read(prose.word(text.replace("\f", "")), "甲")


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_break_any_reader(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"\xff\xfe"):
        result = formats.read(start + data, "甲")
        assert result.drafts or result.findings
        answer_keys.read(start + data, "甲")


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_damaged_word_file_is_read_or_told(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_WORD)
    for place, value in changes:
        data[place % len(data)] = value
    result = formats.read(bytes(data), "甲")
    assert result.drafts or result.findings


_WORD = prose.word("\n".join(prose.question(draft, 1, Style())[0] for draft in islice(prose.our_drafts(), 5)))


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "1、" * 100_000,
        "A.甲" * 60_000,
        "（" * 200_000,
        "( " * 100_000 + "B",
        "1.A " * 60_000,
        "答案：" * 60_000,
        "_ " * 100_000,
        "\n".join(["1、甲"] * 20_000),
        "\n".join(f"第{number}章 甲" for number in range(1, 20_000)),
        "参考答案\n第一章 甲\n" * 10_000,
        "\n".join(["A.甲", "B.乙"] * 20_000),
        "一、" * 100_000,
        "**" * 100_000,
        "1-2AB" * 50_000,
        " " * 300_000 + "甲",
        "甲\xa0" * 100_000,
        "\n".join(["（√）"] * 30_000),
        "<u>" * 60_000,
        "[" * 100_000,
        "1、甲（ ）" + "2、乙" * 60_000,
        f"1-2 {'J' * 60}甲",
    ],
    ids=range(22),
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    formats.read(text.encode(), "甲")
    assert time.process_time() - start < LONGEST_SECONDS
