"""What a finished attempt comes to by the keys that hold. Pure.

It is worked out from the answers and the marks, not from the score that stands, so doing it twice changes nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinshui_study.arena import marking, scoring
from jinshui_study.arena.marking import Mark, Verdict
from jinshui_study.arena.modes import Rules
from jinshui_study.questions.kinds import Wording


@dataclass(frozen=True)
class Keys:
    """What is marked anew, and by what: the revisions a ruling holds for, the verdicts that hold, the wordings."""

    revisions: Collection[int]
    verdicts: Mapping[int, Verdict]
    wordings: Mapping[int, Wording]

    @cached_property
    def looked_at(self) -> frozenset[int]:
        """The revisions whose answers are looked at one by one: those marked anew, and those that are void."""
        void = {revision for revision, verdict in self.verdicts.items() if verdict.voids}
        return frozenset(void.union(self.revisions))


@dataclass(frozen=True)
class Given:
    """A locked answer to a revision that is looked at."""

    number: int
    revision: int
    correct: bool
    score: int
    elapsed_ms: int
    response: dict[str, Any]


@dataclass(frozen=True)
class Target:
    """A finished attempt a ruling concerns: its paper, the answers that are looked at, and what the others come to."""

    attempt_id: str
    quiz_id: int
    paper: Sequence[dict[str, Any]]
    opened: int
    answers: Sequence[Given]
    rest_correct: int
    rest_score: int


@dataclass(frozen=True)
class Remarked:
    """An answer's new mark."""

    attempt_id: str
    number: int
    mark: Mark


@dataclass(frozen=True)
class Marked:
    """The score and the number of right answers of an attempt, and the answers whose mark changes."""

    score: int
    correct: int
    answers: list[Remarked]


def mark_again(target: Target, rules: Rules, keys: Keys) -> Marked:
    """Mark an attempt by the keys that hold; void questions count as right, answered or not."""
    marks = {given.number: _mark(given, target, rules, keys) for given in target.answers}
    free = marking.given_away(list(target.paper[: target.opened]), marks, keys.verdicts)
    every = [*marks.values(), *free.values()]
    most = sum(line["worth"] for line in target.paper)
    return Marked(
        score=scoring.total((target.rest_score, *(mark.score for mark in every)), most),
        correct=target.rest_correct + sum(mark.correct for mark in every),
        answers=[
            Remarked(target.attempt_id, given.number, marks[given.number])
            for given in target.answers
            if marks[given.number] != (given.correct, given.score)
        ],
    )


def _mark(given: Given, target: Target, rules: Rules, keys: Keys) -> Mark:
    """Answers to questions that another ruling made void keep the mark they have: that ruling changes it."""
    if given.revision not in keys.revisions:
        return Mark(given.correct, given.score)
    verdict, wording = keys.verdicts.get(given.revision), keys.wordings[given.revision]
    worth = target.paper[given.number - 1]["worth"]
    return marking.mark(rules, wording, verdict, given.response, worth, given.elapsed_ms)
