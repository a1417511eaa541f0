"""Logging in to the console by scanning: the page asks for a code, a phone confirms, the same browser comes in."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request, session, url_for

from jinshui_study import clock
from jinshui_study.accounts import sessions
from jinshui_study.accounts.gates import OPEN_ENDPOINTS
from jinshui_study.accounts.joining import scans
from jinshui_study.accounts.joining.pictures import site as site_of
from jinshui_study.db import begin_writing, opaque_id
from jinshui_study.http.transactions import reads_first
from jinshui_study.wechat import devices, pictures

blueprint = Blueprint("scan_pages", __name__)
OPEN_ENDPOINTS.update({"scan_pages.ask", "scan_pages.look", "scan_pages.enter"})

SECRET = "scan"
"""Where the browser's cookie holds what ties a scene to it; a new scene replaces the one before."""


@blueprint.post("/")
@reads_first
def ask() -> Response:
    """A scene for this browser, with its picture, which WeChat draws before anything is written."""
    scene_id, site = opaque_id(), site_of(current_app, request.url_root)
    picture = pictures.draw(current_app.extensions["wechat"], scene_id, site)
    begin_writing()
    device = devices.in_words(request.headers.get("User-Agent", ""))
    scene, session[SECRET] = scans.ask_to_log_in(scene_id, device, _host(site), clock.now())
    return jsonify(
        id=scene.id,
        kind=picture.kind,
        picture=picture.data,
        number=scene.details["number"],
        seconds=int(scans.PURPOSES[scans.LOGIN].lasts.total_seconds()),
        address=url_for(".look", scene_id=scene.id),
        enter=url_for(".enter", scene_id=scene.id),
    )


@blueprint.get("/<id:scene_id>")
def look(scene_id: str) -> Response:
    """What has become of it, for the browser that asked; for any other it is not there."""
    return jsonify(state=scans.get_of_browser(scene_id, _secret(), clock.now()).state)


@blueprint.post("/<id:scene_id>/session")
def enter(scene_id: str) -> Response:
    now = clock.now()
    member = scans.use(scene_id, _secret(), now)
    sessions.open_cookie_session(member, now, sessions.CONSOLE_DAYS, request.headers.get("User-Agent", ""))
    return jsonify(to=url_for("console.overview"))


def _secret() -> str:
    kept: Any = session.get(SECRET)
    return kept if isinstance(kept, str) else ""


def _host(site: str) -> str:
    return site.split("://")[-1].rstrip("/")
