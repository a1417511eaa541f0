"""The console's page where points of a contest are given and taken."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.arena import scoring
from jinshui_study.arena.contests import adjusting, forms, running
from jinshui_study.errors import Problem
from jinshui_study.http import pages

blueprint = Blueprint("adjustment_pages", __name__, template_folder="templates")


@blueprint.before_request
def _may_run() -> None:
    if current_user.is_authenticated:
        rights.require(current_user.id, running.RIGHT)


@blueprint.get("/<id:quiz_id>/adjustments")
def show_adjustments(quiz_id: str) -> str:
    quiz = running.get(quiz_id, current_user.id)
    wanted = request.args.get("find", "").strip()
    return render_template(
        "contests/adjustments.html",
        quiz=quiz,
        wanted=wanted,
        found=adjusting.search(quiz, wanted) if wanted else [],
        adjustments=adjusting.list_of(quiz),
        said=adjusting.said,
        longest=adjusting.LONGEST_REASON,
    )


@blueprint.post("/<id:quiz_id>/adjustments")
def adjust(quiz_id: str) -> ResponseReturnValue:
    quiz, form = running.get(quiz_id, current_user.id), request.form
    here = url_for(".show_adjustments", quiz_id=quiz_id)
    profile = current_app.extensions["profile"]
    try:
        way = form.get("way", "")
        score = forms.change("score", form.get("score", ""), way, scoring.TENTHS)
        points = forms.change("points", form.get("points", ""), way, 1)
        whom, reason = form.get("member", ""), form.get("reason", "")
        made = adjusting.adjust(quiz, whom, score, points, reason, profile, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, url_for(".show_adjustments", quiz_id=quiz_id, find=form.get("find", "")))
    back = url_for(".take_back", quiz_id=quiz_id, adjustment_id=made.public_id)
    pages.done(f"已调整：{adjusting.said(made)}，已通知本人。", undo=(back, {}))
    return redirect(here)


@blueprint.post("/<id:quiz_id>/adjustments/<id:adjustment_id>/undo")
def take_back(quiz_id: str, adjustment_id: str) -> ResponseReturnValue:
    quiz, here = running.get(quiz_id, current_user.id), url_for(".show_adjustments", quiz_id=quiz_id)
    profile = current_app.extensions["profile"]
    try:
        adjusting.take_back(quiz, adjustment_id, profile, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done("已撤销这次调整，已通知本人。")
    return redirect(here)
