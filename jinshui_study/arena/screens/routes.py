"""The big screen of a quiz: the page, and what it asks for every two seconds."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jinshui_study import clock
from jinshui_study.arena.screens import links, showing
from jinshui_study.arena.screens.gates import COOKIE
from jinshui_study.http.problems import PAGES

blueprint = Blueprint("screens", __name__, template_folder="templates")
PAGES["/screen/"] = "screens/closed.html"

COOKIE_DAYS = 8


@blueprint.get("/<id:quiz_id>")
def show_screen(quiz_id: str) -> ResponseReturnValue:
    """The key moves from the address, which the whole hall can read, into a cookie of this page alone."""
    bracket = request.args.get("bracket") or None
    here = url_for(".show_screen", quiz_id=quiz_id)
    key = request.args.get("key")
    if not key:
        reply = Response(
            render_template("screens/screen.html", quiz=links.get_quiz(quiz_id), bracket=bracket)
        )
        reply.headers["Cache-Control"] = "no-store"
        return reply
    moved = redirect(url_for(".show_screen", quiz_id=quiz_id, bracket=bracket))
    moved.set_cookie(
        COOKIE,
        key,
        max_age=COOKIE_DAYS * 86_400,
        path=here,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    moved.headers["Cache-Control"] = "no-store"
    return moved


@blueprint.get("/<id:quiz_id>/board")
def show_board(quiz_id: str) -> Response:
    """What the screen shows; 304 while it is still the version that the screen has."""
    now = clock.now()
    bracket = request.args.get("bracket", "")
    found = showing.picture(quiz_id, current_app.extensions["profile"], now, bracket)
    reply = Response(found.body, content_type="application/json")
    reply.set_etag(found.version)
    reply.headers["Cache-Control"] = "no-cache"
    reply.headers["X-Now"] = str(round(now.timestamp() * 1000))
    return reply.make_conditional(request)  # type: ignore[return-value]
