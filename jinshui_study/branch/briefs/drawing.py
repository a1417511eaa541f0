"""A trend as a picture for documents that carry no SVG; its words stand in the document's own text. Pure."""

import io

from PIL import Image, ImageDraw, ImageFont

from jinshui_study.arena.statistics.charts import HEIGHT, LEFT, RIGHT, WIDTH
from jinshui_study.branch.charts import Trend

SCALE = 4
GOLD, GREY, LINE, INK = "#B98A2F", "#8A7F73", "#E3DDD2", "#6B6157"
DASH = (5, 4)
BELOW = 24
"""What the page's chart leaves below for words."""


def png(chart: Trend) -> bytes:
    image = Image.new("RGB", (WIDTH * SCALE, (HEIGHT - BELOW) * SCALE), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(11 * SCALE)
    for tick in chart.up:
        pen.line(_at((LEFT, tick.at), (WIDTH - RIGHT, tick.at)), fill=LINE, width=SCALE)
        pen.text(_at((LEFT - 6, tick.at))[0], tick.label, fill=INK, font=font, anchor="rm")
    for tick in chart.across:
        pen.text(_at((tick.at, 202))[0], tick.label, fill=INK, font=font, anchor="mm")
    for line in chart.others:
        for start, end in dashes(corners(line)):
            pen.line(_at(start, end), fill=GREY, width=2 * SCALE)
    for line in chart.lines:
        pen.line(_at(*corners(line)), fill=GOLD, width=3 * SCALE, joint="curve")
    for dot in chart.dots:
        pen.circle(_at((dot.x, dot.y))[0], 4 * SCALE, fill=GOLD)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def corners(line: str) -> list[tuple[float, float]]:
    """The points of an SVG polyline."""
    pairs = (point.split(",") for point in line.split())
    return [(float(x), float(y)) for x, y in pairs]


def dashes(points: list[tuple[float, float]]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """A line through the points in dashes, which go on round corners."""
    found, left, drawn = [], float(DASH[0]), True
    for (x, y), (to_x, to_y) in zip(points, points[1:], strict=False):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        done = 0.0
        while done < length:
            step = min(left, length - done)
            if drawn:
                ends = [
                    (x + (to_x - x) * part / length, y + (to_y - y) * part / length)
                    for part in (done, done + step)
                ]
                found.append((ends[0], ends[1]))
            done, left = done + step, left - step
            if left <= 0:
                drawn = not drawn
                left = float(DASH[0 if drawn else 1])
    return found


def _at(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]
