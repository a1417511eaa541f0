"""Logging in: bearer tokens and cookie sessions side by side, both ending in the same `current_user`."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, request, session
from flask_login import LoginManager, UserMixin
from sqlalchemy import bindparam, delete, select

from jinshui_study import clock
from jinshui_study.accounts import members, sealing
from jinshui_study.accounts.models import AccessToken, LoginTries, Member, Organization
from jinshui_study.db import changed_rows, db, insert
from jinshui_study.errors import TooManyRequests, Unauthorized

TRIES = 5
TRIES_WINDOW = timedelta(minutes=15)
SESSION_KEY = "_user_id"


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
    """Flask-Login, except that an Authorization header decides alone: a bad one with a good cookie is nobody."""

    def _load_user(self) -> Any:
        if "Authorization" not in request.headers:
            return super()._load_user()
        scheme, _, secret = request.headers["Authorization"].partition(" ")
        member = find_by_secret(secret.strip(), "bearer", clock.now()) if scheme.lower() == "bearer" else None
        return self._update_request_context_with_user(member)


def init_app(app: Flask) -> None:
    manager = Sessions()
    manager.session_protection = None  # addresses of phones change all day; a session is a revocable token
    manager.user_loader(lambda secret: find_by_secret(secret, "session", clock.now()))
    manager.init_app(app)
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


def find_by_secret(secret: str, kind: str, now: datetime) -> CurrentMember | None:
    params = {"secret_hash": _hash(secret), "kind": kind, "now": now}
    row = db.session.connection().execute(_FIND, params).one_or_none()
    return None if row is None else CurrentMember(*row)


def log_in(login: str, password: str, now: datetime) -> Member:
    """The member whose phone and password these are.

    Raises Unauthorized, and TooManyRequests after 5 wrong tries in 15 minutes on one account, known or not.
    """
    phone = members.normalise_phone(login) or login
    account = sealing.blind("login", phone)
    tries = db.session.get(LoginTries, account)
    if tries is not None and tries.since <= now - TRIES_WINDOW:
        db.session.delete(tries)
        db.session.flush()
        tries = None
    if tries is not None and tries.failures >= TRIES:
        wait = int((tries.since + TRIES_WINDOW - now).total_seconds()) + 1
        raise TooManyRequests(
            f"密码错误次数过多，请 {wait // 60 + 1} 分钟后再试。",
            code="too_many_tries",
            headers={"Retry-After": str(wait)},
        )
    member = members.find_by_identity("phone", phone)
    if not members.password_matches(member, password) or member is None or not member.active:
        _count_failure(account, now)
        raise Unauthorized("手机号或密码不正确。", code="wrong_login", keeps_changes=True)
    if tries is not None:
        db.session.delete(tries)
    return member


def _count_failure(account: str, now: datetime) -> None:
    statement = insert(LoginTries).values(account_hash=account, failures=1, since=now)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_hash"], set_={"failures": LoginTries.failures + 1}
        )
    )


def issue(member: Member, kind: str, now: datetime, days: int, device: str = "") -> tuple[str, AccessToken]:
    """A new log-in of `kind` bearer or session: its secret, shown this once, and its row."""
    secret = secrets.token_urlsafe(32)
    token = AccessToken(
        member_id=member.id,
        secret_hash=_hash(secret),
        kind=kind,
        device="".join(character for character in device if character.isprintable())[:80],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(token)
    db.session.flush()
    return secret, token


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


def forget_expired(now: datetime) -> int:
    """Delete expired log-ins and old counts of wrong tries; returns how many log-ins."""
    db.session.execute(delete(LoginTries).where(LoginTries.since < now - TRIES_WINDOW))
    return changed_rows(delete(AccessToken).where(AccessToken.expires_at < now))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
