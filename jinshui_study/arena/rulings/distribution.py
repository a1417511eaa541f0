"""How a revision has been answered: what an editor looks at before ruling."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, case, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from jinshui_study.arena.models import Answer
from jinshui_study.db import db
from jinshui_study.questions import grading, kinds
from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.models import Question, Revision

MOST_SHOWN = 20
MOST_RESPONSES = 2000
"""Different responses that are looked at; of free texts there may be more."""


@dataclass(frozen=True)
class Share:
    """One thing that could be answered: how many did, and whether the key says so."""

    text: str
    times: int
    percent: int
    in_key: bool


@dataclass(frozen=True)
class Distribution:
    """Of the locked answers to a revision: how many there are, how many count as right, and what they say."""

    answers: int
    right: int
    shares: list[Share]

    @property
    def right_percent(self) -> int:
        return _percent(self.right, self.answers)


def of(question: Question, revision: Revision) -> Distribution:
    """The answers to a revision by what they chose; of texts, orders and matches the twenty most frequent."""
    text = _text_of_response()
    rows = db.session.execute(
        select(text, func.count(), func.sum(case((Answer.correct.is_(True), 1), else_=0)))
        .where(Answer.revision_id == revision.id, Answer.locked)
        .group_by(text)
        .order_by(func.count().desc(), text)
        .limit(MOST_RESPONSES)
    ).all()
    responses = [(json.loads(response), times) for response, times, _ in rows]
    answers, right = _totals(revision.id)
    given = _options(revision.content, responses) if _by_option(question.kind) else None
    shares = given or _most_frequent(question.kind, revision.content, responses)
    return Distribution(
        answers,
        right,
        [Share(text, times, _percent(times, answers), in_key) for text, times, in_key in shares],
    )


def _text_of_response() -> Any:
    """The same text for the same response, whatever blanks its writer set."""
    if db.session.connection().dialect.name == "postgresql":
        return cast(cast(Answer.response, JSONB), String)
    return func.json(Answer.response)


def _totals(revision_id: int) -> tuple[int, int]:
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(case((Answer.correct.is_(True), 1), else_=0)), 0)).where(
            Answer.revision_id == revision_id, Answer.locked
        )
    ).one()
    return row[0], int(row[1])


def _percent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole) if whole else 0


def _by_option(kind: str) -> bool:
    return kind in (kinds.SINGLE, kinds.MULTIPLE, kinds.TRUE_FALSE)


Responses = list[tuple[dict[str, Any], int]]


def _options(content: dict[str, Any], responses: Responses) -> list[tuple[str, int, bool]]:
    """Every option with how many chose it, chosen or not."""
    if "options" not in content:
        times = Counter(dict.fromkeys((True, False), 0))
        for response, count in responses:
            times[response["value"]] += count
        return [(wording(value), times[value], content["key"] is value) for value in (True, False)]
    chosen: Counter[int] = Counter()
    for response, count in responses:
        for index in set(response["options"]):
            chosen[index] += count
    return [
        (f"{LETTERS[index]}. {text}", chosen[index], index in content["key"])
        for index, text in enumerate(content["options"])
    ]


def wording(value: bool) -> str:
    return "正确" if value else "错误"


def _most_frequent(kind: str, content: dict[str, Any], responses: Responses) -> list[tuple[str, int, bool]]:
    """Answers that read alike are one; it is shown as most wrote it."""
    counted: Counter[str] = Counter()
    first: dict[str, tuple[str, bool]] = {}
    for response, count in responses:
        text = shown(kind, content, response)
        alike = kinds.fold(text)
        counted[alike] += count
        first.setdefault(alike, (text, grading.grade(kind, content, response).correct))
    return [(first[alike][0], times, first[alike][1]) for alike, times in counted.most_common(MOST_SHOWN)]


def shown(kind: str, content: dict[str, Any], response: dict[str, Any]) -> str:
    """A stored response, or a key in its shape, in words."""
    if kind == kinds.TRUE_FALSE:
        return wording(response["value"])
    if kind == kinds.BLANK:
        return "；".join(response["texts"]) or "（空白）"
    if kind == kinds.MATCHING:
        pairs = [f"{content['left'][a]}—{content['right'][b]}" for a, b in response["pairs"]]
        return "；".join(pairs) or "（空白）"
    separator = " → " if kind == kinds.ORDERING else "；"
    chosen = [f"{LETTERS[index]}. {content['options'][index]}" for index in response["options"]]
    return separator.join(chosen) or "（空白）"
