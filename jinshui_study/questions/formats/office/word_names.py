"""The XML of a Word file with plain names, whichever of the two namespaces it was written in."""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

BAD_XML = (ParseError, DefusedXmlException, ValueError)
"""What reading XML that is broken, or that has entities, raises."""
MOST_NODES = 1_000_000
"""Elements that may be held at a time: those of one paragraph or one table."""


class TooLarge(Exception):
    """One table or paragraph holds more than fits."""


def plain(name: str) -> str:
    return name.rpartition("}")[2]


def parts(stream: IO[bytes], depth: int) -> Iterator[Element]:
    """The elements that stand `depth` below the root, each whole, one after the other.

    Raises one of BAD_XML, or TooLarge.
    """
    opened: list[Element] = []
    held = 0
    for event, node in iterparse(stream, events=("start", "end")):
        if event == "start":
            node.tag = plain(node.tag)
            opened.append(node)
            held += 1
            if held > MOST_NODES:
                raise TooLarge
            continue
        _name_attributes(node)
        opened.pop()
        if len(opened) == depth:
            yield node
            opened[-1].clear()
            held = 0


def whole(stream: IO[bytes]) -> Element | None:
    """A small XML file as one element. Raises one of BAD_XML, or TooLarge."""
    root = Element("root")
    for node in parts(stream, 1):
        root.append(node)
    return root


def _name_attributes(node: Element) -> None:
    if any("}" in name for name in node.keys()):  # noqa: SIM118
        named: dict[str, Any] = {plain(name): text for name, text in node.items()}
        node.attrib.clear()
        node.attrib.update(named)


def child(node: Element | None, name: str) -> Element | None:
    """The first child of this name, or None."""
    return None if node is None else next((one for one in node if one.tag == name), None)


def value(node: Element | None) -> str:
    """The `val` of an element that holds nothing else."""
    return "" if node is None else node.get("val", "")
