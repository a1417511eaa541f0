"""Markdown: its marks are taken off, tables and task lists mean what they show."""

import pytest

from jinshui_study.questions import formats
from jinshui_study.questions.drafts import BankFile
from jinshui_study.questions.formats import markdown
from jinshui_study.questions.formats.prose.lines import Line
from tests.questions.formats.papers import BOTH, FIRST, SECOND, shown


def read(text: str) -> BankFile:
    result = formats.read(text.encode(), "题库.md")
    assert result.layout == "markdown"
    return result


def test_headings_bold_numbers_and_bullets() -> None:
    result = read(
        """# 党史知识题库

## 一、单项选择题

#### 1. 党的一大召开于（  ）。

- A. 1920年
- B. 1921年
- C. 1922年
- D. 1923年

**答案**：B

> 解析：党的一大于 **1921年** 召开。

**2.** 遵义会议召开于（  ）。

* A. 1934年
* B. 1935年
* C. 1936年
* D. 1937年

**答案：B**
"""
    )
    assert [shown(draft) for draft in result.drafts] == BOTH
    assert (result.title, result.findings) == ("党史知识题库", [])
    assert result.drafts[0].explanation == "党的一大于 1921年 召开。"


def test_chapters_are_topics() -> None:
    options = "\n\nA. 甲\n\nB. 乙\n\n"
    text = f"# 题库\n## 建党时期\n**1.** 甲乙（A）{options}## 土地革命\n**1.** 丙丁（B）{options}"
    assert [(draft.stem, draft.topic) for draft in read(text).drafts] == [
        ("甲乙（ ）", "建党时期"),
        ("丙丁（ ）", "土地革命"),
    ]


def test_a_task_list_ticks_its_answers() -> None:
    text = (
        "## 多选题\n1. 党的优良作风有\n- [x] 甲\n- [ ] 乙\n- [X] 丙\n- [ ] 丁\n\n"
        "2. 别的\n- [ ] A. 甲\n- [x] B. 乙\n- [x] C. 丙\n"
    )
    assert [(draft.options, draft.answer) for draft in read(text).drafts] == [
        (["甲", "乙", "丙", "丁"], ["A", "C"]),
        (["甲", "乙", "丙"], ["B", "C"]),
    ]


def test_a_table_of_questions() -> None:
    rows = [
        ["题干", "A", "B", "C", "D", "答案"],
        ["---"] * 6,
        [FIRST[1], *FIRST[2], "B"],
        [SECOND[1], *SECOND[2], "B"],
    ]
    text = "## 单选题\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
    assert [shown(draft) for draft in read(text).drafts] == BOTH


def test_gaps_stay_gaps_and_underlined_words_are_answers() -> None:
    text = (
        "## 填空题\n1. 党的根本宗旨是<u>&nbsp;&nbsp;&nbsp;</u>。\n答案：全心全意为人民服务\n"
        "2. 长征始于 \\_\\_\\_\\_ 年。\n答案：1934\n3. 党成立于<u>1921</u>年。\n4. 在____和____之间\n答案：甲；乙\n"
    )
    assert [(draft.stem, draft.answer) for draft in read(text).drafts] == [
        ("党的根本宗旨是____。", ["全心全意为人民服务"]),
        ("长征始于 ____ 年。", ["1934"]),
        ("党成立于____年。", ["1921"]),
        ("在____和____之间", ["甲", "乙"]),
    ]


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("**粗** 和 *斜* 和 `码` 和 ~~删~~", "粗 和 斜 和 码 和 删"),
        ("[链接](https://example.org/a) ![图](a.png)", "链接 "),
        ("a\\*b 1\\. \\# \\[x\\]", "a*b 1. # [x]"),
        ("5*6*7 与 2 * 3 * 4", "5*6*7 与 2 * 3 * 4"),
        ("【甲】（ ）____ __乙__", "【甲】（ ）____ 乙"),
        ("甲乙\\", "甲乙"),
    ],
)
def test_marks_are_taken_off(marked: str, text: str) -> None:
    assert markdown.unmarked(Line(marked, "行 1")).text == text


def test_front_matter_is_no_text() -> None:
    text = "---\nauthor: 甲\n---\n# 题库\n**1.** 甲乙（A）\n\nA. 甲\n\nB. 乙\n"
    (draft,) = read(text).drafts
    assert (draft.stem, draft.where) == ("甲乙（ ）", "行 5")


def test_ordinary_text_is_not_taken_for_markdown() -> None:
    assert not markdown.recognises("1、党的一大召开于（ ）。\nA、甲 * 乙\n#1号\n".encode())


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "<BR />"])
def test_a_cell_may_hold_several_lines(mark: str) -> None:
    result = read(
        "| 题型 | 题干 | 选项A | 选项B | 答案 |\n|---|---|---|---|---|\n"
        f"| 单选 | 说法正确的是（ ）{mark}①甲甲{mark}②乙乙 | ①② | ② | A |\n"
        "| 单选 | 党的一大召开于（ ）年 | 1920 | 1921 | B |\n"
    )
    assert [(draft.stem, draft.options, draft.answer) for draft in result.drafts] == [
        ("说法正确的是（ ）\n①甲甲\n②乙乙", ["①②", "②"], ["A"]),
        ("党的一大召开于（ ）年", ["1920", "1921"], ["B"]),
    ]


def test_a_break_in_a_cell_of_a_table_of_answers_is_a_blank() -> None:
    result = read(
        "#### 1. 党的一大召开于（ ）年。\n\n- A. 1920\n- B. 1921\n\n#### 参考答案\n\n"
        "| 题号 | 1<br> |\n|---|---|\n| 答案 | B |\n"
    )
    assert [draft.answer for draft in result.drafts] == [["B"]]
