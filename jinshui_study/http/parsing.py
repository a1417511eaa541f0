"""Reading what clients send: strict JSON, one value per query parameter, text without control characters."""

import json
import math
import re
from typing import Any, NoReturn

import marshmallow
from flask import Flask, Request, request
from marshmallow import Schema as MarshmallowSchema
from marshmallow import fields, validate
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter

from jinshui_study.errors import BadRequest, Invalid

Sentences = dict[str, str | list[Any] | dict[Any, Any]]

LARGEST = 2**53 - 1
"""The largest integer that every JSON reader keeps exact."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
DIGITS = re.compile(r"-?[0-9]{1,16}")


class StrictParser(FlaskParser):
    """Refuses with a problem what webargs would let through or stumble over."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {
        "json": marshmallow.RAISE,
        "query": marshmallow.EXCLUDE,
        "path": marshmallow.RAISE,
    }

    def load_json(self, req: Request, schema: MarshmallowSchema) -> Any:
        if not req.is_json and req.content_length:
            raise BadRequest("请以 JSON 格式提交（Content-Type: application/json）。", code="not_json")
        return read_json(req.get_data(cache=True))

    def load_querystring(self, req: Request, schema: MarshmallowSchema) -> Any:
        refuse_repeated(req.args)
        return req.args.to_dict()

    def handle_error(self, error: Any, req: Any, schema: Any, **_: Any) -> NoReturn:
        messages = error.normalized_messages()
        raise Invalid(errors=messages.get("json") or messages.get("query") or messages)


def read_json(data: bytes) -> Any:
    """The JSON value in `data`, or BadRequest: bad UTF-8, duplicate keys, NaN, too deep, too large numbers."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise BadRequest("提交的内容不是有效的 JSON。", code="not_json") from error
    if b"\\u" in data:
        _refuse_unprintable(value)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("too large")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_unprintable(value: Any) -> None:
    """Lone surrogates and NUL come in by `\\u` escapes; no database takes them.

    Without recursion: what the JSON reader still takes may be deeper than what is left of the stack here.
    """
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str) and not is_storable(item):
            raise BadRequest("文字中含有无法保存的字符。", code="bad_text")
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item)
            waiting.extend(item.values())


def is_storable(text: str) -> bool:
    return _UNSTORABLE.search(text) is None


def refuse_repeated(args: "MultiDict[str, str]") -> None:
    repeated = {name: ["此参数只能出现一次。"] for name, values in args.lists() if len(values) > 1}
    if repeated:
        raise Invalid(errors=repeated)


_ANY: dict[str, str] = {"required": "必须填写。", "null": "不能为空。"}
SENTENCES: dict[type[fields.Field], dict[str, str]] = {
    fields.String: {**_ANY, "invalid": "应为文字。"},
    fields.Boolean: {**_ANY, "invalid": "应为 true 或 false。"},
    fields.List: {**_ANY, "invalid": "应为一个列表。"},
    fields.Nested: {**_ANY, "type": "应为一个对象。"},
    fields.Dict: {**_ANY, "invalid": "应为一个对象。"},
}


class Schema(MarshmallowSchema):
    """Base of all schemas: unknown fields are refused, and sentences are Chinese."""

    error_messages: dict[str, str] = {
        "unknown": "没有这个项目。",
        "type": "应为一个对象。",
    }

    def on_bind_field(self, field_name: str, field_obj: fields.Field) -> None:
        """Give marshmallow's own fields our sentences, and those inside a list as well."""
        for kind, sentences in SENTENCES.items():
            if type(field_obj) is kind:
                field_obj.error_messages.update(sentences)
        if isinstance(field_obj, fields.List):
            self.on_bind_field(field_name, field_obj.inner)


class Text(fields.String):
    """Text a database can store; `most` characters at the most, blank ends removed."""

    default_error_messages: Sentences = {
        "required": "必须填写。",
        "null": "不能为空。",
        "invalid": "应为文字。",
        "unstorable": "含有无法保存的字符。",
        "too_long": "最多 {most} 个字。",
        "blank": "不能为空。",
    }

    def __init__(self, *, most: int = 200, blank: bool = False, strip: bool = True, **kwargs: Any) -> None:
        self.most, self.blank, self.strip = most, blank, strip
        metadata = {"maxLength": most, **({} if blank else {"minLength": 1}), **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        text = text.strip() if self.strip else text
        if not is_storable(text):
            raise self.make_error("unstorable")
        if len(text) > self.most:
            raise self.make_error("too_long", most=self.most)
        if not text and not self.blank:
            raise self.make_error("blank")
        return text


class Whole(fields.Integer):
    """A whole number between two bounds, never a float, a bool or a number JSON cannot keep exact."""

    default_error_messages: Sentences = {
        "required": "必须填写。",
        "null": "不能为空。",
        "invalid": "应为整数。",
        "range": "应在 {least} 到 {most} 之间。",
    }

    def __init__(self, *, least: int = 0, most: int = LARGEST, **kwargs: Any) -> None:
        self.least, self.most = least, most
        metadata = {"minimum": least, "maximum": most, **kwargs.pop("metadata", {})}
        super().__init__(strict=True, metadata=metadata, **kwargs)

    def _validated(self, value: Any) -> int:
        if isinstance(value, str) and DIGITS.fullmatch(value):
            value = int(value)  # as query parameters come
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        number = super()._validated(value)
        if number is None or not self.least <= number <= self.most:
            raise self.make_error("range", least=self.least, most=self.most)
        return int(number)


class Word(fields.String):
    """One of a few words."""

    default_error_messages: Sentences = {**_ANY, "invalid": "应为文字。"}

    def __init__(self, *words: str, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf(words, error="只能是 {choices} 之一。"), **kwargs)


class OpaqueId(BaseConverter):
    """Ids in paths: 1 to 32 URL-safe characters; anything else is 404 before a view runs."""

    regex = r"[A-Za-z0-9_-]{1,32}"


class Number(BaseConverter):
    """Question numbers in paths: 1 to 9999."""

    regex = r"[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value)


class FormRequest(Request):
    """Refuses a form with text no database takes, as soon as somebody looks at it."""

    def _load_form_data(self) -> None:
        super()._load_form_data()
        if not all(is_storable(text) for texts in self.form.listvalues() for text in texts):
            raise Invalid("文字中含有无法保存的字符。", code="bad_text")


def init_app(app: Flask) -> None:
    app.request_class = FormRequest
    app.url_map.converters["id"] = OpaqueId
    app.url_map.converters["number"] = Number
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if "\x00" in request.path or b"%00" in request.query_string:
        raise BadRequest("请求地址含有无法识别的字符。", code="bad_text")
