"""The wheel works without the checkout: install it, make a demo, serve."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.browser import build_client
from tests.journeys.server import call, free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def jinshui(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment into which only the wheel was installed."""
    build_client()
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    run(folder / "venv/bin/pip", "install", "-q", "--disable-pip-version-check", wheel, cwd=folder)
    return folder / "venv/bin/jinshui"


def test_a_wheel_makes_a_demo_and_serves_it(jinshui: Path, tmp_path: Path) -> None:
    environ = {"DATA_DIR": str(tmp_path / "data"), "LOG_LEVEL": "WARNING"}
    told = run(jinshui, "demo", "--members", "300", "--days", "3", cwd=tmp_path, **environ)
    assert "13800000001" in told.stdout
    port = free_port()
    command = [str(jinshui), "serve", "--port", str(port), "--workers", "1"]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=tmp_path, env={**os.environ, **environ}, stdout=log, stderr=log
        )
    try:
        token = log_in_when_ready(port)
        quizzes = call(port, "GET", "/api/v1/quizzes?open=true", token=token).json["items"]
        assert {"daily", "topic", "survival", "weekly", "contest"} <= {quiz["preset"] for quiz in quizzes}
        page = call(port, "GET", "/")
        assert page.status == 200
        script = re.search(r'src="\./?(/?assets/[^"]+\.js)"', page.body.decode())
        assert script, page.body
        assert call(port, "GET", f"/{script[1].lstrip('/')}").status == 200
        assert call(port, "GET", "/api/v1/docs").status == 200
    finally:
        server.terminate()
        server.wait(timeout=20)


def log_in_when_ready(port: int) -> str:
    body = {"login": "13800000001", "password": "jinshui-demo"}
    for _ in range(200):
        try:
            reply = call(port, "POST", "/api/v1/auth/login", body=body)
        except OSError:
            subprocess.run(["sleep", "0.1"], check=True)
            continue
        assert reply.status == 200, reply.body
        return str(reply.json["token"])
    raise AssertionError("the server did not come up")
