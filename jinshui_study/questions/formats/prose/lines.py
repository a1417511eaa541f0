"""A file as lines of text: what every reader of prose hands to the line machine."""

import re
from collections import Counter
from dataclasses import dataclass

from jinshui_study.questions.formats.understanding import cleaning

_PAGE = re.compile(
    r"\s*(?:[-—–·~－]+\s*\d{1,4}\s*[-—–·~－]+|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|(?:page\s*)?\d+\s*(?:/|of)\s*\d+"
    r"|page\s*\d+|共\s*\d+\s*页(?:\s*[,，]?\s*第\s*\d+\s*页)?)\s*",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\s*(?:(?:姓\s*名|单\s*位|部\s*门|(?:所在)?(?:党)?支部|得\s*分|成\s*绩|分\s*数|总\s*分|学\s*号|班\s*级|职\s*务|日\s*期|电\s*话|座号|考号|准考证号"
    r"|评卷人|阅卷人?|工号)[\s:：_＿（()），,；;|]*+)+"
)
_RULE = re.compile(r"\s*(?:[-—–=*_~·.…#─━]\s?){3,}\s*")
_OF_QUESTION = re.compile(r"^[\d(（【\[]|[（(？?。_:：；;]")
_DIGITS = re.compile(r"\s*\d{1,4}\s*")
FEWEST_PAGES = 2


@dataclass(frozen=True)
class Line:
    """One line: its text, where it stands in the file, and the level of the heading it is (0 for none)."""

    text: str
    where: str
    heading: int = 0

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def of_text(text: str) -> list[Line]:
    """The lines of a text as `行 1`, `行 2`, …"""
    rows = cleaning.unescaped(text.replace("\f", "\n" if "\f\n" not in text else "")).split("\n")
    return [Line(row, f"行 {number}") for number, row in enumerate(rows, 1)]


def without_noise(lines: list[Line]) -> list[Line]:
    """Without page numbers, ruled lines and the title that stands on every page."""
    pages = _page_numbers(lines)
    title = next((line.text.strip() for line in lines if not line.is_blank), "")
    repeated = (
        not _OF_QUESTION.search(title) and Counter(line.text.strip() for line in lines)[title] > FEWEST_PAGES
    )
    kept: list[Line] = []
    for index, line in enumerate(lines):
        is_page = index in pages or _PAGE.fullmatch(line.text) is not None
        is_form = not line.is_blank and len(line.text) < 300 and _FORM.fullmatch(line.text) is not None
        if is_page or is_form or _RULE.fullmatch(line.text) is not None:
            continue
        if repeated and kept and line.text.strip() == title:
            continue
        kept.append(line)
    return kept


def _page_numbers(lines: list[Line]) -> set[int]:
    """Lines that hold a number only, where these count up by one through the file."""
    found = [(index, int(line.text)) for index, line in enumerate(lines) if _DIGITS.fullmatch(line.text)]
    steps = [later[1] - earlier[1] for earlier, later in zip(found, found[1:], strict=False)]
    is_counting = len(found) >= FEWEST_PAGES and all(step == 1 for step in steps)
    return {index for index, _ in found} if is_counting else set()
