"""One JSON value as an entry: any of the usual keys, options and answers in any of the usual shapes."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.interchange.json_values import Fields
from jinshui_study.questions.formats.limits import LONGEST_CELL
from jinshui_study.questions.formats.tables import headers
from jinshui_study.questions.formats.tables.cells import number_text
from jinshui_study.questions.formats.tables.headers import Head
from jinshui_study.questions.formats.understanding.entries import Entry

SHORTEST_STEM = 6
ASKS = (headers.ANSWER, headers.ANSWER_PART, headers.OPTION, headers.OPTIONS, headers.RIGHT)
TEXT_KEYS = (
    "text",
    "content",
    "value",
    "option",
    "name",
    "title",
    "desc",
    "选项内容",
    "内容",
    "选项",
    "label",
    "key",
)
CORRECT_KEYS = frozenset(
    ["iscorrect", "correct", "isright", "right", "istrue", "isanswer", "checked", "是否正确", "正确"]
)

SIDES = r"[;；|\n]"
_LETTER = re.compile(r"[A-Oa-o]")
_BARE = re.compile(r"[\s_\-]")


@dataclass
class Found:
    """An entry, and the numbers its answer consists of. Only the whole file shows whether they count from 0 or 1."""

    entry: Entry
    numbers: list[int] = field(default_factory=list)
    counts_from_zero: bool = False


def is_question(fields: Fields) -> bool:
    """Whether the object states a question: a stem that is a text, and an answer or options."""
    heads = _heads(fields)
    stated = {head.field for head, _, value in heads if value not in (None, "", [])}
    return bool(stated.intersection(ASKS)) and any(_is_stem(head, value) for head, _, value in heads)


def has_stem(fields: Fields) -> bool:
    return any(_is_stem(head, value) for head, _, value in _heads(fields))


def _is_stem(head: Head, value: Any) -> bool:
    return head.field == headers.STEM and isinstance(value, str) and bool(value.strip())


def asks(fields: Fields) -> bool:
    """Whether the object has an answer or options, so that its key may be the stem."""
    return any(head.field in ASKS for head, _, _ in _heads(fields))


def _heads(fields: Fields) -> list[tuple[Head, str, Any]]:
    """What its keys head; an object that stands for the stem is opened."""
    found: list[tuple[Head, str, Any]] = []
    for key, value in fields.pairs:
        head = headers.head_of(key)
        if head is None:
            continue
        if isinstance(value, Fields) and head.field == headers.STEM:
            found.extend((inner, name, content) for inner, name, content in _shallow(value))
        else:
            found.append((head, key, value))
    return found


def _shallow(fields: Fields) -> Iterable[tuple[Head, str, Any]]:
    for key, value in fields.pairs:
        head = headers.head_of(key)
        if head is not None:
            yield head, key, value


def entry_of(
    fields: Fields, where: str, raw: str, kind: str = "", chapter: str = "", stem: str = ""
) -> Found:
    """The question an object states; `kind`, `chapter` and `stem` are what stands around it."""
    by_field: dict[str, list[tuple[Head, str, Any]]] = {}
    for head, key, value in _heads(fields):
        by_field.setdefault(head.field, []).append((head, key, value))
    for values in by_field.values():
        values.sort(key=lambda item: item[0])
    entry = Entry(where=where, raw=raw or json.dumps(fields, ensure_ascii=False))
    entry.stem = stem or _stem([text_of(value) for _, _, value in by_field.get(headers.STEM, ())])
    entry.kind = _first(by_field, headers.KIND) or kind
    entry.chapter = _first(by_field, headers.CHAPTER) or chapter
    for name in (headers.EXPLANATION, headers.SOURCE, headers.DIFFICULTY):
        setattr(entry, name, _first(by_field, name))
    code = _first(by_field, headers.CODE)
    entry.code = "" if code.isdecimal() else code
    entry.tags = [text for _, _, value in by_field.get(headers.TAGS, ()) for text in texts_of(value)]
    entry.left = [text for _, _, value in by_field.get(headers.LEFT, ()) for text in texts_of(value, SIDES)]
    entry.right = [text for _, _, value in by_field.get(headers.RIGHT, ()) for text in texts_of(value, SIDES)]
    correct = _read_options(entry, by_field)
    found = Found(entry)
    stated = [*by_field.get(headers.ANSWER, ()), *by_field.get(headers.ANSWER_PART, ())]
    for _, key, value in stated:
        if value not in (None, "", []):
            _read_answer(found, key, _opened(value))
            break
    if correct and not entry.answers:
        entry.answers = ["".join(correct)]
    return found


def _stem(texts: list[str]) -> str:
    texts = [text for text in texts if text]
    telling = [text for text in texts if len(text) >= SHORTEST_STEM]
    return (telling or texts or [""])[0]


def _first(by_field: dict[str, list[tuple[Head, str, Any]]], name: str) -> str:
    texts = (text_of(value) for _, _, value in by_field.get(name, ()))
    return next(filter(None, texts), "")


def text_of(value: Any) -> str:
    """A value as text; of a list its parts, joined."""
    if isinstance(value, str):
        return value[:LONGEST_CELL].strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list):
        return "、".join(
            filter(None, (text_of(part) for part in value if not isinstance(part, list | Fields)))
        )
    return _text_of_object(value) if isinstance(value, Fields) else ""


def _text_of_object(fields: Fields) -> str:
    """The words of an option kept as `{"key": "A", "text": "…"}` or `{"A": "…"}`."""
    named = fields if len(fields) == 1 else [key for key in TEXT_KEYS if key in fields]
    texts = [text_of(fields[key]) for key in named if isinstance(fields[key], str | int | float)]
    return next(
        (text for text in texts if text and not _LETTER.fullmatch(text)), next(filter(None, texts), "")
    )


def texts_of(value: Any, joints: str = r"[,，;；、|\n]") -> list[str]:
    """The texts of a list, or of one text that joins them."""
    if isinstance(value, list):
        return [text for text in map(text_of, value) if text]
    text = text_of(value)
    return [part for part in re.split(joints, text) if part.strip()] if text else []


def _read_options(entry: Entry, by_field: dict[str, list[tuple[Head, str, Any]]]) -> list[str]:
    """Fill in the options; the letters of those that say of themselves that they are right."""
    options = [text_of(value) for _, _, value in by_field.get(headers.OPTION, ())]
    while options and not options[-1]:
        options.pop()
    if options:
        entry.options = options
        return []
    for _, _, value in by_field.get(headers.OPTIONS, ()):
        value = _opened(value)
        if isinstance(value, Fields):
            entry.options = [text_of(text) for _, text in sorted(value.pairs, key=_option_order)]
        elif isinstance(value, list):
            entry.options = [text_of(option) for option in _in_order(value)]
            return [LETTERS[at] for at, option in enumerate(_in_order(value)) if _is_correct(option)]
        else:
            entry.options = [text_of(value)] if text_of(value) else []
        if entry.options:
            break
    return []


def _opened(value: Any) -> Any:
    """A list that was written as a text is a list."""
    if isinstance(value, str) and value.strip()[:1] in ("[", "{"):
        try:
            return json.loads(value, object_pairs_hook=Fields)
        except (ValueError, RecursionError):
            return value
    return value


def _option_order(pair: tuple[str, Any]) -> tuple[bool, str]:
    return not _LETTER.fullmatch(pair[0].strip()), pair[0].strip().upper() if len(
        pair[0].strip()
    ) == 1 else ""


def _in_order(options: list[Any]) -> list[Any]:
    """Options that carry letters stand in the order of these."""
    letters = [_letter_of(option) for option in options]
    if all(letters) and sorted(letters) == list(LETTERS[: len(options)]):
        return [option for _, option in sorted(zip(letters, options, strict=True), key=lambda pair: pair[0])]
    return options


def _letter_of(option: Any) -> str:
    values = (
        [value for value in option.values() if isinstance(value, str)] if isinstance(option, Fields) else []
    )
    letters = [value.strip().upper() for value in values if _LETTER.fullmatch(value.strip())]
    return letters[0] if letters else ""


def _is_correct(option: Any) -> bool:
    if not isinstance(option, Fields):
        return False
    return any(
        _BARE.sub("", key).lower() in CORRECT_KEYS and value in (True, 1, "1", "true", "True", "是", "Y", "y")
        for key, value in option.pairs
    )


def _read_answer(found: Found, key: str, value: Any) -> None:
    numbers = value if isinstance(value, list) else [value]
    if all(type(number) is int for number in numbers):
        found.numbers = numbers
        found.counts_from_zero = "index" in key.lower()
    if isinstance(value, list):
        found.entry.answers = _listed([_variants(part) for part in value])
    elif isinstance(value, Fields):
        found.entry.answers = _of_object(value)
    else:
        found.entry.answers = [text_of(value)]


def _variants(part: Any) -> str:
    return "|".join(texts_of(part)) if isinstance(part, list) else text_of(part)


def _listed(parts: list[str]) -> list[str]:
    """Several answers as one text: letters one after the other, texts as a list literal."""
    if len(parts) < 2:
        return parts
    return [",".join(parts) if all(map(_LETTER.fullmatch, parts)) else repr(parts)]


def _of_object(fields: Fields) -> list[str]:
    """`{"A": true, "B": false}` as letters, `{"1": "…", "2": "…"}` as the answers of gaps."""
    if all(_LETTER.fullmatch(key) for key in fields) and all(
        type(value) is bool for value in fields.values()
    ):
        return ["".join(sorted(key.upper() for key, value in fields.items() if value))]
    return _listed([text_of(value) for value in fields.values()])
