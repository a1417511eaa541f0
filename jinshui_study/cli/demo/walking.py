"""How somebody goes through a paper: what they answer to each question, and when. Pure."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from jinshui_study.arena.modes import QUESTION_GRACE, Rules
from jinshui_study.cli.demo.knowledge import Choice, Exercise

REVIVES = 0.85
"""How likely somebody who is out goes on where the rules let them."""


class Given(NamedTuple):
    """An answer given: to which question, what, when, and how long after the question was opened."""

    number: int
    choice: Choice
    answered_at: datetime
    elapsed_ms: int


@dataclass
class Walk:
    """An attempt from its start to its submit; `opened_at` has a moment for each question opened."""

    given: list[Given]
    opened_at: list[datetime]
    revives: int
    finished_at: datetime


@dataclass(frozen=True)
class Walker:
    """Who goes: how much they know of each question (by its id), and how fast they are."""

    ability: Callable[[int], float]
    pace: float
    exercises: Mapping[int, Exercise]

    def answer(self, line: Mapping[str, Any], dice: Random) -> tuple[Choice, int]:
        """What they answer, and after how many milliseconds."""
        exercise = self.exercises[line["revision"]]
        choice = exercise.answer(self.ability(line["question"]), dice)
        return choice, int(exercise.reading_ms * self.pace * math.exp(dice.gauss(0, 0.35)))


def walk(
    paper: Sequence[Mapping[str, Any]], rules: Rules, walker: Walker, started_at: datetime, dice: Random
) -> Walk:
    """Through the whole paper, or question by question where the rules open them so."""
    return (_step if rules.sequential else _run)(paper, rules, walker, started_at, dice)


def _run(
    paper: Sequence[Mapping[str, Any]], rules: Rules, walker: Walker, started_at: datetime, dice: Random
) -> Walk:
    """All questions lie open from the start: times count from there."""
    given, spent = [], 0
    for number, line in enumerate(paper, start=1):
        choice, thinking = walker.answer(line, dice)
        spent += thinking + (_pause(dice) if rules.feedback == "each" else 300)
        given.append(Given(number, choice, started_at + timedelta(milliseconds=spent), spent))
    finished_at = started_at + timedelta(milliseconds=spent + _pause(dice))
    return Walk(given, [started_at] * len(paper), 0, finished_at)


def _step(
    paper: Sequence[Mapping[str, Any]], rules: Rules, walker: Walker, started_at: datetime, dice: Random
) -> Walk:
    """One question after the other, each against its limit; where a mistake ends the run, perhaps revived."""
    done = Walk([], [], 0, started_at)
    limit = (rules.seconds_per_question or 3600) * 1000
    moment = started_at
    for number, line in enumerate(paper, start=1):
        done.opened_at.append(moment)
        choice, thinking = walker.answer(line, dice)
        if thinking <= limit:
            moment += timedelta(milliseconds=thinking)
            done.given.append(Given(number, choice, moment, thinking))
        else:
            moment += timedelta(milliseconds=limit) + QUESTION_GRACE
        moment += timedelta(milliseconds=_pause(dice) if rules.feedback == "each" else 400)
        mistaken = thinking > limit or not choice.grade.correct
        if rules.stops_when_wrong and mistaken:
            if done.revives >= rules.revives or dice.random() > REVIVES:
                break
            done.revives += 1
    done.finished_at = moment + timedelta(milliseconds=500)
    return done


def _pause(dice: Random) -> int:
    """Milliseconds to look at what came back."""
    return dice.randrange(1_200, 4_500)
