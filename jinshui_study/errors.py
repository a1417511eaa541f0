"""Kinds of `Problem`: what went wrong, as a status, a stable code and a Chinese sentence for the person."""

from typing import Any, ClassVar


class Problem(Exception):
    """Leaves as application/problem+json (RFC 9457).

    `code` is stable English for programs, `detail` a Chinese sentence for the person,
    `errors` maps fields to sentences, `headers` go on the reply. A problem rolls back what its request did,
    unless `keeps_changes` (a failed try at logging in is counted).
    """

    status: ClassVar[int] = 500
    code = "internal_error"
    title: ClassVar[str] = "服务出错"
    detail = "服务暂时出了问题，请稍后再试。"
    keeps_changes = False

    def __init__(
        self,
        detail: str | None = None,
        *,
        code: str | None = None,
        errors: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        keeps_changes: bool = False,
    ) -> None:
        super().__init__(detail or self.detail)
        self.detail = detail or self.detail
        self.code = code or self.code
        self.errors = errors
        self.headers = headers or {}
        self.keeps_changes = keeps_changes

    def as_dict(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"urn:jinshui:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = self.errors
        return body


class BadRequest(Problem):
    status, code, title, detail = 400, "bad_request", "请求无法识别", "请求内容无法识别，请检查后重试。"


class Unauthorized(Problem):
    status, code, title, detail = 401, "unauthorized", "未登录", "请先登录。"


class Forbidden(Problem):
    status, code, title, detail = 403, "forbidden", "没有权限", "您没有进行此操作的权限。"


class NotFound(Problem):
    status, code, title, detail = 404, "not_found", "没有找到", "没有找到您要的内容。"


class Conflict(Problem):
    status, code, title, detail = 409, "conflict", "状态冲突", "当前状态下不能进行此操作。"


class TooLarge(Problem):
    status, code, title, detail = 413, "too_large", "内容过大", "提交的内容过大。"


class Invalid(Problem):
    status, code, title, detail = 422, "invalid", "填写有误", "提交的内容有误，请检查标出的项目。"


class TooManyRequests(Problem):
    status, code, title, detail = 429, "too_many_requests", "操作太频繁", "操作太频繁，请稍后再试。"


class Unavailable(Problem):
    status, code, title, detail = 503, "unavailable", "暂不可用", "服务暂时不可用，请稍后再试。"
