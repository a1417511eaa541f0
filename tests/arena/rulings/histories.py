"""What random histories are made of: a bank, quizzes whose rules differ, members, and what happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from jinshui_study.db import db, unit_of_work
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.models import Question
from jinshui_study.questions.sampling import DrawRule
from tests.moments import at
from tests.world import World

QUESTIONS, OPTIONS, PEOPLE = 5, 3, 4
OPENS, FREEZES, CLOSES = at(23, 8), at(25, 12), at(27, 22)

QUIZZES: dict[str, dict[str, Any]] = {
    "best": {"preset": "contest", "counts": "best", "pass_percent": 50, "freezes_at": FREEZES},
    "first_k": {"preset": "contest", "counts": "first_k", "first_k": 2, "pays": "daily_improvement"},
    "last": {"preset": "topic", "counts": "last", "feedback": "end", "pass_percent": 40},
    "each": {"preset": "topic", "counts": "first", "feedback": "each"},
    "daily": {"preset": "daily"},
}
"""Rules that differ in what counts, what is paid, and what is asked for before it counts."""

STEPS_OF_TASK = {
    "contest": ([(0, 4), (60, 7), (80, 10)], 10),
    "topic": ([(60, 2), (80, 3)], 6),
}
"""Per cent right → points, and the cap of the day; the daily quiz pays a point a question, at most 5."""


@dataclass
class Fact:
    """A closed attempt: what was asked, what was answered, and when; nothing of what it was worth."""

    who: int
    quiz: str
    id: str
    asked: list[int]
    answers: list[int | None]
    submitted: bool
    order: tuple[Any, ...]
    row: Any


@dataclass
class History:
    now: datetime
    facts: list[Fact] = field(default_factory=list)
    open: dict[tuple[int, str], tuple[str, list[int | None]]] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)
    keys: dict[int, int | None] = field(default_factory=dict)

    def lineage(self, revision: int) -> list[int]:
        found = [revision]
        while found[-1] in self.parents:
            found.append(self.parents[found[-1]])
        return found


class Scene:
    """A bank of five questions, five quizzes that ask all of them, four members of three branches."""

    def __init__(self, world: World, clock: Callable[[datetime], None]) -> None:
        self.world, self.clock = world, clock
        with unit_of_work():
            world.load_bank("ruled", [question(number) for number in range(QUESTIONS)])
        self.people = [
            world.person(name=f"党员{n}号", branch=(0, 0, 1, 2)[n], opted_in=n != 2) for n in range(PEOPLE)
        ]
        self.editor = world.person(role="editor", over=world.district)
        self.quizzes = {name: self._quiz(**rules) for name, rules in QUIZZES.items()}

    def _quiz(self, preset: str, **rules: Any) -> str:
        unlimited = {"tries_per_day": None, "seconds_per_question": None, "speed_percent": 0}
        if preset == "daily":
            unlimited = {}
        return self.world.quiz(
            preset,
            questions=QUESTIONS,
            draw=(DrawRule(count=QUESTIONS, score=100, banks=("ruled",)),),
            same_for_all=True,
            shuffle_questions=False,
            opens_at=OPENS,
            closes_at=CLOSES,
            **{**({"feedback": "end"} if preset == "contest" else {}), "seconds_total": 1200},
            **unlimited,
            **rules,
        )

    def revisions(self) -> dict[int, int]:
        """The current revision of each question, by the question's place in the bank."""
        rows = db.session.execute(select(Question.code, Question.current_revision_id))
        return {
            int(code.removeprefix("ruled-")): revision for code, revision in rows if code.startswith("ruled-")
        }


def question(number: int) -> Draft:
    return Draft(
        where="行 1",
        kind="single",
        stem=f"第{number}题",
        options=[f"选项{index}" for index in range(OPTIONS)],
        answer=["A"],
        explanation="史料如此记载。",
        source="《测试文献》",
        topic="专题",
        code=f"ruled-{number}",
    )
