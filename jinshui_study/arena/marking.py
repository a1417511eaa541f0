"""The mark of an answer: by its revision's key, or by what a ruling says of it. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from jinshui_study.arena import scoring
from jinshui_study.arena.modes import Rules
from jinshui_study.questions import grading
from jinshui_study.questions.kinds import Wording


@dataclass(frozen=True)
class Verdict:
    """What a ruling says of a revision; `content` is the revision's with the right key, None where it is void."""

    content: dict[str, Any] | None
    explanation: str
    reply: str

    @property
    def voids(self) -> bool:
        return self.content is None

    def corrected(self, wording: Wording) -> Wording:
        """The wording with the key that holds; that of a void question stays as it was."""
        return wording if self.content is None else replace(wording, content=self.content)


class Mark(NamedTuple):
    """Whether an answer is all right, and the tenths it earns."""

    correct: bool
    score: int


def mark(
    rules: Rules,
    wording: Wording,
    verdict: Verdict | None,
    response: Mapping[str, Any] | None,
    worth: int,
    elapsed_ms: int,
) -> Mark:
    """The mark of a stored response out of `worth`, None where there is none.

    A void question is all right for everybody who was asked it, answered or not.
    """
    if verdict is not None:
        if verdict.voids:
            return Mark(True, worth)
        wording = verdict.corrected(wording)
    if response is None:
        return Mark(False, 0)
    grade = grading.grade(wording.kind, wording.content, dict(response))
    return Mark(grade.correct, scoring.score(rules, grade, worth, elapsed_ms))


def given_away(
    opened: list[dict[str, Any]], answered: Collection[int], verdicts: Mapping[int, Verdict]
) -> dict[int, Mark]:
    """By number, the marks of void questions that were asked and not answered."""
    return {
        number: Mark(True, line["worth"])
        for number, line in enumerate(opened, start=1)
        if number not in answered and line["revision"] in verdicts and verdicts[line["revision"]].voids
    }
