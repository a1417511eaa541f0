"""XML as a tree with line numbers: no DTD, no entities of the file's own, no more depth or size than questions need."""

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from jinshui_study.questions.formats.yaml_nodes import Unreadable

DEEPEST = 100
MOST_NODES = 500_000
SNIFFED = 4096

_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>")
_ENCODING = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMED = re.compile(r"&([a-zA-Z][a-zA-Z0-9]{1,30});")
_OF_XML = frozenset(["amp", "lt", "gt", "quot", "apos"])
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_READABLE = {
    **dict.fromkeys(["gb2312", "gbk", "gb18030", "cp936", "ms936", "x-gbk", "euc-cn"], "gb18030"),
    **dict.fromkeys(["iso-8859-1", "latin-1", "latin1", "windows-1252"], "windows-1252"),
    "big5": "big5hkscs",
}

Part: TypeAlias = "str | Node"


@dataclass(slots=True)
class Node:
    """An element: its name without prefix, its attributes, what stands in it in order, and its line (from 1)."""

    name: str
    attributes: dict[str, str]
    line: int
    parts: list[Part] = field(default_factory=list)

    def children(self, *names: str) -> list["Node"]:
        """The elements directly in this one, of these names or all."""
        found = [part for part in self.parts if isinstance(part, Node)]
        return [node for node in found if node.name in names] if names else found

    def child(self, name: str) -> "Node | None":
        return next(iter(self.children(name)), None)

    def descendants(self, *names: str) -> Iterator["Node"]:
        """The elements anywhere in this one, in the order of the file."""
        for node in self.children():
            if not names or node.name in names:
                yield node
            yield from node.descendants(*names)

    @property
    def text(self) -> str:
        """All text in it, as it stands."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def head(data: bytes) -> str:
    """The beginning of the file as text, whatever its encoding, to tell what it is."""
    start = data[:SNIFFED]
    for bom, encoding in _BOMS.items():
        if start.startswith(bom):
            return start.decode(encoding, errors="ignore")
    return start.decode("utf-8", errors="ignore")


def says_xml(data: bytes) -> bool:
    """Whether the file calls itself XML, whatever is in it."""
    return re.match(r"\s*<(\?xml\b|!DOCTYPE(?!\s+html\b))", head(data), re.IGNORECASE) is not None


def root_name(data: bytes) -> str:
    """The name of the first element, without prefix; empty where there is none near the beginning."""
    found = re.search(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]", _without_comments(head(data)))
    return found[1] if found else ""


def _without_comments(text: str) -> str:
    return re.sub(
        r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!DOCTYPE[^<\[>]*(?:\[.*?\]\s*)?>", "", text, flags=re.DOTALL
    )


def parse(data: bytes) -> tuple[Node, str]:
    """The root of the document and the encoding it was in. Raises Unreadable."""
    text, encoding = _decoded(data)
    text = _ILLEGAL.sub("", text)
    try:
        return _parsed(text), encoding
    except DefusedXmlException as error:
        message = "这个 XML 文件带有 DTD 或实体声明（如 <!DOCTYPE …>、<!ENTITY …>），为安全起见不读取，请删去后再试。"
        raise Unreadable("xml_forbidden", None, message) from error
    except SAXException as error:
        line = getattr(error, "getLineNumber", lambda: None)()
        message = f"XML 写法有误（{_reason(error)}），请用导出它的软件重新导出。"
        raise Unreadable("xml_unreadable", line, message) from error
    except RecursionError as error:
        raise Unreadable("xml_unreadable", None, "XML 层次太深。") from error


def _parsed(text: str) -> Node:
    try:
        return _built(text)
    except SAXException as error:
        if "undefined entity" not in str(error):
            raise
        return _built(_NAMED.sub(_named, text))


def _named(found: re.Match[str]) -> str:
    """`&nbsp;` and other names of HTML are not XML's own; the few that are stay."""
    return found[0] if found[1] in _OF_XML else html.escape(html.unescape(found[0]))


def _built(text: str) -> Node:
    tree = _Tree()
    defusedxml.sax.parseString(text.encode(), tree, forbid_dtd=True)
    if tree.root is None:
        raise Unreadable("xml_unreadable", 1, "XML 文件里没有内容。")
    return tree.root


def _reason(error: SAXException) -> str:
    return str(getattr(error, "getMessage", lambda: "")()) or "unreadable"


class _Tree(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self._opened: list[Node] = []
        self._chunks: list[str] = []
        self._count = 0
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - named by SAX
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self._end_text()
        self._count += 1
        line = self._locator.getLineNumber()
        if self._count > MOST_NODES:
            raise Unreadable("xml_too_large", line, f"XML 里的元素超过 {MOST_NODES} 个，请分成几个文件。")
        if len(self._opened) >= DEEPEST:
            raise Unreadable("xml_unreadable", line, f"XML 层次太深，最多 {DEEPEST} 层。")
        node = Node(_local(name), {_local(key): value for key, value in attrs.items()}, line)
        if self._opened:
            self._opened[-1].parts.append(node)
        else:
            self.root = node
        self._opened.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._end_text()
        self._opened.pop()

    def characters(self, content: str) -> None:
        self._chunks.append(content)

    def _end_text(self) -> None:
        if self._chunks:
            self._opened[-1].parts.append("".join(self._chunks))
            self._chunks.clear()


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _decoded(data: bytes) -> tuple[str, str]:
    """The text without its XML declaration, and the name of its encoding. Raises Unreadable."""
    declared = _ENCODING.match(data.removeprefix(codecs.BOM_UTF8).lstrip()[:SNIFFED])
    wanted = _READABLE.get(declared[1].decode().lower(), "utf-8") if declared else "utf-8"
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            wanted = encoding
    for encoding in dict.fromkeys([wanted, "utf-8", "gb18030"]):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _DECLARATION.sub("", text, count=1), encoding.removesuffix("-sig")
    raise Unreadable("encoding_unknown", 1, "文件编码无法识别，请另存为 UTF-8 后再试。")
