"""Scenes: what a code on a screen or a wall stands for. Logging in to the console by scanning is one purpose."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from jinshui_study.accounts import audit, rights
from jinshui_study.accounts.joining.models import Scene
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.db import changed_rows, db
from jinshui_study.errors import Conflict, Forbidden, Invalid, NotFound

LOGIN, SIGN_IN = "login", "sign_in"
RIGHT = "scene.make"


@dataclass(frozen=True)
class Purpose:
    """How long a scene of this purpose lasts, and what a person reads about it."""

    lasts: timedelta
    words: str


PURPOSES = {
    LOGIN: Purpose(timedelta(minutes=3), "登录管理后台"),
    SIGN_IN: Purpose(timedelta(minutes=10), "签到"),
}


def ask_to_log_in(scene_id: str, device: str, site: str, now: datetime) -> tuple[Scene, str]:
    """A scene by which a browser wants to be logged in, and the secret that ties it to that browser.

    `number` in its details is shown on both screens, for the person to compare.
    """
    secret = secrets.token_urlsafe(32)
    scene = Scene(
        id=scene_id,
        purpose=LOGIN,
        browser_hash=_hash(secret),
        details={"device": device[:40], "site": site[:80], "number": f"{secrets.randbelow(90) + 10}"},
        created_at=now,
        expires_at=now + PURPOSES[LOGIN].lasts,
    )
    db.session.add(scene)
    db.session.flush()
    return scene, secret


def make(scene_id: str, purpose: str, organization: Organization, member_id: int, now: datetime) -> Scene:
    """A scene of an organization. Raises Invalid for a purpose nobody makes by hand, Forbidden without the right."""
    if purpose not in PURPOSES or purpose == LOGIN:
        raise Invalid("不能生成这种用途的码。", errors={"purpose": ["没有这种用途。"]})
    rights.require(member_id, RIGHT, organization)
    scene = Scene(
        id=scene_id,
        purpose=purpose,
        details={},
        organization_id=organization.id,
        made_by=member_id,
        created_at=now,
        expires_at=now + PURPOSES[purpose].lasts,
    )
    db.session.add(scene)
    db.session.flush()
    audit.record("scene.make", f"organization:{organization.public_id}", now, member_id, purpose=purpose)
    return scene


def get(scene_id: str, now: datetime) -> Scene:
    """A scene that still counts. Raises NotFound for one there is not or that is over: both look alike."""
    scene = db.session.get(Scene, scene_id, populate_existing=True)
    if scene is None or scene.expires_at <= now:
        raise NotFound("这个码已经过期，请刷新后再扫一次。", code="scene_over")
    return scene


def get_of_browser(scene_id: str, secret: str, now: datetime) -> Scene:
    """A scene for the browser that asked for it, and for no other."""
    scene = get(scene_id, now)
    if not hmac.compare_digest(scene.browser_hash, _hash(secret)):
        raise NotFound("这个码已经过期，请刷新后再扫一次。", code="scene_over")
    return scene


def decide(scene_id: str, member: Member, *, confirmed: bool, now: datetime) -> Scene:
    """Say on the phone that it is oneself, or is not. Raises Forbidden for whom the console is closed."""
    scene = get(scene_id, now)
    if scene.purpose != LOGIN:
        raise Conflict("这个码不需要确认。", code="scene_needs_nothing")
    if confirmed and not rights.may(member.id, "console.enter"):
        raise Forbidden("管理后台只对支部书记和管理员开放。")
    state = "confirmed" if confirmed else "refused"
    if not _move(scene, "waiting", now, state=state, member_id=member.id):
        raise Conflict("这个码已经有人确认过，请刷新后再扫一次。", code="scene_decided")
    audit.record(f"scene.{state}", f"member:{member.public_id}", now, member.id, purpose=scene.purpose)
    return scene


def use(scene_id: str, secret: str, now: datetime) -> Member:
    """Take the log-in that the phone confirmed, once, in the browser that asked. Raises Conflict before and after."""
    scene = get_of_browser(scene_id, secret, now)
    member_id = scene.member_id
    if not _move(scene, "confirmed", now, state="used") or member_id is None:
        raise Conflict("手机上还没有确认，或者已经用过了。", code="scene_not_confirmed")
    member = db.session.get_one(Member, member_id)
    if not member.active or not rights.may(member.id, "console.enter"):
        raise Forbidden("管理后台只对支部书记和管理员开放。")
    return member


def organization_of(scene: Scene) -> Organization | None:
    return None if scene.organization_id is None else db.session.get(Organization, scene.organization_id)


def forget_old(now: datetime) -> int:
    """Delete what is over; returns how many."""
    return changed_rows(delete(Scene).where(Scene.expires_at < now - timedelta(hours=1)))


def _move(scene: Scene, before: str, now: datetime, **values: object) -> bool:
    """Change a scene that is in this state and not over, as one of all who try at once."""
    moved = changed_rows(
        update(Scene)
        .where(Scene.id == scene.id, Scene.state == before, Scene.expires_at > now)
        .values(**values)
    )
    db.session.expire(scene)
    return bool(moved)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
