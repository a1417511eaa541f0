"""jinshui bank statistics: a file of marks without a database, and the kept figures with one."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import update

from jinshui_study.arena.statistics.models import ItemStatistic
from jinshui_study.cli import bank, work
from jinshui_study.db import db, unit_of_work
from tests.questions.published_marks import MOODLE_ITEMS, MOODLE_MARKS, MOODLE_QUIZ
from tests.world import World


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "marks.csv"
    path.write_text("quizattempt,一,二,三,四,五,六,七\n")
    rows = [f"{number},{line}" for number, line in enumerate(MOODLE_MARKS.splitlines(), start=1)]
    path.write_text(path.read_text() + "\n".join(rows))
    return path


def call(app: Flask, *args: object) -> Result:
    return app.test_cli_runner().invoke(bank.group, ["statistics", *map(str, args)])


def figures(app: Flask, *args: object) -> dict[str, Any]:
    result = call(app, *args, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.output))


def test_a_published_table_has_its_published_figures(built: Flask, published: Path) -> None:
    found = figures(built, "--marks", published, "--max-mark", 1)
    for name, value in MOODLE_QUIZ.items():
        assert found["quiz"][name] == pytest.approx(value, rel=1.5e-5), name
    for name, values in MOODLE_ITEMS.items():
        assert [item[name] for item in found["items"]] == pytest.approx(values, rel=1e-5), name
    assert found["quiz"]["cronbach_alpha"] == pytest.approx(MOODLE_QUIZ["cic"] / 100, rel=1e-5)
    assert [item["name"] for item in found["items"]] == list("一二三四五六七")
    assert found["left_out"] == ["quizattempt"]


def test_percents_are_of_the_full_mark(built: Flask, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("2,0\n1,2\n")
    found = figures(built, "--marks", path, "--max-mark", "2,4")
    assert (found["quiz"]["mean"], found["quiz"]["mean_percent"]) == (2.5, pytest.approx(125 / 3))
    first = found["items"][0]
    assert (first["facility"], first["facility_percent"]) == (0.75, 75)
    assert first["standard_deviation_percent"] == pytest.approx(100 * first["standard_deviation"] / 2)
    assert [item["intended_weight"] for item in found["items"]] == [
        pytest.approx(100 / 3),
        pytest.approx(200 / 3),
    ]


def test_what_has_no_variance_is_null(built: Flask, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("1,1\n1,1\n1,1\n1,1\n")
    found = figures(built, "--marks", path, "--max-mark", 1)
    names = ("skewness", "kurtosis", "cic", "cronbach_alpha", "error_ratio", "standard_error")
    assert {name: found["quiz"][name] for name in names} == dict.fromkeys(names)
    assert found["items"][0]["discrimination_index"] is None


def test_an_item_of_thirty_attempts_has_its_flags(built: Flask, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("0,1,1\n1,0,0\n" * 15)
    flags = [item["flags"] for item in figures(built, "--marks", path, "--max-mark", 1)["items"]]
    assert flags[0] == ["negative"]


def test_figures_are_told_in_chinese(built: Flask, published: Path) -> None:
    result = call(built, "--marks", published, "--max-mark", 1)
    assert result.exit_code == 0
    assert "共 25 份作答，7 道题，满分 7。" in result.output
    assert "不作为题目的列：quizattempt。" in result.output
    assert "内部一致性 % -87.22" in result.output
    assert "一\t0.70\t0.45\t-7.07\t-9.46\t14.29\t21.29" in result.output


@pytest.mark.parametrize(
    ("content", "max_mark", "sentence"),
    [
        (b"1,x\n1,0\n1,y\n", "1", "第 3 行第 2 列的“y”不是得分。"),
        (b"1,0\n1\n", "1", "列数应当相同"),
        (b"2,0\n1,1\n", "1", "第 1 份作答“第 1 列”的得分 2 超过满分 1。"),
        (b"1,0\n", "1,1,1", "给出了 3 个满分，文件里有 2 道题。"),
        (b"1,0\n", "零", "满分应是一个数"),
        (b"", "1", "文件里没有得分。"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    built: Flask, tmp_path: Path, content: bytes, max_mark: str, sentence: str
) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes(content)
    result = call(built, "--marks", path, "--max-mark", max_mark)
    assert result.exit_code == 1
    assert sentence in result.output


def test_a_file_that_is_not_there_is_told(built: Flask, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        result = call(built, "--marks", path, "--max-mark", 1)
        assert (result.exit_code, "无法读取得分表" in result.output) == (1, True)


def test_a_full_mark_is_asked_for(built: Flask, published: Path) -> None:
    result = call(built, "--marks", published)
    assert (result.exit_code, "请用 --max-mark 写明满分" in result.output) == (1, True)


def test_a_file_of_marks_needs_no_database(published: Path) -> None:
    bare = Flask("bare")
    assert call(bare, "--marks", published, "--max-mark", 1).exit_code == 0


def test_what_is_kept_is_told(app: Flask, world: World) -> None:
    quiz = world.quiz("daily")
    world.play(world.bystander, quiz, right=3)
    assert "已统计 0 个试题版本，共 0 题次；还有 1 份作答待统计。" in call(app).output
    work.run_once("one")
    assert figures(app) == {
        "items": 5,
        "asked": 5,
        "due": 0,
        "flags": {"negative": 0, "too_hard": 0, "too_easy": 0, "weak": 0},
    }


def test_differences_are_found_and_mended(app: Flask, world: World) -> None:
    world.play(world.bystander, world.quiz("daily"), right=3)
    work.run_once("one")
    assert "没有差异" in call(app, "--verify").output
    with unit_of_work():
        db.session.execute(update(ItemStatistic).values(answered=7))
    result = call(app, "--verify")
    assert result.exit_code == 1
    assert "共有 5 处差异" in result.output
    assert "重建完成：1 份作答。" in call(app, "--rebuild").output
    assert call(app, "--verify").exit_code == 0
