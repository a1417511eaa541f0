"""What one finished attempt tells about its questions. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from jinshui_study.arena.modes import Rules
from jinshui_study.questions import kinds

MOST_SECONDS = 600
"""Who took longer was away: counted as this long."""


class Answered(Protocol):
    """A locked answer, as far as it is looked at."""

    response: dict[str, Any]
    answered_at: datetime
    elapsed_ms: int
    score: int | None


@dataclass(frozen=True)
class Line:
    """A question of the paper: its score out of its worth, in tenths; 0 where it was not answered.

    In a sequence that ended early the last ones were never `asked`.
    """

    revision: int
    score: int
    worth: int
    asked: bool = True
    answered: bool = False
    choices: tuple[str, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A finished attempt. `paired`: what else it holds tells how able its member is; `fixed`: all have this paper."""

    quiz: int
    lines: tuple[Line, ...]
    paired: bool = True
    fixed: bool = False

    @property
    def counted(self) -> list[list[int]]:
        """What is kept of an attempt that was counted, so that it can be counted out again: score, worth, answered."""
        return [[line.score, line.worth, int(line.answered)] for line in self.lines]

    def as_counted(self, counted: Sequence[Sequence[int]]) -> "Sheet":
        """The sheet as it was when `counted` was kept of it: a ruling changes scores, and nothing else."""
        lines = [
            replace(line, score=score, worth=worth)
            if answered
            else Line(line.revision, score, worth, asked=line.asked)
            for line, (score, worth, answered) in zip(self.lines, counted, strict=True)
        ]
        return replace(self, lines=tuple(lines))


def counts(ordinal: int, answers: int, *, fixed: bool) -> bool:
    """Whether an attempt is counted: something was answered, and it is no second try at the same paper.

    Another try at a drawn paper meets other questions; another try at a paper that is the same for all meets questions
    whose answers have been told.
    """
    return answers > 0 and (ordinal == 1 or not fixed)


def read(
    attempt: Any,
    rules: Rules,
    answers: Mapping[int, Answered],
    kinds_of: Mapping[int, str],
    *,
    fixed: bool,
) -> Sheet:
    """The sheet of a finished attempt.

    In a run that ends with the first mistake the rest of an attempt says nothing about a member: whoever missed a
    question has everything else right. Such sheets are not paired.
    """
    seconds = _seconds(attempt.started_at, rules, answers)
    lines = []
    for number, line in enumerate(attempt.paper, start=1):
        answer = answers.get(number)
        lines.append(
            Line(
                revision=line["revision"],
                score=(answer.score or 0) if answer else 0,
                worth=line["worth"],
                asked=number <= attempt.opened,
                answered=answer is not None,
                choices=_choices(kinds_of[line["revision"]], answer.response) if answer else (),
                seconds=seconds.get(number),
            )
        )
    return Sheet(
        quiz=attempt.quiz_id,
        lines=tuple(lines),
        paired=not rules.stops_when_wrong,
        fixed=fixed and not rules.stops_when_wrong,
    )


def _choices(kind: str, response: Mapping[str, Any]) -> tuple[str, ...]:
    """The options that were chosen, by their index as written."""
    if kind == kinds.TRUE_FALSE:
        return ("true" if response["value"] else "false",)
    if kind in (kinds.SINGLE, kinds.MULTIPLE):
        return tuple(str(index) for index in response["options"])
    return ()


def _seconds(started_at: datetime, rules: Rules, answers: Mapping[int, Answered]) -> dict[int, int]:
    """How long each answer took: since its question opened, or since the answer before where all are open at once.

    Of answers that came at the same moment, with the submit, nobody knows.
    """
    if rules.sequential:
        return {number: _whole_seconds(answer.elapsed_ms) for number, answer in answers.items()}
    moments = [answer.answered_at for answer in answers.values()]
    before = {
        moment: earlier
        for earlier, moment in zip([started_at, *sorted(moments)], sorted(moments), strict=False)
    }
    return {
        number: _whole_seconds(_milliseconds(before[answer.answered_at], answer.answered_at))
        for number, answer in answers.items()
        if moments.count(answer.answered_at) == 1
    }


def _milliseconds(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds() * 1000)


def _whole_seconds(milliseconds: int) -> int:
    return min(max(0, (milliseconds + 500) // 1000), MOST_SECONDS)
