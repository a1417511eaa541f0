"""jinshui work: a round of everything that is due, led by one."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from jinshui_study.accounts.models import AccessToken
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.cli import work
from jinshui_study.db import db, unit_of_work
from jinshui_study.http.idempotency import StoredReply
from tests.arena.steps import put
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.world import World

Clock = Callable[[datetime], None]
JOBS = (
    "新建活动",
    "到时交卷",
    "执行裁定",
    "统计作答",
    "汇总街道答题",
    "查看异常",
    "清理过期登录",
    "清理旧邀请",
    "清理旧回执",
    "清理旧消息",
    "清理旧预检",
)
NOTHING = dict.fromkeys(JOBS, 0)
BOTH = {"汇总街道答题": 4}
"""The two streets, with this month and the month before."""


def count_streets() -> None:
    while work._tally_streets():
        pass


def repeat_daily(app: Flask) -> None:
    args = ["quiz", "repeat", "每日答题 {date}", "--bank", "study"]
    assert app.test_cli_runner().invoke(args=args).exit_code == 0


def run(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["work", "--once"])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_round_with_nothing_due_says_so(app: Flask, world: World) -> None:
    count_streets()
    assert run(app) == "完成：" + "，".join(f"{name} 0" for name in NOTHING) + "。\n"


def test_a_round_makes_the_quiz_of_the_day_and_closes_what_is_overdue(
    app: Flask, world: World, now: Clock
) -> None:
    repeat_daily(app)
    me = world.person()
    attempts = [world.start(who, world.quiz("daily")) for who in (me, world.bystander)]
    put(world, me, attempts[0], 1)
    now(TUESDAY_NOON)
    assert run(app).startswith("完成：新建活动 1，到时交卷 2，")
    assert {attempt.state for attempt in db.session.scalars(select(Attempt))} == {"finished"}
    assert world.get(me, f"/attempts/{attempts[0]['id']}")["correct"] == 1
    assert run(app) == "另一个进程正在运行。\n"
    now(TUESDAY_NOON + timedelta(minutes=1))
    assert run(app).startswith("完成：新建活动 0，到时交卷 0，")
    assert (
        db.session.scalar(select(func.count()).select_from(Quiz).where(Quiz.programme_id.is_not(None))) == 2
    )


def test_a_round_forgets_old_logins_and_replies(app: Flask, world: World, now: Clock) -> None:
    me = world.person()
    quiz = world.quiz("topic")
    world.call(me, "POST", f"/quizzes/{quiz}/attempts", Idempotency_Key="k")
    now(MONDAY_NOON + timedelta(days=8))
    assert work.run_once("one") == {**NOTHING, **BOTH, "到时交卷": 1, "统计作答": 1, "清理旧回执": 1}
    now(MONDAY_NOON + timedelta(days=31))
    assert work.run_once("one") == {**NOTHING, **BOTH, "清理过期登录": 2}
    assert db.session.scalars(select(AccessToken)).all() == []
    assert db.session.scalars(select(StoredReply)).all() == []


def test_one_leads_and_another_takes_over_when_it_is_gone(world: World, now: Clock) -> None:
    count_streets()
    assert work.run_once("one") == NOTHING
    assert work.run_once("two") is None
    assert work.run_once("one") == NOTHING
    now(MONDAY_NOON + timedelta(seconds=31))
    assert work.run_once("two") == NOTHING
    assert work.run_once("one") is None


def break_papers(world: World, now: Clock) -> dict[str, Any]:
    """Two attempts out of time, the older with a paper that cannot be graded; the younger one."""
    first = world.start(world.bystander, world.quiz("daily"))
    now(MONDAY_NOON + timedelta(minutes=1))
    me = world.person()
    second = world.start(me, world.quiz("daily"))
    with unit_of_work():
        broken = db.session.get_one(Attempt, (world.bystander.id, first["id"]))
        broken.paper = [{"revision": 0, "worth": 100}]
        broken.opened = 1
    return second


def test_a_job_that_fails_is_told_and_the_others_go_on(
    app: Flask, world: World, now: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    repeat_daily(app)
    second = break_papers(world, now)
    now(TUESDAY_NOON)
    with caplog.at_level(logging.ERROR, logger=work.__name__):
        assert work.run_once("one") == {**NOTHING, **BOTH, "新建活动": 1, "到时交卷": 1, "统计作答": 1}
    states = {attempt.id: attempt.state for attempt in db.session.scalars(select(Attempt))}
    assert states.pop(second["id"]) == "finished"
    assert list(states.values()) == ["open"]
    assert [record.message for record in caplog.records] == ["job failed"]


def test_the_loop_goes_on_until_it_is_stopped(app: Flask, world: World, now: Clock) -> None:
    class StopAfterTwo(Event):
        rounds = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.rounds += 1
            assert timeout == work.EVERY_SECONDS
            if self.rounds == 2:
                self.set()
            return self.is_set()

    attempt = world.start(world.bystander, world.quiz("daily"))
    now(TUESDAY_NOON)
    stop = StopAfterTwo()
    work.run_for_ever(app, stop)
    assert stop.rounds == 2
    assert world.get(world.bystander, f"/attempts/{attempt['id']}")["state"] == "finished"


def test_a_rush_of_answers_is_counted_over_several_rounds(
    world: World, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "COUNTED_AT_ONCE", 2)
    monkeypatch.setattr(work, "MOST_COUNTED", 4)
    quiz = world.quiz("daily")
    for _ in range(7):
        world.play(world.person(), quiz, right=3)
    rounds = [work.run_once("one") or {} for _ in range(3)]
    assert [done["统计作答"] for done in rounds] == [4, 3, 0]
