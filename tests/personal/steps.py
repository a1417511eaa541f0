"""A member who has done everything there is to do, and how their data are asked for."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from jinshui_study import clock
from jinshui_study.accounts import members, notices, outbox
from jinshui_study.accounts.models import AccessToken
from jinshui_study.accounts.notices import News
from jinshui_study.accounts.outbox import Message
from jinshui_study.db import db, unit_of_work
from tests.world import PASSWORD, Person, World

HOSTILE = "<script>alert(1)</script>题干有误"
OPENID = "oGZUI0egBJY1zhBYw2KhdUfwVJJE"


def busy_member(world: World, **changes: Any) -> Person:
    """Somebody with a line of every kind, on a log-in of yesterday."""
    who = world.person(name="张晓明", password=PASSWORD, role="secretary", **changes)
    quiz = world.quiz("daily")
    result = world.play(who, quiz, right=3)
    dispute = {"reason": "typo", "text": HOSTILE}
    path = f"/attempts/{result['attempt_id']}/questions/1/disputes"
    assert world.call(who, "POST", path, dispute, Idempotency_Key="dispute-1").status_code == 201
    world.call(who, "PUT", "/points/ranking", {"opted_in": False})
    world.call(who, "PUT", "/points/ranking", {"opted_in": True, "full_name": True})
    with unit_of_work():
        now = clock.now()
        members.add_identity(members.get(who.id), "openid", OPENID)
        notices.send([News(who.id, "test", "一条消息", "消息的内容")], now)
        outbox.put([Message("wechat", who.id, "due", {"thing1": "每日答题"})], now)
    age_log_in(who)
    return who


def age_log_in(who: Person) -> None:
    """Let the member's log-in be of an hour ago."""
    with unit_of_work():
        db.session.execute(
            update(AccessToken)
            .where(AccessToken.member_id == who.id)
            .values(created_at=clock.now() - timedelta(hours=1))
        )


def export(world: World, who: Person) -> tuple[dict[str, Any], dict[str, str]]:
    """A member's export: the JSON, and the text of every file by name."""
    reply = world.call(who, "POST", "/me/data/export")
    assert reply.status_code == 200, reply.get_data(as_text=True)
    assert reply.mimetype == "application/zip"
    assert "attachment" in reply.headers["Content-Disposition"]
    assert "no-store" in reply.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(reply.get_data())) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    return json.loads(files["data.json"]), files


def erase(world: World, who: Person, **body: Any) -> Any:
    return world.call(who, "POST", "/me/data/erasure", {"understood": True, **body})
