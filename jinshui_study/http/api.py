"""The API as a whole: its OpenAPI document, its browsable page without a CDN, and the blueprints' base."""

from pathlib import Path
from typing import Any

import flask_smorest
import flask_swagger_ui
from flask import Blueprint as FlaskBlueprint
from flask import Flask, Response, render_template, send_from_directory
from marshmallow import fields

from jinshui_study import __version__
from jinshui_study.http.parsing import Number, OpaqueId, Schema, StrictParser

SWAGGER_FILES = Path(flask_swagger_ui.__file__).parent / "dist"
SWAGGER_NAMES = ("swagger-ui.css", "swagger-ui-bundle.js")


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String(metadata={"description": "问题类型", "example": "urn:jinshui:problem:not_found"})
    title = fields.String(metadata={"description": "问题名称", "example": "没有找到"})
    status = fields.Integer(metadata={"description": "HTTP 状态码", "example": 404})
    code = fields.String(metadata={"description": "程序可用的固定代码", "example": "not_found"})
    detail = fields.String(metadata={"description": "给使用者看的说明", "example": "没有找到您要的内容。"})
    errors = fields.Dict(keys=fields.String(), metadata={"description": "各项目的错误说明"})


class Api(flask_smorest.Api):
    """flask-smorest with our problems in place of its errors."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Errors are answered by `http.problems`."""


class Blueprint(flask_smorest.Blueprint):
    """A blueprint whose arguments are read strictly."""

    ARGUMENTS_PARSER = StrictParser()


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
    api = Api(app, spec_kwargs={"info": {"description": DESCRIPTION}, "servers": [{"url": "/"}]})
    api.register_converter(OpaqueId, _opaque_id_doc)
    api.register_converter(Number, _number_doc)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    return api


def _opaque_id_doc(_converter: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{OpaqueId.regex}$"}


def _number_doc(_converter: Any) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": 9999}


DESCRIPTION = (
    "金水区党史学习小程序的服务接口。除登录外都需要 `Authorization: Bearer …`。"
    "出错时返回 application/problem+json（RFC 9457），`detail` 给人看，`code` 给程序用。"
    "会新建或计分的 POST 可带 `Idempotency-Key`：同键同内容返回同一结果，同键不同内容返回 409。"
    "时间为带时区的 RFC 3339；分数为整数，单位是十分之一分；积分为整数。"
)
