"""The console's page of big screens: links made, shown and revoked."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.arena.screens import links
from jinshui_study.arena.screens.models import ScreenLink
from jinshui_study.errors import Invalid
from jinshui_study.http import pages

blueprint = Blueprint("screen_pages", __name__, template_folder="templates")


@blueprint.get("/")
def show_screens() -> str:
    rights.require(current_user.id, links.RIGHT)

    def address(link: ScreenLink, quiz_id: str, bracket: str | None = None) -> str:
        key = links.key_of(link, quiz_id, current_app.config["SECRET_KEY"])
        return url_for("screens.show_screen", quiz_id=quiz_id, key=key, bracket=bracket, _external=True)

    now = clock.now()
    return render_template(
        "screens/links.html",
        items=links.overview(current_user.id, now),
        hours=links.HOURS,
        address=address,
        now=now,
        profile=current_app.extensions["profile"],
    )


@blueprint.post("/<id:quiz_id>/links")
def make_link(quiz_id: str) -> ResponseReturnValue:
    try:
        links.make(quiz_id, request.form.get("hours", ""), current_user.id, clock.now())
    except Invalid as problem:
        return pages.tell(problem, url_for(".show_screens"))
    pages.done("大屏链接已开通。在会场的电脑上打开它，不用登录。")
    return redirect(url_for(".show_screens", _anchor=f"quiz-{quiz_id}"))


@blueprint.post("/<id:quiz_id>/links/<id:link_id>/revoke")
def revoke_link(quiz_id: str, link_id: str) -> ResponseReturnValue:
    links.revoke(quiz_id, link_id, current_user.id, clock.now())
    pages.done("大屏链接已收回，开着的大屏几秒内停止显示。")
    return redirect(url_for(".show_screens", _anchor=f"quiz-{quiz_id}"))
