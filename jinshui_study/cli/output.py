"""How commands speak: plain Chinese, errors on standard error with exit code 1."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from jinshui_study.errors import Problem


def tells_problems(command: Callable[..., Any]) -> Callable[..., Any]:
    """Say a Problem as its sentence instead of a traceback."""

    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            details = [
                f"  {name}：{'；'.join(sentences)}" for name, sentences in (problem.errors or {}).items()
            ]
            raise click.ClickException("\n".join([problem.detail, *details])) from problem

    return wrapper


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
