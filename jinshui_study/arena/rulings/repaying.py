"""What tries would have been paid, had their marks been right from the start. Pure.

Points of a try depend on the tries paid before it: at the same quiz, where only an improvement is paid, and of the
same task and day, which has a cap. So a try whose worth changes has all of those paid anew, in the order they were
paid in, and those of other days that depend on them in turn.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jinshui_study.arena.modes import Rules
from jinshui_study.arena.rulings.tries import Try
from jinshui_study.points.lines import Line
from jinshui_study.points.rules import Task


@dataclass(frozen=True)
class Payment:
    """A try with the line that pays it, the rules of its quiz, and its task by the version it was paid by."""

    line: Line
    attempt: Try
    rules: Rules
    task: Task


def concerned(lines: Sequence[Line], days: Iterable[date], rules: Mapping[str, Rules]) -> list[Line]:
    """The lines of one task that may change when tries of `days` do; `rules` are those of the sources `quiz:…`.

    Where a quiz pays for improvements, a day of it reaches all its other days.
    """
    reached = set(days)
    while True:
        sources = {line.source for line in lines if line.day in reached and _carries_over(line, rules)}
        more = {line.day for line in lines if line.source in sources} - reached
        if not more:
            return [line for line in lines if line.day in reached]
        reached |= more


def _carries_over(line: Line, rules: Mapping[str, Rules]) -> bool:
    return line.source in rules and rules[line.source].pays != "each"


def repay(payments: Iterable[Payment], tries: Sequence[Try], taken: Mapping[date, int]) -> dict[str, int]:
    """Points by attempt: each try's worth, less what earlier ones were paid, under what the cap leaves of its day.

    `tries` are all tries at the quizzes concerned, with their marks as they should be, and `taken` what others than
    these payments have of the task on a day.
    """
    used = dict(taken)
    points = {one.id: one.points for one in tries}
    for payment in sorted(payments, key=_order):
        attempt, task, day = payment.attempt, payment.task, payment.line.day
        earlier = [one for one in tries if one.quiz_id == attempt.quiz_id and one.ordinal < attempt.ordinal]
        demand = attempt.worth(task) - _paid_before(payment, earlier, points)
        given = max(0, min(demand, task.cap - used.get(day, 0)))
        points[attempt.id] = given
        used[day] = used.get(day, 0) + given
    return points


def _order(payment: Payment) -> tuple[object, ...]:
    attempt = payment.attempt
    return attempt.closed_at, attempt.finished_at, attempt.ordinal, attempt.id


def _paid_before(payment: Payment, earlier: Iterable[Try], points: Mapping[str, int]) -> int:
    match payment.rules.pays:
        case "improvement":
            return sum(points[other.id] for other in earlier)
        case "daily_improvement":
            return sum(points[other.id] for other in earlier if other.day == payment.attempt.day)
    return 0
