"""A branch's sheets as Word documents on A4."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jinshui_study.branch import figures
from jinshui_study.branch.mistakes import Mistake
from jinshui_study.questions import kinds
from jinshui_study.questions.pages.wording import Shown

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "宋体"


def of_mistakes(branch: str, found: Sequence[Mistake]) -> bytes:
    """The questions with key, explanation and source, each kept together on its page."""
    title = f"{branch}错题讲义"
    document = _document(title)
    document.add_paragraph().add_run(title).bold = True
    if not found:
        document.add_paragraph("还没有可以讲的错题。")
    for number, one in enumerate(found, start=1):
        lines = list(_lines(number, one))
        for place, line in enumerate(lines):
            shape = document.add_paragraph(line).paragraph_format
            shape.space_before, shape.space_after = Pt(0 if place else 9), Pt(0)
            shape.keep_with_next = place < len(lines) - 1
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _document(title: str) -> Any:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    document.core_properties.title = title
    return document


def _lines(number: int, mistake: Mistake) -> Iterator[str]:
    shown = mistake.shown
    kind, share = kinds.CHINESE[shown.kind], figures.about(mistake.wrong, mistake.answers)
    yield f"{number}. {shown.fields['stem']}（{kind}，{share}）"
    yield from (f"{option.letter}. {option.text}" for option in shown.options)
    yield f"答案：{_answer(shown)}"
    for name, label in (("explanation", "解析"), ("source", "出处")):
        if shown.fields[name]:
            yield f"{label}：{shown.fields[name]}"


def _answer(shown: Shown) -> str:
    if shown.kind == kinds.MATCHING:
        return "；".join(f"{left} — {right}" for left, right in shown.pairs)
    return shown.answer
