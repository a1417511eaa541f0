"""Nothing about disputes and rulings tells a key to who has not been shown it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.arena.rulings.affairs import Affair
from tests.arena.steps import put
from tests.arena.test_leaks import TELLING, names_in
from tests.moments import MONDAY_NOON
from tests.world import World

Clock = Callable[[datetime], None]

ASKED = ("/disputes", "/notices", "/me", "/points/entries", "/home")
CLOSES = MONDAY_NOON + timedelta(hours=5)
SECRETS = ("乙对", "更正后的解析", "以党章为准")


@pytest.mark.parametrize("verdict", ["correct", "void"])
def test_a_contest_that_has_not_ended_tells_a_changed_score_and_nothing_of_the_key(
    world: World, now: Clock, verdict: str
) -> None:
    affair = Affair(
        world,
        preset="contest",
        seconds_per_question=None,
        speed_percent=0,
        closes_at=CLOSES,
        tries_per_day=None,
    )
    me = world.person()
    first = affair.play(me, doubtful=["丙错"] if verdict == "void" else ["乙对"])
    attempt = world.start(me, affair.quiz)
    affair.rule(verdict, reply="以党章为准", explanation="更正后的解析")
    for path in (*ASKED, f"/attempts/{first['attempt_id']}", f"/attempts/{attempt['id']}"):
        body = world.get(me, path)
        shown = str(body)
        if path != f"/attempts/{attempt['id']}":
            assert not any(secret in shown for secret in SECRETS), path
        assert "ruling" not in names_in(body), path
    assert affair.result(me, first)["score"] == 500
    assert affair.result(me, first)["review"] is None
    assert not (TELLING & set(names_in(world.get(me, f"/attempts/{attempt['id']}"))))
    reply = put(world, me, attempt, affair.number_in(attempt)).get_json()
    assert reply["feedback"] is None
    now(CLOSES)
    assert affair.reviewed(me, first)["ruling"]["verdict"] == verdict


def test_an_open_attempt_tells_nothing_of_a_ruling(world: World) -> None:
    affair = Affair(world)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    affair.rule(reply="以党章为准", explanation="更正后的解析")
    again = world.get(me, f"/attempts/{attempt['id']}")
    assert again["questions"] == attempt["questions"]
    assert not (TELLING | {"ruling"}) & set(names_in(again))


def test_somebody_else_sees_neither_dispute_nor_notice(world: World) -> None:
    affair = Affair(world)
    me = world.person()
    result = affair.play(me)
    other = affair.reviewed(me, result)["number"] % 5 + 1
    path = f"/attempts/{result['attempt_id']}/questions/{other}/disputes"
    world.call(me, "POST", path, {"reason": "other", "text": "我的疑问"})
    affair.rule()
    (notice,) = world.get(me, "/notices")["items"]
    for who in (world.bystander, affair.editor):
        assert world.get(who, "/disputes")["items"] == []
        assert world.get(who, "/notices")["items"] == []
        assert world.call(who, "POST", f"/notices/{notice['id']}/read").status_code == 404
    assert world.get(me, "/notices")["items"][0]["read_at"] is None
