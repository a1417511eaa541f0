"""The built mini-program in a person's hands, in what stands in for WeChat."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.browser import ROOT

COMMAND = ROOT / ".ci" / "client"


def client(*words: str | Path, given: str = "", **environ: str) -> str:
    """What `.ci/client` says when it is called with these words."""
    done = subprocess.run(
        [COMMAND, *words],
        env={**os.environ, **environ},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build_for(url: str, folder: Path) -> Path:
    """The WeChat package in `folder`, as it is built for the server at `url`."""
    client("mp-weixin", VITE_SERVER=url, UNI_OUTPUT_DIR=str(folder))
    return folder


@dataclass
class Mini:
    """One phone with the mini-program open: what is done on it, and what stands on the page since."""

    process: "subprocess.Popen[str]"
    text: str = ""
    pages: list[str] = field(default_factory=list)
    buttons: dict[str, bool] = field(default_factory=dict)
    """By name, whether they can be touched."""
    stored: dict[str, str] = field(default_factory=dict)

    def start(self, *codes: str) -> None:
        self._order("start", codes=codes)

    def tap(self, name: str) -> None:
        self._order("tap", name=name)

    def type(self, label: str, text: str) -> None:
        self._order("type", label=label, text=text)

    def see(self, *words: str) -> None:
        """Wait until the page says each of these."""
        for one in words:
            self._order("see", words=one)

    def give_phone(self, name: str, code: str = "") -> None:
        """Touch the button that asks WeChat for the number, and allow it; refuse without a code."""
        self._order("phone", name=name, code=code)

    def decide(self, words: str, *, confirm: bool) -> None:
        """Answer the dialog that says these words."""
        self._order("decide", words=words, confirm=confirm)

    def _order(self, order: str, **more: Any) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": order, **more}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the mini-program has ended"
        found = json.loads(line)
        assert "failed" not in found, found["failed"]
        self.text, self.pages = found["text"], found["pages"]
        self.buttons = {one["name"]: not one["off"] for one in found["buttons"]}
        self.stored = found["stored"]


@contextmanager
def opened(package: Path, url: str) -> Iterator[Mini]:
    """A phone of its own, on which the mini-program was never opened before."""
    process = subprocess.Popen(
        [COMMAND, "simulate", "remote.cjs", package, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Mini(process)
    finally:
        process.communicate(timeout=15)
