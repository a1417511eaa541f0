"""Reminding those of a branch who have not taken part yet: in the service, and by what waits in the outbox."""

from datetime import datetime

from jinshui_study import clock
from jinshui_study.accounts import audit, notices, outbox
from jinshui_study.accounts.notices import News
from jinshui_study.accounts.outbox import Message
from jinshui_study.arena.models import Quiz
from jinshui_study.branch import participation
from jinshui_study.branch.sights import Sight

CHANNEL, KIND = "wechat", "reminder"
TITLE = "答题提醒"


def remind(sight: Sight, quiz: Quiz, now: datetime) -> int:
    """Remind whoever has not handed in, each at most once a day of one quiz; returns how many were queued."""
    missing = participation.of_quiz(sight, quiz, now).to_remind
    text, link = _text(quiz), f"/quizzes/{quiz.public_id}"
    news = [News(one.id, KIND, TITLE, text, link) for one in missing]
    key = participation.key_of(quiz, clock.local_day(now))
    told = notices.send_once(news, key, now)
    payload = {"title": TITLE, "text": text, "link": link}
    outbox.put([Message(CHANNEL, member_id, KIND, payload, key) for member_id in sorted(told)], now)
    audit.record(
        "branch.remind",
        f"quiz:{quiz.public_id}",
        now,
        sight.viewer_id,
        organization=sight.node.public_id,
        queued=len(told),
    )
    return len(told)


def _text(quiz: Quiz) -> str:
    ends = quiz.closes_at.astimezone(clock.SHANGHAI)
    until = f"{ends.month}月{ends.day}日 {ends:%H:%M}"
    return f"“{quiz.title}”正在进行，{until} 截止。有空时来答一答，是否参加由您自己决定。"
