"""`python -m benchmarks.console`: each page of the console, boards and exports on a demo database, as JSON lines.

The service runs on the database named by DATABASE_URL, with the settings of the environment, as it would for
`jinshui serve`; the database holds what `jinshui demo` made. Nothing is written there but log-ins and audit lines.
"""

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from benchmarks import servers
from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.app import create_app
from jinshui_study.arena.models import Quiz
from jinshui_study.branch.briefs import tallies
from jinshui_study.cli.demo.people import LOGINS, PASSWORD
from jinshui_study.config import read_settings
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions.models import Bank, Question

PAGE_MS, BOARD_MS, MEGABYTES = 300.0, 50.0, 250.0
"""What is wished: pages and boards at the 95th percentile, and the memory of the worker that serves exports."""
LEFT_OUT = {"console.static", "console.log_in_page", "scan_pages.look", "bank_pages.template"}
FORMATS = ("docx", "pdf")
NOT_THEIRS = (302, 403, 404, 409)
"""What a page answers that is another officer's, leads elsewhere, or has nothing to show yet."""
TABLES = {
    "branch": ("weeks", "mistakes", "topics"),
    "street": ("branches",),
    "district": ("streets", "branches"),
}
BOARDS = ("members", "branches", "streets")


@dataclass
class Known:
    """Ids that stand in addresses: the places of the demo's officers, and something of everything."""

    places: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    practice: str = ""


def main() -> int:
    given = _options().parse_args()
    app = create_app(read_settings())
    with app.app_context():
        known = _look_around()
        if not given.as_it_is:
            _tell({"what": "streets tallied", "seconds": round(_tally(), 1)})
        pages = list(_pages(app, known))
        db.session.remove()
        db.engine.dispose()
    over = 0
    with tempfile.TemporaryDirectory(prefix="jinshui-console-") as folder:
        log = Path(folder) / "service.log"
        environment = {"REQUESTS_PER_MINUTE": "1000000", "LOG_LEVEL": "WARNING", **os.environ}
        with servers.running("jinshui_study", ["serve", "--workers", "1"], environment, log) as port:
            for line in _measured(f"http://127.0.0.1:{port}", port, pages, known, given.rounds):
                over += line.get("over", False)
                _tell(line)
    _tell({"what": "summary", "over": over})
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m benchmarks.console", description=__doc__)
    options.add_argument("--rounds", type=int, default=20, help="how often each page is asked for (20)")
    options.add_argument("--as-it-is", action="store_true", help="do not tally the streets first")
    return options


def _tell(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _look_around() -> Known:
    """The district, and the street and the branch with the most members; a quiz, a bank, a question."""
    session, known = db.session, Known()
    branch = session.scalars(
        select(Organization)
        .where(Organization.kind == "branch", Organization.name.not_like("%机关%"))
        .order_by(Organization.member_count.desc())
        .limit(1)
    ).one()
    street = session.get_one(Organization, branch.street_id)
    district = session.scalars(select(Organization).where(Organization.parent_id.is_(None))).one()
    known.places = {
        "branch": branch.public_id,
        "street": street.public_id,
        "district": district.public_id,
    }
    daily = select(Quiz.public_id).where(Quiz.preset == "daily", Quiz.closes_at <= clock.now())
    known.values = {
        "quiz_id": _newest(daily.order_by(Quiz.opens_at.desc())),
        "bank_id": _newest(select(Bank.public_id).order_by(Bank.id)),
        "question_id": _newest(select(Question.public_id).order_by(Question.id)),
        "number": "1",
    }
    known.practice = _newest(select(Quiz.public_id).where(Quiz.preset == "topic").order_by(Quiz.id))
    members = session.scalar(select(func.sum(Organization.member_count)))
    _tell({"what": "database", "members": int(members or 0), "branch": branch.name, "street": street.name})
    return known


def _newest(query: Any) -> str:
    return str(db.session.scalars(query.limit(1)).one())


def _tally() -> float:
    """Seconds to count what the background work would have counted by now."""
    started = time.perf_counter()
    while True:
        with unit_of_work(reads_first=True):
            if tallies.count_next(clock.now()) is None:
                return time.perf_counter() - started


def _pages(app: Any, known: Known) -> Iterator[tuple[str, str]]:
    """Every page of the console with ids that are there: endpoint and address; what needs others is left out."""
    urls = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if not str(rule).startswith("/console") or "GET" not in (rule.methods or ()):
            continue
        if rule.endpoint in LEFT_OUT:
            continue
        for place, public_id in known.places.items():
            values = {**known.values, "organization_id": public_id}
            if not rule.arguments <= set(values):
                _tell({"what": "left out", "endpoint": rule.endpoint, "needs": sorted(rule.arguments)})
                break
            used = {name: int(values[name]) if name == "number" else values[name] for name in rule.arguments}
            yield f"{rule.endpoint} {place}".strip(), urls.build(rule.endpoint, used)
            if "organization_id" not in rule.arguments:
                break


def _measured(
    base: str, port: int, pages: list[tuple[str, str]], known: Known, rounds: int
) -> Iterator[dict[str, Any]]:
    yield {"what": "memory at the start", "peak_megabytes": _peak_megabytes(port)}
    officers = {login.role: login.phone for login in LOGINS if login.role}
    for role in ("secretary", "unit_admin", "district_admin"):
        with httpx.Client(base_url=base, timeout=120, headers={"Accept": "text/html"}) as client:
            _log_in(client, officers[role])
            for name, address in pages:
                line = _asked(client, address, rounds)
                if line["status"] not in NOT_THEIRS:
                    over = line["status"] != 200 or line["p95_ms"] > PAGE_MS
                    yield {"what": "page", "page": name, "as": role, **line, "over": over}
            yield {"what": "memory", "after": role, "peak_megabytes": _peak_megabytes(port)}
            if role == "district_admin":
                yield from _exports(client, known, port)
    yield from _boards(base, officers["district_admin"], known, rounds)


def _log_in(client: httpx.Client, phone: str) -> None:
    page = client.get("/console/login").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    form = {"csrf_token": token[1] if token else "", "login": phone, "password": PASSWORD}
    reply = client.post("/console/login", data=form)
    if reply.status_code != 302:
        raise SystemExit(f"no log-in as {phone}: {reply.status_code}")


def _asked(client: httpx.Client, address: str, rounds: int) -> dict[str, Any]:
    """The address so often, one request after the other; the first, which may build caches, counts too."""
    first = client.get(address)
    spans = [first.elapsed.total_seconds() * 1000]
    if first.status_code == 200:
        spans += [client.get(address).elapsed.total_seconds() * 1000 for _ in range(rounds - 1)]
    return {"status": first.status_code, "first_ms": round(spans[0], 1), **_percentiles(spans)}


def _percentiles(spans: list[float]) -> dict[str, float]:
    ordered = sorted(spans)
    place = min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))
    return {"p50_ms": round(statistics.median(ordered), 1), "p95_ms": round(ordered[place], 1)}


def _exports(client: httpx.Client, known: Known, port: int) -> Iterator[dict[str, Any]]:
    wanted = [
        (place, "export", {"table": table, "board": "month", "quiz": known.practice})
        for place, tables in TABLES.items()
        for table in tables
    ]
    wanted += [(place, "brief/export", {"format": kind}) for place in TABLES for kind in FORMATS]
    yield {"what": "memory before exports", "peak_megabytes": _peak_megabytes(port)}
    for place, end, form in wanted:
        here = f"/console/branch/{known.places[place]}"
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"{here}/").text)
        started = time.perf_counter()
        with client.stream(
            "POST",
            f"{here}/{end}",
            data={**form, "csrf_token": token[1] if token else ""},
            headers={"Referer": str(client.base_url)},
        ) as reply:
            size = sum(len(part) for part in reply.iter_bytes())
        yield {
            "what": "export",
            "place": place,
            **{name: value for name, value in form.items() if name in ("table", "format")},
            "status": reply.status_code,
            "ms": round(1000 * (time.perf_counter() - started), 1),
            "bytes": size,
            "peak_megabytes": _peak_megabytes(port),
        }
    peak = _peak_megabytes(port)
    yield {"what": "memory", "peak_megabytes": peak, "over": peak > MEGABYTES}


def _peak_megabytes(port: int) -> float:
    """The most memory a process of this service has had; Linux tells."""
    peaks = [0.0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"--port\0{port}\0".encode() not in (folder / "cmdline").read_bytes():
                continue
            status = (folder / "status").read_text()
        except OSError:
            continue
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        peaks.append(int(found[1]) / 1024 if found else 0.0)
    return round(max(peaks), 1)


def _boards(base: str, phone: str, known: Known, rounds: int) -> Iterator[dict[str, Any]]:
    """Boards of every kind of node through the API, as a member's phone asks for them."""
    with httpx.Client(base_url=f"{base}/api/v1", timeout=120) as client:
        reply = client.post("/auth/login", json={"login": phone, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {reply.json()['token']}"
        for of in BOARDS:
            for place, public_id in known.places.items():
                for period in ("day", "week", "month", "all"):
                    address = f"/leaderboards/{of}?period={period}&within={public_id}&limit=100"
                    line = _asked(client, address, rounds)
                    name = {"what": "board", "of": of, "within": place, "period": period}
                    yield {**name, **line, "over": line["status"] != 200 or line["p95_ms"] > BOARD_MS}


if __name__ == "__main__":
    sys.exit(main())
