"""Fields of what members answer: one response, and the list of them that comes with a submit."""

from typing import Any

from marshmallow import ValidationError, fields

from jinshui_study.http.parsing import Sentences

_TEXTS = {"type": "array", "maxItems": 50, "items": {"type": "string", "maxLength": 200}}
_PAIR = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "string", "maxLength": 200}}
_CONTENTS = {
    "options": _TEXTS,
    "value": {"type": "boolean"},
    "texts": _TEXTS,
    "pairs": {"type": "array", "maxItems": 50, "items": _PAIR},
}
_RESPONSE = {
    "description": "单选、多选、排序用 options；判断用 value；填空用 texts；连线用 pairs",
    "oneOf": [
        {"type": "object", "properties": {name: content}, "required": [name], "additionalProperties": False}
        for name, content in _CONTENTS.items()
    ],
    "example": {"options": ["k7m2xp"]},
}
_SHAPE = "答案应只含 options、value、texts、pairs 之一，且格式正确。"


class Response(fields.Field):
    """R: exactly one of options, value, texts, pairs; which one depends on the question's kind."""

    default_error_messages: Sentences = {"required": "必须填写。", "null": "不能为空。", "shape": _SHAPE}

    def __init__(self, *, allow_none: bool = False, **kwargs: Any) -> None:
        shapes = [*_RESPONSE["oneOf"], *([{"type": "null"}] if allow_none else [])]
        metadata = {**_RESPONSE, "oneOf": shapes, **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, allow_none=allow_none, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not _is_response(value):
            raise self.make_error("shape")
        return dict(value)


class Answers(fields.Field):
    """A list of {"number", "response"}, read in one pass: nested schemas would take longer than the statements do."""

    MOST = 200

    default_error_messages: Sentences = {
        "null": "不能为空。",
        "list": "应为列表。",
        "many": "最多 200 题。",
        "item": "每项应只含 number 和 response，number 为 1 至 9999 的整数。",
    }

    def __init__(self, **kwargs: Any) -> None:
        number = {"type": "integer", "minimum": 1, "maximum": 9999, "description": "题号"}
        item = {
            "type": "object",
            "properties": {"number": number, "response": _RESPONSE},
            "required": ["number", "response"],
            "additionalProperties": False,
        }
        metadata = {
            "type": "array",
            "maxItems": self.MOST,
            "items": item,
            "description": "随交卷一起提交的答案，可为空",
            "example": [{"number": 1, "response": {"options": ["k7m2xp"]}}],
        }
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            raise self.make_error("list")
        if len(value) > self.MOST:
            raise self.make_error("many")
        wrong: dict[int, list[str]] = {}
        for index, item in enumerate(value):
            if (
                not isinstance(item, dict)
                or item.keys() != {"number", "response"}
                or not _is_number(item["number"])
            ):
                wrong[index] = [str(self.error_messages["item"])]
            elif not _is_response(item["response"]):
                wrong[index] = [_SHAPE]
        if wrong:
            raise ValidationError(wrong)
        return value


def _is_number(value: Any) -> bool:
    return type(value) is int and 1 <= value <= 9999


def _is_response(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) != 1:
        return False
    name, content = next(iter(value.items()))
    return name in _SHAPES and _SHAPES[name](content)


def _is_texts(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= 50
        and all(isinstance(text, str) and len(text) <= 200 for text in value)
    )


def _are_pairs(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= 50
        and all(_is_texts(pair) and len(pair) == 2 for pair in value)
    )


_SHAPES = {
    "options": _is_texts,
    "texts": _is_texts,
    "value": lambda value: isinstance(value, bool),
    "pairs": _are_pairs,
}
