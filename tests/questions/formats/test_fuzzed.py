"""Files that a fuzzer makes by looking at the readers' own branches: nothing leaves them but listed problems."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RUNS, MOST_SECONDS, MOST_SECONDS_A_FILE = 20_000, 60, 15


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris has no build for this machine"
)
def test_no_file_of_the_fuzzer_breaks_a_reader(tmp_path: Path) -> None:
    bounds = [f"-runs={RUNS}", f"-max_total_time={MOST_SECONDS}", f"-timeout={MOST_SECONDS_A_FILE}"]
    command = [
        sys.executable,
        "-m",
        "tests.questions.formats.fuzzing",
        str(tmp_path),
        *bounds,
        "-max_len=4096",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    said = done.stdout[-3000:] + done.stderr[-6000:]
    assert done.returncode == 0, said
    assert "DONE" in said
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("crash-", "timeout-"))] == []
