"""The automatic numbers of a Word file: they are seen on paper but stand nowhere in its text."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from jinshui_study.questions.formats.office.word_names import child, value

DIGITS = "零一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
DEEPEST = 9


@dataclass
class Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a file: the levels of each by its number, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, properties: Element | None) -> str:
        """The number before a paragraph with these properties, `1.` or `A、`, counted on; empty for none."""
        place = self._place(properties)
        if place is None:
            return ""
        number, depth = place
        abstract = self.lists.get(number, "")
        levels = self.levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._count(number, abstract, depth, level)
        text = level.text
        for upper in range(depth + 1):
            shown = levels.get(upper, level)
            text = text.replace(f"%{upper + 1}", written(counts[upper] or shown.start, shown.form))
        return "" if level.form in ("bullet", "none") else text

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """The list a paragraph belongs to, by itself or by its style, and how deep it stands there."""
        style = value(child(properties, "pStyle"))
        number, depth = self.styles.get(style, ("", 0))
        own = child(properties, "numPr")
        if own is not None:
            number = value(child(own, "numId")) or number
            depth = _number(value(child(own, "ilvl")), depth)
        return (number, depth) if number not in ("", "0") and 0 <= depth < DEEPEST else None

    def _count(self, number: str, abstract: str, depth: int, level: Level) -> list[int | None]:
        counts = self.counts.setdefault(abstract, [None] * DEEPEST)
        restart = self.starts.get(number, {}).get(depth)
        if restart is not None and (number, depth) not in self.begun:
            counts[depth] = restart
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else before + 1
        self.begun.add((number, depth))
        counts[depth + 1 :] = [None] * (DEEPEST - depth - 1)
        return counts


def numbering_of(root: Element | None, styles: Element | None) -> Numbering:
    """What numbering.xml and styles.xml say; either may be missing."""
    result = Numbering()
    for node in [] if root is None else list(root):
        if node.tag == "abstractNum":
            name = node.get("abstractNumId", "")
            result.levels[name] = {
                _number(one.get("ilvl"), 0): _level(one) for one in node if one.tag == "lvl"
            }
        elif node.tag == "num":
            name = node.get("numId", "")
            result.lists[name] = value(child(node, "abstractNumId"))
            result.starts[name] = {
                _number(one.get("ilvl"), 0): _number(value(child(one, "startOverride")), 1)
                for one in node
                if one.tag == "lvlOverride" and child(one, "startOverride") is not None
            }
    for style in [] if styles is None else list(styles):
        own = child(child(style, "pPr"), "numPr")
        if style.tag == "style" and own is not None:
            depth = _number(value(child(own, "ilvl")), 0)
            result.styles[style.get("styleId", "")] = (value(child(own, "numId")), depth)
    return result


def _level(node: Element) -> Level:
    return Level(
        value(child(node, "numFmt")) or "decimal",
        value(child(node, "lvlText")),
        _number(value(child(node, "start")), 1),
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; figures for those we don't know."""
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) if number > 0 else ""
        return letter if form == "upperLetter" else letter.lower()
    if form.startswith(("chinese", "japanese", "taiwanese", "ideographDigital", "korean")):
        return _chinese(number)
    if form.startswith("ideographTraditional"):
        return STEMS[(number - 1) % len(STEMS)]
    if form.startswith("decimalEnclosedCircle") and 0 < number <= len(CIRCLED):
        return CIRCLED[number - 1]
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    signs = (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    text = ""
    rest = min(number, 399)
    for size, sign in signs:
        while rest >= size:
            text, rest = text + sign, rest - size
    return text
