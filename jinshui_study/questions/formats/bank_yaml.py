"""Our own YAML, as question_bank/README.md describes it."""

from typing import Any

import yaml

from jinshui_study.questions.drafts import ERROR, WARNING, BankFile, Draft, Finding

LINE = "__line__"
MOST_BYTES = 20 * 1024 * 1024
FIELDS = frozenset(
    [
        "id",
        "kind",
        "difficulty",
        "stem",
        "options",
        "left",
        "right",
        "answer",
        "pinned_last",
        "explanation",
        "source",
        "topic",
        "tags",
    ]
)
HEADER = frozenset(["bank", "title", "purpose", "topic", "questions"])


class _LineLoader(yaml.SafeLoader):
    """Gives every mapping the line it starts on, refuses keys that stand twice, and leaves dates as text."""


def _mapping(loader: _LineLoader, node: yaml.MappingNode) -> dict[str, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for key, (key_node, _) in zip(keys, node.value, strict=True):
        if not isinstance(key, str) or keys.count(key) > 1:
            raise yaml.MarkedYAMLError(problem=f"键“{key}”重复或不是文字", problem_mark=key_node.start_mark)
    mapping = {
        key: loader.construct_object(value, deep=True)
        for key, (_, value) in zip(keys, node.value, strict=True)
    }
    return {**mapping, LINE: node.start_mark.line + 1}


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_LineLoader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def recognises(data: bytes) -> bool:
    return b"questions:" in data[:4096] or b"\nquestions:" in data


def read(data: bytes, file: str) -> BankFile:
    result = BankFile(file=file, layout="yaml", encoding="utf-8")
    try:
        document = _load(data)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        result.findings.append(_unreadable(error))
        return result
    if not isinstance(document, dict) or not isinstance(document.get("questions"), list):
        result.findings.append(Finding(ERROR, "no_questions", "行 1", "文件里没有 questions 列表。"))
        return result
    _read_header(document, result)
    topic = _text(document.get("topic"))
    for item in document["questions"]:
        if isinstance(item, dict):
            result.drafts.append(_read_question(item, topic, result))
        else:
            result.findings.append(
                Finding(ERROR, "not_a_question", "questions", "列表里有一项不是试题。", str(item)[:20])
            )
    return result


def _load(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise ValueError("文件超过 20 MB")
    text = data.decode("utf-8-sig")
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
        raise ValueError("不支持 YAML 的引用（*）")
    return yaml.load(text, Loader=_LineLoader)  # noqa: S506 a SafeLoader that counts lines


def _unreadable(error: Exception) -> Finding:
    mark = getattr(error, "problem_mark", None)
    where = f"行 {mark.line + 1}" if mark is not None else "全文"
    reason = getattr(error, "problem", None) or str(error)
    return Finding(ERROR, "yaml_unreadable", where, f"文件不是有效的 YAML：{reason}")


def _read_header(document: dict[str, Any], result: BankFile) -> None:
    result.bank = _text(document.get("bank"))
    result.title = _text(document.get("title"))
    result.purpose = _text(document.get("purpose")) or "study"
    if not result.bank or not result.title:
        result.findings.append(Finding(ERROR, "bank_missing", "行 1", "文件开头要写明 bank 和 title。"))
    if result.purpose not in ("study", "sealed"):
        result.findings.append(Finding(ERROR, "purpose_unknown", "行 1", "purpose 只能是 study 或 sealed。"))
    for name in sorted(set(document) - HEADER - {LINE}):
        result.findings.append(Finding(WARNING, "field_unknown", "行 1", f"没有“{name}”这个项目，已忽略。"))


def _read_question(item: dict[str, Any], topic: str, result: BankFile) -> Draft:
    where = f"行 {item[LINE]}"
    stem = _text(item.get("stem"))
    for name in sorted(set(item) - FIELDS - {LINE}):
        result.findings.append(
            Finding(WARNING, "field_unknown", where, f"没有“{name}”这个项目，已忽略。", stem[:20])
        )
    difficulty = item.get("difficulty", 2)
    return Draft(
        where=where,
        kind=_text(item.get("kind")),
        stem=stem,
        options=_texts(item.get("options")),
        left=_texts(item.get("left")),
        right=_texts(item.get("right")),
        answer=_texts(item.get("answer")),
        pinned=_texts(item.get("pinned_last")),
        explanation=_text(item.get("explanation")),
        source=_text(item.get("source")),
        topic=_text(item.get("topic")) or topic,
        difficulty=difficulty if isinstance(difficulty, int) and not isinstance(difficulty, bool) else 0,
        code=_text(item.get("id")),
        tags=_texts(item.get("tags")),
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [_text(item) for item in value]
    return [] if value is None else [_text(value)]
