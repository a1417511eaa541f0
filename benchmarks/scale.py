"""Whether reading a board costs the same in a district a hundred times as large."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from typing import Any

from benchmarks import filling, measuring
from benchmarks.databases import Place
from benchmarks.load import Measured
from benchmarks.measuring import Plan
from benchmarks.operations import AROUND_ME, BOARD, Side, reading
from jinshui_study.app import create_app

READINGS = (reading("board", BOARD), reading("around me", AROUND_ME))
READERS = 500
CLIENTS = 1
"""One at a time: what is compared is the cost of a request, not the queue before it."""


def board_reading(place: Place, plan: Plan, pool: Executor) -> Iterator[dict[str, Any]]:
    """A line for each reading: medians at both sizes, and the larger's over the smaller's."""
    with ExitStack() as stack:
        sides = []
        for members in (plan.members, plan.many_members):
            backend = place.new()
            app = create_app(backend.settings)
            district = filling.fill(app, members, min(READERS, members), periods=("day",))
            measuring.release(app)
            port = stack.enter_context(measuring.service(backend, plan))
            sides.append(Side(app, district, port, is_floor=False))
        for operation in READINGS:
            rounds: tuple[list[Measured], list[Measured]] = ([], [])
            for _ in range(plan.rounds):
                for side, measured in zip(sides, rounds, strict=True):
                    measured.append(measuring.one_round(operation, side, plan, CLIENTS, pool))
            few, many = (measuring.figures(measured) for measured in rounds)
            yield {
                "backend": backend.name,
                "what": f"{operation.name}, {plan.many_members} members against {plan.members}",
                "clients": CLIENTS,
                **many,
                **{f"small_{name}": value for name, value in few.items()},
                "ratio": round(many["p50_ms"] / few["p50_ms"], 3) if few["p50_ms"] else None,
            }
