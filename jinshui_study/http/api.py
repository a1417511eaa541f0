"""The API as a whole: its OpenAPI document, its browsable page without a CDN, and the blueprints' base."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

import flask_smorest
import flask_swagger_ui
from apispec import BasePlugin
from flask import Blueprint as FlaskBlueprint
from flask import Flask, Response, current_app, render_template, send_from_directory
from flask_smorest.utils import prepare_response, resolve_schema_instance
from marshmallow import fields

from jinshui_study import __version__
from jinshui_study.http.parsing import Number, OpaqueId, Schema, StrictParser
from jinshui_study.http.problems import HTTP_PROBLEMS, MEDIA_TYPE

View = TypeVar("View", bound=Callable[..., Any])

SWAGGER_FILES = Path(flask_swagger_ui.__file__).parent / "dist"
SWAGGER_NAMES = ("swagger-ui.css", "swagger-ui-bundle.js")


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String(
        required=True, metadata={"description": "问题类型", "example": "urn:jinshui:problem:not_found"}
    )
    title = fields.String(required=True, metadata={"description": "问题名称", "example": "没有找到"})
    status = fields.Integer(required=True, metadata={"description": "HTTP 状态码", "example": 404})
    code = fields.String(
        required=True, metadata={"description": "程序可用的固定代码", "example": "not_found"}
    )
    detail = fields.String(
        required=True, metadata={"description": "给使用者看的说明", "example": "没有找到您要的内容。"}
    )
    errors = fields.Dict(keys=fields.String(), metadata={"description": "各项目的错误说明"})


class Api(flask_smorest.Api):
    """flask-smorest with our problems in place of its errors."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Errors are answered by `http.problems`."""

    def _register_responses(self) -> None:
        """Every kind of problem, by the name operations refer to it."""
        named = {HTTPStatus(status).name: text for status, (_, _, text) in HTTP_PROBLEMS.items()}
        for name, description in {**named, self.DEFAULT_ERROR_RESPONSE_NAME: "其他错误。"}.items():
            response = {"description": description, "schema": ProblemSchema}
            prepare_response(response, self.spec, MEDIA_TYPE)
            self.spec.components.response(name, response, lazy=True)


class Addresses(BasePlugin):
    """What follows from the address alone: who names a thing in it may learn that it is not there."""

    def operation_helper(
        self, path: str | None = None, operations: dict[str, Any] | None = None, **_: Any
    ) -> None:
        for operation in (operations or {}).values():
            operation.setdefault("security", [{"bearer": []}])
            if path is not None and "{" in path:
                operation["responses"].setdefault("404", HTTPStatus.NOT_FOUND.name)


class Blueprint(flask_smorest.Blueprint):
    """A blueprint whose arguments are read strictly, and whose operations document what all of them share."""

    ARGUMENTS_PARSER = StrictParser()

    def arguments(self, schema: Any, **options: Any) -> Any:
        """Read arguments by one instance of the schema, where webargs would build one for each request."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **options)

    def plain(self, status_code: int, schema: type[Schema], **options: Any) -> Callable[[View], View]:
        """Like `response`, for a view that returns plain values in the schema's shape: they are sent as they are.

        Marshmallow's dump of a board or a paper would take longer than its statements; tests hold views to the shapes.
        """
        document = self.response(status_code, schema, **options)

        def decorator(view: View) -> View:
            @wraps(view)
            def wrapper(*args: Any, **kwargs: Any) -> Any:
                reply = current_app.json.response(view(*args, **kwargs))
                reply.status_code = status_code
                return reply

            return document(wrapper)

        return decorator

    def _prepare_arguments_doc(
        self, doc: dict[str, Any], doc_info: dict[str, Any], **kwargs: Any
    ) -> dict[str, Any]:
        """Arguments, with an example of the body made of its fields' examples, and headers of decorators."""
        for argument in doc_info.get("arguments", {}).get("parameters", ()):
            if argument["in"] == "json" and not {"example", "examples"} & argument.keys():
                argument["example"] = example_of(resolve_schema_instance(argument["schema"]))
        doc = super()._prepare_arguments_doc(doc, doc_info, **kwargs)
        if "headers" in doc_info:
            doc["parameters"] = [*doc.get("parameters", []), *doc_info["headers"]]
        return doc

    def _prepare_response_doc(
        self, doc: dict[str, Any], doc_info: dict[str, Any], **kwargs: Any
    ) -> dict[str, Any]:
        responses = doc_info.setdefault("response", {}).setdefault("responses", {})
        for status in problems_of(doc, doc_info):
            responses.setdefault(status, [HTTPStatus(status).name])
        for status, shapes in responses.items():
            responses[status] = [one_shape(int(status), shapes)]
        return super()._prepare_response_doc(doc, doc_info, **kwargs)


def problems_of(doc: dict[str, Any], doc_info: dict[str, Any]) -> list[int]:
    """The problems any operation of this kind may answer with; what is its own stands beside the view."""
    found = [429, 503]
    if doc_info.get("manual_doc", {}).get("security") != []:
        found.append(401)
    if "requestBody" in doc:
        found += [400, 413]
    if "requestBody" in doc or "parameters" in doc:
        found.append(422)
    if "headers" in doc_info:
        found.append(409)
    return sorted(found)


def one_shape(status: int, shapes: list[Any]) -> Any:
    """What an operation answers with this status: one of several shapes, and a problem from 400 on."""
    if not all(isinstance(shape, Mapping) for shape in shapes):
        return shapes[0]
    first = dict(shapes[-1])
    if first["description"] == HTTPStatus(status).phrase:
        first["description"] = SUCCESSES.get(status, first["description"])
    if status >= 400:
        return {**first, "schema": ProblemSchema, "content_type": MEDIA_TYPE}
    schemas = [shape["schema"] for shape in reversed(shapes) if "schema" in shape]
    return {**first, "schema": {"anyOf": schemas}} if len(schemas) > 1 else first


def example_of(schema: Any) -> dict[str, Any]:
    """A body of the examples that the fields of a schema give."""
    found = {name: _field_example(field) for name, field in schema.fields.items()}
    return {name: example for name, example in found.items() if example is not None}


def _field_example(field: Any) -> Any:
    if "example" in field.metadata:
        return field.metadata["example"]
    if isinstance(field, fields.Nested):
        return example_of(field.schema) or None
    if isinstance(field, fields.List):
        inner = _field_example(field.inner)
        return None if inner is None else [inner]
    return None


docs = FlaskBlueprint("docs", __name__, template_folder="templates", static_folder="static")


@docs.get("/docs")
def browse() -> str:
    return render_template("http/docs.html")


@docs.get("/docs/assets/<string:name>")
def asset(name: str) -> Response:
    if name == "start.js":
        return send_from_directory(Path(__file__).parent / "static", "docs.js", max_age=3600)
    return send_from_directory(SWAGGER_FILES, name if name in SWAGGER_NAMES else "none", max_age=86400)


def init_app(app: Flask) -> Api:
    app.config.update(
        API_TITLE="金水e起学党史 API",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    spec = {
        "info": {"description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "extra_plugins": [Addresses()],
    }
    api = Api(app, spec_kwargs=spec)
    api.register_converter(OpaqueId, _opaque_id_doc)
    api.register_converter(Number, _number_doc)
    api.spec.components.security_scheme(
        "bearer", {"type": "http", "scheme": "bearer", "description": "登录接口给出的访问令牌"}
    )
    return api


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of the whole API, as it is served."""
    api: flask_smorest.Api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return dict(api.spec.to_dict())


def _opaque_id_doc(_converter: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{OpaqueId.regex}$"}


def _number_doc(_converter: Any) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": 9999}


SUCCESSES = {200: "成功", 201: "已新建", 204: "已完成，没有内容"}

DESCRIPTION = (
    "金水区党史学习小程序的服务接口。除登录外都需要 `Authorization: Bearer …`。"
    "出错时返回 application/problem+json（RFC 9457），`detail` 给人看，`code` 给程序用。"
    "会新建或计分的 POST 可带 `Idempotency-Key`：同键同内容返回同一结果，同键不同内容返回 409。"
    "时间为带时区的 RFC 3339；分数为整数，单位是十分之一分；积分为整数。"
)
