"""A finished attempt as its member sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinshui_study import clock
from jinshui_study.arena import attempts, marking, papers, verdicts
from jinshui_study.arena.marking import Mark, Verdict
from jinshui_study.arena.modes import Rules


@dataclass(frozen=True)
class Finished:
    """A finished attempt, with the columns `attempts.get` gives, and its answers by number."""

    attempt: Any
    answers: Mapping[int, Any]


def describe(finished: Finished, now: datetime) -> dict[str, Any]:
    """The Result of a finished attempt; the review is left out until the rules reveal it."""
    attempt = finished.attempt
    revealed = reveals(attempt, now)
    return {
        "attempt_id": attempt.id,
        "quiz_id": attempt.quiz,
        "state": "finished",
        "score": attempt.score,
        "max_score": attempt.max_score,
        "correct": attempt.correct,
        "questions": attempt.questions,
        "duration_ms": attempt.duration_ms,
        "points_awarded": attempt.points_awarded,
        "personal_best": attempt.personal_best,
        "finished_at": clock.local(attempt.finished_at),
        "review_at": None if revealed else clock.local(attempt.closes_at),
        "review": _review(finished) if revealed else None,
        "void": None,
    }


def reveals(attempt: Any, now: datetime) -> bool:
    """Whether the rules reveal the keys of an attempt, once it is finished."""
    return Rules.from_data(attempt.rules).feedback != "after_close" or now >= attempt.closes_at


def _review(finished: Finished) -> list[dict[str, Any]]:
    """Every question that was opened, answered or not; never one that was not."""
    attempt, answers = finished.attempt, finished.answers
    known = verdicts.known(attempt.newest_ruling)
    marked = {**_given_away(finished, known), **answers}
    review = []
    for number, wording in attempts.wordings_of(attempt).items():
        line, answer, mark = attempt.paper[number - 1], answers.get(number), marked.get(number)
        correct = bool(mark and mark.correct)
        review.append(
            {
                **papers.shown(number, line, wording, None),
                "response": papers.from_stored(line, answer.response) if answer else None,
                "score": mark.score if mark else 0,
                "worth": line["worth"],
                **papers.feedback(line, wording, correct, known.get(line["revision"])),
            }
        )
    return review


def _given_away(finished: Finished, known: Mapping[int, Verdict]) -> dict[int, Mark]:
    """Void questions that were not answered, once the ruling has reached the attempt: marks add up to its score."""
    attempt, answers = finished.attempt, finished.answers
    free = marking.given_away(attempt.paper[: attempt.opened], answers, known)
    total = sum(mark.score or 0 for mark in (*answers.values(), *free.values()))
    return free if total <= attempt.score else {}
