"""The picture of a scene: a mini-program code from WeChat, else a plain QR code with the web page's address."""

import base64
from typing import NamedTuple

from jinshui_study.accounts.joining import pictures
from jinshui_study.errors import Problem
from jinshui_study.wechat import calls
from jinshui_study.wechat.client import Client

PAGE = "pages/scan/index"


class Picture(NamedTuple):
    """A picture as a data address, and whether WeChat or any camera reads it: `mini_program` or `web`."""

    kind: str
    data: str


def draw(client: Client | None, scene_id: str, site: str) -> Picture:
    """WeChat's code where it is configured and answers; nobody is kept out because it does not."""
    if client is not None:
        try:
            return Picture("mini_program", _data(calls.code_picture(client, scene_id, PAGE)))
        except Problem:
            pass
    return Picture("web", pictures.plain(address(scene_id, site)))


def address(scene_id: str, site: str) -> str:
    """Where the web client shows the scene."""
    return pictures.page(site, PAGE, scene=scene_id)


def _data(picture: bytes) -> str:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
