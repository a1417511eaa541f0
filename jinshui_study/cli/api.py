"""jinshui api …: the API as a document."""

from flask import current_app
from flask.cli import AppGroup

from jinshui_study.cli.output import print_json
from jinshui_study.http import api

group = AppGroup("api", help="接口：给程序用的说明", short_help="接口")


@group.command("document")
def document() -> None:
    """以 JSON 输出 OpenAPI 文档，项目按名称排序，同一版本每次输出相同。"""
    print_json(api.document(current_app), sort_keys=True)
