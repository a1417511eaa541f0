"""The console's page of one contest: its freeze and reveal, and its results."""

import json
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.arena import boards
from jinshui_study.arena.contests import adjusting, forms, freezing, publishing, running, signing
from jinshui_study.arena.desk import listing, words
from jinshui_study.errors import Problem
from jinshui_study.http import pages

blueprint = Blueprint("contest_pages", __name__, template_folder="templates")


@blueprint.before_request
def _may_run() -> None:
    """Every page here asks for the same right; whose contests they are about, `running.get` asks."""
    if current_user.is_authenticated:
        rights.require(current_user.id, running.RIGHT)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"quiz_words": words}


@blueprint.get("/<id:quiz_id>/")
def show_contest(quiz_id: str) -> str:
    quiz, now = running.get(quiz_id, current_user.id), clock.now()
    secret = current_app.extensions["settings"].results_secret
    return render_template(
        "contests/contest.html",
        quiz=quiz,
        state=listing.state_of(quiz, now),
        phase=running.phase_of(quiz, now),
        frozen=boards.is_frozen(quiz.freezes_at, quiz.reveals_at, now),
        typed=forms.typed,
        obstacles=[sentence for _, sentence in publishing.obstacles(quiz, now)],
        adjustments=len(adjusting.list_of(quiz)),
        results=publishing.find_latest(quiz.id),
        public_key=signing.public_text(signing.key_of(secret)),
    )


@blueprint.post("/<id:quiz_id>/freeze")
def set_freeze(quiz_id: str) -> ResponseReturnValue:
    quiz, here = running.get(quiz_id, current_user.id), url_for(".show_contest", quiz_id=quiz_id)
    try:
        freezes_at = forms.moment("freezes_at", request.form.get("freezes_at", ""), quiz.freezes_at)
        reveals_at = forms.moment("reveals_at", request.form.get("reveals_at", ""), quiz.reveals_at)
        profile = current_app.extensions["profile"]
        freezing.set_times(quiz, freezes_at, reveals_at, profile, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done("封榜和揭榜时间已保存。" if freezes_at else "已改为不封榜。")
    return redirect(here)


@blueprint.post("/<id:quiz_id>/reveal")
def reveal(quiz_id: str) -> ResponseReturnValue:
    quiz, here = running.get(quiz_id, current_user.id), url_for(".show_contest", quiz_id=quiz_id)
    try:
        freezing.reveal(quiz, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done("已揭榜，手机、大屏和后台现在都显示最新的榜单。")
    return redirect(here)


@blueprint.post("/<id:quiz_id>/results")
def publish(quiz_id: str) -> ResponseReturnValue:
    quiz, here = running.get(quiz_id, current_user.id), url_for(".show_contest", quiz_id=quiz_id)
    secret, profile = current_app.extensions["settings"].results_secret, current_app.extensions["profile"]
    key, nonce_key = signing.key_of(secret), signing.nonce_key_of(secret)
    try:
        publishing.publish(quiz, key, nonce_key, profile, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done("成绩文件已签名公布，可以下载。")
    return redirect(here)


@blueprint.get("/<id:quiz_id>/results.json")
def download_results(quiz_id: str) -> ResponseReturnValue:
    quiz = running.get(quiz_id, current_user.id)
    secret = current_app.extensions["settings"].results_secret
    file = publishing.get_file(quiz, signing.nonce_key_of(secret), current_app.extensions["profile"])
    data = json.dumps(file, ensure_ascii=False, indent=1).encode()
    return pages.file(f"{quiz.title}-成绩.json", "application/json", data)
