"""Views that take files: the only ones whose bodies may be larger than the general limit."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from jinshui_study.errors import TooLarge

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1024 * 1024
BESIDE_FILES = MEGABYTE
"""What the other fields of a form and the boundaries between its parts may take."""


def takes_files(view: View) -> View:
    """Mark a view that takes files and pasted text, together as large as the setting for uploads allows."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    app.before_request(_allow_more)


def most_bytes() -> int:
    """How large an upload may be."""
    return int(current_app.extensions["settings"].upload_bytes)


def _allow_more() -> None:
    """Raise the limit before anybody reads the form, as the gate does for its CSRF token.

    Files go to disk, not to memory. Who announces too much is told so at once, without the body being read.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "takes_files", False):
        return
    most = most_bytes()
    request.max_content_length = most + BESIDE_FILES
    request.max_form_memory_size = most
    if (request.content_length or 0) > most + BESIDE_FILES:
        raise TooLarge(f"文件超过 {most // MEGABYTE} MB，请分成几个文件后再上传。")
