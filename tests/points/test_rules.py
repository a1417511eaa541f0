"""What deeds are worth."""

from typing import Any

import pytest

from jinshui_study.points import rules
from jinshui_study.points.rules import Rulebook, Task

EACH = Task("daily", "每日答题", cap=5, measure="correct", each=2)
STEPS = Task("topic", "专项答题", cap=6, measure="percent", steps=((60, 2), (80, 3)))
COUNTED_STEPS = Task("survival", "挑战答题", cap=6, measure="correct", steps=((5, 3), (10, 6)))


@pytest.mark.parametrize(("correct", "worth"), [(0, 0), (1, 2), (5, 10)])
def test_each_right_answer_gives_its_points(correct: int, worth: int) -> None:
    assert EACH.worth(correct, 10) == worth


@pytest.mark.parametrize(
    ("correct", "questions", "worth"),
    [
        (0, 10, 0),
        (5, 10, 0),
        (6, 10, 2),
        (7, 10, 2),
        (8, 10, 3),
        (10, 10, 3),
        (2, 3, 2),
        (59, 100, 0),
        (0, 0, 0),
    ],
)
def test_the_highest_step_of_per_cent_reached_counts(correct: int, questions: int, worth: int) -> None:
    assert STEPS.worth(correct, questions) == worth


def test_a_per_cent_is_not_rounded_up_to_a_step() -> None:
    assert STEPS.worth(599, 1000) == 0


@pytest.mark.parametrize(("correct", "worth"), [(4, 0), (5, 3), (9, 3), (10, 6), (40, 6)])
def test_steps_may_count_right_answers(correct: int, worth: int) -> None:
    assert COUNTED_STEPS.worth(correct, 50) == worth


def test_a_step_from_nothing_pays_for_taking_part() -> None:
    task = Task("contest", "竞赛", cap=10, measure="percent", steps=((0, 4), (80, 10)))
    assert (task.worth(0, 20), task.worth(16, 20)) == (4, 10)


def test_the_first_rules_can_be_read_and_their_caps_add_up() -> None:
    book = rules.from_data(0, rules.FIRST_RULES)
    assert [task.code for task in book.tasks] == ["daily", "topic", "survival", "weekly", "contest"]
    assert book.cap == 5 + 6 + 6 + 8 + 10
    for task in book.tasks:
        assert max(task.worth(correct, 20) for correct in range(21)) >= task.cap or task.code == "topic"


def test_a_rulebook_knows_its_tasks_by_code() -> None:
    book = Rulebook(3, (EACH, STEPS))
    assert book.task("topic") is STEPS
    assert book.task("nothing") is None


def _data(**changes: Any) -> dict[str, Any]:
    return {
        "tasks": [
            {"code": "daily", "title": "每日答题", "cap": 5, "measure": "correct", "each": 1, **changes}
        ]
    }


@pytest.mark.parametrize(
    "data",
    [
        _data(cap=-1),
        _data(cap=True),
        _data(cap="5"),
        _data(each=0.5),
        _data(measure="minutes"),
        _data(steps=[[60, -2]]),
        {"tasks": [*_data()["tasks"], *_data()["tasks"]]},
    ],
)
def test_what_is_no_rule_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        rules.from_data(1, data)
