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

from jinshui_study.questions.formats.interchange.yaml_nodes import Unreadable

DEEPEST = 100
MOST_NODES = 100_000
"""Elements in one part of the root, a question say."""
MOST_TOTAL = 1_000_000
PIECE = 65_536
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
        return [part for part in self.parts if type(part) is Node and (not names or part.name in names)]

    def child(self, name: str) -> "Node | None":
        for part in self.parts:
            if type(part) is Node and part.name == name:
                return part
        return None

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
    document = Document(data)
    parts = []
    for part in document.parts():
        parts.append(part)
        if document.count > MOST_NODES:
            raise Unreadable("xml_too_large", None, f"XML 里的元素超过 {MOST_NODES} 个，请分成几个文件。")
    root = document.root
    root.parts = parts
    return root, document.encoding


class Document:
    """A document read piece by piece: what has been taken is not kept. Raises Unreadable, on reading too."""

    def __init__(self, data: bytes) -> None:
        text, self.encoding = _decoded(data)
        self._data = _ILLEGAL.sub("", text).encode()
        if _NAMED.search(text) is not None and _is_undefined(self._data):
            self._data = _NAMED.sub(_named, self._data.decode()).encode()
        self._tree = _Tree()
        self._pieces = self._read()
        self._waiting: list[Part] = []
        while self._tree.root is None and (piece := next(self._pieces, None)) is not None:
            self._waiting.extend(piece)

    @property
    def root(self) -> Node:
        """The root with its attributes; what stands in it comes from `parts`."""
        if self._tree.root is None:
            raise Unreadable("xml_unreadable", 1, "XML 文件里没有内容。")
        return self._tree.root

    @property
    def count(self) -> int:
        """How many elements have been read."""
        return self._tree.total

    def parts(self) -> Iterator[Part]:
        """What stands in the root, one after the other."""
        yield from self._waiting
        self._waiting.clear()
        for piece in self._pieces:
            yield from piece

    def _read(self) -> Iterator[list[Part]]:
        parser = _parser(self._tree)
        at, size = 0, PIECE
        try:
            while at < len(self._data):
                parser.feed(self._data[at : at + size])
                at += size
                done = self._tree.take()
                size = PIECE if done else size * 2  # a long tag is looked through anew with each piece
                yield done
            parser.close()
            yield self._tree.take()
        except (DefusedXmlException, SAXException) as error:
            raise _unreadable(error) from error


def _parser(tree: "_Tree") -> Any:
    parser = defusedxml.sax.make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(tree)
    tree.setDocumentLocator(parser)  # SAX only does so itself when it reads in one go
    return parser


def _is_undefined(data: bytes) -> bool:
    """Whether the file uses names that only HTML knows; its other faults are found on reading."""
    parser = _parser(_Tree())
    try:
        parser.feed(data)
    except SAXException as error:
        return "undefined entity" in str(error)
    except (DefusedXmlException, Unreadable):
        pass
    return False


def _unreadable(error: Exception) -> Unreadable:
    if isinstance(error, DefusedXmlException):
        message = "这个 XML 文件带有 DTD 或实体声明（如 <!DOCTYPE …>、<!ENTITY …>），为安全起见不读取，请删去后再试。"
        return Unreadable("xml_forbidden", None, message)
    line = getattr(error, "getLineNumber", lambda: None)()
    reason = str(getattr(error, "getMessage", lambda: "")()) or "unreadable"
    return Unreadable("xml_unreadable", line, f"XML 写法有误（{reason}），请用导出它的软件重新导出。")


def _named(found: re.Match[str]) -> str:
    """`&nbsp;` and other names of HTML are not XML's own; the few that are stay."""
    return found[0] if found[1] in _OF_XML else html.escape(html.unescape(found[0]))


class _Tree(ContentHandler):
    """Builds nodes; those directly in the root, and its texts, are handed out and forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self._opened: list[Node] = []
        self._chunks: list[str] = []
        self.total = 0
        self._before = 0
        self._locator: Any = None

    def take(self) -> list[Part]:
        """What is finished in the root."""
        if self.root is None:
            return []
        open_now = self._opened[1] if len(self._opened) > 1 else None
        done = [part for part in self.root.parts if part is not open_now]
        self.root.parts = [] if open_now is None else [open_now]
        return done

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - named by SAX
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self._end_text()
        depth = len(self._opened)
        self.total += 1
        self._before = self.total if depth < 2 else self._before
        line = self._locator.getLineNumber()
        if self.total - self._before > MOST_NODES:
            raise Unreadable("xml_too_large", line, f"一道题里的 XML 元素超过 {MOST_NODES} 个，不读取。")
        if self.total > MOST_TOTAL:
            raise Unreadable("xml_too_large", line, f"XML 里的元素超过 {MOST_TOTAL} 个，请分成几个文件。")
        if depth >= DEEPEST:
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
