"""Habits that are rarer, and no less clear: each was met in a forged file, each is read to the letter."""

import pytest

from jinshui_study.questions import check, formats
from jinshui_study.questions.drafts import BankFile, Draft
from jinshui_study.questions.formats import answer_keys, bank_yaml
from tests.questions.formats import workbooks

OPTIONS = "A. 1919年\nB. 1921年\nC. 1927年\nD. 1949年"
ASKED = "党的一大召开于哪一年？"
FIRST_CONGRESS = ["单选题", ASKED, "1919年", "1921年", "1927年", "B"]


def read(text: str) -> list[Draft]:
    return [checked.draft for checked in check.check(formats.read(text.encode(), "题库.txt")).checked]


def answers(file: BankFile) -> list[list[str]]:
    return [checked.draft.answer for checked in check.check(file).checked]


@pytest.mark.parametrize("line", ["（答案：B）", "答 案：B", "答案【B】", "[答案]：B", "正确答案是【B】"])
def test_the_answer_may_be_enclosed_or_spread(line: str) -> None:
    (draft,) = read(f"1. {ASKED}\n{OPTIONS}\n{line}")
    assert (draft.answer, draft.options[-1], draft.remarks) == (["B"], "1949年", [])


def test_a_blank_takes_its_whole_answer_out_of_the_brackets() -> None:
    (draft,) = read("填空题\n1. 红旗渠于____年动工，____年竣工。\n答案【（1）1960（2）1969】")
    assert (draft.stem, draft.answer) == ("红旗渠于____年动工，____年竣工。", ["1960", "1969"])


@pytest.mark.parametrize("heading", ["【判断】", "[判断]", "《判断》", "【判断题】"])
def test_a_boxed_word_is_a_heading(heading: str) -> None:
    choice, judgement = read(
        f"【单选】\n1. {ASKED}\n{OPTIONS}\n答案：B\n{heading}\n1. 党的一大在上海开幕。\n答案：√"
    )
    assert (choice.kind, choice.options[-1]) == ("single", "1949年")
    assert (judgement.kind, judgement.answer) == ("true_false", ["true"])


@pytest.mark.parametrize("number", ["{}）", "{} ", "{}\t"])
def test_a_stem_may_begin_with_a_date_behind_its_number(number: str) -> None:
    stems = [
        "3月5日是哪一位同志的纪念日？",
        "3.8妇女节是由哪一年的会议定下来的？",
        "1939年是哪一场战役的年份？",
    ]
    drafts = read(
        "".join(f"{number.format(place)}{stem}\n{OPTIONS}\n答案：B\n" for place, stem in enumerate(stems, 1))
    )
    assert [draft.stem for draft in drafts] == stems


def test_options_may_begin_with_a_circled_number_right_behind_the_letter() -> None:
    (draft,) = read("1. 按时间先后排列：①遵义会议 ②党的一大 ③开国大典\nA②①③\nB①②③\nC③②①\n答案：A")
    assert (draft.options, draft.answer) == (["②①③", "①②③", "③②①"], ["A"])


def test_judgements_and_blanks_go_on_behind_a_list_of_answers() -> None:
    text = (
        f"一、单选题\n1. {ASKED}\n{OPTIONS}\n参考答案：\n1.B\n\n二、判断题\n1. 党的一大在上海开幕，后来转到南湖。\n"
        "2. 开国大典举行于1950年的10月1日。\n参考答案：\n1-2 √×\n"
        "三、填空题\n1. 遵义会议召开于____年。\n答案：\n1.1935\n"
    )
    assert [(draft.kind, draft.answer) for draft in read(text)] == [
        ("single", ["B"]),
        ("true_false", ["true"]),
        ("true_false", ["false"]),
        ("blank", ["1935"]),
    ]


def test_a_key_with_headings_at_the_end_stays_a_key() -> None:
    text = (
        f"一、单选题\n1. {ASKED}\n{OPTIONS}\n二、判断题\n1. 党的一大在上海开幕，后来转到南湖。\n"
        "参考答案\n一、单选题\n1.B\n二、判断题\n1. √ 一大后来转到了南湖的游船上。\n"
    )
    assert [draft.answer for draft in read(text)] == [["B"], ["true"]]


def test_a_blank_asked_as_a_question_gets_its_gap_only_under_its_heading() -> None:
    (draft,) = read("填空题\n1. 党的一大召开于哪一年？\n1921年\n")
    assert (draft.stem, draft.answer) == ("党的一大召开于哪一年？____", ["1921年"])
    assert [remark.code for remark in draft.remarks] == ["gap_added"]
    assert formats.read("1. 党的一大召开于哪一年？\n1921年\n".encode(), "题库.txt").drafts == []


def test_a_line_filled_inside_a_sentence_is_a_gap_in_markdown_too() -> None:
    (draft,) = read("## 填空题\n1. 双百方针是“百花齐放、__百家争鸣__”。\n")
    assert (draft.stem, draft.answer) == ("双百方针是“百花齐放、____”。", ["百家争鸣"])


def test_commas_inside_a_title_join_no_options() -> None:
    titles = ["《星星之火，可以燎原》", "《实践论》", "《矛盾论》"]
    rows = [["题干", "选项", "答案"], ["下列文章写于1930年1月的是（ ）。", "，".join(titles), "A"]]
    (draft,) = formats.read(workbooks.xlsx(("题库", rows)), "题库.xlsx").drafts
    assert draft.options == titles


HEADER = ["序号", "题型", "题干", "A", "B", "C"]


@pytest.mark.parametrize(
    "key",
    [
        [["题号", "答案"], [1, "B"], [2, "A"]],
        [["参考答案"], ["题号", "答案", "题号", "答案"], [1, "B", 2, "A"]],
        [["1.B 2.A"]],
    ],
)
def test_a_sheet_of_answers_gives_them_to_the_questions(key: list[list[object]]) -> None:
    second = ["单选题", "遵义会议召开于哪一年？", "1935年", "1936年", "1937年"]
    data = workbooks.xlsx(("试题", [HEADER, [1, *FIRST_CONGRESS[:5]], [2, *second]]), ("答案", key))
    file = formats.read(data, "题库.xlsx")
    assert answers(file) == [["B"], ["A"]]
    assert "sheet_of_answers" in [finding.code for finding in file.findings]


def test_a_key_file_may_have_its_columns_twice() -> None:
    data = workbooks.xlsx(("答案", [["题号", "答案", "题号", "答案"], [1, "B", 2, "C"]]))
    (group,) = answer_keys.read(data, "答案.xlsx").groups
    assert [(item.number, item.answer) for item in group.items] == [(1, "B"), (2, "C")]


def test_two_questions_in_a_row_are_two_questions() -> None:
    rows = [
        ["党史判断题"],
        ["序号", "题目", "答案", "序号", "题目", "答案"],
        [1, "党的一大在上海开幕。", "√", 2, "开国大典举行于1950年。", "×"],
        [3, "遵义会议召开于1935年。", "√"],
    ]
    file = formats.read(workbooks.xlsx(("题库", rows)), "题库.xlsx")
    assert answers(file) == [["true"], ["false"], ["true"]]


def test_a_list_two_questions_share_is_written_out_twice() -> None:
    shared = ["1919年", "1921年", "1927年"]
    drafts = [
        Draft(
            where="",
            code=code,
            kind="single",
            difficulty=1,
            stem=stem,
            options=shared,
            answer=["B"],
            source="大事记",
        )
        for code, stem in (("a-1", ASKED), ("a-2", "党的一大开幕于哪一年？"))
    ]
    text = bank_yaml.write(
        BankFile("a.yaml", "yaml", "utf-8", bank="a", title="题库", purpose="study", drafts=drafts)
    )
    assert [draft.options for draft in bank_yaml.read(text.encode(), "a.yaml").drafts] == [shared, shared]
