"""A finished attempt as its member sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinshui_study import clock
from jinshui_study.arena import attempts, papers
from jinshui_study.arena.modes import Rules


@dataclass(frozen=True)
class Finished:
    """A finished attempt, with the columns `attempts.get` gives, and its answers by number."""

    attempt: Any
    answers: Mapping[int, Any]


def describe(finished: Finished, now: datetime) -> dict[str, Any]:
    """The Result of a finished attempt; the review is left out until the rules reveal it."""
    attempt = finished.attempt
    rules = Rules.from_data(attempt.rules)
    revealed = rules.feedback != "after_close" or now >= attempt.closes_at
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
    }


def _review(finished: Finished) -> list[dict[str, Any]]:
    """Every question that was opened, answered or not; never one that was not."""
    review = []
    for number, wording in attempts.wordings_of(finished.attempt).items():
        line, answer = finished.attempt.paper[number - 1], finished.answers.get(number)
        review.append(
            {
                **papers.shown(number, line, wording, None),
                "response": papers.from_stored(line, answer.response) if answer else None,
                "score": answer.score if answer else 0,
                "worth": line["worth"],
                **papers.feedback(line, wording, bool(answer and answer.correct)),
            }
        )
    return review
