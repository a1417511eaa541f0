"""Logging in and out, who I am, and what I am told."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import members, notices, sessions
from jinshui_study.accounts.gates import OPEN_ENDPOINTS
from jinshui_study.accounts.models import Notice
from jinshui_study.accounts.schemas import (
    LoginArgs,
    LoginReply,
    MemberSchema,
    NoticeList,
    NoticeListArgs,
    NoticeSchema,
    TokenList,
    UnreadSchema,
)
from jinshui_study.errors import NotFound
from jinshui_study.http.api import Blueprint
from jinshui_study.http.idempotency import idempotent
from jinshui_study.http.paging import decode_cursor, encode_cursor
from jinshui_study.http.transactions import reads_first

blueprint = Blueprint("accounts", __name__, description="登录与个人信息")
OPEN_ENDPOINTS.add("accounts.log_in")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@blueprint.post("/auth/login")
@blueprint.doc(
    summary="登录", description="用手机号和密码登录。同一账号 15 分钟内输错 5 次后返回 429。", security=[]
)
@reads_first
@blueprint.arguments(LoginArgs)
@blueprint.response(200, LoginReply)
@blueprint.alt_response(401, description="手机号或密码不正确：wrong_login")
def log_in(args: dict[str, str]) -> dict[str, Any]:
    now = clock.now()
    return sessions.begin(sessions.log_in(args["login"], args["password"], now), now)


@blueprint.post("/auth/logout")
@blueprint.doc(summary="退出", description="本次登录的令牌立即失效。")
@blueprint.response(204)
def log_out() -> None:
    sessions.revoke(current_user.id, current_user.token_id)


@blueprint.get("/auth/tokens")
@blueprint.doc(summary="我的登录", description="列出本人在各设备上的登录。")
@blueprint.response(200, TokenList)
def list_tokens() -> dict[str, Any]:
    tokens = sessions.list_of(current_user.id, clock.now())
    items = [
        {
            "id": token.id,
            "kind": token.kind,
            "device": token.device,
            "created_at": clock.local(token.created_at),
            "expires_at": clock.local(token.expires_at),
            "current": token.id == current_user.token_id,
        }
        for token in tokens
    ]
    return {"items": items, "next": None}


@blueprint.delete("/auth/tokens/<id:token_id>")
@blueprint.doc(summary="让一次登录失效")
@blueprint.response(204)
def revoke_token(token_id: str) -> None:
    if not sessions.revoke(current_user.id, token_id):
        raise NotFound("没有找到这次登录。")


@blueprint.get("/me")
@blueprint.doc(summary="我的信息")
@blueprint.response(200, MemberSchema)
def show_me() -> dict[str, Any]:
    return members.describe(members.get(current_user.id))


@blueprint.get("/notices")
@blueprint.doc(summary="我的通知", description="新的在前，附未读条数。")
@blueprint.arguments(NoticeListArgs, location="query")
@blueprint.response(200, NoticeList)
def list_notices(args: dict[str, Any]) -> dict[str, Any]:
    cursor, limit = decode_cursor(args.get("cursor"), int, str), args["limit"]
    before = (EPOCH + timedelta(milliseconds=max(0, min(cursor[0], 10**13))), cursor[1]) if cursor else None
    found = notices.list_of(current_user.id, limit + 1, before, unread=args["unread"])
    last = found[limit - 1] if len(found) > limit else None
    return {
        "items": [_notice(one) for one in found[:limit]],
        "unread": notices.count_unread(current_user.id),
        "next": None if last is None else encode_cursor(clock.milliseconds(last.created_at - EPOCH), last.id),
    }


@blueprint.post("/notices/<id:notice_id>/read")
@idempotent
@blueprint.doc(summary="读了一条通知", description="再读一次不改变阅读时间；别人的通知一律 404。")
@blueprint.response(200, NoticeSchema)
def read_notice(notice_id: str) -> dict[str, Any]:
    return _notice(notices.read(current_user.id, notice_id, clock.now()))


@blueprint.post("/notices/read-all")
@idempotent
@blueprint.doc(summary="全部标为已读")
@blueprint.response(200, UnreadSchema)
def read_all_notices() -> dict[str, int]:
    notices.read_all(current_user.id, clock.now())
    return {"unread": notices.count_unread(current_user.id)}


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "kind": notice.kind,
        "title": notice.title,
        "text": notice.text,
        "link": notice.link,
        "created_at": clock.local(notice.created_at),
        "read_at": clock.local(notice.read_at),
    }
