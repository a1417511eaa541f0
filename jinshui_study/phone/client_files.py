"""The built phone client: its files as they are sent, compressed where the browser takes it."""

from pathlib import Path

from flask import Response, send_from_directory
from werkzeug.datastructures import Accept

FOLDER = Path(__file__).parent / "client"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
YEAR = 365 * 24 * 3600


def is_built() -> bool:
    """Whether the client was built; a checkout begins without it, the wheel carries it."""
    return (FOLDER / "index.html").is_file()


def send(name: str, accepted: Accept, *, lasting: bool) -> Response:
    """A file of the client in an encoding the browser accepts.

    `lasting` ones have a name of their content and never change.

    Raises werkzeug's NotFound for a name that leads out of the folder or to nothing.
    """
    encoding = next(
        (code for code in ENCODINGS if accepted.quality(code) > 0 and _compressed(name, code)), None
    )
    path = name + ENCODINGS[encoding] if encoding else name
    response = send_from_directory(FOLDER, path, mimetype=_mimetype(name), max_age=YEAR if lasting else 0)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    if lasting:
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    return response


def _compressed(name: str, encoding: str) -> bool:
    try:
        return (FOLDER / (name + ENCODINGS[encoding])).is_file()
    except (OSError, ValueError):
        return False


def _mimetype(name: str) -> str | None:
    """JavaScript must be called that: a machine's own table of types may say otherwise, and browsers refuse it then."""
    types = {
        ".js": "text/javascript",
        ".css": "text/css",
        ".html": "text/html",
        ".svg": "image/svg+xml",
        ".json": "application/json",
    }
    return types.get(Path(name).suffix)


NOT_BUILT = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>金水e起学党史</title>
<p>手机页面还没有构建，请先运行 make client。</p>
"""


def missing_page() -> Response:
    return Response(NOT_BUILT, 503, content_type="text/html; charset=utf-8")
