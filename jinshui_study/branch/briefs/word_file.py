"""A brief as a Word document."""

import io
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from jinshui_study.branch.briefs import drawing
from jinshui_study.branch.briefs.facts import Topic
from jinshui_study.branch.briefs.wording import Brief
from jinshui_study.branch.charts import Trend
from jinshui_study.questions.formats.writing import word_document

PICTURE = Mm(130)
BLOCK, BLOCK_IS = "▇", 5
"""A bar is written with blocks, each so many per cent."""


def of_brief(brief: Brief, chart: Trend, caption: str, topics: list[Topic]) -> bytes:
    document = word_document.begun(brief.title)
    _add(document, brief.title, size=18, bold=True, centred=True)
    _add(document, brief.lead, centred=True)
    for section in brief.sections:
        _add(document, section.title, size=14, bold=True, keeps=True)
        word_document.add_block(document, [*section.paragraphs, *section.points])
        if section.shows_trend and chart.dots:
            _add_chart(document, chart, caption)
        if section.shows_topics and topics:
            _add_topics(document, topics)
    for note in brief.notes:
        _add(document, note, size=9)
    return word_document.written(document)


def _add(
    document: Any,
    text: str,
    *,
    size: int = 11,
    bold: bool = False,
    centred: bool = False,
    keeps: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = keeps


def _add_chart(document: Any, chart: Trend, caption: str) -> None:
    document.add_picture(io.BytesIO(drawing.png(chart)), width=PICTURE)
    picture = document.paragraphs[-1]
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.paragraph_format.keep_with_next = True
    _add(document, caption, size=9, centred=True)


def _add_topics(document: Any, topics: list[Topic]) -> None:
    table = document.add_table(rows=0, cols=3)
    for topic in topics:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = topic.name, BLOCK * (topic.percent // BLOCK_IS)
        cells[2].text = f"约 {topic.percent}%"
    for column, width in zip(table.columns, (Mm(52), Mm(80), Mm(24)), strict=True):
        for cell in column.cells:
            cell.width = width
    document.add_paragraph()
