"""Rounds of the service and the floor in turn, and the medians of them."""

import pickle
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks import filling, load, operations, servers
from benchmarks.databases import Backend, Place
from benchmarks.filling import PASSWORD_HASH, District
from benchmarks.floor import SCRIPTS
from benchmarks.load import Measured
from benchmarks.operations import Operation, Side
from jinshui_study import cache
from jinshui_study.app import create_app
from jinshui_study.db import db
from jinshui_study.questions import pools


@dataclass(frozen=True)
class Plan:
    """How much is measured: rounds of so many seconds by so many clients, in databases of two sizes; rows of a file."""

    seconds: float
    rounds: int
    clients: int
    members: int
    many_members: int
    workers: int
    threads: int | None
    rows: int

    def threads_on(self, backend: str) -> int:
        """What `serve` takes by itself: one on SQLite, three on PostgreSQL."""
        return self.threads or (1 if backend == "sqlite" else 3)


@contextmanager
def service(backend: Backend, plan: Plan) -> Iterator[int]:
    arguments = ["serve", "--workers", str(plan.workers), "--threads", str(plan.threads_on(backend.name))]
    log = backend.folder / "service.log"
    with servers.running("jinshui_study", arguments, backend.environment, log) as port:
        yield port


@contextmanager
def floor(backend: Backend, plan: Plan, district: District) -> Iterator[Side]:
    """The floor's server on a copy of the filled database."""
    app = create_app(backend.settings)
    path = backend.folder / "scripts.pickle"
    path.write_bytes(pickle.dumps((*operations.scripts(app, district), PASSWORD_HASH)))
    arguments = ["--workers", str(plan.workers), "--threads", str(plan.threads_on(backend.name))]
    environment = {**backend.environment, SCRIPTS: str(path)}
    with servers.running("benchmarks.floor", arguments, environment, backend.folder / "floor.log") as port:
        yield Side(app, district, port, is_floor=True)
    release(app)


def release(app: Any) -> None:
    """Close the connections this process holds to a database, so that it can be copied or dropped."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        cache.forget_all()
    pools.forget_all()


def main_path(place: Place, plan: Plan, pool: Executor) -> Iterator[dict[str, Any]]:
    """A line for each operation: the service beside its floor."""
    filled = place.new()
    app = create_app(filled.settings)
    district = filling.fill(app, plan.members, plan.members)
    release(app)
    copy = place.copy_of(filled)
    with ExitStack() as stack:
        port = stack.enter_context(service(filled, plan))
        sides = (Side(app, district, port, is_floor=False), stack.enter_context(floor(copy, plan, district)))
        hello = 0.0
        for operation in operations.OPERATIONS:
            line = _compare(operation, sides, plan, pool, filled.name)
            hello = hello or line["floor_requests_per_s"]
            yield {**line, "of_hello": round(line["requests_per_s"] / hello, 3) if hello else None}
    release(app)


def _compare(
    operation: Operation, sides: tuple[Side, Side], plan: Plan, pool: Executor, backend: str
) -> dict[str, Any]:
    rounds: tuple[list[Measured], list[Measured]] = ([], [])
    for _ in range(plan.rounds):
        for side, measured in zip(sides, rounds, strict=True):
            measured.append(one_round(operation, side, plan, plan.clients, pool))
    ours, theirs = (figures(measured) for measured in rounds)
    ratio = ours["requests_per_s"] / theirs["requests_per_s"] if theirs["requests_per_s"] else None
    return {
        "backend": backend,
        "what": operation.name,
        "clients": plan.clients,
        **ours,
        **{f"floor_{name}": value for name, value in theirs.items()},
        "ratio": None if ratio is None else round(ratio, 3),
    }


def one_round(operation: Operation, side: Side, plan: Plan, clients: int, pool: Executor) -> Measured:
    requests = operation.requests(side)
    driven = pool.submit(load.drive, side.port, requests, clients, plan.seconds, operation.repeats)
    return driven.result(plan.seconds + 2 * load.PATIENCE_SECONDS)


def figures(rounds: list[Measured]) -> dict[str, Any]:
    """Medians over the rounds, and all failures."""
    return {
        "requests_per_s": round(median(one.rate for one in rounds), 1),
        **{
            f"p{share}_ms": round(median(_percentile(one.latencies, share) for one in rounds), 2)
            for share in (50, 95, 99)
        },
        "failures": sum(one.failures for one in rounds),
    }


def _percentile(latencies: list[float], share: int) -> float:
    if not latencies:
        return 0.0
    ordered = sorted(latencies)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000
