"""Coming in by an invite code in a browser: it sets the password, after which phone and password work."""

from datetime import datetime

from jinshui_study.accounts import audit, members, notices, sessions
from jinshui_study.accounts.joining import invitations
from jinshui_study.accounts.models import Member
from jinshui_study.accounts.notices import News
from jinshui_study.db import begin_writing, db


def by_invitation(code: str, name: str | None, password: str, now: datetime) -> Member:
    """Use a code up and set the member's password; all log-ins there are end.

    The slow look at the password comes before the writing, which on SQLite keeps everybody else waiting.
    Raises as `invitations.look_up` and `invitations.use` do, and Invalid for a short password.
    """
    kept = members.hashed(password)
    begin_writing()
    invitation, member = invitations.look_up(code, now, name=name)
    invitations.use(invitation, now)
    sessions.revoke_all(member.id)
    member.password_hash = kept
    db.session.flush()
    audit.record("member.enter", f"member:{member.public_id}", now, member.id, way="invitation")
    told = News(
        member.id,
        "account",
        "密码已设置",
        "您的账号用邀请码设置了新密码。如果不是您本人操作，请马上告诉支部书记。",
    )
    notices.send([told], now)
    return member
