"""The text of a paragraph as it is seen in Word: breaks, symbols, underlined blanks; nothing deleted or hidden."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from jinshui_study.questions.formats.office.word_names import child, value
from jinshui_study.questions.formats.understanding import gaps

DEEPEST = 60
LONGEST_FILLED = 40

_UNSEEN = frozenset(
    [
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "Fallback",
        "rt",
        "sdtPr",
        "sectPr",
    ]
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_SYMBOLS = {
    "F0FC": "√",
    "F050": "√",
    "F0FB": "×",
    "F0FD": "×",
    "F04F": "×",
    "F0FE": "☑",
    "F052": "☑",
    "F0A8": "□",
    "F06F": "□",
    "F0D6": "√",
    "F0B4": "×",
    "00D6": "√",
    "00B4": "×",
}
"""Ticks and crosses of the fonts Wingdings, Wingdings 2 and Symbol, by their codes."""
_OFF = frozenset(["0", "false", "off", "none"])


@dataclass
class Written:
    """A paragraph's lines, and the paragraphs of text boxes that hang on it."""

    lines: list[str]
    boxes: list[Element] = field(default_factory=list)
    looks: list[list[frozenset[str]]] = field(default_factory=list)
    """How each sign of each line looks: coloured, shaded, underlined, bold; empty where none is different."""


@dataclass
class _Piece:
    text: str
    is_underlined: bool
    manners: frozenset[str] = frozenset()


def written(paragraph: Element) -> Written:
    boxes: list[Element] = []
    pieces: list[_Piece] = []
    looks: list[frozenset[str]] = []
    for piece in _pieces(paragraph, boxes, 0):
        looks.extend([piece.manners] * len(piece.text))
        if pieces and pieces[-1].is_underlined == piece.is_underlined:
            pieces[-1].text += piece.text
        else:
            pieces.append(piece)
    text = "".join(_shown(pieces, place) for place in range(len(pieces)))
    lines = text.split("\n")
    if not any(looks) or len(text) != len(looks):
        return Written(lines, boxes)
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line) + 1)
    return Written(
        lines, boxes, [looks[begin : begin + len(line)] for begin, line in zip(begins, lines, strict=False)]
    )


def _pieces(node: Element, boxes: list[Element], depth: int) -> Iterator[_Piece]:
    is_hidden, is_underlined = _looks(node) if node.tag == "r" else (False, False)
    if is_hidden or depth > DEEPEST:
        return
    manners = _manners(node, is_underlined=is_underlined) if node.tag == "r" else frozenset[str]()
    for one in node:
        if one.tag in _UNSEEN:
            continue
        if one.tag == "t":
            yield _Piece((one.text or "").replace("\n", " "), is_underlined, manners)
        elif one.tag in _BREAKS:
            yield _Piece(_BREAKS[one.tag], is_underlined and one.tag == "tab")
        elif one.tag == "sym":
            yield _Piece(_SYMBOLS.get(one.get("char", "").upper(), ""), False)
        elif one.tag == "txbxContent":
            boxes.append(one)
        else:
            for piece in _pieces(one, boxes, depth + 1):
                piece.is_underlined = piece.is_underlined or is_underlined
                yield piece


def _looks(run: Element) -> tuple[bool, bool]:
    """Whether a run is hidden, and whether it is underlined."""
    properties = child(run, "rPr")
    hidden, line = child(properties, "vanish"), child(properties, "u")
    return (
        hidden is not None and value(hidden) not in _OFF,
        line is not None and value(line) not in _OFF and bool(value(line)),
    )


def _manners(run: Element, *, is_underlined: bool) -> frozenset[str]:
    """The ways in which a run is made to stand out."""
    properties = child(run, "rPr")
    if properties is None:
        return frozenset()
    shade = child(properties, "shd")
    found = {
        "1 highlight": value(child(properties, "highlight")) not in ("", "none", "white"),
        "2 shading": shade is not None and shade.get("fill", "auto") not in ("auto", "FFFFFF", ""),
        "3 colour": value(child(properties, "color")).lower() not in ("", "auto", "000000"),
        "4 underline": is_underlined,
        "5 emphasis": value(child(properties, "em")) not in ("", "none"),
        "6 bold": (bold := child(properties, "b")) is not None and value(bold) not in _OFF,
    }
    return frozenset(name for name, is_so in found.items() if is_so)


def _shown(pieces: list[_Piece], place: int) -> str:
    """Underlined blanks are a gap; underlined words inside a sentence may be what was filled into one."""
    piece = pieces[place]
    if not piece.is_underlined or len(pieces) == 1:
        return piece.text
    if not piece.text.strip():
        return "____" if len(piece.text) > 1 or piece.text == "\t" else piece.text
    before = pieces[place - 1].text if place else ""
    after = pieces[place + 1].text if place + 1 < len(pieces) else ""
    is_filled = len(piece.text) <= LONGEST_FILLED and "\n" not in piece.text and "_" not in piece.text
    if (
        not is_filled
        or not before.strip()
        or before.rstrip().endswith(("（", "("))
        or after.lstrip().startswith(("）", ")"))
    ):
        return piece.text
    return f"{gaps.UNDERLINE}{piece.text}{gaps.UNDERLINE_END}"
