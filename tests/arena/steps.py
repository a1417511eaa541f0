"""Steps of a member through an attempt, as requests."""

from collections.abc import Sequence
from typing import Any

from werkzeug.test import TestResponse

from tests.world import Person, World, answer_to


def problem(reply: TestResponse) -> tuple[int, str]:
    """The status and the code of a reply that refuses."""
    assert reply.mimetype == "application/problem+json", reply.get_data(as_text=True)
    return reply.status_code, reply.get_json()["code"]


def put(
    world: World,
    who: Person,
    attempt: dict[str, Any],
    number: int,
    *,
    right: bool = True,
    response: dict[str, Any] | None = None,
) -> TestResponse:
    """Answer a question the attempt shows."""
    if response is None:
        response = answer_to(attempt["questions"][number - 1], right=right)
    path = f"/attempts/{attempt['id']}/answers/{number}"
    return world.call(who, "PUT", path, {"response": response})


def post(world: World, who: Person, attempt: dict[str, Any], step: str) -> TestResponse:
    """Post to `next` or `revive` of an attempt."""
    return world.call(who, "POST", f"/attempts/{attempt['id']}/{step}")


def go_on(world: World, who: Person, attempt: dict[str, Any]) -> dict[str, Any]:
    """Open the next question; the attempt with it."""
    reply = post(world, who, attempt, "next")
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return dict(reply.get_json())


def run(world: World, who: Person, quiz: str, answers: Sequence[bool]) -> dict[str, Any]:
    """Go through a sequence from its start, right and wrong as told; the attempt, not handed in."""
    attempt = world.start(who, quiz)
    for number, right in enumerate(answers, start=1):
        if number > 1:
            attempt = go_on(world, who, attempt)
        reply = put(world, who, attempt, number, right=right)
        assert reply.status_code == 200, reply.get_data(as_text=True)
    return attempt


def all_answers(attempt: dict[str, Any], *, right: bool = True) -> list[dict[str, Any]]:
    """Answers to every question shown, as a submission carries them."""
    return [
        {"number": question["number"], "response": answer_to(question, right=right)}
        for question in attempt["questions"]
    ]
