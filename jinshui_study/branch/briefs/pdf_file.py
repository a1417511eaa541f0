"""A brief as a PDF that carries the part of the font it needs, and looks the same everywhere."""

import gc
from typing import Any

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from jinshui_study.arena.statistics.charts import HEIGHT, LEFT, RIGHT, WIDTH
from jinshui_study.branch.briefs import drawing, fonts, typesetting
from jinshui_study.branch.briefs.drawing import GOLD, GREY, INK, LINE
from jinshui_study.branch.briefs.facts import Topic
from jinshui_study.branch.briefs.wording import Brief
from jinshui_study.branch.charts import Trend

MEDIA_TYPE = "application/pdf"
FAMILY = "cjk"
TEXT, SMALL, HEADING, TITLE = 11, 9, 14, 18
TOGETHER = 6
"""So many lines of a paragraph are not parted."""
MARGIN, BAR_AT, BAR_WIDE = 20, 75, 80
SCALE = 0.36
"""Millimetres of a unit of the chart."""
TALL = (HEIGHT - 24) * SCALE


class Sheet(FPDF):
    """A4 with the page's number at its foot."""

    def __init__(self, title: str) -> None:
        font = fonts.get()
        super().__init__(format="A4")
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.add_font(FAMILY, fname=str(font.path), collection_font_number=font.face)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FAMILY, size=SMALL)
        self.set_text_color(INK)
        self.cell(0, 6, f"第 {self.page_no()} 页", align="C")

    def say(self, text: str, size: int = TEXT, *, before: float = 0, align: str = "L") -> None:
        """A paragraph, broken where the line ends; what is not long stays on one page."""
        self.set_font(FAMILY, size=size)
        self.set_text_color("#221D18")
        self.ln(before)
        tall = size * 0.62
        lines = typesetting.lines(text, self.epw - 2 * self.c_margin, self.get_string_width)
        self.room(tall * min(len(lines), TOGETHER))
        for line in lines:
            self.cell(0, tall, line, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def room(self, tall: float) -> None:
        """Begin a new page where so many millimetres are not left."""
        if self.will_page_break(tall):
            self.add_page()


def of_brief(brief: Brief, chart: Trend, caption: str, topics: list[Topic]) -> bytes:
    """Raises Unavailable where there is no font."""
    sheet = Sheet(brief.title)
    sheet.say(brief.title, TITLE, align="C")
    sheet.say(brief.lead, before=2, align="C")
    for section in brief.sections:
        sheet.room(24)
        sheet.say(section.title, HEADING, before=5)
        for line in (*section.paragraphs, *section.points):
            sheet.say(line, before=1)
        if section.shows_trend and chart.dots:
            _draw_chart(sheet, chart, caption)
        if section.shows_topics:
            _draw_topics(sheet, topics)
    sheet.ln(4)
    for note in brief.notes:
        sheet.say(note, SMALL)
    data = bytes(sheet.output())
    del sheet
    gc.collect()  # the font's tables hold each other: 30 MB a document that would wait for a later collection
    return data


def _draw_chart(sheet: Sheet, chart: Trend, caption: str) -> None:
    sheet.room(TALL + 14)
    sheet.ln(3)
    left, top = (sheet.w - WIDTH * SCALE) / 2, sheet.get_y()

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * SCALE, top + y * SCALE

    sheet.set_font(FAMILY, size=8)
    sheet.set_text_color(INK)
    _lines(sheet, LINE, 0.2, [(at(LEFT, tick.at), at(WIDTH - RIGHT, tick.at)) for tick in chart.up])
    for tick in chart.up:
        x, y = at(LEFT - 6, tick.at)
        sheet.text(x - sheet.get_string_width(tick.label), y + 1, tick.label)
    for tick in chart.across:
        x, y = at(tick.at, 206)
        sheet.text(x - sheet.get_string_width(tick.label) / 2, y, tick.label)
    for line in chart.others:
        ends = drawing.dashes(drawing.corners(line))
        _lines(sheet, GREY, 0.5, [(at(*start), at(*end)) for start, end in ends])
    for line in chart.lines:
        corners = drawing.corners(line)
        ends = list(zip(corners, corners[1:], strict=False))
        _lines(sheet, GOLD, 0.8, [(at(*start), at(*end)) for start, end in ends])
    sheet.set_fill_color(GOLD)
    for dot in chart.dots:
        sheet.circle(*at(dot.x, dot.y), 1.2, style="F")
    sheet.set_y(top + TALL)
    sheet.say(caption, SMALL, align="C")


def _lines(sheet: Sheet, colour: str, width: float, ends: list[Any]) -> None:
    sheet.set_draw_color(colour)
    sheet.set_line_width(width)
    for start, end in ends:
        sheet.line(*start, *end)


def _draw_topics(sheet: Sheet, topics: list[Topic]) -> None:
    sheet.ln(2)
    for topic in topics:
        sheet.room(8)
        sheet.set_font(FAMILY, size=TEXT)
        sheet.set_text_color("#221D18")
        top = sheet.get_y()
        name = topic.name
        while sheet.get_string_width(name) > BAR_AT - MARGIN - 4:
            name = name.removesuffix("…")[:-1] + "…"
        sheet.cell(BAR_AT - MARGIN, 7, name)
        for colour, wide in ((LINE, BAR_WIDE), (GOLD, BAR_WIDE * topic.percent / 100)):
            sheet.set_fill_color(colour)
            sheet.rect(BAR_AT, top + 1.8, wide, 3.4, style="F")
        sheet.set_xy(BAR_AT + BAR_WIDE + 4, top)
        sheet.cell(0, 7, f"约 {topic.percent}%", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
