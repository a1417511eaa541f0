"""The HTML of a question as plain text, and plain text as HTML that reads back as it was."""

import html
import re

_BLOCK_NAMES = (
    "address article aside blockquote center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table tbody tfoot thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
CELLS = frozenset(["td", "th"])
PICTURES = frozenset(["img", "object", "video", "audio", "svg", "picture", "embed", "iframe", "canvas"])
VOID = frozenset(["br", "hr", "img", "embed", "input", "col", "wbr", "source", "track"])
UNSEEN = frozenset(["script", "style", "head", "template"])
LONGEST = 1_000_000
"""Characters of HTML that are read; no question has so many."""
MOST_SCRIPTS = 4
"""How deep raised and lowered texts stand in one another."""
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|font|sub|sup|ul|ol|li|table|tbody|tr|t[dh]|h[1-6]|img|a|pre|code)\b[^<>]*>",
    re.IGNORECASE,
)
_PICTURE = re.compile(rf"<({'|'.join(sorted(PICTURES))})\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9:-]*)(?=[\s/>])(?:(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*+)>|<\?[^<>]*+>"
    r"|&(?P<entity>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
)
"""A tag, an instruction or an entity; all in time in proportion to the text, which html.parser doesn't keep to."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_RESERVED = re.compile("(?<= ) |^ | $|[\t\r\f\xa0&<>\"'{}\\\\~=#%*]")


class Flow:
    """Text that grows as a browser would show it: white space collapses, blocks start on lines of their own."""

    def __init__(self, *, keeps_lines: bool = False) -> None:
        self.pictures = 0
        self._keeps_lines = keeps_lines
        self._parts: list[str] = []
        self._is_at_start = True
        self._has_space = False
        self._unseen = 0
        self._scripts: list[tuple[str, int]] = []
        self._numbers: list[int | None] = []

    def text(self, data: str) -> None:
        """Text of the source, in which white space is only white space."""
        if self._keeps_lines:
            first, *rest = data.replace("\r\n", "\n").split("\n")
            self._inline(first)
            for line in rest:
                self.line()
                self._inline(line)
        else:
            self._inline(data)

    def _inline(self, data: str) -> None:
        words = _SPACES.split(data)
        for index, word in enumerate(words):
            if index:
                self._has_space = not self._is_at_start
            if word:
                self.literal(word.replace("\xa0", " "))

    def literal(self, text: str) -> None:
        """Characters to keep as they are."""
        if self._unseen:
            return
        if self._has_space:
            self._parts.append(" ")
        self._has_space = self._is_at_start = False
        self._parts.append(text)

    def line(self) -> None:
        if not self._unseen:
            self._parts.append("\n")
            self._is_at_start, self._has_space = True, False

    def block(self) -> None:
        if not self._is_at_start:
            self.line()

    def open(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self.line()
        elif tag in PICTURES:
            self.pictures += 1
        elif tag in BLOCKS:
            self.block()
            self._open_list(tag)
        elif tag in CELLS:
            self._has_space = not self._is_at_start
        elif tag in ("sub", "sup") and len(self._scripts) < MOST_SCRIPTS:
            self._scripts.append((tag, len(self._parts)))

    def _open_list(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self._numbers.append(0 if tag == "ol" else None)
        elif tag == "li" and self._numbers and self._numbers[-1] is not None:
            self._numbers[-1] += 1
            self.literal(f"{self._numbers[-1]}. ")

    def close(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in BLOCKS:
            self.block()
            if tag in ("ol", "ul") and self._numbers:
                self._numbers.pop()
        elif tag in ("sub", "sup") and self._scripts and self._scripts[-1][0] == tag:
            _, start = self._scripts.pop()
            inner = "".join(self._parts[start:]).strip()
            self._parts[start:] = [_script(tag, inner)] if inner else []

    def result(self) -> str:
        return "".join(self._parts).strip()


def _script(tag: str, text: str) -> str:
    """A raised or lowered text in characters of their own where there are some, else marked with ^ or _."""
    table = RAISED if tag == "sup" else LOWERED
    if all(ord(char) in table for char in text):
        return text.translate(table)
    mark = "^" if tag == "sup" else "_"
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


def plain(source: str, *, keeps_lines: bool = False) -> tuple[str, int]:
    """The text of some HTML and how many pictures it held."""
    source = _without_declarations(source[:LONGEST])
    flow = Flow(keeps_lines=keeps_lines)
    at = 0
    for token in _TOKEN.finditer(source):
        flow.text(source[at : token.start()])
        at = token.end()
        if token["entity"]:
            name = html.unescape(token[0])
            flow.literal(name if token["entity"].startswith("#") else name.replace("\xa0", " "))
        elif token["tag"]:
            _take_tag(flow, token)
    flow.text(source[at:])
    return flow.result(), flow.pictures


def _take_tag(flow: Flow, token: re.Match[str]) -> None:
    tag = token["tag"].lower()
    if token["end"]:
        flow.close(tag)
        return
    flow.open(tag)
    if token[0].endswith("/>") and tag not in VOID:
        flow.close(tag)


def _without_declarations(source: str) -> str:
    """Without comments and what else begins with `<!`."""
    kept, at = [], 0
    while (start := source.find("<!", at)) >= 0:
        mark = "-->" if source.startswith("<!--", start) else ">"
        end = source.find(mark, start + 2)
        if end < 0:
            break
        kept.append(source[at:start])
        at = end + len(mark)
    return "".join(kept) + source[at:].replace("<!", "")


def looks_like_html(text: str) -> bool:
    """Whether a text that may hold HTML does: a known tag or an entity stands in it."""
    return _TAG.search(text) is not None or _ENTITY.search(text) is not None


def has_pictures(source: str) -> bool:
    return "<" in source and _PICTURE.search(source) is not None


def written(text: str) -> str:
    """HTML whose text is `text`, without any character that GIFT or Moodle's cloze would take for a mark."""
    lines = text.split("\n")
    return "<br />".join(_RESERVED.sub(lambda found: f"&#{ord(found[0])};", line) for line in lines)
