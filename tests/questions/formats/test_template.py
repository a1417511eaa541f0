"""The templates: what stands in them reads back as what they show, and nothing of their instructions does."""

import dataclasses
import io
import zipfile

import pytest
from docx import Document
from python_calamine import load_workbook

from jinshui_study.questions import check, formats, kinds
from jinshui_study.questions.drafts import ERROR, BankFile
from jinshui_study.questions.formats.writing import template
from tests.questions.formats.hostile import held

UNTAGGED = [dataclasses.replace(draft, tags=[]) for draft in template.EXAMPLES]
"""The Word template has no line for tags."""


@pytest.mark.parametrize(
    ("data", "layout", "examples"),
    [(template.xlsx(), "xlsx", template.EXAMPLES), (template.docx(), "word", UNTAGGED)],
    ids=["xlsx", "docx"],
)
def test_an_untouched_template_reads_back_as_its_examples(data: bytes, layout: str, examples: list) -> None:
    read_file = formats.read(data, "模板")
    assert read_file.layout == layout
    assert held(read_file) == held(BankFile("", "", "", drafts=examples))
    assert [remark for draft in read_file.drafts for remark in draft.remarks] == []
    assert [finding for finding in read_file.findings if finding.severity == ERROR] == []


def test_the_examples_are_good_questions_of_every_kind() -> None:
    file = BankFile("a", "", "", bank="b", title="题库", drafts=template.EXAMPLES)
    report = check.check(file)
    assert report.findings == []
    assert {draft.kind for draft in template.EXAMPLES} == set(kinds.KINDS)
    assert len(report.checked) == len(template.EXAMPLES)


def test_the_workbook_says_how_to_fill_it_in_and_offers_the_kinds() -> None:
    data = template.xlsx()
    book = load_workbook(io.BytesIO(data))
    assert book.sheet_names == ["题库", "填写说明"]
    assert book.get_sheet_by_name("题库").to_python()[0] == template.COLUMNS
    told = "".join(cell for row in book.get_sheet_by_name("填写说明").to_python() for cell in row)
    assert all(name in told for name in ("题型", "题干", "答案", "解析", "难度", "____", "A-4、B-1"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '"单选题,多选题,判断题,填空题,排序题,连线题"' in page.replace("&quot;", '"')
    assert '"易,中,难"' in page.replace("&quot;", '"')


def test_the_document_says_how_to_fill_it_in_before_the_first_heading() -> None:
    lines = [paragraph.text for paragraph in Document(io.BytesIO(template.docx())).paragraphs]
    assert lines[0] == "填写说明："
    assert lines.index("一、单选题") > lines.index(
        "下面各题是例题，按同样的写法填写自己的题，填写前请删去例题。"
    )


def test_the_document_is_on_a4_with_each_question_on_one_page() -> None:
    document = Document(io.BytesIO(template.docx()))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    shapes = {paragraph.text: paragraph.paragraph_format for paragraph in document.paragraphs}
    first = next(text for text in shapes if text.startswith("1. "))
    assert shapes[first].keep_with_next is True


def test_a_row_added_below_the_examples_is_read_too() -> None:
    document = Document(io.BytesIO(template.docx()))
    for line in ("10. 新的一题____。", "答案：答案甲", "章节：专题"):
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    assert len(formats.read(target.getvalue(), "a.docx").drafts) == len(template.EXAMPLES) + 1
