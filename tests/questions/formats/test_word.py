"""Word files: what is seen on paper is what is read."""

from typing import Any

import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from jinshui_study.questions.formats import word
from tests.questions.formats import workbooks
from tests.questions.formats.documents import (
    FIRST_LINES,
    SECOND_LINES,
    fault,
    fill,
    paragraphs,
    questions,
    read,
    written,
)
from tests.questions.formats.papers import BOTH, FIRST, SECOND, shown


def test_paragraphs_are_lines() -> None:
    data = paragraphs("党史知识题库", "一、单项选择题", *FIRST_LINES, *SECOND_LINES)
    assert questions(data) == BOTH
    result = read(data)
    assert (result.layout, result.title) == ("word", "党史知识题库")
    assert [draft.where for draft in result.drafts] == ["第 3 段", "第 9 段"]
    assert result.drafts[1].raw.startswith("遵义会议")


def test_soft_breaks_are_lines_and_tabs_divide_options() -> None:
    def body(document: Any) -> None:
        run = document.add_paragraph().add_run("1．党的一大召开于（ B ）。")
        run.add_break()
        run.add_text("A．1920年\tB．1921年")
        run.add_break()
        run.add_text("C．1922年\tD．1923年")
        run.add_break(WD_BREAK.PAGE)
        document.add_paragraph("2．遵义会议召开于（ B ）。")
        document.add_paragraph("A．1934年\tB．1935年\tC．1936年\tD．1937年")

    assert questions(written(body)) == BOTH


def test_a_page_break_inside_a_question_changes_nothing() -> None:
    def body(document: Any) -> None:
        for line in FIRST_LINES[:3]:
            document.add_paragraph(line)
        document.add_page_break()
        for line in FIRST_LINES[3:]:
            document.add_paragraph(line)

    assert questions(written(body)) == [FIRST]


NUMBERING = """<w:numbering {}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1．"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2．"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="9"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def numbered(*lines: tuple[str, str, str]) -> bytes:
    """Paragraphs with the list and the level they stand in (empty for none) and their text."""

    def body(document: Any) -> None:
        part = document.part.numbering_part
        part._element = parse_xml(NUMBERING.format(nsdecls("w")))
        for number, level, text in lines:
            paragraph = document.add_paragraph(text)
            if number:
                properties = paragraph._p.get_or_add_pPr()
                own = OxmlElement("w:numPr")
                for name, value in (("w:ilvl", level), ("w:numId", number)):
                    node = OxmlElement(name)
                    node.set(qn("w:val"), value)
                    own.append(node)
                properties.append(own)

    return written(body)


def test_automatic_numbers_and_letters_are_read_though_they_stand_nowhere() -> None:
    data = numbered(
        ("8", "0", "单项选择题"),
        ("7", "0", "党的一大召开于（ B ）。"),
        *(("7", "1", text) for text in FIRST[2]),
        ("7", "0", "遵义会议召开于（ B ）。"),
        *(("7", "1", text) for text in SECOND[2]),
        ("8", "0", "判断题"),
        ("9", "0", "1919年发生了五四运动。（√）"),
        ("9", "0", "1928年发生了南昌起义。（×）"),
        ("8", "1", "不计数"),
    )
    assert questions(data)[:2] == BOTH
    assert [draft.answer for draft in read(data).drafts[2:]] == [["true"], ["false"]]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", "1 2 10"),
        ("upperLetter", "A B J"),
        ("lowerLetter", "a b j"),
        ("upperRoman", "I II X"),
        ("chineseCountingThousand", "一 二 十"),
        ("ideographTraditional", "甲 乙 癸"),
        ("decimalEnclosedCircleChinese", "① ② ⑩"),
    ],
)
def test_the_forms_of_automatic_numbers(form: str, numbers: str) -> None:
    assert " ".join(word.word_numbering.written(number, form) for number in (1, 2, 10)) == numbers


def test_chinese_numbers_beyond_ten() -> None:
    assert [
        word.word_numbering.written(number, "chineseCounting") for number in (11, 20, 21, 105, 230, 4000)
    ] == [
        "十一",
        "二十",
        "二十一",
        "一百零五",
        "二百三十",
        "4000",
    ]


def test_tables_may_only_serve_the_layout() -> None:
    def body(document: Any) -> None:
        fill(document.add_table(1, 1), [["一、单选题"]])
        document.add_paragraph("1．党的一大召开于（B）。")
        fill(document.add_table(2, 2), [["A．1920年", "B．1921年"], ["C．1922年", "D．1923年"]])
        document.add_paragraph("2．遵义会议召开于（B）。")
        fill(document.add_table(1, 4), [["A．1934年", "B．1935年", "C．1936年", "D．1937年"]])
        fill(document.add_table(1, 1), [["二、判断题"]])
        document.add_paragraph("1．1919年发生了五四运动。（√）")

    assert questions(written(body)) == [*BOTH, ("true_false", "1919年发生了五四运动。（ ）", [], ["true"])]


def test_a_cell_may_hold_a_whole_question() -> None:
    def body(document: Any) -> None:
        table = document.add_table(2, 2)
        fill(
            table,
            [
                ["1", "党的一大召开于（B）。\nA．1920年\nB．1921年\nC．1922年\nD．1923年"],
                ["2", "遵义会议召开于（B）。\nA．1934年\nB．1935年\nC．1936年\nD．1937年"],
            ],
        )

    assert questions(written(body)) == BOTH


def test_a_table_of_questions_is_read_as_one() -> None:
    header = ["序号", "题干", "A", "B", "C", "D", "答案"]

    def body(document: Any) -> None:
        document.add_heading("单选题", 1)
        document.add_paragraph("1．党的一大召开于（B）。")
        document.add_paragraph("A．1920年 B．1921年 C．1922年 D．1923年")
        fill(document.add_table(2, 7), [header, ["2", SECOND[1], *SECOND[2], "B"]])
        document.add_heading("判断题", 1)
        document.add_paragraph("3．1919年发生了五四运动。（√）")

    result = read(written(body))
    assert [shown(draft)[1] for draft in result.drafts] == [
        FIRST[1],
        SECOND[1],
        "1919年发生了五四运动。（ ）",
    ]
    assert [draft.answer for draft in result.drafts] == [["B"], ["B"], ["true"]]


def test_a_table_may_hold_the_answers() -> None:
    def body(document: Any) -> None:
        for line in [*FIRST_LINES[:-1], *SECOND_LINES[:-1]]:
            document.add_paragraph(line)
        document.add_paragraph("参考答案")
        fill(document.add_table(2, 3), [["题号", "1", "2"], ["答案", "B", "B"]])

    assert questions(written(body)) == BOTH


def test_the_last_row_of_a_table_of_answers_may_be_short() -> None:
    def body(document: Any) -> None:
        for line in [*FIRST_LINES[:-1], *SECOND_LINES[:-1], "3．会师在（ ）。", "A．井冈山", "B．延安"]:
            document.add_paragraph(line)
        document.add_paragraph("参考答案")
        rows = [["题号", "1", "2"], ["答案", "B", "B"], ["题号", "3", ""], ["答案", "A", ""]]
        fill(document.add_table(4, 3), rows)

    assert [answer for *_, answer in questions(written(body))] == [["B"], ["B"], ["A"]]


def underlined(document: Any, *pieces: str) -> None:
    """A paragraph whose every second piece is underlined."""
    paragraph = document.add_paragraph()
    for place, piece in enumerate(pieces):
        paragraph.add_run(piece).underline = bool(place % 2)


def test_underlined_blanks_are_gaps() -> None:
    def body(document: Any) -> None:
        document.add_paragraph("填空题")
        underlined(document, "1．党的根本宗旨是", "          ", "。")
        document.add_paragraph("答案：全心全意为人民服务")
        underlined(document, "2．党的", "    ", "召开于", "\t", "年。")
        document.add_paragraph("答案：一大；1921")

    assert questions(written(body)) == [
        ("blank", "党的根本宗旨是____。", [], ["全心全意为人民服务"]),
        ("blank", "党的____召开于____年。", [], ["一大", "1921"]),
    ]


def test_underlined_words_are_answers_in_a_blank_and_words_elsewhere() -> None:
    def body(document: Any) -> None:
        document.add_paragraph("一、填空题")
        underlined(document, "1．红军长征始于", " 1934 ", "年。")
        document.add_paragraph("二、单选题")
        underlined(document, "1．下列", "不正确", "的是（B）。")
        document.add_paragraph("A．甲 B．乙 C．丙")
        underlined(document, "2．党的一大召开于", " B ", "。")
        document.add_paragraph("A．1920年 B．1921年 C．1922年 D．1923年")

    assert questions(written(body)) == [
        ("blank", "红军长征始于____年。", [], ["1934"]),
        ("single", "下列不正确的是（ ）。", ["甲", "乙", "丙"], ["B"]),
        FIRST,
    ]


def with_body(xml: str) -> bytes:
    """A Word file with this XML as its body."""
    return workbooks.with_part(
        paragraphs("甲"),
        "word/document.xml",
        lambda _: (
            f'<w:document {nsdecls("w", "wp", "a")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            f' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>{xml}</w:body></w:document>'
        ).encode(),
    )


def line(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_what_was_deleted_or_hidden_is_not_read_and_what_was_added_is() -> None:
    data = with_body(
        line(
            run("1．党的")
            + f'<w:del w:id="1" w:author="甲">{run("二大").replace("w:t", "w:delText")}</w:del>'
            + f'<w:ins w:id="2" w:author="甲">{run("一大")}</w:ins>'
            + run("（答案是乙）", "<w:vanish/>")
            + f"<w:hyperlink>{run('召开于')}</w:hyperlink>"
            + run("（B）。")
        )
        + line(run("A．1920年 B．1921年 C．1922年 D．1923年"))
    )
    assert questions(data) == [FIRST]


def test_text_boxes_and_content_controls_are_read_once() -> None:
    box = "".join(
        map(line, map(run, ["2．遵义会议召开于（B）。", "A．1934年 B．1935年 C．1936年 D．1937年"]))
    )
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{box}</w:txbxContent></wps:txbx></wps:wsp>"
    data = with_body(
        f"<w:sdt><w:sdtContent>{line(run('1．党的一大召开于（B）。'))}</w:sdtContent></w:sdt>"
        + line(run("A．1920年 B．1921年 C．1922年 D．1923年"))
        + line(
            "<w:r><mc:AlternateContent>"
            f"<mc:Choice Requires='wps'><w:drawing>{shape}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )
    assert questions(data) == BOTH


def test_ticks_of_symbol_fonts_are_ticks() -> None:
    data = with_body(
        line(
            run("1．1919年发生了五四运动。（")
            + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
            + run("）")
        )
        + line(
            run("2．1928年发生了南昌起义。（")
            + '<w:r><w:sym w:font="Wingdings" w:char="F0FB"/></w:r>'
            + run("）")
        )
    )
    assert [draft.answer for draft in read(data).drafts] == [["true"], ["false"]]


def test_markdown_pasted_into_word_loses_its_marks() -> None:
    data = paragraphs(
        "### 一、单选题",
        "**1. 党的一大召开于（ ）。**",
        "- A. 1920年",
        "- B. 1921年",
        "- C. 1922年",
        "- D. 1923年",
        "**答案：** B",
    )
    assert questions(data) == [FIRST]


def test_a_word_file_without_styles_and_numbers_is_read() -> None:
    data = paragraphs(*FIRST_LINES)
    broken = workbooks.with_part(data, "word/styles.xml", lambda _: b"<not xml")
    assert questions(workbooks.with_part(broken, "word/numbering.xml", lambda _: b"")) == [FIRST]


def test_a_table_of_a_million_cells_is_refused() -> None:
    data = with_body(f"<w:tbl>{'<w:tr><w:tc/><w:tc/><w:tc/></w:tr>' * 300_000}</w:tbl>")
    assert fault(data)[0] in ("word_too_large", "zip_too_large")


def test_tables_in_tables_in_tables_end_somewhere() -> None:
    deep = line(run("1．党的一大召开于（B）。"))
    for _ in range(120):
        deep = f"<w:tbl><w:tr><w:tc>{deep}</w:tc></w:tr></w:tbl>"
    assert read(with_body(deep + line(run("甲")))).drafts == []
