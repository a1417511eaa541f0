"""How far a long command has come, on standard error: standard output stays what was asked for."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

LONG = 2000
"""From how many things on it is worth showing."""
STEPS = 100


def shown(what: str, things: Sequence[Any]) -> Iterable[Any]:
    """The things one by one, with a bar where somebody looks on; a log gets one line."""
    if len(things) < LONG:
        return things
    if sys.stderr.isatty():
        return _with_bar(what, things)
    click.echo(f"{what}：{len(things)} 道……", err=True)
    return things


def _with_bar(what: str, things: Sequence[Any]) -> Iterator[Any]:
    steps = max(1, len(things) // STEPS)
    with click.progressbar(things, label=what, file=sys.stderr, update_min_steps=steps) as bar:
        yield from bar
