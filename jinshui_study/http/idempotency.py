"""`Idempotency-Key`: the same key and body gives the stored reply, the same key with another body 409."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from flask import Response, request
from flask_login import current_user
from sqlalchemy import String, Text, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study import clock, db
from jinshui_study.db import Base, insert, table_of
from jinshui_study.errors import Conflict, Invalid, Problem

KEPT_FOR = timedelta(days=7)
KEY_FORM = re.compile(r"[\x21-\x7e]{1,64}")
HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,64}$"},
    "example": "9f1c2a7e-attempt",
}


class StoredReply(Base):
    """The reply to a writing request that carried a key, written in the transaction of its effects."""

    __tablename__ = "stored_replies"

    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)


_table = table_of(StoredReply)
_FIND = select(_table.c.fingerprint, _table.c.status, _table.c.body).where(
    _table.c.member_id == bindparam("member_id"), _table.c.key == bindparam("key")
)


def idempotent(view: Callable[..., Response]) -> Callable[..., Response]:
    """Give `view` one effect per key, and its first reply to every repetition.

    The reply is stored in the transaction of its effects. There is no look before the leap: a repetition finds
    either its effects done (a problem) or its key taken, is rolled back, and gets the stored reply.
    """

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(*args, **kwargs)
        if not KEY_FORM.fullmatch(key):
            raise Invalid(errors={"Idempotency-Key": ["应为 1 至 64 个可见的 ASCII 字符。"]})
        fingerprint = _fingerprint()
        try:
            response = view(*args, **kwargs)
        except Problem:
            stored = _find(key, fingerprint)
            if stored is None:
                raise
            return stored
        return response if _store(key, fingerprint, response) else _require(key, fingerprint)

    wrapper._apidoc = {**getattr(view, "_apidoc", {}), "headers": [HEADER]}  # type: ignore[attr-defined]
    return wrapper


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    digest.update(request.get_data(cache=True))
    return digest.hexdigest()


def _store(key: str, fingerprint: str, response: Response) -> bool:
    db.begin_writing()
    row = {
        "member_id": current_user.id,
        "key": key,
        "fingerprint": fingerprint,
        "status": response.status_code,
        "body": response.get_data(as_text=True),
        "created_at": clock.now(),
    }
    statement = insert(_table).on_conflict_do_nothing()
    return db.db.session.connection().execute(statement, row).rowcount == 1


def _find(key: str, fingerprint: str) -> Response | None:
    db.db.session.rollback()
    params = {"member_id": current_user.id, "key": key}
    row = db.db.session.connection().execute(_FIND, params).one_or_none()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise Conflict("这个幂等键已经用于另一个请求，请为新的请求换一个键。", code="idempotency_key_reused")
    return Response(
        row.body, row.status, headers={"Idempotent-Replayed": "true"}, content_type="application/json"
    )


def _require(key: str, fingerprint: str) -> Response:
    response = _find(key, fingerprint)
    if response is None:  # the first request was rolled back after ours met its key
        raise Conflict(
            "同一请求正在处理，请稍后重试。", code="request_in_progress", headers={"Retry-After": "1"}
        )
    return response


def forget_old_replies(now: datetime) -> int:
    """Delete replies older than a week; returns how many."""
    return db.changed_rows(delete(StoredReply).where(StoredReply.created_at < now - KEPT_FOR))
