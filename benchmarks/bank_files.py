"""Checking and loading a workbook of 20,000 questions, beside a program that only reads its cells."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import flask_migrate
import xlsxwriter

from benchmarks.databases import Backend, Place
from benchmarks.measuring import Plan, release
from benchmarks.servers import ROOT
from jinshui_study.accounts import organizations
from jinshui_study.app import create_app
from jinshui_study.db import unit_of_work

HEADER = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度", "章节"]
READ_CELLS = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
print(sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names))
"""
MEASURE = """
import json, resource, subprocess, sys, time
began = time.monotonic()
done = subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.PIPE)
seconds = time.monotonic() - began
kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([seconds, kilobytes / 1024, done.returncode, done.stdout.decode()]))
"""
"""A process as small as can be starts the one that is measured: the kernel counts a starter's memory as its child's."""

WHO = (
    "中央委员会",
    "政治局",
    "书记处",
    "北方局",
    "长江局",
    "河南省委",
    "豫皖边区",
    "新四军军部",
    "八路军总部",
    "中原野战军",
    "政务院",
    "国务院",
)
WHERE = (
    "上海",
    "瑞金",
    "遵义",
    "延安",
    "洛川",
    "西柏坡",
    "北京",
    "郑州",
    "武汉",
    "广州",
    "井冈山",
    "古田",
    "古蔺",
    "会宁",
    "平山",
    "正定",
)
DID = (
    "召开会议",
    "发表宣言",
    "作出决定",
    "成立机构",
    "开展整风",
    "部署战役",
    "通过决议",
    "颁布条例",
    "举行起义",
    "创办报刊",
    "组织罢工",
    "开办学校",
)
ASKED = (
    "会议的主要议题是",
    "文件的起草人是",
    "提出的方针是",
    "确定的任务是",
    "产生的影响是",
    "当时的负责人是",
)
WORDS = (
    "独立自主",
    "统一战线",
    "武装斗争",
    "党的建设",
    "土地改革",
    "减租减息",
    "精兵简政",
    "大生产运动",
    "实事求是",
    "群众路线",
    "民主集中制",
    "自我革命",
)


@dataclass(frozen=True)
class Measured:
    """One run of a program: seconds, the most memory it held, and what it said."""

    seconds: float
    megabytes: float
    exit_code: int
    output: str


def lines(place: Place, plan: Plan) -> Iterator[dict[str, Any]]:
    """A line each for a check, a load, and a check against as many questions in the bank."""
    backend = place.new()
    files = [write(backend.folder / f"{seed}.xlsx", plan.rows, seed) for seed in (1, 2)]
    _make_district(backend)
    yield _line(backend, plan, "check", files[0], ["check", "--json"], plan.rounds, _all_importable)
    yield _line(backend, plan, "load", files[0], ["load"], 1, _all_added)
    yield _line(
        backend, plan, "check against the bank", files[1], ["check", "--json"], plan.rounds, _all_importable
    )
    yield _line(backend, plan, "load again", files[0], ["load"], 1, _none_added)


def _line(
    backend: Backend, plan: Plan, what: str, file: Path, arguments: list[str], rounds: int, right: Any
) -> dict[str, Any]:
    """Rounds of the command and of the bare reading in turn; medians, and the most memory of all."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(run(["-m", "jinshui_study", "bank", *arguments, str(file)], backend.environment))
        theirs.append(run(["-c", READ_CELLS, str(file)], backend.environment))
    seconds, floor = (median(one.seconds for one in side) for side in (ours, theirs))
    return {
        "backend": backend.name,
        "what": f"bank {what}, {plan.rows} rows",
        "seconds": round(seconds, 2),
        "megabytes": round(max(one.megabytes for one in ours)),
        "failures": sum(not right(one, plan.rows) for one in ours),
        "floor_seconds": round(floor, 2),
        "floor_megabytes": round(max(one.megabytes for one in theirs)),
        "floor_failures": sum(one.output.strip() != str(plan.rows + 1) for one in theirs),
        "ratio": round(seconds / floor, 2),
    }


def run(arguments: list[str], environment: dict[str, str]) -> Measured:
    """Run Python in a process of its own."""
    command = [sys.executable, "-S", "-c", MEASURE, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    return Measured(*json.loads(done.stdout))


def _all_importable(one: Measured, rows: int) -> bool:
    return one.exit_code == 0 and json.loads(one.output)["summary"]["importable"] == rows


def _all_added(one: Measured, rows: int) -> bool:
    return one.exit_code == 0 and f"新增 {rows} 道" in one.output


def _none_added(one: Measured, rows: int) -> bool:
    return one.exit_code == 0 and f"新增 0 道，更新 0 道，未变 0 道，重复 {rows} 道" in one.output


def _make_district(backend: Backend) -> None:
    app = create_app(backend.settings)
    with app.app_context():
        flask_migrate.upgrade()
        with unit_of_work():
            organizations.create("district", "金水区")
    release(app)


def write(path: Path, rows: int, seed: int) -> Path:
    """A workbook of single choices that are all different, in the words such banks are made of."""
    dice = Random(seed)
    events = list(product(range(1921, 2022), WHO, WHERE, DID))
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for number, (year, who, where, did) in enumerate(dice.sample(events, rows), start=1):
        options = ["、".join(words) for words in _options(dice)]
        stem = f"{year}年{dice.randint(1, 12)}月，{who}在{where}{did}，{dice.choice(ASKED)}（  ）。"
        explanation = f"这一年{who}在{where}{did}，{options[0]}由此写进党史。"
        cells = [
            "单选题",
            stem,
            *options,
            dice.choice("ABCD"),
            explanation,
            dice.choice("易中难"),
            f"第{year // 10}章",
        ]
        sheet.write_row(number, 0, cells)
    book.close()
    return path


def _options(dice: Random) -> list[list[str]]:
    """Four different pairs of words."""
    words = dice.sample(WORDS, 8)
    return [words[place : place + 2] for place in range(0, 8, 2)]
