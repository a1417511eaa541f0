"""The benchmarks run: every line is there, nothing failed. How fast it was is nobody's business here."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import load
from benchmarks.measuring import figures

ROOT = Path(__file__).parent.parent.parent
MEASURED = ["hello", "login", "start", "submit", "board", "around me"]
FIGURES = ["requests_per_s", "p50_ms", "p95_ms", "p99_ms"]


def run(*arguments: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_a_quick_run_measures_everything_beside_its_floor_without_a_failure() -> None:
    machine, *lines = run("--quick", "--backend", "sqlite")
    assert {"cores", "python", "granian", "sqlalchemy", "sqlite"} <= machine.keys()
    beside_floor = [line for line in lines if "floor_requests_per_s" in line]
    assert [line["what"] for line in beside_floor] == MEASURED
    for line in beside_floor:
        assert line["failures"] == line["floor_failures"] == 0
        assert all(line[name] > 0 and line[f"floor_{name}"] > 0 for name in FIGURES), line
        assert line["ratio"] > 0
    scaled = [line for line in lines if "small_failures" in line]
    assert [line["what"].split(",")[0] for line in scaled] == ["board", "around me"]
    for line in scaled:
        assert line["failures"] == line["small_failures"] == 0
        assert all(line[name] > 0 and line[f"small_{name}"] > 0 for name in FIGURES), line
    files = [line for line in lines if "floor_megabytes" in line]
    assert [line["what"].split(",")[0] for line in files] == [
        "bank check",
        "bank load",
        "bank check against the bank",
        "bank load again",
    ]
    for line in files:
        assert line["failures"] == line["floor_failures"] == 0
        assert line["seconds"] > line["floor_seconds"] > 0
        assert line["megabytes"] > line["floor_megabytes"] > 0


def test_a_request_says_how_long_its_body_is() -> None:
    sent = load.request("POST", "/submit", {"Authorization": "Bearer x"}, "答".encode())
    head, _, body = sent.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /submit HTTP/1.1\r\n")
    assert b"Content-Length: 3" in head
    assert b"Authorization: Bearer x" in head
    assert body.decode() == "答"


def test_figures_are_medians_over_the_rounds_and_all_their_failures() -> None:
    rounds = [load.Measured([0.001, 0.002, 0.9], 0, 1.0), load.Measured([0.003], 2, 1.0)]
    assert figures(rounds) == {
        "requests_per_s": 2.0,
        "p50_ms": 2.5,
        "p95_ms": 451.5,
        "p99_ms": 451.5,
        "failures": 2,
    }
