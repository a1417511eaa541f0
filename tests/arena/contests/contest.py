"""A contest with a few who took part, for the tests of its desk."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from jinshui_study.arena.models import Quiz
from jinshui_study.db import db
from tests.moments import MONDAY_NOON
from tests.world import Person, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CLOSES_AT = MONDAY_NOON + 4 * HOUR
OVER = CLOSES_AT + MINUTE
PLAIN: dict[str, Any] = {"seconds_per_question": None, "speed_percent": 0, "questions": 5}


class Contest:
    """A contest of the district, whole papers shown at once; `play` hands in so many right answers."""

    def __init__(self, world: World, **changes: Any) -> None:
        self.world = world
        self.admin = world.person(name="周主任", role="district_admin", over=world.district)
        self.quiz = world.quiz("contest", **{**PLAIN, "closes_at": CLOSES_AT, **changes})

    def play(self, who: Person, right: int) -> str:
        return str(self.world.play(who, self.quiz, right)["attempt_id"])

    def crowd(self) -> list[Person]:
        """Three of each of two branches, everybody with another score, and one who does not want to be ranked."""
        found = []
        for branch in (0, 2):
            for right in (5, 3, 1):
                found.append(self.world.person(branch=branch, opted_in=right != 3))
                self.play(found[-1], right)
        return found

    def row(self) -> Quiz:
        db.session.expire_all()
        return db.session.scalars(select(Quiz).where(Quiz.public_id == self.quiz)).one()

    def board(self, who: Person, of: str = "members", **query: str) -> dict[str, Any]:
        rest = "".join(f"&{name}={value}" for name, value in query.items())
        return dict(self.world.get(who, f"/quizzes/{self.quiz}/leaderboard?of={of}{rest}"))


def at(hours: float) -> datetime:
    return MONDAY_NOON + hours * HOUR
