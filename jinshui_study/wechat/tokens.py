"""The stable access token that all workers share: fetched once, renewed once when WeChat refuses it."""

import hashlib
import logging
from datetime import datetime, timedelta

from jinshui_study import cache, clock
from jinshui_study.accounts import sealing
from jinshui_study.wechat.client import Client, Refused, refuse
from jinshui_study.wechat.refusals import MISCONFIGURED, REFUSALS, UNREADABLE

log = logging.getLogger(__name__)

EARLY_SECONDS = 300
"""WeChat gives out the next token five minutes before the present one ends, and both hold meanwhile."""
FORCED_A_DAY = 20
FORCED_APART = timedelta(seconds=30)


def current(client: Client) -> str:
    """The shared token, sealed; `opened` is what WeChat takes."""
    return cache.share(_key(client), lambda: _fetch(client))


def renewed(client: Client, refused: str) -> str:
    """A token instead of the sealed one WeChat refused: what another worker fetched meanwhile, or a new one.

    WeChat's ordinary answer is the token that holds; only where that is the refused one itself is a new one forced.
    """
    return cache.share(_key(client), lambda: _fetch(client, instead_of=opened(refused)), instead_of=refused)


def opened(sealed: str) -> str:
    return sealing.unseal(sealed)


def _key(client: Client) -> str:
    """Of this account with this secret at this address: another account never meets its token."""
    account = client.account
    whole = f"{account.api_url}\n{account.app_id}\n{account.app_secret}"
    return "wechat:token:" + hashlib.sha256(whole.encode()).hexdigest()[:24]


def _fetch(client: Client, instead_of: str | None = None) -> tuple[str, float]:
    token, seconds = _ask(client, force=False)
    if token == instead_of:
        _count_forced(client, clock.now())
        token, seconds = _ask(client, force=True)
    return sealing.seal(token), max(1.0, seconds - EARLY_SECONDS)


def _ask(client: Client, *, force: bool) -> tuple[str, int]:
    body = {
        "grant_type": "client_credential",
        "appid": client.account.app_id,
        "secret": client.account.app_secret,
        "force_refresh": force,
    }
    try:
        reply = client.call("POST", "/cgi-bin/stable_token", body=body, repeatable=not force)
    except Refused as refused:
        raise refuse(refused, {40001: MISCONFIGURED}) from None
    if isinstance(reply, bytes):
        raise UNREADABLE.as_problem()
    token, seconds = reply.get("access_token"), reply.get("expires_in")
    if not (isinstance(token, str) and token and isinstance(seconds, int) and seconds > 0):
        raise UNREADABLE.as_problem()
    return token, seconds


def _count_forced(client: Client, now: datetime) -> None:
    """Raise where WeChat would refuse another forced renewal: twenty a day, thirty seconds apart."""
    key = f"{_key(client)}:forced"
    recent = [moment for moment in cache.recall(key) or () if moment > now - timedelta(days=1)]
    if len(recent) >= FORCED_A_DAY or (recent and recent[-1] > now - FORCED_APART):
        log.error("no further forced token", extra={"forced_in_a_day": len(recent)})
        raise REFUSALS[40001].as_problem()
    cache.keep(key, timedelta(days=1).total_seconds(), [*recent, now])
