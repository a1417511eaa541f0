"""The rules of the house, read off the source itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "jinshui_study"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)
PURE = [
    "questions/kinds.py",
    "questions/grading.py",
    "questions/sampling.py",
    "questions/check.py",
    "questions/checking/copies.py",
    "questions/checking/dates.py",
    "questions/checking/distractors.py",
    "questions/checking/giveaways.py",
    "questions/checking/mistakes.py",
    "questions/checking/similarity.py",
    "questions/drafts.py",
    *(f"questions/formats/{path.name}" for path in sorted((PACKAGE / "questions" / "formats").glob("*.py"))),
    "questions/fields.py",
    "questions/differences.py",
    "questions/imports/comparing.py",
    "questions/imports/verdicts.py",
    "accounts/audit_trail/words.py",
    "accounts/roles.py",
    "spreadsheets.py",
    "arena/marking.py",
    "arena/modes.py",
    "arena/scoring.py",
    "arena/papers.py",
    "arena/rulings/planning.py",
    "arena/rulings/remarking.py",
    "arena/rulings/repaying.py",
    "arena/rulings/tries.py",
    "questions/marks.py",
    "questions/statistics.py",
    "arena/modes.py",
    "arena/scoring.py",
    "arena/papers.py",
    "arena/desk/feasibility.py",
    "arena/desk/words.py",
    "arena/supplies.py",
    "arena/statistics/charts.py",
    "arena/statistics/sheets.py",
    "arena/statistics/tallies.py",
    "arena/statistics/words.py",
    "branch/briefs/drawing.py",
    "branch/briefs/facts.py",
    "branch/briefs/months.py",
    "branch/briefs/typesetting.py",
    "branch/briefs/wording.py",
    "branch/charts.py",
    "branch/figures.py",
    "points/boards.py",
    "points/fairness.py",
    "points/lines.py",
    "points/rules.py",
    "compliance.py",
    "accounts/joining/codes.py",
    "wechat/devices.py",
    "wechat/refusals.py",
    "console/navigation.py",
    "questions/pages/filters.py",
    "questions/pages/forms.py",
    "questions/pages/wording.py",
    "questions/pages/words.py",
]
NOT_IN_PURE = ("flask", "sqlalchemy", "marshmallow", "jinshui_study.clock", "jinshui_study.db")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def functions_of(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef))


def shown(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_imports_point_down_the_levels() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_db_commits() -> None:
    found = [shown(path) for path in SOURCES if "session.commit(" in path.read_text()]
    assert found == ["db.py"]


def test_only_the_clock_reads_the_time() -> None:
    reading = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(")
    assert [shown(path) for path in SOURCES if reading.search(path.read_text())] == ["clock.py"]


@pytest.mark.parametrize("name", PURE)
def test_pure_rules_know_no_framework_and_no_clock(name: str) -> None:
    found = {
        imported
        for imported in imports_of(PACKAGE / name)
        if any(imported == banned or imported.startswith(banned + ".") for banned in NOT_IN_PURE)
    }
    assert not found


def test_verbs_know_no_request() -> None:
    allowed = {"__main__.py", "app.py"}
    lower = {"http", "accounts/sessions.py", "accounts/gates.py", "arena/screens/gates.py"}
    found = [
        shown(path)
        for path in SOURCES
        if path.name not in allowed
        and not path.name.startswith("routes")
        and not any(shown(path).startswith(place) for place in lower)
        and imports_of(path) & {"flask.request", "flask_login.current_user", "flask.g", "flask.session"}
    ]
    assert not found


def test_no_import_hides_in_a_function() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in SOURCES
        for function in functions_of(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found


def test_files_and_functions_stay_short() -> None:
    files = [shown(path) for path in SOURCES if len(path.read_text().splitlines()) > LONGEST_FILE]
    functions = [
        f"{shown(path)}:{function.name}"
        for path in SOURCES
        for function in functions_of(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not files
    assert not functions


def test_names_say_something() -> None:
    assert not [shown(path) for path in SOURCES if path.stem in NAMES_THAT_SAY_NOTHING]


def test_every_module_says_what_it_is_for() -> None:
    silent = [shown(path) for path in SOURCES if not ast.get_docstring(tree_of(path))]
    assert not silent


def test_find_may_return_none_and_get_may_not() -> None:
    found = [
        f"{shown(path)}:{function.name}"
        for path in SOURCES
        for function in functions_of(path)
        if function.name.startswith("get_")
        and function.name != "get_id"
        and function.returns is not None
        and "None" in ast.unparse(function.returns)
    ]
    assert not found


def test_nothing_undone_is_left_in_the_source() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
    assert not [shown(path) for path in SOURCES if marks.search(path.read_text())]


def test_no_page_asks_a_third_party() -> None:
    pages = [path for path in PACKAGE.rglob("*") if path.suffix in {".html", ".css", ".js"}]
    foreign = re.compile(r"(src|href)=[\"']https?://|url\([\"']?https?://|fetch\([\"']https?://|@import")
    assert pages
    assert not [shown(path) for path in pages if foreign.search(path.read_text())]


def test_only_app_imports_routes() -> None:
    found = {
        shown(path)
        for path in SOURCES
        if path.name != "app.py"
        and any(name.split(".")[-1].startswith("routes") for name in imports_of(path))
    }
    assert not found
