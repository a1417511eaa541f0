"""`python -m benchmarks`: JSON lines, first the machine, then a line for each thing measured."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.metadata import version
from typing import Any

from benchmarks import bank_files, databases, load, measuring, scale
from benchmarks.databases import BACKENDS, Place
from benchmarks.measuring import Plan
from jinshui_study.db import sqlite_driver

PLACES: dict[str, Any] = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}
PACKAGES = ("granian", "Flask", "SQLAlchemy", "psycopg", "redis", "python-calamine")


def main() -> int:
    given = _options().parse_args()
    plan = Plan(
        seconds=given.seconds or (0.4 if given.quick else 3.0),
        rounds=1 if given.quick else 5,
        clients=given.clients,
        members=200 if given.quick else 1_700,
        many_members=2_000 if given.quick else 170_000,
        workers=given.workers,
        threads=given.threads,
        rows=300 if given.quick else 20_000,
    )
    _print(_machine())
    failures = 0
    with load.own_process() as pool:
        for name in [given.backend] if given.backend else BACKENDS:
            opened: AbstractContextManager[Place | None] = PLACES[name]()
            with opened as place:
                if place is None:
                    _print({"backend": name, "skipped": "no server answers"})
                    continue
                for line in _lines(place, plan, pool):
                    failures += line["failures"] + line.get("floor_failures", 0)
                    _print(line)
    return 1 if failures else 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--quick", action="store_true", help="a few seconds a backend: does it run at all")
    options.add_argument("--backend", choices=BACKENDS, help="only this one")
    options.add_argument("--seconds", type=float, help="length of a round (3; quick 0.4)")
    options.add_argument("--clients", type=int, default=16, help="how many ask at once (16)")
    options.add_argument("--workers", type=int, default=2, help="processes of each server (2)")
    options.add_argument("--threads", type=int, help="threads of each process (SQLite 1, PostgreSQL 3)")
    return options


def _lines(place: Place, plan: Plan, pool: Any) -> Iterator[dict[str, Any]]:
    yield from measuring.main_path(place, plan, pool)
    yield from scale.board_reading(place, plan, pool)
    yield from bank_files.lines(place, plan)


def _machine() -> dict[str, Any]:
    return {
        "machine": platform.machine(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "python": platform.python_version(),
        **{package.lower(): version(package) for package in PACKAGES},
        "sqlite": sqlite_driver.sqlite_version,
        **databases.server_versions(),
    }


def _print(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
