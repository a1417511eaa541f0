"""What deeds are worth. Pure; the numbers are versioned data in the table `point_rules`.

    {"tasks": [{"code": "daily", "title": "每日答题", "cap": 5, "measure": "correct", "each": 1},
               {"code": "weekly", "title": "每周答题", "cap": 10, "measure": "percent", "steps": [[60, 5], [100, 10]]}]}

`measure` is what counts: questions right, or per cent of them right. Either each one gives `each` points, or the
highest step reached gives its points. `cap` is the most a member gets for the task in a day of Shanghai.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FIRST_RULES: dict[str, Any] = {
    "tasks": [
        {"code": "daily", "title": "每日答题", "cap": 5, "measure": "correct", "each": 1},
        {"code": "topic", "title": "专项答题", "cap": 6, "measure": "percent", "steps": [[60, 2], [80, 3]]},
        {"code": "survival", "title": "挑战答题", "cap": 6, "measure": "correct", "steps": [[5, 3], [10, 6]]},
        {
            "code": "weekly",
            "title": "每周答题",
            "cap": 8,
            "measure": "percent",
            "steps": [[60, 4], [80, 6], [100, 8]],
        },
        {
            "code": "contest",
            "title": "竞赛",
            "cap": 10,
            "measure": "percent",
            "steps": [[0, 4], [60, 7], [80, 10]],
        },
    ]
}


@dataclass(frozen=True)
class Task:
    code: str
    title: str
    cap: int
    measure: str
    each: int = 0
    steps: tuple[tuple[int, int], ...] = ()

    def worth(self, correct: int, questions: int) -> int:
        """Whole points for `correct` right out of `questions`, before the cap."""
        reached = correct if self.measure == "correct" else (correct * 100 // questions if questions else 0)
        if self.steps:
            return max((points for least, points in self.steps if reached >= least), default=0)
        return reached * self.each


@dataclass(frozen=True)
class Rulebook:
    version: int
    tasks: tuple[Task, ...]

    def task(self, code: str) -> Task | None:
        return next((task for task in self.tasks if task.code == code), None)

    @property
    def cap(self) -> int:
        return sum(task.cap for task in self.tasks)


def from_data(version: int, data: Mapping[str, Any]) -> Rulebook:
    """A rulebook from its data. Raises ValueError for data that are no rules."""
    tasks = tuple(
        Task(
            code=str(item["code"]),
            title=str(item["title"]),
            cap=_whole(item["cap"]),
            measure=_measure(item["measure"]),
            each=_whole(item.get("each", 0)),
            steps=tuple((_whole(least), _whole(points)) for least, points in item.get("steps", ())),
        )
        for item in data["tasks"]
    )
    if len({task.code for task in tasks}) < len(tasks):
        raise ValueError("a task stands twice")
    return Rulebook(version, tasks)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"not a number of points: {value!r}")
    return value


def _measure(value: Any) -> str:
    if value not in ("correct", "percent"):
        raise ValueError(f"not a measure: {value!r}")
    return str(value)
