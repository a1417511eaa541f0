"""jinshui quiz create | repeat"""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from jinshui_study.accounts.models import AuditEntry
from jinshui_study.arena.models import Programme, Quiz
from jinshui_study.arena.modes import CONTEST_PRESETS, PRESETS, Rules
from jinshui_study.db import db, unit_of_work
from tests.moments import at
from tests.world import World, six_questions

TIMES = ["--opens", "2026-11-24 09:00", "--closes", "2026-11-30"]


def run(app: Flask, *args: str) -> tuple[int, str]:
    """The exit code and everything a command says."""
    result = app.test_cli_runner().invoke(args=["quiz", *args])
    return result.exit_code, result.output


def only_quiz() -> Any:
    return db.session.scalars(select(Quiz)).one()


def test_a_contest_is_made_and_told(app: Flask, world: World) -> None:
    code, said = run(app, "create", "区知识竞赛", *TIMES, "--bank", "study")
    quiz = only_quiz()
    assert (code, said) == (0, f"已新建：区知识竞赛（{quiz.public_id}）。\n")
    assert (quiz.preset, Rules.from_data(quiz.rules)) == ("contest", PRESETS["contest"])
    assert (quiz.opens_at, quiz.closes_at) == (at(24, 9), at(30, 0))
    assert quiz.organization_id == world.district.id
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "quiz.create")).one()
    assert (entry.subject, entry.member_id) == (f"quiz:{quiz.public_id}", None)


@pytest.mark.parametrize("preset", ["daily", "topic", "survival", "weekly"])
def test_every_preset_can_be_made(app: Flask, world: World, preset: str) -> None:
    assert run(app, "create", "活动", "--preset", preset, *TIMES, "--bank", "study")[0] == 0
    assert Rules.from_data(only_quiz().rules) == PRESETS[preset]


@pytest.mark.parametrize("name", ["henan-2021", "henan-2023", "beijing-2021"])
def test_a_contest_preset_stands_for_the_preset(app: Flask, world: World, name: str) -> None:
    assert run(app, "create", "活动", "--contest", name, *TIMES, "--bank", "study")[0] == 0
    quiz = only_quiz()
    assert (quiz.preset, Rules.from_data(quiz.rules)) == ("contest", CONTEST_PRESETS[name][1])


def test_a_quiz_of_a_street_on_one_topic_with_a_freeze(app: Flask, world: World) -> None:
    street = world.streets[1]
    options = ["--organization", street.public_id, "--topic", "专题1", "--same-for-all"]
    freeze = ["--freezes", "2026-11-29 18:00", "--reveals", "2026-11-30 09:00"]
    assert run(app, "create", "街道竞赛", *TIMES, "--bank", "study", *options, *freeze)[0] == 0
    quiz = only_quiz()
    assert quiz.organization_id == street.id
    assert quiz.draw[0]["topics"] == ["专题1"]
    assert len(quiz.paper) == 20
    assert (quiz.freezes_at, quiz.reveals_at) == (at(29, 18), at(30, 9))


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--opens", "2026-11-24", "--closes", "2026-11-23", "--bank", "study"], "结束时间应晚于开始时间。"),
        ([*TIMES, "--bank", "unheard-of"], "抽题规则里有本组织不能使用的题库。"),
        ([*TIMES, "--bank", "study", "--topic", "没有"], "题库里符合条件的试题不足"),
        ([*TIMES, "--bank", "study", "--contest", "shanxi-2021"], "需要 100 道，只能抽出 60 道"),
        ([*TIMES, "--bank", "study", "--organization", "nowhere"], "没有找到这个党组织。"),
        ([*TIMES, "--bank", "study", "--freezes", "2026-12-24"], "封榜时间应在活动期间。"),
    ],
)
def test_a_plan_that_cannot_be_is_told_and_nothing_made(
    app: Flask, world: World, args: list[str], sentence: str
) -> None:
    code, said = run(app, "create", "活动", *args)
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said
    assert db.session.scalars(select(Quiz)).all() == []
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_a_title_too_long_is_told(app: Flask, world: World) -> None:
    code, said = run(app, "create", "长" * 81, *TIMES, "--bank", "study")
    assert (code, "名称应有 1 至 80 个字。" in said) == (1, True)


def test_a_sealed_bank_makes_a_contest_but_no_practice(app: Flask, world: World) -> None:
    drafts = [draft for number in range(80, 84) for draft in six_questions(number)]
    with unit_of_work():
        world.load_bank("sealed", drafts, purpose="sealed")
    code, said = run(app, "create", "练习", "--preset", "topic", *TIMES, "--bank", "sealed")
    assert (code, "密封题库只能用于竞赛" in said) == (1, True)
    assert run(app, "create", "竞赛", *TIMES, "--bank", "sealed")[0] == 0


def test_a_daily_quiz_is_made_each_day_from_now_on(app: Flask, world: World) -> None:
    code, said = run(app, "repeat", "每日答题 {date}", "--bank", "study", "--same-for-all")
    assert (code, "现在新建了 1 个活动" in said) == (0, True)
    programme = db.session.scalars(select(Programme)).one()
    assert (programme.every, programme.preset, programme.same_for_all) == ("day", "daily", True)
    quiz = only_quiz()
    assert (quiz.title, quiz.programme_id) == ("每日答题 11月23日", programme.id)
    assert len(world.get(world.bystander, "/quizzes?open=true")["items"]) == 1


def test_a_repeated_quiz_that_cannot_be_is_told_and_nothing_kept(app: Flask, world: World) -> None:
    code, said = run(app, "repeat", "每周答题", "--preset", "weekly", "--bank", "unheard-of")
    assert (code, "不能使用的题库" in said) == (1, True)
    assert db.session.scalars(select(Programme)).all() == []
