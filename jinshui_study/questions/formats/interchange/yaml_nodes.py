"""YAML as plain text with line numbers: no types are guessed, nothing is nested deep, nothing is said by reference.

A bank is written by people who don't know that YAML reads 9:30 as 570, 1.10 as 1.1 and No as false:
here every value stays as it was typed.
"""

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

Value: TypeAlias = "str | list[Node] | dict[str, Node] | None"

DEEPEST = 20
TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")
EMPTY = ("", "~", "null", "Null", "NULL")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Unreadable(Exception):
    """What stands at `line` can't be read; says so in Chinese."""

    def __init__(self, code: str, line: int | None, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.where = "全文" if line is None else f"行 {line}"
        self.message = message


@dataclass
class Node:
    """A text, a list, a mapping or nothing, and the line it starts on (from 1)."""

    line: int
    value: Value


@dataclass
class _Open:
    """A list or mapping that is being read, and the key that waits for its value."""

    node: Node
    key: str | None = None
    keys: dict[str, int] = field(default_factory=dict)

    def take(self, node: Node) -> None:
        if isinstance(self.node.value, list):
            self.node.value.append(node)
        elif isinstance(self.node.value, dict) and self.key is not None:
            self.node.value[self.key] = node
            self.key = None
        else:
            self.key = self._new_key(node)

    def _new_key(self, node: Node) -> str:
        if not isinstance(node.value, str):
            raise Unreadable("yaml_unreadable", node.line, "冒号前面应是一个项目名。")
        if node.value in self.keys:
            first = self.keys[node.value]
            raise Unreadable("key_repeated", node.line, f"“{node.value}”写了两次（前一次在行 {first}）。")
        self.keys[node.value] = node.line
        return node.value


def parse(text: str) -> Node:
    """The one document in `text`. Raises Unreadable."""
    found = _CONTROL.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable("control_character", line, "文件里有看不见的控制字符，请删去。")
    top = _Open(Node(1, []))
    try:
        _build(yaml.parse(text, Loader=_LOADER), top)
    except yaml.YAMLError as error:
        raise _explained(error) from error
    documents = top.node.value
    assert isinstance(documents, list)
    if len(documents) > 1:
        raise Unreadable("yaml_unreadable", documents[1].line, "一个文件里只能有一份题库，不能用 --- 分开。")
    return documents[0] if documents else Node(1, None)


def _build(events: Any, top: _Open) -> None:
    opened = [top]
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            node = _node(event)
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(_Open(node))
                if len(opened) > DEEPEST:
                    raise Unreadable("yaml_unreadable", node.line, f"层次太深，最多 {DEEPEST} 层。")
            else:
                opened[-1].take(node)
        elif isinstance(event, yaml.CollectionEndEvent):
            finished = opened.pop()
            opened[-1].take(finished.node)


def _node(event: Any) -> Node:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent):
        raise Unreadable("yaml_unreadable", line, "不支持 YAML 的引用（*），以 * 开头的文字要加引号。")
    if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
        if not event.implicit:
            raise Unreadable("yaml_unreadable", line, f"不支持 YAML 的类型标记“{event.tag}”。")
        return Node(line, [] if isinstance(event, yaml.SequenceStartEvent) else {})
    if event.tag not in TEXT_TAGS:
        raise Unreadable("yaml_unreadable", line, f"不支持 YAML 的类型标记“{event.tag}”，请加引号。")
    if _CONTROL.search(event.value):
        raise Unreadable("control_character", line, "文字里有看不见的控制字符，请删去。")
    is_plain = event.implicit[0]
    return Node(line, None if is_plain and event.value in EMPTY else event.value)


def _explained(error: yaml.YAMLError) -> Unreadable:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or "unreadable"
    message = f"这一行附近不合 YAML 的写法，请检查缩进、冒号后的空格和引号（{reason}）。"
    return Unreadable("yaml_unreadable", None if mark is None else mark.line + 1, message)
