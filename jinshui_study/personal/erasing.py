"""Erasing a member's data: what tells who they are goes, what others' totals are made of stays without a name."""

from datetime import datetime

from jinshui_study.accounts import audit, erasure, members, sessions
from jinshui_study.accounts.joining import kept as joining_kept
from jinshui_study.accounts.sessions import CurrentMember
from jinshui_study.arena import kept as arena_kept
from jinshui_study.arena.integrity import kept as integrity_kept
from jinshui_study.compliance import Profile
from jinshui_study.db import begin_writing
from jinshui_study.errors import Forbidden, Invalid
from jinshui_study.points import verification


def proof_needed(asking: CurrentMember, now: datetime) -> str:
    """What must still show that it is the member: `nothing` after a fresh log-in, `password`, or `log_in`."""
    if sessions.is_fresh(asking.token_id, now):
        return "nothing"
    return "password" if members.get(asking.id).password_hash else "log_in"


def require_proof(asking: CurrentMember, password: str | None, now: datetime) -> None:
    """Raises Invalid for a password that is missing or wrong, Forbidden where only a fresh log-in would do."""
    needed = proof_needed(asking, now)
    if needed == "log_in":
        raise Forbidden("为了确认是您本人，请退出后重新登录，十分钟内再办理。", code="log_in_anew")
    if needed == "password":
        if not password:
            raise Invalid(code="password_needed", errors={"password": ["请输入登录密码。"]})
        sessions.prove(members.get(asking.id), password, now)


def erase(asking: CurrentMember, profile: Profile, now: datetime) -> None:
    """Make the member anonymous and take them off all personal boards; a second time changes nothing."""
    begin_writing()
    member = erasure.hold(asking.id)
    if member is None:
        return
    arena_kept.erase_texts(member.id)
    integrity_kept.erase_texts(member.id)
    joining_kept.erase_requests(member.id)
    erasure.forget(member, now)
    verification.relist(member, profile)
    audit.record("personal.erase", f"member:{member.public_id}", now, member.id)
