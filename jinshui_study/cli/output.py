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


def print_json(value: Any, *, sort_keys: bool = False) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=sort_keys))


def print_items_json(value: dict[str, Any]) -> None:
    """The same for values with long lists: an item a line, and thirty times as fast."""
    parts = []
    for name, content in value.items():
        if isinstance(content, list) and content:
            items = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in content)
            text = f"[\n{items}\n  ]"
        else:
            text = json.dumps(content, ensure_ascii=False)
        parts.append(f"  {json.dumps(name)}: {text}")
    click.echo("{\n" + ",\n".join(parts) + "\n}")


def sentence_of(error: click.ClickException) -> str:
    """What click found wrong with a call, in Chinese."""
    match error:
        case click.MissingParameter():
            return f"缺少参数：{error.param.human_readable_name if error.param else ''}。用 --help 查看用法。"
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}。用 --help 查看用法。"
        case click.BadParameter():
            return (
                f"参数不正确：{error.param.human_readable_name if error.param else ''}。用 --help 查看用法。"
            )
        case click.UsageError():
            return "命令用法不对。用 --help 查看用法。"
    return error.format_message()
