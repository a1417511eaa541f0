"""The values of a rulebook as a form holds them, and what was typed over them."""

from collections.abc import Mapping
from typing import Any

from jinshui_study.errors import Invalid
from jinshui_study.points import rules
from jinshui_study.points.rules import Rulebook, Task

MOST = 1000


def read(current: Rulebook, sent: Mapping[str, str]) -> Rulebook:
    """The rulebook with the values sent; what was not sent stays. Raises Invalid with sentences by field."""
    errors: dict[str, Any] = {}

    def value(name: str, kept: int) -> int:
        text = sent.get(name, str(kept)).strip()
        if text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= MOST:
            return int(text)
        errors[name] = [f"应是 0 到 {MOST} 的整数。"]
        return kept

    tasks = [
        {
            "code": task.code,
            "title": task.title,
            "measure": task.measure,
            "cap": value(f"{task.code}-cap", task.cap),
            "each": value(f"{task.code}-each", task.each),
            "steps": [
                (value(f"{task.code}-least-{at}", least), value(f"{task.code}-points-{at}", points))
                for at, (least, points) in enumerate(task.steps)
            ],
        }
        for task in current.tasks
    ]
    if errors:
        raise Invalid("请看标出的地方。", errors=errors)
    return rules.from_data(current.version, {"tasks": tasks})


def fields_of(task: Task) -> list[tuple[str, str, int]]:
    """The fields of a task: name, words, value."""
    unit = "答对 {} 道" if task.measure == "correct" else "答对 {}% "
    found = [(f"{task.code}-cap", "每天最多", task.cap)]
    if not task.steps:
        return [*found, (f"{task.code}-each", "每题几分", task.each)]
    for at, (least, points) in enumerate(task.steps):
        found.append((f"{task.code}-points-{at}", f"{unit.format(least).strip()}得几分", points))
    return found
