"""Our own YAML, as question_bank/README.md describes it."""

import re
from collections.abc import Iterable
from typing import Any

import yaml

from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, BankFile, Draft, Finding
from jinshui_study.questions.formats.interchange import yaml_nodes
from jinshui_study.questions.formats.interchange.yaml_nodes import Node, Unreadable
from jinshui_study.questions.kinds import TRUE_FALSE

BOM = b"\xef\xbb\xbf"
HEADER = frozenset(["bank", "title", "purpose", "topic", "questions"])
SINGLE_FIELDS = frozenset(["id", "kind", "difficulty", "stem", "explanation", "source", "topic"])
LIST_FIELDS = frozenset(["options", "left", "right", "answer", "pinned_last", "tags"])
LONGEST_LINE = 100_000
DIFFICULTIES = {"": 2, "1": 1, "2": 2, "3": 3}

_LOOKS = re.compile(rb"^(\xef\xbb\xbf)?(bank|title|questions)[ \t]*:", re.MULTILINE)


def recognises(data: bytes) -> bool:
    return _LOOKS.search(data) is not None


def read(data: bytes, file: str) -> BankFile:
    result = BankFile(file=file, layout="yaml", encoding="utf-8")
    if data.startswith(BOM):
        result.findings.append(Finding(NOTICE, "bom_removed", "行 1", "文件开头有 BOM 标记，已忽略。"))
    try:
        top = yaml_nodes.parse(_decoded(data))
    except Unreadable as problem:
        result.findings.append(Finding(ERROR, problem.code, problem.where, problem.message))
        return result
    header = top.value
    questions = header.get("questions") if isinstance(header, dict) else None
    if not isinstance(header, dict) or questions is None or not isinstance(questions.value, list):
        result.findings.append(Finding(ERROR, "no_questions", "行 1", "文件里没有 questions 列表。"))
        return result
    _read_header(header, result)
    topic = _text(header.get("topic"))
    for item in questions.value:
        _read_item(item, topic, result)
    return result


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "文件不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 后再试。"
        raise Unreadable("encoding_unknown", line, message) from error


def _read_header(header: dict[str, Node], result: BankFile) -> None:
    result.bank = _text(header.get("bank"))
    result.title = _text(header.get("title"))
    result.purpose = _text(header.get("purpose")) or "study"
    if not result.bank or not result.title:
        result.findings.append(Finding(ERROR, "bank_missing", "行 1", "文件开头要写明 bank 和 title。"))
    if result.purpose not in ("study", "sealed"):
        where = _where(header["purpose"])
        result.findings.append(
            Finding(ERROR, "purpose_unknown", where, "purpose 只能是 study（练习）或 sealed（密封）。")
        )
    result.findings.extend(_unknown(header, HEADER, ""))


def _read_item(item: Node, topic: str, result: BankFile) -> None:
    """Add the draft, or a finding that says why it is none."""
    if not isinstance(item.value, dict):
        result.unread += 1
        message = "questions 里有一项不是试题。"
        result.findings.append(Finding(ERROR, "not_a_question", _where(item), message, _text(item)[:20]))
        return
    excerpt = _text(item.value.get("stem"))[:20]
    result.findings.extend(_unknown(item.value, SINGLE_FIELDS | LIST_FIELDS, excerpt))
    misshapen = list(_misshapen(item.value, excerpt))
    result.findings.extend(misshapen)
    if misshapen:
        result.unread += 1
    else:
        result.drafts.append(_draft(_where(item), item.value, topic))


def _unknown(fields: dict[str, Node], known: frozenset[str], excerpt: str) -> Iterable[Finding]:
    for name, node in fields.items():
        if name not in known:
            message = f"没有“{name}”这个项目，已忽略。"
            yield Finding(WARNING, "field_unknown", _where(node), message, excerpt)


def _misshapen(fields: dict[str, Node], excerpt: str) -> Iterable[Finding]:
    """A text with a colon and a blank in it is a mapping to YAML, one with a comma in brackets two texts."""
    for name, node in fields.items():
        parts = node.value if name in LIST_FIELDS and isinstance(node.value, list) else [node]
        for part in parts:
            if name in SINGLE_FIELDS | LIST_FIELDS and isinstance(part.value, list | dict):
                message = f"“{name}”里应是文字；文字里有冒号、方括号或花括号时要加引号。"
                yield Finding(ERROR, "not_a_text", _where(part), message, excerpt)


def _draft(where: str, fields: dict[str, Node], topic: str) -> Draft:
    kind = _text(fields.get("kind"))
    answer = _texts(fields.get("answer"))
    return Draft(
        where=where,
        kind=kind,
        stem=_text(fields.get("stem")),
        options=_texts(fields.get("options")),
        left=_texts(fields.get("left")),
        right=_texts(fields.get("right")),
        answer=[text.lower() for text in answer] if kind == TRUE_FALSE else answer,
        pinned=_texts(fields.get("pinned_last")),
        explanation=_text(fields.get("explanation")),
        source=_text(fields.get("source")),
        topic=_text(fields.get("topic")) or topic,
        difficulty=DIFFICULTIES.get(_text(fields.get("difficulty")), 0),
        code=_text(fields.get("id")),
        tags=_texts(fields.get("tags")),
    )


def _where(node: Node) -> str:
    return f"行 {node.line}"


def _text(node: Node | None) -> str:
    return node.value.strip() if node is not None and isinstance(node.value, str) else ""


def _texts(node: Node | None) -> list[str]:
    """The texts of a list; one text alone is a list of one."""
    if node is None or node.value is None:
        return []
    return [_text(part) for part in node.value] if isinstance(node.value, list) else [_text(node)]


class _Plain(yaml.SafeDumper):
    """Writes a list that two questions share out twice: a reader of banks takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write(file: BankFile) -> str:
    """The file as this format reads it; what a question does not have is left out."""
    header = {"bank": file.bank, "title": file.title, "purpose": file.purpose}
    document = {**header, "questions": [_fields(draft) for draft in file.drafts]}
    return yaml.dump(
        document,
        Dumper=_Plain,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=LONGEST_LINE,
    )


def _fields(draft: Draft) -> dict[str, Any]:
    is_judgement = draft.kind == TRUE_FALSE
    fields = {
        "id": draft.code,
        "kind": draft.kind,
        "difficulty": draft.difficulty,
        "topic": draft.topic,
        "stem": draft.stem,
        "options": draft.options,
        "left": draft.left,
        "right": draft.right,
        "answer": [text == "true" for text in draft.answer] if is_judgement else draft.answer,
        "pinned_last": draft.pinned,
        "explanation": draft.explanation,
        "source": draft.source,
        "tags": draft.tags,
    }
    return {name: value for name, value in fields.items() if value}
