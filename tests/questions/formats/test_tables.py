import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questions.formats.rows import (
    ALL,
    CITIES,
    GAP,
    LETTERED,
    READ_ALL,
    READ_CITIES,
    READ_TRUE,
    READ_YEAR,
    TRUE,
    YEAR,
    codes,
    remark_codes,
    short,
    table,
)


def without(row: list[str], column: int) -> list[str]:
    return [cell for at, cell in enumerate(row) if at != column]


def test_a_table_with_a_header_is_read() -> None:
    reading = table([LETTERED, *ALL])
    assert reading.is_table
    assert short(reading) == READ_ALL
    assert reading.findings == []
    assert [draft.where for draft in reading.drafts] == ["第2行", "第3行", "第4行", "第5行"]


def test_the_row_is_kept_as_it_was_read() -> None:
    assert table([LETTERED, YEAR]).drafts[0].raw == "\t".join(YEAR)


@pytest.mark.parametrize("above", range(5))
def test_a_header_may_stand_in_any_of_the_first_rows(above: int) -> None:
    titles = [["党史知识题库"] * 7, ["", "二〇二一年"], ["编制单位：", "某某街道"], ["版本", "1"]][:above]
    assert short(table([*titles, LETTERED, *ALL])) == READ_ALL


@pytest.mark.parametrize(
    "header",
    [
        ["类型", "题目", "A", "B", "C", "D", "正确答案"],
        ["试题类型", "试题内容", "选项1", "选项2", "选项3", "选项4", "正确选项"],
        ["* 题型", "*题干（必填）", "A选项", "B选项", "C选项", "D选项", "*参考答案\n(多选用逗号隔开)"],
        ["题型", "问题内容", "选项一", "选项二", "选项三", "选项四", "标准答案："],
        ["type", "Content", "Option A", "Option B", "option_c", "OPTION D", "Answer"],
        ["题 型", "题　目", "选 项 Ａ", "选项（B）", "选项【C】", "选项:D", "答 案"],
        ["题目类型", "题目内容", "题目选项A", "题目选项B", "题目选项C", "题目选项D", "题目答案"],
        ["题型", "试题题目", "备选答案A", "备选答案B", "备选答案C", "备选答案D", "答案"],
        ["题型", "问题", "答案1", "答案2", "答案3", "答案4", "正确答案"],
        ["题目类型", "大题题干", "A", "B", "C", "D", "正确答案"],
        [
            "Type",
            "Question - max 120 characters",
            *[f"Answer {at} - max 75" for at in range(1, 5)],
            "Correct answer(s) - choose at least one",
        ],
        ["类别", "题干及选项", "选项A内容", "B选项内容", "第三个选项", "选项四", "答案（A/B/C/D）"],
    ],
)
def test_headers_have_many_words(header: list[str]) -> None:
    assert short(table([header, *ALL])) == READ_ALL


def test_columns_may_stand_in_any_order() -> None:
    assert short(table([LETTERED[::-1], *(row[::-1] for row in ALL)])) == READ_ALL


def test_a_second_table_has_a_header_of_its_own() -> None:
    second = [["序号", "题目", "答案"], ["1", TRUE[1], "√"]]
    assert short(table([LETTERED, YEAR, [""], *second])) == [READ_YEAR, READ_TRUE]


def test_a_header_repeated_on_every_page_is_no_question() -> None:
    reading = table([LETTERED, YEAR, LETTERED, CITIES])
    assert short(reading) == [READ_YEAR, READ_CITIES]
    assert len(reading.drafts) == 2


def test_chapter_tags_source_and_difficulty_have_many_words() -> None:
    header = [*LETTERED, "章节", "知识点", "标签", "难易度", "答案解析", "出题依据", "分值"]
    row = [*YEAR, "建党", "一大", "建党，一大；上海", "难", "七月在上海召开。", "《简史》", "2"]
    [draft] = table([header, row]).drafts
    assert (draft.topic, draft.tags) == ("建党", ["建党", "一大", "上海", "一大"])
    assert (draft.difficulty, draft.explanation, draft.source) == (3, "七月在上海召开。", "《简史》")


@pytest.mark.parametrize(
    ("header", "chapter"), [("所属题库", "甲"), ("目录", "甲"), ("知识点", "甲"), ("专题", "甲")]
)
def test_words_for_the_chapter(header: str, chapter: str) -> None:
    assert table([[*LETTERED, header], [*YEAR, chapter]]).drafts[0].topic == chapter


@pytest.mark.parametrize(
    ("word", "difficulty"),
    [
        ("易", 1),
        ("简单", 1),
        ("1", 1),
        ("中", 2),
        ("", 2),
        ("2", 2),
        ("难", 3),
        ("较难", 3),
        ("困难", 3),
        ("5", 3),
    ],
)
def test_words_for_the_difficulty(word: str, difficulty: int) -> None:
    assert table([[*LETTERED, "难度"], [*YEAR, word]]).drafts[0].difficulty == difficulty


def test_a_column_that_isn_t_used_is_told() -> None:
    reading = table([[*LETTERED, "神秘"], [*YEAR, "x"]])
    assert codes(reading.findings) == ["column_unused"]
    assert reading.findings[0].where.endswith("H1")


def test_a_number_is_no_code_but_a_word_is() -> None:
    rows = [["编号", *LETTERED], ["7", *YEAR], ["jd-007", *CITIES]]
    assert [draft.code for draft in table(rows).drafts] == ["", "jd-007"]


def test_rows_that_hold_only_a_number_are_passed_over_together() -> None:
    reading = table([["序号", *LETTERED], ["1", *YEAR], ["2", "单选题"], ["3", "单选题"], ["4"]])
    assert short(reading) == [READ_YEAR]
    assert [(finding.code, finding.where) for finding in reading.findings] == [("row_empty", "第3行")]
    assert "3 行" in reading.findings[0].message


@pytest.mark.parametrize(
    "row",
    [
        ["单选题", "【示例需删除】中国的首都是？", "北京", "上海", "广州", "南京", "A"],
        ["单选题", "示例：中国的首都是？", "北京", "上海", "广州", "南京", "A"],
        ["单选题（示例，请删除）", "中国的首都是？", "北京", "上海", "广州", "南京", "A"],
    ],
)
def test_the_example_of_a_template_is_passed_over(row: list[str]) -> None:
    reading = table([LETTERED, row, YEAR])
    assert short(reading) == [READ_YEAR]
    assert codes(reading.findings) == ["example_skipped"]


@pytest.mark.parametrize(
    "row",
    [
        ["必填", "必填，不超过500字", "必填", "必填", "选填", "选填", "必填"],
        ["单选/多选/判断", "请填写题干", "请填写选项", "", "", "", "请填写字母"],
        ["注意事项：1.请勿删除表头。2.带*为必填。"],
        ["说明：判断题填对或错。"] * 7,
    ],
)
def test_rows_that_tell_how_to_fill_in_are_passed_over(row: list[str]) -> None:
    reading = table([LETTERED, row, YEAR])
    assert short(reading) == [READ_YEAR]
    assert codes(reading.findings) == ["note_skipped"]


def test_a_title_declares_a_count_and_a_kind() -> None:
    reading = table([["党史单选题库（共1500题）"], LETTERED[1:], YEAR[1:]])
    assert reading.declared == 1500
    assert short(reading) == [READ_YEAR]


def test_a_lone_text_that_is_nothing_known_is_listed() -> None:
    reading = table([LETTERED, YEAR, ["这里写了一句别的话"]])
    assert [(finding.code, finding.where) for finding in reading.findings] == [("row_skipped", "第3行")]


def test_a_bad_row_is_named_with_its_cell_and_costs_no_other() -> None:
    reading = table([LETTERED, YEAR, [*CITIES[:6], "AX"], TRUE])
    assert short(reading) == [READ_YEAR, READ_TRUE]
    bad = reading.drafts[1]
    assert bad.has_errors
    assert bad.where == "第3行"
    assert any("G3" in remark.message for remark in bad.remarks)


def test_a_second_answer_that_explains_is_the_explanation() -> None:
    header = ["题目", "A", "B", "C", "D", "正确选项", "答案"]
    prose = "一大先在上海举行，后移至嘉兴南湖的游船上，通过了党的第一个纲领和决议，选举产生了中央局。"
    reading = table([header, *([*row[1:7], prose] for row in (YEAR, CITIES))])
    assert short(reading) == [READ_YEAR, READ_CITIES]
    assert reading.drafts[0].explanation == prose


def test_gaps_may_have_a_column_each() -> None:
    header = ["题型", "题干", "答案1", "答案2", "答案3"]
    row = ["填空题", "____年____月，党的一大召开。", "1921", "7", ""]
    assert short(table([header, row])) == [("blank", row[1], [], ["1921", "7"])]


def test_a_table_may_be_written_downwards() -> None:
    fields = [list(pair) for row in (YEAR, CITIES, TRUE) for pair in zip(LETTERED, row, strict=True)]
    reading = table(fields)
    assert short(reading) == [READ_YEAR, READ_CITIES, READ_TRUE]
    assert [draft.where for draft in reading.drafts] == ["第1行", "第8行", "第15行"]


def test_a_list_of_what_to_fill_in_is_no_table_written_downwards() -> None:
    assert (
        short(table([["题型", "必填"], ["题干", "必填，不超过500字"], ["选项A", "选填"], ["答案", "必填"]]))
        == []
    )


def test_two_answers_that_differ_are_a_mistake() -> None:
    reading = table([[*LETTERED, "正确答案"], [*YEAR, "B"]])
    assert remark_codes(reading.drafts[0]) == ["answers_conflict"]


def test_an_answer_column_without_a_name_is_found() -> None:
    assert short(table([[*LETTERED[:6], ""], YEAR, CITIES])) == [READ_YEAR, READ_CITIES]


def test_a_stem_column_with_a_name_nobody_knows_is_found() -> None:
    assert short(table([["题型", "党史知识", *LETTERED[2:]], YEAR, CITIES])) == [READ_YEAR, READ_CITIES]


def test_a_table_without_a_header_is_read_where_it_leaves_no_doubt() -> None:
    reading = table([YEAR[1:], CITIES[1:], [*YEAR[1:6], "A"]])
    assert short(reading)[:2] == [READ_YEAR, READ_CITIES]
    assert codes(reading.findings) == ["header_missing"]


def test_a_table_without_a_header_may_have_numbers_kinds_and_all_in_one() -> None:
    rows = [[str(number), *row] for number, row in enumerate((YEAR, CITIES, TRUE, GAP), start=1)]
    assert short(table(rows)) == READ_ALL
    packed = [[row[1], ";".join(row[2:6]), row[6]] for row in (YEAR, CITIES)]
    assert short(table(packed)) == [READ_YEAR, READ_CITIES]
    behind = [[row[1], row[6], *row[2:6]] for row in (YEAR, CITIES)]
    assert short(table(behind)) == [READ_YEAR, READ_CITIES]


def test_a_table_with_a_header_may_follow_one_without() -> None:
    reading = table([YEAR, CITIES, ["序号", "题目", "答案"], ["1", TRUE[1], "对"]])
    assert short(reading) == [READ_YEAR, READ_CITIES, READ_TRUE]
    assert codes(reading.findings) == ["header_missing"]


def test_a_row_above_the_header_that_may_be_a_question_is_listed() -> None:
    reading = table([["党史题库", "2021年版", "某街道"], YEAR, LETTERED, CITIES])
    assert short(reading) == [READ_CITIES]
    assert [(finding.code, finding.where) for finding in reading.findings] == [("row_skipped", "第2行")]


def test_judgements_without_a_header_are_read() -> None:
    rows = [[TRUE[1], "对"], ["党的二大在广州召开。", "错"], ["遵义会议在贵州召开。", "对"]]
    assert [answer for *_, answer in short(table(rows))] == [["true"], ["false"], ["true"]]


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "单位", "电话"], ["某甲", "某社区", "1"], ["某乙", "某街道", "2"]],
        [["会议记录"], ["今天开会，讨论了党史学习的安排。"]],
        [["中国共产党成立于哪一年？", "1921年"], ["党的一大在哪里召开？", "上海和嘉兴"]],
        [["甲方", "长长的说明文字，没有答案", "E"], ["乙方", "长长的说明文字，没有答案", "F"]],
        [],
        [["", ""]],
    ],
)
def test_what_is_no_table_of_questions_isn_t_read(rows: list[list[str]]) -> None:
    reading = table(rows)
    assert not reading.is_table
    assert reading.drafts == []


def test_days_that_excel_keeps_as_numbers_are_days_again() -> None:
    stem = "香港回归祖国是哪一天？"
    row = ["单选题", stem, "35612", "1996-07-01", "1998-07-01", "1999-12-20", "A"]
    assert short(table([LETTERED, row])) == [("single", stem, ["1997-07-01", *row[3:6]], ["A"])]
    years = ["单选题", "下列数字哪个最大？", "35612", "12", "13", "14", "A"]
    assert short(table([LETTERED, years]))[0][2][0] == "35612"


WORDS = [
    *LETTERED,
    *YEAR,
    *TRUE,
    "",
    "A",
    "一、单选题",
    "第一章 建党",
    "选项",
    "答案1",
    "左栏",
    "示例：",
    "必填",
    "对",
    "A.甲 B.乙",
    "①",
]
ROWS = st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=8), max_size=12)


@given(ROWS, st.booleans())
def test_any_rows_are_read_without_raising(rows: list[list[str]], has_header: bool) -> None:
    reading = table([LETTERED, *rows] if has_header else rows)
    wheres = [draft.where for draft in reading.drafts]
    assert len(set(wheres)) == len(wheres)
    assert reading.is_table or not (wheres or reading.findings)
