"""WeChat's server calls that the service needs, each a plain function."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from jinshui_study.errors import Invalid
from jinshui_study.wechat import tokens
from jinshui_study.wechat.client import Client, Refused, refuse
from jinshui_study.wechat.refusals import OLD_PHONE_CODE, STALE_TOKEN, UNREADABLE, Refusal

SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@._~-]{1,32}")
LONGEST_CHECKED = 2500
SUGGESTIONS = ("pass", "review", "risky")
POLITICS = 20001
"""The label of politics, which texts on party history trip: people look at them."""
MAINLAND = "86"


class Verdict(NamedTuple):
    """What the content check says: pass, review or risky, and why as a number of WeChat's."""

    suggestion: str
    label: int
    trace_id: str


def openid_of(client: Client, code: str) -> str:
    """The openid behind a code of `wx.login`. The session key that comes with it is dropped here and now."""
    query = {
        "appid": client.account.app_id,
        "secret": client.account.app_secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    try:
        reply = _whole(client.call("GET", "/sns/jscode2session", query=query))
    except Refused as refused:
        raise refuse(refused) from None
    return _text(reply, "openid")


def phone_of(client: Client, code: str) -> str:
    """The phone number that the phone button's code stands for. Raises Invalid for one from abroad."""
    reply = _whole(
        _authorised(client, "/wxa/business/getuserphonenumber", {"code": code}, own={40029: OLD_PHONE_CODE})
    )
    info = reply.get("phone_info")
    if not isinstance(info, dict):
        raise UNREADABLE.as_problem()
    number = _text(info, "purePhoneNumber")
    if str(info.get("countryCode", MAINLAND)) != MAINLAND:
        raise Invalid("只能用中国大陆的手机号绑定，请改用邀请码。", code="phone_from_abroad")
    return number


def check_text(
    client: Client, openid: str, content: str, *, scene: int, title: str = "", nickname: str = ""
) -> Verdict:
    """What WeChat says of a text; `scene` 1 profile, 2 comment, 3 forum, 4 log. Politics is at worst for review."""
    if len(content) > LONGEST_CHECKED:
        raise Invalid(f"一次最多检查 {LONGEST_CHECKED} 个字。", code="text_too_long")
    body = {
        "version": 2,
        "scene": scene,
        "openid": openid,
        "content": content,
        "title": title,
        "nickname": nickname,
    }
    given = {name: value for name, value in body.items() if value != ""}
    reply = _whole(_authorised(client, "/wxa/msg_sec_check", given, repeatable=True))
    result = reply.get("result")
    if not isinstance(result, dict) or not isinstance(result.get("label"), int):
        raise UNREADABLE.as_problem()
    suggestion, label = result.get("suggest"), result["label"]
    if suggestion not in SUGGESTIONS:
        raise UNREADABLE.as_problem()
    if label == POLITICS and suggestion == "risky":
        suggestion = "review"
    return Verdict(suggestion, label, str(reply.get("trace_id", "")))


def send_message(
    client: Client, openid: str, template_id: str, data: Mapping[str, str], *, page: str = ""
) -> None:
    """One subscription message, which uses up one consent. Raises Conflict where there is none left."""
    body = {
        "touser": openid,
        "template_id": template_id,
        "data": {name: {"value": value} for name, value in data.items()},
        "miniprogram_state": {"release": "formal", "trial": "trial", "develop": "developer"}[
            client.account.version
        ],
        "lang": "zh_CN",
        **({"page": page} if page else {}),
    }
    _authorised(client, "/cgi-bin/message/subscribe/send", body)


def code_picture(client: Client, scene: str, page: str, *, width: int = 430) -> bytes:
    """A picture of the mini-program code that opens `page` with `scene`."""
    if not SCENE.fullmatch(scene):
        raise ValueError("a scene WeChat does not take")
    body = {
        "scene": scene,
        "page": page,
        "check_path": client.account.version == "release",
        "env_version": client.account.version,
        "width": width,
    }
    reply = _authorised(client, "/wxa/getwxacodeunlimit", body, repeatable=True)
    if not isinstance(reply, bytes):
        raise UNREADABLE.as_problem()
    return reply


def _authorised(
    client: Client,
    path: str,
    body: Mapping[str, Any],
    *,
    own: Mapping[int, Refusal] | None = None,
    repeatable: bool = False,
) -> dict[str, Any] | bytes:
    """A call with the shared token; with a new one, once, where WeChat says that it is stale."""
    sealed = tokens.current(client)
    for last in (False, True):
        query = {"access_token": tokens.opened(sealed)}
        try:
            return client.call("POST", path, query=query, body=body, repeatable=repeatable)
        except Refused as refused:
            if last or refused.number not in STALE_TOKEN:
                raise refuse(refused, own) from None
        sealed = tokens.renewed(client, sealed)
    raise AssertionError("the second try returns or raises")


def _whole(reply: dict[str, Any] | bytes) -> dict[str, Any]:
    if isinstance(reply, bytes):
        raise UNREADABLE.as_problem()
    return reply


def _text(reply: Mapping[str, Any], name: str) -> str:
    value = reply.get(name)
    if not isinstance(value, str) or not value:
        raise UNREADABLE.as_problem()
    return value
