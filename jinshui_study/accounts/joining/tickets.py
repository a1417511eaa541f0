"""Binding tickets: what a phone holds between WeChat's code and the binding. Sealed, so no openid reaches the phone."""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography.fernet import InvalidToken

from jinshui_study.accounts import sealing
from jinshui_study.errors import Invalid

LASTS = timedelta(minutes=15)
PURPOSE = "binding"


class Subject(NamedTuple):
    """An identity outside the service: `wechat` and an openid."""

    kind: str
    subject: str


def issue(who: Subject, now: datetime) -> tuple[str, datetime]:
    """A ticket, and until when it is good."""
    until = now + LASTS
    text = json.dumps([PURPOSE, until.timestamp(), *who])
    return sealing.seal(text), until


def read(ticket: str, now: datetime) -> Subject:
    """Whose ticket it is. Raises Invalid for one that is not ours or too old."""
    try:
        purpose, until, kind, subject = json.loads(sealing.unseal(ticket))
    except (InvalidToken, ValueError, TypeError):
        purpose = until = kind = subject = None
    if purpose != PURPOSE:
        raise Invalid("绑定凭证无效，请重新点一次“微信登录”。", code="ticket_invalid")
    if now.timestamp() >= until:
        raise Invalid("停留时间太长，请重新点一次“微信登录”。", code="ticket_expired")
    return Subject(kind, subject)
