"""Word documents on A4, in the one font we write Chinese and Latin in."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "宋体"


def begun(title: str) -> Any:
    """A document without content; its title is among its properties."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    document.core_properties.title = title
    return document


def add_heading(document: Any, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True


def add_block(document: Any, lines: Sequence[str]) -> None:
    """Lines that stay together on their page, apart from what stands before."""
    for place, line in enumerate(lines):
        shape = document.add_paragraph(line).paragraph_format
        shape.space_before, shape.space_after = Pt(0 if place else 9), Pt(0)
        shape.keep_with_next = place < len(lines) - 1


def written(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
