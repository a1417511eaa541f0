"""Logging in: bearer tokens and cookie sessions side by side, both ending in the same `current_user`."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, current_app, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import bindparam, case, delete, select

from jinshui_study import clock
from jinshui_study.accounts import members, sealing
from jinshui_study.accounts.models import AccessToken, Identity, LoginTries, Member, Organization
from jinshui_study.db import begin_writing, changed_rows, db, insert, table_of
from jinshui_study.errors import Invalid, TooManyRequests, Unauthorized

TRIES = 5
TRIES_WINDOW = timedelta(minutes=15)
FRESH_FOR = timedelta(minutes=10)
SESSION_KEY = "_user_id"
CONSOLE_DAYS = 1


@dataclass(frozen=True)
class CurrentMember(UserMixin):
    """Who is asking, as far as every request needs it: one indexed read."""

    id: int
    public_id: str
    name: str
    branch_id: int
    street_id: int
    ranking_opt_in: bool
    token_id: str

    def get_id(self) -> str:
        return self.token_id


class Sessions(LoginManager):
    """Flask-Login, except that an Authorization header decides alone: a bad one with a good cookie is nobody.

    There is no “remember me”: its cookie is not read at all.
    """

    def _load_user(self) -> Any:
        if "Authorization" in request.headers:
            scheme, _, secret = request.headers["Authorization"].partition(" ")
            kind = "bearer" if scheme.lower() == "bearer" else ""
        else:
            kind, secret = "session", str(session.get(SESSION_KEY, ""))
        found = find_by_secret(secret.strip(), kind, clock.now()) if kind and secret else None
        return self._update_request_context_with_user(found)


class BrowserSessions(SecureCookieSessionInterface):
    """Cookie sessions, which requests with an Authorization header do without."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if "Authorization" in request.headers:
            return self.session_class()
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    Sessions().init_app(app)
    app.session_interface = BrowserSessions()
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_NAME="jinshui_session"
    )


_FIND = (
    select(
        Member.id,
        Member.public_id,
        Member.name,
        Member.branch_id,
        Organization.street_id,
        Member.ranking_opt_in,
        AccessToken.id.label("token_id"),
    )
    .join(AccessToken, AccessToken.member_id == Member.id)
    .join(Organization, Organization.id == Member.branch_id)
    .where(
        AccessToken.secret_hash == bindparam("secret_hash"),
        AccessToken.kind == bindparam("kind"),
        AccessToken.expires_at > bindparam("now"),
        Member.active,
    )
)


def me() -> CurrentMember:
    """Who is asking, behind a gate for members; the object itself, where `current_user` is looked up at each use."""
    return current_user._get_current_object()


_tries = table_of(LoginTries)
_TRIES = select(_tries.c.failures, _tries.c.since).where(_tries.c.account_hash == bindparam("account"))
_EXPIRED = _tries.c.since <= bindparam("expired")
_first = insert(_tries).values(account_hash=bindparam("account"), failures=1, since=bindparam("now"))
_COUNT = _first.on_conflict_do_update(
    index_elements=["account_hash"],
    set_={
        "failures": case((_EXPIRED, 1), else_=_tries.c.failures + 1),
        "since": case((_EXPIRED, _first.excluded.since), else_=_tries.c.since),
    },
).returning(_tries.c.failures, _tries.c.since)
"""Counts a try and tells how many it makes; a window that has passed begins anew."""


def find_by_secret(secret: str, kind: str, now: datetime) -> CurrentMember | None:
    params = {"secret_hash": _hash(secret), "kind": kind, "now": now}
    row = db.session.connection().execute(_FIND, params).one_or_none()
    return None if row is None else CurrentMember(*row)


def log_in(login: str, password: str, now: datetime) -> Member:
    """The member whose phone and password these are.

    Raises Unauthorized, and TooManyRequests after 5 wrong tries in 15 minutes on one account, known or not.
    The slow look at the password comes before the writing, which on SQLite keeps everybody else waiting;
    the try itself is counted by one statement, so that tries sent together are not more than tries in turn.
    """
    phone = members.normalise_phone(login) or login
    account = sealing.blind("login", phone)
    _refuse_many(db.session.execute(_TRIES, {"account": account}).one_or_none(), now)
    member = members.find_by_identity("phone", phone)
    if not _password_is_right(account, member, password, now) or member is None:
        raise Unauthorized("手机号或密码不正确。", code="wrong_login", keeps_changes=True)
    return member


def prove(member: Member, password: str, now: datetime) -> None:
    """Make sure once more that this is the member: raises Invalid, and TooManyRequests after 5 wrong tries."""
    account = sealing.blind("proof", member.public_id)
    _refuse_many(db.session.execute(_TRIES, {"account": account}).one_or_none(), now)
    if not _password_is_right(account, member, password, now):
        raise Invalid(
            "密码不正确。", code="wrong_password", errors={"password": ["密码不正确。"]}, keeps_changes=True
        )


def _password_is_right(account: str, member: Member | None, password: str, now: datetime) -> bool:
    """Look at the password, and count the try where it is wrong."""
    right = members.password_matches(member, password) and member is not None and member.active
    begin_writing()
    tries = db.session.execute(_COUNT, {"account": account, "now": now, "expired": now - TRIES_WINDOW}).one()
    _refuse_many(tries, now, counted=1)
    if right:
        db.session.execute(delete(LoginTries).where(LoginTries.account_hash == account))
    return right


def is_fresh(token_id: str, now: datetime) -> bool:
    """Whether a log-in was made in the last ten minutes."""
    made_at = db.session.scalar(select(AccessToken.created_at).where(AccessToken.id == token_id))
    return made_at is not None and made_at > now - FRESH_FOR


def _refuse_many(tries: Any, now: datetime, counted: int = 0) -> None:
    """TooManyRequests where the account has had its tries; `counted` of them is the present one."""
    if tries is None or tries.failures - counted < TRIES or tries.since <= now - TRIES_WINDOW:
        return
    wait = int((tries.since + TRIES_WINDOW - now).total_seconds()) + 1
    raise TooManyRequests(
        f"密码错误次数过多，请 {-(-wait // 60)} 分钟后再试。",
        code="too_many_tries",
        headers={"Retry-After": str(wait)},
    )


def issue(
    member: Member, kind: str, now: datetime, days: int, device: str = "", identity: Identity | None = None
) -> tuple[str, AccessToken]:
    """A new log-in of `kind` bearer or session: its secret, shown this once, and its row.

    One by an `identity` that can be unbound ends with it.
    """
    secret = secrets.token_urlsafe(32)
    token = AccessToken(
        member_id=member.id,
        secret_hash=_hash(secret),
        kind=kind,
        device="".join(character for character in device if character.isprintable())[:80],
        identity_id=identity and identity.id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(token)
    db.session.flush()
    return secret, token


def begin(member: Member, now: datetime, identity: Identity | None = None) -> dict[str, Any]:
    """A bearer log-in for the device that asks, as the API answers it."""
    days = current_app.extensions["settings"].token_days
    secret, token = issue(member, "bearer", now, days, request.headers.get("User-Agent", ""), identity)
    return {"token": secret, "expires_at": clock.local(token.expires_at), "member": members.describe(member)}


def open_cookie_session(member: Member, now: datetime, days: int, device: str = "") -> None:
    """Log this browser in; the signed cookie carries the secret of a revocable token."""
    session.clear()
    session[SESSION_KEY], _ = issue(member, "session", now, days, device)


def list_of(member_id: int, now: datetime) -> list[AccessToken]:
    return list(
        db.session.scalars(
            select(AccessToken)
            .where(AccessToken.member_id == member_id, AccessToken.expires_at > now)
            .order_by(AccessToken.created_at.desc(), AccessToken.id)
            .limit(100)
        )
    )


def revoke(member_id: int, token_id: str) -> bool:
    """End one log-in of the member; returns whether there was such a one."""
    gone = changed_rows(
        delete(AccessToken).where(AccessToken.member_id == member_id, AccessToken.id == token_id)
    )
    return bool(gone)


def revoke_all(member_id: int) -> int:
    """End every log-in of the member; returns how many."""
    return changed_rows(delete(AccessToken).where(AccessToken.member_id == member_id))


def forget_expired(now: datetime) -> int:
    """Delete expired log-ins and old counts of wrong tries; returns how many log-ins."""
    db.session.execute(delete(LoginTries).where(LoginTries.since < now - TRIES_WINDOW))
    return changed_rows(delete(AccessToken).where(AccessToken.expires_at < now))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
