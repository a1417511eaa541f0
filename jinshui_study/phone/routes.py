"""The phone client at `/`, and `GET /home`, which feeds its first page."""

from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import Response, request
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import members
from jinshui_study.arena import quizzes
from jinshui_study.http.api import Blueprint
from jinshui_study.news import almanac
from jinshui_study.phone import client_files
from jinshui_study.phone.schemas import HomeSchema
from jinshui_study.points import cards

blueprint = FlaskBlueprint("phone", __name__, static_folder="static", static_url_path="/phone")
home = Blueprint("home", __name__, description="首页")

MOST_QUIZZES = 20


@blueprint.get("/")
def show_client() -> Response:
    if not client_files.is_built():
        return client_files.missing_page()
    return client_files.send("index.html", request.accept_encodings, lasting=False)


@blueprint.get("/assets/<path:name>")
def send_asset(name: str) -> Response:
    """Hashed files: their names change with their content."""
    return client_files.send(f"assets/{name}", request.accept_encodings, lasting=True)


@blueprint.get("/static/<path:name>")
def send_static(name: str) -> Response:
    return client_files.send(f"static/{name}", request.accept_encodings, lasting=False)


@home.get("/home")
@home.doc(summary="首页", description="首页需要的一切，一次给出。")
@home.response(200, HomeSchema)
def show_home() -> dict[str, Any]:
    now = clock.now()
    event = almanac.on(clock.local_day(now), almanac.bundled())
    return {
        "member": members.describe(members.get(current_user.id)),
        "points": cards.of_day(current_user.id, now),
        "quizzes": [quizzes.describe(row, now) for row in quizzes.list_open(current_user, now, MOST_QUIZZES)],
        "due": [],
        "today_in_history": event and event.told,
        "today_in_history_source": event and event.source,
        "news": [],
    }
