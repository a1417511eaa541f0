"""Telling members what a ruling came to: those whose score changed, and those who had disputed the question.

Each is told in the service, and once by WeChat, as far as somebody delivers what waits in the outbox.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jinshui_study.accounts import notices, outbox
from jinshui_study.accounts.notices import News
from jinshui_study.accounts.outbox import Message
from jinshui_study.arena import scoring
from jinshui_study.arena.models import Ruling
from jinshui_study.arena.rulings.tries import QuizFacts, Try

KIND, ANSWER = "ruling", "dispute"
CHANNEL = "wechat"
MOST_NAMED = 3

CAUSES = {
    "correct": "有一道题的参考答案已经更正",
    "void": "有一道题已经作废，凡是答到的都按答对计分",
}
ANSWERS = {
    "keep": "经核对，这道题维持原来的答案。",
    "correct": "您说得对，这道题的参考答案已经更正。",
    "void": "您提出的疑问成立，这道题已经作废，凡是答到的都按答对计分。",
}


def of_scores(
    ruling: Ruling,
    changed: Mapping[int, Sequence[tuple[Try, Try]]],
    quizzes: Mapping[int, QuizFacts],
    now: datetime,
) -> None:
    """Tell members, old → new, whose tries have another score or were paid otherwise; never a key or a question."""
    _send(
        ruling,
        [_news(ruling.verdict, member_id, tries, quizzes) for member_id, tries in changed.items() if tries],
        now,
    )


def _send(ruling: Ruling, news: Sequence[News], now: datetime) -> None:
    notices.send(news, now)
    outbox.put(
        [
            Message(
                CHANNEL,
                one.member_id,
                one.kind,
                {"title": one.title, "text": one.text, "link": one.link},
                f"{one.kind}:{ruling.public_id}",
            )
            for one in news
        ],
        now,
    )


def _news(
    verdict: str, member_id: int, tries: Sequence[tuple[Try, Try]], quizzes: Mapping[int, QuizFacts]
) -> News:
    named = "；".join(
        _of_try(quizzes[before.quiz_id].title, before, after) for before, after in tries[:MOST_NAMED]
    )
    more = f"；等 {len(tries)} 次作答" if len(tries) > MOST_NAMED else ""
    points = sum(after.points - before.points for before, after in tries)
    paid = f"积分{'增加' if points > 0 else '减少'} {abs(points)} 分。" if points else ""
    text = f"您答过的题里{CAUSES[verdict]}，成绩随之更正：{named}{more}。{paid}"
    return News(member_id, KIND, "成绩更正", text, f"/attempts/{tries[0][0].id}")


def _of_try(title: str, before: Try, after: Try) -> str:
    if before.score == after.score:
        return f"“{title}”积分 {before.points} → {after.points}"
    return f"“{title}”{scoring.in_points(before.score)} → {scoring.in_points(after.score)} 分"


def of_answers(ruling: Ruling, disputes: Iterable[Any], now: datetime) -> None:
    """Tell those who disputed a question what was ruled, in the editor's words."""
    text = f"{ANSWERS[ruling.verdict]}{ruling.reply}"
    title = "您提出的疑问有了答复"
    _send(ruling, [News(row.member_id, ANSWER, title, text, "/disputes") for row in disputes], now)
