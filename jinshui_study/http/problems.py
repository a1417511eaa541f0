"""Every error leaves as problem+json, in a browser as a page; none commits, except one that keeps its changes."""

import json
import logging
from typing import Any

from flask import Flask, Response, g, render_template, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from jinshui_study import errors
from jinshui_study.cache import RedisError
from jinshui_study.db import db

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

PAGES: dict[str, str] = {}
"""Where browsers look: the start of a path, and the template that shows a problem there."""

HTTP_PROBLEMS: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求无法识别", "请求内容无法识别，请检查后重试。"),
    401: ("unauthorized", "未登录", "请先登录。"),
    403: ("forbidden", "没有权限", "您没有进行此操作的权限。"),
    404: ("not_found", "没有找到", "没有找到您要的内容。"),
    405: ("method_not_allowed", "方法不支持", "此地址不支持这种操作。"),
    406: ("not_acceptable", "格式不支持", "不支持所要求的返回格式。"),
    409: ("conflict", "状态冲突", "当前状态下不能进行此操作。"),
    413: ("too_large", "内容过大", "提交的内容过大。"),
    414: ("uri_too_long", "地址过长", "请求地址过长。"),
    415: ("unsupported_media_type", "格式不支持", "请以 JSON 格式提交。"),
    422: ("invalid", "填写有误", "提交的内容有误，请检查标出的项目。"),
    429: ("too_many_requests", "操作太频繁", "操作太频繁，请稍后再试。"),
    503: ("unavailable", "暂不可用", "服务暂时不可用，请稍后再试。"),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(errors.Problem, _answer_problem)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(DBAPIError, answer_database)
    app.register_error_handler(PoolTimeout, answer_database)
    app.register_error_handler(RedisError, answer_database)
    app.register_error_handler(Exception, _answer_unexpected)


def problem_response(problem: errors.Problem) -> Response:
    return _response(problem.as_dict(), list(problem.headers.items()))


def _response(body: dict[str, Any], headers: list[tuple[str, str]]) -> Response:
    """problem+json for programs; for people a page where there is one, else the sentence alone."""
    if wants_json():
        text = json.dumps(body, ensure_ascii=False)
        return Response(text, body["status"], headers, content_type=MEDIA_TYPE)
    template = next((page for prefix, page in PAGES.items() if request.path.startswith(prefix)), None)
    if template is not None:
        page = render_template(template, problem=body)
        return Response(page, body["status"], headers, content_type="text/html; charset=utf-8")
    return Response(body["detail"], body["status"], headers, content_type="text/plain; charset=utf-8")


def wants_json() -> bool:
    """Programs call the API, or ask for JSON by name; everybody else is a person with a browser."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best in (
        "application/json",
        MEDIA_TYPE,
    )


def _answer_problem(problem: errors.Problem) -> Response:
    if not problem.keeps_changes:
        db.session.rollback()
    return problem_response(problem)


def _answer_http(error: HTTPException) -> Response:
    db.session.rollback()
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    code, title, detail = HTTP_PROBLEMS.get(
        status, ("http_error", "请求未完成", "请求未能完成，请稍后再试。")
    )
    body = {
        "type": f"urn:jinshui:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    }
    headers = [(name, value) for name, value in error.get_headers() if name.lower() != "content-type"]
    return _response(body, headers)


def answer_database(error: Exception) -> Response:
    """A database or Redis that is down, busy or gives up on a lock: 503, try again; anything else is our fault."""
    db.session.rollback()
    if isinstance(error, DBAPIError) and not isinstance(error, OperationalError):
        return _answer_unexpected(error)
    log.warning("dependency unavailable", extra={"error": type(error).__name__})
    return problem_response(errors.Unavailable(headers={"Retry-After": "1"}))


def _answer_unexpected(error: Exception) -> Response:
    db.session.rollback()
    log.error(
        "unexpected error",
        exc_info=error,
        extra={"endpoint": request.endpoint, "request_id": g.get("request_id")},
    )
    return problem_response(errors.Problem())
